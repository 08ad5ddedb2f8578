"""Stores and frames for tests of the lake: small, made up, and the same in every run."""

import math
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl

from usdcop.adapters.lake.parquet import ParquetLake, Versions
from usdcop.core.bars import BAR, STATES, UTC_TIME
from usdcop.core.ports import Objects, PartitionWrite
from usdcop.core.sessions import Calendar

NOON = datetime(2024, 7, 1, 12, tzinfo=UTC)
CALENDAR = Calendar()


def lake_on(objects: Objects, now: datetime = NOON, code: str = "1.0") -> ParquetLake:
    """The lake of USDCOP on ``objects``, its files stamped ``now``."""
    return ParquetLake(objects, "USDCOP", Versions(code, CALENDAR.version), lambda: now)


def bars_of(day: date, rows: int = 4, shift: float = 0.0) -> pl.DataFrame:
    """``rows`` accepted bars of the session ``day``, around a price of 4,000 plus ``shift``."""
    times = [CALENDAR.opens_at(day) + timedelta(minutes=5 * slot) for slot in range(rows)]
    closes = [4000 + shift + round(10 * math.sin(day.toordinal() + slot), 5) for slot in range(rows)]
    columns = {
        "time": pl.Series(times, dtype=UTC_TIME),
        "session": pl.Series([day] * rows, dtype=pl.Date),
        "slot": pl.Series(range(rows), dtype=pl.Int16),
        "open": closes,
        "high": [close + 1 for close in closes],
        "low": [close - 1 for close in closes],
        "close": closes,
        "volume": pl.Series([None] * rows, dtype=pl.Float64),
        "source": pl.Series(["L0"] * rows, dtype=pl.String),
        "state": pl.Series(["final"] * rows, dtype=STATES),
        "open_reconstructed": pl.Series([False] * rows, dtype=pl.Boolean),
        "known_at": pl.Series([at + timedelta(minutes=5) for at in times], dtype=UTC_TIME),
        "doubtful": pl.Series([False] * rows, dtype=pl.Boolean),
        "suspect": pl.Series([False] * rows, dtype=pl.Boolean),
    }
    return pl.DataFrame(columns, schema=dict(BAR))


def write_of(day: date, shift: float = 0.0, rows: int = 4) -> PartitionWrite:
    """A partition to be written, with bars of ``day``."""
    return PartitionWrite(day, bars_of(day, rows, shift), {"L0/x": "sha256:00"}, {"grade": "A"})


def weekdays(first: date, count: int) -> list[date]:
    """``count`` sessions from ``first`` on."""
    return CALENDAR.sessions(first, first + timedelta(days=2 * count + 7))[:count]


def stored(folder: Path) -> dict[str, tuple[bytes, int]]:
    """Content and time of last change of every file under ``folder``."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): (path.read_bytes(), path.stat().st_mtime_ns) for path in files}


def said_by_child(deed: str, *arguments: str | Path) -> str:
    """What the Python text ``deed`` prints in a process of its own, without root's rights once it calls ``drop()``."""
    ran = subprocess.run(
        [sys.executable, "-c", f"{_IN_CHILD}\n{deed}", *map(str, arguments)],
        check=True,
        capture_output=True,
        text=True,
        timeout=60,
    )
    return ran.stdout


_IN_CHILD = """
import os, resource, sys
from pathlib import Path
from usdcop.adapters.objects import LocalObjects
from usdcop.core.errors import StorageError

def drop():
    if os.getuid() == 0:
        os.setgid(65534)
        os.setuid(65534)

def attempt(deed):
    try:
        deed()
    except StorageError as error:
        print(error)
    else:
        print("no error")
"""
