import math

import numpy as np
import pytest

from usdcop.core.episodes import Floats
from usdcop.court.forward_proof import COVERED_LOSS, default_stop, forward_proof, wealth
from usdcop.court.spending import entry_level


def test_wealth_of_two_sessions_reckoned_by_hand() -> None:
    stop = 0.02  # L = 0.03
    found = wealth(np.array([0.003, -0.006]), stop)
    bets = [(0.1, 0.1), (0.15, 0.25), (0.25, 0.5), (0.5, 0.9)]
    first = sum(w * (1 + c * 0.1) for w, c in bets)
    second = sum(w * (1 + c * 0.1) * (1 - c * 0.2) for w, c in bets)
    assert found == pytest.approx([first, second], rel=1e-14)


def test_a_loss_beyond_what_is_covered_ruins_the_largest_bet_and_no_more() -> None:
    stop, loss = 0.01, 0.015
    assert f"{COVERED_LOSS:.2f}" == "1.11"
    at, beyond = (wealth(np.array([-share * loss]), stop)[0] for share in (COVERED_LOSS, 5.0))
    assert at == pytest.approx(0.1 * (1 - 0.1 / 0.9) + 0.15 * (1 - 0.25 / 0.9) + 0.25 * (1 - 0.5 / 0.9))
    assert 0.0 < beyond < at


def test_it_is_looked_at_from_session_sixty_on() -> None:
    gains = np.full(70, 0.01)
    assert forward_proof(gains[:59], 0.01, 1).proven_at is None
    assert forward_proof(gains, 0.01, 1).proven_at == 60


def test_each_entry_has_its_own_target() -> None:
    returns = np.random.default_rng(1).standard_normal(200) * 0.001
    first, third = forward_proof(returns, 0.004, 1), forward_proof(returns, 0.004, 3)
    assert first.target == pytest.approx(math.pi**2 / 6 / 0.05)
    assert third.target == 1.0 / entry_level(3) == pytest.approx(9 * first.target)


def test_without_an_edge_wealth_does_not_grow_in_the_mean() -> None:
    returns = np.random.default_rng(2).standard_normal((20_000, 60)) * 0.001
    assert wealth(returns, 0.004)[:, -1].mean() == pytest.approx(1.0, abs=0.03)


def test_what_was_proven_once_stays_proven() -> None:
    returns = np.concatenate([np.full(80, 0.01), np.full(40, -0.015)])
    proof = forward_proof(returns, 0.01, 1)
    assert proof.proven
    assert proof.wealth[-1] < proof.target


@pytest.mark.parametrize(
    ("returns", "daily_loss", "stop"),
    [
        (np.tile([0.001, -0.001], 200), 0.05, 4 * 0.001 * math.sqrt(250 / 249)),
        (np.tile([0.1, -0.1], 200), 0.05, 0.05),
        (np.zeros(300), 0.05, 0.05),
        (np.array([0.01]), 0.05, 0.05),
    ],
)
def test_the_default_stop(returns: Floats, daily_loss: float, stop: float) -> None:
    assert default_stop(returns, daily_loss) == pytest.approx(stop)


def test_wealth_beyond_all_numbers_is_a_number_and_can_be_lost() -> None:
    returns = np.full(700, 0.09)
    assert np.isfinite(wealth(returns, 0.01)).all()
    returns[-1] = -1.0
    assert wealth(returns, 0.01)[-1] == 0.0
