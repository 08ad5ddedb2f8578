"""Orders, fills, accounts and the trading state: the words that broker, risk, services and screens share.

Quantities are in US dollars, prices in pesos a dollar, profit and cost in pesos. ``at`` is market time,
``recorded_at`` real time.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import date, datetime
from enum import StrEnum
from math import inf
from uuid import UUID

from usdcop.core.costs import Cost
from usdcop.core.errors import UsageError
from usdcop.core.units import Cop, Price, Usd


class Side(StrEnum):
    """Buy or sell dollars."""

    BUY = "buy"
    SELL = "sell"

    @property
    def sign(self) -> int:
        """1 for a purchase, -1 for a sale."""
        return 1 if self is Side.BUY else -1


class OrderType(StrEnum):
    """How an order is filled."""

    MARKET = "market"
    """At the bid or the ask."""
    LIMIT = "limit"
    """Only when the opposite side reaches the limit, at the limit or better."""
    STOP = "stop"
    """Becomes a market order when the last price touches the stop."""


class TimeInForce(StrEnum):
    """How long an order works."""

    DAY = "day"
    """Until its session closes."""
    IOC = "ioc"
    """At once or never."""


class OrderStatus(StrEnum):
    """Where an order is. All but ``WORKING`` are ends."""

    WORKING = "working"
    FILLED = "filled"
    CANCELLED = "cancelled"
    EXPIRED = "expired"


class Origin(StrEnum):
    """Who decided on an order."""

    MANUAL = "manual"
    POLICY = "policy"


class TradingState(StrEnum):
    """What may be traded. Where it is not known, nothing may."""

    ACTIVE = "ACTIVE"
    REDUCE_ONLY = "REDUCE_ONLY"
    """Only what cannot make a position larger."""
    HALTED = "HALTED"
    """Policies are silent; only manual orders that close, and stops that reduce."""


MAIN_ACCOUNT = "main"
"""Traded by the role that the session is assigned to."""
MANUAL_ACCOUNT = "manual"
"""Traded by people."""

FLAT_USD = 1e-4
"""A position smaller than this, in dollars, is flat: sums of fills leave rounding behind."""

LONGEST_ID = 64
"""Most characters of a ``client_order_id``."""


@dataclass(frozen=True, slots=True)
class OrderRequest:
    """An order as somebody asks for it. ``quantity`` > 0; prices > 0, and only where the type has one.

    Raises:
        UsageError: it is none of that.
    """

    account: str
    client_order_id: str
    symbol: str
    side: Side
    type: OrderType
    quantity: Usd
    limit_price: Price | None = None
    stop_price: Price | None = None
    time_in_force: TimeInForce = TimeInForce.DAY
    reduce_only: bool = False

    def __post_init__(self) -> None:
        for wrong in self._faults():
            raise UsageError(wrong, "Correct the order and send it again.")

    def _faults(self) -> Iterator[str]:
        if not 1 <= len(self.client_order_id) <= LONGEST_ID or not self.client_order_id.isprintable():
            yield f"A client_order_id has 1 to {LONGEST_ID} printable characters."
        if not (self.account.isprintable() and self.symbol.isprintable()):
            yield "Account and symbol have printable characters only."
        prices = {OrderType.LIMIT: self.limit_price, OrderType.STOP: self.stop_price}
        for type_, price in prices.items():
            if (price is not None) != (self.type is type_):
                yield f"A {type_} price belongs to a {type_} order, and only there."
        for number in (self.quantity, self.limit_price, self.stop_price):
            if number is not None and not 0 < number < inf:
                yield "Quantity and prices are finite and above zero."

    @property
    def signed(self) -> float:
        """Dollars it buys (positive) or sells (negative)."""
        return self.side.sign * float(self.quantity)

    @property
    def body_hash(self) -> str:
        """SHA-256 (hex) of the canonical request: equal requests, equal hashes."""
        fields = {
            name: float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else value
            for name, value in asdict(self).items()
        }
        return hashlib.sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Order:
    """An order that was accepted, and what became of it."""

    id: UUID
    request: OrderRequest
    origin: Origin
    actor: str
    session: date
    status: OrderStatus
    accepted_at: datetime
    recorded_at: datetime
    closed_at: datetime | None = None
    triggered_at: datetime | None = None
    reason: str | None = None
    """Why it was cancelled or expired."""
    decided_slot: int | None = None
    bundle_hash: str | None = None
    filled: Usd = Usd(0.0)
    """Dollars filled so far, without a sign."""


@dataclass(frozen=True, slots=True)
class NewOrder:
    """An order that is being accepted. A policy's has the slot it was decided at and the bundle that decided."""

    request: OrderRequest
    origin: Origin
    actor: str
    session: date
    accepted_at: datetime
    decided_slot: int | None = None
    bundle_hash: str | None = None


@dataclass(frozen=True, slots=True)
class NewFill:
    """A fill that is being made of an order; see ``OrderFill``."""

    session: date
    slot: int
    quantity: Usd
    """Dollars bought (positive) or sold (negative)."""
    units: float
    price: Price
    cost: Cop
    at: datetime
    forced: bool = False
    n: int = 1
    """Number of the fill within its order: no number is filled twice."""
    in_price: Cop | None = None
    slippage: Cop | None = None


@dataclass(frozen=True, slots=True)
class OrderFill:
    """One fill of an order, as the ledger keeps it."""

    id: int
    order_id: UUID
    n: int
    account: str
    symbol: str
    session: date
    slot: int
    quantity: Usd
    """Dollars bought (positive) or sold (negative)."""
    units: float
    """The same in units of the notional."""
    price: Price
    cost: Cop
    """Charged beside the price; ``core.costs`` tells it whole."""
    forced: bool
    at: datetime
    recorded_at: datetime
    in_price: Cop | None = None
    """The spread that is in the price; None where it was not kept."""
    slippage: Cop | None = None
    """None where it was not kept."""


@dataclass(frozen=True, slots=True)
class OrderFilter:
    """Which orders are asked for; None: all."""

    account: str | None = None
    symbol: str | None = None
    status: OrderStatus | None = None
    origin: Origin | None = None
    session: date | None = None


@dataclass(frozen=True, slots=True)
class FillFilter:
    """Which fills are asked for; None: all."""

    account: str | None = None
    symbol: str | None = None
    session: date | None = None
    order_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Position:
    """What an account holds of a symbol, and what it earned; reckoned from fills."""

    account: str
    symbol: str
    quantity: Usd
    """Dollars held: positive long, negative short, 0 flat."""
    average_price: Price | None
    """None where the account is flat."""
    realised: Cop
    """Of closed trades, net of costs."""
    unrealised: Cop | None
    """At the newest quote, before the cost of closing; None where there is no quote."""
    costs: Cop
    """Charged beside the prices of its fills."""
    fills: int
    parts: Cost | None
    """What its fills cost, whole; None where a fill's spread was not kept."""


@dataclass(frozen=True, slots=True)
class PaperAccount:
    """An account and what it earned today and ever, net of costs."""

    id: str
    kind: str
    """``main``, ``manual`` or ``policy``."""
    opened_at: datetime
    pnl_today: Cop
    pnl: Cop
    pnl_usd: Usd
    """``pnl`` at the newest price."""


@dataclass(frozen=True, slots=True)
class StateRow:
    """The trading state, who set it, when and why."""

    state: TradingState
    version: int
    actor: str
    reason: str
    at: datetime
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class LiveQuote:
    """The newest quote of a symbol, and how often one is planned."""

    symbol: str
    price: Price
    bid: Price | None
    ask: Price | None
    at: datetime
    """Market time it was received."""
    source: str
    poll_interval_seconds: float


class OrchestratorState(StrEnum):
    """What the live feed is doing."""

    CLOSED = "CLOSED"
    WAITING_FOR_L0 = "WAITING_FOR_L0"
    COLLECTING = "COLLECTING"
    DEGRADED = "DEGRADED"
    ENDED = "ENDED"
    """The replay has come to the end of its data."""
