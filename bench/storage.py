"""The cold store: writing and reading the whole history as one Parquet file a session, and verifying it.

usage: python -m bench.storage [--json]

Frames are made up, of the real history's size: 1,341 sessions of 60 bars and 14 columns. What is read back
is checked to be equal to what was written before its speed is told. The folder is temporary.
"""

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median

import numpy as np
import polars as pl
from bench.rows import Row, run_bench

from usdcop.adapters.lake.parquet import ParquetLake, Versions
from usdcop.adapters.objects import open_objects
from usdcop.core.bars import BAR, STATES, UTC_TIME
from usdcop.core.layers import Layer
from usdcop.core.ports import PartitionWrite
from usdcop.core.sessions import Calendar
from usdcop.pipeline.verify import verify

SEED = 20_200_102
SESSIONS, SLOTS, REPEATS = 1_341, 60, 7
READ_GOAL, WRITE_GOAL, VERIFY_GOAL = 0.2, 3.0, 2.0


def main() -> int:
    """Measure and print; 1 if a goal is missed."""
    return run_bench(__doc__, measure)


def measure(_chosen: argparse.Namespace) -> list[Row]:
    """Figures of the lake on a local folder."""
    with tempfile.TemporaryDirectory() as folder:
        return _measure(Path(folder))


def _measure(folder: Path) -> list[Row]:
    objects = open_objects(folder.as_uri())
    lake = ParquetLake(
        objects, "USDCOP", Versions("bench", "bench"), lambda: datetime(2025, 7, 1, tzinfo=UTC)
    )
    writes = partitions()
    first = _seconds(lambda: lake.write(Layer.L1, writes))
    again = _seconds(lambda: lake.write(Layer.L1, writes))
    one = _seconds(lambda: lake.write(Layer.L1, [PartitionWrite(writes[700].day, writes[701].frame, {}, {})]))
    lake.write(Layer.L1, [writes[700]])
    whole = lake.read(Layer.L1)
    if whole is None or not whole.equals(pl.concat([write.frame for write in writes])):
        raise SystemExit("What was read differs from what was written.")
    reads = median(_seconds(lambda: lake.read(Layer.L1)) for _ in range(REPEATS))
    verified = median(_seconds(lambda: verify(objects, lake, "USDCOP")) for _ in range(3))
    return [
        _row(
            "whole history from the cold store, checked",
            reads,
            READ_GOAL,
            f"{whole.height} rows, {whole.width} columns",
        ),
        _row("1,341 partitions written", first, WRITE_GOAL, "files, manifests, packs, catalog"),
        _row("1,341 partitions written again, unchanged", again, WRITE_GOAL, "nothing touched"),
        _row("one session of the middle written", one, None, "with its quarter's pack"),
        _row("one layer verified", verified, VERIFY_GOAL / len(Layer), "every size and checksum"),
    ]


def partitions() -> list[PartitionWrite]:
    """A made-up history: sessions of full grids, prices of a seeded random walk."""
    chance = np.random.default_rng(SEED)
    calendar = Calendar()
    days = calendar.sessions(date(2020, 1, 2), date(2025, 12, 31))[:SESSIONS]
    closes = np.round(4000 * np.exp(np.cumsum(chance.normal(0, 1e-3, (SESSIONS, SLOTS)).ravel())), 5)
    return [
        PartitionWrite(
            day, _bars(calendar, day, closes[n * SLOTS : (n + 1) * SLOTS]), {"L0/a": "sha256:0"}, {}
        )
        for n, day in enumerate(days)
    ]


def _bars(calendar: Calendar, day: date, close: np.ndarray[tuple[int], np.dtype[np.float64]]) -> pl.DataFrame:
    grid = pl.Series(calendar.grid(day), dtype=UTC_TIME)
    return (
        pl.DataFrame({"time": grid, "close": close})
        .select(
            "time",
            pl.lit(day).alias("session"),
            pl.int_range(SLOTS, dtype=pl.Int16).alias("slot"),
            pl.col("close").shift(1).fill_null(strategy="backward").alias("open"),
            (pl.col("close") + 1).alias("high"),
            (pl.col("close") - 1).alias("low"),
            "close",
            pl.lit(None, dtype=pl.Float64).alias("volume"),
            pl.lit("L0").alias("source"),
            pl.lit("final", dtype=STATES).alias("state"),
            pl.lit(value=True).alias("open_reconstructed"),
            (pl.col("time") + pl.duration(minutes=5)).alias("known_at"),
            pl.lit(value=False).alias("doubtful"),
            pl.lit(value=False).alias("suspect"),
        )
        .cast(pl.Schema(BAR))
    )


def _row(work: str, seconds: float, goal: float | None, note: str) -> Row:
    return Row(work=work, ours=round(seconds, 4), unit="s", goal=goal, at_most=True, note=note)


def _seconds(deed: Callable[[], object]) -> float:
    begun = time.perf_counter()
    deed()
    return time.perf_counter() - begun


if __name__ == "__main__":
    sys.exit(main())
