"""Which looks count at a set of sessions, and what the next one may spend. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from usdcop.core.trials import Look
from usdcop.court.spending import look_level

SHARED: Final = 0.1
"""A look counts while it shares more than this part of either's sessions."""


@dataclass(frozen=True, slots=True)
class NextLook:
    """What a look at a test set would be, told before it is taken."""

    number: int
    level: float
    used_up: bool
    """Whether the test set may not be looked at any more."""


def counting(looks: Sequence[Look], sessions: Sequence[date]) -> list[Look]:
    """Those of ``looks`` that count at the ``sessions`` (expected, in order)."""
    return [look for look in looks if counts(look, sessions)]


def counts(look: Look, sessions: Sequence[date]) -> bool:
    """Whether ``look`` shares more than a tenth of its own sessions or of ``sessions``."""
    if not sessions:
        return False
    shared = sum(look.first <= day <= look.last for day in sessions)
    return shared > SHARED * min(look.sessions, len(sessions))


def taken(looks: Sequence[Look], bundle_hash: str, sessions: Sequence[date]) -> Look | None:
    """The look that showed this bundle on these sessions, if one did: judging again spends nothing."""
    return next((look for look in counting(looks, sessions) if look.shows(bundle_hash)), None)


def next_look(looks: Sequence[Look], sessions: Sequence[date], most: int) -> NextLook:
    """What the next look at ``sessions`` would be, where at most ``most`` may be taken."""
    number = 1 + len(counting(looks, sessions))
    return NextLook(number, look_level(number), used_up=number > most)
