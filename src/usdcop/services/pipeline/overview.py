"""The layers at a glance: what each holds, how fresh it is, how it is doing."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

import polars as pl

from usdcop.core.layers import Layer
from usdcop.core.run_history import LayerRun
from usdcop.services.kit.health import Status
from usdcop.services.pipeline import schemas
from usdcop.services.pipeline.freshness import Freshness, FreshnessState, of_bars, of_nights
from usdcop.services.pipeline.gatekeeping import Gatekeeper
from usdcop.services.pipeline.ports import PipelinePorts

# untested: here, but over HTTP in tests/services/pipeline/test_app.py

READS: Final[Mapping[Layer, tuple[str, ...]]] = {
    Layer.L0: ("the vendor, or an imported file",),
    Layer.L1: ("L0",),
    Layer.L2: ("L1",),
    Layer.L3: ("L2",),
    Layer.L4: ("L1", "L3"),
    Layer.L5: ("L4", "deployed bundles"),
    Layer.L6: ("L4", "registered bundles"),
}
ESSENTIAL: Final = (Layer.L0, Layer.L1)
"""Without these there is nothing to look at."""


@dataclass(frozen=True, slots=True)
class Runs:
    """The newest runs, and the newest that were completed."""

    newest: Mapping[Layer, LayerRun]
    completed: Mapping[Layer, LayerRun]


def runs_of(ports: PipelinePorts, symbol: str) -> Runs:
    """The runs of ``symbol``."""
    return Runs(ports.runs.newest(symbol), ports.runs.newest_completed(symbol))


def layer_status(ports: PipelinePorts, keeper: Gatekeeper, layer: Layer, runs: Runs) -> schemas.LayerStatus:
    """How ``layer`` is."""
    held = ports.summary(layer)
    gates, note = keeper.gates(layer)
    run = runs.newest.get(layer)
    return schemas.LayerStatus(
        layer=layer,
        deed=layer.deed,
        bucket=layer.bucket,
        sessions=held.sessions,
        records=held.records,
        first_session=held.first,
        newest_session=held.newest,
        run=None if run is None else run_row(run),
        freshness=_shown(_freshness(ports, layer, held.newest, runs)),
        gates=tuple(
            schemas.Gate(
                name=gate.name,
                value=gate.value,
                operator=gate.operator,
                threshold=gate.threshold,
                passed=gate.passed,
            )
            for gate in gates
        ),
        gate_note=note,
    )


def run_row(run: LayerRun) -> schemas.Run:
    """``run`` as answers have it."""
    took = None if run.completed_at is None else (run.completed_at - run.started_at).total_seconds()
    return schemas.Run.model_validate(
        {
            "id": run.id,
            "pipeline_name": run.pipeline_name,
            "layer": run.layer,
            "status": run.status,
            "started_at": run.started_at,
            "completed_at": run.completed_at,
            "market_seconds": took,
            "records": run.records,
            "error": run.error,
            "host": run.host,
            "pid": run.pid,
            "recorded_at": run.recorded_at,
        }
    )


def newest_bar(ports: PipelinePorts, layer: Layer, newest: date | None) -> datetime | None:
    """Opening of the newest bar of ``layer``, whose ``newest`` session this is, by the corrected clock."""
    if newest is None:
        return None
    rows = ports.layers.read(layer, [newest])
    if rows is None or rows.is_empty():
        return None
    at = pl.col("time")
    if layer is Layer.L0:
        at += pl.duration(minutes=pl.col("clock_shift_minutes"))
    found: datetime = rows.select(at.max()).item()
    return found


def layer_health(status: schemas.LayerStatus, *, market_open: bool) -> schemas.LayerHealth:
    """What ails a layer, and what to do next."""
    health, cause, step = _ailment(status, market_open=market_open)
    return schemas.LayerHealth(layer=status.layer, status=health, cause=cause, next_step=step)


def _freshness(ports: PipelinePorts, layer: Layer, newest: date | None, runs: Runs) -> Freshness:
    now, calendar = ports.clock.now(), ports.market.calendar
    if layer is Layer.L6:
        run = runs.completed.get(layer)
        return of_nights(calendar, None if run is None else run.completed_at, now)
    return of_bars(layer, calendar, newest_bar(ports, layer, newest), now)


def _shown(found: Freshness) -> schemas.Freshness:
    return schemas.Freshness(
        state=found.state,
        newest=found.newest,
        age_seconds=None if found.age is None else found.age.total_seconds(),
        behind=found.behind,
        next_expected_at=found.next_expected,
    )


def _ailment(status: schemas.LayerStatus, *, market_open: bool) -> tuple[Status, str | None, str | None]:
    layer, fresh = status.layer, status.freshness.state
    again = f"Run 'usdcop run {layer.lower()}', or wait for the scheduler."
    if layer in ESSENTIAL and not status.sessions:
        return Status.DOWN, "Nothing is stored yet.", "Import a file or acquire bars, then 'usdcop run'."
    if status.run is not None and status.run.status in {"failed", "interrupted"}:
        return Status.DEGRADED, f"Its newest run {status.run.status}: {status.run.error}", again
    refused = [gate for gate in status.gates if not gate.passed]
    if refused:
        shown = ", ".join(
            f"{one.name} {one.value:.4g}, not {one.operator} {one.threshold:g}" for one in refused
        )
        return Status.DEGRADED, f"Its gate refuses: {shown}.", "See GET /api/pipeline/data-quality."
    if fresh is FreshnessState.STALE or (fresh is FreshnessState.LATE and market_open):
        what = "sessions" if layer is Layer.L6 else "bars"
        return Status.DEGRADED, f"It is {status.freshness.behind} {what} behind the calendar.", again
    return Status.OK, None, None
