"""Orders and fills as every service answers them; the events of the stream use the same names.

Only the mark is no part of an event: nothing can have changed since it was told.
"""

from datetime import date
from uuid import UUID

from usdcop.core.costs import kept, named
from usdcop.core.trading import Order, OrderFill, OrderStatus, OrderType, Origin, Side, TimeInForce
from usdcop.pipeline.changes import Marks
from usdcop.services.kit.marks import BarsChanged, bars_changed
from usdcop.services.kit.schemas import Instant, Model


class OrderBody(Model):
    """An order that was accepted, and what became of it."""

    id: UUID
    account: str
    client_order_id: str
    symbol: str
    side: Side
    type: OrderType
    quantity_usd: float
    limit_price: float | None
    stop_price: float | None
    time_in_force: TimeInForce
    reduce_only: bool
    origin: Origin
    actor: str
    """Who sent it."""
    session: date
    status: OrderStatus
    reason: str | None
    """Why it was cancelled or expired."""
    accepted_at: Instant
    """Market time."""
    recorded_at: Instant
    """Real time."""
    closed_at: Instant | None
    triggered_at: Instant | None
    """When the last price touched a stop."""
    decided_slot: int | None
    """Slot of the bar at whose close a policy decided."""
    bundle_hash: str | None
    filled_usd: float
    """Dollars filled so far."""
    bars_changed: BarsChanged | None
    """What changed bars of its session after it was accepted; null: nothing."""


class CostBody(Model):
    """What fills cost against the middle of bid and ask: the same in ticket, fill, trade and report."""

    spread_cop: float | None
    """Of crossing from the middle to bid or ask, whether it is in the price or charged; null: not kept."""
    slippage_cop: float | None
    """Null: not kept."""
    total_cost_cop: float | None
    """Spread and slippage. Of a person's fill the spread is in its price, and `cost_cop` is the rest."""


class FillBody(CostBody):
    """A fill."""

    id: int
    order_id: UUID
    n: int
    """Number of the fill within its order."""
    account: str
    symbol: str
    session: date
    slot: int
    quantity_usd: float
    """Dollars bought (positive) or sold (negative)."""
    price: float
    cost_cop: float
    """Charged beside the price: P&L is −`quantity_usd` · `price` − `cost_cop`."""
    forced: bool
    """The exit at the end of a session."""
    at: Instant
    """Market time."""
    recorded_at: Instant
    """Real time."""
    bars_changed: BarsChanged | None
    """What changed bars of its session after it was made; null: nothing."""


def order_body(order: Order, marks: Marks) -> OrderBody:
    """``order`` as it is answered, after the changes that ``marks`` knows of."""
    request = order.request
    return OrderBody(
        id=order.id,
        account=request.account,
        client_order_id=request.client_order_id,
        symbol=request.symbol,
        side=request.side,
        type=request.type,
        quantity_usd=request.quantity,
        limit_price=request.limit_price,
        stop_price=request.stop_price,
        time_in_force=request.time_in_force,
        reduce_only=request.reduce_only,
        origin=order.origin,
        actor=order.actor,
        session=order.session,
        status=order.status,
        reason=order.reason,
        accepted_at=order.accepted_at,
        recorded_at=order.recorded_at,
        closed_at=order.closed_at,
        triggered_at=order.triggered_at,
        decided_slot=order.decided_slot,
        bundle_hash=order.bundle_hash,
        filled_usd=order.filled,
        bars_changed=bars_changed(marks.since(order.session, order.session, order.recorded_at)),
    )


def fill_body(fill: OrderFill, marks: Marks) -> FillBody:
    """``fill`` as it is answered, after the changes that ``marks`` knows of."""
    return FillBody(
        id=fill.id,
        order_id=fill.order_id,
        n=fill.n,
        account=fill.account,
        symbol=fill.symbol,
        session=fill.session,
        slot=fill.slot,
        quantity_usd=fill.quantity,
        price=fill.price,
        cost_cop=fill.cost,
        **named(kept(fill)),
        forced=fill.forced,
        at=fill.at,
        recorded_at=fill.recorded_at,
        bars_changed=bars_changed(marks.since(fill.session, fill.session, fill.recorded_at)),
    )
