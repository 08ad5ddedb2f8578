"""Warnings beside the gates: what a careful reader should know, and what refuses nothing."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from scipy.stats import norm

from usdcop.backtest.diagnosis import Note
from usdcop.backtest.statistics import SharpeMoments, moments_of
from usdcop.core.episodes import Floats
from usdcop.core.metrics import SESSIONS_A_YEAR
from usdcop.court.mean_test import mean_above_zero

LEVEL: Final = 0.05
KEPT: Final = 0.5
"""Share of the training's Sharpe ratio that a sound fit is expected to keep."""


@dataclass(frozen=True, slots=True, eq=False)
class Warned:
    """What the warnings are made from; session returns (n,)."""

    returns: Floats
    train_returns: Floats
    one_bar_later: Floats
    """Of the same decisions, each carried out one decision later."""
    edge: bool
    """Whether an edge was shown, at ``level``."""
    level: float


def warnings_of(facts: Warned) -> tuple[Note, ...]:
    """Every warning that applies."""
    return (*_overfitted(facts), *_one_bar_edge(facts))


def _overfitted(facts: Warned) -> Iterator[Note]:
    """Test Sharpe significantly below half of training's; errors of both by Mertens (2002)."""
    test, train = moments_of(facts.returns), moments_of(facts.train_returns)
    if not isinstance(test, SharpeMoments) or not isinstance(train, SharpeMoments) or train.ratio <= 0.0:
        return
    gap = test.ratio - KEPT * train.ratio
    error = math.sqrt(test.variance / test.count + KEPT**2 * train.variance / train.count)
    if norm.cdf(gap / error) < LEVEL:
        year = math.sqrt(SESSIONS_A_YEAR)
        told = (
            f"Overfitted in part: a Sharpe ratio of {year * train.ratio:.2f} in training became {year * test.ratio:.2f}, "
            "significantly less than half."
        )
        yield Note("overfitted", told.replace("-", "−"))


def _one_bar_edge(facts: Warned) -> Iterator[Note]:
    if facts.edge and not mean_above_zero(facts.one_bar_later, facts.level).passes(facts.level):
        yield Note(
            "one_bar_edge",
            "A one-bar edge: carried out one bar later it is gone, so it bears less than a bar of latency.",
        )
