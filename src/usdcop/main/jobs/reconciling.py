"""Reconcile with the vendor: the newest sessions fetched again; bars it has corrected become revisions."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import polars as pl
import structlog

from usdcop.adapters.postgres.audit import PostgresAudit
from usdcop.core.bars import STATES, BarState
from usdcop.core.imports import from_file
from usdcop.core.layers import Layer, quarter_of
from usdcop.core.sessions import BAR
from usdcop.main.jobs.consequences import Cause, note, uses_of
from usdcop.main.wiring import System
from usdcop.pipeline.alteration import alteration
from usdcop.pipeline.changes import Deed
from usdcop.pipeline.l0_acquire import merged, raw_rows, readable, session_date
from usdcop.pipeline.l0_store import store

_log = structlog.get_logger("usdcop.reconcile")

SESSIONS: Final = 3
"""Closed sessions that are fetched again: vendors correct what is young."""
ACTOR: Final = "scheduler"
_PRICES: Final = ("open", "high", "low", "close")


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What came of it."""

    compared: int
    """Bars that are here and at the vendor."""
    revised: tuple[datetime, ...]
    """Opening instants of bars the vendor has corrected."""
    sessions_changed: int


def reconcile_vendor(system: System, sessions: int = SESSIONS) -> Reconciled:
    """Compare the newest closed sessions with the vendor's and keep its corrections as revisions.

    A correction is in the trail before it is in the layers, so that none is ever made unseen.

    Raises:
        VendorError, CreditsError: the vendor failed; nothing was changed.
    """
    now = system.clock.now()
    days = _closed(system, sessions)
    stored = system.lake.read(Layer.L0, days) if days else None
    if stored is None:
        return Reconciled(0, (), 0)
    fetched = asyncio.run(_fetched(system, days, now))
    pairs = current(stored).join(fetched.filter(readable()), on="time", suffix="_new")
    changed = corrections(pairs)
    rows = fetched.join(changed.select("time"), on="time", how="semi")
    rows = rows.with_columns(state=pl.lit(BarState.REVISED.value).cast(STATES))
    _tell(system, rows)
    _note(system, changed, now)
    kept = store(system.lake, system.market, rows)
    return Reconciled(pairs.height, tuple(changed["time"].to_list()), len(kept))


def current(stored: pl.DataFrame) -> pl.DataFrame:
    """The version that counts of each closed bar that came from a vendor; those of files are their owner's."""
    ours = ~from_file() & (pl.col("state") != BarState.FORMING.value)
    return (
        stored.filter(ours & readable() & (pl.col("clock_shift_minutes") == 0))
        .sort(pl.col("state").to_physical(), "known_at")
        .unique("time", keep="last", maintain_order=True)
        .sort("time")
    )


def corrections(pairs: pl.DataFrame) -> pl.DataFrame:
    """Rows of ``pairs`` whose prices are not what the vendor says now (columns ``*_new``)."""
    return pairs.filter(pl.any_horizontal(pl.col(name) != pl.col(f"{name}_new") for name in _PRICES))


def _closed(system: System, sessions: int) -> list[date]:
    calendar, now = system.market.calendar, system.clock.now()
    known = [day for day in system.lake.days(Layer.L0) if calendar.is_session(day)]
    return [day for day in known if calendar.closes_at(day) <= now][-sessions:]


async def _fetched(system: System, days: Sequence[date], now: datetime) -> pl.DataFrame:
    market = system.market
    start = market.calendar.opens_at(days[0])
    end = market.calendar.closes_at(days[-1])
    async with system.feed() as feed:
        bars = await feed.bars(market.symbol, start, end)
    closed = [bar for bar in bars if bar.time + BAR <= now]
    return raw_rows(closed, market.symbol, system.source, now, system.run_id)


def _tell(system: System, rows: pl.DataFrame) -> None:
    """Say what was made of the bars that ``rows`` are about to change; it is stale from then on.

    A bar that an import has superseded does not change by them.
    """
    parts = {
        quarter: part.drop("quarter")
        for (quarter,), part in rows.with_columns(
            quarter=session_date(system.market).map_elements(quarter_of, pl.String)
        )
        .partition_by("quarter", as_dict=True)
        .items()
    }
    lake, now = system.lake, system.clock.now()
    days = alteration(
        lake, system.market, now, sorted(parts), lambda quarter, raw: merged(raw, parts[quarter])
    ).days
    note(system, Cause(Deed.CORRECTED, ACTOR), days)
    if days:
        used = uses_of(system, days)
        _log.warning(
            "the vendor corrected bars", sessions=[str(day) for day in days], used_by=list(used.lines())
        )


def _note(system: System, changed: pl.DataFrame, now: datetime) -> None:
    trail = PostgresAudit(system.engine)
    for row in changed.iter_rows(named=True):
        detail: dict[str, Any] = {
            "before": {name: row[name] for name in _PRICES},
            "after": {name: row[f"{name}_new"] for name in _PRICES},
            "known_at": row["known_at"].isoformat(),
        }
        subject = f"bar:{system.market.symbol}/{row['time'].isoformat().replace('+00:00', 'Z')}"
        trail.append(now, ACTOR, "bar.revised", subject, detail)
