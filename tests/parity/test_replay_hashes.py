"""P4: a session replayed bar by bar through the trader gives the decisions and fills of the backtest."""

import asyncio
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from support.batch import CALENDAR, COSTS, MARKET
from support.trading import (
    DAYS,
    Desk,
    backtested,
    hard_raw,
    replay,
    stocked,
    vendor_bars,
)
from usdcop.core.accounting import Stakes
from usdcop.core.layers import Layer, quarter_start
from usdcop.core.registry import Alias
from usdcop.features.spec import FEATURE_NAMES
from usdcop.live.session import SessionOpened
from usdcop.pipeline.l4_rlready import episodes_of
from usdcop.pipeline.l5_serve import Deployed, asking, predictions
from usdcop.policy.bundle import Bundle

RAW = hard_raw()
STOP = 0.006
"""Reached by a restless bundle in the course of most sessions, by its costs."""


@pytest.fixture
def desk(postgres: Engine, servers_root: Path) -> Desk:
    return stocked(postgres, servers_root, *Alias)


def test_the_sessions_have_what_makes_this_hard(desk: Desk) -> None:
    bars = desk.lake.read(Layer.L1, [DAYS[-1]])
    assert bars is not None
    assert bars["suspect"].any()
    assert bars["doubtful"].any()
    assert bars.height < len(vendor_bars(RAW, DAYS[-1])) - 1
    assert quarter_start(DAYS[1]) > DAYS[0]


@pytest.mark.parametrize(("days", "restart_every"), [(DAYS, None), (DAYS, 23), (DAYS[-1:], 7)])
def test_decisions_and_fills_are_those_of_the_backtest(
    desk: Desk, days: tuple[date, ...], restart_every: int | None
) -> None:
    for day in days:
        asyncio.run(replay(desk, day, vendor_bars(RAW, day), restart_every))
        for alias in (Alias.CHAMPION, Alias.CHALLENGER):
            bundle = Bundle.load(desk.shelf.load(desk.shelf.roles[alias].bundle_hash))
            expected = backtested(desk.lake, bundle, day)
            decisions, fills = desk.ledger.ledger_of(day, alias.value)
            assert decisions == expected.decisions
            assert fills == expected.fills
            assert len(fills) > 5
            assert desk.hash_of(day, alias.value) == expected.decision_hash
        opened = next(one for one in desk.told if isinstance(one, SessionOpened) and one.day == day)
        assert opened.assigned is not None
        assert desk.hash_of(day, "main") == desk.hash_of(day, opened.assigned.value)


@pytest.mark.parametrize(
    ("days", "restart_every", "stops"), [(DAYS, None, 4), (DAYS, 23, 4), (DAYS[:1], 5, 1)]
)
def test_a_session_stop_acts_as_in_the_backtest(
    desk: Desk, days: tuple[date, ...], restart_every: int | None, stops: int
) -> None:
    """Stopped in the middle, with a new trader before and after it; L5 says what the roles said."""
    desk.shelf.stop_at(STOP)
    stopped = 0
    for day in days:
        asyncio.run(replay(desk, day, vendor_bars(RAW, day), restart_every))
        for alias in (Alias.CHAMPION, Alias.CHALLENGER):
            bundle = Bundle.load(desk.shelf.load(desk.shelf.roles[alias].bundle_hash))
            expected = backtested(desk.lake, bundle, day, STOP)
            assert desk.ledger.ledger_of(day, alias.value) == (expected.decisions, expected.fills)
            assert desk.hash_of(day, alias.value) == expected.decision_hash
            free = backtested(desk.lake, bundle, day)
            if expected.decision_hash != free.decision_hash:
                stopped += 1
                assert reasons(desk, day, alias)["SESSION_STOP"] > 5
        assert len(spoken(desk, day)) > 120
        assert spoken(desk, day) == served(desk, day)
    assert stopped >= stops


def reasons(desk: Desk, day: date, alias: Alias) -> Counter[str | None]:
    """Why wishes were refused, and how often."""
    query = text("SELECT refused FROM decisions WHERE session = :day AND account = :account")
    with desk.engine.connect() as connection:
        return Counter(connection.execute(query, {"day": day, "account": alias.value}).scalars())


def spoken(desk: Desk, day: date) -> list[tuple[object, ...]]:
    """What every role said on ``day``, as the trader stored it."""
    columns = "time, alias, target, p_short, p_flat, p_long, value"
    query = text(
        f"SELECT {columns} FROM predictions WHERE time BETWEEN :first AND :last ORDER BY time, alias"
    )
    span = {"first": CALENDAR.opens_at(day), "last": CALENDAR.closes_at(day)}
    with desk.engine.connect() as connection:
        return [tuple(row) for row in connection.execute(query, span)]


def served(desk: Desk, day: date) -> list[tuple[object, ...]]:
    """The same as layer L5 reckons it afterwards."""
    frame = desk.lake.read(Layer.L4, [day])
    assert frame is not None
    episodes = episodes_of(asking(frame, CALENDAR.hours.slots), FEATURE_NAMES, CALENDAR.hours.slots)
    roles = [
        Deployed(alias.value, 1, Bundle.load(desk.shelf.load(one.bundle_hash)), one.stop)
        for alias, one in desk.shelf.roles.items()
    ]
    said = predictions(roles, episodes, MARKET, "replay", COSTS, Stakes())
    return said.select("time", "alias", "target", "p_short", "p_flat", "p_long", "value").rows()
