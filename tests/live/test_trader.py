"""The trader's own manners; that it decides as the backtest does is tested under parity, its mishaps under faults."""

import asyncio
import gc
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from support.batch import CALENDAR
from support.bundles import diverged_weights, make_contract
from support.trading import DAYS, DELAY, Desk, Shelf, hard_lake, hard_raw, replay, stocked, vendor_bars
from usdcop.core.errors import ServerError
from usdcop.core.events import EventId, EventType
from usdcop.core.registry import Alias
from usdcop.core.sessions import BAR
from usdcop.features.spec import FEATURE_NAMES, feature_hash
from usdcop.live.session import BarDone, SessionClosed, SessionOpened
from usdcop.policy.bundle import Bundle

DAY = DAYS[0]
BARS = vendor_bars(hard_raw(), DAY)[:5]
NOW = BARS[-1].time + BAR + DELAY


@pytest.fixture
def desk(postgres: Engine, servers_root: Path) -> Desk:
    return stocked(postgres, servers_root, Alias.CHALLENGER, Alias.SHADOW)


def done(desk: Desk) -> list[BarDone]:
    return [one for one in desk.told if isinstance(one, BarDone)]


def test_every_bar_tells_what_was_done_and_each_role_is_heard(desk: Desk) -> None:
    asyncio.run(replay(desk, DAY, BARS))
    assert [one.slot for one in done(desk)] == [CALENDAR.slot_of(bar.time) for bar in BARS]
    assert not any(one.late for one in done(desk))
    assert all(0 < one.decision_seconds < one.seconds for one in done(desk))
    assert isinstance(desk.told[0], SessionOpened)
    assert isinstance(desk.told[-1], SessionClosed)
    kinds = {kind for kind, _, _ in desk.heard.events}
    aliases = [body["data"]["alias"] for _, body, _ in desk.heard.events]
    assert kinds == {EventType.PREDICTION}
    assert aliases == ["challenger", "shadow"] * len(BARS)
    first = desk.heard.events[0][1]
    assert first["timestamp"] == BARS[0].time.isoformat().replace("+00:00", "Z")
    assert set(first["data"]) == {
        "alias", "model_version", "bundle_hash", "target", "p_short", "p_flat", "p_long", "value", "late"
    }  # fmt: skip


def test_bars_seen_before_change_nothing(desk: Desk) -> None:
    async def twice() -> None:
        trader = desk.trader()
        await trader.on_bars(BARS, NOW)
        await trader.on_bars(BARS, NOW)
        await trader.on_bars([], NOW)

    asyncio.run(twice())
    assert len(done(desk)) == len(BARS)


def test_bars_caught_up_are_late_but_the_newest(desk: Desk) -> None:
    asyncio.run(desk.trader().on_bars(BARS, NOW))
    assert [one.late for one in done(desk)] == [True] * (len(BARS) - 1) + [False]


def test_a_session_begun_after_its_opening_says_so(desk: Desk) -> None:
    async def opened(at: datetime) -> SessionOpened:
        trader = desk.trader()
        await trader.open_session(DAY, at)
        return desk.told[-1]  # type: ignore[return-value]

    with desk.engine.begin() as connection:
        connection.execute(text("TRUNCATE audit_log, assignments"))
    assert asyncio.run(opened(NOW)).late
    again = asyncio.run(opened(NOW))
    assert (again.late, again.assigned) == (False, Alias.CHALLENGER)


@pytest.mark.parametrize("before_the_opening", [True, False])
def test_the_first_role_takes_part_from_the_next_opening_on(
    postgres: Engine, servers_root: Path, before_the_opening: bool
) -> None:
    stock = stocked(postgres, servers_root, Alias.CHALLENGER).shelf
    desk = Desk(postgres, hard_lake(servers_root), Shelf(dict(stock.bundles)))
    early = CALENDAR.opens_at(DAY) - timedelta(minutes=10)

    async def morning() -> None:
        trader = desk.trader()
        await trader.open_session(DAY, early)
        if not before_the_opening:
            await trader.on_bars(BARS[:1], BARS[0].time + BAR)
        desk.shelf.roles.update(stock.roles)
        await trader.open_session(DAY, early if before_the_opening else NOW)
        await trader.on_bars(BARS, NOW)

    asyncio.run(morning())
    assert len(done(desk)) == (len(BARS) if before_the_opening else 0)
    assert (desk.ledger.begun(DAY) is not None) is before_the_opening


def test_a_stream_that_is_away_stops_no_decision(desk: Desk) -> None:
    class Away:
        async def publish(self, *_: object) -> EventId:
            raise ServerError("Redis is away.")

    async def deaf() -> None:
        desk.heard = Away()  # type: ignore[assignment]
        await desk.trader().on_bars(BARS, NOW)

    asyncio.run(deaf())
    assert [one.unpublished for one in done(desk)] == [2] * len(BARS)
    with desk.engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM predictions")).scalar_one() == 2 * len(BARS)


def test_no_garbage_is_collected_inside_a_decision_and_it_is_outside(desk: Desk) -> None:
    collecting: list[bool] = []
    ledger = desk.ledger
    trader = desk.trader()
    settle = ledger.settle

    class Watching:
        def __getattr__(self, name: str) -> object:
            return getattr(ledger, name)

        def settle(self, *arguments: object) -> object:
            collecting.append(gc.isenabled())
            return settle(*arguments)  # type: ignore[arg-type]

    trader._ports = replace(trader._ports, ledger=Watching())  # type: ignore[arg-type]
    asyncio.run(trader.on_bars(BARS, NOW))
    assert collecting == [False] * len(BARS)
    assert gc.isenabled()


def test_a_bar_is_not_dealt_with_before_it_has_closed(desk: Desk) -> None:
    async def early() -> None:
        trader = desk.trader()
        await trader.on_bars(BARS, BARS[-1].time + BAR - timedelta(seconds=1))
        assert len(done(desk)) == len(BARS) - 1
        await trader.on_bars(BARS, BARS[-1].time + BAR)

    asyncio.run(early())
    assert len(done(desk)) == len(BARS)


def test_a_bar_of_an_earlier_session_is_passed_over(desk: Desk) -> None:
    async def mixed() -> None:
        trader = desk.trader()
        await trader.on_bars(BARS, NOW)
        following = vendor_bars(hard_raw(), DAYS[1])[:2]
        await trader.on_bars(following, following[-1].time + BAR)
        await trader.on_bars([*BARS, *following], following[-1].time + BAR)

    asyncio.run(mixed())
    assert [one.day for one in done(desk) if one.day == DAYS[1]] == [DAYS[1]] * 2
    assert [one.day for one in desk.told if isinstance(one, SessionOpened)] == [DAY, DAYS[1]]


def test_a_policy_that_diverges_in_a_session_is_flat_there_and_told_while_it_lasts(desk: Desk) -> None:
    diverged = Bundle.build(
        diverged_weights(len(FEATURE_NAMES)),
        replace(make_contract(len(FEATURE_NAMES)), feature_names=FEATURE_NAMES, feature_hash=feature_hash()),
    )
    desk.shelf.deploy(Alias.CHALLENGER, diverged)

    async def session() -> list[Sequence[str]]:
        trader = desk.trader()
        bars = vendor_bars(hard_raw(), DAY)
        return [
            await trader.on_bars(bars[:number], bar.time + BAR + DELAY) for number, bar in enumerate(bars, 1)
        ]

    told = asyncio.run(session())
    bars = done(desk)
    mute = {one.slot for one in bars if one.outcome.mute}
    assert 0 < len(mute) < len(bars), "some answers are finite, some are not"
    assert any(told)
    assert not all(told)
    for one in bars:
        rulings = {ruling.account: ruling for ruling in one.outcome.rulings}
        if one.slot in mute:
            assert (rulings["challenger"].target, rulings["challenger"].refused) == (0.0, "NOT_FINITE")
        assert "challenger" not in {said.holder.alias for said in one.outcome.said} or one.slot not in mute
