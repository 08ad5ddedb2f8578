"""Evaluations on a planted market."""

from datetime import UTC, datetime

import numpy as np

from support.policies import classics
from usdcop.backtest.evaluation import (
    DataKind,
    Evaluation,
    EvaluationSettings,
    Evidence,
    Part,
    Subject,
    evaluate,
)
from usdcop.backtest.statistics import BootstrapSettings
from usdcop.core.episodes import Episodes
from usdcop.core.metrics import known
from usdcop.core.ports import Trial
from usdcop.policy.interface import Policy

QUICK = BootstrapSettings(resamples=300)
"""Few resamples: enough to tell a planted signal from noise."""


def part(episodes: Episodes, first: int, last: int) -> Part:
    inside = episodes.take(np.arange(first, last))
    return Part(inside, inside.sessions)


def judged(episodes: Episodes, policy: Policy, kind: DataKind = DataKind.SYNTHETIC) -> Evaluation:
    """``policy`` judged on the last 80 sessions of ``episodes``, with one trial on record."""
    test = part(episodes, 80, 160)
    look = Trial("c", 0, "d", test.expected[0], test.expected[-1], 0.1, 80, datetime(2026, 1, 5, tzinfo=UTC))
    return evaluate(
        Subject(policy, "ab" * 32, "USDCOP", kind, "chronological-80-20"),
        test,
        part(episodes, 0, 75),
        classics,
        Evidence((look,), known(1.5), known(12.0)),
        EvaluationSettings(bootstrap=QUICK),
    )
