import numpy as np
import pytest

from usdcop.court.power import best_power, findable_sharpe, power, sessions_needed


@pytest.mark.parametrize(("sharpe", "found"), [(2, 0.56), (3, 0.88), (4, 0.98), (5, 0.999)])
def test_a_test_that_knows_the_variance_finds_what_theory_says(sharpe: float, found: float) -> None:
    assert best_power(sharpe, 260, 0.03) == pytest.approx(found, abs=0.006)
    assert found - 0.02 < power(sharpe, 260, 0.03) < best_power(sharpe, 260, 0.03)


def test_power_is_the_share_of_drawn_samples_that_are_found() -> None:
    rng = np.random.default_rng(5)
    sample = rng.standard_normal((20_000, 120)) + 3 / np.sqrt(252)
    t = sample.mean(axis=1) * np.sqrt(120) / sample.std(axis=1, ddof=1)
    assert power(3, 120, 0.01) == pytest.approx((t > 2.3584).mean(), abs=0.01)


def test_the_smallest_findable_sharpe_is_found_in_four_of_five_cases() -> None:
    found = findable_sharpe(260, 0.03)
    assert found is not None
    assert power(found, 260, 0.03) == pytest.approx(0.8, abs=0.001)
    assert findable_sharpe(260, 0.001) > found > findable_sharpe(520, 0.03)  # type: ignore[operator] # both exist
    assert findable_sharpe(1, 0.03) is None


def test_the_sessions_needed_for_what_was_seen() -> None:
    needed = sessions_needed(2.0, 0.03)
    assert needed is not None
    assert power(2.0, needed, 0.03) >= 0.8 > power(2.0, needed - 1, 0.03)
    assert sessions_needed(0.0, 0.03) is sessions_needed(-1.0, 0.03) is None


@pytest.mark.parametrize("sharpe", [1e-300, 1e-9, 1e-6])
def test_next_to_nothing_is_never_found(sharpe: float) -> None:
    """It ended in an error of types, past what 64 bits can count."""
    assert sessions_needed(sharpe, 0.03) is None


def test_nothing_is_found_in_one_session() -> None:
    assert power(10.0, 1, 0.03) == 0.0
