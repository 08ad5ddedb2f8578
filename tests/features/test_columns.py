import numpy as np
import pytest

from usdcop.features.columns import LOOKBACK_BARS, WINDOWS, Columns, Inputs
from usdcop.features.windows import Floats

CLOSE = np.array([4000.0, 4004.0, 4002.0, 4010.0, 4008.0, 4012.0, 4011.0])


def columns(close: Floats = CLOSE, opens: int = 3) -> Columns:
    """Two sessions of bars; the second begins at the bar ``opens``."""
    bars = np.arange(close.size)
    position = np.where(bars < opens, bars, bars - opens)
    inputs = Inputs({"close": close, "rsi": 2 * close}, bars, position, np.log(close), np.log(close), 0)
    return Columns(inputs, 60)


def test_a_return_never_crosses_the_night_and_a_move_does() -> None:
    found = columns()
    moves = 1e4 * np.diff(np.log(CLOSE))
    assert np.isnan(found.moved(1)[0])
    assert found.moved(1)[1:].tolist() == pytest.approx(moves)
    assert found.returns[[0, 3]].tolist() == [0.0, 0.0]
    assert found.returns[[1, 2, 4, 5, 6]].tolist() == pytest.approx(moves[[0, 1, 3, 4, 5]])


def test_a_move_over_more_bars_than_there_are_is_unknown() -> None:
    assert np.isnan(columns().moved(20)).all()


def test_windows_are_half_an_hour_one_hour_and_two() -> None:
    assert (WINDOWS, LOOKBACK_BARS) == ((6, 12, 24), 25)


def test_what_features_share_is_by_the_width_of_its_window() -> None:
    found = columns()
    for shared in (found.sums, found.lows, found.highs, found.moves, found.squares):
        assert set(shared) == set(WINDOWS)
    assert found.sums[6][-1] == sum(CLOSE[-6:])
    assert (found.lows[6][-1], found.highs[6][-1]) == (np.log(4002.0), np.log(4012.0))
    assert found.moves[6][-1] == pytest.approx(sum(found.returns[-6:]))
    assert found.squares[6][-1] == pytest.approx(sum(found.returns[-6:] ** 2))
    assert np.isnan(found.sums[12]).all()


def test_prices_and_indicators_are_found_by_name() -> None:
    np.testing.assert_array_equal(columns()["rsi"], 2 * CLOSE)


def test_the_lookback_holds_the_widest_window_of_returns() -> None:
    assert max(WINDOWS) + 1 == LOOKBACK_BARS
