"""Shares of a connection pool: how long one is waited for, and which ones only urgent work may take."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from threading import BoundedSemaphore
from typing import final

from usdcop.core.errors import OverloadedError
from usdcop.core.urgency import is_urgent


@dataclass(frozen=True, slots=True)
class PoolRule:
    """How the connections of a process are shared."""

    size: int = 5
    """Most of them."""
    reserved: int = 0
    """Of those, how many only urgent work may take."""
    patience: float = 30.0
    """Seconds that work which is not urgent waits for one."""
    urgent_patience: float = 30.0
    """The same of urgent work, which waits for its like alone."""


@final
class Shares:
    """Hands out the right to take a connection."""

    def __init__(self, rule: PoolRule) -> None:
        self._patience = rule.patience
        self._ordinary = BoundedSemaphore(rule.size - rule.reserved)

    @contextmanager
    def one(self) -> Iterator[None]:
        """The right to one connection while the block runs; urgent work has it always.

        Raises:
            OverloadedError: others held all of them for as long as one waits.
        """
        if is_urgent():
            yield
            return
        if not self._ordinary.acquire(timeout=self._patience):
            raise no_connection_free()
        try:
            yield
        finally:
            self._ordinary.release()


def no_connection_free() -> OverloadedError:
    """The error of work that waited in vain."""
    return OverloadedError("All connections to PostgreSQL are in use.", "Try again in a second.")
