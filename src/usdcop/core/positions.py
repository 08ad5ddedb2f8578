"""Positions: what a row of fills amounts to. Average prices, realised and open profit, profit of a session."""

from collections.abc import Iterable
from dataclasses import dataclass

from usdcop.core.accounting import pnl_cop
from usdcop.core.costs import NOTHING, Cost, kept, together
from usdcop.core.trading import FLAT_USD, OrderFill
from usdcop.core.units import Cop, Price, Usd

ONE_DOLLAR = 1.0
"""Notional of quantities that are dollars already."""


@dataclass(frozen=True, slots=True)
class Held:
    """What fills amount to; prices are averages."""

    quantity: Usd = Usd(0.0)
    average_price: Price | None = None
    realised: Cop = Cop(0.0)
    """Gains of what was closed, less all costs paid so far."""
    costs: Cop = Cop(0.0)
    """Charged beside the prices."""
    fills: int = 0
    parts: Cost | None = NOTHING
    """What its fills cost, whole; None where a fill's spread was not kept."""

    def unrealised(self, price: Price) -> Cop:
        """Open gain at ``price``, before the cost of closing."""
        if self.average_price is None:
            return Cop(0.0)
        return Cop(pnl_cop(self.quantity, self.average_price, price, ONE_DOLLAR))

    def after(self, fill: OrderFill) -> "Held":
        """The same with one more fill: adding averages the price, reducing realises, turning starts anew."""
        growing = self.quantity * fill.quantity >= 0
        entry = fill.price if self.average_price is None else self.average_price
        closed = 0.0 if growing else min(abs(self.quantity), abs(fill.quantity))
        signed = closed if self.quantity > 0 else -closed
        quantity = self.quantity + fill.quantity
        flat = abs(quantity) < FLAT_USD
        return Held(
            quantity=Usd(0.0 if flat else quantity),
            average_price=None if flat else self._average(fill, entry, closed),
            realised=Cop(self.realised + pnl_cop(signed, entry, fill.price, ONE_DOLLAR) - fill.cost),
            costs=Cop(self.costs + fill.cost),
            parts=together((self.parts, kept(fill))),
            fills=self.fills + 1,
        )

    def _average(self, fill: OrderFill, entry: Price, closed: float) -> Price:
        if closed:  # reduced, or turned
            return fill.price if abs(fill.quantity) > abs(self.quantity) else entry
        before, added = abs(self.quantity), abs(fill.quantity)
        return Price((before * entry + added * fill.price) / (before + added))


def held_after(fills: Iterable[OrderFill]) -> Held:
    """What ``fills`` of one account and symbol, in order, amount to."""
    held = Held()
    for fill in fills:
        held = held.after(fill)
    return held


def worth(cash: float, position: float, price: float) -> Cop:
    """Profit of an account that was paid ``cash`` pesos net for its fills, its ``position`` valued at ``price``."""
    return Cop(cash + pnl_cop(position, 0.0, price, ONE_DOLLAR))


def session_worth(cash: float, position: float, price: float, carried: float, reference: float) -> Cop:
    """Profit since the opening: of today's net ``cash``, and of what was ``carried`` in, worth ``reference`` then."""
    return Cop(worth(cash, position, price) - worth(0.0, carried, reference))
