"""Rivals: what a policy must beat, run over the same sessions at the same costs."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

import numpy as np

from usdcop.backtest.activity import activity_of, metrics_of
from usdcop.backtest.engine import Backtest, run, run_targets
from usdcop.backtest.statistics import BootstrapSettings, Difference, paired_difference
from usdcop.core.episodes import Floats
from usdcop.core.metrics import Activity, Metrics
from usdcop.policy.interface import Policy

MATCHED_EXPOSURE = "matched exposure"

Baselines: TypeAlias = Callable[[Activity], Sequence[Policy]]
"""Gives the baselines for a policy that did so much: the random one has the same turnover."""


@dataclass(frozen=True, slots=True, eq=False)
class Rival:
    """A baseline on the same sessions."""

    name: str
    metrics: Metrics
    returns: Floats
    """(n,) return of every expected session."""
    advantage: Difference
    """What the policy earned more, paired session by session."""


def matched_exposure(backtest: Backtest) -> Backtest:
    """The policy's own mean position held constantly through every session: its exposure without its timing."""
    decides = backtest.episodes.decides
    mean = backtest.positions[decides].mean() if decides.any() else 0.0
    return run_targets(
        backtest.episodes,
        np.full(decides.shape, mean),
        backtest.costs,
        backtest.stakes,
        name=MATCHED_EXPOSURE,
        refuse_doubtful=False,
    )


def rivals_of(
    backtest: Backtest, expected: Sequence[date], baselines: Baselines, bootstrap: BootstrapSettings
) -> tuple[Rival, ...]:
    """Every baseline beside ``backtest``, the matched exposure last."""
    ours = backtest.returns(expected)
    others = runs_beside(backtest, expected, baselines)
    return tuple(_rival(other, ours, expected, bootstrap) for other in others)


def runs_beside(backtest: Backtest, expected: Sequence[date], baselines: Baselines) -> tuple[Backtest, ...]:
    """Every baseline run over the sessions of ``backtest`` at its costs, the matched exposure last."""
    policies = baselines(activity_of(backtest, expected))
    runs = (
        run(backtest.episodes, policy, backtest.costs, backtest.stakes, backtest.calendar)
        for policy in policies
    )
    return (*runs, matched_exposure(backtest))


def _rival(other: Backtest, ours: Floats, expected: Sequence[date], bootstrap: BootstrapSettings) -> Rival:
    theirs = other.returns(expected)
    return Rival(
        name=other.name,
        metrics=metrics_of(other, expected),
        returns=theirs,
        advantage=paired_difference(ours, theirs, bootstrap),
    )
