"""The desk: where orders of people are accepted and cancelled, each in one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import Connection, Engine

from usdcop.adapters.postgres.accounts import exposure, is_doubtful
from usdcop.adapters.postgres.audit import append_all
from usdcop.adapters.postgres.database import transaction
from usdcop.adapters.postgres.order_entries import accepted, ended
from usdcop.adapters.postgres.order_rows import (
    close_order,
    find_order,
    insert_order,
    lock_accounts,
    lock_state,
    open_account,
    read_order,
)
from usdcop.adapters.postgres.quotes import newest_quote
from usdcop.core.errors import ConflictError, RiskRefusedError, UnknownError, UsdcopError
from usdcop.core.risk import MarketView, Refusal, RiskLimits, Situation, refusal
from usdcop.core.sessions import Market
from usdcop.core.trading import MANUAL_ACCOUNT, NewOrder, Order, OrderRequest, OrderStatus, Origin


@dataclass(frozen=True, slots=True)
class PostgresDesk:
    """Accepts orders under the rules of ``core.risk``; an order that is refused leaves nothing behind.

    Args:
        markets: every symbol that is traded.
    """

    engine: Engine
    markets: Mapping[str, Market]
    limits: RiskLimits

    def place(self, request: OrderRequest, actor: str, now: datetime) -> tuple[Order, bool]:
        """Accept ``request`` and return its order, True; or the order that was stored for the same request, False.

        What is returned is committed. After a ServerError the same request may be sent again: it has one effect.

        Raises:
            RiskRefusedError: a rule refuses it; ``code`` names the rule.
            UnknownError: there is no such symbol or account.
            ConflictError: the account has another order of that ``client_order_id``.
            ServerError: the server is away; the order may have been accepted nevertheless.
        """
        with transaction(self.engine) as connection:
            met = self._met(connection, request, now)
            earlier = find_order(connection, request.account, request.client_order_id)
            if earlier is not None:
                return _same(earlier, request), False
            refused = refusal(request, met, now)
            if refused is not None:
                raise _error(refused)
            day = self.markets[request.symbol].calendar.local_date(now)
            order = insert_order(connection, NewOrder(request, Origin.MANUAL, actor, day, now))
            append_all(connection, [accepted(order)])
            return order, True

    def cancel(self, order_id: UUID, actor: str, now: datetime) -> Order:
        """Cancel a working order of a person; one that was cancelled before is returned as it is.

        Raises:
            UnknownError: there is no such order.
            ConflictError: it was filled, or expired, before (``ORDER_CLOSED``).
            RiskRefusedError: it is a policy's (``POLICY_ORDER``).
        """
        with transaction(self.engine) as connection:
            found = _known(connection, order_id)
            lock_state(connection)
            lock_accounts(connection, [found.request.account])
            order = _known(connection, order_id)
            if order.status is OrderStatus.CANCELLED:
                return order
            if order.origin is Origin.POLICY:
                raise RiskRefusedError(
                    f"Order {order_id} is a policy's.",
                    "Halt trading to cancel orders of policies.",
                    "POLICY_ORDER",
                )
            done = close_order(connection, order, OrderStatus.CANCELLED, now, f"cancelled by {actor}")
            append_all(connection, [ended(done, actor, now)])
            return done

    def _met(self, connection: Connection, request: OrderRequest, now: datetime) -> Situation:
        """What ``request`` meets. Locks the trading state and the account."""
        state = lock_state(connection)
        known = request.account in lock_accounts(connection, [request.account])
        if not known and request.account == MANUAL_ACCOUNT:  # the first order of a home opens it
            open_account(connection, MANUAL_ACCOUNT, "manual", now)
            known = MANUAL_ACCOUNT in lock_accounts(connection, [MANUAL_ACCOUNT])
        market = self.markets.get(request.symbol)
        if market is None or not known:
            return Situation(None, None if market is None else _CLOSED, None, self.limits)
        quote = newest_quote(connection, request.symbol)
        price = None if quote is None else quote.price
        return Situation(
            state=None if state is None else state.state,
            market=MarketView(market.calendar.is_open(now), quote, is_doubtful(connection, market, now)),
            exposure=exposure(connection, request.account, market, price, now),
            limits=self.limits,
        )


_CLOSED: Final = MarketView(is_open=False, quote=None)


def _same(earlier: tuple[Order, str], request: OrderRequest) -> Order:
    order, body_hash = earlier
    if body_hash != request.body_hash:
        raise ConflictError(
            f"The account {request.account} has another order with client_order_id {request.client_order_id!r}.",
            "Choose a new id for a new order.",
            code="DUPLICATE_CLIENT_ORDER_ID",
        )
    return order


def _known(connection: Connection, order_id: UUID) -> Order:
    order = read_order(connection, order_id)
    if order is None:
        raise UnknownError(f"There is no order {order_id}.", "Look at the list of orders.")
    return order


def _error(refused: Refusal) -> UsdcopError:
    if refused.code.startswith("UNKNOWN"):
        return UnknownError(refused.sentence, refused.cure)
    return RiskRefusedError(refused.sentence, refused.cure, refused.code)
