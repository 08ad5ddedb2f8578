"""What PostgreSQL knows of trades: fills, orders, decisions, assignments and predictions, to be read."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import Engine, text

from usdcop.adapters.postgres.database import transaction
from usdcop.adapters.postgres.order_rows import read_order
from usdcop.adapters.postgres.order_shapes import FILL_COLUMNS, fill_from
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

    def order(self, order_id: UUID) -> Order | None:
        """One order."""
        with transaction(self.engine) as connection:
            return read_order(connection, order_id)

    def decision(self, order_id: UUID) -> DecisionFacts | None:
        """The decision that led to an order."""
        with transaction(self.engine) as connection:
            row = connection.execute(_DECISION, {"order": order_id}).first()
        return None if row is None else DecisionFacts(*row)

    def prediction(self, symbol: str, time: datetime, bundle_hash: str) -> PredictionFacts | None:
        """What a bundle said at the close of the bar that opens at ``time``."""
        values = {"symbol": symbol, "time": time, "bundle": bundle_hash}
        with transaction(self.engine) as connection:
            row = connection.execute(_PREDICTION, values).first()
        return None if row is None else PredictionFacts(*row)

    def assignment(self, symbol: str, session: date) -> str | None:
        """The role that was assigned the main account in ``session``."""
        with transaction(self.engine) as connection:
            return connection.execute(_ASSIGNED, {"symbol": symbol, "session": session}).scalar_one_or_none()


_BOOKS: Final = text("SELECT DISTINCT account, symbol FROM fills ORDER BY account, symbol")
_FILL: Final = text(f"SELECT {FILL_COLUMNS} FROM fills WHERE id = :id")  # noqa: S608 - our own names
_FILLS: Final = text(
    f"SELECT {FILL_COLUMNS} FROM fills WHERE account = :account AND symbol = :symbol ORDER BY id"  # noqa: S608 - our own names
)
_DECISION: Final = text(
    "SELECT session, slot, account, bundle_hash, wanted, target, held, refused, late, order_id, at, recorded_at"
    " FROM decisions WHERE order_id = :order"
)
_PREDICTION: Final = text(
    "SELECT time, alias, model_version, bundle_hash, target, p_short, p_flat, p_long, value, data_kind"
    " FROM predictions WHERE symbol = :symbol AND time = :time AND bundle_hash = :bundle"
)
_ASSIGNED: Final = text("SELECT alias FROM assignments WHERE symbol = :symbol AND session = :session")
