"""What a supervisor writes about itself, so that ``status`` and ``down`` find it; a held lock proves it alive."""

import fcntl
import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from usdcop.core.errors import UsageError
from usdcop.main.embedded import files, process
from usdcop.main.supervision.decide import State

LOCK: Final = "supervisor.lock"
NAME: Final = "supervisor.json"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table."""

    name: str
    address: str
    state: State
    pid: int | None
    memory_bytes: int | None
    restarts: int
    why: str = ""
    """Why it is not ready, where that is known."""


@dataclass(frozen=True, slots=True)
class Record:
    """A supervisor and its processes, as it last wrote them."""

    pid: int
    started_at: datetime
    """Real time."""
    mode: str
    clock: str
    """The market clock its processes were given: ``real`` or ``sim:…``."""
    rows: tuple[Row, ...]


@contextmanager
def alone(home: Path) -> Iterator[None]:
    """Be the one supervisor of ``home`` while the block runs.

    Raises:
        UsageError: another one is.
    """
    lock = files.folder(home, 0o755) / LOCK
    descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, files.PRIVATE_FILE)
    try:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise _taken(home) from None
        files.write_private(home / f"{LOCK}.pid", str(os.getpid()))
        yield
    finally:
        os.close(descriptor)


def refuse_second(home: Path) -> None:
    """Refuse where ``home`` has a living supervisor.

    Raises:
        UsageError: it has.
    """
    if supervised(home) is not None:
        raise _taken(home)


def supervised(home: Path) -> int | None:
    """Process id of the living supervisor of ``home``; None where there is none."""
    try:
        descriptor = os.open(home / LOCK, os.O_RDWR | os.O_CLOEXEC)
    except FileNotFoundError:
        return None
    try:
        fcntl.flock(descriptor, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return int((home / f"{LOCK}.pid").read_text())
    finally:
        os.close(descriptor)
    return None


def write_record(home: Path, record: Record) -> None:
    """Replace what is written about the supervisor of ``home``."""
    fields = {**asdict(record), "started_at": record.started_at.isoformat()}
    files.write_private(home / NAME, json.dumps(fields, indent=1))


def read_record(home: Path) -> Record | None:
    """What the newest supervisor of ``home`` wrote, living or not; None where there is nothing to read."""
    try:
        found = json.loads((home / NAME).read_text())
        rows = tuple(Row(**{**row, "state": State(row["state"])}) for row in found["rows"])
        return Record(**{**found, "started_at": datetime.fromisoformat(found["started_at"]), "rows": rows})
    except (FileNotFoundError, ValueError, KeyError, TypeError):
        return None


def mark_of(name: str, supervisor: int) -> str:
    """Words among the arguments of the process ``name`` that ``supervisor`` started."""
    return f"serve\0{name}\0--parent\0{supervisor}"


def living(record: Record, names: Sequence[str]) -> dict[str, int]:
    """Those processes of ``record`` called one of ``names`` that live, and their process ids."""
    pids = {row.name: row.pid for row in record.rows if row.pid is not None and row.name in names}
    return {name: pid for name, pid in pids.items() if process.runs(pid, mark_of(name, record.pid))}


def _taken(home: Path) -> UsageError:
    pid = (home / f"{LOCK}.pid").read_text() if (home / f"{LOCK}.pid").exists() else "?"
    return UsageError(
        f"The system in {home} is up already (process {pid}).",
        "Look at it with 'usdcop status', or stop it with 'usdcop down'.",
    )
