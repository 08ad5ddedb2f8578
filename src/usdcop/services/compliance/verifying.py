"""The examination of the record as answers tell it."""

from collections.abc import Iterable
from typing import Final

from usdcop.core.audit import AuditFilter
from usdcop.core.examination import EXAMINED, HOME, Difference, Kind, Night
from usdcop.court.examination import Flaw
from usdcop.services.compliance import schemas
from usdcop.services.compliance.ports import CompliancePorts

# untested: here, but over HTTP in tests/services/compliance/test_app.py

MOST_TOLD: Final = 50
"""Differences that are told one by one."""


def verification_of(ports: CompliancePorts) -> schemas.Verification:
    """Examine the whole record now."""
    found = ports.examine()
    trail, wrong = found.trail, found.differences
    return schemas.Verification(
        holds=found.sound,
        rows=trail.rows,
        anchors=trail.anchors,
        anchored_until=trail.anchored_until,
        newest_anchor_at=ports.anchored_at(),
        broken_at=None if trail.broken is None else trail.broken.seq,
        why=wrong[0].what if wrong else None,
        differences=_told(wrong[:MOST_TOLD]),
        found=len(wrong),
        notes=_told(found.notes),
        compared=schemas.Compared(
            orders=found.compared.orders, fills=found.compared.fills, predictions=found.compared.predictions
        ),
        court=tuple(
            schemas.CourtFlaw(flaw=Flaw(one.flaw), subject=one.where, sentence=one.what)
            for one in wrong
            if one.kind is Kind.COURT
        ),
        night=_night(ports),
        verified_at=ports.wall.now(),
    )


def _night(ports: CompliancePorts) -> schemas.NightRow | None:
    rows = ports.trail.page(AuditFilter(action=EXAMINED, subject=HOME), None, 1)
    if not rows:
        return None
    found = Night.of(rows[0])
    return schemas.NightRow(
        at=found.at,
        findings=found.findings,
        first=found.first,
        files=found.files,
        rows_compared=found.rows_compared,
    )


def _told(found: Iterable[Difference]) -> tuple[schemas.Difference, ...]:
    return tuple(schemas.Difference(kind=one.kind, where=one.where, what=one.what) for one in found)
