from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usdcop.core.errors import UnknownError
from usdcop.core.ledger import FLAT_UNITS, trades
from usdcop.core.round_trips import ledger_fill, parse_trade_id, round_trips
from usdcop.core.trading import OrderFill
from usdcop.core.units import Cop, Price, Usd

NOTIONAL = Usd(100_000.0)
DAY = date(2024, 7, 9)
AT = datetime(2024, 7, 9, 14, tzinfo=UTC)


def fills_of(*units: float) -> list[OrderFill]:
    return [
        OrderFill(
            id=number + 1,
            order_id=UUID(int=number + 1),
            n=1,
            account="main",
            symbol="USDCOP",
            session=DAY,
            slot=number,
            quantity=Usd(one * NOTIONAL),
            units=one,
            price=Price(4000.0 + number),
            cost=Cop(100.0 * abs(one)),
            forced=False,
            at=AT + number * timedelta(minutes=5),
            recorded_at=AT,
        )
        for number, one in enumerate(units)
    ]


def test_a_trade_has_the_fills_from_its_entry_to_flat_and_a_reversal_belongs_to_two() -> None:
    found = list(round_trips(fills_of(1, -2, 0.5, 0.5, 1), NOTIONAL))
    assert [one.id for one in found] == ["main-1", "main-2", "main-5"]
    assert [[fill.id for fill in one.fills] for one in found] == [[1, 2], [2, 3, 4], [5]]
    assert [one.trade is None for one in found] == [False, False, True]
    long, short = found[0].trade, found[1].trade
    assert long is not None
    assert short is not None
    assert long.pnl == pytest.approx(100_000 * 1 - 100 - 100)
    assert short.pnl == pytest.approx(-100_000 * (4002.5 - 4001) - 100 - 100)
    assert found[1].last.id == 4


def test_dust_opens_nothing_and_no_fills_make_no_trade() -> None:
    dust = FLAT_UNITS / 2
    assert list(round_trips([], NOTIONAL)) == []
    assert list(round_trips(fills_of(dust), NOTIONAL)) == []
    found = list(round_trips(fills_of(dust, 1, -1), NOTIONAL))
    assert [[fill.id for fill in one.fills] for one in found] == [[2, 3]]


@given(st.lists(st.sampled_from([-2.0, -1.0, -0.3, 0.1, 0.3, 1.0, 2.0]), max_size=30))
def test_trades_are_the_ledgers_own_and_names_are_unique(units: list[float]) -> None:
    fills = fills_of(*units)
    found = list(round_trips(fills, NOTIONAL))
    told = [one.trade for one in found if one.trade is not None]
    assert told == list(trades([ledger_fill(one) for one in fills], NOTIONAL))
    assert len({one.id for one in found}) == len(found)
    assert sum(one.trade is None for one in found[:-1]) == 0
    for one in found:
        assert one.entry is one.fills[0]
        if one.trade is not None:
            assert (one.trade.entered_at, one.trade.left_at) == (one.entry.at, one.last.at)


def test_names_are_read_back_and_others_are_unknown() -> None:
    assert parse_trade_id("main-12") == ("main", 12)
    assert parse_trade_id("a-b-7") == ("a-b", 7)
    for text in ("", "main", "main-", "-1", "main-0", "main-1.5", "main-²", f"main-{10**30}"):
        with pytest.raises(UnknownError, match="no trade"):
            parse_trade_id(text)
