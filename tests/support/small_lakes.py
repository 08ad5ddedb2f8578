"""A lake of three weeks, made by the batch path itself, that ends in the middle of a session."""

import shutil
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path

import polars as pl
from sqlalchemy import Engine

from support.batch import MARKET, bring
from support.lakes import lake_at
from usdcop.adapters.lake.parquet import ParquetLake
from usdcop.adapters.postgres.quality import PostgresQuality
from usdcop.core.bars import UTC_TIME
from usdcop.core.layers import Layer
from usdcop.pipeline.documents import read_tables
from usdcop.pipeline.l0_acquire import raw_rows, session_date
from usdcop.pipeline.stages import QUARANTINE, SESSIONS
from usdcop.simulator.synthetic import SyntheticMarket

NOW = datetime(2024, 7, 10, 15, 2, 30, tzinfo=UTC)
"""A Wednesday, half-way through the 10:00 bar: 24 bars of the session have closed."""
FIRST = date(2024, 6, 17)
TODAY = date(2024, 7, 10)
LOST = date(2024, 6, 27)
"""A session that was never fetched."""
HOLIDAY = date(2024, 7, 1)
"""A Monday on which the vendor had rows, though the market was closed."""


def small_lake(folder: Path, root: Path) -> ParquetLake:
    """A copy of the lake under ``folder``; it is made once for each ``root``."""
    shutil.copytree(_made(root), folder, dirs_exist_ok=True)
    return lake_at(folder)


@cache
def _made(root: Path) -> Path:
    folder = root / "small-lake"
    bars = SyntheticMarket(6).bars(datetime(2024, 6, 17, tzinfo=UTC), NOW)
    bars = [bar for bar in bars if MARKET.calendar.local_date(bar.time) not in {LOST, HOLIDAY}]
    raw = pl.concat([raw_rows(bars, "USDCOP", "L0", NOW, "run-1"), _holiday_rows()])
    bring(lake_at(folder), raw, NOW)
    return folder


def _holiday_rows() -> pl.DataFrame:
    """Ten frozen bars on the holiday."""
    earlier = SyntheticMarket(6).bars(
        datetime(2024, 6, 18, 13, tzinfo=UTC), datetime(2024, 6, 18, 13, 50, tzinfo=UTC)
    )
    rows = raw_rows(earlier, "USDCOP", "L0", NOW, "run-1")
    return rows.with_columns(pl.col("time") + pl.duration(days=(HOLIDAY - date(2024, 6, 18)).days))


def serve_verdicts(lake: ParquetLake, engine: Engine, now: datetime = NOW) -> None:
    """Bring the session verdicts of ``lake`` into PostgreSQL, as a run of L1 does."""
    sessions, refused = read_tables(lake, Layer.L1, SESSIONS), read_tables(lake, Layer.L1, QUARANTINE)
    assert sessions is not None
    assert refused is not None
    counts = refused.with_columns(session=session_date(MARKET)).group_by("session").agg(quarantined=pl.len())
    rows = sessions.join(counts, on="session", how="left").with_columns(
        pl.col("quarantined").fill_null(0), source=pl.lit("L0"), verdict_at=pl.lit(now, UTC_TIME)
    )
    PostgresQuality(engine).upsert("USDCOP", rows.rename({"bars": "rows", "thin_because": "thin_reason"}))
