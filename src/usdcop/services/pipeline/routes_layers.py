"""Routes about layers: how each is, what it holds, what it was made from."""

from dataclasses import asdict
from datetime import date
from typing import Annotated, Any

import polars as pl
from fastapi import APIRouter, Depends, Query, Request, Response

from usdcop.core.errors import MissingInputError, UnknownError
from usdcop.core.layers import Layer, Manifest
from usdcop.core.lineage import trace
from usdcop.core.run_history import RunQuery
from usdcop.pipeline.documents import read_tables
from usdcop.pipeline.l0_acquire import session_date
from usdcop.pipeline.quality import quality_report
from usdcop.services.kit.access import Reader
from usdcop.services.kit.errors import PROBLEMS, documented
from usdcop.services.kit.health import Status, health_answer
from usdcop.services.kit.paging import PageCursor, PageLimit, after, cursor
from usdcop.services.pipeline import schemas
from usdcop.services.pipeline.asking import LayerQuery, Ports, Span, Symbol, known_layer
from usdcop.services.pipeline.gatekeeping import Gatekeeper
from usdcop.services.pipeline.overview import READS, layer_health, layer_status, run_row, runs_of
from usdcop.services.pipeline.ports import PipelinePorts
from usdcop.services.pipeline.tables import QUARANTINE, SESSIONS

# untested: here, but over HTTP in tests/services/pipeline/test_app.py

routes = APIRouter(prefix="/api/pipeline", tags=["layers"], responses={**PROBLEMS, **documented(404)})

RECENT_RUNS = 10


def keeper_of(request: Request) -> Gatekeeper:
    """The gatekeeper of the running service."""
    keeper: Gatekeeper = request.app.state.keeper
    return keeper


Keeper = Annotated[Gatekeeper, Depends(keeper_of)]


@routes.get("/status", summary="Every layer at a glance")
def status(ports: Ports, keeper: Keeper, symbol: Symbol, _who: Reader) -> schemas.PipelineStatus:
    """The newest run of each layer, how far it is behind the calendar, its gates, when it can next grow."""
    runs = runs_of(ports, symbol)
    layers = tuple(layer_status(ports, keeper, layer, runs) for layer in Layer)
    return schemas.PipelineStatus(**common(ports, symbol), layers=layers)


@routes.get("/layer/{layer_name}", summary="One layer in detail")
def layer_in_detail(
    layer_name: str, ports: Ports, keeper: Keeper, symbol: Symbol, _who: Reader
) -> schemas.LayerDetail:
    """`layer_name` is `L0` to `L6`, or the layer's deed, such as `standardise`; any other is a 404."""
    layer = known_layer(layer_name)
    runs, catalog = runs_of(ports, symbol), ports.catalog(layer)
    newest = [max(catalog.partitions)] if catalog.partitions else []
    rows = ports.layers.read(layer, newest) if newest else None
    recent = ports.runs.page(RunQuery(symbol, layer), RECENT_RUNS)
    return schemas.LayerDetail(
        **common(ports, symbol),
        status=layer_status(ports, keeper, layer, runs),
        size_bytes=sum(part.size_bytes for part in catalog.partitions.values()),
        reads=READS[layer],
        columns=() if rows is None else _columns(rows),
        recent_runs=tuple(run_row(run) for run in recent),
    )


@routes.get(
    "/health",
    summary="How the pipeline is",
    responses={
        503: {"model": schemas.PipelineHealth, "description": "No bars can be used; `layers` says why."}
    },
)
def health(
    response: Response, ports: Ports, keeper: Keeper, symbol: Symbol, _who: Reader
) -> schemas.PipelineHealth:
    """What ails which layer, and what to do next. How this service itself is tells `GET /health`."""
    runs = runs_of(ports, symbol)
    is_open = ports.market.calendar.is_open(ports.clock.now())
    layers = tuple(
        layer_health(layer_status(ports, keeper, layer, runs), market_open=is_open) for layer in Layer
    )
    found = {one.status for one in layers}
    worst = next(one for one in (Status.DOWN, Status.DEGRADED, Status.OK) if one in found)
    health_answer(response, worst)
    return schemas.PipelineHealth(**common(ports, symbol), status=worst, market_open=is_open, layers=layers)


@routes.get("/data-quality", summary="What the stored history is worth")
def data_quality(ports: Ports, span: Span, _who: Reader) -> schemas.DataQuality:
    """Coverage, grades, stale sessions and refused rows of the sessions asked about."""
    sessions = read_tables(ports.layers, Layer.L1, SESSIONS)
    quarantine = read_tables(ports.layers, Layer.L1, QUARANTINE)
    if sessions is None or quarantine is None:
        raise MissingInputError("There is no layer L1 yet.", "Bring bars in, then 'usdcop run l1'.")
    inside = pl.col("session").is_between(span.first, span.last)
    chosen = sessions.filter(inside)
    refused = quarantine.with_columns(session=session_date(ports.market)).filter(inside)
    report = quality_report(chosen, refused)
    days = chosen["session"]
    return schemas.DataQuality.model_validate(
        {
            **common(ports, span.symbol),
            **asdict(report),
            "first": days.min(),
            "last": days.max(),
            "coverage": report.coverage,
            "stale_share": report.stale_share,
            "quarantined": refused.height,
            "volume": _volume(ports),
        }
    )


@routes.get("/manifests", summary="Manifests of a layer, the newest session first")
def manifests(
    ports: Ports,
    span: Span,
    _who: Reader,
    layer: LayerQuery = "L0",
    limit: PageLimit = 50,
    cursor_: Annotated[PageCursor, Query(alias="cursor")] = None,
) -> schemas.ManifestPage:
    """Files, checksums, versions and inputs of each partition: what makes it exist."""
    name, before = known_layer(layer), after(cursor_, date)
    stored = sorted(ports.layers.days(name), reverse=True)
    chosen = [day for day in stored if span.first <= day <= span.last and (before is None or day < before[0])]
    found = ((day, ports.layers.manifest(name, day)) for day in chosen[:limit])
    rows = tuple(_manifest_row(name, day, one) for day, one in found if one is not None)
    more = len(chosen) > limit
    return schemas.ManifestPage(data=rows, next_cursor=cursor(chosen[limit - 1]) if more else None)


@routes.get("/lineage", summary="From a partition down to its raw rows")
def lineage(
    ports: Ports,
    symbol: Symbol,
    _who: Reader,
    session: Annotated[date, Query(description="The session.", examples=["2025-03-14"])],
    layer: LayerQuery = "L4",
) -> schemas.LineageAnswer:
    """Every partition it was made from, by checksum, down to where the raw rows came from."""
    name = known_layer(layer)
    found = trace(ports.layers, name, session)
    if found is None:
        raise UnknownError(
            f"Layer {name} has no session {session}.", "GET /api/pipeline/sessions shows what there is."
        )
    return schemas.LineageAnswer.model_validate(
        {
            **common(ports, symbol),
            "layer": name,
            "session": session,
            "complete": found.complete,
            "nodes": [asdict(node) for node in found.nodes],
            "sources": [asdict(source) for source in found.sources],
        }
    )


def common(ports: PipelinePorts, symbol: str) -> dict[str, Any]:
    """What every answer says of itself, as keywords of ``Common``."""
    return {"symbol": symbol, "data_kind": ports.data_kind, "timestamp": ports.clock.now()}


def _columns(rows: pl.DataFrame) -> tuple[schemas.Column, ...]:
    return tuple(schemas.Column(name=name, type=str(kind)) for name, kind in rows.schema.items())


def _manifest_row(layer: Layer, session: date, manifest: Manifest) -> schemas.ManifestRow:
    fields = asdict(manifest)
    return schemas.ManifestRow.model_validate({**fields, "layer": layer, "session": session})


def _volume(ports: PipelinePorts) -> str:
    days = list(ports.layers.days(Layer.L1))
    rows = ports.layers.read(Layer.L1, days[-1:]) if days else None
    if rows is None or rows["volume"].null_count() == rows.height:
        return "The newest session has no volume: volume figures are absent, not zero."
    return "The newest session has volume."
