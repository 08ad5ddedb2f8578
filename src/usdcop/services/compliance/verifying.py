"""The verification of the trail as answers tell it."""

from usdcop.services.compliance import schemas
from usdcop.services.compliance.ports import CompliancePorts

# untested: here, but over HTTP in tests/services/compliance/test_app.py


def verification_of(ports: CompliancePorts) -> schemas.Verification:
    """Walk the whole trail now, and compare it with its anchors and with the court's record."""
    found = ports.verify()
    return schemas.Verification(
        holds=found.broken is None,
        rows=found.rows,
        anchors=found.anchors,
        anchored_until=found.anchored_until,
        newest_anchor_at=ports.anchored_at(),
        broken_at=None if found.broken is None else found.broken.seq,
        why=None if found.broken is None else found.broken.why,
        court=tuple(
            schemas.CourtFlaw(flaw=one.flaw, subject=one.subject, sentence=one.sentence)
            for one in ports.court()
        ),
        verified_at=ports.wall.now(),
    )
