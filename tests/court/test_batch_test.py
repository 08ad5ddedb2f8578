import warnings

import numpy as np
import pytest

from usdcop.core.episodes import Floats
from usdcop.court.batch_test import best_of_batch, draws_of_batch
from usdcop.court.mean_test import draws_for, mean_above_zero
from usdcop.court.spending import look_level

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # the peer's own imports
    from arch.bootstrap import SPA

EDGE = 5.0 / np.sqrt(252)


def noise(series: int, seed: int, count: int = 260) -> Floats:
    return np.random.default_rng(seed).standard_normal((count, series))


def test_a_batch_of_one_is_a_single_trial() -> None:
    sample = noise(1, 2) + 0.1
    assert best_of_batch(sample, 0.03) == (mean_above_zero(sample[:, 0], 0.03),)


def test_who_is_alone_with_an_edge_is_found_and_nobody_else() -> None:
    sample = noise(6, 4)
    sample[:, 2] += EDGE
    passing = [test.passes(0.03) for test in best_of_batch(sample, 0.03)]
    assert passing == [False, False, True, False, False, False]


def test_a_bundle_is_never_surer_in_company_than_alone() -> None:
    sample = noise(5, 6) + 0.08
    together = best_of_batch(sample, 0.03)
    for column, test in zip(sample.T, together, strict=True):
        assert test.p >= mean_above_zero(column, 1e-2).p - 0.01


def test_sessions_that_hang_together_are_not_judged_in_the_short_blocks_of_the_others() -> None:
    """Among white companions a trend passed that does not pass alone."""
    passed_alone = 0
    for seed in range(40):
        sample = noise(7, 100 + seed)
        for day in range(1, len(sample)):
            sample[day, 3] = 0.7 * sample[day - 1, 3] + sample[day, 3] * np.sqrt(1 - 0.7**2)
        sample[:, 3] += 0.2
        test, alone = best_of_batch(sample, 0.03)[3], mean_above_zero(sample[:, 3], 0.03)
        passed_alone += alone.passes(0.03)
        assert not test.passes(0.03) or alone.passes(0.03), f"seed {seed}"
    assert 0 < passed_alone < 40


def test_clones_cost_nearly_nothing() -> None:
    """Copies fall together in every draw, so they are not counted as so many chances."""
    one = noise(1, 9) + 0.13
    copies = np.repeat(one, 8, axis=1)
    alone = best_of_batch(one, 0.03)[0].p
    assert best_of_batch(copies, 0.03)[0].p == pytest.approx(alone, abs=0.01)


def test_the_best_of_many_is_doubted_as_the_peers_reality_check_does() -> None:
    """Hansen's SPA on the same sessions; ours asks for the larger of two doubts."""
    for seed in range(3):
        sample = noise(12, 20 + seed)
        sample[:, 0] += 0.16 - sample[:, 0].mean()
        peer = SPA(np.zeros(len(sample)), -sample, block_size=1, reps=4_000, studentize=True, seed=7)
        peer.compute()
        theirs = float(peer.pvalues["consistent"])
        ours = min(test.p for test in best_of_batch(sample, 0.03))
        assert ours == pytest.approx(theirs, abs=0.03), f"seed {seed}"


def test_a_bundle_that_never_trades_shows_nothing_and_disturbs_nobody() -> None:
    sample = noise(2, 12) + np.array([0.3, 0.0])
    sample[:, 1] = 0.0
    traded, idle = best_of_batch(sample, 0.03)
    assert idle.p == 1.0
    assert traded.passes(0.03)
    assert [test.p for test in best_of_batch(np.zeros((200, 3)), 0.03)] == [1.0, 1.0, 1.0]


def test_a_batch_takes_no_fewer_draws_than_its_look_asks_for() -> None:
    """At look 20 it took 60,000, and 380,000 belong to its level."""
    assert draws_of_batch(2, 0.03) == 2_000
    assert draws_of_batch(20, 0.03) == 13_334
    assert draws_of_batch(20, look_level(3)) == 60_000
    assert draws_of_batch(2, look_level(20)) == draws_for(look_level(20)) == 380_000
