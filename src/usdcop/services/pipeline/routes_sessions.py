"""Routes about sessions, refused rows and runs."""

from datetime import date, datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Query

from usdcop.core.bars import Reason
from usdcop.core.errors import MissingInputError
from usdcop.core.layers import Layer
from usdcop.core.run_history import RunQuery
from usdcop.pipeline.documents import read_tables
from usdcop.services.kit.access import Reader
from usdcop.services.kit.errors import PROBLEMS, documented
from usdcop.services.kit.paging import PageCursor, PageLimit, after, cursor
from usdcop.services.pipeline import schemas
from usdcop.services.pipeline.asking import Ports, Span, Symbol, known_layer
from usdcop.services.pipeline.grid import Held, days_between, session_row
from usdcop.services.pipeline.overview import run_row
from usdcop.services.pipeline.refused import RefusedQuery, refused_rows
from usdcop.services.pipeline.tables import QUARANTINE

# untested: here, but over HTTP in tests/services/pipeline/test_app.py

routes = APIRouter(prefix="/api/pipeline", tags=["sessions"], responses={**PROBLEMS, **documented(404)})

LARGEST_ID = 2**31 - 1


@routes.get("/sessions", summary="Sessions against layers, the newest first")
def sessions(
    ports: Ports,
    span: Span,
    _who: Reader,
    limit: PageLimit = 60,
    cursor_: Annotated[PageCursor, Query(alias="cursor")] = None,
) -> schemas.SessionPage:
    """What every layer has of each session, with the verdicts on it; days with bars on holidays are shown too."""
    held = Held({layer: ports.catalog(layer) for layer in Layer}, {})
    before = after(cursor_, date)
    days = days_between(ports.market.calendar, held, span.first, span.last)
    chosen = [day for day in days if before is None or day < before[0]][: limit + 1]
    shown = chosen[:limit]
    if shown:
        said = ports.verdicts(shown[-1], shown[0]).iter_rows(named=True)
        held = Held(held.catalogs, {row["session"]: row for row in said})
    now = ports.clock.now()
    rows = tuple(session_row(ports.market.calendar, held, day, now) for day in shown)
    return schemas.SessionPage(data=rows, next_cursor=cursor(shown[-1]) if len(chosen) > limit else None)


@routes.get("/quarantine", summary="Refused rows, the newest first")
def quarantine(
    ports: Ports,
    span: Span,
    _who: Reader,
    reason: Annotated[Reason | None, Query(description="Only rows refused for this.")] = None,
    limit: PageLimit = 100,
    cursor_: Annotated[PageCursor, Query(alias="cursor")] = None,
) -> schemas.RefusedPage:
    """Raw rows that no layer uses, each as it came, with the reason."""
    table = read_tables(ports.layers, Layer.L1, QUARANTINE)
    if table is None:
        raise MissingInputError("There is no layer L1 yet.", "Bring bars in, then 'usdcop run l1'.")
    before = after(cursor_, datetime, int)
    query = RefusedQuery(span.first, span.last, reason and reason.value, before and (before[0], before[1]))
    rows, key = refused_rows(table, ports.market, query, limit)
    return schemas.RefusedPage(data=tuple(rows), next_cursor=key and cursor(*key))


@routes.get("/runs", summary="History of runs, the newest first")
def runs(
    ports: Ports,
    symbol: Symbol,
    _who: Reader,
    layer: Annotated[str | None, Query(max_length=16, description="Only runs of this layer.")] = None,
    status: Annotated[
        Literal["running", "completed", "failed", "interrupted"] | None,
        Query(description="Only runs that are so."),
    ] = None,
    limit: PageLimit = 100,
    cursor_: Annotated[PageCursor, Query(alias="cursor")] = None,
) -> schemas.RunPage:
    """Every run of every layer: when, how long, how many rows, and why it failed where it did."""
    before = after(cursor_, int)
    last = None if before is None else max(0, min(before[0], LARGEST_ID))
    query = RunQuery(symbol, None if layer is None else known_layer(layer), status, last)
    found = ports.runs.page(query, limit + 1)
    more = len(found) > limit
    shown = tuple(run_row(run) for run in found[:limit])
    return schemas.RunPage(data=shown, next_cursor=cursor(shown[-1].id) if more else None)
