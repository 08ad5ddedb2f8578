"""Orders, fills and the trading state: from rows to types, and from types to the JSON of events and audit."""

from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Row

from usdcop.core.costs import kept, named
from usdcop.core.trading import (
    Order,
    OrderFill,
    OrderRequest,
    OrderStatus,
    OrderType,
    Origin,
    Side,
    StateRow,
    TimeInForce,
    TradingState,
)
from usdcop.core.units import Cop, Price, Usd

FILLED: Final = (
    "(SELECT coalesce(sum(abs(f.quantity_usd)), 0) FROM fills f WHERE f.order_id = o.id) AS filled_usd"
)
ORDER_COLUMNS: Final = (
    "o.id, o.account, o.client_order_id, o.symbol, o.side, o.type, o.quantity_usd, o.limit_price, o.stop_price,"
    " o.time_in_force, o.reduce_only, o.origin, o.actor, o.body_hash, o.session, o.decided_slot, o.bundle_hash,"
    f" o.status, o.reason, o.triggered_at, o.accepted_at, o.closed_at, o.recorded_at, {FILLED}"
)
"""Columns of ``orders o`` that ``order_from`` reads."""
FILL_COLUMNS: Final = "id, order_id, n, account, symbol, session, slot, quantity_usd, units, price, cost_cop, in_price_cop, slippage_cop, forced, at, recorded_at"
"""Columns of ``fills`` that ``fill_from`` reads."""


def order_data(order: Order) -> dict[str, Any]:
    """The ``data`` of an order event, and of an order in the REST answers."""
    request = order.request
    return {
        "id": str(order.id),
        "account": request.account,
        "client_order_id": request.client_order_id,
        "symbol": request.symbol,
        "side": request.side.value,
        "type": request.type.value,
        "quantity_usd": request.quantity,
        "limit_price": request.limit_price,
        "stop_price": request.stop_price,
        "time_in_force": request.time_in_force.value,
        "reduce_only": request.reduce_only,
        "origin": order.origin.value,
        "actor": order.actor,
        "session": order.session.isoformat(),
        "status": order.status.value,
        "reason": order.reason,
        "accepted_at": instant(order.accepted_at),
        "recorded_at": instant(order.recorded_at),
        "closed_at": instant(order.closed_at),
        "triggered_at": instant(order.triggered_at),
        "decided_slot": order.decided_slot,
        "bundle_hash": order.bundle_hash,
        "filled_usd": order.filled,
    }


def fill_data(fill: OrderFill) -> dict[str, Any]:
    """The ``data`` of a fill event, and of a fill in the REST answers."""
    return {
        "id": fill.id,
        "order_id": str(fill.order_id),
        "n": fill.n,
        "account": fill.account,
        "symbol": fill.symbol,
        "session": fill.session.isoformat(),
        "slot": fill.slot,
        "quantity_usd": fill.quantity,
        "price": fill.price,
        "cost_cop": fill.cost,
        **named(kept(fill)),
        "forced": fill.forced,
        "at": instant(fill.at),
        "recorded_at": instant(fill.recorded_at),
    }


def order_from(row: Row[Any]) -> Order:
    """An order from a row of ``ORDER_COLUMNS``."""
    request = OrderRequest(
        account=row.account,
        client_order_id=row.client_order_id,
        symbol=row.symbol,
        side=Side(row.side),
        type=OrderType(row.type),
        quantity=Usd(row.quantity_usd),
        limit_price=row.limit_price,
        stop_price=row.stop_price,
        time_in_force=TimeInForce(row.time_in_force),
        reduce_only=row.reduce_only,
    )
    return Order(
        id=UUID(str(row.id)),
        request=request,
        origin=Origin(row.origin),
        actor=row.actor,
        session=row.session,
        status=OrderStatus(row.status),
        accepted_at=row.accepted_at,
        recorded_at=row.recorded_at,
        closed_at=row.closed_at,
        triggered_at=row.triggered_at,
        reason=row.reason,
        decided_slot=row.decided_slot,
        bundle_hash=row.bundle_hash,
        filled=Usd(row.filled_usd),
    )


def fill_from(row: Row[Any]) -> OrderFill:
    """A fill from a row of ``FILL_COLUMNS``."""
    return OrderFill(
        id=row.id,
        order_id=UUID(str(row.order_id)),
        n=row.n,
        account=row.account,
        symbol=row.symbol,
        session=row.session,
        slot=row.slot,
        quantity=Usd(row.quantity_usd),
        units=row.units,
        price=Price(row.price),
        cost=Cop(row.cost_cop),
        forced=row.forced,
        at=row.at,
        recorded_at=row.recorded_at,
        in_price=row.in_price_cop,
        slippage=row.slippage_cop,
    )


def state_from(row: Row[Any]) -> StateRow:
    """The trading state from its row."""
    return StateRow(TradingState(row.state), row.version, row.actor, row.reason, row.at, row.recorded_at)


def instant(at: datetime | None) -> str | None:
    """``at`` as JSON tells it: ISO 8601 in UTC, with a Z."""
    return None if at is None else at.astimezone(UTC).isoformat().replace("+00:00", "Z")
