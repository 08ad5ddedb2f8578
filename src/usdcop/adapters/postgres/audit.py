"""The audit trail on PostgreSQL: rows enter through one function of the database and are never changed."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Connection, Engine, text

from usdcop.adapters.postgres.database import transaction
from usdcop.core.audit import AuditFilter, AuditRow


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

    def page(self, chosen: AuditFilter, before: int | None, limit: int) -> list[AuditRow]:
        """Up to ``limit`` rows, newest first; ``before``: number of the last row of the page before."""
        with transaction(self.engine) as connection:
            rows = connection.execute(_PAGE, {**asdict(chosen), "before": before, "limit": limit})
            return [AuditRow(*row) for row in rows]

    def row(self, seq: int) -> AuditRow | None:
        """One row of the trail."""
        with transaction(self.engine) as connection:
            found = connection.execute(_ROW, {"seq": seq}).first()
            return None if found is None else AuditRow(*found)

    def head(self) -> AuditRow | None:
        """The newest row; None where the trail is empty."""
        return next(iter(self.page(AuditFilter(), None, 1)), None)

    def subjects(self, beginning: str) -> set[str]:
        """Every subject of the trail that begins with ``beginning``."""
        with transaction(self.engine) as connection:
            return set(connection.execute(_SUBJECTS, {"beginning": beginning}).scalars())

    def rows(self, after: int = 0, batch: int = 5_000) -> Iterator[AuditRow]:
        """Every row after number ``after``, in order, fetched ``batch`` at a time."""
        while True:
            with transaction(self.engine) as connection:
                found = _batch(connection, after, batch)
            yield from found
            if len(found) < batch:
                return
            after = found[-1].seq


def rows_after(connection: Connection, after: int = 0, batch: int = 5_000) -> Iterator[AuditRow]:
    """Every row after number ``after``, in order, within the caller's transaction, fetched ``batch`` at a time."""
    while True:
        found = _batch(connection, after, batch)
        yield from found
        if len(found) < batch:
            return
        after = found[-1].seq


def _batch(connection: Connection, after: int, limit: int) -> list[AuditRow]:
    return [AuditRow(*row) for row in connection.execute(_NEXT, {"after": after, "limit": limit})]


_COLUMNS: Final = "seq, at, recorded_at, actor, action, subject, record, previous_hash, hash"
_PAGE: Final = text(
    f"SELECT {_COLUMNS} FROM audit_log WHERE (CAST(:before AS bigint) IS NULL OR seq < :before)"  # noqa: S608 - our own names
    " AND (CAST(:actor AS text) IS NULL OR actor = :actor)"
    " AND (CAST(:action AS text) IS NULL OR action = :action)"
    " AND (CAST(:subject AS text) IS NULL OR subject = :subject)"
    " AND (CAST(:since AS timestamptz) IS NULL OR at >= :since)"
    " AND (CAST(:until AS timestamptz) IS NULL OR at < :until)"
    " ORDER BY seq DESC LIMIT :limit"
)
_ROW: Final = text(f"SELECT {_COLUMNS} FROM audit_log WHERE seq = :seq")  # noqa: S608 - our own names
_NEXT: Final = text(
    f"SELECT {_COLUMNS} FROM audit_log WHERE seq > :after ORDER BY seq LIMIT :limit"  # noqa: S608 - our own names
)
_SUBJECTS: Final = text("SELECT DISTINCT subject FROM audit_log WHERE starts_with(subject, :beginning)")
_APPEND: Final = text("SELECT audit_append(:at, :actor, :action, :subject, CAST(:detail AS json))")
