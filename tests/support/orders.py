"""Orders, accounts, quotes and trading states for tests of the broker."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import Engine, text

from usdcop.adapters.postgres.database import transaction
from usdcop.adapters.postgres.order_rows import open_account
from usdcop.adapters.postgres.orders import PostgresDesk
from usdcop.adapters.postgres.quotes import PostgresQuotes
from usdcop.core.risk import RiskLimits
from usdcop.core.sessions import MARKETS
from usdcop.core.trading import (
    LiveQuote,
    NewOrder,
    OrderRequest,
    OrderType,
    Origin,
    Side,
    TradingState,
)
from usdcop.core.units import Price, Usd

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
