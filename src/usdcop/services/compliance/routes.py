"""Routes of the compliance service. All of them take the role compliance."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Body, Depends, Path, Query, Request, Response

from usdcop.core.access import Principal, Role
from usdcop.core.audit import AuditFilter
from usdcop.core.errors import UnknownError, UsageError
from usdcop.core.reports import StoredReport
from usdcop.pipeline.changes import Marks
from usdcop.services.compliance import evidence, schemas
from usdcop.services.compliance.making import make_report, stored_json, stored_pdf
from usdcop.services.compliance.observing import Observer
from usdcop.services.compliance.ports import CompliancePorts
from usdcop.services.compliance.reconstruct import Reconstructor
from usdcop.services.compliance.regulations import regulations_of
from usdcop.services.compliance.shaping import audit_entry, contracts_of, lineages_of, trade_of
from usdcop.services.compliance.verifying import verification_of
from usdcop.services.kit.access import signed_in
from usdcop.services.kit.errors import PROBLEMS, documented
from usdcop.services.kit.marks import bars_changed
from usdcop.services.kit.paging import PageCursor, PageLimit, after, cursor
from usdcop.services.kit.schemas import Instant

# untested: here, but over HTTP in tests/services/compliance/test_app.py

routes = APIRouter(prefix="/api/compliance", tags=["compliance"], responses=PROBLEMS)

LARGEST_ROW = 2**63 - 1
PDF = "application/pdf"


def ports_of(request: Request) -> CompliancePorts:
    """The ports of the running service."""
    ports: CompliancePorts = request.app.state.ports
    return ports


def observer_of(request: Request) -> Observer:
    """The observer of the running service."""
    observer: Observer = request.app.state.observer
    return observer


Ports = Annotated[CompliancePorts, Depends(ports_of)]
Officer = Annotated[Principal, signed_in(Role.COMPLIANCE)]
Word = Annotated[str | None, Query(min_length=1, max_length=200)]


def trail_filter(
    actor: Annotated[Word, Query(description="Who did it.", examples=["operator"])] = None,
    action: Annotated[Word, Query(description="What was done.", examples=["order.accepted"])] = None,
    subject: Annotated[Word, Query(description="What it was done to.", examples=["trading_state"])] = None,
    since: Annotated[Instant | None, Query(description="From this market time on.")] = None,
    until: Annotated[Instant | None, Query(description="Before this market time.")] = None,
) -> AuditFilter:
    """What is searched for.

    Raises:
        UsageError: the span is reversed.
    """
    if since is not None and until is not None and until < since:
        raise UsageError(f"The span from {since} to {until} is reversed.", "Give since before until.")
    return AuditFilter(actor, action, subject, since, until)


@routes.get("/audit-trail", summary="Search the audit trail, the newest row first")
def audit_trail(
    ports: Ports,
    _who: Officer,
    chosen: Annotated[AuditFilter, Depends(trail_filter)],
    limit: PageLimit = 100,
    cursor_: Annotated[PageCursor, Query(alias="cursor")] = None,
) -> schemas.AuditPage:
    """Every order, fill, promotion, override, switch, sign-in, backfill, revision and setting, as it was recorded."""
    key = after(cursor_, int)
    before = None if key is None else max(0, min(key[0], LARGEST_ROW))
    rows = ports.trail.page(chosen, before, limit + 1)
    more = len(rows) > limit
    shown = tuple(audit_entry(row) for row in rows[:limit])
    return schemas.AuditPage(data=shown, next_cursor=cursor(shown[-1].seq) if more else None)


@routes.get("/verify", summary="Examine the record: the audit trail, and everything kept against it")
def verify(ports: Ports, _who: Officer) -> schemas.Verification:
    """Walks the whole chain now, compares it with all anchors, and everything that is kept with the chain.

    Orders, fills, positions, decisions and the trading state are held against their rows of the trail, predictions
    against L5 and their bundles, and (`court`) trainings, looks, entries, titles and trials against the trail and
    their session returns. `usdcop verify` and `usdcop doctor` make the same examination.
    """
    return verification_of(ports)


@routes.get("/trades/{trade_id}", summary="Reconstruct one trade", responses=documented(404))
def trade(
    trade_id: Annotated[
        str,
        Path(
            max_length=60,
            description="Account and entry fill, or any other fill of the trade: `champion-1207`.",
            examples=["champion-1207"],
        ),
    ],
    ports: Ports,
    _who: Officer,
) -> evidence.TradeAnswer:
    """From the raw rows of each bar over features, prediction and decision to order, fills and profit."""
    found = Reconstructor(ports).one(trade_id)
    marks, fills = ports.marks(), found.trip.fills
    days = [fill.session for fill in fills]
    return evidence.TradeAnswer(
        data_kind=ports.data_kind,
        timestamp=ports.clock.now(),
        trade=trade_of(found, ports.notional, marks),
        contracts=contracts_of([found]),
        lineages=lineages_of([found]),
        bars_changed=bars_changed(marks.since(min(days), max(days), min(fill.recorded_at for fill in fills))),
    )


@routes.get("/regulations", summary="The rules the system holds itself to, and how each stands")
def regulations(
    ports: Ports, observer: Annotated[Observer, Depends(observer_of)], _who: Officer
) -> schemas.Regulations:
    """Each rule with the control that enforces it and its live state. Trail and trades are at most a minute old."""
    seen = observer.observe()
    found = regulations_of(seen)
    return schemas.Regulations(
        data_kind=ports.data_kind,
        timestamp=ports.clock.now(),
        measured_at=seen.now,
        held=sum(one.status == "held" for one in found),
        broken=sum(one.status == "broken" for one in found),
        unknown=sum(one.status == "unknown" for one in found),
        regulations=found,
    )


@routes.post(
    "/report",
    status_code=201,
    summary="Report on a period",
    responses=documented(409),
)
def report(
    ports: Ports,
    who: Officer,
    body: Annotated[
        schemas.ReportBody,
        Body(openapi_examples={"month": {"value": {"first": "2025-03-03", "last": "2025-03-31"}}}),
    ],
) -> schemas.ReportRow:
    """Writes PDF and JSON into the object store, and records it in the trail as `report.made`.

    Every trade reconstructed, totals, changes of the trading state, overrides, revisions, and the trail's
    verification.
    """
    return _row(make_report(ports, body.first, body.last, who.name), ports.marks())


@routes.get("/reports", summary="All reports, the newest first")
def reports(
    ports: Ports,
    _who: Officer,
    limit: PageLimit = 100,
    cursor_: Annotated[PageCursor, Query(alias="cursor")] = None,
) -> schemas.ReportPage:
    """Which periods were reported on, by whom, and the digest of each."""
    key = after(cursor_, datetime, UUID)
    found = ports.reports.page(key and (key[0], key[1]), limit + 1)
    more = len(found) > limit
    marks = ports.marks()
    shown = tuple(_row(row, marks) for row in found[:limit])
    return schemas.ReportPage(
        data=shown, next_cursor=cursor(shown[-1].recorded_at, shown[-1].id) if more else None
    )


@routes.get(
    "/report/{report_id}",
    summary="One report, as JSON or PDF",
    responses={
        200: {
            "model": schemas.Report,
            "description": "The report as it was made; `format=pdf`: its PDF.",
            "content": {PDF: {"schema": {"type": "string", "format": "binary"}}},
        },
        **documented(404),
    },
)
def one_report(
    report_id: UUID,
    ports: Ports,
    _who: Officer,
    form: Annotated[Literal["json", "pdf"], Query(alias="format", description="`json` or `pdf`.")] = "json",
) -> Response:
    """Checked against the digest it was listed with: an altered file is a 503, never an answer."""
    row = ports.reports.get(report_id)
    if row is None:
        raise UnknownError(f"There is no report {report_id}.", "GET /api/compliance/reports lists them.")
    if form == "json":
        return Response(stored_json(ports, row), media_type="application/json")
    name = f'attachment; filename="compliance_{row.first}_{row.last}.pdf"'
    return Response(stored_pdf(ports, row), media_type=PDF, headers={"Content-Disposition": name})


def _row(row: StoredReport, marks: Marks) -> schemas.ReportRow:
    return schemas.ReportRow(
        id=row.id,
        first=row.first,
        last=row.last,
        digest=row.digest,
        json_key=row.json_key,
        pdf_key=row.pdf_key,
        requested_by=row.requested_by,
        bars_changed=bars_changed(marks.since(row.first, row.last, row.recorded_at)),
        at=row.at,
        recorded_at=row.recorded_at,
    )
