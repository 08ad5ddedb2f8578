"""What both launchers need of the operating system: locks, ports, secrets, and processes that may be dead."""

import errno
import fcntl
import os
import secrets
import signal
import socket
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from usdcop.core.errors import ServerError, StorageError, UsageError

Server = TypeVar("Server")

HOST = "127.0.0.1"
"""The only address an embedded server listens on."""

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700
LARGEST_LOG = 10_000_000
"""Bytes after which a server's log is set aside at the next start; one old log is kept."""

_PROCESSES = Path("/proc")
_PAUSE = 0.02
_LAST_BREATH = 1.0
"""Seconds that a killed process may take to vanish."""


def folder(path: Path, mode: int = PRIVATE_FOLDER) -> Path:
    """``path`` as an existing folder, made with ``mode`` if need be.

    Raises:
        StorageError: it cannot be made or written.
    """
    try:
        path.mkdir(mode=mode, parents=True, exist_ok=True)
    except OSError as error:
        sentence = f"The folder {path} cannot be made: {error.strerror}."
        raise StorageError(sentence, "Set USDCOP_HOME to a folder that you may write.") from error
    return path


@contextmanager
def exclusive(lock: Path) -> Iterator[None]:
    """Hold the lock file ``lock`` alone; a process that dies lets go of it."""
    with _opened(lock) as descriptor:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield


@contextmanager
def shared(lock: Path, when_last: Callable[[], None]) -> Iterator[None]:
    """Hold ``lock`` beside others; who leaves last calls ``when_last`` before anyone can enter again."""
    with _opened(lock) as descriptor:
        fcntl.flock(descriptor, fcntl.LOCK_SH)
        try:
            yield
        finally:
            if _now_alone(descriptor):
                when_last()


def _now_alone(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def _opened(lock: Path) -> Iterator[int]:
    folder(lock.parent, 0o755)
    try:
        descriptor = os.open(lock, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, PRIVATE_FILE)
    except OSError as error:
        sentence = f"The lock {lock} cannot be opened: {error.strerror}."
        raise StorageError(sentence, "Set USDCOP_HOME to a folder that you may write.") from error
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def secret(path: Path) -> tuple[str, bool]:
    """The secret in ``path``, made at random if there is none; and whether it was made just now.

    A file that others may read is closed to them; one that belongs to somebody else is refused.

    Raises:
        ServerError: the file is not ours, is a link, or is empty.
    """
    folder(path.parent)
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except FileNotFoundError:
        write_private(path, secrets.token_urlsafe(24))
        return path.read_text(), True
    except OSError as error:
        raise _secret_refused(path, f"cannot be opened: {error.strerror}") from error
    with os.fdopen(descriptor) as opened:
        _close_to_others(path, descriptor)
        text = opened.read().strip()
    if not text:
        raise _secret_refused(path, "is empty")
    return text, False


def _close_to_others(path: Path, descriptor: int) -> None:
    status = os.fstat(descriptor)
    if status.st_uid != os.geteuid():
        raise _secret_refused(path, f"belongs to user {status.st_uid}, not to you ({os.geteuid()})")
    if stat.S_IMODE(status.st_mode) != PRIVATE_FILE:
        os.fchmod(descriptor, PRIVATE_FILE)


def _secret_refused(path: Path, why: str) -> ServerError:
    return ServerError(
        f"The password file {path} {why}.", "Remove it while the server is stopped: a new one is made."
    )


def write_private(path: Path, text: str) -> None:
    """Replace ``path`` by ``text`` at once, readable by its owner alone.

    Raises:
        StorageError: the disk refuses.
    """
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    try:
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, PRIVATE_FILE)
        with os.fdopen(descriptor, "w") as opened:
            opened.write(text)
            opened.flush()
            os.fsync(descriptor)
        fresh.replace(path)
    except OSError as error:
        fresh.unlink(missing_ok=True)
        sentence = f"The file {path} cannot be written: {error.strerror}."
        raise StorageError(sentence, "Free some disk, or set USDCOP_HOME to another folder.") from error


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
    return mark.encode() in words


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
        if waited(lambda: alive() is None, _LAST_BREATH):
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


def chosen_port(wanted: int, remembered: Path, setting: str, name: str) -> int:
    """Port to start on: ``wanted``, or where that is 0 the remembered one if free, else any free one.

    Raises:
        UsageError: ``wanted`` is taken.
    """
    if wanted:
        if not _free(wanted):
            raise port_taken(wanted, setting, name)
        return wanted
    last = int(remembered.read_text()) if remembered.exists() else 0
    return last if last and _free(last) else _any_free_port()


def port_taken(port: int, setting: str, name: str) -> UsageError:
    """The error of a port that another program listens on."""
    return UsageError(
        f"{name} cannot listen on port {port}: another program does.",
        f"Stop that program, or set {setting} to another port (0 chooses a free one).",
    )


def other_port(port: int, wanted: int, setting: str, name: str) -> UsageError:
    """The error of a running server that listens elsewhere than ``wanted``."""
    return UsageError(
        f"{name} of this home already runs on port {port}, but {setting} says {wanted}.",
        f"Run `usdcop down` first, or set {setting} to {port} or 0.",
    )


def _free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            if error.errno in {errno.EADDRINUSE, errno.EACCES}:
                return False
            raise
    return True


def _any_free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def set_aside(log: Path) -> None:
    """Rename ``log`` where it has grown large, replacing the one set aside before."""
    if log.exists() and log.stat().st_size > LARGEST_LOG:
        log.replace(log.with_name(f"{log.name}.1"))


def tail(log: Path, start: int = 0) -> str:
    """Text of ``log`` from byte ``start``; empty where there is none."""
    return log.read_bytes()[start:].decode(errors="replace") if log.exists() else ""
