from datetime import date

import numpy as np
import pytest

from support.episodes import make_episodes
from support.policies import classics
from usdcop.backtest.activity import activity_of, metrics_of
from usdcop.backtest.breakdown import trade_bps
from usdcop.backtest.engine import Backtest, run
from usdcop.core.accounting import CostModel, Stakes
from usdcop.core.record import Record
from usdcop.core.units import Price


def _record(done: Backtest, expected: tuple[date, ...]) -> Record:
    prices = map(Price, done.episodes.first_close.tolist())
    firsts = dict(zip(done.episodes.sessions, prices, strict=True))
    return Record(done.name, expected, firsts, tuple(done.decisions), tuple(done.fills), done.stakes.notional)


@pytest.fixture
def done() -> Backtest:
    policy = list(classics())[-1]
    return run(make_episodes(30, seed=4), policy, CostModel(), Stakes())


def test_a_record_has_the_figures_of_the_backtest_it_was_made_from(done: Backtest) -> None:
    expected = (*done.episodes.sessions, date(2030, 1, 2))
    record = _record(done, expected)
    assert len(record.trades) > 10
    assert record.trades == tuple(done.trades)
    np.testing.assert_allclose(record.returns, done.returns(expected), atol=1e-12)
    np.testing.assert_allclose(record.trade_bps, trade_bps(done))
    assert record.activity == activity_of(done, expected)
    ours, theirs = record.metrics, metrics_of(done, expected)
    assert (ours.trades, ours.sessions) == (theirs.trades, theirs.sessions)
    assert ours.action_balance == theirs.action_balance
    assert ours.sharpe.value == pytest.approx(theirs.sharpe.value)
    assert ours.spread_paid.value == pytest.approx(theirs.spread_paid.value)


def test_a_part_keeps_its_sessions_and_costs_can_be_multiplied(done: Backtest) -> None:
    days = done.episodes.sessions
    part = _record(done, days).between(days[5], days[9])
    assert part.expected == days[5:10]
    assert {fill.session for fill in part.fills} <= set(days[5:10])
    np.testing.assert_allclose(part.returns, done.returns(days)[5:10], atol=1e-12)
    twice = part.at_costs(2.0)
    again = done.at_costs(CostModel().times(2.0))
    np.testing.assert_allclose(twice.returns, again.returns(days)[5:10], atol=1e-12)
    assert twice.activity.cost == pytest.approx(2 * part.activity.cost)


def test_nothing_done_is_nothing_earned() -> None:
    record = Record("idle", (date(2025, 1, 2), date(2025, 1, 3)), {}, (), (), Stakes().notional)
    assert record.returns.tolist() == [0.0, 0.0]
    assert record.metrics.sharpe.value is None
    assert record.trades == ()
