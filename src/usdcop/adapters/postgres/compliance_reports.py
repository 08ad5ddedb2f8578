"""The table ``compliance_reports``: which reports were made; the files lie in the object store."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Engine, Row, text

from usdcop.adapters.postgres.audit import append
from usdcop.adapters.postgres.database import transaction
from usdcop.core.reports import NewReport, StoredReport

# untested: here, but over HTTP in tests/services/compliance/test_app.py


@dataclass(frozen=True, slots=True)
class PostgresReports:
    """The list of reports."""

    engine: Engine

    def add(self, new: NewReport) -> StoredReport:
        """Add a report whose files are stored already; audited in the same transaction."""
        values = {
            "first": new.first,
            "last": new.last,
            "pdf_key": new.pdf_key,
            "json_key": new.json_key,
            "digest": new.digest,
            "actor": new.actor,
            "at": new.at,
        }
        with transaction(self.engine) as connection:
            row = _report(connection.execute(_INSERT, values).one())
            told = {
                "first": new.first.isoformat(),
                "last": new.last.isoformat(),
                "digest": new.digest,
                "pdf_digest": new.pdf_digest,
                "trades": new.trades,
            }
            append(connection, new.at, new.actor, "report.made", f"report:{row.id}", told)
        return row

    def get(self, report: UUID) -> StoredReport | None:
        """One report, if there is such a one."""
        with transaction(self.engine) as connection:
            row = connection.execute(_GET, {"id": report}).first()
        return None if row is None else _report(row)

    def page(self, before: tuple[datetime, UUID] | None, limit: int) -> list[StoredReport]:
        """At most ``limit`` reports older than ``before`` (when recorded, and id), the newest first."""
        at, last_id = before or (None, None)
        values = {"at": at, "id": None if last_id is None else str(last_id), "limit": limit}
        with transaction(self.engine) as connection:
            return [_report(row) for row in connection.execute(_PAGE, values)]


def _report(row: Row[Any]) -> StoredReport:
    fields = {name: getattr(row, name) for name in _NAMES}
    return StoredReport(**{**fields, "id": UUID(str(row.id))})


_NAMES: Final = tuple(StoredReport.__dataclass_fields__)
_COLUMNS: Final = ", ".join(_NAMES)
_INSERT: Final = text(
    "INSERT INTO compliance_reports (first, last, pdf_key, json_key, digest, requested_by, at)"  # noqa: S608 - our own names
    f" VALUES (:first, :last, :pdf_key, :json_key, :digest, :actor, :at) RETURNING {_COLUMNS}"
)
_GET: Final = text(f"SELECT {_COLUMNS} FROM compliance_reports WHERE id = :id")  # noqa: S608 - our own names
_PAGE: Final = text(
    f"SELECT {_COLUMNS} FROM compliance_reports"  # noqa: S608 - our own names
    " WHERE (CAST(:at AS timestamptz) IS NULL OR (recorded_at, id) < (:at, CAST(:id AS uuid)))"
    " ORDER BY recorded_at DESC, id DESC LIMIT :limit"
)
