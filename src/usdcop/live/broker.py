"""The paper broker: fills orders of people on live quotes. Rules first, then the matcher that runs them.

- An order fills only on a quote received after it was accepted: nobody trades on a price already seen.
- A purchase pays the ask, a sale gets the bid; where none is quoted, the price with the half-spread of the cost
  model to either side. The half-spread is so in the price, and slippage alone is charged beside it.
- A limit order fills once the opposite side reaches its limit, at that side, and never costs more than its limit
  allows: slippage is charged as far as there is room. A stop becomes a market order when the last price touches it.
- IOC fills on the first quote or is cancelled. Day orders expire at the close. Positions of people stay open over
  the close: nobody is sold out.
- A stale quote fills nothing; a doubtful market fills nothing that adds risk; nothing fills outside the session.
- Where only reducing is allowed (the trading state, ``reduce_only``, the account of a policy, a daily loss at its
  limit) an order fills as far as it reduces, and the rest of it is cancelled.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from math import inf
from typing import Final, Protocol

from usdcop.core.accounting import CostModel, Stakes
from usdcop.core.costs import on_quote
from usdcop.core.matching import Book, Decide, Ended, Filled, Outcome, Triggered
from usdcop.core.risk import Exposure, RiskLimits, is_fresh
from usdcop.core.sessions import Market
from usdcop.core.trading import (
    FLAT_USD,
    MANUAL_ACCOUNT,
    LiveQuote,
    NewFill,
    Order,
    OrderRequest,
    OrderStatus,
    OrderType,
    Side,
    TimeInForce,
    TradingState,
)
from usdcop.core.units import BPS, Price, Usd

SESSION_CLOSED: Final = "its session has closed"
NOT_AT_ONCE: Final = "IOC: it could not be filled at once"
NOTHING_TO_REDUCE: Final = "only reducing was allowed, and there was nothing to reduce"
REST_NOT_REDUCING: Final = "only reducing was allowed: the rest would have turned the position"


@dataclass(frozen=True, slots=True)
class BrokerRules:
    """What fills depend on besides the order and the quote."""

    market: Market
    costs: CostModel
    stakes: Stakes
    limits: RiskLimits


def match(book: Book, quote: LiveQuote, now: datetime, rules: BrokerRules) -> list[Outcome]:
    """What ``quote`` does to the orders of ``book`` at market time ``now``, each after the ones before it."""
    found: list[Outcome] = []
    if not rules.market.calendar.is_open(now) or not is_fresh(quote, rules.limits, now):
        return found
    for order in book.working:
        for outcome in _outcomes(order, book, quote, now, rules):
            found.append(outcome)
            if isinstance(outcome, Filled):
                book = replace(book, position=Usd(book.position + outcome.fill.quantity))
    return found


def expire(book: Book, day: date, now: datetime) -> list[Outcome]:
    """Let the orders of sessions up to ``day`` expire."""
    return [
        Ended(order, OrderStatus.EXPIRED, now, SESSION_CLOSED)
        for order in book.working
        if order.session <= day
    ]


def sides(quote: LiveQuote, costs: CostModel) -> tuple[Price, Price]:
    """Bid and ask of ``quote``: as quoted, or its price with the half-spread where that makes no sense."""
    if quote.bid is not None and quote.ask is not None and 0 < quote.bid <= quote.ask < inf:
        return quote.bid, quote.ask
    half = costs.half_spread / BPS
    return Price(quote.price * (1 - half)), Price(quote.price * (1 + half))


class MatchingDesk(Protocol):
    """Where working orders are, and where their outcomes are carried out."""

    def accounts(self, symbol: str) -> list[str]:
        """Accounts with working orders of people."""

    def settle(
        self, account: str, symbol: str, quote: LiveQuote | None, now: datetime, decide: Decide
    ) -> Sequence[Outcome]:  # fmt: skip
        """Lock ``account``, let ``decide`` look at its book, carry out what it decides; all or nothing."""


class Lease(Protocol):
    """The right to match."""

    def acquire(self) -> bool:
        """Take it unless somebody else has it; whether it is held."""


@dataclass(frozen=True, slots=True)
class Broker:
    """The matcher. Of several only the holder of the lease matches.

    What was accepted and not filled when a process died is filled by the next: all it needs is in the tables.
    """

    desk: MatchingDesk
    lease: Lease
    rules: BrokerRules

    def on_quote(self, quote: LiveQuote, now: datetime) -> int:
        """Fill what ``quote`` fills; return how many fills.

        Raises:
            ServerError: the server is away; accounts done before keep what was done.
        """
        if not self.rules.market.calendar.is_open(now) or not self.lease.acquire():
            return 0

        def decide(book: Book) -> list[Outcome]:
            return match(book, quote, now, self.rules)

        return sum(isinstance(outcome, Filled) for outcome in self._settled(quote, now, decide))

    def close_session(self, day: date, now: datetime) -> int:
        """Let the orders of the session on ``day`` and earlier ones expire once it has closed; return how many."""
        if now < self.rules.market.calendar.closes_at(day) or not self.lease.acquire():
            return 0
        return len(list(self._settled(None, now, lambda book: expire(book, day, now))))

    def _settled(self, quote: LiveQuote | None, now: datetime, decide: Decide) -> Iterator[Outcome]:
        symbol = self.rules.market.symbol
        for account in self.desk.accounts(symbol):
            yield from self.desk.settle(account, symbol, quote, now, decide)


def _outcomes(
    order: Order, book: Book, quote: LiveQuote, now: datetime, rules: BrokerRules
) -> Iterator[Outcome]:  # fmt: skip
    request = order.request
    if order.session < rules.market.calendar.local_date(now):
        yield Ended(order, OrderStatus.EXPIRED, now, SESSION_CLOSED)
        return
    if quote.at <= order.accepted_at:
        return
    if request.stop_price is not None and order.triggered_at is None and _touched(request, quote.price):
        yield Triggered(order, now)
        order = replace(order, triggered_at=now)
    ended = _filled(order, book, quote, now, rules)
    if ended is not None:
        yield ended
    elif request.time_in_force is TimeInForce.IOC:
        yield Ended(order, OrderStatus.CANCELLED, now, NOT_AT_ONCE)


def _filled(
    order: Order, book: Book, quote: LiveQuote, now: datetime, rules: BrokerRules
) -> Filled | Ended | None:
    """The end of ``order`` on this quote, if it has one."""
    if not _trades_at(order, quote, rules.costs):
        return None
    left = order.request.side.sign * (order.request.quantity - order.filled)
    if _only_reduces(order.request, book, rules.limits):
        room = abs(book.position) if book.position * left < 0 else 0.0
        if room < FLAT_USD:
            return Ended(order, OrderStatus.CANCELLED, now, NOTHING_TO_REDUCE)
        cut = min(abs(left), room) * order.request.side.sign
        fill = _fill(order, Usd(cut), quote, now, rules)
        return Filled(order, fill, None if cut == left else REST_NOT_REDUCING)
    if book.doubtful and not Exposure(book.position).reduces(left):
        return None
    return Filled(order, _fill(order, Usd(left), quote, now, rules))


def _only_reduces(request: OrderRequest, book: Book, limits: RiskLimits) -> bool:
    return (
        request.reduce_only
        or book.state is not TradingState.ACTIVE
        or book.account != MANUAL_ACCOUNT
        or book.session_pnl <= -limits.daily_loss
    )


def _touched(request: OrderRequest, price: float) -> bool:
    """Whether the last price has reached the stop: from below for a purchase, from above for a sale."""
    if request.stop_price is None:
        return False
    return price >= request.stop_price if request.side is Side.BUY else price <= request.stop_price


def _trades_at(order: Order, quote: LiveQuote, costs: CostModel) -> bool:
    """Whether the order trades at what a dollar costs now."""
    request = order.request
    bid, ask = sides(quote, costs)
    price = ask if request.side is Side.BUY else bid
    if request.type is OrderType.STOP and order.triggered_at is None:
        return False
    return request.limit_price is None or request.side.sign * (price - request.limit_price) <= 0


def _fill(order: Order, quantity: Usd, quote: LiveQuote, now: datetime, rules: BrokerRules) -> NewFill:
    calendar, notional = rules.market.calendar, rules.stakes.notional
    slot = calendar.slot_of(now)
    bid, ask = sides(quote, rules.costs)
    cost = on_quote(quantity, (bid, ask), rules.costs, order.request.limit_price)
    return NewFill(
        session=calendar.local_date(now),
        slot=slot if slot is not None else calendar.hours.slots,
        quantity=quantity,
        units=quantity / notional,
        price=ask if quantity > 0 else bid,
        cost=cost.charged,
        at=now,
        in_price=cost.in_price,
        slippage=cost.slippage,
    )
