"""The tables ``predictions`` and ``rl_metrics``: what bundles said, and how they did."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Final

import polars as pl
from sqlalchemy import Connection, Engine, text

from usdcop.adapters.postgres.copying import copy_out
from usdcop.adapters.postgres.database import transaction
from usdcop.adapters.postgres.upsert import Target, upsert
from usdcop.core.policy_book import Barred, Said
from usdcop.core.predictions import PREDICTION

METRICS: Final[Mapping[str, pl.DataType]] = MappingProxyType(
    {
        "metric_date": pl.Date(),
        "symbol": pl.String(),
        "win_rate": pl.Decimal(7, 4),
        "sharpe_ratio": pl.Decimal(10, 4),
        "sortino_ratio": pl.Decimal(10, 4),
        "max_drawdown": pl.Decimal(10, 4),
        "total_trades": pl.Int32(),
        "total_pnl": pl.Decimal(20, 2),
        "avg_trade_duration_minutes": pl.Int32(),
        "model_version": pl.String(),
        "alias": pl.String(),
        "bundle_hash": pl.String(),
        "data_kind": pl.String(),
    }
)
"""One evaluation of one bundle: ``metric_date`` is the last session evaluated, ``win_rate`` and
``max_drawdown`` are fractions, ``total_pnl`` is in pesos; what is undefined is null."""

_NOTHING: Final[Mapping[str, pl.DataType]] = MappingProxyType({})
_PREDICTIONS: Final = Target(
    "predictions", ("symbol", "time", "bundle_hash"), PREDICTION, _NOTHING, stamp="recorded_at"
)
_METRICS: Final = Target("rl_metrics", ("symbol", "metric_date", "bundle_hash"), METRICS, _NOTHING)


@dataclass(frozen=True, slots=True)
class PostgresPredictions:
    """Predictions of bundles, one per symbol, bar and bundle."""

    engine: Engine

    def upsert(self, predictions: pl.DataFrame) -> int:
        """Insert or update rows of ``PREDICTION`` columns; return how many were written.

        Raises:
            ColumnsError: a column is missing.
            DataError: a value does not fit, for instance a target of 2.
        """
        with transaction(self.engine) as connection:
            return upsert(connection, _PREDICTIONS, _PREDICTIONS.as_stored(predictions))

    def read(self, symbol: str, start: datetime, end: datetime) -> pl.DataFrame:
        """Predictions at bars that open in ``[start, end)``, by time and bundle."""
        condition = "symbol = %s AND time >= %s AND time < %s ORDER BY time, bundle_hash"
        with transaction(self.engine) as connection:
            return copy_out(connection, "predictions", PREDICTION, condition, (symbol, start, end))


@dataclass(frozen=True, slots=True)
class PostgresMetrics:
    """Evaluations of bundles, one per symbol, last session and bundle."""

    engine: Engine

    def upsert(self, metrics: pl.DataFrame) -> int:
        """Insert or update rows of ``METRICS`` columns; return how many were written.

        Raises:
            ColumnsError: a column is missing.
            DataError: a value does not fit.
        """
        with transaction(self.engine) as connection:
            return upsert(connection, _METRICS, _METRICS.as_stored(metrics))

    def read(self, symbol: str) -> pl.DataFrame:
        """Every evaluation, the newest first."""
        condition = "symbol = %s ORDER BY metric_date DESC, id DESC"
        with transaction(self.engine) as connection:
            return copy_out(connection, "rl_metrics", METRICS, condition, (symbol,))


def insert_said(
    connection: Connection, symbol: str, data_kind: str, bar: Barred, said: Iterable[Said]
) -> None:
    """Add what was said at ``bar`` within the caller's transaction; what is stored already stays as it is."""
    for one in said:
        short, flat, long = one.probabilities
        values = {
            "symbol": symbol,
            "time": bar.time,
            "session": bar.day,
            "model_version": str(one.holder.version),
            "alias": one.holder.alias.value,
            "bundle_hash": one.holder.bundle_hash,
            "target": int(one.target),
            "p_short": short,
            "p_flat": flat,
            "p_long": long,
            "value": one.value,
            "data_kind": data_kind,
        }
        connection.execute(_SAY, values)


_SAY: Final = text(
    f"INSERT INTO predictions ({', '.join(PREDICTION)})"  # noqa: S608 - our own names
    f" VALUES ({', '.join(f':{name}' for name in PREDICTION)}) ON CONFLICT DO NOTHING"
)
