"""The table ``outbox``: order and fill events, committed with what they tell, waiting to be relayed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Engine, text

from usdcop.adapters.postgres.database import transaction
from usdcop.core.events import EventType, OutboxRow


@dataclass(frozen=True, slots=True)
class PostgresOutbox:
    """The port ``Outbox`` on PostgreSQL."""

    engine: Engine

    def waiting(self, limit: int) -> list[OutboxRow]:
        """The first ``limit`` rows that were not relayed, in order."""
        with transaction(self.engine) as connection:
            rows = connection.execute(_WAITING, {"limit": limit}).all()
        return [OutboxRow(row.id, row.account, EventType(row.kind), row.body, row.at) for row in rows]

    def mark(self, ids: Sequence[int]) -> None:
        """Remember that the rows ``ids`` were relayed."""
        with transaction(self.engine) as connection:
            connection.execute(_MARK, {"ids": list(ids)})

    def forget(self, before: datetime) -> int:
        """Delete rows that were relayed before the real instant ``before``; return how many.

        Orders and fills stay in their own tables: a row here only carries word of them into a stream.
        """
        with transaction(self.engine) as connection:
            return int(connection.execute(_FORGET, {"before": before}).rowcount)

    def accounts(self) -> frozenset[str]:
        """Every account there is: those whose events may come."""
        with transaction(self.engine) as connection:
            return frozenset(connection.execute(text("SELECT id FROM accounts")).scalars())


_WAITING = text(
    "SELECT id, account, kind, body, at FROM outbox WHERE relayed_at IS NULL ORDER BY id LIMIT :limit"
)
_FORGET = text("DELETE FROM outbox WHERE relayed_at < :before")
_MARK = text("UPDATE outbox SET relayed_at = clock_timestamp() WHERE id = ANY(:ids)")
