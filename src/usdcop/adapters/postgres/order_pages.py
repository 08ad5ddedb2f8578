"""Orders and fills as lists, newest first, page by page. A page starts where the one before ended, by key."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import Engine, text

from usdcop.adapters.postgres.database import transaction
from usdcop.adapters.postgres.order_rows import read_order
from usdcop.adapters.postgres.order_shapes import FILL_COLUMNS, ORDER_COLUMNS, fill_from, order_from
from usdcop.core.errors import UnknownError
from usdcop.core.trading import FillFilter, Order, OrderFill, OrderFilter


@dataclass(frozen=True, slots=True)
class PostgresOrders:
    """Reads orders and fills."""

    engine: Engine

    def order(self, order_id: UUID) -> Order:
        """One order.

        Raises:
            UnknownError: there is none of that id.
        """
        with transaction(self.engine) as connection:
            found = read_order(connection, order_id)
        if found is None:
            raise UnknownError(f"There is no order {order_id}.", "Look at the list of orders.")
        return found

    def orders(self, chosen: OrderFilter, after: tuple[datetime, UUID] | None, limit: int) -> list[Order]:
        """Up to ``limit`` orders, newest first.

        Args:
            chosen: which orders.
            after: ``(accepted_at, id)`` of the last order of the page before; None: the first page.
            limit: at most as many.
        """
        at, last = after or (None, None)
        values = {
            "account": chosen.account,
            "symbol": chosen.symbol,
            "status": None if chosen.status is None else chosen.status.value,
            "origin": None if chosen.origin is None else chosen.origin.value,
            "session": chosen.session,
            "at": at,
            "last": None if last is None else str(last),
            "limit": limit,
        }
        with transaction(self.engine) as connection:
            return [order_from(row) for row in connection.execute(_ORDERS, values)]

    def fills(self, chosen: FillFilter, after: tuple[datetime, int] | None, limit: int) -> list[OrderFill]:
        """Up to ``limit`` fills, newest first.

        Args:
            chosen: which fills.
            after: ``(at, id)`` of the last fill of the page before; None: the first page.
            limit: at most as many.
        """
        at, last = after or (None, None)
        values = {
            "account": chosen.account,
            "symbol": chosen.symbol,
            "session": chosen.session,
            "order_id": None if chosen.order_id is None else str(chosen.order_id),
            "at": at,
            "last": last,
            "limit": limit,
        }
        with transaction(self.engine) as connection:
            return [fill_from(row) for row in connection.execute(_FILLS, values)]


_ORDERS: Final = text(
    f"SELECT {ORDER_COLUMNS} FROM orders o"  # noqa: S608 - our own names
    " WHERE (CAST(:account AS text) IS NULL OR account = :account)"
    " AND (CAST(:symbol AS text) IS NULL OR symbol = :symbol)"
    " AND (CAST(:status AS text) IS NULL OR status = :status)"
    " AND (CAST(:origin AS text) IS NULL OR origin = :origin)"
    " AND (CAST(:session AS date) IS NULL OR session = :session)"
    " AND (CAST(:at AS timestamptz) IS NULL"
    "      OR (accepted_at, id) < (CAST(:at AS timestamptz), CAST(:last AS uuid)))"
    " ORDER BY accepted_at DESC, id DESC LIMIT :limit"
)
_FILLS: Final = text(
    f"SELECT {FILL_COLUMNS} FROM fills"  # noqa: S608 - our own names
    " WHERE (CAST(:account AS text) IS NULL OR account = :account)"
    " AND (CAST(:symbol AS text) IS NULL OR symbol = :symbol)"
    " AND (CAST(:session AS date) IS NULL OR session = :session)"
    " AND (CAST(:order_id AS uuid) IS NULL OR order_id = CAST(:order_id AS uuid))"
    " AND (CAST(:at AS timestamptz) IS NULL OR (at, id) < (CAST(:at AS timestamptz), CAST(:last AS bigint)))"
    " ORDER BY at DESC, id DESC LIMIT :limit"
)
