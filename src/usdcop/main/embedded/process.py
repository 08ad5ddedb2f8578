"""Processes that may be dead, dying, or somebody else's by now."""

import contextlib
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from usdcop.core.errors import ServerError

Server = TypeVar("Server")

LAST_BREATH = 1.0
"""Seconds that a killed process may take to vanish."""

_PROCESSES = Path("/proc")
_EXITING = 0x4
"""The kernel's flag of a process that is ending."""
_PAUSE = 0.02


def runs(pid: int, mark: str) -> bool:
    """Whether process ``pid`` lives and has ``mark`` among its arguments or its title.

    A process id alone proves nothing: after a crash or a restart of the machine it may be somebody else's.
    """
    if not _PROCESSES.joinpath("self").exists():
        return _signalled(pid)
    try:
        words = _PROCESSES.joinpath(str(pid), "cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return mark.encode() in words if words else _leaves(pid)


def _leaves(pid: int) -> bool:
    """Whether process ``pid``, which has no words any more, is ending: it may still hold its port and files."""
    try:
        facts = _PROCESSES.joinpath(str(pid), "stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return False
    state, flags = facts[0], int(facts[6])
    return state not in {"Z", "X"} and bool(flags & _EXITING)


def _signalled(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def stop(pid: int, mark: str, signals: tuple[signal.Signals, ...], patience: float) -> None:
    """Send each of ``signals`` in turn to ``pid`` and wait up to ``patience`` seconds for its end after each.

    Raises:
        ServerError: it lives on.
    """
    for each in signals:
        if not runs(pid, mark):
            return
        with contextlib.suppress(ProcessLookupError):  # it ended just now
            os.kill(pid, each)
        if waited(lambda: not runs(pid, mark), patience):
            return
    raise ServerError(f"Process {pid} ({mark}) does not stop.", f"Look at it with `ps {pid}`.")


def unless_dying(alive: Callable[[], object], answer: Callable[[], Server]) -> Server | None:
    """The ``answer`` of a living server, None where there is none, or where it died under the question.

    Raises:
        ServerError: it lives, but does not answer.
    """
    if alive() is None:
        return None
    try:
        return answer()
    except ServerError:
        if waited(lambda: alive() is None, LAST_BREATH):
            return None
        raise


def waited(happened: Callable[[], bool], patience: float) -> bool:
    """Whether ``happened`` became true within ``patience`` seconds."""
    deadline = time.monotonic() + patience
    while not happened():
        if time.monotonic() >= deadline:
            return False
        time.sleep(_PAUSE)
    return True
