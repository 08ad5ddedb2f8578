"""Costs: what a fill cost against the middle of bid and ask, as spread and slippage, however it was charged.

A policy's fill is at the middle (the close of a bar), and all of its cost is charged beside the price. A person's
is at the bid or the ask: the spread is in the price, and slippage alone is charged beside it. Spread, slippage and
their total mean the same in both; P&L subtracts what was ``charged``, since the price holds the rest.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from usdcop.core.accounting import CostModel, cost_cop
from usdcop.core.units import BPS, Cop, Price, Usd


@dataclass(frozen=True, slots=True)
class Cost:
    """The cost of a fill, or of several, in pesos; no part is below zero."""

    charged: Cop
    """Beside the price."""
    in_price: Cop
    """The spread that the price holds already."""
    slippage: Cop

    @property
    def spread(self) -> Cop:
        """Of crossing from the middle to the bid or the ask."""
        return Cop(self.charged + self.in_price - self.slippage)

    @property
    def total(self) -> Cop:
        """Spread and slippage."""
        return Cop(self.charged + self.in_price)

    def share(self, part: float) -> "Cost":
        """The ``part`` of it that belongs to one of several, as a fraction."""
        return Cost(Cop(self.charged * part), Cop(self.in_price * part), Cop(self.slippage * part))

    def __add__(self, other: "Cost") -> "Cost":
        return Cost(
            Cop(self.charged + other.charged),
            Cop(self.in_price + other.in_price),
            Cop(self.slippage + other.slippage),
        )


class Charged(Protocol):
    """A fill as any ledger keeps it."""

    @property
    def cost(self) -> Cop:
        """Charged beside its price."""

    @property
    def in_price(self) -> Cop | None:
        """The spread in its price; None where that was not kept."""

    @property
    def slippage(self) -> Cop | None:
        """None where that was not kept."""


NOTHING = Cost(Cop(0.0), Cop(0.0), Cop(0.0))


def at_middle(quantity: Usd, price: Price, costs: CostModel) -> Cost:
    """The cost of ``quantity`` dollars (either sign) at ``price``, the middle: all of it is charged."""
    charged = cost_cop(quantity, price, costs.rate, 1.0)
    return Cost(Cop(charged), Cop(0.0), Cop(cost_cop(quantity, price, costs.slippage / BPS, 1.0)))


def on_quote(quantity: Usd, sides: tuple[Price, Price], costs: CostModel, limit: Price | None = None) -> Cost:
    """The cost of ``quantity`` dollars, bought (positive) at the ask or sold at the bid of ``sides``.

    Half of what lies between the ``sides`` is in the price. Slippage is charged, though never beyond a ``limit``.
    """
    bid, ask = sides
    price = ask if quantity > 0 else bid
    slippage = cost_cop(quantity, price, costs.slippage / BPS, 1.0)
    if limit is not None:
        slippage = min(slippage, abs(limit - price) * abs(quantity))
    return Cost(Cop(slippage), Cop(abs(quantity) * (ask - bid) / 2), Cop(slippage))


def kept(fill: Charged) -> Cost | None:
    """The cost that a ledger kept of ``fill``; None where its parts were not kept."""
    if fill.in_price is None or fill.slippage is None:
        return None
    return Cost(fill.cost, fill.in_price, fill.slippage)


def together(costs: Iterable[Cost | None]) -> Cost | None:
    """The sum of ``costs``; None where one of them is not known."""
    found = NOTHING
    for cost in costs:
        if cost is None:
            return None
        found += cost
    return found


def named(cost: Cost | None) -> dict[str, Cop | None]:
    """Its parts and their total under the names that every answer, event and report has for them."""
    return {
        "spread_cop": None if cost is None else cost.spread,
        "slippage_cop": None if cost is None else cost.slippage,
        "total_cost_cop": None if cost is None else cost.total,
    }
