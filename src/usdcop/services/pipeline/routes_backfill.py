"""Routes that fill holes: what it would take, asking for it, and how far it is."""

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Body, Query, Response

from usdcop.core.access import Principal, Role
from usdcop.core.backfills import Backfill, BackfillPlan, BackfillStatus, check_span
from usdcop.core.errors import UnknownError
from usdcop.core.gaps import expected, missing
from usdcop.core.layers import Layer
from usdcop.pipeline.l0_acquire import AcquireSettings, Plan, plan
from usdcop.services.kit.access import Reader, signed_in
from usdcop.services.kit.errors import PROBLEMS, documented
from usdcop.services.kit.paging import PageCursor, PageLimit, after, cursor
from usdcop.services.pipeline import schemas
from usdcop.services.pipeline.asking import Ports, known_symbol
from usdcop.services.pipeline.ports import PipelinePorts

# untested: here, but over HTTP in tests/services/pipeline/test_backfill.py

routes = APIRouter(prefix="/api/pipeline", tags=["backfill"], responses={**PROBLEMS, **documented(404)})

EXAMPLES = {
    "estimate": {
        "summary": "What would it take?",
        "value": {"first": "2025-03-03", "last": "2025-03-14", "dry_run": True},
    },
    "fill": {"summary": "Fill it", "value": {"first": "2025-03-03", "last": "2025-03-14"}},
}


@routes.post(
    "/backfill",
    summary="Fill the holes of a span of sessions",
    responses={
        200: {
            "description": "`dry_run`: what it would take. Otherwise: nothing is missing, so it is completed."
        },
        202: {
            "model": schemas.BackfillRow,
            "description": "It is queued; `GET backfill/{id}` tells how far it is.",
        },
        **documented(409),
    },
)
def backfill(
    response: Response,
    ports: Ports,
    who: Annotated[Principal, signed_in(Role.OPERATOR)],
    body: Annotated[schemas.BackfillBody, Body(openapi_examples=EXAMPLES)],
) -> schemas.BackfillEstimate | schemas.BackfillRow:
    """Every expected bar of the span that is not stored is fetched in the fewest requests, then L1 to L4 are made.

    With `dry_run` nothing is started and nothing is written: the answer says how many bars are missing, and
    how many requests and credits they cost. Takes the role operator.
    """
    symbol, now = known_symbol(body.symbol), ports.clock.now()
    check_span(body.first, body.last, ports.market.calendar.local_date(now))
    found = _outlook(ports, body, now)
    if body.dry_run:
        return _estimate(ports, symbol, body, found, now)
    planned = found.plan
    wanted = BackfillPlan(
        symbol, body.first, body.last, planned.missing, len(planned.requests), planned.credits
    )
    row = ports.backfills.request(wanted, who.name, now)
    response.status_code = 200 if row.status is BackfillStatus.COMPLETED else 202
    return backfill_row(row)


@routes.get("/backfill/{backfill_id}", summary="How far a backfill is")
def one_backfill(backfill_id: UUID, ports: Ports, _who: Reader) -> schemas.BackfillRow:
    """Its requests done, what it brought, and why it failed where it did."""
    row = ports.backfills.get(backfill_id)
    if row is None:
        raise UnknownError(f"There is no backfill {backfill_id}.", "GET /api/pipeline/backfills lists them.")
    return backfill_row(row)


@routes.get("/backfills", summary="All backfills, the newest first")
def backfills(
    ports: Ports,
    _who: Reader,
    status: Annotated[BackfillStatus | None, Query(description="Only those that are so.")] = None,
    limit: PageLimit = 100,
    cursor_: Annotated[PageCursor, Query(alias="cursor")] = None,
) -> schemas.BackfillPage:
    """What was asked for, by whom, and what became of it."""
    key = after(cursor_, datetime, UUID)
    found = ports.backfills.page(status, key and (key[0], key[1]), limit + 1)
    more = len(found) > limit
    shown = tuple(backfill_row(row) for row in found[:limit])
    return schemas.BackfillPage(
        data=shown, next_cursor=cursor(shown[-1].recorded_at, shown[-1].id) if more else None
    )


def backfill_row(row: Backfill) -> schemas.BackfillRow:
    """``row`` as answers have it."""
    return schemas.BackfillRow.model_validate(asdict(row))


@dataclass(frozen=True, slots=True)
class _Outlook:
    """What is to be fetched, and how many bars are missing at all."""

    plan: Plan
    lacking: int


def _outlook(ports: PipelinePorts, body: schemas.BackfillBody, now: datetime) -> _Outlook:
    from usdcop.pipeline.l0_store import (  # noqa: PLC0415 - it loads TA-Lib, 40 MB, needed only here
        read_absent,
        stored_bars,
    )

    days = [day for day in ports.layers.days(Layer.L0) if body.first <= day <= body.last]
    have = stored_bars(ports.layers, days) if days else set()
    absent = read_absent(ports.layers)
    planned = plan(ports.market, (body.first, body.last), have, absent, now, AcquireSettings())
    return _Outlook(planned, len(missing(expected(ports.market.calendar, body.first, body.last, now), have)))


def _estimate(
    ports: PipelinePorts, symbol: str, body: schemas.BackfillBody, found: _Outlook, now: datetime
) -> schemas.BackfillEstimate:
    planned = found.plan
    return schemas.BackfillEstimate(
        symbol=symbol,
        data_kind=ports.data_kind,
        timestamp=now,
        first=body.first,
        last=body.last,
        expected_bars=planned.expected,
        bars_missing=planned.missing,
        bars_given_up=found.lacking - planned.missing,
        requests=len(planned.requests),
        credits=planned.credits,
        spans=tuple(
            schemas.SpanToFetch(start=one.start, end=one.end, bars=one.bars) for one in planned.requests
        ),
    )
