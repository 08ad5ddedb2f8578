"""The forward proof: betting against "no edge", session by session, with losses bounded by an enforced stop.

The wealth of the bets is a supermartingale while the mean return is at most 0, whatever its distribution, so
it exceeds 1/α ever with probability α at most: Ville (1939); Waudby-Smith and Ramdas (2023). It may be looked
at every day.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np

from usdcop.core.episodes import Floats
from usdcop.court.spending import entry_level

BETS: Final = (0.1, 0.25, 0.5, 0.9)
WEIGHTS: Final = (0.1, 0.15, 0.25, 0.5)
"""Shares of the first wealth put on each bet."""
LOSS_OVER_STOP: Final = 1.5
"""L over ℓ: a position is left at the next bar, so a session may lose more than its stop."""
COVERED_LOSS: Final = 1.0 / max(BETS)
"""Losses beyond this many L (1.11) are counted as so much: the largest bet is lost there."""
LARGEST: Final = 1e300
"""Wealth of a bet is told up to this."""
FIRST_LOOK: Final = 60
"""Sessions before the first look."""
DEVIATIONS_TO_STOP: Final = 4.0
"""Default stop, in standard deviations of the bundle's session returns."""
SESSIONS_FOR_STOP: Final = 250
"""Newest sessions of the home whose deviation sets the default stop."""


@dataclass(frozen=True, slots=True, eq=False)
class ForwardProof:
    """How far the proof of one entry has come."""

    wealth: Floats
    """(n,) wealth after each expected session since the entry; it began at 1."""
    target: float
    """1/α: what it must reach at a look."""
    proven_at: int | None
    """Sessions after which it was first seen at the target, at a look; None: not yet."""

    @property
    def proven(self) -> bool:
        """Whether a mean above zero is shown, losses beyond ``COVERED_LOSS`` · L counted as that."""
        return self.proven_at is not None


def wealth(returns: Floats, stop: float) -> Floats:
    """(…, n) W = Σ w·∏ max(0, 1 + (c/L)·r) after each session, L = 1.5 · ``stop`` as a share of the capital."""
    loss = LOSS_OVER_STOP * stop
    total: Floats = np.zeros_like(returns)
    for bet, weight in zip(BETS, WEIGHTS, strict=True):
        with np.errstate(over="ignore", invalid="ignore"):  # no number is larger; lost after that, it is none
            grown = np.cumprod(np.maximum(0.0, 1.0 + bet / loss * returns), axis=-1)
        total = total + weight * np.where(np.isnan(grown), 0.0, np.minimum(grown, LARGEST))
    return total


def forward_proof(returns: Floats, stop: float, entry: int) -> ForwardProof:
    """The proof of the home's ``entry``-th entry from its session ``returns`` (n,), zeros included, so far."""
    reached = wealth(returns, stop)
    target = 1.0 / entry_level(entry)
    seen = np.flatnonzero(reached[FIRST_LOOK - 1 :] >= target)
    return ForwardProof(reached, target, int(seen[0]) + FIRST_LOOK if seen.size else None)


def default_stop(returns: Floats, daily_loss: float) -> float:
    """ℓ: four deviations of the newest 250 session ``returns``, at most ``daily_loss``, both shares of the capital."""
    newest = returns[-SESSIONS_FOR_STOP:]
    deviation = float(newest.std(ddof=1)) if len(newest) > 1 else 0.0
    return min(DEVIATIONS_TO_STOP * deviation, daily_loss) if deviation > 0.0 else daily_loss
