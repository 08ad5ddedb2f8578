"""Warnings refuse nothing; they are made where the evidence is."""

import numpy as np

from usdcop.core.episodes import Floats
from usdcop.court.warnings import Warned, warnings_of


def returns(sharpe: float, count: int = 260, seed: int = 2) -> Floats:
    noise = np.random.default_rng(seed).standard_normal(count)
    found: Floats = 0.001 * ((noise - noise.mean()) / noise.std(ddof=1) + sharpe / np.sqrt(252))
    return found


def codes(test: Floats, train: Floats, late: Floats, *, edge: bool = True) -> list[str]:
    return [note.code for note in warnings_of(Warned(test, train, late, edge, 0.03))]


def test_a_surer_fit_is_not_called_overfitted() -> None:
    """Equal Sharpe ratios of 8 on both sides were refused by the gap of Sortino ratios nine times of ten."""
    assert codes(returns(8.0), returns(8.0, 930, 3), returns(8.0)) == []


def test_a_test_clearly_below_half_of_training_is() -> None:
    assert codes(returns(0.5), returns(8.0, 930, 3), returns(8.0)) == ["overfitted"]
    assert codes(returns(0.5), returns(1.5, 930, 3), returns(8.0)) == []


def test_an_edge_that_is_gone_a_bar_later_is_told() -> None:
    assert codes(returns(4.0), returns(4.0), returns(0.2)) == ["one_bar_edge"]
    assert codes(returns(4.0), returns(4.0), returns(0.2), edge=False) == []


def test_what_never_trades_is_warned_of_nothing() -> None:
    flat = np.zeros(260)
    assert codes(flat, flat, flat, edge=False) == []
