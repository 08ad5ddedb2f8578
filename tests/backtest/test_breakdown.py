"""Where the return came from: nothing may get lost in the sums."""

from datetime import time

import numpy as np
import pytest

from support.episodes import make_episodes
from support.policies import Always, Follow
from usdcop.backtest.breakdown import WEEKDAYS, heat_map, replay, trade_bps, trade_distribution
from usdcop.backtest.engine import Backtest, run
from usdcop.core.accounting import CostModel, Stakes
from usdcop.core.episodes import Episodes


@pytest.fixture(scope="module")
def done(planted: Episodes) -> Backtest:
    return run(planted, Follow(6e-4), CostModel(), Stakes())


def test_columns_of_the_heat_map_add_up_to_the_mean_session_of_the_weekday(done: Backtest) -> None:
    heat = heat_map(done, done.episodes.sessions)
    assert heat.bps.shape == (20, 5)
    for column in range(5):
        days = [row for row, day in enumerate(done.episodes.sessions) if day.weekday() == column]
        assert heat.sessions[column] == len(days)
        assert heat.bps[:, column].sum() == pytest.approx(1e4 * done.session_gains[days].mean())


def test_rows_are_named_by_the_first_decision_in_bogota(done: Backtest) -> None:
    starts = heat_map(done, done.episodes.sessions).starts
    assert (starts[0], starts[1], starts[-1]) == (time(8, 5), time(8, 20), time(12, 50))


def test_a_weekday_that_never_came_is_zero() -> None:
    monday = make_episodes(1, seed=1)
    heat = heat_map(run(monday, Always("long", 1.0), CostModel(), Stakes()), monday.sessions)
    assert heat.sessions == (1, 0, 0, 0, 0)
    assert not heat.bps[:, 1:].any()


def test_every_trade_is_counted_once(done: Backtest) -> None:
    spread = trade_distribution(done)
    assert (
        sum(spread.counts)
        == sum(spread.by_hour.values())
        == sum(spread.by_weekday.values())
        == len(done.trades)
    )
    assert set(spread.by_hour) <= {8, 9, 10, 11, 12, 13}
    assert tuple(spread.by_weekday) == WEEKDAYS
    assert len(spread.edges_bps) == len(spread.counts) + 1


def test_winners_stand_right_of_zero(done: Backtest) -> None:
    spread = trade_distribution(done)
    right = sum(count for low, count in zip(spread.edges_bps, spread.counts, strict=False) if low >= 0)
    assert right == sum(trade.pnl >= 0 for trade in done.trades)


def test_no_trades_give_an_empty_histogram(planted: Episodes) -> None:
    idle = run(planted, Always("flat", 0.0), CostModel(), Stakes())
    spread = trade_distribution(idle)
    assert (sum(spread.counts), spread.by_hour, replay(idle)) == (0, {}, ())


def test_a_replayed_trade_can_be_checked_from_its_bars(done: Backtest) -> None:
    """Entry and exit stand at the ends of its closes; direction, prices and costs give the profit."""
    for trade in replay(done):
        assert len(trade.closes) == trade.bars_held + 1
        assert (trade.closes[0], trade.closes[-1]) == (trade.entry, trade.exit)
        side = 1 if trade.direction == "long" else -1
        assert trade.pnl == pytest.approx(side * 100_000 * (trade.exit - trade.entry) - trade.cost, abs=1e-3)
        assert trade.entered_at <= trade.left_at
        assert trade.pnl_usd == pytest.approx(trade.pnl / trade.exit)


def test_trades_add_up_to_the_sessions(done: Backtest) -> None:
    assert trade_bps(done).sum() == pytest.approx(1e4 * done.session_gains.sum())
    assert np.isfinite(trade_bps(done)).all()
