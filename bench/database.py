"""L0 into PostgreSQL: rows a second of a first load, of the same rows again, and of changed rows.

usage: python -m bench.database [--rows N] [--json]

The embedded PostgreSQL as it ships (durable: fsync and synchronous commit on) in a temporary home. What is
read back is checked to be what was sent before its speed is told.
"""

import argparse
import sys
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median

import polars as pl
from bench.bars import CALENDAR, NOW, SEED, raw_bars
from bench.rows import Row, run_bench
from sqlalchemy import Engine

from usdcop.adapters.postgres.bars import PostgresBars
from usdcop.adapters.postgres.database import open_database
from usdcop.adapters.postgres.migrate import migrate
from usdcop.main.embedded.postgres import create_database, start_postgres, stop_postgres
from usdcop.pipeline.l1_standardise import StandardiseSettings, standardise

FIRST, LAST = date(2000, 1, 3), date(2060, 1, 1)
ROUNDS = 3
GOAL = 1e5
CENTAVO = 1e-4
"""Stored prices are rounded to five digits."""


def main() -> int:
    """Measure and print; 1 if a goal is missed."""
    return run_bench(__doc__, measure, ("--rows", 100_000, "rows of one load"))


def measure(chosen: argparse.Namespace) -> list[Row]:
    """Three rows, medians over tables that were empty at first."""
    raw = raw_bars(CALENDAR.sessions(FIRST, LAST), chosen.rows)
    bars = standardise(raw, CALENDAR, NOW, StandardiseSettings()).bars
    rows = bars.with_columns(run_id=pl.lit("bench"))
    with tempfile.TemporaryDirectory(prefix="usdcop-bench-") as folder:
        home = Path(folder)
        home.chmod(0o755)  # the server may run as another user
        try:
            rounds = _rounds(home, rows)
        finally:
            stop_postgres(home)
    first, again, changed = (rows.height / median(seconds) for seconds in zip(*rounds, strict=True))
    return [
        _row("first load", first, f"{rows.height:,} rows in one transaction; seed {SEED}"),
        _row("the same rows again", again, "nothing is written"),
        _row("every row revised", changed, "every close changed"),
    ]


def _rounds(home: Path, rows: pl.DataFrame) -> list[tuple[float, float, float]]:
    server = start_postgres(home)
    timed = []
    for number in range(ROUNDS):
        create_database(server, f"round_{number}")
        migrate(server.url(f"round_{number}"))
        engine = open_database(server.url(f"round_{number}"))
        timed.append(_once(engine, rows))
        engine.dispose()
    return timed


def _once(engine: Engine, rows: pl.DataFrame) -> tuple[float, float, float]:
    table = PostgresBars(engine)
    revised = rows.with_columns(close=pl.col("close") + 0.01, high=pl.col("high") + 0.01)
    first = _seconds(table, rows, rows.height)
    again = _seconds(table, rows, 0)
    changed = _seconds(table, revised, rows.height)
    stored = table.read("USDCOP", *_span())
    apart = (stored["close"].cast(pl.Float64) - revised["close"]).abs().max()
    if stored.height != rows.height or not isinstance(apart, float) or apart > CENTAVO:
        raise ArithmeticError(f"What PostgreSQL gives back differs from what was sent: by {apart!r}.")
    return first, again, changed


def _span() -> tuple[datetime, datetime]:
    first = datetime(FIRST.year, FIRST.month, FIRST.day, tzinfo=UTC)
    return first, datetime(LAST.year, LAST.month, LAST.day, tzinfo=UTC) + timedelta(days=1)


def _seconds(table: PostgresBars, rows: pl.DataFrame, written: int) -> float:
    began = time.perf_counter()
    done = table.upsert("USDCOP", rows)
    took = time.perf_counter() - began
    if done != written:
        raise ArithmeticError(f"PostgreSQL wrote {done} rows, {written} were expected.")
    return took


def _row(work: str, rate: float, note: str) -> Row:
    return Row(work=f"L0 into PostgreSQL: {work}", ours=rate, unit="rows/s", goal=GOAL, note=note)


if __name__ == "__main__":
    sys.exit(main())
