"""Evaluations on a planted market."""

import numpy as np

from support.policies import Follow, classics
from usdcop.backtest.statistics import BootstrapSettings
from usdcop.core.episodes import Episodes
from usdcop.core.metrics import known
from usdcop.court.evaluation import (
    DataKind,
    Evaluation,
    EvaluationSettings,
    Evidence,
    Part,
    Subject,
    evaluate,
)
from usdcop.court.gate import GateSettings
from usdcop.court.gates import Operations
from usdcop.court.proof import ByEntry, ByLook
from usdcop.policy.interface import Policy

QUICK = BootstrapSettings(resamples=300)
"""Few resamples: enough to tell a planted signal from noise."""
WELL = Operations(known(1.5), known(12.0), known(1.0), known(1.0))
"""A bundle that runs as it should."""
FIRST_LOOK = Evidence(ByLook(1), (0.1,), WELL)
SHORT = GateSettings(fewest_sessions=10)
"""For histories that are made up: they may be as short as the test likes."""


def part(episodes: Episodes, first: int, last: int) -> Part:
    inside = episodes.take(np.arange(first, last))
    return Part(inside, inside.sessions)


def proven_forward(episodes: Episodes) -> Evaluation:
    """A policy that follows the signal, judged forward on the last 120 sessions of ``episodes``."""
    count = len(episodes)
    return evaluate(
        Subject(Follow(6e-4), "ab" * 32, "USDCOP", DataKind.REAL, "chronological-80-20", stop=0.02),
        part(episodes, count - 120, count),
        part(episodes, 0, count - 125),
        classics,
        Evidence(ByEntry(1, 0.02), (), WELL),
        EvaluationSettings(bootstrap=QUICK),
    )


def judged(episodes: Episodes, policy: Policy, kind: DataKind = DataKind.SYNTHETIC) -> Evaluation:
    """``policy`` judged on the last 120 sessions of ``episodes``, by the first look."""
    count = len(episodes)
    return evaluate(
        Subject(policy, "ab" * 32, "USDCOP", kind, "chronological-80-20"),
        part(episodes, count - 120, count),
        part(episodes, 0, count - 125),
        classics,
        FIRST_LOOK,
        EvaluationSettings(bootstrap=QUICK),
    )
