"""The outbox: events of orders and fills, written with what they tell, waiting to be relayed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Engine, text

from usdcop.adapters.postgres.database import transaction


@dataclass(frozen=True, slots=True)
class OutboxRow:
    """An event that waits; ``body`` is what subscribers get."""

    id: int
    account: str
    kind: str
    """``order`` or ``fill``."""
    body: Mapping[str, Any]
    at: datetime


@dataclass(frozen=True, slots=True)
class PostgresOutbox:
    """Events for one relay.

    Rows of one account are numbered in the order of their commits. Those of several accounts need not be, so
    what waits is found by its mark, never as "all after the last number".
    """

    engine: Engine

    def waiting(self, limit: int) -> list[OutboxRow]:
        """The oldest events not relayed yet, in order."""
        with transaction(self.engine) as connection:
            return [OutboxRow(*row) for row in connection.execute(_WAITING, {"limit": limit})]

    def relayed(self, ids: Sequence[int], at: datetime) -> int:
        """Mark events as relayed at real time ``at``; how many were not yet."""
        with transaction(self.engine) as connection:
            return int(connection.execute(_RELAYED, {"ids": list(ids), "at": at}).rowcount)


_WAITING: Final = text(
    "SELECT id, account, kind, body, at FROM outbox WHERE relayed_at IS NULL ORDER BY id LIMIT :limit"
)
_RELAYED: Final = text("UPDATE outbox SET relayed_at = :at WHERE id = ANY(:ids) AND relayed_at IS NULL")
