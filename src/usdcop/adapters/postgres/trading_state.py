"""The table ``trading_state``: the switch that stops trading. One row; without it nothing is accepted."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Final

from sqlalchemy import Connection, Engine, text

from usdcop.adapters.postgres.audit import AuditEntry, append_all
from usdcop.adapters.postgres.database import transaction
from usdcop.adapters.postgres.order_entries import ended
from usdcop.adapters.postgres.order_rows import close_order, open_account, position, working_orders
from usdcop.adapters.postgres.order_shapes import state_from
from usdcop.core.access import Role
from usdcop.core.errors import ForbiddenError, UsageError
from usdcop.core.risk import cancelled_by, may_change, tightens
from usdcop.core.trading import MAIN_ACCOUNT, MANUAL_ACCOUNT, Order, OrderStatus, StateRow, TradingState


@dataclass(frozen=True, slots=True)
class PostgresTradingState:
    """Reads and changes the trading state."""

    engine: Engine

    def current(self) -> StateRow | None:
        """The trading state; None where it was never set."""
        with transaction(self.engine) as connection:
            return _read(connection)

    def change(
        self,
        to: TradingState,
        actor: str,
        reason: str,
        now: datetime,
        roles: frozenset[Role] = frozenset({Role.ADMIN}),
    ) -> StateRow:
        """Set the trading state; cancel the working orders it does not allow. The same state again changes nothing.

        Whether ``actor``, who has ``roles``, may do so is judged against the state that is replaced, under the
        lock: a trader's REDUCE_ONLY cannot loosen a halt that came a moment before. One transaction, which waits for every acceptance and every fill under way and lets none begin. Once
        this returns, no order has been accepted or filled since that the new state forbids.

        Raises:
            ForbiddenError: trading is to be loosened by somebody who may only tighten it.
            UsageError: trading is to be loosened without a reason.
            ServerError: the server is away; look at ``current`` to see whether the change was made.
        """
        with transaction(self.engine) as connection:
            connection.execute(_EXCLUDE)
            old = _read(connection)
            if old is not None and old.state is to:
                return old
            before = old.state if old else None
            if not may_change(roles, before, to):
                raise ForbiddenError(
                    "Trading is resumed by an operator only.", "Ask one, or sign in as one.", "ROLE"
                )
            if not reason.strip() and not tightens(before, to):
                raise UsageError("Trading is not resumed without a reason.", "Say why.")
            connection.execute(_LOCK_ALL)
            cancelled = list(_cancel(connection, to, now))
            values = {"state": to.value, "actor": actor, "reason": reason, "at": now}
            new = state_from(connection.execute(_SET, values).one())
            entries = [ended(order, actor, now) for order in cancelled]
            append_all(connection, [*entries, _changed(old, new, cancelled)])
            return new

    def ensure_active(self, actor: str, now: datetime) -> StateRow:
        """Start trading in a home that never had a state, and open its accounts; one that has keeps it."""
        return self.current() or self._first(actor, now)

    def _first(self, actor: str, now: datetime) -> StateRow:
        with transaction(self.engine) as connection:
            connection.execute(_EXCLUDE)
            found = _read(connection)
            if found is not None:  # somebody else was first
                return found
            for account, kind in ((MAIN_ACCOUNT, "main"), (MANUAL_ACCOUNT, "manual")):
                open_account(connection, account, kind, now)
            values = {"state": TradingState.ACTIVE.value, "actor": actor, "reason": "first start", "at": now}
            new = state_from(connection.execute(_SET, values).one())
            append_all(connection, [_changed(None, new, [])])
            return new


def _read(connection: Connection) -> StateRow | None:
    row = connection.execute(_CURRENT).first()
    return None if row is None else state_from(row)


def _cancel(connection: Connection, to: TradingState, now: datetime) -> Iterator[Order]:
    """Cancel what ``to`` does not allow, account by account."""
    for (account, symbol), orders in groupby(_all_working(connection), key=_place):
        held = position(connection, account, symbol)
        for order in cancelled_by(to, held, list(orders)):
            yield close_order(connection, order, OrderStatus.CANCELLED, now, f"trading state {to}")


def _all_working(connection: Connection) -> list[Order]:
    found = [
        order
        for symbol in connection.execute(_SYMBOLS).scalars().all()
        for order in working_orders(connection, symbol)
    ]
    return sorted(found, key=_place)  # stable: in order of acceptance within each


def _place(order: Order) -> tuple[str, str]:
    return order.request.account, order.request.symbol


def _changed(old: StateRow | None, new: StateRow, cancelled: list[Order]) -> AuditEntry:
    detail = {
        "from": old.state.value if old else None,
        "to": new.state.value,
        "version": new.version,
        "reason": new.reason,
        "cancelled": [str(order.id) for order in cancelled],
    }
    return AuditEntry(new.at, new.actor, "trading_state.changed", "trading_state", detail)


# A lock on the table and not only on its row: those who come later queue up behind it, so a stream of orders,
# each of which shares the row, cannot keep the switch waiting. Readers are not hindered.
_EXCLUDE: Final = text("LOCK TABLE trading_state IN EXCLUSIVE MODE")
_CURRENT: Final = text("SELECT state, version, actor, reason, at, recorded_at FROM trading_state")
_LOCK_ALL: Final = text("SELECT id FROM accounts ORDER BY id FOR UPDATE")
_SYMBOLS: Final = text("SELECT DISTINCT symbol FROM orders WHERE status = 'working' ORDER BY symbol")
_SET: Final = text(
    "INSERT INTO trading_state AS old (state, version, actor, reason, at) VALUES (:state, 1, :actor, :reason, :at)"
    " ON CONFLICT (only_row) DO UPDATE SET state = excluded.state, version = old.version + 1,"
    " actor = excluded.actor, reason = excluded.reason, at = excluded.at, recorded_at = clock_timestamp()"
    " RETURNING state, version, actor, reason, at, recorded_at"
)
