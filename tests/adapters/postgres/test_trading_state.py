from datetime import timedelta

import pytest
from sqlalchemy import Engine, text

from support.orders import AT, SESSION, a_request, new_order, set_state
from usdcop.adapters.postgres import order_rows
from usdcop.adapters.postgres.database import transaction
from usdcop.adapters.postgres.order_rows import (
    insert_fill,
    insert_order,
    lock_accounts,
    lock_state,
    open_account,
    read_order,
    working_orders,
)
from usdcop.adapters.postgres.trading_state import PostgresTradingState
from usdcop.core.access import Role
from usdcop.core.errors import ForbiddenError, UsageError
from usdcop.core.trading import NewFill, Order, OrderStatus, OrderType, Side, TradingState
from usdcop.core.units import Cop, Price, Usd

LATER = AT + timedelta(minutes=5)


@pytest.fixture
def engine(postgres: Engine) -> Engine:
    with transaction(postgres) as connection:
        open_account(connection, "manual", "manual", AT)
        open_account(connection, "main", "main", AT)
    return postgres


def working(engine: Engine, client_order_id: str, **fields: object) -> Order:
    with transaction(engine) as connection:
        return insert_order(connection, new_order(a_request(client_order_id, **fields)))


def hold(engine: Engine, quantity: float, account: str = "manual") -> None:
    """Let ``account`` hold ``quantity`` dollars; the order it came from goes on working."""
    order = working(engine, f"held {quantity}", account=account, quantity=Usd(1_000.0))
    fill = NewFill(SESSION, 1, Usd(quantity), quantity / 1e5, Price(4000.0), Cop(0.0), AT)
    with transaction(engine) as connection:
        insert_fill(connection, order, fill)
        connection.execute(text("UPDATE orders SET status = 'filled', closed_at = accepted_at"))


def left(engine: Engine) -> set[str]:
    with transaction(engine) as connection:
        return {order.request.client_order_id for order in working_orders(connection, "USDCOP")}


def trail(engine: Engine) -> list[tuple[str, str]]:
    with transaction(engine) as connection:
        rows = connection.execute(text("SELECT action, actor FROM audit_log ORDER BY seq")).all()
        return [(row.action, row.actor) for row in rows]


def test_the_first_start_sets_the_state_once_and_opens_accounts(postgres: Engine) -> None:
    engine, states = postgres, PostgresTradingState(postgres)
    assert states.current() is None
    first = states.ensure_active("system", AT)
    assert (first.state, first.version) == (TradingState.ACTIVE, 1)
    assert states.ensure_active("other", LATER) == first == states.current()
    assert trail(engine) == [("trading_state.changed", "system")]
    with transaction(engine) as connection:
        assert lock_accounts(connection, ["main", "manual"]) == {"main": "main", "manual": "manual"}


def test_a_home_that_is_halted_stays_halted_over_a_restart(engine: Engine) -> None:
    states = PostgresTradingState(engine)
    states.change(TradingState.HALTED, "ana", "", AT)
    assert states.ensure_active("system", LATER).state is TradingState.HALTED


def test_the_same_state_again_changes_nothing(engine: Engine) -> None:
    states = PostgresTradingState(engine)
    halted = states.change(TradingState.HALTED, "ana", "fire", AT)
    assert states.change(TradingState.HALTED, "ben", "fire too", LATER) == halted
    assert trail(engine) == [("trading_state.changed", "ana")]


def test_resuming_takes_a_reason_and_raises_the_version(engine: Engine) -> None:
    states = PostgresTradingState(engine)
    halted = states.change(TradingState.HALTED, "ana", "", AT)
    with pytest.raises(UsageError, match="reason"):
        states.change(TradingState.ACTIVE, "ola", "  ", LATER)
    with pytest.raises(UsageError, match="reason"):
        states.change(TradingState.REDUCE_ONLY, "ola", "", LATER)
    assert states.current() == halted
    resumed = states.change(TradingState.ACTIVE, "ola", "all clear", LATER)
    assert (resumed.version, resumed.reason, resumed.at) == (2, "all clear", LATER)


def test_reduce_only_cancels_what_could_enlarge_or_turn_a_position(engine: Engine) -> None:
    set_state(engine, TradingState.ACTIVE)
    hold(engine, 10_000)
    working(engine, "buys", quantity=Usd(1.0))
    working(engine, "sells some", side=Side.SELL, quantity=Usd(6_000.0))
    working(engine, "would turn", side=Side.SELL, quantity=Usd(6_000.0))
    working(engine, "sells the rest", side=Side.SELL, quantity=Usd(4_000.0))
    flat = working(engine, "flat account", account="main")
    PostgresTradingState(engine).change(TradingState.REDUCE_ONLY, "ana", "", LATER)
    assert left(engine) == {"sells some", "sells the rest"}
    with transaction(engine) as connection:
        ended = read_order(connection, flat.id)
    assert ended is not None
    assert (ended.status, ended.closed_at, ended.reason) == (
        OrderStatus.CANCELLED, LATER, "trading state REDUCE_ONLY",
    )  # fmt: skip
    assert trail(engine) == [("order.cancelled", "ana")] * 3 + [("trading_state.changed", "ana")]


def test_halting_leaves_only_stops_that_reduce(engine: Engine) -> None:
    set_state(engine, TradingState.ACTIVE)
    hold(engine, -10_000)
    working(engine, "stop", type=OrderType.STOP, stop_price=Price(4100.0), quantity=Usd(9_000.0))
    working(engine, "second stop", type=OrderType.STOP, stop_price=Price(4200.0), quantity=Usd(9_000.0))
    working(engine, "closing limit", type=OrderType.LIMIT, limit_price=Price(3900.0), quantity=Usd(1_000.0))
    working(engine, "enlarging stop", type=OrderType.STOP, side=Side.SELL, stop_price=Price(3900.0))
    PostgresTradingState(engine).change(TradingState.HALTED, "ana", "", LATER)
    assert left(engine) == {"stop"}
    with transaction(engine) as connection:
        kinds = connection.execute(
            text("SELECT count(*) FROM outbox WHERE body->'data'->>'status' = 'cancelled'")
        )
        assert kinds.scalar_one() == 3


def test_a_frozen_transaction_does_not_hold_up_the_switch(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its server session is ended after some seconds, as that of a stopped process would be."""
    monkeypatch.setattr(order_rows, "PATIENCE_SECONDS", 1)
    set_state(engine, TradingState.ACTIVE)
    frozen = engine.connect()
    lock_state(frozen)
    halted = PostgresTradingState(engine).change(TradingState.HALTED, "ana", "", LATER)
    assert halted.state is TradingState.HALTED
    frozen.invalidate()
    frozen.close()


def test_a_trader_cannot_loosen_a_halt_that_came_a_moment_before(postgres: Engine) -> None:
    states, trader = PostgresTradingState(postgres), frozenset({Role.TRADER})
    states.ensure_active("tests", AT)
    states.change(TradingState.HALTED, "ola", "fire", AT, frozenset({Role.OPERATOR}))
    with pytest.raises(ForbiddenError):
        states.change(TradingState.REDUCE_ONLY, "ana", "calmer", LATER, trader)
    found = states.current()
    assert found is not None
    assert found.state is TradingState.HALTED
