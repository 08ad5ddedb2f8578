"""Bars as the trading service reads them: which sessions changed, and their rows, out of one snapshot."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Final

import polars as pl
from sqlalchemy import Connection, Engine, text

from usdcop.adapters.postgres.bars import INDICATOR_COLUMNS
from usdcop.adapters.postgres.copying import copy_out
from usdcop.adapters.postgres.database import transaction
from usdcop.core.bars import UTC_TIME

_PRICES: Final = ("open", "high", "low", "close", "volume")
CANDLE: Final[Mapping[str, pl.DataType]] = MappingProxyType(
    {
        "time": UTC_TIME,
        **dict.fromkeys((*_PRICES, *INDICATOR_COLUMNS), pl.Float64()),
        "state": pl.String(),
        "source": pl.String(),
    }
)
"""A bar as it is served: the nearest floats to the stored decimals, null where there is none."""

_HOT: Final = text(
    "SELECT (SELECT hot_from FROM hot_store WHERE symbol = :symbol),"
    " (SELECT time FROM usdcop_m5_ohlcv WHERE symbol = :symbol ORDER BY time LIMIT 1)"
)
_VERSIONS: Final = text(
    "SELECT (time AT TIME ZONE :zone)::date, count(*), sum(hashint8extended(hash_record_extended("  # noqa: S608 - our own names
    f"ROW(time, state, source, {', '.join((*_PRICES, *INDICATOR_COLUMNS))}), 0), 0))::text"
    " FROM usdcop_m5_ohlcv WHERE symbol = :symbol AND time >= :start AND time < :end GROUP BY 1"
)
"""A version is a sum over everything that is served of a day: whoever changes any of it, and however, changes
the sum. The hash of a record is linear in its columns, so it is hashed once more: else two bars that exchange a
column would go unnoticed. System columns such as ``xmin`` cost half as much, but TimescaleDB's compressed chunks
have none."""

_COUNT: Final = text(
    "SELECT (SELECT count(*) FROM usdcop_m5_ohlcv WHERE symbol = :symbol AND time <= :at"
    " AND time >= coalesce(CAST(:hot_from AS timestamptz), '-infinity')),"
    " (SELECT coalesce(sum(rows), 0) FROM sessions_quality WHERE symbol = :symbol"
    " AND session < (CAST(:hot_from AS timestamptz) AT TIME ZONE :zone)::date)"
)


@dataclass(frozen=True, slots=True)
class CandleSnapshot:
    """What is stored of ``symbol`` at one moment. Days are dates in ``zone``."""

    connection: Connection
    symbol: str
    zone: str
    hot_from: datetime | None
    """Bars before it are served from the object store; None: all are here."""
    oldest: datetime | None
    """Opening instant of the first bar that is here."""

    def newest(self, at: datetime, count: int) -> pl.DataFrame:
        """The last ``count`` bars (``CANDLE`` rows) that opened by ``at``, oldest first."""
        condition = "symbol = %s AND time <= %s ORDER BY time DESC LIMIT %s"
        values = (self.symbol, at, str(count))
        return copy_out(self.connection, "usdcop_m5_ohlcv", CANDLE, condition, values).reverse()

    def count(self, at: datetime) -> tuple[int, int]:
        """Bars that opened by ``at``: those that are here, and those of sessions before ``hot_from``'s day."""
        values = {"symbol": self.symbol, "zone": self.zone, "hot_from": self.hot_from, "at": at}
        here, before = self.connection.execute(_COUNT, values).one()
        return int(here), int(before)

    def versions(self, start: datetime, end: datetime) -> dict[date, str]:
        """What stands for the bars that open in ``[start, end)``, by day: it changes when any of them does."""
        values = {"symbol": self.symbol, "zone": self.zone, "start": start, "end": end}
        return {day: f"{count} {total}" for day, count, total in self.connection.execute(_VERSIONS, values)}

    def rows(self, spans: Sequence[tuple[datetime, datetime]]) -> pl.DataFrame:
        """``CANDLE`` rows that open in one of ``spans`` (half-open), oldest first."""
        inside = " OR ".join(["time >= %s AND time < %s"] * len(spans)) or "FALSE"
        values: tuple[str | datetime, ...] = (self.symbol, *(instant for span in spans for instant in span))
        condition = f"symbol = %s AND ({inside}) ORDER BY time"
        return copy_out(self.connection, "usdcop_m5_ohlcv", CANDLE, condition, values)


class PostgresCandles:
    """The hot store of bars, read in snapshots."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)

    @contextmanager
    def snapshot(self, symbol: str, zone: str) -> Iterator[CandleSnapshot]:
        """The bars of ``symbol`` as they are now, whatever is written while the block runs.

        Raises:
            ServerError: the server is away.
        """
        with transaction(self._engine) as connection:
            hot_from, oldest = connection.execute(_HOT, {"symbol": symbol}).one()
            yield CandleSnapshot(connection, symbol, zone, _utc(hot_from), _utc(oldest))


def _utc(at: datetime | None) -> datetime | None:
    return at.astimezone(UTC) if at else None
