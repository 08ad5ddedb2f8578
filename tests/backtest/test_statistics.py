"""Bootstrap, probabilistic and deflated Sharpe ratios."""

import math
from dataclasses import replace

import numpy as np
import pytest

from usdcop.backtest import statistics
from usdcop.backtest.statistics import (
    BootstrapSettings,
    deflated_sharpe,
    interval,
    mean_of,
    paired_difference,
)
from usdcop.core import metrics
from usdcop.core.episodes import Floats

QUICK = BootstrapSettings(resamples=500, seed=7)


def sample(mean: float, count: int = 250, seed: int = 0) -> Floats:
    drawn: Floats = np.random.default_rng(seed).standard_normal(count) * 0.004 + mean
    return drawn


def test_blocks_keep_neighbours_together_and_wrap() -> None:
    indices = statistics.stationary_indices(50, replace(QUICK, block=10.0))
    assert indices.shape == (500, 50)
    assert indices.min() == 0
    assert indices.max() == 49
    neighbours = (np.diff(indices, axis=1) % 50 == 1).mean()
    assert neighbours == pytest.approx(0.9 + 0.1 / 50, abs=0.01)


def test_blocks_of_one_are_the_plain_bootstrap() -> None:
    indices = statistics.stationary_indices(50, replace(QUICK, block=1.0))
    assert (np.diff(indices, axis=1) % 50 == 1).mean() == pytest.approx(1 / 50, abs=0.01)


def test_an_interval_is_reproducible_and_covers_what_it_should() -> None:
    returns = sample(0.0005)
    drawn = interval(returns, mean_of, QUICK)
    assert drawn == interval(returns, mean_of, QUICK)
    assert drawn != interval(returns, mean_of, replace(QUICK, seed=8))
    low, high = drawn.low.value, drawn.high.value
    assert low is not None
    assert high is not None
    assert low < returns.mean() < high
    assert high - low == pytest.approx(2 * 1.96 * 0.004 / math.sqrt(250), rel=0.3)


def test_nineteen_of_twenty_intervals_hold_the_truth() -> None:
    settings = BootstrapSettings(resamples=200, block=5.0)
    held = 0
    for seed in range(100):
        drawn = interval(sample(0.0005, 120, seed), mean_of, settings)
        assert drawn.low.value is not None
        assert drawn.high.value is not None
        held += drawn.low.value < 0.0005 < drawn.high.value
    assert 86 <= held <= 99


def test_blocks_widen_the_interval_of_returns_that_cluster() -> None:
    noise = sample(0.0, 400)
    clustered = np.convolve(noise, np.ones(8), mode="same")
    plain = interval(clustered, mean_of, replace(QUICK, block=1.0))
    blocked = interval(clustered, mean_of, replace(QUICK, block=20.0))
    assert width(blocked) > 1.7 * width(plain)


def width(drawn: statistics.Interval) -> float:
    assert drawn.low.value is not None
    assert drawn.high.value is not None
    return drawn.high.value - drawn.low.value


def test_the_vectorised_figures_are_those_of_the_metrics() -> None:
    rows = np.stack([sample(0.0003, seed=seed) for seed in range(4)])
    pairs = [
        (statistics.sharpe_of, metrics.sharpe),
        (statistics.sortino_of, metrics.sortino),
        (statistics.drawdown_of, metrics.max_drawdown),
        (statistics.cagr_of, metrics.cagr),
    ]
    for vectorised, single in pairs:
        assert vectorised(rows).tolist() == pytest.approx([single(row).value for row in rows])


def test_what_mostly_does_not_exist_has_no_interval() -> None:
    drawn = interval(np.zeros(50), statistics.sharpe_of, QUICK)
    assert drawn.low.value is None
    assert "does not exist" in drawn.low.reason
    assert interval(np.array([0.1]), mean_of, QUICK).high.reason == "fewer than two sessions"


def test_beating_needs_the_lower_bound_above_zero() -> None:
    market = sample(0.0, seed=5)
    assert paired_difference(market + sample(0.001, seed=6) * 0.3 + 0.0005, market, QUICK).beats
    assert not paired_difference(market + 1e-12 * sample(0.0, seed=6), market, QUICK).beats
    assert not paired_difference(market, market, QUICK).beats
    assert not paired_difference(np.array([]), np.array([]), QUICK).beats


def test_pairing_sees_a_small_advantage_that_the_markets_noise_would_hide() -> None:
    market = 10 * sample(0.0, seed=5)
    ours = market + 0.0002 + 0.05 * sample(0.0, seed=6)
    assert paired_difference(ours, market, QUICK).beats
    unpaired = interval(ours, mean_of, QUICK)
    assert unpaired.low.value is not None
    assert unpaired.low.value < 0


@pytest.mark.parametrize(("skewness", "kurtosis", "expected"), [(0.0, 3.0, 0.982), (-2.448, 10.164, 0.913)])
def test_the_example_of_the_paper(skewness: float, kurtosis: float, expected: float) -> None:
    """Bailey and López de Prado (2012): 24 monthly returns with a Sharpe ratio of 0.458 a month."""
    moments = statistics.SharpeMoments(0.458, skewness, kurtosis, 24)
    assert moments.probability_above(0.0) == pytest.approx(expected, abs=5e-4)


def test_a_probabilistic_sharpe_by_hand() -> None:
    """Returns ±1 plus one half: mean 0.5, symmetrical, kurtosis 1; SR = 0.5·√(n-1)/√n, variance 1."""
    returns = np.tile([1.5, -0.5], 8)
    ratio = 0.5 * math.sqrt(15 / 16)
    expected = 0.5 * (1 + math.erf(ratio * math.sqrt(15) / math.sqrt(2)))
    assert statistics.probabilistic_sharpe(returns).value == pytest.approx(expected)
    needed = statistics.minimum_track_record(returns).value
    assert needed == pytest.approx(1 + (1.6448536 / ratio) ** 2)


@pytest.mark.parametrize(
    ("returns", "reason"),
    [(np.zeros(50), "do not vary"), (np.array([0.1, -0.1, 0.2]), "fewer than four")],
)
def test_without_variation_there_is_no_probability(returns: Floats, reason: str) -> None:
    for metric in (statistics.probabilistic_sharpe(returns), statistics.minimum_track_record(returns)):
        assert metric.value is None
        assert reason in metric.reason


def test_no_record_is_long_enough_for_a_loss() -> None:
    assert "no record" in statistics.minimum_track_record(sample(-0.001)).reason


def test_one_trial_was_chosen_from_nothing() -> None:
    returns = sample(0.0005)
    deflated = deflated_sharpe(returns, [0.1])
    assert deflated.trials == 1
    assert deflated.hurdle.value == 0.0
    assert deflated.probability == statistics.probabilistic_sharpe(returns)


def test_the_published_example() -> None:
    """Bailey and López de Prado (2014): 100 trials, variance 1/2 a year of 250 days, 2.5 in five years, -3 and 10."""
    hurdle = statistics.expected_best(100, 0.5 / 250)
    assert hurdle == pytest.approx(0.1132, abs=5e-5)
    moments = statistics.SharpeMoments(2.5 / math.sqrt(250), skewness=-3.0, kurtosis=10.0, count=1250)
    assert moments.probability_above(hurdle) == pytest.approx(0.9004, abs=5e-5)


def test_the_hurdle_of_many_trials_by_hand() -> None:
    """Ten trials with a variance of 0.01: 0.1·(0.42278·1.28155 + 0.57722·1.78923) a session."""
    spread = 0.1 * np.array([-1.5, -1, -0.5, -0.25, 0, 0, 0.25, 0.5, 1, 1.5])
    ratios = 0.1 * spread / spread.std(ddof=1)
    trials = ratios.tolist()
    hurdle = deflated_sharpe(sample(0.0005), trials).hurdle.value
    assert hurdle == pytest.approx(0.1 * 1.57460 * math.sqrt(252), rel=1e-4)


def test_more_trials_deflate_more() -> None:
    returns = sample(0.0005)
    chances = [
        deflated_sharpe(returns, [0.05 * (-1) ** n for n in range(count)]).probability.value
        for count in (1, 2, 10, 100)
    ]
    assert None not in chances
    assert chances == sorted(chances, key=lambda chance: -(chance or 0.0))


def test_trials_that_never_traded_count_but_have_no_sharpe() -> None:
    deflated = deflated_sharpe(sample(0.0005), [None, None, 0.1])
    assert deflated.trials == 3
    assert deflated.hurdle.value is not None
    assert deflated.hurdle.value > 0
