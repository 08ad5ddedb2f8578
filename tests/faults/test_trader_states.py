"""What the trader does when not all is well: halts, limits, roles that fail or change, sessions left open."""

import asyncio
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, text

from support.batch import CALENDAR
from support.trading import (
    DAYS,
    DELAY,
    Desk,
    backtested,
    episodes_in,
    hard_raw,
    replay,
    restless,
    stocked,
    vendor_bars,
)
from usdcop.core.bars import VendorBar
from usdcop.core.ledger import decision_hash
from usdcop.core.policy_book import NO_LATER_BAR
from usdcop.core.registry import Alias
from usdcop.core.risk import RiskLimits
from usdcop.core.sessions import BAR
from usdcop.core.trading import TradingState
from usdcop.core.units import Cop
from usdcop.live.session import SessionClosed, SessionOpened
from usdcop.live.trader import PolicyTrader
from usdcop.main.serve.trader import stored_bars
from usdcop.policy.bundle import Bundle

DAY = DAYS[0]
BARS = vendor_bars(hard_raw(), DAY)[:24]
HALF = 12
TURN = (BARS[HALF].time - CALENDAR.opens_at(DAY)) // BAR
"""Slot of the first bar after something happened in the middle."""


@pytest.fixture
def desk(postgres: Engine, servers_root: Path) -> Desk:
    return stocked(postgres, servers_root, Alias.CHALLENGER)


def rows(desk: Desk, account: str = "challenger") -> list[Any]:
    with desk.engine.connect() as connection:
        return list(
            connection.execute(
                text("SELECT * FROM decisions WHERE account = :account ORDER BY session, slot"),
                {"account": account},
            )
        )


def after(number: int) -> datetime:
    return BARS[number - 1].time + BAR + DELAY


async def with_a_turn(desk: Desk, turn: Callable[[], object]) -> None:
    """A session of which ``turn`` happens in the middle."""
    trader = desk.trader()
    await trader.on_bars(BARS[:HALF], after(HALF))
    turn()
    for number in range(HALF + 1, len(BARS) + 1):
        await trader.on_bars(BARS[:number], after(number))
    await trader.close_session(DAY, CALENDAR.closes_at(DAY))


def raised(bar: VendorBar) -> VendorBar:
    """The bar 60 bps higher: as believable, and another future."""
    by = Decimal("1.006")
    return VendorBar(bar.time, bar.open * by, bar.high * by, bar.low * by, bar.close * by, volume=None)


def working(desk: Desk) -> int:
    with desk.engine.connect() as connection:
        return int(
            connection.execute(text("SELECT count(*) FROM orders WHERE status = 'working'")).scalar_one()
        )


@pytest.mark.parametrize("state", [TradingState.HALTED, TradingState.REDUCE_ONLY])
def test_a_changed_state_lets_no_position_grow(desk: Desk, state: TradingState) -> None:
    """HALTED: the policy is silent, what it holds is kept to the close. REDUCE_ONLY: nearer to flat, or nothing."""
    turned = BARS[HALF].time
    asyncio.run(with_a_turn(desk, lambda: desk.state.change(state, "test", "drill", turned)))
    later = [row for row in rows(desk) if row.slot >= TURN and row.refused != NO_LATER_BAR]
    assert len(later) > 8
    assert all(abs(row.target) <= abs(row.held) and row.target * row.held >= 0 for row in later)
    assert {row.refused for row in later} <= {state.value, None}
    fills = desk.ledger.ledger_of(DAY, "challenger")[1]
    late = [fill for fill in fills if fill.slot >= TURN]
    if state is TradingState.HALTED:
        assert all(row.refused == "HALTED" for row in later)
        assert all(fill.forced for fill in late)
    assert sum(fill.units for fill in fills) == 0.0
    assert working(desk) == 0


def test_without_a_trading_state_nothing_is_traded(desk: Desk) -> None:
    with desk.engine.begin() as connection:
        connection.execute(text("DELETE FROM trading_state"))
    asyncio.run(replay(desk, DAY, BARS[:6]))
    assert {row.refused for row in rows(desk)} == {"STATE_UNKNOWN", NO_LATER_BAR}
    assert desk.ledger.ledger_of(DAY, "challenger")[1] == []


def test_a_daily_loss_at_its_limit_lets_an_account_only_reduce(desk: Desk) -> None:
    desk.limits = RiskLimits(daily_loss=Cop(1.0))
    asyncio.run(replay(desk, DAY, BARS))
    refused = [row for row in rows(desk) if row.refused == "DAILY_LOSS"]
    assert refused
    assert all(row.target == row.held != row.wanted for row in refused)


def test_a_role_that_fails_is_silent_and_the_others_go_on(postgres: Engine, servers_root: Path) -> None:
    desk = stocked(postgres, servers_root, Alias.CHAMPION, Alias.CHALLENGER)
    champion = desk.shelf.roles[Alias.CHAMPION]
    desk.shelf.bundles[champion.bundle_hash] = b"no bundle"
    asyncio.run(replay(desk, DAY, BARS[:6]))
    opened = next(one for one in desk.told if isinstance(one, SessionOpened))
    assert "damaged" in opened.silent[Alias.CHAMPION]
    assert opened.assigned is Alias.CHALLENGER
    assert rows(desk, "champion") == []
    assert len(rows(desk, "challenger")) == len(rows(desk, "main")) == 6


def test_roles_stay_as_they_were_at_the_beginning_also_after_a_restart(desk: Desk) -> None:
    first = desk.shelf.roles[Alias.CHALLENGER].bundle_hash
    asyncio.run(replay(desk, DAY, BARS[:3], None))
    second = restless(episodes_in(desk.lake), 77)

    async def next_day() -> None:
        trader = desk.trader()
        bars = vendor_bars(hard_raw(), DAYS[1])[:6]
        await trader.on_bars(bars[:2], bars[1].time + BAR)
        desk.shelf.deploy(Alias.CHALLENGER, second, version=2)
        await trader.on_bars(bars[:4], bars[3].time + BAR)
        await desk.trader().on_bars(bars, bars[5].time + BAR)

    asyncio.run(next_day())
    assert {row.bundle_hash for row in rows(desk)} == {first}
    asyncio.run(replay(desk, DAYS[2], vendor_bars(hard_raw(), DAYS[2])[:4]))
    assert {row.bundle_hash for row in rows(desk) if row.session == DAYS[2]} == {second.digest}


def test_a_session_left_open_is_completed_when_the_next_one_begins(desk: Desk) -> None:
    """The process was gone from the 12th bar to the next morning: the rest is caught up from L1, late, and closed."""
    asyncio.run(desk.trader().on_bars(BARS[:HALF], after(HALF)))
    following = vendor_bars(hard_raw(), DAYS[1])[:2]
    asyncio.run(desk.trader().on_bars(following, following[-1].time + BAR))
    bundle = Bundle.load(desk.shelf.load(desk.shelf.roles[Alias.CHALLENGER].bundle_hash))
    assert desk.hash_of(DAY, "challenger") == backtested(desk.lake, bundle, DAY).decision_hash
    own = [row for row in rows(desk) if row.session == DAY]
    assert {row.late for row in own if row.slot > HALF + 1} == {True}
    assert desk.ledger.unfinished(DAYS[1]) == []


def test_a_session_whose_bars_are_not_stored_stays_open_and_says_so(desk: Desk) -> None:
    """Closing without any bar known, while a position is held, would invent a price."""
    asyncio.run(desk.trader().on_bars(BARS[:HALF], after(HALF)))
    held = rows(desk)[-2].target
    assert held != 0

    async def close_blind() -> None:
        trader = desk.trader()
        trader._ports = replace(trader._ports, stored=lambda _: stored_bars(desk.lake, date(1999, 1, 4)))
        await trader.close_session(DAY, CALENDAR.closes_at(DAY))

    asyncio.run(close_blind())
    closed = [one for one in desk.told if isinstance(one, SessionClosed)]
    assert "no bar of it is known" in closed[-1].why_not
    assert desk.ledger.unfinished(DAYS[1]) == [DAY]


def test_closing_again_and_bars_after_the_close_change_nothing(desk: Desk) -> None:
    asyncio.run(replay(desk, DAY, BARS))
    before = decision_hash(*desk.ledger.ledger_of(DAY, "challenger"))

    async def again() -> None:
        trader = desk.trader()
        await trader.close_session(DAY, CALENDAR.closes_at(DAY))
        await trader.on_bars(vendor_bars(hard_raw(), DAY), CALENDAR.closes_at(DAY) + timedelta(minutes=1))

    asyncio.run(again())
    assert decision_hash(*desk.ledger.ledger_of(DAY, "challenger")) == before


def test_the_trail_seals_a_session_with_the_hash_of_each_account(desk: Desk) -> None:
    asyncio.run(replay(desk, DAY, BARS[:8]))
    with desk.engine.connect() as connection:
        records = connection.execute(
            text("SELECT record FROM audit_log WHERE subject = :subject ORDER BY seq"),
            {"subject": f"session:USDCOP:{DAY}"},
        ).scalars()
        logged, sealed = (json.loads(record) for record in records)
    assert logged["action"] == "assignment.logged"
    assert logged["detail"]["late"] is False
    assert sealed["detail"]["decision_hashes"]["main"] == desk.hash_of(DAY, "main")


def test_a_future_that_is_otherwise_changes_no_decision(desk: Desk, postgres: Engine) -> None:
    """P3, also for bars that are caught up: what comes later is known, and must not matter."""
    changed = [*BARS[:HALF], *(raised(bar) for bar in BARS[HALF:])]
    asyncio.run(desk.trader().on_bars(BARS, after(len(BARS))))
    plain = [(row.slot, row.wanted, row.target) for row in rows(desk) if row.slot < TURN - 1]
    with postgres.begin() as connection:
        connection.execute(text("TRUNCATE decisions, fills, orders, outbox, assignments, audit_log"))
    asyncio.run(desk.trader().on_bars(changed, after(len(BARS))))
    assert [(row.slot, row.wanted, row.target) for row in rows(desk) if row.slot < TURN - 1] == plain


def test_a_bar_that_comes_after_newer_decisions_decides_and_fills_nothing(desk: Desk) -> None:
    """It is seen from then on, as layer L1 sees it; what was decided without it stands."""
    without = [*BARS[:5], *BARS[6:9]]

    async def belated(trader: PolicyTrader) -> None:
        await trader.on_bars(without, after(9))
        before = [tuple(row) for row in rows(desk)]
        await trader.on_bars(BARS[:9], after(9))
        await desk.trader().on_bars(BARS[:9], after(9))
        assert [tuple(row) for row in rows(desk)] == before

    asyncio.run(belated(desk.trader()))
    assert (BARS[5].time - CALENDAR.opens_at(DAY)) // BAR not in {row.slot for row in rows(desk)}


def test_a_revision_changes_no_decision_and_no_fill(desk: Desk) -> None:
    async def revised(trader: PolicyTrader) -> None:
        await trader.on_bars(BARS[:9], after(9))
        before = desk.ledger.ledger_of(DAY, "challenger")
        await trader.on_bars([*BARS[:7], raised(BARS[7]), BARS[8]], after(9))
        assert desk.ledger.ledger_of(DAY, "challenger") == before

    asyncio.run(revised(desk.trader()))
