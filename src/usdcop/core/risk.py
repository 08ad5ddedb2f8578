"""Risk: what an order may do, given the trading state, the account and the market. Pure.

An order *reduces* where the position cannot grow, nor turn, even if all working orders fill: it goes against
the position, and together with the working orders that go against it too it is no larger than the position.
What reduces is always possible while the market is open. Everything else is new risk.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from usdcop.core.access import Role
from usdcop.core.trading import (
    FLAT_USD,
    MANUAL_ACCOUNT,
    LiveQuote,
    Order,
    OrderRequest,
    OrderType,
    TimeInForce,
    TradingState,
)
from usdcop.core.units import Cop, Usd

POLLS_MISSED: Final = 3
"""A quote is stale once as many planned polls have brought none."""


_POLICY_ID: Final = re.compile(r"[0-9a-f]{0,8}-\d{4}-\d\d-\d\d-")
"""How ``client_order_id`` of policies begin: nobody else may take one before the policy does."""


@dataclass(frozen=True, slots=True)
class RiskLimits:
    """What no account may exceed."""

    position: Usd = Usd(500_000.0)
    """Largest position of an account, in dollars, either way, working orders included."""
    order: Usd = Usd(250_000.0)
    """Largest single order, in dollars; what reduces may be as large as the position."""
    daily_loss: Cop = Cop(20_000_000.0)
    """Loss of an account in a session, in pesos, open positions at the newest quote, after which it only reduces."""
    quote_age: timedelta = timedelta(seconds=30)
    """A quote older than this and than three planned polls carries no new risk."""
    working: int = 200
    """Most working orders of an account."""


@dataclass(frozen=True, slots=True)
class Exposure:
    """What an account has at risk in one symbol."""

    position: Usd
    working: tuple[float, ...] = ()
    """Dollars that each working order still buys (positive) or sells (negative)."""
    session_pnl: Cop = Cop(0.0)
    """Earned in this session, open position at the newest quote."""

    def against(self, signed: float) -> float:
        """Dollars of working orders in the direction of ``signed``."""
        return sum(abs(other) for other in self.working if other * signed > 0)

    def reduces(self, signed: float) -> bool:
        """Whether an order of ``signed`` dollars can only bring the position nearer to flat."""
        room = abs(self.position) - self.against(signed)
        return self.position * signed < 0 and abs(signed) <= room + FLAT_USD

    def largest_with(self, signed: float) -> float:
        """The position, without its sign, once ``signed`` and all working orders in its direction are filled."""
        direction = 1.0 if signed > 0 else -1.0
        return direction * self.position + self.against(signed) + abs(signed)


@dataclass(frozen=True, slots=True)
class MarketView:
    """What is known of the market of a symbol."""

    is_open: bool
    quote: LiveQuote | None
    doubtful: bool = False
    """Whether the newest bar of the session is doubtful or suspect."""


@dataclass(frozen=True, slots=True)
class Situation:
    """What an order meets. None: not known, and then nothing is accepted."""

    state: TradingState | None
    market: MarketView | None
    exposure: Exposure | None
    limits: RiskLimits


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why an order is refused: the rule in one word, a sentence, and a cure."""

    code: str
    sentence: str
    cure: str


def refusal(request: OrderRequest, met: Situation, now: datetime) -> Refusal | None:
    """Why a person's order ``request`` is refused at market time ``now``; None: it is accepted.

    On a stale quote, or without one, a day order that reduces is accepted and waits for the next fresh quote;
    nothing is ever filled at a stale price.
    """
    if met.market is None:
        return Refusal("UNKNOWN_SYMBOL", f"{request.symbol} is not traded here.", "Use a configured symbol.")
    if met.exposure is None:
        return Refusal(
            "UNKNOWN_ACCOUNT", f"There is no account {request.account}.", f"Use {MANUAL_ACCOUNT!r}."
        )
    if met.state is None:
        return Refusal(
            "STATE_UNKNOWN", "The trading state is unknown: nothing is accepted.", "An operator sets it."
        )
    return next(_refusals(request, _Known(met.state, met.market, met.exposure, met.limits), now), None)


def is_fresh(quote: LiveQuote, limits: RiskLimits, now: datetime) -> bool:
    """Whether ``quote`` may carry risk at ``now``. One from the future is as bad as an old one."""
    allowed = max(limits.quote_age, POLLS_MISSED * timedelta(seconds=quote.poll_interval_seconds))
    return abs(now - quote.at) <= allowed


def may_change(roles: frozenset[Role], old: TradingState | None, new: TradingState) -> bool:
    """Whether somebody with ``roles`` may change the trading state: traders tighten it, operators loosen it too."""
    if roles & {Role.OPERATOR, Role.ADMIN}:
        return True
    return Role.TRADER in roles and tightens(old, new)


def tightens(old: TradingState | None, new: TradingState) -> bool:
    """Whether ``new`` allows no more than ``old``. Where the state is unknown nothing is allowed."""
    order = (TradingState.ACTIVE, TradingState.REDUCE_ONLY, TradingState.HALTED)
    return new is TradingState.HALTED if old is None else order.index(new) >= order.index(old)


def cancelled_by(new: TradingState, position: Usd, working: Sequence[Order]) -> list[Order]:
    """Those of ``working`` (one account and symbol, in order of acceptance) that a change to ``new`` cancels.

    REDUCE_ONLY leaves what reduces, oldest first, as long as it does not exceed the position together;
    HALTED leaves of that only stops.
    """
    if new is TradingState.ACTIVE:
        return []
    room, doomed = abs(position), []
    for order in working:
        left = order.request.quantity - order.filled
        kept = order.request.signed * position < 0 and left <= room + FLAT_USD
        if kept and new is TradingState.HALTED:
            kept = order.request.type is OrderType.STOP
        room -= left if kept else 0.0
        if not kept:
            doomed.append(order)
    return doomed


@dataclass(frozen=True, slots=True)
class _Known:
    """A situation in which nothing is unknown."""

    state: TradingState
    market: MarketView
    exposure: Exposure
    limits: RiskLimits


def _refusals(request: OrderRequest, met: _Known, now: datetime) -> Iterator[Refusal]:
    """Every reason to refuse, the plainest first."""
    if not met.market.is_open:
        yield Refusal("MARKET_CLOSED", "The market is closed.", "Send the order in the next session.")
    yield from _foreign_account(request, met.state)
    if not met.exposure.reduces(request.signed):
        yield from _must_reduce(request, met.state, met.exposure)
        yield from _quote_refusals(met.market.quote, met.limits, now)
        yield from _doubt_refusals(met.market)
        yield from _limit_refusals(request, met.exposure, met.limits)
    elif request.time_in_force is TimeInForce.IOC:  # it cannot wait for a fresh quote
        yield from _quote_refusals(met.market.quote, met.limits, now)


def _foreign_account(request: OrderRequest, state: TradingState) -> Iterator[Refusal]:
    """People trade one account; those of the policies only when policies are silent, and then only to reduce."""
    if request.account != MANUAL_ACCOUNT and _POLICY_ID.match(request.client_order_id):
        yield Refusal(
            "RESERVED_ID", "Ids of this form are kept for policies.", "Choose another client_order_id."
        )
    if request.account != MANUAL_ACCOUNT and state is not TradingState.HALTED:
        yield Refusal(
            "NOT_MANUAL",
            f"The account {request.account} is traded by policies.",
            f"Trade {MANUAL_ACCOUNT!r}, or halt trading first: then its position may be reduced by hand.",
        )


def _must_reduce(request: OrderRequest, state: TradingState, held: Exposure) -> Iterator[Refusal]:
    """Refusals of what does not reduce, where only that is allowed."""
    if state is TradingState.ACTIVE and not request.reduce_only:
        return
    if held.position * request.signed < 0:
        room = max(0.0, abs(held.position) - held.against(request.signed))
        yield Refusal(
            "REVERSAL",
            f"With the orders that work already this could turn the position: {room:,.2f} dollars are left to reduce.",
            "Send a smaller order, or cancel working orders first.",
        )
    match state:
        case TradingState.HALTED:
            yield Refusal(
                "HALTED", "Trading is halted: only what reduces is accepted.", "An operator resumes it."
            )
        case TradingState.REDUCE_ONLY:
            yield Refusal(
                "REDUCE_ONLY", "Only what reduces a position is accepted.", "An operator resumes trading."
            )
        case TradingState.ACTIVE:
            yield Refusal(
                "NOT_REDUCING", "There is nothing for this order to reduce.", "Send it without reduce_only."
            )


def _quote_refusals(quote: LiveQuote | None, limits: RiskLimits, now: datetime) -> Iterator[Refusal]:
    if quote is None:
        yield Refusal("NO_QUOTE", "There is no quote yet.", "Wait for the next one.")
    elif not is_fresh(quote, limits, now):
        age = (now - quote.at).total_seconds()
        yield Refusal("STALE_QUOTE", f"The newest quote is {age:,.0f} s old.", "Wait for the next one.")


def _doubt_refusals(market: MarketView) -> Iterator[Refusal]:
    if market.doubtful:
        yield Refusal(
            "DOUBTFUL_QUOTE", "Quotes are doubtful: no new risk.", "Wait until two bars have changed."
        )


def _limit_refusals(request: OrderRequest, held: Exposure, limits: RiskLimits) -> Iterator[Refusal]:
    if round(request.quantity, 2) != request.quantity:
        yield Refusal("QUANTITY_STEP", "A quantity is whole cents of a dollar.", "Round it.")
    if request.quantity > limits.order:
        yield Refusal(
            "ORDER_LIMIT", f"An order is at most {limits.order:,.0f} dollars.", "Send a smaller one."
        )
    if held.largest_with(request.signed) > limits.position + FLAT_USD:
        yield Refusal(
            "POSITION_LIMIT",
            f"With all working orders the position could exceed {limits.position:,.0f} dollars.",
            "Send a smaller order, or cancel working ones.",
        )
    if len(held.working) >= limits.working:
        yield Refusal(
            "WORKING_LIMIT", f"An account has at most {limits.working} working orders.", "Cancel some."
        )
    if held.session_pnl <= -limits.daily_loss:
        yield Refusal(
            "DAILY_LOSS",
            f"The account has lost {-held.session_pnl:,.0f} pesos in this session; the limit is {limits.daily_loss:,.0f}.",
            "Only what reduces is accepted until the next session.",
        )
