from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import Engine

from support.orders import AT, SESSION, a_quote, a_request, broker_of, desk_of, open_book
from usdcop.adapters.postgres.order_pages import PostgresOrders
from usdcop.core.errors import UnknownError
from usdcop.core.trading import FillFilter, Order, OrderFill, OrderFilter, OrderStatus, OrderType, Origin
from usdcop.core.units import Price

LATER = AT + timedelta(seconds=20)


@pytest.fixture
def pages(postgres: Engine) -> PostgresOrders:
    """Five filled orders, two of them accepted at one instant, and two that wait."""
    open_book(postgres)
    desk = desk_of(postgres)
    for name, seconds in (("a", 0), ("b", 0), ("c", 3), ("d", 5), ("e", 9)):
        desk.place(a_request(name), "ana", AT + timedelta(seconds=seconds))
    broker_of(postgres).on_quote(a_quote(LATER), LATER)
    for name in ("f", "g"):
        desk.place(a_request(name, type=OrderType.LIMIT, limit_price=Price(1.0)), "ana", LATER)
    return PostgresOrders(postgres)


def names(orders: list[Order]) -> set[str]:
    return {order.request.client_order_id for order in orders}


def test_pages_of_orders_hold_each_once_newest_first(pages: PostgresOrders) -> None:
    whole = pages.orders(OrderFilter(), None, 100)
    found: list[Order] = []
    while True:
        after = (found[-1].accepted_at, found[-1].id) if found else None
        page = pages.orders(OrderFilter(), after, 2)
        found += page
        if len(page) < 2:
            break
    assert found == whole
    assert names(found) == set("abcdefg")
    assert [order.accepted_at for order in whole] == sorted((o.accepted_at for o in whole), reverse=True)


def test_orders_are_chosen_by_status_origin_account_symbol_and_session(pages: PostgresOrders) -> None:
    assert names(pages.orders(OrderFilter(status=OrderStatus.WORKING), None, 9)) == {"f", "g"}
    assert names(pages.orders(OrderFilter(account="manual", symbol="USDCOP"), None, 9)) == set("abcdefg")
    assert pages.orders(OrderFilter(account="main"), None, 9) == []
    assert pages.orders(OrderFilter(origin=Origin.POLICY), None, 9) == []
    assert pages.orders(OrderFilter(session=SESSION + timedelta(days=1)), None, 9) == []


def test_pages_of_fills_hold_each_once_newest_first(pages: PostgresOrders) -> None:
    whole = pages.fills(FillFilter(), None, 100)
    found: list[OrderFill] = []
    for _ in range(3):
        after = (found[-1].at, found[-1].id) if found else None
        found += pages.fills(FillFilter(), after, 2)
    assert found == whole
    assert len(whole) == 5
    assert [fill.id for fill in whole] == sorted((fill.id for fill in whole), reverse=True)


def test_fills_are_chosen_by_order_account_and_session(pages: PostgresOrders) -> None:
    (first, *_) = pages.fills(FillFilter(), None, 1)
    assert pages.fills(FillFilter(order_id=first.order_id), None, 9) == [first]
    assert pages.order(first.order_id).filled == abs(first.quantity)
    assert pages.fills(FillFilter(account="main"), None, 9) == []
    assert len(pages.fills(FillFilter(session=SESSION, symbol="USDCOP"), None, 9)) == 5


def test_an_order_that_is_not_there_is_unknown(pages: PostgresOrders) -> None:
    with pytest.raises(UnknownError):
        pages.order(uuid4())
    assert pages.fills(FillFilter(order_id=UUID(int=0)), None, 9) == []
