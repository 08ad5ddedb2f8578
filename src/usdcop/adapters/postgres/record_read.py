"""The whole record of a home, read at one instant: the trail, and the tables that are held against it."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl
from sqlalchemy import Connection, Engine, text

from usdcop.adapters.postgres.audit import rows_after
from usdcop.adapters.postgres.copying import copy_out
from usdcop.adapters.postgres.court_facts import court_rows
from usdcop.adapters.postgres.database import transaction
from usdcop.adapters.postgres.order_entries import fill_facts
from usdcop.adapters.postgres.order_shapes import FILL_COLUMNS, fill_from, order_data, order_from
from usdcop.core.audit import AuditRow
from usdcop.core.ledger import Decision
from usdcop.core.ledger_trail import LedgerRows, Session
from usdcop.core.policy_book import NO_LATER_BAR
from usdcop.core.predictions import PREDICTION
from usdcop.core.round_trips import ledger_fill
from usdcop.core.trials import Kept

# untested: tests/main/jobs/test_examination.py examines homes with it


@dataclass(frozen=True, slots=True)
class RecordSnapshot:
    """The record as it was when the first of it was read; who writes meanwhile is not seen."""

    connection: Connection

    def rows(self, after: int = 0) -> Iterator[AuditRow]:
        """Every row of the trail after number ``after``, in order."""
        return rows_after(self.connection, after)

    def ledger(self) -> LedgerRows:
        """Orders, fills, decisions and the trading state."""
        filled = [fill_from(row) for row in self.connection.execute(_FILLS)]
        state = self.connection.execute(_STATE).first()
        return LedgerRows(
            orders={
                str(row.id): {**order_data(order_from(row)), "body_hash": row.body_hash}
                for row in self.connection.execute(_ORDERS)
            },
            fills={fill.id: fill_facts(fill) for fill in filled},
            ledger={fill.id: ledger_fill(fill) for fill in filled},
            decided=self._decided(),
            rulings={
                str(row.order_id): {"wanted": row.wanted, "held": row.held, "late": row.late}
                for row in self.connection.execute(_RULINGS)
            },
            state=None if state is None else dict(state._mapping),  # noqa: SLF001 - SQLAlchemy's public name
        )

    def court(self) -> Kept:
        """The court's record."""
        return court_rows(self.connection)

    def said(self, symbol: str) -> pl.DataFrame:
        """Every prediction of ``symbol``: rows of ``PREDICTION`` columns."""
        condition = "symbol = %s ORDER BY time, bundle_hash"
        return copy_out(self.connection, "predictions", PREDICTION, condition, (symbol,))

    def unended(self, symbol: str, layer: str) -> bool:
        """Whether the newest run of ``layer`` has not ended well: the next one brings the layer and its table together."""
        values = {"symbol": symbol, "layer": layer}
        return bool(self.connection.execute(_UNENDED, values).scalar())

    def _decided(self) -> Mapping[Session, Sequence[Decision]]:
        found: defaultdict[Session, list[Decision]] = defaultdict(list)
        for row in self.connection.execute(_DECIDED, {"why": NO_LATER_BAR}):
            day: date = row.session
            found[row.symbol, day.isoformat(), row.account].append(Decision(day, row.slot, float(row.target)))
        return found


@contextmanager
def record_snapshot(engine: Engine) -> Iterator[RecordSnapshot]:
    """A snapshot to read while the block runs.

    Raises:
        ServerError: the server is away.
    """
    with transaction(engine) as connection:
        connection.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"))
        yield RecordSnapshot(connection)


_ORDERS: Final = text("""
    SELECT o.*, coalesce(f.filled, 0) AS filled_usd FROM orders o
    LEFT JOIN (SELECT order_id, sum(abs(quantity_usd)) AS filled FROM fills GROUP BY order_id) f ON f.order_id = o.id
""")
_FILLS: Final = text(f"SELECT {FILL_COLUMNS} FROM fills ORDER BY id")  # noqa: S608 - our own names
_DECIDED: Final = text(
    "SELECT symbol, session, account, slot, target FROM decisions WHERE refused IS DISTINCT FROM :why"
    " ORDER BY symbol, session, account, slot"
)
_RULINGS: Final = text("SELECT order_id, wanted, held, late FROM decisions WHERE order_id IS NOT NULL")
_STATE: Final = text("SELECT state, version FROM trading_state")
_UNENDED: Final = text(
    "SELECT status <> 'completed' FROM pipeline_status WHERE symbol = :symbol AND pipeline_type = :layer"
    " ORDER BY id DESC LIMIT 1"
)
