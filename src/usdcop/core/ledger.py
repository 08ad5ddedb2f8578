"""The ledger: fills, and the trades and session results that follow from them.

All P&L the system shows is derived from fills; nothing is ever derived from the price series.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from usdcop.core.accounting import cost_cop
from usdcop.core.units import Cop, Price, Usd


@dataclass(frozen=True, slots=True)
class Fill:
    """A change of position: ``units`` of the notional bought (positive) or sold at ``price``."""

    session: date
    slot: int
    at: datetime
    """Market time of the fill: the close of its bar."""
    units: float
    price: Price
    cost: Cop
    forced: bool = False
    """Whether this is the exit at the end of the session."""


@dataclass(frozen=True, slots=True)
class Trade:
    """From an entry to flat or to a reversal. ``pnl`` is net of both fills' costs."""

    session: date
    entered_at: datetime
    left_at: datetime
    entry_slot: int
    exit_slot: int
    direction: int
    entry: Price
    exit: Price
    pnl: Cop
    cost: Cop


@dataclass(frozen=True, slots=True)
class SessionResult:
    """P&L of one session in pesos, on ``capital`` = notional · first close of the session."""

    session: date
    pnl: Cop
    cost: Cop
    capital: Cop
    turnover: float
    """Units of position changed."""

    @property
    def gain(self) -> float:
        """Session return on its capital, net of costs."""
        return self.pnl / self.capital if self.capital else 0.0


def fill_cost(units: float, price: Price, rate: float, notional: Usd) -> Cop:
    """Cost of a fill in pesos."""
    return Cop(float(cost_cop(units, price, rate, notional)))


def net_pnl(fills: Iterable[Fill], notional: Usd) -> Cop:
    """P&L in pesos of ``fills`` that start and end flat: what was sold less what was bought, less costs."""
    return Cop(sum(-fill.units * notional * fill.price - fill.cost for fill in fills))


def trades(fills: Sequence[Fill], notional: Usd) -> Iterator[Trade]:
    """Round trips of ``fills`` in order; a reversal closes one trade and opens the next at its price.

    The cost of a reversing fill is shared in proportion to the units each trade takes of it.
    """
    position, opened, opened_cost = 0.0, None, 0.0
    for fill in fills:
        closing = -position if position * fill.units < 0 else 0.0
        share = abs(closing) / abs(fill.units)
        if opened is not None and closing:
            yield _trade(opened, opened_cost, fill, fill.cost * share, position, notional)
            opened = None
        position += fill.units
        if opened is None and position:
            opened, opened_cost = fill, fill.cost * (1 - share)


def _trade(
    opened: Fill, opened_cost: float, closed: Fill, closed_cost: float, held: float, notional: Usd
) -> Trade:
    cost = opened_cost + closed_cost
    return Trade(
        session=closed.session,
        entered_at=opened.at,
        left_at=closed.at,
        entry_slot=opened.slot,
        exit_slot=closed.slot,
        direction=1 if held > 0 else -1,
        entry=opened.price,
        exit=closed.price,
        pnl=Cop(held * notional * (closed.price - opened.price) - cost),
        cost=Cop(cost),
    )
