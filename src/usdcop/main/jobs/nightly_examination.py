"""The night's examination: everything `usdcop verify` looks at, its result kept in the audit trail."""

from dataclasses import replace
from typing import Final

import structlog

from usdcop.adapters.postgres.audit import PostgresAudit
from usdcop.core.audit import AuditFilter
from usdcop.core.errors import VerificationError
from usdcop.core.examination import CURE, EXAMINED, HOME, Examination, Night
from usdcop.main.jobs.verifying import verified
from usdcop.main.wiring import System, writing
from usdcop.pipeline.verify import VerifyReport

ACTOR: Final = "scheduler"
MOST_KEPT: Final = 50
"""Findings that are kept one by one; the count is of all."""

_log = structlog.get_logger("usdcop.scheduler")


def examine_tonight(system: System) -> None:
    """Examine the home while no layer is written, and keep what was found.

    Raises:
        VerificationError: something is wrong; it is kept, logged as an error, and told.
        ServerError, StorageError: something cannot be read.
    """
    began = system.wall.monotonic()
    with writing(system.settings, quietly=True):
        report, record = verified(system)
        if not report.sound:
            report, record = _still(report, system)
    seconds = round(system.wall.monotonic() - began, 2)
    _keep(system, report, record, seconds)
    if not report.sound:
        first = report.findings[0]
        _log.error("examination", findings=len(report.findings), first=first.what, cure=first.cure)
        raise VerificationError(
            f"The night's examination found {len(report.findings)} things; the first: {first.what}", CURE
        )
    _log.info("examination", findings=0, rows=record.trail.rows, files=report.files, seconds=seconds)


def newest_night(system: System) -> Night | None:
    """The newest examination that is kept; None: no night has passed yet."""
    rows = PostgresAudit(system.engine).page(AuditFilter(action=EXAMINED, subject=HOME), None, 1)
    return Night.of(rows[0]) if rows else None


def _still(first: VerifyReport, system: System) -> tuple[VerifyReport, Examination]:
    """What is found a second time: a process that writes without the lock was only in the middle of it."""
    again, record = verified(system)
    known = {(one.fault, one.where) for one in first.findings}
    kept = tuple(one for one in again.findings if (one.fault, one.where) in known)
    return replace(again, findings=kept), record


def _keep(system: System, report: VerifyReport, record: Examination, seconds: float) -> None:
    found = [
        {"kind": one.fault.value, "where": one.where, "what": one.what} for one in report.findings[:MOST_KEPT]
    ]
    detail = {
        "count": len(report.findings),
        "findings": found,
        "notes": len(report.notes),
        "rows": record.trail.rows,
        "anchors": record.trail.anchors,
        "orders": record.compared.orders,
        "fills": record.compared.fills,
        "predictions": record.compared.predictions,
        "files": report.files,
        "size_bytes": report.size_bytes,
        "rows_compared": report.rows_compared,
        "seconds": seconds,
    }
    PostgresAudit(system.engine).append(system.clock.now(), ACTOR, EXAMINED, HOME, detail)
