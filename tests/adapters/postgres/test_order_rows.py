from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine, text

from support.orders import AT, SESSION, a_request, new_order, set_state
from usdcop.adapters.postgres.database import transaction
from usdcop.adapters.postgres.order_rows import (
    close_order,
    fills_of_session,
    find_order,
    insert_fill,
    insert_order,
    lock_accounts,
    lock_state,
    open_account,
    position,
    read_order,
    trigger_order,
    working_orders,
)
from usdcop.core.errors import ConflictError, DataError
from usdcop.core.trading import NewFill, OrderStatus, OrderType, Origin, Side, TradingState
from usdcop.core.units import Cop, Price, Usd


@pytest.fixture
def engine(postgres: Engine) -> Engine:
    with transaction(postgres) as connection:
        open_account(connection, "manual", "manual", AT)
        open_account(connection, "main", "main", AT)
    return postgres


def sold(quantity: float, n: int = 1) -> NewFill:
    return NewFill(
        session=SESSION,
        slot=3,
        quantity=Usd(-quantity),
        units=-quantity / 100_000,
        price=Price(4000.25),
        cost=Cop(12.5),
        at=AT + timedelta(minutes=1),
        n=n,
    )


def outbox(engine: Engine) -> list[tuple[str, str, dict[str, object]]]:
    with transaction(engine) as connection:
        return [
            tuple(row)
            for row in connection.execute(text("SELECT account, kind, body FROM outbox ORDER BY id"))
        ]


def test_an_order_lives_from_acceptance_over_its_fill_to_its_end_and_tells_each_step(engine: Engine) -> None:
    request = a_request(side=Side.SELL, quantity=30_000)
    with transaction(engine) as connection:
        order = insert_order(connection, new_order(request))
        assert order.status is OrderStatus.WORKING
        assert order.request == request
        assert working_orders(connection, "USDCOP") == [order]
        fill = insert_fill(connection, order, sold(30_000))
        ended = close_order(connection, order, OrderStatus.FILLED, fill.at)
        assert ended.filled == Usd(30_000.0)
        assert ended.closed_at == fill.at
        assert working_orders(connection, "USDCOP") == []
        assert position(connection, "manual", "USDCOP") == Usd(-30_000.0)
        assert position(connection, "main", "USDCOP") == Usd(0.0)
        assert read_order(connection, order.id) == ended
        assert fills_of_session(connection, "manual", "USDCOP", SESSION) == [fill]
    told = outbox(engine)
    assert [(account, kind) for account, kind, _ in told] == [
        ("manual", "order"), ("manual", "fill"), ("manual", "order"),
    ]  # fmt: skip
    first, filled, last = (body for *_, body in told)
    assert set(first) == {"account", "timestamp", "data"}
    assert first["timestamp"] == "2025-01-02T14:00:00Z"
    assert first["data"]["status"] == "working"  # type: ignore[index]
    assert filled["data"]["quantity_usd"] == -30_000  # type: ignore[index]
    assert last["data"]["filled_usd"] == 30_000  # type: ignore[index]


def test_prices_and_quantities_come_back_to_the_last_bit(engine: Engine) -> None:
    request = a_request(type=OrderType.LIMIT, quantity=0.1 + 0.2, limit_price=Price(1 / 3 * 4000))
    with transaction(engine) as connection:
        insert_order(connection, new_order(request))
        found = find_order(connection, "manual", request.client_order_id)
    assert found is not None
    assert found[0].request == request
    assert found[1] == request.body_hash


def test_a_client_order_id_and_the_number_of_a_fill_are_used_once(engine: Engine) -> None:
    with transaction(engine) as connection:
        order = insert_order(connection, new_order(a_request("one")))
        insert_fill(connection, order, sold(1_000))
    with pytest.raises(DataError), transaction(engine) as connection:
        insert_order(connection, new_order(a_request("one")))
    with pytest.raises(DataError), transaction(engine) as connection:
        insert_fill(connection, order, sold(1_000))
    with transaction(engine) as connection:
        insert_fill(connection, order, sold(500, n=2))
        assert position(connection, "manual", "USDCOP") == Usd(-1_500.0)


def test_what_has_ended_neither_ends_again_nor_is_triggered(engine: Engine) -> None:
    with transaction(engine) as connection:
        order = insert_order(connection, new_order(a_request(type=OrderType.STOP, stop_price=Price(4100.0))))
        assert trigger_order(connection, order, AT).triggered_at == AT
        close_order(connection, order, OrderStatus.CANCELLED, AT, "by hand")
        with pytest.raises(ConflictError, match="not working") as caught:
            close_order(connection, order, OrderStatus.FILLED, AT)
        assert caught.value.code == "ORDER_CLOSED"
        with pytest.raises(ConflictError):
            trigger_order(connection, order, AT)


def test_working_orders_come_in_order_of_acceptance_and_can_be_chosen(engine: Engine) -> None:
    with transaction(engine) as connection:
        late = insert_order(connection, new_order(a_request("late"), at=AT + timedelta(seconds=9)))
        soon = insert_order(connection, new_order(a_request("soon")))
        policy = insert_order(
            connection,
            new_order(a_request("p", account="main"), origin=Origin.POLICY, decided_slot=4, bundle_hash="b"),
        )
        assert working_orders(connection, "USDCOP", ["manual"]) == [soon, late]
        assert working_orders(connection, "USDCOP", origin=Origin.POLICY) == [policy]
        assert working_orders(connection, "EURUSD") == []


def test_the_state_is_unknown_until_it_is_set_and_accounts_exist_once_opened(engine: Engine) -> None:
    with transaction(engine) as connection:
        assert lock_state(connection) is None
        assert lock_accounts(connection, ["manual", "main", "ghost"]) == {"main": "main", "manual": "manual"}
    set_state(engine, TradingState.HALTED)
    with transaction(engine) as connection:
        found = lock_state(connection)
        assert found is not None
        assert found.state is TradingState.HALTED
        open_account(connection, "manual", "policy", datetime(2030, 1, 1, tzinfo=UTC))  # opened before: stays
        assert lock_accounts(connection, ["manual"]) == {"manual": "manual"}


def test_a_policy_order_has_its_slot_and_bundle_and_a_manual_one_has_not(engine: Engine) -> None:
    with pytest.raises(DataError), transaction(engine) as connection:
        insert_order(connection, new_order(a_request(), origin=Origin.POLICY))
    with pytest.raises(DataError), transaction(engine) as connection:
        insert_order(connection, new_order(a_request(), decided_slot=3, bundle_hash="b"))
    assert date(2025, 1, 2) == SESSION
