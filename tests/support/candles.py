"""A made-up history of bars with indicators, in the hot store and in the cold one."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

import numpy as np
import polars as pl
from sqlalchemy import Engine, text

from usdcop.adapters.lake.parquet import ParquetLake
from usdcop.adapters.postgres.bars import PostgresBars
from usdcop.adapters.postgres.database import transaction
from usdcop.core.bars import BAR as BAR_COLUMNS
from usdcop.core.layers import Layer
from usdcop.core.ports import PartitionWrite
from usdcop.core.sessions import BAR, Calendar
from usdcop.pipeline.l2_prepare import prepare

CALENDAR = Calendar()


def history(
    days: Collection[date], *, now: datetime | None = None, without: Collection[datetime] = (), seed: int = 3
) -> pl.DataFrame:
    """Rows of layer L2 for ``days``: full grids, but for bars that close after ``now`` and those in ``without``."""
    opens = [
        (day, slot, at)
        for day in days
        for slot, at in enumerate(CALENDAR.grid(day))
        if at not in without and (now is None or at + BAR <= now)
    ]
    random = np.random.default_rng(seed)
    close = np.round(4000 * np.exp(np.cumsum(random.normal(0, 4e-4, len(opens)))), 5)
    opened = np.r_[close[:1], close[:-1]]
    return prepare(
        pl.DataFrame(
            {
                "time": [at for _, _, at in opens],
                "session": [day for day, _, _ in opens],
                "slot": [slot for _, slot, _ in opens],
                "open": opened,
                "high": np.maximum(opened, close) + 0.5,
                "low": np.minimum(opened, close) - 0.5,
                "close": close,
                "volume": None,
                "source": "import:made.csv",
                "state": "final",
                "open_reconstructed": True,
                "known_at": [at + BAR for _, _, at in opens],
                "doubtful": False,
                "suspect": False,
            },
            schema=dict(BAR_COLUMNS),
        ),
        CALENDAR,
    ).frame


def store_hot(engine: Engine, rows: pl.DataFrame) -> None:
    """Into the table of bars."""
    PostgresBars(engine).upsert("USDCOP", rows)


def store_cold(lake: ParquetLake, rows: pl.DataFrame) -> None:
    """Into layer L2 of the lake, by session."""
    parts = [
        PartitionWrite(day, part, {}, {}) for (day,), part in rows.group_by("session", maintain_order=True)
    ]
    lake.write(Layer.L2, parts)


def set_hot_from(engine: Engine, at: datetime | None) -> None:
    """Let bars before ``at`` be served from the lake, and remove them from the table, as retention does."""
    with transaction(engine) as connection:
        connection.execute(text("DELETE FROM hot_store"))
        if at is not None:
            connection.execute(
                text("INSERT INTO hot_store (symbol, hot_from) VALUES ('USDCOP', :at)"), {"at": at}
            )
            connection.execute(text("DELETE FROM usdcop_m5_ohlcv WHERE time < :at"), {"at": at})


def forming_bar(at: datetime, price: float) -> pl.DataFrame:
    """A forming bar as the live feed writes it: no indicators."""
    return pl.DataFrame(
        {
            "time": [at], "session": [CALENDAR.local_date(at)], "slot": [0], "open": [price - 1],
            "high": [price + 1], "low": [price - 2], "close": [price], "volume": [None], "source": ["realtime"],
            "state": ["forming"], "open_reconstructed": [False], "known_at": [at + timedelta(minutes=5)],
            "doubtful": [False], "suspect": [False],
        },
        schema=dict(BAR_COLUMNS),
    )  # fmt: skip
