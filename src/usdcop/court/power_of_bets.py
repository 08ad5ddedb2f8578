"""What the bets of a forward proof find: by drawn histories of normal returns, since no formula is known."""

import math
from typing import Final

import numpy as np

from usdcop.core.episodes import Floats
from usdcop.core.metrics import SESSIONS_A_YEAR
from usdcop.court.forward_proof import FIRST_LOOK, wealth
from usdcop.court.power import FOUND_IN
from usdcop.court.resampling import SEED

HISTORIES: Final = 400
"""Drawn histories: a share of four in five is known to 4 points (95 %)."""
MOST_SESSIONS: Final = 2_520
"""Ten years: who is not found by then is not found in a useful time."""
LARGEST_SHARPE: Final = 64.0
"""Yearly; the search ends there."""


def bets_find(sharpe: float, sessions: int, level: float, stop: float) -> float:
    """Share of histories of a true yearly ``sharpe`` in which the bets reach 1/``level`` at a look by ``sessions``.

    Args:
        sharpe: mean over deviation of a session, times √252.
        sessions: since the entry; looked at daily from session 60 on.
        level: the entry's share of the error.
        stop: ℓ in standard deviations of a session's return.
    """
    return float((_first_found(sharpe, sessions, level, stop) <= sessions).mean())


def findable_by_bets(sessions: int, level: float, stop: float, found_in: float = FOUND_IN) -> float | None:
    """Smallest yearly Sharpe ratio found by ``sessions`` in ``found_in`` of cases; None before the first look."""
    if sessions < FIRST_LOOK or bets_find(LARGEST_SHARPE, sessions, level, stop) < found_in:
        return None
    low, high = 0.0, LARGEST_SHARPE
    while high - low > 0.01:  # noqa: PLR2004 - shown with one digit
        middle = (low + high) / 2
        low, high = (middle, high) if bets_find(middle, sessions, level, stop) < found_in else (low, middle)
    return high


def sessions_for_bets(sharpe: float, level: float, stop: float, found_in: float = FOUND_IN) -> int | None:
    """Sessions since the entry by which a true yearly ``sharpe`` is found in ``found_in`` of cases; None: not in ten years."""
    if sharpe <= 0.0:
        return None
    found = np.sort(_first_found(sharpe, MOST_SESSIONS, level, stop))
    needed = float(found[math.ceil(found_in * HISTORIES) - 1])
    return int(needed) if math.isfinite(needed) else None


def _first_found(sharpe: float, sessions: int, level: float, stop: float) -> Floats:
    """(400,) after how many sessions each history is found; infinite where it is not by ``sessions``."""
    if sessions < FIRST_LOOK:
        return np.full(HISTORIES, np.inf)
    drawn = np.random.default_rng(SEED).standard_normal((HISTORIES, MOST_SESSIONS))[:, :sessions]
    reached = wealth(drawn + sharpe / math.sqrt(SESSIONS_A_YEAR), stop)[:, FIRST_LOOK - 1 :] >= 1.0 / level
    return np.where(reached.any(axis=1), reached.argmax(axis=1) + float(FIRST_LOOK), np.inf)
