"""The matcher on PostgreSQL: orders accepted by the desk are filled, triggered, expired, each told and recorded."""

from datetime import timedelta

import pytest
from sqlalchemy import Engine, text

from support.orders import AT, SESSION, a_quote, a_request, broker_of, counts, desk_of, open_book
from usdcop.adapters.postgres.accounts import PostgresAccounts
from usdcop.adapters.postgres.audit import PostgresAudit
from usdcop.adapters.postgres.database import transaction
from usdcop.adapters.postgres.order_pages import PostgresOrders
from usdcop.adapters.postgres.orders import PostgresDesk
from usdcop.adapters.postgres.trading_state import PostgresTradingState
from usdcop.core.audit import first_break
from usdcop.core.sessions import MARKETS
from usdcop.core.trading import (
    FillFilter,
    Order,
    OrderFill,
    OrderFilter,
    OrderRequest,
    OrderStatus,
    OrderType,
    Side,
    TradingState,
)
from usdcop.core.units import Price, Usd
from usdcop.live.broker import REST_NOT_REDUCING

NEXT = AT + timedelta(seconds=5)
CLOSE = AT.replace(hour=18)


@pytest.fixture
def desk(postgres: Engine) -> PostgresDesk:
    open_book(postgres)
    return desk_of(postgres)


def placed(desk: PostgresDesk, request: OrderRequest) -> Order:
    return desk.place(request, "ana", AT)[0]


def now_of(desk: PostgresDesk, order: Order) -> Order:
    return PostgresOrders(desk.engine).order(order.id)


def fills(desk: PostgresDesk) -> list[OrderFill]:
    return PostgresOrders(desk.engine).fills(FillFilter(), None, 100)


def position(desk: PostgresDesk) -> Usd:
    held = PostgresAccounts(desk.engine, MARKETS).positions("USDCOP")
    return held[0].quantity if held else Usd(0.0)


def test_a_market_order_fills_on_the_next_quote_and_everything_is_told_and_recorded(
    desk: PostgresDesk,
) -> None:
    order = placed(desk, a_request())
    broker = broker_of(desk.engine)
    assert broker.on_quote(a_quote(AT), AT) == 0, "that quote was there before the order"
    assert broker.on_quote(a_quote(NEXT), NEXT) == 1
    assert broker.on_quote(a_quote(NEXT), NEXT) == 0, "the same quote again"
    done = now_of(desk, order)
    assert (done.status, done.filled, done.closed_at) == (OrderStatus.FILLED, Usd(10_000.0), NEXT)
    (fill,) = fills(desk)
    assert (fill.order_id, fill.price, fill.quantity) == (order.id, Price(4000.5), Usd(10_000.0))
    assert counts(desk.engine) == {"orders": 1, "fills": 1, "outbox": 3, "audit_log": 2}
    trail = list(PostgresAudit(desk.engine).rows())
    assert [(row.action, row.actor) for row in trail] == [
        ("order.accepted", "ana"),
        ("order.filled", "broker"),
    ]
    assert trail[1].detail["quote"]["ask"] == 4000.5
    assert trail[1].detail["fill"]["price"] == 4000.5
    assert first_break(trail) is None


def test_a_stop_waits_triggers_and_fills(desk: PostgresDesk) -> None:
    order = placed(desk, a_request(type=OrderType.STOP, stop_price=Price(4010.0)))
    broker = broker_of(desk.engine)
    assert broker.on_quote(a_quote(NEXT), NEXT) == 0
    assert now_of(desk, order).triggered_at is None
    later = NEXT + timedelta(seconds=5)
    assert broker.on_quote(a_quote(later, price=4010.0), later) == 1
    assert now_of(desk, order).triggered_at == later


def test_under_reduce_only_an_order_closes_what_is_held_and_no_more(desk: PostgresDesk) -> None:
    broker = broker_of(desk.engine)
    placed(desk, a_request("in", quantity=Usd(4_000.0)))
    broker.on_quote(a_quote(NEXT), NEXT)
    stop = desk.place(
        a_request(
            "stop", type=OrderType.STOP, side=Side.SELL, stop_price=Price(3990.0), quantity=Usd(4_000.0)
        ),
        "ana",
        NEXT,
    )[0]
    later = NEXT + timedelta(seconds=5)
    desk.place(a_request("part", side=Side.SELL, quantity=Usd(1_000.0)), "ana", NEXT)
    broker.on_quote(a_quote(later), later)
    PostgresTradingState(desk.engine).change(TradingState.ACTIVE, "ola", "", later)
    with transaction(desk.engine) as connection:
        connection.execute(text("UPDATE trading_state SET state = 'REDUCE_ONLY'"))
    last = later + timedelta(seconds=5)
    assert broker.on_quote(a_quote(last, price=3990.0), last) == 1
    assert position(desk) == Usd(0.0)
    done = now_of(desk, stop)
    assert (done.status, done.filled, done.reason) == (OrderStatus.CANCELLED, Usd(3_000.0), REST_NOT_REDUCING)


def test_a_loss_at_its_limit_lets_accepted_orders_only_reduce(desk: PostgresDesk) -> None:
    broker = broker_of(desk.engine)
    for number in range(2):
        placed(desk, a_request(f"{number}", quantity=Usd(250_000.0)))
    assert broker.on_quote(a_quote(NEXT), NEXT) == 2
    placed(desk, a_request("turns", side=Side.SELL, type=OrderType.LIMIT, limit_price=Price(3900.0)))
    crash = a_quote(NEXT + timedelta(seconds=5), price=3950.0)
    assert broker.on_quote(crash, crash.at) == 1
    assert position(desk) == Usd(490_000.0)
    more = desk.place(a_request("reduces", side=Side.SELL, quantity=Usd(490_000.0)), "ana", crash.at)[0]
    assert more.status is OrderStatus.WORKING


def test_without_a_trading_state_nothing_is_filled(desk: PostgresDesk) -> None:
    placed(desk, a_request())
    with transaction(desk.engine) as connection:
        connection.execute(text("DELETE FROM trading_state"))
    assert broker_of(desk.engine).on_quote(a_quote(NEXT), NEXT) == 0


def test_day_orders_expire_at_the_close_and_positions_stay(desk: PostgresDesk) -> None:
    broker = broker_of(desk.engine)
    placed(desk, a_request("in"))
    broker.on_quote(a_quote(NEXT), NEXT)
    waiting = placed(desk, a_request("never", type=OrderType.LIMIT, limit_price=Price(1.0)))
    assert broker.close_session(SESSION, CLOSE) == 1
    assert broker.close_session(SESSION, CLOSE) == 0
    done = now_of(desk, waiting)
    assert (done.status, done.closed_at) == (OrderStatus.EXPIRED, CLOSE)
    assert position(desk) == Usd(10_000.0)
    assert [row.action for row in PostgresAudit(desk.engine).rows()][-1] == "order.expired"


def test_of_two_matchers_one_matches_and_the_other_takes_over(desk: PostgresDesk) -> None:
    first, second = broker_of(desk.engine, "one"), broker_of(desk.engine, "one")
    placed(desk, a_request())
    assert first.on_quote(a_quote(AT), AT) == 0
    assert second.on_quote(a_quote(NEXT), NEXT) == 0
    first.lease.release()  # type: ignore[attr-defined] # as when its process dies
    assert second.on_quote(a_quote(NEXT), NEXT) == 1


def test_two_matchers_that_both_believe_in_their_lease_fill_an_order_once(desk: PostgresDesk) -> None:
    placed(desk, a_request())
    for broker in (broker_of(desk.engine), broker_of(desk.engine)):
        broker.on_quote(a_quote(NEXT), NEXT)
    assert len(fills(desk)) == 1
    assert len(PostgresOrders(desk.engine).orders(OrderFilter(), None, 10)) == 1
