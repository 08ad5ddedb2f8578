"""What a bar makes of the policies' accounts: fills first, then decisions. Pure; the rule is ``core.accounting``.

The ledger gives the books, so nothing is remembered from bar to bar, and a restart cannot tell itself apart.

- A pending order is filled at the close of the first trusted bar after its own; a suspect bar fills nothing.
- ``HALTED``, and a trading state that is not known: policies are silent. What is pending is cancelled, what is
  held is kept: a person may close it, and the end of the session does. Decisions are recorded as refused.
- ``REDUCE_ONLY``: only targets nearer to flat are taken; a reversal is refused whole, as is growth.
- An answer that is not finite is none: the decision is flat, by the rule of the stop.
- Limits refuse as they refuse a person's orders, and never a move to flat.
- A session that lost its bundle's stop is left: from that trusted bar on every decision is flat, also where the
  policy is not asked, unless it is silent. Which sessions are stopped is read from the recorded decisions.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

import numpy as np

from usdcop.core.accounting import (
    LAST_DECISION_SLOTS,
    CostModel,
    Stakes,
    permitted,
    session_pnl_cop,
    stop_reached,
    unrealised,
)
from usdcop.core.costs import at_middle
from usdcop.core.episodes import Floats, time_to_close
from usdcop.core.ledger import Fill
from usdcop.core.policy_book import SESSION_STOP, Book, Cancelled, Filled, Holder, Ruling
from usdcop.core.risk import RiskLimits
from usdcop.core.trading import Order, TradingState
from usdcop.core.units import Price, Usd

MAY_CHANGE: Final = 1.0
"""A bar that is decided at is, by its definition, never among the last of a session."""
WHOLE: Final = (-1.0, 0.0, 1.0)
"""Positions a policy can hold; a person's order may leave an account with another."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What trading costs, how much a unit is, and what no account may exceed."""

    costs: CostModel
    stakes: Stakes
    limits: RiskLimits


@dataclass(frozen=True, slots=True, eq=False)
class BarFacts:
    """What is known at the close of a bar."""

    day: date
    slot: int
    slots: int
    """Bars of a full session."""
    at: datetime
    """Its close."""
    close: Price
    first_close: Price
    """Of the session's first accepted bar."""
    trusted: bool
    """Whether it is not suspect: only then it fills and is decided at."""
    doubtful: bool
    features: Floats | None
    """(F,) None where nothing is decided: suspect, warming up, or one of the last bars of the session."""
    late: bool
    """Whether the bar that fills a decision made here has closed already."""

    @property
    def stoppable(self) -> bool:
        """Whether the session stop may act here: at a trusted bar before the last slots."""
        return self.trusted and self.slot < self.slots - LAST_DECISION_SLOTS


@dataclass(frozen=True, slots=True)
class Settled:
    """A book after a bar's fills, and what became of its pending orders."""

    book: Book
    filled: tuple[Filled, ...]
    cancelled: tuple[Cancelled, ...]


def settle(book: Book, bar: BarFacts, state: TradingState | None, terms: Terms) -> Settled:
    """Fill what was decided before ``bar`` and may still be filled."""
    filled: list[Filled] = []
    cancelled: list[Cancelled] = []
    after = book
    for order in book.pending:
        units = order.request.signed / terms.stakes.notional
        refused = state_refuses(state, after.position + units, after.position)
        if refused:
            cancelled.append(Cancelled(order, refused))
        elif bar.trusted and _slot(order) < bar.slot:
            fill = fill_at(bar, units, terms)
            filled.append(Filled(order, fill))
            after = after.after(fill)
    gone = {*(one.order.id for one in filled), *(one.order.id for one in cancelled)}
    left = tuple(order for order in book.pending if order.id not in gone)
    return Settled(replace(after, pending=left), tuple(filled), tuple(cancelled))


def decides(book: Book, bar: BarFacts) -> bool:
    """Whether the account decides at ``bar``: it has features, and nothing was decided there or later."""
    return bar.features is not None and book.decided < bar.slot


def observation(book: Book, bar: BarFacts) -> Floats:
    """(F + 3,) what the policy sees: features, then ``core.episodes.POSITION_FEATURES``."""
    profit = unrealised(book.position, book.entry, bar.close, bar.first_close)
    return np.concatenate([bar.features, [book.position, profit, time_to_close(bar.slot, bar.slots)]])


def stopped(book: Book, bar: BarFacts, stop: float | None, terms: Terms) -> bool:
    """Whether the session is left to the end: it was before, or has lost ``stop`` at this bar's close."""
    if stop is None or not bar.stoppable:
        return False
    notional = terms.stakes.notional
    return book.stopped or bool(stop_reached(earned(book, bar.close, terms), stop, notional, bar.first_close))


def ruling(
    book: Book, bar: BarFacts, wanted: float, holder: Holder, state: TradingState | None, terms: Terms
) -> Ruling:  # fmt: skip
    """What becomes of the wish for ``wanted``; refused wishes leave the position as it is, but the stop's."""
    if stopped(book, bar, holder.stop, terms):
        return left(book, bar, wanted, holder, state)
    held = book.position
    target = float(permitted(wanted, held, MAY_CHANGE, float(bar.doubtful)))
    refused = None if target == wanted else "DOUBTFUL"
    if held not in WHOLE:
        refused = "FOREIGN_POSITION"
    refused = state_refuses(state, wanted, held) or refused
    refused = refused or limit_refuses(book, target, bar.close, terms)
    taken = held if refused else target
    return Ruling(book.account, holder.bundle_hash, wanted, taken, held, refused, bar.late)


def left(
    book: Book, bar: BarFacts, wanted: float, holder: Holder, state: TradingState | None, why: str = SESSION_STOP
) -> Ruling:  # fmt: skip
    """Flat because of ``why``, but where policies are silent, or a person left a position that is none of theirs."""
    held = book.position
    kept = state_refuses(state, 0.0, held) is not None or held not in WHOLE
    taken = held if kept else 0.0
    return Ruling(book.account, holder.bundle_hash, wanted, taken, held, why, bar.late)


def unasked(
    book: Book, bar: BarFacts, holder: Holder, state: TradingState | None, terms: Terms
) -> Ruling | None:
    """The stop's ruling where the policy is not asked; None where nothing is held or no stop is reached."""
    if not book.position or book.decided >= bar.slot or not stopped(book, bar, holder.stop, terms):
        return None
    return left(book, bar, book.position, holder, state)


def state_refuses(state: TradingState | None, target: float, held: float) -> str | None:
    """Why the trading state does not let a policy go from ``held`` to ``target``; None where it does."""
    if state is TradingState.ACTIVE:
        return None
    if state is TradingState.REDUCE_ONLY:
        return TradingState.REDUCE_ONLY.value if increases(target, held) else None
    return TradingState.HALTED.value if state is TradingState.HALTED else "STATE_UNKNOWN"


def limit_refuses(book: Book, target: float, price: Price, terms: Terms) -> str | None:
    """Which limit the move from what ``book`` holds to ``target`` would break; None where it breaks none."""
    if not increases(target, book.position):
        return None
    notional, limits = terms.stakes.notional, terms.limits
    if abs(target) * notional > limits.position:
        return "POSITION_LIMIT"
    if abs(target - book.position) * notional > limits.order:
        return "ORDER_LIMIT"
    return "DAILY_LOSS" if earned(book, price, terms) <= -limits.daily_loss else None


def increases(target: float, held: float) -> bool:
    """Whether going from ``held`` to ``target`` takes new risk: growth, or a reversal."""
    return target != held and (abs(target) > abs(held) or target * held < 0)


def earned(book: Book, price: float, terms: Terms) -> float:
    """Pesos the account earned in the session so far, with what it holds at ``price``, net of costs."""
    return float(session_pnl_cop(book.cash, book.position, price, book.costs, terms.stakes.notional))


def exit_fill(book: Book, last: BarFacts, terms: Terms) -> Fill | None:
    """The forced exit at the last trusted close of the session; None where nothing is held."""
    return replace(fill_at(last, -book.position, terms), forced=True) if book.position else None


def fill_at(bar: BarFacts, units: float, terms: Terms) -> Fill:
    """A fill of ``units`` at the close of ``bar``."""
    cost = at_middle(Usd(units * terms.stakes.notional), bar.close, terms.costs)
    return Fill(
        session=bar.day,
        slot=bar.slot,
        at=bar.at,
        units=units,
        price=bar.close,
        cost=cost.charged,
        slippage=cost.slippage,
    )


def _slot(order: Order) -> int:
    """Slot the policy's order was decided at."""
    assert order.decided_slot is not None  # noqa: S101 - the table holds none without
    return order.decided_slot
