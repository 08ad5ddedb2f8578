"""Rows of orders and fills, for use inside the transaction of a caller; each change writes its outbox row.

Everybody locks in one order, so that nobody waits for each other in a circle: the trading state
(``lock_state``), then accounts (``lock_accounts``), then rows, and the audit trail last (``audit.append_all``).
Whoever holds an account's lock sees its working orders and its position as they are and as they stay; and the
outbox rows of an account are numbered in the order in which they are committed.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, text

from usdcop.adapters.postgres.order_shapes import (
    FILL_COLUMNS,
    ORDER_COLUMNS,
    fill_data,
    fill_from,
    instant,
    order_data,
    order_from,
    state_from,
)
from usdcop.core.errors import ConflictError
from usdcop.core.trading import NewFill, NewOrder, Order, OrderFill, OrderStatus, Origin, StateRow
from usdcop.core.units import Usd

PATIENCE_SECONDS: Final = 5
"""A transaction on orders whose process stands still for longer than this is ended by the server, so that
a frozen process cannot hold up the switch that stops trading."""


def lock_state(connection: Connection) -> StateRow | None:
    """The trading state, which stays as it is until the transaction ends; None: unknown, nothing is accepted."""
    row = connection.execute(_LOCK_STATE, {"patience": f"{PATIENCE_SECONDS}s"}).first()
    return None if row is None else state_from(row)


def lock_accounts(connection: Connection, accounts: Collection[str]) -> dict[str, str]:
    """Lock ``accounts`` until the transaction ends; kind of each that exists."""
    rows = connection.execute(_LOCK_ACCOUNTS, {"accounts": sorted(accounts)})
    return {row.id: row.kind for row in rows}


def open_account(connection: Connection, account: str, kind: str, at: datetime) -> None:
    """Make sure that ``account`` exists; ``kind`` is ``main``, ``manual`` or ``policy``."""
    connection.execute(_OPEN_ACCOUNT, {"account": account, "kind": kind, "at": at})


def insert_order(connection: Connection, new: NewOrder) -> Order:
    """Accept ``new`` as a working order.

    Raises:
        DataError: its account has an order of that ``client_order_id`` (look with ``find_order`` first).
    """
    request = new.request
    values = {
        "account": request.account,
        "client_order_id": request.client_order_id,
        "symbol": request.symbol,
        "side": request.side.value,
        "type": request.type.value,
        "quantity": request.quantity,
        "limit_price": request.limit_price,
        "stop_price": request.stop_price,
        "time_in_force": request.time_in_force.value,
        "reduce_only": request.reduce_only,
        "body_hash": request.body_hash,
        "origin": new.origin.value,
        "actor": new.actor,
        "session": new.session,
        "decided_slot": new.decided_slot,
        "bundle_hash": new.bundle_hash,
        "accepted_at": new.accepted_at,
    }
    order = order_from(connection.execute(_INSERT_ORDER, values).one())
    _tell(connection, "order", order.request.account, order.accepted_at, order_data(order))
    return order


def insert_fill(connection: Connection, order: Order, new: NewFill) -> OrderFill:
    """Add a fill to ``order``, which goes on working until it is closed.

    Raises:
        DataError: the order has a fill number ``new.n`` already.
    """
    request = order.request
    values = {
        "order_id": order.id,
        "n": new.n,
        "account": request.account,
        "symbol": request.symbol,
        "session": new.session,
        "slot": new.slot,
        "quantity": new.quantity,
        "units": new.units,
        "price": new.price,
        "cost": new.cost,
        "in_price": new.in_price,
        "slippage": new.slippage,
        "forced": new.forced,
        "at": new.at,
    }
    fill = fill_from(connection.execute(_INSERT_FILL, values).one())
    _tell(connection, "fill", fill.account, fill.at, fill_data(fill))
    return fill


def trigger_order(connection: Connection, order: Order, at: datetime) -> Order:
    """Record that the last price touched the stop of ``order``."""
    return _changed(connection, _TRIGGER, {"order_id": order.id, "at": at}, at)


def close_order(
    connection: Connection, order: Order, status: OrderStatus, at: datetime, reason: str | None = None
) -> Order:
    """End ``order``; the reason says why it was not filled.

    Raises:
        ConflictError: it has ended already.
    """
    values = {"order_id": order.id, "status": status.value, "at": at, "reason": reason}
    return _changed(connection, _CLOSE, values, at)


def find_order(connection: Connection, account: str, client_order_id: str) -> tuple[Order, str] | None:
    """The order that ``account`` has under ``client_order_id``, with its body hash."""
    row = connection.execute(_FIND, {"account": account, "client_order_id": client_order_id}).first()
    return None if row is None else (order_from(row), row.body_hash)


def read_order(connection: Connection, order_id: UUID) -> Order | None:
    """One order."""
    row = connection.execute(_READ, {"order_id": order_id}).first()
    return None if row is None else order_from(row)


def working_orders(
    connection: Connection, symbol: str, accounts: Sequence[str] | None = None, origin: Origin | None = None
) -> list[Order]:
    """Orders of ``symbol`` that are neither filled nor ended, in order of acceptance."""
    chosen = None if accounts is None else list(accounts)
    values = {"symbol": symbol, "accounts": chosen, "origin": None if origin is None else origin.value}
    return [order_from(row) for row in connection.execute(_WORKING, values)]


def position(connection: Connection, account: str, symbol: str) -> Usd:
    """Dollars that ``account`` holds of ``symbol``: the sum of its fills."""
    found = connection.execute(_POSITION, {"account": account, "symbol": symbol}).scalar_one()
    return Usd(float(found))


def fills_of_session(connection: Connection, account: str, symbol: str, session: object) -> list[OrderFill]:
    """Fills of ``account`` in ``session`` (a date), in order."""
    values = {"account": account, "symbol": symbol, "session": session}
    return [fill_from(row) for row in connection.execute(_OF_SESSION, values)]


def _changed(connection: Connection, statement: Any, values: Mapping[str, Any], at: datetime) -> Order:  # noqa: ANN401 - a statement of SQLAlchemy
    row = connection.execute(statement, values).first()
    if row is None:
        sentence = f"Order {values['order_id']} is not working any more."
        raise ConflictError(sentence, "Look at what became of it.", code="ORDER_CLOSED")
    order = order_from(row)
    _tell(connection, "order", order.request.account, at, order_data(order))
    return order


def _tell(connection: Connection, kind: str, account: str, at: datetime, data: Mapping[str, Any]) -> None:
    body = json.dumps({"account": account, "timestamp": instant(at), "data": data})
    connection.execute(_TELL, {"account": account, "kind": kind, "body": body, "at": at})


_LOCK_STATE: Final = text(
    "SELECT state, version, actor, reason, at, recorded_at,"
    " set_config('idle_in_transaction_session_timeout', :patience, true) FROM trading_state FOR SHARE"
)
_LOCK_ACCOUNTS: Final = text("SELECT id, kind FROM accounts WHERE id = ANY(:accounts) ORDER BY id FOR UPDATE")
_OPEN_ACCOUNT: Final = text(
    "INSERT INTO accounts (id, kind, opened_at) VALUES (:account, :kind, :at) ON CONFLICT DO NOTHING"
)
_INSERT_ORDER: Final = text(
    "INSERT INTO orders AS o (account, client_order_id, symbol, side, type, quantity_usd, limit_price,"  # noqa: S608 - our own names
    " stop_price, time_in_force, reduce_only, origin, actor, body_hash, session, decided_slot, bundle_hash,"
    " status, accepted_at) VALUES (:account, :client_order_id, :symbol, :side, :type, :quantity, :limit_price,"
    " :stop_price, :time_in_force, :reduce_only, :origin, :actor, :body_hash, :session, :decided_slot,"
    f" :bundle_hash, 'working', :accepted_at) RETURNING {ORDER_COLUMNS}"
)
_INSERT_FILL: Final = text(
    "INSERT INTO fills (order_id, n, account, symbol, session, slot, quantity_usd, units, price, cost_cop,"  # noqa: S608 - our own names
    " in_price_cop, slippage_cop, forced, at) VALUES (:order_id, :n, :account, :symbol, :session, :slot, :quantity,"
    f" :units, :price, :cost, :in_price, :slippage, :forced, :at) RETURNING {FILL_COLUMNS}"
)
_TRIGGER: Final = text(
    "UPDATE orders o SET triggered_at = :at WHERE id = :order_id AND status = 'working'"  # noqa: S608 - our own names
    f" RETURNING {ORDER_COLUMNS}"
)
_CLOSE: Final = text(
    "UPDATE orders o SET status = :status, closed_at = :at, reason = :reason"  # noqa: S608 - our own names
    f" WHERE id = :order_id AND status = 'working' RETURNING {ORDER_COLUMNS}"
)
_FIND: Final = text(
    f"SELECT {ORDER_COLUMNS} FROM orders o WHERE account = :account AND client_order_id = :client_order_id"  # noqa: S608 - our own names
)
_READ: Final = text(f"SELECT {ORDER_COLUMNS} FROM orders o WHERE id = :order_id")  # noqa: S608 - our own names
_WORKING: Final = text(
    f"SELECT {ORDER_COLUMNS} FROM orders o WHERE status = 'working' AND symbol = :symbol"  # noqa: S608 - our own names
    " AND (CAST(:accounts AS text[]) IS NULL OR account = ANY(:accounts))"
    " AND (CAST(:origin AS text) IS NULL OR origin = :origin) ORDER BY accepted_at, recorded_at, id"
)
_POSITION: Final = text(
    "SELECT coalesce(sum(quantity_usd), 0) FROM fills WHERE account = :account AND symbol = :symbol"
)
_OF_SESSION: Final = text(
    f"SELECT {FILL_COLUMNS} FROM fills WHERE account = :account AND symbol = :symbol AND session = :session"  # noqa: S608 - our own names
    " ORDER BY id"
)
_TELL: Final = text(
    "INSERT INTO outbox (account, kind, body, at) VALUES (:account, :kind, CAST(:body AS jsonb), :at)"
)
