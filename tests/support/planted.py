"""One evaluation and one walk-forward on a planted market, made once for all tests that read them."""

import pytest

from support.episodes import Plant, make_episodes
from support.evaluations import QUICK, judged
from support.policies import Follow, classics
from usdcop.backtest.walkforward import Procedure, WalkForward, WalkForwardSettings, walk_forward
from usdcop.core.accounting import CostModel, Stakes
from usdcop.core.episodes import Episodes
from usdcop.court.evaluation import DataKind, Evaluation


@pytest.fixture(scope="session")
def planted() -> Episodes:
    """A market whose first feature is worth following."""
    return make_episodes(260, seed=11, plant=Plant(strength_bps=6.0))


@pytest.fixture(scope="session")
def evaluation(planted: Episodes) -> Evaluation:
    return judged(planted, Follow(6e-4))


@pytest.fixture(scope="session")
def idle(planted: Episodes) -> Evaluation:
    """An evaluation of a policy that never trades."""
    return judged(planted, Follow(1.0, name="idle"), DataKind.REPLAY)


@pytest.fixture(scope="session")
def walked(planted: Episodes) -> WalkForward:
    return walk_over(planted)


def walk_over(planted: Episodes) -> WalkForward:
    """Three seeds of a policy that follows the planted signal, walked forward over ``planted``."""
    procedure = Procedure(
        lambda task: [Follow(5e-4 + 1e-4 * seed) for seed in task.seeds], (0, 1, 2), CostModel(), Stakes()
    )
    return walk_forward(planted, planted.sessions, procedure, classics(), WalkForwardSettings(), QUICK)
