"""Urgency: whether what runs now may take what is kept free for it, such as the order that stops all trading.

It is a property of the work, not of an object: it goes along into every thread that the work is handed to.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

_URGENT: Final = ContextVar("urgent", default=False)


def is_urgent() -> bool:
    """Whether the work at hand may use what is kept free."""
    return _URGENT.get()


@contextmanager
def urgent(*, it_is: bool = True) -> Iterator[None]:
    """Let the work in the block be urgent, or not, as ``it_is``."""
    token = _URGENT.set(it_is)
    try:
        yield
    finally:
        _URGENT.reset(token)
