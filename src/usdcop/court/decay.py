"""Whether a champion's edge has decayed: bets that its mean is no longer three quarters of what was proven."""

from dataclasses import dataclass
from typing import Final

import numpy as np

from usdcop.core.episodes import Floats
from usdcop.court.forward_proof import LARGEST

CAP_DEVIATIONS: Final = 4.0
"""U in standard deviations: gains above it are counted as so much, so that one good day hides no decay."""
KEPT_SHARE: Final = 0.75
"""θ as a share of the mean of min(r, U) over the sessions that proved the edge."""
BETS: Final = (0.25, 0.5, 0.9)
START_EVERY: Final = 20
"""Sessions between the starts of the bets: an edge may end at any time."""
DEMOTED_AT: Final = 20.0
"""V at which the title is lost: wrong with probability 5 % at most, ever, while the edge is kept."""


@dataclass(frozen=True, slots=True)
class KeptEdge:
    """What a champion must keep, fixed at its promotion from the sessions that proved it."""

    cap: float
    """U, share of the capital."""
    mean: float
    """θ, share of the capital."""


def kept_edge(proved_by: Floats) -> KeptEdge | None:
    """U and θ from the session returns (n,) that proved the edge; None where they show no gain to keep."""
    if len(proved_by) < 2:  # noqa: PLR2004 - a deviation needs two points
        return None
    cap = CAP_DEVIATIONS * float(proved_by.std(ddof=1))
    mean = KEPT_SHARE * float(np.minimum(proved_by, cap).mean())
    return KeptEdge(cap, mean) if 0.0 < mean < cap else None


def decay(returns: Floats, kept: KeptEdge) -> Floats:
    """(…, n) V after each session since the promotion; 1 before the first.

    V = Σ over c and starts i of w_i/3 · ∏(1 + c·(θ - min(r, U))/(U - θ)), the i-th start (from 0) after 20·i
    sessions with weight 1/((i + 1)(i + 2)); factors before a start are 1, and starts to come keep their weight.
    """
    short = (kept.mean - np.minimum(returns, kept.cap)) / (kept.cap - kept.mean)
    starts = np.arange(0, returns.shape[-1], START_EVERY)
    value: Floats = np.full(returns.shape, 1.0 / (len(starts) + 1))
    for number, start in enumerate(starts.tolist()):
        weight = 1.0 / ((number + 1) * (number + 2))
        value[..., :start] += weight
        for bet in BETS:
            with np.errstate(over="ignore"):  # no number is larger
                grown = np.cumprod(1.0 + bet * short[..., start:], axis=-1)
            value[..., start:] += weight / len(BETS) * np.minimum(grown, LARGEST)
    return value


def demoted_at(value: Floats) -> int | None:
    """Sessions after which ``value`` (n,) first reached ``DEMOTED_AT``; None: the title is kept."""
    seen = np.flatnonzero(value >= DEMOTED_AT)
    return int(seen[0]) + 1 if seen.size else None
