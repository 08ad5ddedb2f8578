"""The ledger: fills, and the trades and session results that follow from them.

All P&L the system shows is derived from fills; nothing is ever derived from the price series.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from itertools import groupby

from usdcop.core.costs import Cost, kept, together
from usdcop.core.units import Cop, Price, Usd

FLAT_UNITS = 1e-9
"""A position smaller than this, in units of the notional, is flat: partial fills leave rounding behind."""


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided at the close of the bar in ``slot``: the target taken, after all refusals."""

    session: date
    slot: int
    target: float


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
    """Charged beside the price."""
    forced: bool = False
    """Whether this is the exit at the end of the session."""
    in_price: Cop | None = Cop(0.0)
    """The spread in its price: none where it is filled at the middle; None where it was not kept."""
    slippage: Cop | None = None
    """The part of its cost that is slippage; None where it was not kept."""


@dataclass(frozen=True, slots=True)
class Trade:
    """From an entry to flat or to a reversal; prices are averages where it took several fills.

    ``pnl`` is net of the costs of all its fills, ``units`` the largest position it held.
    """

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
    units: float = 1.0
    parts: Cost | None = None
    """What its fills cost as spread and slippage; None where a fill's was not kept."""

    @property
    def bars_held(self) -> int:
        """Bars from the entry's fill to the exit's."""
        return self.exit_slot - self.entry_slot


@dataclass(frozen=True, slots=True)
class SessionResult:
    """P&L of one session in pesos, on ``capital`` = notional · first close of the session."""

    session: date
    pnl: Cop
    cost: Cop
    """Spread and slippage, also where the spread was in the price."""
    capital: Cop
    turnover: float
    """Units of position changed."""

    @property
    def gain(self) -> float:
        """Session return on its capital, net of costs."""
        return self.pnl / self.capital if self.capital else 0.0


def net_pnl(fills: Iterable[Fill], notional: Usd) -> Cop:
    """P&L in pesos of ``fills`` that start and end flat: what was sold less what was bought, less costs."""
    return Cop(sum(-fill.units * notional * fill.price - fill.cost for fill in fills))


def session_results(
    fills: Iterable[Fill], first_closes: Mapping[date, Price], notional: Usd
) -> list[SessionResult]:
    """Result of every session in ``first_closes``, in that order; one without fills earned nothing.

    ``fills`` are in order of session. ``first_closes`` gives the first present close of each session.
    """
    by_session = {day: list(group) for day, group in groupby(fills, key=lambda fill: fill.session)}
    return [
        SessionResult(
            session=day,
            pnl=net_pnl(by_session.get(day, ()), notional),
            cost=Cop(sum(fill.cost + (fill.in_price or 0.0) for fill in by_session.get(day, ()))),
            capital=Cop(notional * first),
            turnover=sum(abs(fill.units) for fill in by_session.get(day, ())),
        )
        for day, first in first_closes.items()
    ]


def decision_hash(decisions: Iterable[Decision], fills: Iterable[Fill]) -> str:
    """SHA-256 (hex) over the canonical lines of ``decisions`` and ``fills``, each in order of time.

    Equal hashes mean equal decisions and fills to the last bit: evaluation, backtest and replay of a
    bundle are compared by it. Costs are left out: the one rule makes them from what is in.
    """
    digest = sha256()
    for decision in decisions:
        digest.update(f"D {decision.session} {decision.slot} {_canonical(decision.target)}\n".encode())
    for fill in fills:
        line = f"F {fill.session} {fill.slot} {_canonical(fill.units)} {_canonical(fill.price)} {fill.forced:d}\n"
        digest.update(line.encode())
    return digest.hexdigest()


def _canonical(number: float) -> str:
    """The shortest text that reads back as the same float; minus zero is zero."""
    return repr(float(number) + 0.0)


def trades(fills: Iterable[Fill], notional: Usd) -> Iterator[Trade]:
    """Round trips of ``fills`` in order; a reversal closes one trade and opens the next at its price.

    The cost of a reversing fill is shared in proportion to the units each trade takes of it. A partial
    reduction belongs to its trade and does not end it. A position still open at the end yields nothing.
    """
    open_trade: _OpenTrade | None = None
    for fill in fills:
        units, cost = fill.units, fill.cost
        if open_trade is not None and open_trade.is_closed_by(units):
            closing = -open_trade.position
            share = cost * (closing / units)
            open_trade.add(closing, fill.price, share)
            open_trade.costs.append((fill, closing / fill.units))
            yield open_trade.closed(fill, notional)
            open_trade, units, cost = None, units - closing, Cop(cost - share)
        if abs(units) > FLAT_UNITS:
            open_trade = open_trade or _OpenTrade(fill, 1 if units > 0 else -1)
            open_trade.add(units, fill.price, cost)
            open_trade.costs.append((fill, units / fill.units))


class _OpenTrade:
    """A trade in the making: what went in, what came out, and what it cost."""

    def __init__(self, first: Fill, direction: int) -> None:
        self.first = first
        self.direction = direction
        self.position = 0.0
        self.largest = 0.0
        self.costs: list[tuple[Fill, float]] = []
        """Its fills, each with the part of it that is its own."""
        self.units_in = self.value_in = self.units_out = self.value_out = self.cost = 0.0

    def is_closed_by(self, units: float) -> bool:
        """Whether a fill of ``units`` takes the position to flat or through it."""
        return self.position * units < 0 and abs(units) >= abs(self.position) - FLAT_UNITS

    def add(self, units: float, price: float, cost: float) -> None:
        """Take up a fill, or the part of one that belongs to this trade."""
        self.position += units
        self.largest = max(self.largest, abs(self.position))
        self.cost += cost
        if units * self.direction > 0:
            self.units_in += abs(units)
            self.value_in += abs(units) * price
        else:
            self.units_out += abs(units)
            self.value_out += abs(units) * price

    def closed(self, last: Fill, notional: Usd) -> Trade:
        """The finished trade, left by ``last``."""
        gross = self.direction * notional * (self.value_out - self.value_in)
        return Trade(
            session=last.session,
            entered_at=self.first.at,
            left_at=last.at,
            entry_slot=self.first.slot,
            exit_slot=last.slot,
            direction=self.direction,
            entry=Price(self.value_in / self.units_in),
            exit=Price(self.value_out / self.units_out),
            pnl=Cop(gross - self.cost),
            cost=Cop(self.cost),
            units=self.largest,
            parts=together(_part(fill, part) for fill, part in self.costs),
        )


def _part(fill: Fill, part: float) -> Cost | None:
    cost = kept(fill)
    return None if cost is None else cost.share(part)
