"""The table ``promotions``: changes of roles that were asked for, and who agreed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Engine, Row, text

from usdcop.adapters.postgres.audit import AuditEntry, append_all
from usdcop.adapters.postgres.database import transaction
from usdcop.core.errors import ConflictError, ForbiddenError, UnknownError


@dataclass(frozen=True, slots=True)
class NewPromotion:
    """A change of role that is asked for now."""

    version: int
    bundle_hash: str
    alias: str
    failed_gates: tuple[str, ...]
    override: bool
    reason: str
    requested_by: str

    @property
    def status(self) -> str:
        """An override waits for a second person; anything else is applied at once."""
        return "waiting" if self.override else "applied"


@dataclass(frozen=True, slots=True)
class PostgresPromotions:
    """Requests and decisions, each with its row in the audit trail."""

    engine: Engine

    def request(self, new: NewPromotion, now: datetime) -> Row[Any]:
        """Store ``new``; return its row."""
        action = "model.override_requested" if new.override else "model.promoted"
        values = {
            "version": new.version,
            "bundle_hash": new.bundle_hash,
            "alias": new.alias,
            "status": new.status,
            "failed_gates": list(new.failed_gates),
            "override": new.override,
            "reason": new.reason,
            "requested_by": new.requested_by,
            "at": now,
        }
        with transaction(self.engine) as connection:
            row = connection.execute(_REQUEST, values).one()
            append_all(connection, [_entry(row, now, new.requested_by, action)])
        return row

    def decide(self, promotion: UUID, actor: str, now: datetime, *, agreed: bool) -> Row[Any]:
        """Close a waiting request; return its row.

        Raises:
            UnknownError: there is no such request.
            ConflictError: it does not wait (any more).
            ForbiddenError: ``actor`` is the one who asked.
        """
        with transaction(self.engine) as connection:
            row = connection.execute(_LOCK, {"id": promotion}).first()
            _check(row, promotion, actor)
            values = {
                "id": promotion,
                "actor": actor,
                "at": now,
                "status": "applied" if agreed else "refused",
            }
            done = connection.execute(_DECIDE, values).one()
            actions = ("model.override_approved", "model.promoted") if agreed else ("model.override_refused",)
            append_all(connection, [_entry(done, now, actor, action) for action in actions])
        return done

    def waiting(self, promotion: UUID) -> Row[Any]:
        """The row of a request. Raises ``UnknownError``."""
        with transaction(self.engine) as connection:
            row = connection.execute(_READ, {"id": promotion}).first()
        if row is None:
            raise _unknown(promotion)
        return row

    def all(self) -> list[Row[Any]]:
        """Every request, newest first."""
        with transaction(self.engine) as connection:
            return list(connection.execute(_ALL).all())


def _check(row: Row[Any] | None, promotion: UUID, actor: str) -> None:
    if row is None:
        raise _unknown(promotion)
    if row.status != "waiting":
        raise ConflictError(f"The promotion {promotion} is {row.status} already.", "Ask anew.", "NOT_WAITING")
    if row.requested_by == actor:
        raise ForbiddenError(
            "Who asks for an override does not approve it.", "Let a second person decide.", "SAME_PERSON"
        )


def _unknown(promotion: UUID) -> UnknownError:
    return UnknownError(f"There is no promotion {promotion}.", "See GET /api/analytics/promotions.")


def _entry(row: Row[Any], now: datetime, actor: str, action: str) -> AuditEntry:
    names = (
        "version",
        "bundle_hash",
        "alias",
        "status",
        "failed_gates",
        "override",
        "reason",
        "requested_by",
    )
    detail: Mapping[str, Any] = {name: getattr(row, name) for name in names}
    return AuditEntry(now, actor, action, f"promotion:{row.id}", detail)


_REQUEST: Final = text(
    "INSERT INTO promotions (version, bundle_hash, alias, status, failed_gates, override, reason, requested_by,"
    " requested_at) VALUES (:version, :bundle_hash, :alias, :status, :failed_gates, :override, :reason,"
    " :requested_by, :at) RETURNING *"
)
_LOCK: Final = text("SELECT * FROM promotions WHERE id = :id FOR UPDATE")
_READ: Final = text("SELECT * FROM promotions WHERE id = :id")
_DECIDE: Final = text(
    "UPDATE promotions SET status = :status, decided_by = :actor, decided_at = :at WHERE id = :id RETURNING *"
)
_ALL: Final = text("SELECT * FROM promotions ORDER BY requested_at DESC, id DESC LIMIT 10000")
