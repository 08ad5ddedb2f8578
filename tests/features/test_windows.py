from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from usdcop.features.windows import Floats, lagged, maxima, minima, sums

Windows = Callable[[Floats, tuple[int, ...]], dict[int, Floats]]
Plain = Callable[[Floats], float]

values = st.lists(st.floats(-1e3, 1e3), min_size=1, max_size=90).map(np.array)


def test_a_lag_shifts_and_leaves_nan_where_nothing_is_known() -> None:
    assert lagged(np.array([1.0, 2.0, 3.0]), 1).tolist()[1:] == [1.0, 2.0]
    assert np.isnan(lagged(np.array([1.0, 2.0, 3.0]), 1)[0])
    assert lagged(np.array([1.0, 2.0]), 0).tolist() == [1.0, 2.0]
    assert np.isnan(lagged(np.array([1.0, 2.0]), 5)).all()


def test_windows_of_a_hand_made_row() -> None:
    row = np.array([3.0, 1.0, 2.0, 5.0, 4.0])
    assert sums(row, (3,))[3][2:].tolist() == [6.0, 8.0, 11.0]
    assert minima(row, (3,))[3][2:].tolist() == [1.0, 1.0, 2.0]
    assert maxima(row, (3,))[3][2:].tolist() == [3.0, 5.0, 5.0]


@pytest.mark.parametrize(("windows", "plain"), [(sums, np.sum), (minima, np.min), (maxima, np.max)])
@given(row=values, width=st.integers(1, 30))
def test_windows_equal_a_plain_loop(windows: Windows, plain: Plain, row: Floats, width: int) -> None:
    found = windows(row, (width, 1))[width]
    assert np.isnan(found[: width - 1]).all()
    expected = [plain(row[i - width + 1 : i + 1]) for i in range(width - 1, row.size)]
    np.testing.assert_allclose(found[width - 1 :], expected, rtol=1e-12, atol=1e-9)


@pytest.mark.parametrize("windows", [sums, minima, maxima])
@given(row=values, start=st.integers(0, 40), width=st.integers(1, 25))
def test_a_window_has_the_same_bits_wherever_the_array_begins(
    windows: Windows, row: Floats, start: int, width: int
) -> None:
    whole = windows(row, (width,))[width]
    cut = windows(row[start:], (width,))[width] if start < row.size else np.array([])
    assert whole[start + width - 1 :].tobytes() == cut[width - 1 :].tobytes()
