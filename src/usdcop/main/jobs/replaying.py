"""Replay: which sessions of a file are held back from the history, to be lived through one by one."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

import polars as pl

from usdcop.core.errors import UsageError
from usdcop.core.sessions import MARKETS, Calendar, Market
from usdcop.main.embedded.files import write_private
from usdcop.main.jobs.file_clock import require_clock, up_with
from usdcop.pipeline.importing.clock.wall_clocks import AUTO
from usdcop.pipeline.importing.read import ImportFile, read_file
from usdcop.pipeline.l0_acquire import session_date

NAME: Final = "replay.json"
SESSIONS: Final = 10
"""Sessions that are replayed."""
EARLY: Final = timedelta(hours=1)
"""Market time before the first opening at which a replay starts, and after the last close at which it ends."""
_CHUNK: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Replay:
    """A file and the sessions of it that are replayed."""

    file: Path
    digest: str
    """SHA-256 (hex) of the file: another file is another replay."""
    sessions: tuple[date, ...]
    clock: str = AUTO
    """By which clock its times are read."""

    @property
    def first(self) -> date:
        """The first session that is replayed; bars from it on are no history."""
        return self.sessions[0]

    def start(self, calendar: Calendar) -> datetime:
        """Market time at which the replay starts."""
        return calendar.opens_at(self.first) - EARLY

    def end(self, calendar: Calendar) -> datetime:
        """Market time at which the data end."""
        return calendar.closes_at(self.sessions[-1]) + EARLY


def held_back(days: Sequence[date], wanted: int = SESSIONS) -> tuple[date, ...]:
    """The last ``wanted`` of ``days`` (in order), but no more than half: what went before is the history."""
    count = min(wanted, len(days) // 2)
    return tuple(days[len(days) - count :])


def replay_of(home: Path, data: Path | None, market: Market, clock: str = AUTO) -> Replay:
    """The replay that ``home`` is in the middle of, else a new one of ``data`` read by ``clock``, kept in the home.

    Raises:
        UsageError: there is no file, it or its clock is another one than before, or it is too short.
        DataError: the file cannot be read, or by which clock it was written is not sure.
    """
    kept = read_replay(home)
    file = data.absolute() if data is not None else kept.file if kept else None
    if file is None:
        raise UsageError("This home replays nothing yet.", "Give a file: make run DATA=bars.csv.gz.")
    if not file.is_file():
        raise UsageError(f"There is no file {file}.", "Give the file with the bars to replay.")
    digest = digest_of(file)
    if kept is not None:
        if kept.digest != digest:
            raise UsageError(
                f"This home replays {kept.file.name}, and {file.name} is another file.",
                "Start over with RESET=1, or set USDCOP_HOME to another folder.",
            )
        if clock not in {AUTO, kept.clock}:
            raise UsageError(
                f"This home replays {kept.file.name} by the clock {kept.clock}, not {clock}.",
                "Start over with RESET=1, or set USDCOP_HOME to another folder.",
            )
        return Replay(file, digest, kept.sessions, kept.clock)
    found = read_file(file, market.symbol, datetime.max.replace(tzinfo=UTC), clock)
    require_clock(found.findings, up_with(file.name))
    days = held_back(days_of(found, market))
    if not days:
        raise UsageError(f"{file.name} has too few sessions to replay any.", "Give a file of weeks or more.")
    return Replay(file, digest, days, clock)


def days_of(found: ImportFile, market: Market) -> list[date]:
    """Every expected session with a bar in the file, in order."""
    parts = (rows.select(session_date(market).alias("day")).unique() for rows in found.chunks())
    days = pl.concat(list(parts))["day"].unique().sort().to_list()
    return [day for day in days if market.calendar.is_session(day)]


def read_replay(home: Path) -> Replay | None:
    """The replay kept in ``home``; None where there is none."""
    path = home / NAME
    if not path.exists():
        return None
    found = json.loads(path.read_text())
    days = tuple(date.fromisoformat(day) for day in found["sessions"])
    return Replay(Path(found["file"]), found["digest"], days, found.get("clock", AUTO))


def write_replay(home: Path, replay: Replay) -> None:
    """Keep ``replay`` in ``home``."""
    days = [day.isoformat() for day in replay.sessions]
    told = {"file": str(replay.file), "digest": replay.digest, "sessions": days, "clock": replay.clock}
    write_private(home / NAME, json.dumps(told, indent=1))


def replayed_market(
    file: Path, market: Market = MARKETS["USDCOP"], clock: str = AUTO, command: str | None = None
) -> tuple[pl.DataFrame, ImportFile]:
    """The file's bars read by ``clock``, as the simulator serves them; and what was found in the file.

    ``command``: what the person types to say an uncertain clock, up to its name; None: a replay is brought up.

    Raises:
        DataError: the file cannot be read, or by which clock it was written is not sure.
    """
    found = read_file(file, market.symbol, datetime.max.replace(tzinfo=UTC), clock)
    require_clock(found.findings, command or up_with(file.name))
    shift = pl.duration(minutes=pl.col("clock_shift_minutes"))
    frame = pl.concat(list(found.chunks())).with_columns(time=pl.col("time") + shift)
    return frame.select("time", "open", "high", "low", "close"), found


def digest_of(file: Path) -> str:
    """SHA-256 (hex) of ``file``."""
    digest = hashlib.sha256()
    with file.open("rb") as opened:
        while chunk := opened.read(_CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
