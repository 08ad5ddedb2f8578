"""Retire: old bars out of PostgreSQL, once the object store is proven to hold every one of them."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

import polars as pl

from usdcop.adapters.postgres.hot_store import PostgresHotStore
from usdcop.core.errors import VerificationError
from usdcop.core.layers import Layer
from usdcop.core.sessions import Calendar
from usdcop.main.wiring import System

_BEGINNING: Final = datetime(1990, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Retired:
    """What was taken out; ``hot_from`` is the first instant whose bars are still served from PostgreSQL."""

    bars: int
    hot_from: datetime | None


def retire(system: System) -> Retired:
    """Take bars older than the retention out of PostgreSQL.

    Raises:
        VerificationError: the object store lacks one of them; none is deleted.
        CorruptPartitionError, MissingPartitionError: it holds them, but damaged; none is deleted.
    """
    store, symbol = PostgresHotStore(system.engine), system.market.symbol
    kept = timedelta(days=system.settings.environment.retention_days)
    target = hot_from(system.market.calendar, system.clock.now(), kept)
    old = system.bars.read(symbol, _BEGINNING, target)
    if old.is_empty():
        return Retired(0, store.hot_from(symbol))
    _must_hold(system, old)
    return Retired(store.retire(symbol, target), target)


def hot_from(calendar: Calendar, now: datetime, kept: timedelta) -> datetime:
    """Opening of the oldest session whose bars stay."""
    return calendar.opens_at(calendar.local_date(now - kept))


def _must_hold(system: System, old: pl.DataFrame) -> None:
    """Read the sessions of ``old`` from the object store, checksums and all, and look for every bar."""
    days = sorted({system.market.calendar.local_date(at) for at in old["time"].to_list()})
    for layer in (Layer.L1, Layer.L2):
        cold = system.lake.read(layer, days)
        lacking = old if cold is None else old.join(cold, on="time", how="anti")
        if not lacking.is_empty():
            raise VerificationError(
                f"{lacking.height} bars in PostgreSQL are not in {layer}, the first of {lacking['time'][0]:%Y-%m-%d %H:%M} UTC: none is deleted.",
                "Look with 'usdcop verify'; 'usdcop run l1-l2' makes the layers agree.",
            )
