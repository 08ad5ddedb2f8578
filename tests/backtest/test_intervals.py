"""Intervals of the metrics."""

import numpy as np
import pytest

from support.policies import Always, Follow
from usdcop.backtest.activity import metrics_of
from usdcop.backtest.engine import run
from usdcop.backtest.intervals import intervals_of
from usdcop.backtest.statistics import BootstrapSettings
from usdcop.core.accounting import CostModel, Stakes
from usdcop.core.episodes import Episodes

QUICK = BootstrapSettings(resamples=400)


def test_each_interval_lies_around_its_metric(planted: Episodes) -> None:
    done = run(planted, Always("long", 1.0), CostModel(), Stakes())
    measured = metrics_of(done, planted.sessions)
    intervals = intervals_of(done, planted.sessions, QUICK)
    for name in ("mean_session_bps", "sharpe", "sortino", "cagr", "profit_factor", "win_rate"):
        low, high = intervals[name].low.value, intervals[name].high.value
        value = getattr(measured, name).value
        assert low is not None
        assert high is not None
        assert low < value < high, name


def test_without_trades_ratios_have_no_interval(planted: Episodes) -> None:
    done = run(planted, Always("flat", 0.0), CostModel(), Stakes())
    intervals = intervals_of(done, planted.sessions, QUICK)
    assert intervals["mean_session_bps"].low.value == intervals["max_drawdown"].high.value == 0.0
    for name in ("sharpe", "sortino", "calmar", "profit_factor", "win_rate"):
        assert intervals[name].low.value is None


@pytest.mark.parametrize("count", [0, 1])
def test_one_session_is_too_few(planted: Episodes, count: int) -> None:
    few = planted.take(np.arange(count))
    done = run(few, Follow(6e-4), CostModel(), Stakes())
    intervals = intervals_of(done, few.sessions, QUICK)
    assert {interval.low.reason for interval in intervals.values()} == {"fewer than two sessions"}
