import numpy as np
import pytest

from usdcop.core.episodes import Floats
from usdcop.court.decay import DEMOTED_AT, KeptEdge, decay, demoted_at, kept_edge


def test_what_is_kept_follows_from_the_sessions_that_proved_it() -> None:
    returns = np.array([0.01, -0.01, 0.03, 0.01])
    kept = kept_edge(returns)
    assert kept is not None
    cap = 4 * returns.std(ddof=1)
    assert kept.cap == pytest.approx(cap)
    assert kept.mean == pytest.approx(0.75 * np.minimum(returns, cap).mean())


@pytest.mark.parametrize("returns", [np.zeros(100), np.array([0.01]), np.array([-0.01, -0.02, 0.001])])
def test_without_a_gain_there_is_nothing_to_keep(
    returns: Floats,
) -> None:
    assert kept_edge(returns) is None


def test_three_sessions_reckoned_by_hand() -> None:
    kept = KeptEdge(cap=0.04, mean=0.01)
    found = decay(np.array([-0.02, 0.01, 0.10]), kept)
    bets = (0.25, 0.5, 0.9)
    factors = [(0.01 + 0.02) / 0.03, 0.0, (0.01 - 0.04) / 0.03]
    grown, expected = np.ones(3), []
    for factor in factors:
        grown = grown * np.array([1 + c * factor for c in bets])
        expected.append(0.5 + 0.5 * grown.mean())  # the start that began has half the weight, the rest waits
    assert found == pytest.approx(expected, rel=1e-12)


def test_the_weights_of_all_starts_add_up_to_one() -> None:
    kept = KeptEdge(cap=0.04, mean=0.01)
    assert decay(np.full(130, 0.01), kept) == pytest.approx(np.ones(130))


def test_an_edge_that_ends_is_seen_and_one_that_stays_is_not() -> None:
    noise = np.random.default_rng(4).standard_normal(600) * 0.001
    proved = noise[:260] + 5 * 0.001 / np.sqrt(252)
    kept = kept_edge(proved)
    assert kept is not None
    assert demoted_at(decay(proved, kept)) is None
    ended = decay(noise[260:] - 0.0002, kept)
    assert demoted_at(ended) is not None
    assert ended.max() >= DEMOTED_AT


def test_without_decay_the_value_does_not_grow_in_the_mean() -> None:
    returns = np.random.default_rng(7).standard_normal((20_000, 90)) * 0.001 + 0.0003
    kept = KeptEdge(cap=0.004, mean=float(np.minimum(returns, 0.004).mean()))
    assert decay(returns, kept)[:, -1].mean() == pytest.approx(1.0, abs=0.03)


def test_what_came_later_does_not_change_what_was() -> None:
    returns = np.random.default_rng(9).standard_normal(130) * 0.001
    kept = KeptEdge(cap=0.004, mean=0.0002)
    whole = decay(returns, kept)
    for cut in (1, 19, 20, 21, 77):
        assert decay(returns[:cut], kept) == pytest.approx(whole[:cut], rel=1e-12)


def test_evidence_beyond_all_numbers_is_a_number() -> None:
    assert np.isfinite(decay(np.full(900, -1.0), KeptEdge(0.01, 0.002))).all()
