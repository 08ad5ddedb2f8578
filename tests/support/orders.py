"""Orders, accounts, quotes and trading states for tests of the broker."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any
from uuid import uuid4

from sqlalchemy import Engine, text

from usdcop.adapters.postgres.database import transaction
from usdcop.adapters.postgres.leases import Lease
from usdcop.adapters.postgres.matching import PostgresMatching
from usdcop.adapters.postgres.order_rows import open_account
from usdcop.adapters.postgres.orders import PostgresDesk
from usdcop.adapters.postgres.quotes import PostgresQuotes
from usdcop.core.accounting import CostModel, Stakes
from usdcop.core.risk import RiskLimits
from usdcop.core.sessions import MARKETS
from usdcop.core.trading import (
    LiveQuote,
    NewOrder,
    Order,
    OrderFill,
    OrderRequest,
    OrderStatus,
    OrderType,
    Origin,
    Side,
    TradingState,
)
from usdcop.core.units import Cop, Price, Usd
from usdcop.live.broker import Broker, BrokerRules

SESSION = date(2025, 1, 2)
"""A Thursday; the session is 13:00 to 18:00 UTC."""
AT = datetime(2025, 1, 2, 14, 0, tzinfo=UTC)
"""An hour into it."""


def a_request(client_order_id: str = "a", **fields: Any) -> OrderRequest:  # noqa: ANN401 - fields of any kind
    """A market order to buy 10,000 dollars for the account ``manual``, unless told otherwise."""
    given: dict[str, Any] = {
        "account": "manual",
        "client_order_id": client_order_id,
        "symbol": "USDCOP",
        "side": Side.BUY,
        "type": OrderType.MARKET,
        "quantity": Usd(10_000.0),
        **fields,
    }
    return OrderRequest(**given)


def new_order(request: OrderRequest, at: datetime = AT, **fields: object) -> NewOrder:
    """``request`` on its way to acceptance."""
    given: dict[str, Any] = {"origin": Origin.MANUAL, "actor": "trader", "session": SESSION, **fields}
    return NewOrder(request=request, accepted_at=at, **given)


def a_quote(at: datetime = AT, price: float = 4000.0, **fields: object) -> LiveQuote:
    """A quote with bid and ask half a peso to either side, polled every five seconds."""
    given: dict[str, Any] = {
        "bid": Price(price - 0.5),
        "ask": Price(price + 0.5),
        "source": "test",
        "poll_interval_seconds": 5.0,
    }
    return LiveQuote(symbol="USDCOP", price=Price(price), at=at, **{**given, **fields})


def set_state(engine: Engine, state: TradingState, at: datetime = AT) -> None:
    """Put the trading state where a test needs it, without any of its consequences."""
    with transaction(engine) as connection:
        connection.execute(
            text(
                "INSERT INTO trading_state (state, version, actor, reason, at) VALUES (:state, 1, 'test', 'test', :at)"
                " ON CONFLICT (only_row) DO UPDATE SET state = excluded.state, version = trading_state.version + 1"
            ),
            {"state": state.value, "at": at},
        )


def open_book(engine: Engine, state: TradingState = TradingState.ACTIVE) -> None:
    """Accounts ``manual`` and ``main``, a trading state, and a fresh quote at ``AT``."""
    with transaction(engine) as connection:
        open_account(connection, "manual", "manual", AT)
        open_account(connection, "main", "main", AT)
    set_state(engine, state)
    PostgresQuotes(engine).put(a_quote())


def desk_of(engine: Engine, limits: RiskLimits | None = None) -> PostgresDesk:
    """A desk for all configured symbols."""
    return PostgresDesk(engine, MARKETS, limits or RiskLimits())


def counts(engine: Engine) -> dict[str, int]:
    """Rows of each table that an order touches."""
    with transaction(engine) as connection:
        return {
            table: int(connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one())
            for table in ("orders", "fills", "outbox", "audit_log")
        }


def an_order(request: OrderRequest, client_order_id: str | None = None, at: datetime = AT) -> Order:
    """``request`` as a working order that is nowhere stored."""
    named = request if client_order_id is None else replace(request, client_order_id=client_order_id)
    return Order(
        id=uuid4(),
        request=named,
        origin=Origin.MANUAL,
        actor="trader",
        session=SESSION,
        status=OrderStatus.WORKING,
        accepted_at=at,
        recorded_at=at,
    )


def an_order_fill(quantity: float, price: float, cost: float = 0.0) -> OrderFill:
    """A fill that is nowhere stored: dollars bought (positive) or sold, at a price."""
    return OrderFill(
        id=1,
        order_id=uuid4(),
        n=1,
        account="manual",
        symbol="USDCOP",
        session=SESSION,
        slot=12,
        quantity=Usd(quantity),
        units=quantity / 1e5,
        price=Price(price),
        cost=Cop(cost),
        forced=False,
        at=AT,
        recorded_at=AT,
    )


def broker_of(engine: Engine, lease: str | None = None) -> Broker:
    """A matcher with the lease called ``lease``, or with one of its own."""
    rules = BrokerRules(MARKETS["USDCOP"], CostModel(), Stakes(), RiskLimits())
    return Broker(PostgresMatching(engine, MARKETS), Lease(engine, lease or f"matcher {uuid4()}"), rules)
