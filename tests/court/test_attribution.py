"""What a policy adds beyond a mix of the baselines."""

import numpy as np
import pytest

from usdcop.core.episodes import Floats
from usdcop.court.attribution import attribution

COUNT = 400


def noise(seed: int) -> Floats:
    return 0.001 * np.random.default_rng(seed).standard_normal(COUNT)


def test_weights_and_intercept_are_those_of_least_squares() -> None:
    first, second = noise(1), noise(2) + 0.3 * noise(1)
    returns = 0.0004 + 0.7 * first - 0.2 * second + 0.1 * noise(3)
    found = attribution(returns, {"fade": first, "trend": second})
    design = np.column_stack([np.ones(COUNT), first, second])
    theirs = np.linalg.lstsq(design, returns, rcond=None)[0]
    assert found.weights == pytest.approx(theirs[1:])
    assert found.added_bps.value == pytest.approx(1e4 * theirs[0])
    rest = returns - design @ theirs
    assert found.explained.value == pytest.approx(1 - rest.var() / returns.var())


def test_the_interval_is_as_wide_as_that_of_a_robust_regression() -> None:
    first = noise(1)
    returns = 0.0001 + 0.5 * first + noise(5)
    found = attribution(returns, {"fade": first})
    design = np.column_stack([np.ones(COUNT), first])
    inverse = np.linalg.inv(design.T @ design)
    rest = returns - design @ np.linalg.lstsq(design, returns, rcond=None)[0]
    error = np.sqrt((inverse @ (design.T * rest**2) @ design @ inverse)[0, 0])
    low, high = found.interval.low.value, found.interval.high.value
    assert low is not None
    assert high is not None
    assert (high - low) / (2 * 1.966e4 * error) == pytest.approx(1.0, abs=0.08)


def test_an_edge_that_is_the_fades_is_called_so() -> None:
    fade = noise(1) + 0.0004
    found = attribution(1.1 * fade + 0.05 * noise(2), {"long": noise(9), "fade": fade})
    assert found.sentence == "Its return is that of fade: beyond a mix of the baselines nothing is shown."


def test_an_edge_of_its_own_is_called_so() -> None:
    found = attribution(noise(4) + 0.0005, {"long": noise(9), "fade": noise(1)})
    assert found.sentence == "It earns more than any mix of the baselines explains."


def test_a_baseline_that_others_make_up_is_left_out() -> None:
    long = noise(1)
    found = attribution(noise(2), {"flat": np.zeros(COUNT), "long": long, "short": -long - 1e-4})
    assert found.names == ("long",)


@pytest.mark.parametrize("returns", [np.zeros(COUNT), np.array([])])
def test_without_returns_there_is_nothing_to_attribute(returns: Floats) -> None:
    found = attribution(returns, {"long": noise(1)[: len(returns)]})
    assert found.added_bps.value is None
    assert found.sentence == ""
