from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import pytest

from support.orders import AT, SESSION, a_quote, a_request, an_order
from usdcop.core.accounting import CostModel, Stakes
from usdcop.core.matching import Book, Decide, Ended, Filled, Outcome, Triggered
from usdcop.core.risk import RiskLimits
from usdcop.core.sessions import MARKETS
from usdcop.core.trading import LiveQuote, Order, OrderStatus, OrderType, Side, TimeInForce, TradingState
from usdcop.core.units import Cop, Price, Usd
from usdcop.live.broker import (
    NOT_AT_ONCE,
    NOTHING_TO_REDUCE,
    REST_NOT_REDUCING,
    Broker,
    BrokerRules,
    expire,
    match,
    sides,
)

RULES = BrokerRules(MARKETS["USDCOP"], CostModel(), Stakes(), RiskLimits())
NOW = AT + timedelta(seconds=5)
QUOTE = a_quote(NOW)
"""4,000; bid 3,999.5, ask 4,000.5."""
CLOSE = AT.replace(hour=18)

_ids = count()


def working(**fields: object) -> Order:
    return an_order(a_request(f"o{next(_ids)}", **fields))


def book(*orders: Order, position: float = 0.0, **fields: object) -> Book:
    empty = Book("manual", TradingState.ACTIVE, Usd(position), orders, Cop(0.0), doubtful=False)
    return replace(empty, **fields)  # type: ignore[arg-type]


def one(order: Order, quote: LiveQuote = QUOTE, now: datetime = NOW, **fields: object) -> Outcome | None:
    found = match(book(order, **fields), quote, now, RULES)  # type: ignore[arg-type]
    assert len(found) <= 1
    return found[0] if found else None


def price_of(outcome: Outcome | None) -> float | None:
    return outcome.fill.price if isinstance(outcome, Filled) else None


def test_a_purchase_pays_the_ask_and_a_sale_gets_the_bid_and_slippage_is_the_cost() -> None:
    bought = one(working(quantity=Usd(50_000.0)))
    assert isinstance(bought, Filled)
    fill = bought.fill
    assert (fill.price, fill.quantity, fill.units) == (Price(4000.5), Usd(50_000.0), 0.5)
    assert fill.cost == fill.slippage == pytest.approx(50_000 * 4000.5 * 0.5e-4)
    assert fill.in_price == pytest.approx(50_000 * 0.5)
    assert (fill.session, fill.slot, fill.at, fill.n, fill.forced) == (SESSION, 12, NOW, 1, False)
    assert price_of(one(working(side=Side.SELL))) == 3999.5


@pytest.mark.parametrize(
    ("bid", "ask"),
    [(None, None), (3999.5, None), (None, 4000.5), (4001.0, 3999.0), (0.0, 4000.5), (1.0, float("inf"))],
)
def test_without_a_sound_bid_and_ask_the_half_spread_is_added_to_the_price(
    bid: float | None, ask: float | None
) -> None:
    assert list(sides(a_quote(bid=bid, ask=ask), CostModel())) == pytest.approx([3999.0, 4001.0])


@pytest.mark.parametrize(
    ("side", "limit", "expected"),
    [
        (Side.BUY, 4000.5, 4000.5),
        (Side.BUY, 4000.49, None),
        (Side.BUY, 4010.0, 4000.5),
        (Side.SELL, 3999.5, 3999.5),
        (Side.SELL, 3999.51, None),
        (Side.SELL, 3990.0, 3999.5),
    ],
)
def test_a_limit_fills_once_the_opposite_side_reaches_it_at_the_limit_or_better(
    side: Side, limit: float, expected: float | None
) -> None:
    assert price_of(one(working(type=OrderType.LIMIT, side=side, limit_price=Price(limit)))) == expected


@pytest.mark.parametrize(("side", "limit"), [(Side.BUY, 4000.55), (Side.SELL, 3999.45)])
def test_a_limit_order_never_costs_more_than_its_limit_slippage_included(side: Side, limit: float) -> None:
    found = one(working(type=OrderType.LIMIT, side=side, limit_price=Price(limit), quantity=Usd(1_000.0)))
    assert isinstance(found, Filled)
    assert found.fill.cost == pytest.approx(0.05 * 1_000)
    at_the_limit = replace(QUOTE, bid=Price(limit), ask=Price(limit))
    found = one(working(type=OrderType.LIMIT, side=side, limit_price=Price(limit)), at_the_limit)
    assert isinstance(found, Filled)
    assert found.fill.cost == Cop(0.0)


@pytest.mark.parametrize(
    ("side", "stop", "touched"),
    [
        (Side.BUY, 4000.0, True),
        (Side.BUY, 4000.01, False),
        (Side.SELL, 4000.0, True),
        (Side.SELL, 3999.99, False),
    ],
)
def test_a_stop_becomes_a_market_order_when_the_last_price_touches_it(
    side: Side, stop: float, touched: bool
) -> None:
    order = working(type=OrderType.STOP, side=side, stop_price=Price(stop))
    found = match(book(order), QUOTE, NOW, RULES)
    assert [type(outcome) for outcome in found] == ([Triggered, Filled] if touched else [])


def test_a_stop_that_was_touched_stays_a_market_order() -> None:
    order = replace(working(type=OrderType.STOP, stop_price=Price(5000.0)), triggered_at=AT)
    assert price_of(one(order)) == 4000.5


def test_nobody_trades_on_a_quote_seen_before_the_order_was_accepted() -> None:
    assert one(working(), a_quote(AT)) is None
    assert one(working(), a_quote(AT - timedelta(seconds=1))) is None
    assert one(working(), a_quote(AT + timedelta(microseconds=1))) is not None


def test_a_stale_quote_fills_nothing_not_even_what_reduces() -> None:
    sale = working(side=Side.SELL, reduce_only=True)
    late = NOW + timedelta(seconds=31)
    assert one(sale, QUOTE, late, position=10_000.0) is None
    assert one(sale, replace(QUOTE, poll_interval_seconds=20.0), late, position=10_000.0) is not None


@pytest.mark.parametrize("now", [CLOSE, AT.replace(hour=12, minute=59, second=59), AT + timedelta(days=2)])
def test_nothing_fills_outside_the_session(now: datetime) -> None:
    assert one(working(), a_quote(now), now) is None


def test_the_last_instant_of_a_session_fills_and_its_close_does_not() -> None:
    last = CLOSE - timedelta(microseconds=1)
    assert one(working(), a_quote(last), last) is not None
    assert one(working(), a_quote(last), CLOSE) is None


def test_ioc_fills_on_the_first_quote_or_is_cancelled() -> None:
    unreached = {"type": OrderType.LIMIT, "limit_price": Price(3000.0), "time_in_force": TimeInForce.IOC}
    ended = one(working(**unreached))
    assert isinstance(ended, Ended)
    assert (ended.status, ended.reason) == (OrderStatus.CANCELLED, NOT_AT_ONCE)
    assert price_of(one(working(time_in_force=TimeInForce.IOC))) == 4000.5
    assert one(working(**unreached), a_quote(AT)) is None, "it has not been quoted yet"


def test_a_doubtful_market_fills_what_reduces_and_lets_new_risk_wait() -> None:
    assert one(working(), doubtful=True) is None
    assert price_of(one(working(side=Side.SELL), doubtful=True, position=10_000.0)) == 3999.5
    turning = working(side=Side.SELL, quantity=Usd(10_001.0))
    assert one(turning, doubtful=True, position=10_000.0) is None
    ended = one(working(time_in_force=TimeInForce.IOC), doubtful=True)
    assert isinstance(ended, Ended)


RESTRICTED: list[dict[str, Any]] = [
    {"state": TradingState.REDUCE_ONLY},
    {"state": TradingState.HALTED},
    {"account": "main"},
    {"session_pnl": Cop(-20_000_000.0)},
]


@pytest.mark.parametrize("restricted", RESTRICTED)
def test_where_only_reducing_is_allowed_an_order_fills_so_far_and_the_rest_is_cancelled(
    restricted: dict[str, Any],
) -> None:
    sale = working(side=Side.SELL, quantity=Usd(15_000.0))
    trimmed = one(sale, position=10_000.0, **restricted)
    assert isinstance(trimmed, Filled)
    assert (trimmed.fill.quantity, trimmed.reason) == (Usd(-10_000.0), REST_NOT_REDUCING)
    whole = one(working(side=Side.SELL), position=10_000.0, **restricted)
    assert isinstance(whole, Filled)
    assert whole.reason is None
    for position in (0.0, -10_000.0):
        ended = one(sale, position=position, **restricted)
        assert isinstance(ended, Ended)
        assert (ended.status, ended.reason) == (OrderStatus.CANCELLED, NOTHING_TO_REDUCE)


def test_reduce_only_looks_at_the_position_when_it_fills() -> None:
    """A stop for more than is left, as after a part was closed by hand, closes what is left."""
    stop = working(
        type=OrderType.STOP, side=Side.SELL, stop_price=Price(4000.0), quantity=Usd(9_000.0), reduce_only=True
    )
    _, filled = match(book(stop, position=4_000.0), QUOTE, NOW, RULES)
    assert isinstance(filled, Filled)
    assert filled.fill.quantity == Usd(-4_000.0)


def test_each_order_meets_the_position_that_the_one_before_left() -> None:
    sales = [working(side=Side.SELL, quantity=Usd(6_000.0), reduce_only=True) for _ in range(3)]
    first, second, third = match(book(*sales, position=10_000.0), QUOTE, NOW, RULES)
    assert isinstance(first, Filled)
    assert isinstance(second, Filled)
    assert isinstance(third, Ended)
    assert (first.fill.quantity, second.fill.quantity) == (Usd(-6_000.0), Usd(-4_000.0))


def test_what_was_left_of_an_earlier_session_expires_instead_of_filling() -> None:
    tomorrow = NOW + timedelta(days=1)
    ended = one(working(), a_quote(tomorrow), tomorrow)
    assert isinstance(ended, Ended)
    assert ended.status is OrderStatus.EXPIRED


def test_expiry_takes_the_orders_of_the_session_and_leaves_later_ones() -> None:
    old, new = working(), replace(working(), session=SESSION + timedelta(days=1))
    found = expire(book(old, new), SESSION, CLOSE)
    assert [outcome.order for outcome in found] == [old]


@dataclass
class Desk:
    """A desk in memory: what is decided is kept, nothing is carried out."""

    books: dict[str, Book]
    asked: list[tuple[str, str, LiveQuote | None, datetime]] = field(default_factory=list)

    def accounts(self, symbol: str) -> list[str]:
        return sorted(self.books) if symbol == "USDCOP" else []

    def settle(
        self, account: str, symbol: str, quote: LiveQuote | None, now: datetime, decide: Decide
    ) -> Sequence[Outcome]:  # fmt: skip
        self.asked.append((account, symbol, quote, now))
        return decide(self.books[account])


@dataclass
class Lease:
    mine: bool

    def acquire(self) -> bool:
        return self.mine


def broker(*books: Book, mine: bool = True) -> Broker:
    return Broker(Desk({found.account: found for found in books}), Lease(mine), RULES)


def test_the_matcher_goes_through_all_accounts_and_counts_fills() -> None:
    stop = working(type=OrderType.STOP, stop_price=Price(4000.0))
    waiting = working(type=OrderType.LIMIT, limit_price=Price(1.0))
    other = book(working(side=Side.SELL), account="other", position=10_000.0)
    matcher = broker(book(stop, waiting), other)
    assert matcher.on_quote(QUOTE, NOW) == 2
    assert isinstance(matcher.desk, Desk)
    assert matcher.desk.asked == [("manual", "USDCOP", QUOTE, NOW), ("other", "USDCOP", QUOTE, NOW)]


def test_without_the_lease_or_the_session_nothing_is_matched() -> None:
    assert broker(book(working()), mine=False).on_quote(QUOTE, NOW) == 0
    assert broker(book(working())).on_quote(QUOTE, CLOSE) == 0
    assert broker(book(working()), mine=False).close_session(SESSION, CLOSE) == 0


def test_a_session_is_closed_when_it_has_closed() -> None:
    ready = broker(book(working(), working()))
    assert ready.close_session(SESSION, CLOSE - timedelta(microseconds=1)) == 0
    assert ready.close_session(SESSION, CLOSE) == 2
