"""Down: end whatever runs in a home, the supervisor first, which ends the rest in order."""

import os
import signal
from contextlib import suppress
from pathlib import Path
from typing import Final

from usdcop.core.errors import ServerError
from usdcop.main.console import say
from usdcop.main.embedded import process
from usdcop.main.embedded.servers import stop
from usdcop.main.supervision.programs import PROGRAMS
from usdcop.main.supervision.record import living, mark_of, read_record, supervised

# untested: here; tests/main/supervision/test_supervisor.py brings small systems down, tests/e2e a whole one

_PATIENCE: Final = 20.0
"""Seconds a supervisor has to end everything; it takes half of that."""
_CHILD_PATIENCE: Final = 4.0


def go_down(home: Path) -> None:
    """Stop the supervisor of ``home``, what a killed one left, and the servers.

    Raises:
        ServerError: something does not stop.
    """
    pid = supervised(home)
    if pid is not None:
        say(f"Stopping the system in {home} (process {pid}) …")
        _end_supervisor(home, pid)
    end_orphans(home)
    stop(home)


def end_orphans(home: Path) -> int:
    """End processes that a killed supervisor left in ``home``; return how many there were."""
    record = read_record(home)
    if record is None:
        return 0
    found = living(record, [program.name for program in PROGRAMS])
    for name, pid in found.items():
        process.stop(pid, mark_of(name, record.pid), (signal.SIGTERM, signal.SIGKILL), _CHILD_PATIENCE)
    return len(found)


def _end_supervisor(home: Path, pid: int) -> None:
    for number in (signal.SIGTERM, signal.SIGKILL):
        with suppress(ProcessLookupError):
            os.kill(pid, number)
        if process.waited(lambda: supervised(home) is None, _PATIENCE):
            return
    raise ServerError(f"Process {pid} does not stop.", f"Look at it with `ps {pid}`.")
