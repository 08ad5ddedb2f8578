import numpy as np
import pytest

from support.bundles import make_weights
from support.episodes import make_episodes
from support.oracle import realised_returns
from usdcop.core.accounting import CostModel
from usdcop.rl.environment import tape_of
from usdcop.rl.evaluation import Judgement, judge
from usdcop.rl.networks import network_of, normaliser_of

COSTS = CostModel()


def test_a_judgement_earns_what_its_positions_earn_and_leaves_padding_out() -> None:
    episodes, weights = make_episodes(12, 3), make_weights()
    tape = tape_of(episodes, COSTS, capacity=16)
    found = judge(network_of(weights), normaliser_of(weights.scaler), tape)
    assert found.positions.shape == (60, 12)
    assert set(np.unique(found.positions)) == {-1.0, 0.0, 1.0}
    np.testing.assert_allclose(found.returns, realised_returns(episodes, found.positions.T, COSTS), atol=1e-9)


def test_mean_error_and_flat_share_by_hand() -> None:
    found = Judgement(
        rewards=np.array([[1.0, 2.0, 0.0], [0.0, 2.0, 5.0]]),
        positions=np.array([[1.0, 0.0, 0.0], [1.0, 0.0, -1.0]]),
        decides=np.array([[1.0, 1.0, 0.0], [1.0, 1.0, 1.0]]),
    )
    assert found.returns.tolist() == [1.0, 4.0, 5.0]
    assert found.mean == pytest.approx(10 / 3)
    assert found.error == pytest.approx(np.std([1, 4, 5], ddof=1) / np.sqrt(3))
    assert found.flat_share == pytest.approx(2 / 5)


def test_one_session_has_no_standard_error() -> None:
    assert Judgement(np.ones((2, 1)), np.zeros((2, 1)), np.ones((2, 1))).error == 0.0
