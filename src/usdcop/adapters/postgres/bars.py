"""The table ``usdcop_m5_ohlcv``: bars and indicators as they are served, rounded."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Final

import polars as pl
from sqlalchemy import Engine

from usdcop.adapters.postgres.copying import copy_in, copy_out
from usdcop.adapters.postgres.database import transaction
from usdcop.adapters.postgres.upsert import INCOMING, Target, upsert
from usdcop.core.bars import STATES, UTC_TIME
from usdcop.core.indicators import INDICATORS, PRICE

COLUMNS: Final[Mapping[str, pl.DataType]] = MappingProxyType(
    {
        "time": UTC_TIME,
        "symbol": pl.String(),
        "open": PRICE,
        "high": PRICE,
        "low": PRICE,
        "close": PRICE,
        "volume": pl.Decimal(20, 2),
        "source": pl.String(),
        "state": STATES,
        "open_reconstructed": pl.Boolean(),
        "known_at": UTC_TIME,
        "doubtful": pl.Boolean(),
        "suspect": pl.Boolean(),
    }
)
"""What every bar must have, as stored (``symbol`` is added here)."""

INDICATOR_COLUMNS: Final[Mapping[str, pl.DataType]] = MappingProxyType(
    {one.name: one.stored for one in INDICATORS if one.stored is not None}
)
"""What bars of layer L2 have besides; left as they are where a frame has none."""

BARS: Final = Target(
    table="usdcop_m5_ohlcv",
    key=("time", "symbol"),
    columns=COLUMNS,
    optional=MappingProxyType({**INDICATOR_COLUMNS, "run_id": pl.String()}),
    silent=("run_id",),
    allowed="new.state >= old.state",
)
"""``state`` is an enum in order of finality: it is never lowered. Another run alone is no difference."""


_PRUNE: Final = """
DELETE FROM usdcop_m5_ohlcv AS old
USING unnest(%(starts)s::timestamptz[], %(ends)s::timestamptz[]) AS span (starts, ends)
WHERE old.symbol = %(symbol)s AND old.time >= span.starts AND old.time < span.ends
  AND NOT EXISTS (SELECT FROM incoming AS new WHERE new.time = old.time)
"""

_REMOVE: Final = (
    "DELETE FROM usdcop_m5_ohlcv WHERE symbol = %(symbol)s AND time = ANY(%(times)s::timestamptz[])"
)


def as_stored(symbol: str, bars: pl.DataFrame) -> pl.DataFrame:
    """``bars`` as ``read`` gives them back; see ``Target.as_stored``."""
    return BARS.as_stored(bars.with_columns(pl.lit(symbol).alias("symbol")))


@dataclass(frozen=True, slots=True)
class PostgresBars:
    """The port ``BarTable`` on PostgreSQL."""

    engine: Engine

    def upsert(self, symbol: str, bars: pl.DataFrame) -> int:
        """Insert or update ``bars`` in one transaction; return rows written, 0 where all were there already.

        Raises:
            ColumnsError: a column is missing.
            DataError: a value does not fit.
            ServerError: the server is away; nothing was written.
        """
        rows = as_stored(symbol, bars)
        with transaction(self.engine) as connection:
            return upsert(connection, BARS, rows)

    def prune(self, symbol: str, days: Mapping[date, tuple[datetime, datetime]], bars: pl.DataFrame) -> int:
        """Remove stored bars inside the intervals of ``days`` that are not in ``bars``; return how many."""
        if not days:
            return 0
        starts, ends = zip(*days.values(), strict=True)
        with transaction(self.engine) as connection:
            copy_in(connection, BARS.table, INCOMING, bars.select(pl.col("time").cast(UTC_TIME)))
            values = {"starts": list(starts), "ends": list(ends), "symbol": symbol}
            return int(connection.exec_driver_sql(_PRUNE, values).rowcount)

    def remove(self, symbol: str, times: Sequence[datetime]) -> int:
        """Remove the stored bars that open at ``times``: what they were is not to hold back what comes; return how many."""
        with transaction(self.engine) as connection:
            values = {"symbol": symbol, "times": list(times)}
            return int(connection.exec_driver_sql(_REMOVE, values).rowcount)

    def read(self, symbol: str, start: datetime, end: datetime) -> pl.DataFrame:
        """Stored rows that open in ``[start, end)``, oldest first; prices as Decimal, indicators included."""
        schema = {**COLUMNS, **INDICATOR_COLUMNS, "run_id": pl.String()}
        condition = "symbol = %s AND time >= %s AND time < %s ORDER BY time"
        with transaction(self.engine) as connection:
            return copy_out(connection, BARS.table, schema, condition, (symbol, start, end))
