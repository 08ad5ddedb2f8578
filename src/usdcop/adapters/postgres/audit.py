"""The audit trail on PostgreSQL: rows enter through one function of the database and are never changed."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Engine, text

from usdcop.adapters.postgres.database import transaction


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """What is to be recorded: who did what to what, and in particular how. Times in ``detail`` are text."""

    at: datetime
    actor: str
    action: str
    subject: str
    detail: Mapping[str, Any]


def append(
    connection: Connection, at: datetime, actor: str, action: str, subject: str, detail: Mapping[str, Any]
) -> int:  # fmt: skip
    """Add a row within the caller's transaction; return its number.

    Call it last: every other writer of the trail waits until the transaction ends.
    """
    values = {"at": at, "actor": actor, "action": action, "subject": subject, "detail": json.dumps(detail)}
    return int(connection.execute(_APPEND, values).scalar_one())


def append_all(connection: Connection, entries: Iterable[AuditEntry]) -> None:
    """Add ``entries`` in order within the caller's transaction, last of all it does."""
    for entry in entries:
        append(connection, entry.at, entry.actor, entry.action, entry.subject, entry.detail)


@dataclass(frozen=True, slots=True)
class PostgresAudit:
    """The port ``AuditTrail`` on PostgreSQL."""

    engine: Engine

    def append(self, at: datetime, actor: str, action: str, subject: str, detail: Mapping[str, Any]) -> int:
        """Add a row in a transaction of its own; return its number.

        Raises:
            ServerError: the server is away; it may have been added nevertheless.
        """
        with transaction(self.engine) as connection:
            return append(connection, at, actor, action, subject, detail)


_APPEND: Final = text("SELECT audit_append(:at, :actor, :action, :subject, CAST(:detail AS json))")
