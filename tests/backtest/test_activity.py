"""Counting what a run did."""

import pytest

from support.episodes import make_episodes
from support.policies import Always, Restless
from usdcop.backtest.activity import activity_of, metrics_of
from usdcop.backtest.engine import run
from usdcop.core.accounting import CostModel, Stakes
from usdcop.core.episodes import Episodes


@pytest.fixture(scope="module")
def episodes() -> Episodes:
    return make_episodes(15, seed=4)


def test_holding_one_unit_buys_once_a_session(episodes: Episodes) -> None:
    done = run(episodes, Always("long", 1.0), CostModel(), Stakes())
    counted = activity_of(done, episodes.sessions)
    traded = int((done.positions[:, -1] == 1).sum())
    assert (counted.buys, counted.sells) == (traded, 0)
    assert counted.turnover == 2 * traded
    assert counted.position_sum == counted.exposure_sum == counted.long
    assert counted.cost == pytest.approx(traded * 2 * 3e-4, rel=0.05)


def test_counts_agree_with_the_ledger(episodes: Episodes) -> None:
    done = run(episodes, Restless(), CostModel(), Stakes())
    counted = activity_of(done, episodes.sessions)
    entered_or_changed = [one for one in done.fills if not one.forced]
    assert counted.buys + counted.sells == len(entered_or_changed)
    assert counted.turnover == sum(abs(one.units) for one in done.fills)
    assert counted.decisions == len(done.decisions)


def test_sessions_that_could_not_be_traded_dilute_the_metrics(episodes: Episodes) -> None:
    done = run(episodes, Restless(), CostModel(), Stakes())
    missed = tuple(day.replace(year=day.year - 1) for day in episodes.sessions)
    alone, diluted = metrics_of(done, episodes.sessions), metrics_of(done, missed + episodes.sessions)
    assert diluted.sessions == 2 * alone.sessions
    assert diluted.turnover.value == pytest.approx((alone.turnover.value or 0.0) / 2)
    assert diluted.total_return.value == pytest.approx(alone.total_return.value)
