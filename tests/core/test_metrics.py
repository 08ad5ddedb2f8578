"""Metrics by hand and by property; null with a reason where there is nothing to know."""

import math
from datetime import UTC, date, datetime

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from usdcop.core import metrics
from usdcop.core.episodes import Floats
from usdcop.core.ledger import Trade
from usdcop.core.metrics import Activity, Metric, measure
from usdcop.core.units import Cop, Price

RETURNS = np.array([0.01, -0.02, 0.03, -0.01])
AT = datetime(2024, 3, 5, 14, 0, tzinfo=UTC)

records = st.lists(st.floats(-0.05, 0.05), min_size=1, max_size=60).map(np.array)


def trade(pnl: float, bars: int = 1) -> Trade:
    return Trade(date(2024, 3, 5), AT, AT, 1, 1 + bars, 1, Price(4000.0), Price(4000.0), Cop(pnl), Cop(1.0))


def value(metric: Metric) -> float:
    assert metric.value is not None, metric.reason
    return metric.value


def test_ratios_by_hand() -> None:
    """Mean 0.0025, standard deviation 0.0221736, downside √(0.0005/4) = 0.01118034."""
    assert value(metrics.sharpe(RETURNS)) == pytest.approx(math.sqrt(252) * 0.0025 / 0.022173558, rel=1e-6)
    assert value(metrics.sortino(RETURNS)) == pytest.approx(math.sqrt(252) * 0.0025 / 0.011180340, rel=1e-6)
    assert value(metrics.volatility(RETURNS)) == pytest.approx(math.sqrt(252) * 0.022173558, rel=1e-6)


def test_drawdown_by_hand_on_additive_equity() -> None:
    np.testing.assert_allclose(metrics.equity(RETURNS), [1.01, 0.99, 1.02, 1.01])
    np.testing.assert_allclose(metrics.drawdowns(RETURNS), [0.0, 0.02, 0.0, 0.01], atol=1e-15)
    assert value(metrics.max_drawdown(RETURNS)) == pytest.approx(0.02)
    assert value(metrics.current_drawdown(RETURNS)) == pytest.approx(0.01)


def test_a_loss_from_the_start_is_a_drawdown() -> None:
    assert value(metrics.max_drawdown(np.array([-0.03, 0.01]))) == pytest.approx(0.03)


def test_growth_by_hand() -> None:
    assert value(metrics.cagr(np.full(126, 0.1 / 126))) == pytest.approx(1.1**2 - 1)
    assert value(metrics.calmar(RETURNS)) == pytest.approx((1.01**63 - 1) / 0.02)


def test_tail_by_hand() -> None:
    returns = np.arange(-50, 51) / 1000.0
    assert value(metrics.value_at_risk(returns, 0.95)) == pytest.approx(0.045)
    assert value(metrics.expected_shortfall(returns, 0.95)) == pytest.approx(0.0475)


def test_trades_by_hand() -> None:
    done = [trade(30.0, 2), trade(-10.0, 4), trade(0.0, 6)]
    assert value(metrics.profit_factor(done)) == 3.0
    assert value(metrics.win_rate(done)) == pytest.approx(1 / 3)
    assert value(metrics.average_holding(done)) == 4.0


@pytest.mark.parametrize(
    ("metric", "reason"),
    [
        (metrics.sharpe(np.zeros(10)), "do not vary"),
        (metrics.sharpe(np.full(9, 0.001)), "do not vary"),
        (metrics.sharpe(np.array([0.1])), "fewer than two"),
        (metrics.sortino(np.array([0.1, 0.2])), "no losing session"),
        (metrics.sortino(np.array([])), "no session"),
        (metrics.calmar(np.array([0.1, 0.2])), "no drawdown"),
        (metrics.calmar(np.array([])), "no session"),
        (metrics.cagr(np.array([-0.6, -0.6])), "capital was lost"),
        (metrics.cagr(np.array([9e9])), "too few sessions"),
        (metrics.volatility(np.array([0.1])), "fewer than two"),
        (metrics.max_drawdown(np.array([])), "no session"),
        (metrics.current_drawdown(np.array([])), "no session"),
        (metrics.value_at_risk(np.zeros(99), 0.99), "fewer than 100"),
        (metrics.expected_shortfall(np.zeros(19), 0.95), "fewer than 20"),
        (metrics.profit_factor([]), "no trade"),
        (metrics.profit_factor([trade(1.0)]), "no losing trade"),
        (metrics.win_rate([]), "no trade"),
        (metrics.average_holding([]), "no trade"),
    ],
)
def test_what_does_not_exist_is_null_with_a_reason(metric: Metric, reason: str) -> None:
    assert metric.value is None
    assert reason in metric.reason
    assert reason in str(metric)


def test_a_metric_is_never_infinite_nor_unknown_without_reason() -> None:
    with pytest.raises(ValueError, match="finite"):
        Metric(math.inf)
    with pytest.raises(ValueError, match="finite"):
        Metric(math.nan)
    with pytest.raises(ValueError, match="reason"):
        Metric(None)


@given(records)
def test_a_drawdown_lies_between_nothing_and_all_losses(returns: Floats) -> None:
    deepest = value(metrics.max_drawdown(returns))
    assert 0.0 <= deepest <= -np.minimum(returns, 0.0).sum() + 1e-12
    assert value(metrics.current_drawdown(returns)) <= deepest
    assert deepest >= -returns.sum() - 1e-12


@given(records, st.floats(0.01, 100.0))
def test_sharpe_and_sortino_do_not_depend_on_leverage(returns: Floats, leverage: float) -> None:
    for ratio in (metrics.sharpe, metrics.sortino):
        plain, levered = ratio(returns), ratio(leverage * returns)
        if plain.value is not None and levered.value is not None:
            assert levered.value == pytest.approx(plain.value, rel=1e-6, abs=1e-9)


@given(records)
def test_mirrored_returns_have_the_opposite_sharpe(returns: Floats) -> None:
    plain, mirrored = metrics.sharpe(returns), metrics.sharpe(-returns)
    assert (plain.value is None) == (mirrored.value is None)
    if plain.value is not None:
        assert value(mirrored) == pytest.approx(-plain.value)


@given(st.lists(st.floats(-0.05, 0.05), min_size=100, max_size=150).map(np.array))
def test_the_tail_is_ordered(returns: Floats) -> None:
    var_95, var_99 = (value(metrics.value_at_risk(returns, level)) for level in (0.95, 0.99))
    short_95, short_99 = (value(metrics.expected_shortfall(returns, level)) for level in (0.95, 0.99))
    assert var_95 <= var_99 + 1e-12
    assert var_95 <= short_95 + 1e-12
    assert short_95 <= short_99 + 1e-12
    assert short_99 <= -returns.min() + 1e-12


def test_shares_of_actions_add_to_one() -> None:
    done = Activity(4, 200, 30, 20, 90, 60, 30.0, 150.0, 80.0, 0.024)
    measured = measure(RETURNS, [trade(1.0), trade(-2.0)], done)
    balance = measured.action_balance
    assert [value(part) for part in (balance.buy, balance.sell, balance.hold)] == [0.15, 0.1, 0.75]
    assert value(measured.exposure) == 0.75
    assert value(measured.mean_position) == 0.15
    assert value(measured.turnover) == 20.0
    assert value(measured.trades_per_episode) == 0.5
    assert value(measured.spread_paid) == 0.024
    assert value(measured.mean_session_bps) == pytest.approx(25.0)
    assert value(measured.total_return) == pytest.approx(0.01)


def test_a_span_without_sessions_is_unknown_throughout() -> None:
    measured = measure(np.array([]), [], Activity(0, 0, 0, 0, 0, 0, 0.0, 0.0, 0.0, 0.0))
    assert measured.total_return.value is None
    assert measured.turnover.value is None
    assert measured.action_balance.hold.reason == "no decision"
