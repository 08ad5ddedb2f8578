"""What the audit trail keeps of orders and fills."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from usdcop.adapters.postgres.audit import AuditEntry
from usdcop.adapters.postgres.order_shapes import fill_data, instant, order_data
from usdcop.core.trading import LiveQuote, Order, OrderFill, OrderStatus

# untested: it is seen in the trail by the tests of orders and matching


def accepted(order: Order, detail: Mapping[str, Any] | None = None) -> AuditEntry:
    """``order.accepted``, with what else led to it."""
    told = {**order_data(order), "body_hash": order.request.body_hash, **(detail or {})}
    return AuditEntry(order.accepted_at, order.actor, "order.accepted", subject(order), told)


def ended(order: Order, actor: str, at: datetime) -> AuditEntry:
    """``order.cancelled`` or ``order.expired``."""
    action = "order.expired" if order.status is OrderStatus.EXPIRED else "order.cancelled"
    return AuditEntry(at, actor, action, subject(order), order_data(order))


def filled(order: Order, fill: OrderFill, actor: str, quote: LiveQuote | None = None) -> AuditEntry:
    """``order.filled``, with the quote it was filled on, where it was a quote."""
    told: dict[str, Any] = {"order": order_data(order), "fill": fill_facts(fill)}
    if quote is not None:
        told["quote"] = {"price": quote.price, "bid": quote.bid, "ask": quote.ask, "at": instant(quote.at)}
    return AuditEntry(fill.at, actor, "order.filled", subject(order), told)


def fill_facts(fill: OrderFill) -> dict[str, Any]:
    """Everything that is kept of a fill: what is told of it, and what its position and costs are reckoned from."""
    return {**fill_data(fill), "units": fill.units, "in_price_cop": fill.in_price}


def subject(order: Order) -> str:
    """What entries about ``order`` are about."""
    return f"order:{order.id}"
