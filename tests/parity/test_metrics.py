"""Our metrics against the independent library empyrical, where both define the same thing."""

import empyrical  # type: ignore[import-untyped]  # it ships no types
import numpy as np
import pytest
from scipy import stats

from usdcop.backtest.statistics import probabilistic_sharpe
from usdcop.core import metrics
from usdcop.core.episodes import Floats


@pytest.fixture(params=range(5))
def returns(request: pytest.FixtureRequest) -> Floats:
    rng = np.random.default_rng(request.param)
    drawn: Floats = rng.standard_t(4, 300) * 0.004 + 0.0003
    return drawn


def test_sharpe_sortino_and_volatility(returns: Floats) -> None:
    assert metrics.sharpe(returns).value == pytest.approx(empyrical.sharpe_ratio(returns))
    assert metrics.sortino(returns).value == pytest.approx(empyrical.sortino_ratio(returns))
    assert metrics.volatility(returns).value == pytest.approx(empyrical.annual_volatility(returns))


def test_value_at_risk_and_expected_shortfall(returns: Floats) -> None:
    for level in (0.95, 0.99):
        at_risk = metrics.value_at_risk(returns, level).value
        shortfall = metrics.expected_shortfall(returns, level).value
        assert at_risk == pytest.approx(-empyrical.value_at_risk(returns, 1 - level))
        assert shortfall == pytest.approx(-empyrical.conditional_value_at_risk(returns, 1 - level))


def test_growth_and_drawdown_of_the_same_equity(returns: Floats) -> None:
    """empyrical compounds; given the returns on the running equity it sees our additive curve."""
    curve = np.concatenate([[1.0], metrics.equity(returns)])
    compounding = np.diff(curve) / curve[:-1]
    assert metrics.cagr(returns).value == pytest.approx(empyrical.annual_return(compounding))
    peak = np.maximum.accumulate(curve)
    deepest_share = (metrics.drawdowns(returns) / peak[1:]).max()
    assert deepest_share == pytest.approx(-empyrical.max_drawdown(compounding))


def test_the_probabilistic_sharpe_of_normal_returns_is_close_to_a_t_test() -> None:
    returns = np.random.default_rng(3).standard_normal(500) * 0.004 + 0.0002
    chance = probabilistic_sharpe(returns).value
    assert chance == pytest.approx(
        1 - stats.ttest_1samp(returns, 0.0, alternative="greater").pvalue, abs=0.01
    )
