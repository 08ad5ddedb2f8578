"""Returns by year and month, and over a rolling window."""

from datetime import date

import numpy as np
import pytest

from usdcop.report.periods import months_table, rolling_sharpe

DAYS = (date(2024, 12, 30), date(2025, 1, 2), date(2025, 1, 3), date(2025, 3, 3))
NET = np.array([0.01, 0.002, -0.005, -0.00001])
GROSS = NET + 0.001


def test_each_year_has_its_months_and_its_sum_net_and_gross() -> None:
    rows = months_table(DAYS, NET, GROSS)
    assert [row[0] for row in rows] == ["2024", "gross", "2025", "gross"]
    assert rows[0][12:] == ["+1.00", "+1.00"]
    assert rows[2][1:4] == ["−0.30", "·", "0.00"]
    assert rows[2][13] == "−0.30"
    assert rows[3][1] == "−0.10"


def test_a_month_without_a_session_is_a_dot_and_no_zero() -> None:
    assert months_table(DAYS, NET, GROSS)[0][1] == "·"
    assert months_table((), np.empty(0), np.empty(0)) == []


def test_the_rolling_sharpe_ends_with_each_session_and_is_that_of_its_window() -> None:
    returns = np.random.default_rng(5).standard_normal(100) * 0.01 + 0.001
    rolling = rolling_sharpe(returns, 60)
    assert len(rolling) == 41
    last = returns[-60:]
    assert rolling[-1] == pytest.approx(np.sqrt(252) * last.mean() / last.std(ddof=1))


def test_a_window_in_which_nothing_varies_has_none_and_fewer_sessions_have_no_window() -> None:
    assert np.isnan(rolling_sharpe(np.zeros(61), 60)).all()
    assert len(rolling_sharpe(np.zeros(59), 60)) == 0
