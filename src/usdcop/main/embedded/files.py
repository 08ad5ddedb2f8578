"""Folders, locks, secrets and logs under a home."""

import fcntl
import os
import secrets
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from usdcop.core.errors import ServerError, StorageError

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700
LARGEST_LOG = 10_000_000
"""Bytes after which a server's log is set aside at the next start; one old log is kept."""


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
def exclusive(lock: Path, when_taken: Callable[[], None] | None = None) -> Iterator[None]:
    """Hold the lock file ``lock`` alone; a process that dies lets go of it.

    Where another holds it, ``when_taken`` is called, then the lock is waited for; it may raise instead.
    """
    with _opened(lock) as descriptor:
        if when_taken is not None and not _now_alone(descriptor):
            when_taken()
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


def set_aside(log: Path) -> None:
    """Rename ``log`` where it has grown large, replacing the one set aside before."""
    if log.exists() and log.stat().st_size > LARGEST_LOG:
        log.replace(log.with_name(f"{log.name}.1"))


def tail(log: Path, start: int = 0) -> str:
    """Text of ``log`` from byte ``start``; empty where there is none."""
    return log.read_bytes()[start:].decode(errors="replace") if log.exists() else ""
