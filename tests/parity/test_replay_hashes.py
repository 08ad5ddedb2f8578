"""P4: a session replayed bar by bar through the trader gives the decisions and fills of the backtest."""

import asyncio
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from support.trading import (
    DAYS,
    Desk,
    backtested,
    hard_raw,
    replay,
    stocked,
    vendor_bars,
)
from usdcop.core.layers import Layer, quarter_start
from usdcop.core.registry import Alias
from usdcop.live.session import SessionOpened
from usdcop.policy.bundle import Bundle

RAW = hard_raw()


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
