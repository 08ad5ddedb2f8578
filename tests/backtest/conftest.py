"""One evaluation and one walk-forward on a planted market, made once for all tests that read them."""

from datetime import UTC, datetime

import numpy as np
import pytest

from support.episodes import Plant, make_episodes
from support.policies import Follow, classics
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
from usdcop.backtest.walkforward import Procedure, WalkForward, WalkForwardSettings, walk_forward
from usdcop.core.accounting import CostModel, Stakes
from usdcop.core.episodes import Episodes
from usdcop.core.metrics import known
from usdcop.core.ports import Trial
from usdcop.policy.interface import Policy

QUICK = BootstrapSettings(resamples=300)


@pytest.fixture(scope="session")
def planted() -> Episodes:
    """A market whose first feature is worth following."""
    return make_episodes(160, seed=11, plant=Plant(strength_bps=6.0))


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


@pytest.fixture(scope="session")
def evaluation(planted: Episodes) -> Evaluation:
    return judged(planted, Follow(6e-4))


@pytest.fixture(scope="session")
def idle(planted: Episodes) -> Evaluation:
    """An evaluation of a policy that never trades."""
    return judged(planted, Follow(1.0, name="idle"), DataKind.REPLAY)


@pytest.fixture(scope="session")
def walked(planted: Episodes) -> WalkForward:
    procedure = Procedure(
        lambda task: [Follow(5e-4 + 1e-4 * seed) for seed in task.seeds], (0, 1, 2), CostModel(), Stakes()
    )
    return walk_forward(planted, planted.sessions, procedure, classics(), WalkForwardSettings(), QUICK)
