import numpy as np
import pytest

from usdcop.simulator.blemishes import frozen, lost

DAYS, SLOTS = 4000, 60


def chance() -> np.random.Generator:
    return np.random.default_rng(5)


def closes() -> np.ndarray[tuple[int, int], np.dtype[np.float64]]:
    steps = chance().standard_normal((DAYS, SLOTS)) / 1000
    return np.asarray(8 + steps.cumsum(axis=1)).reshape(DAYS, SLOTS)


def test_a_frozen_quote_stands_and_then_catches_up() -> None:
    trades = np.ones(DAYS, dtype=np.bool_)
    path = closes()
    shown = frozen(path, trades, chance())
    stands = np.zeros(shown.shape, dtype=np.bool_)
    stands[:, 1:] = shown[:, 1:] == shown[:, :-1]
    assert 0.015 < stands.mean() < 0.06
    np.testing.assert_array_equal(shown[~stands], path[~stands])


def test_a_day_without_trading_has_few_prices() -> None:
    shown = frozen(closes(), np.zeros(DAYS, dtype=np.bool_), chance())
    distinct = [len(np.unique(day)) for day in shown[:200]]
    assert np.mean(distinct) < 0.2 * SLOTS


@pytest.mark.parametrize(
    ("least", "most", "low", "high"),
    [(0, 0, 0.80, 0.85), (1, 3, 0.06, 0.13), (11, 45, 0.025, 0.05), (60, 60, 0, 0.01)],
)
def test_holes_come_in_the_measured_proportions(least: int, most: int, low: float, high: float) -> None:
    missing = lost(np.ones(DAYS, dtype=np.bool_), SLOTS, chance()).sum(axis=1)
    assert low <= ((missing >= least) & (missing <= most)).mean() <= high


def test_single_holes_never_stand_side_by_side() -> None:
    holes = lost(np.ones(DAYS, dtype=np.bool_), SLOTS, chance())
    three = holes[holes.sum(axis=1) == 3]
    blocks = (three[:, 1:] & ~three[:, :-1]).sum(axis=1) + three[:, 0]
    assert len(three) > 20
    assert set(np.unique(blocks)) <= {1, 3}  # three single holes, or one short hole of three
