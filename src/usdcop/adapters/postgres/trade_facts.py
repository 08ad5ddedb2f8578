"""What PostgreSQL knows of trades: fills, orders, decisions, assignments and predictions, to be read."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Engine, text

from usdcop.adapters.postgres.database import transaction
from usdcop.adapters.postgres.order_shapes import FILL_COLUMNS, ORDER_COLUMNS, fill_from, order_from
from usdcop.core.audit import AuditRow
from usdcop.core.reconstruction import DecisionFacts, PredictionFacts
from usdcop.core.trading import Order, OrderFill

# untested: here, but over HTTP in tests/services/compliance/test_app.py


@dataclass(frozen=True, slots=True)
class PostgresTradeFacts:
    """Reads what a reconstruction needs."""

    engine: Engine

    def books(self) -> list[tuple[str, str]]:
        """Account and symbol of everything that was ever filled, in order of name."""
        with transaction(self.engine) as connection:
            return [(row.account, row.symbol) for row in connection.execute(_BOOKS)]

    def fill(self, fill_id: int) -> OrderFill | None:
        """One fill."""
        with transaction(self.engine) as connection:
            row = connection.execute(_FILL, {"id": fill_id}).first()
        return None if row is None else fill_from(row)

    def fills(self, account: str, symbol: str) -> list[OrderFill]:
        """Every fill of ``account`` in ``symbol``, in order."""
        with transaction(self.engine) as connection:
            rows = connection.execute(_FILLS, {"account": account, "symbol": symbol}).all()
        return [fill_from(row) for row in rows]

    def orders(self, orders: Sequence[UUID]) -> dict[UUID, Order]:
        """Those of ``orders`` that there are."""
        found = self._read(_ORDERS, orders)
        return {one.id: one for one in map(order_from, found)}

    def decisions(self, orders: Sequence[UUID]) -> dict[UUID, DecisionFacts]:
        """The decision that led to each of ``orders``, where there is one."""
        return {UUID(str(row.order_id)): DecisionFacts(*row) for row in self._read(_DECISIONS, orders)}

    def trail(self, orders: Sequence[UUID]) -> dict[UUID, tuple[AuditRow, ...]]:
        """Rows of the audit trail about each of ``orders``, in order."""
        found: dict[UUID, list[AuditRow]] = {}
        for row in self._read(_TRAIL, [f"order:{one}" for one in orders]):
            found.setdefault(UUID(row.subject.removeprefix("order:")), []).append(AuditRow(*row))
        return {order: tuple(rows) for order, rows in found.items()}

    def predictions(
        self, symbol: str, times: Sequence[datetime]
    ) -> dict[tuple[datetime, str], PredictionFacts]:
        """What bundles said at the closes of the bars that open at ``times``, by time and bundle."""
        with transaction(self.engine) as connection:
            rows = connection.execute(_PREDICTIONS, {"symbol": symbol, "times": list(times)}).all()
        return {(row.time, row.bundle_hash): PredictionFacts(*row) for row in rows}

    def assignment(self, symbol: str, session: date) -> str | None:
        """The role that was assigned the main account in ``session``."""
        with transaction(self.engine) as connection:
            return connection.execute(_ASSIGNED, {"symbol": symbol, "session": session}).scalar_one_or_none()

    def _read(self, statement: Any, keys: Sequence[object]) -> Sequence[Any]:  # noqa: ANN401 - a statement and rows of SQLAlchemy
        with transaction(self.engine) as connection:
            return connection.execute(statement, {"keys": [str(one) for one in keys]}).all()


_BOOKS: Final = text("SELECT DISTINCT account, symbol FROM fills ORDER BY account, symbol")
_FILL: Final = text(f"SELECT {FILL_COLUMNS} FROM fills WHERE id = :id")  # noqa: S608 - our own names
_FILLS: Final = text(
    f"SELECT {FILL_COLUMNS} FROM fills WHERE account = :account AND symbol = :symbol ORDER BY id"  # noqa: S608 - our own names
)
_ORDERS: Final = text(f"SELECT {ORDER_COLUMNS} FROM orders o WHERE id = ANY(CAST(:keys AS uuid[]))")  # noqa: S608 - our own names
_DECISIONS: Final = text(
    "SELECT session, slot, account, bundle_hash, wanted, target, held, refused, late, order_id, at, recorded_at"
    " FROM decisions WHERE order_id = ANY(CAST(:keys AS uuid[]))"
)
_TRAIL: Final = text(
    "SELECT seq, at, recorded_at, actor, action, subject, record, previous_hash, hash FROM audit_log"
    " WHERE subject = ANY(:keys) ORDER BY seq"
)
_PREDICTIONS: Final = text(
    "SELECT time, session, recorded_at, alias, model_version, bundle_hash, target, p_short, p_flat, p_long, value, data_kind"
    " FROM predictions WHERE symbol = :symbol AND time = ANY(:times)"
)
_ASSIGNED: Final = text("SELECT alias FROM assignments WHERE symbol = :symbol AND session = :session")
