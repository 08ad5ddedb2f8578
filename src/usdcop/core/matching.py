"""Matching: what a matcher sees of an account, and what it may do to its orders."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from usdcop.core.trading import NewFill, Order, OrderStatus, TradingState
from usdcop.core.units import Cop, Usd

# untested: nothing but types


@dataclass(frozen=True, slots=True)
class Book:
    """Working orders of people in one account and symbol, with all that decides about them."""

    account: str
    state: TradingState
    position: Usd
    working: Sequence[Order]
    """In order of acceptance."""
    session_pnl: Cop
    """Earned in this session, at the quote that is being matched."""
    doubtful: bool
    """Whether the newest bar of the session is doubtful or suspect: no new risk."""


@dataclass(frozen=True, slots=True)
class Triggered:
    """The last price touched the stop of ``order``."""

    order: Order
    at: datetime


@dataclass(frozen=True, slots=True)
class Filled:
    """``order`` is filled by ``fill`` and ends; where ``reason`` says so, the rest of it is cancelled."""

    order: Order
    fill: NewFill
    reason: str | None = None


@dataclass(frozen=True, slots=True)
class Ended:
    """``order`` ends without a fill."""

    order: Order
    status: OrderStatus
    at: datetime
    reason: str


Outcome: TypeAlias = Triggered | Filled | Ended

Decide: TypeAlias = Callable[[Book], Sequence[Outcome]]
"""What is to be done with a book; called while its account is locked."""
