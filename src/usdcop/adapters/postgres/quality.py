"""The table ``sessions_quality``: what became of each session's rows, and the verdict on it."""

# untested: here, but held by the suite of its port, tests/ports/test_quality_table.py

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final

import polars as pl
from sqlalchemy import Engine

from usdcop.adapters.postgres.copying import copy_out
from usdcop.adapters.postgres.database import transaction
from usdcop.adapters.postgres.upsert import Target, upsert
from usdcop.core.bars import UTC_TIME

COLUMNS: Final[Mapping[str, pl.DataType]] = MappingProxyType(
    {
        "session": pl.Date(),
        "rows": pl.Int16(),
        "expected": pl.Int16(),
        "grade": pl.String(),
        "stale": pl.Boolean(),
        "provisional": pl.Boolean(),
        "holes": pl.Int16(),
        "largest_hole": pl.Int16(),
        "distinct_closes": pl.Int16(),
        "quarantined": pl.Int32(),
        "doubtful": pl.Int16(),
        "suspect": pl.Int16(),
        "thin_reason": pl.String(),
        "source": pl.String(),
        "verdict_at": UTC_TIME,
    }
)
"""Columns of a quality frame. ``rows`` accepted of ``expected`` bars, ``grade`` A to D, ``provisional``:
judged before the close, ``holes`` and ``largest_hole`` in bars, ``quarantined`` refused raw rows,
``doubtful`` and ``suspect`` accepted bars so marked, ``thin_reason`` a United States holiday,
``source`` where the rows came from, ``verdict_at`` market time of the verdict."""

SESSIONS: Final = Target(
    table="sessions_quality",
    key=("symbol", "session"),
    columns=MappingProxyType({"symbol": pl.String(), **COLUMNS}),
    optional=MappingProxyType({}),
    silent=("verdict_at",),
)
"""A later verdict that says the same is no difference."""

_REMOVE: Final = (
    "DELETE FROM sessions_quality WHERE symbol = %(symbol)s AND session = ANY(%(sessions)s::date[])"
)


@dataclass(frozen=True, slots=True)
class PostgresQuality:
    """The port ``QualityTable`` on PostgreSQL."""

    engine: Engine

    def upsert(self, symbol: str, sessions: pl.DataFrame) -> int:
        """Insert or update one row per session; return how many were written.

        Raises:
            ColumnsError: a column of ``COLUMNS`` is missing.
            DataError: a value does not fit.
        """
        rows = SESSIONS.as_stored(sessions.with_columns(pl.lit(symbol).alias("symbol")))
        with transaction(self.engine) as connection:
            return upsert(connection, SESSIONS, rows)

    def remove(self, symbol: str, sessions: Sequence[date]) -> int:
        """Remove the rows of ``sessions``, which are in no layer any more; return how many."""
        with transaction(self.engine) as connection:
            values = {"symbol": symbol, "sessions": list(sessions)}
            return int(connection.exec_driver_sql(_REMOVE, values).rowcount)

    def read(self, symbol: str, first: date, last: date) -> pl.DataFrame:
        """Rows of the sessions from ``first`` to ``last``, both included, oldest first."""
        condition = "symbol = %s AND session BETWEEN %s AND %s ORDER BY session"
        with transaction(self.engine) as connection:
            return copy_out(connection, SESSIONS.table, COLUMNS, condition, (symbol, first, last))
