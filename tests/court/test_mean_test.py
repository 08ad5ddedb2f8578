import math

import numpy as np
import pytest
from scipy import stats

from usdcop.core.episodes import Floats
from usdcop.court.mean_test import (
    draws_for,
    mean_above_zero,
    mean_below_zero,
    mean_interval,
    shown_at,
    t_statistic,
)


def returns(mean: float, count: int = 260, seed: int = 3) -> Floats:
    noise = np.random.default_rng(seed).standard_normal(count)
    found: Floats = 0.001 * (noise - noise.mean()) / noise.std(ddof=1) + mean
    return found


def test_t_and_students_p_are_those_of_the_library() -> None:
    sample = returns(0.0001, seed=8) ** 3 + 1e-10
    theirs = stats.ttest_1samp(sample, 0.0, alternative="greater")
    found = mean_above_zero(sample, 0.03)
    assert found.t == pytest.approx(theirs.statistic, rel=1e-12)
    assert found.student_p == pytest.approx(theirs.pvalue, rel=1e-9)


def test_on_normal_returns_both_ways_agree() -> None:
    sample = returns(1.9 * 0.001 / math.sqrt(260))
    found = mean_above_zero(sample, 0.03)
    assert found.student_p == pytest.approx(0.0293, abs=2e-4)
    assert found.bootstrap_p == pytest.approx(found.student_p, abs=0.012)
    assert found.p == max(found.bootstrap_p, found.student_p)


def test_where_returns_are_skewed_like_a_carry_trade_the_bootstrap_doubts_more() -> None:
    gains = np.random.default_rng(5).gamma(0.25, 1.0, 260)
    sample = gains.mean() - gains + 2.2 * gains.std(ddof=1) / math.sqrt(260)
    found = mean_above_zero(sample, 0.03)
    assert found.student_p < 0.03
    assert found.bootstrap_p > 1.5 * found.student_p
    assert found.p == found.bootstrap_p


def test_where_tails_are_fat_student_doubts_more() -> None:
    noise = np.random.default_rng(11).standard_t(3, 120)
    sample = noise - noise.mean() + 3.2 * noise.std(ddof=1) / math.sqrt(120)
    found = mean_above_zero(sample, 0.001)
    assert found.p == found.student_p > found.bootstrap_p


def test_draws_grow_with_the_level_and_end_once_the_count_decides() -> None:
    assert [draws_for(level) for level in (0.05, 0.03, 0.01, 0.001)] == [2_000, 2_000, 2_000, 20_000]
    hopeless, sure = mean_above_zero(returns(-0.0001), 0.001), mean_above_zero(returns(0.001), 0.001)
    assert hopeless.draws < 20_000
    assert hopeless.p > 0.001
    assert sure.draws == 20_000
    assert sure.passes(0.001)


@pytest.mark.parametrize(
    "sample",
    [np.zeros(200), np.full(200, 0.01), np.array([0.3]), np.array([]), np.r_[np.nan, returns(0.001)]],
)
def test_what_does_not_vary_or_is_no_number_shows_nothing(sample: Floats) -> None:
    assert t_statistic(sample) is None
    assert mean_above_zero(sample, 0.03).p == 1.0
    assert mean_interval(sample) is None


def test_below_zero_is_above_zero_of_the_mirror() -> None:
    sample = returns(-0.0002)
    assert mean_below_zero(sample, 0.05) == mean_above_zero(-sample, 0.05)


def test_the_interval_holds_the_mean_and_leans_where_returns_do() -> None:
    sample = -np.random.default_rng(5).gamma(0.25, 1.0, 260)
    bound = mean_interval(sample)
    assert bound is not None
    assert bound.low < bound.mean == sample.mean() < bound.high
    assert bound.mean - bound.low > bound.high - bound.mean  # the crashes not yet seen lie below


@pytest.mark.parametrize("sharpe", [-1.0, 1.0, 2.5, 4.0])
def test_the_quick_answer_is_that_of_the_whole_test(sharpe: float) -> None:
    for seed in range(5):
        sample = returns(0.001 * sharpe / math.sqrt(252), seed=seed)
        assert shown_at(sample, 0.03) == mean_above_zero(sample, 0.03).passes(0.03), f"seed {seed}"
    assert not shown_at(np.zeros(200), 0.03)
