"""The table ``backfills``: asked for by an operator, worked by whoever holds the lock of the layers."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Connection, Engine, Row, text

from usdcop.adapters.postgres.audit import append
from usdcop.adapters.postgres.database import transaction
from usdcop.core.backfills import Backfill, BackfillPlan, BackfillStatus
from usdcop.core.errors import ConflictError, ServerError

INTERRUPTED: Final = "The process that worked on it died. Ask again: only what is still missing is fetched."
MOST_WAITING: Final = 20
"""Backfills that may wait at once."""

_LOCK_NUMBER: Final = 0x05DC0E  # any number that nobody else uses as an advisory lock


@dataclass(frozen=True, slots=True)
class PostgresBackfills:
    """Requests for backfills, and how far each is."""

    engine: Engine

    def request(self, plan: BackfillPlan, actor: str, at: datetime) -> Backfill:
        """Queue ``plan``, or note it as completed where nothing is missing; audited.

        Raises:
            ConflictError: one that overlaps it is under way (``BACKFILL_UNDER_WAY``), or too many wait
                (``TOO_MANY_BACKFILLS``).
        """
        empty = plan.requests == 0
        values = {
            "symbol": plan.symbol,
            "first": plan.first,
            "last": plan.last,
            "bars_missing": plan.bars_missing,
            "requests": plan.requests,
            "credits": plan.credits,
            "actor": actor,
            "at": at,
            "status": (BackfillStatus.COMPLETED if empty else BackfillStatus.QUEUED).value,
            "ended_at": at if empty else None,
            "found": 0 if empty else None,
        }
        with transaction(self.engine) as connection:
            connection.execute(_LOCK, {"number": _LOCK_NUMBER})
            if not empty:
                _refuse_overlap(connection, plan)
            row = _backfill(connection.execute(_INSERT, values).one())
            told = {
                "symbol": plan.symbol,
                "first": plan.first.isoformat(),
                "last": plan.last.isoformat(),
                "bars_missing": plan.bars_missing,
                "requests": plan.requests,
                "credits": plan.credits,
            }
            append(connection, at, actor, "backfill.requested", f"backfill:{row.id}", told)
        return row

    def get(self, backfill: UUID) -> Backfill | None:
        """One backfill, if there is such a one."""
        with transaction(self.engine) as connection:
            row = connection.execute(_GET, {"id": backfill}).first()
        return None if row is None else _backfill(row)

    def page(
        self, status: BackfillStatus | None, before: tuple[datetime, UUID] | None, limit: int
    ) -> list[Backfill]:
        """At most ``limit`` backfills older than ``before`` (when recorded, and id), the newest first."""
        at, last_id = before or (None, None)
        values = {"status": status and status.value, "at": at, "id": last_id, "limit": limit}
        with transaction(self.engine) as connection:
            return [_backfill(row) for row in connection.execute(_PAGE, values)]

    def any_under_way(self) -> bool:
        """Whether one waits or is running."""
        with transaction(self.engine) as connection:
            return bool(connection.execute(_ANY).scalar_one())

    def interrupt_left(self, at: datetime) -> int:
        """Mark as interrupted what is still running though nobody works on it; return how many there were.

        Call it only while holding the lock of the layers: nobody else works then.
        """
        with transaction(self.engine) as connection:
            return connection.execute(_INTERRUPT, {"at": at, "error": INTERRUPTED}).rowcount

    def take(self) -> Backfill | None:
        """The backfill that has waited longest, now running; None where none waits."""
        with transaction(self.engine) as connection:
            row = connection.execute(_TAKE).first()
        return None if row is None else _backfill(row)

    def put_back(self, backfill: UUID) -> None:
        """Let a running backfill wait again."""
        self._set(backfill, _PUT_BACK, {})

    def progress(self, backfill: UUID, requests_done: int) -> None:
        """Record how many requests have been answered."""
        self._set(backfill, _PROGRESS, {"done": requests_done})

    def complete(self, backfill: UUID, at: datetime, bars_found: int) -> None:
        """Record that it came to its end, and what it brought."""
        self._set(backfill, _END, {"status": "completed", "at": at, "found": bars_found, "error": None})

    def fail(self, backfill: UUID, at: datetime, error: str) -> None:
        """Record that it failed, and why; what had arrived is kept."""
        self._set(backfill, _END, {"status": "failed", "at": at, "found": None, "error": error})

    def _set(self, backfill: UUID, statement: Any, values: dict[str, object]) -> None:  # noqa: ANN401 - a statement of SQLAlchemy
        with transaction(self.engine) as connection:
            if not connection.execute(statement, {"id": backfill, **values}).rowcount:
                raise ServerError(
                    f"Backfill {backfill} is not running any more.", "Somebody took it for dead; ask again."
                )


def _refuse_overlap(connection: Connection, plan: BackfillPlan) -> None:
    values = {"symbol": plan.symbol, "first": plan.first, "last": plan.last}
    row = connection.execute(_OVERLAP, values).one()
    if row.other is not None:
        raise ConflictError(
            f"The backfill {row.other} of the same sessions is under way.",
            "Wait for it: GET /api/pipeline/backfills.",
            code="BACKFILL_UNDER_WAY",
        )
    if row.waiting >= MOST_WAITING:
        raise ConflictError(
            f"{row.waiting} backfills wait already.", "Wait for some to end.", code="TOO_MANY_BACKFILLS"
        )


def _backfill(row: Row[Any]) -> Backfill:
    fields = {name: getattr(row, name) for name in _NAMES}
    return Backfill(**{**fields, "id": UUID(str(row.id)), "status": BackfillStatus(row.status)})


_NAMES: Final = tuple(Backfill.__dataclass_fields__)
_COLUMNS: Final = ", ".join(_NAMES)
_LOCK: Final = text("SELECT pg_advisory_xact_lock(:number)")
_OVERLAP: Final = text(
    "SELECT count(*) AS waiting, (min(id::text) FILTER (WHERE symbol = :symbol AND first <= :last AND last >= :first)) AS other"
    " FROM backfills WHERE status IN ('queued', 'running')"
)
_INSERT: Final = text(
    "INSERT INTO backfills (symbol, first, last, status, bars_missing, requests, credits, bars_found,"  # noqa: S608 - our own names
    " requested_by, requested_at, ended_at) VALUES (:symbol, :first, :last, :status, :bars_missing, :requests,"
    f" :credits, :found, :actor, :at, :ended_at) RETURNING {_COLUMNS}"
)
_GET: Final = text(f"SELECT {_COLUMNS} FROM backfills WHERE id = :id")  # noqa: S608 - our own names
_PAGE: Final = text(
    f"SELECT {_COLUMNS} FROM backfills WHERE (CAST(:status AS text) IS NULL OR status = :status)"  # noqa: S608 - our own names
    " AND (CAST(:at AS timestamptz) IS NULL OR (recorded_at, id) < (:at, CAST(:id AS uuid)))"
    " ORDER BY recorded_at DESC, id DESC LIMIT :limit"
)
_ANY: Final = text("SELECT EXISTS (SELECT FROM backfills WHERE status IN ('queued', 'running'))")
_INTERRUPT: Final = text(
    "UPDATE backfills SET status = 'interrupted', ended_at = :at, error = :error WHERE status = 'running'"
)
_TAKE: Final = text(
    "UPDATE backfills SET status = 'running' WHERE id = (SELECT id FROM backfills WHERE status = 'queued'"  # noqa: S608 - our own names
    f" ORDER BY recorded_at, id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING {_COLUMNS}"
)
_PUT_BACK: Final = text(
    "UPDATE backfills SET status = 'queued', requests_done = 0 WHERE id = :id AND status = 'running'"
)
_PROGRESS: Final = text("UPDATE backfills SET requests_done = :done WHERE id = :id AND status = 'running'")
_END: Final = text(
    "UPDATE backfills SET status = :status, ended_at = :at, bars_found = :found, error = :error"
    " WHERE id = :id AND status = 'running'"
)
