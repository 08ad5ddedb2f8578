import asyncio
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from sqlalchemy import text

from support.homes import settings_of, usdcop
from support.lakes import lake_at
from support.storage import bars_of, write_of
from support.trading import Heard, episodes_in, restless, vendor_bars
from usdcop.adapters.deployed_roles import deployed_roles
from usdcop.adapters.postgres.policy_ledger import PostgresPolicyLedger
from usdcop.adapters.postgres.trading_state import PostgresTradingState
from usdcop.backtest.engine import Backtest, run
from usdcop.core.bars import VendorBar
from usdcop.core.errors import CorruptPartitionError
from usdcop.core.layers import Layer
from usdcop.core.registry import Alias, bundle_key
from usdcop.core.sessions import BAR, MARKETS
from usdcop.features.spec import FEATURE_NAMES
from usdcop.live.session import BarDone, LastClose, SeenBar, SessionOpened, Told
from usdcop.main.jobs.predicting import predict
from usdcop.main.serve.trader import RegisteredBundles, history_before, judge_of, stored_bars, trader_of
from usdcop.main.wiring import System, open_system
from usdcop.pipeline.l4_rlready import episodes_of
from usdcop.policy.bundle import Bundle

MARKET = MARKETS["USDCOP"]
CALENDAR = MARKET.calendar
DAY = date(2024, 4, 2)
OPENS = CALENDAR.opens_at(DAY)
STOP = 0.004
"""So near that a restless bundle reaches it in the course of a session, by its costs."""


def test_the_deployed_bundle_of_a_home_decides_as_in_the_backtest(own_home: Path) -> None:
    told: list[Told] = []
    heard = Heard()
    with open_system(settings_of(own_home), as_service=True) as system:
        day = list(system.lake.days(Layer.L1))[-1]
        PostgresTradingState(system.engine).ensure_active("test", CALENDAR.opens_at(day))
        asyncio.run(_replayed(system, day, told, heard))
        ledger = PostgresPolicyLedger(system.engine, "USDCOP", system.settings.stakes.notional, "replay")
        decisions, fills = ledger.ledger_of(day, "challenger")
        expected = _backtested(system, day)
    opened = told[0]
    assert isinstance(opened, SessionOpened)
    assert [(one.alias, one.version) for one in opened.holders] == [(Alias.CHALLENGER, 1)]
    assert (opened.assigned, opened.silent, opened.late) == (Alias.CHALLENGER, {}, False)
    assert (decisions, fills) == expected
    assert len(decisions) > 40
    assert len(heard.events) == sum(len(one.outcome.said) for one in told if isinstance(one, BarDone))


def test_an_entered_bundle_is_stopped_live_in_the_backtest_and_in_what_is_predicted(
    own_home: Path, tmp_path: Path
) -> None:
    settings, file = settings_of(own_home), tmp_path / "restless.onnx"
    with open_system(settings) as system:
        day = list(system.lake.days(Layer.L1))[-1]
        file.write_bytes(restless(episodes_in(system.lake), 1).data)
    usdcop(own_home, "models", "register", file, "--alias", "challenger")
    with open_system(settings) as system:
        free = _ran(system, day, None)
        digest = deployed_roles(system.addresses.registry)[Alias.CHALLENGER][1]
        with system.engine.begin() as connection:
            connection.execute(_ENTER, {"bundle": digest, "stop": STOP, "at": OPENS})
        stopped = _ran(system, day, STOP)
        predict(system)
        said = system.lake.read(Layer.L5, [day])
    with open_system(settings, as_service=True) as system:
        PostgresTradingState(system.engine).ensure_active("test", CALENDAR.opens_at(day))
        told: list[Told] = []
        asyncio.run(_replayed(system, day, told, Heard()))
        ledger = PostgresPolicyLedger(system.engine, "USDCOP", system.settings.stakes.notional, "replay")
        assert ledger.ledger_of(day, "challenger") == (stopped.decisions, stopped.fills)
        begun = ledger.begun(day)
    assert begun is not None
    assert [one.stop for one in begun.holders] == [STOP]
    assert (free.stop, stopped.stop) == (None, STOP)
    assert stopped.decision_hash != free.decision_hash
    assert said is not None
    heard = [one.target for each in told if isinstance(each, BarDone) for one in each.outcome.said]
    assert heard == said.sort("time")["target"].to_list()


_ENTER = text(
    "INSERT INTO forward_entries (number, symbol, bundle_hash, stop, trained_here, entered_at, actor, at)"
    " VALUES (1, 'USDCOP', :bundle, :stop, true, :at, 'operator', :at)"
)


async def _replayed(system: System, day: date, told: list[Told], heard: Heard) -> None:
    raw = system.lake.read(Layer.L0, [day])
    assert raw is not None
    bars = vendor_bars(raw.sort("time"), day)
    trader = trader_of(system, heard, told.append)
    await trader.open_session(day, CALENDAR.opens_at(day) - timedelta(minutes=10))
    for number, bar in enumerate(bars, 1):
        await trader.on_bars(bars[:number], bar.time + BAR)
    await trader.close_session(day, CALENDAR.closes_at(day))


def _backtested(system: System, day: date) -> tuple[object, object]:
    done = _ran(system, day, None)
    return done.decisions, done.fills


def _ran(system: System, day: date, stop: float | None) -> Backtest:
    store = RegisteredBundles(
        system.addresses.registry, system.objects, system.stops.stops, system.court.demoted
    )
    bundle = Bundle.load(
        store.load(next(one.bundle_hash for one in store.held() if one.alias is Alias.CHALLENGER))
    )
    frame = system.lake.read(Layer.L4, [day])
    assert frame is not None
    episodes = episodes_of(frame, FEATURE_NAMES, CALENDAR.hours.slots)
    return run(episodes, bundle.policy, system.settings.costs, system.settings.stakes, CALENDAR, stop)


def test_a_bundle_whose_file_was_altered_is_refused(own_home: Path) -> None:
    with open_system(settings_of(own_home)) as system:
        store = RegisteredBundles(
            system.addresses.registry, system.objects, system.stops.stops, system.court.demoted
        )
        digest = store.held()[0].bundle_hash
        system.objects.put(bundle_key(digest), b"altered")
        with pytest.raises(CorruptPartitionError, match="was altered"):
            store.load(digest)


def test_history_reaches_from_the_anchor_to_the_day_before(tmp_path: Path) -> None:
    lake = lake_at(tmp_path)
    days = [date(2024, 1, 3), date(2024, 3, 15), date(2024, 4, 1), DAY]
    lake.write(Layer.L1, [write_of(day) for day in days])
    found = history_before(lake, MARKET, DAY)
    assert found.bars["session"].unique().sort().to_list() == days[1:3]
    newest = bars_of(days[2])
    assert found.last == LastClose(newest["close"][-1], newest["time"][-1])
    assert stored_bars(lake, DAY).close.tolist() == bars_of(DAY)["close"].to_list()


def test_after_a_long_hole_only_the_last_close_is_known(tmp_path: Path) -> None:
    lake = lake_at(tmp_path)
    lake.write(Layer.L1, [write_of(date(2024, 1, 3))])
    found = history_before(lake, MARKET, DAY)
    assert found.bars.is_empty()
    assert found.last is not None
    assert found.last.at == bars_of(date(2024, 1, 3))["time"][-1]
    assert history_before(lake, MARKET, date(2024, 1, 3)).last is None
    assert len(stored_bars(lake, DAY)) == 0


def bar(slot: int, close: float, at: datetime = OPENS) -> SeenBar:
    price = Decimal(str(close))
    return SeenBar(VendorBar(at + slot * BAR, price, price + 1, price - 1, price, volume=None), OPENS)


def test_bars_are_judged_by_the_rules_of_l1() -> None:
    judge = judge_of(MARKET, "L0", "test")
    last = LastClose(4000.0, OPENS - timedelta(days=1))
    seen = [bar(0, 4000), bar(1, 40_000), bar(2, 4100), bar(3, float("nan")), bar(4, 4101)]
    judged = judge(seen, last, OPENS + 5 * BAR)
    assert judged.slot.tolist() == [0, 2, 4]
    assert judged.suspect.tolist() == [False, True, False]
    assert judge(seen, last, OPENS + BAR).slot.tolist() == [0]
    assert len(judge([bar(0, 4000, datetime(2024, 3, 31, 14, tzinfo=UTC))], last, OPENS)) == 0


def test_the_close_before_the_session_is_the_measure_of_its_first_bar() -> None:
    judge = judge_of(MARKET, "L0", "test")
    assert len(judge([bar(0, 6000)], LastClose(4000.0, OPENS - timedelta(days=1)), OPENS + BAR)) == 0
    assert len(judge([bar(0, 6000)], None, OPENS + BAR)) == 1


def test_a_frame_without_rows_has_the_columns_of_l1(tmp_path: Path) -> None:
    assert isinstance(history_before(lake_at(tmp_path), MARKET, DAY).bars, pl.DataFrame)
