"""Run: the layers one after another; what is up to date is left alone."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Final

from usdcop.core.errors import MissingInputError, UsageError
from usdcop.core.imports import doubts_of
from usdcop.core.layers import Layer
from usdcop.main.console import Advance, progress, say
from usdcop.main.jobs.acquiring import AcquireJob, acquire
from usdcop.main.jobs.history import history_of
from usdcop.main.jobs.importing import ImportJob, import_file
from usdcop.main.jobs.running import Done, LayerReport, run_layer
from usdcop.main.jobs.serving import server_of
from usdcop.main.modes import Mode
from usdcop.main.wiring import System
from usdcop.pipeline.gates import LayerGate, acquire_gates, rlready_gate
from usdcop.pipeline.import_ledger import read_entries
from usdcop.pipeline.importing.clock.wall_clocks import AUTO
from usdcop.pipeline.importing.reading import Told
from usdcop.pipeline.l4_reports import write_split_reports
from usdcop.pipeline.run import run_stage
from usdcop.pipeline.session_clock import stored_that_look_shifted
from usdcop.pipeline.stages import feature_stage, prepare_stage, rlready_stage, standardise_stage
from usdcop.pipeline.work import Stage

YEAR: Final = 250
"""Sessions whose clock is looked at each time L1 is made; ``usdcop quality`` looks at all."""


@dataclass(frozen=True, slots=True)
class BatchJob:
    """Which layers, and what L0 is to bring first."""

    symbol: str = "USDCOP"
    layers: tuple[Layer, ...] = tuple(Layer)
    data: Path | None = None
    first: date | None = None
    last: date | None = None
    before: date | None = None
    """Sessions of the file from this one on are left out: a replay brings them in their time."""
    clock: str = AUTO
    """By which clock the file's times are read."""
    command: str | None = None
    """What the person types to say an uncertain clock, up to its name; None: an import."""


def layers_of(text: str) -> tuple[Layer, ...]:
    """The layers named by ``text``: ``all``, ``l2``, or a range such as ``l1-l4``.

    Raises:
        UsageError: it names none.
    """
    if text.lower() == "all":
        return tuple(Layer)
    first, _, last = text.upper().partition("-")
    names = [layer.value for layer in Layer]
    if first not in names or (last and last not in names) or (last and last < first):
        raise UsageError(f"{text!r} names no layer.", "Write one of l0 to l6, a range such as l1-l4, or all.")
    return tuple(layer for layer in Layer if first <= layer.value <= (last or first))


def run(system: System, job: BatchJob) -> list[LayerReport]:
    """Run the layers of ``job`` in order.

    Raises:
        GateRefusedError: a layer is not fit for the next one.
        UsdcopError: a layer failed; it is recorded as failed, and those before it stand.
    """
    return [run_layer(system, layer, _deed(system, job, layer)) for layer in job.layers]


def _deed(system: System, job: BatchJob, layer: Layer) -> Callable[[], Done]:
    match layer:
        case Layer.L0:
            return lambda: _acquire(system, job)
        case Layer.L1 | Layer.L2 | Layer.L3 | Layer.L4:
            return lambda: _make(system, layer)
        case Layer.L5:
            from usdcop.main.jobs.predicting import predict  # noqa: PLC0415 - ONNX, needed only here

            return lambda: predict(system)
        case Layer.L6:
            from usdcop.main.jobs.judging import judge_newest  # noqa: PLC0415 - the same

            return lambda: judge_newest(system)


def _acquire(system: System, job: BatchJob) -> Done:
    rows = changed = 0
    if job.data is not None:
        asked = ImportJob(job.data, Told(job.symbol), job.clock, before=job.before, command=job.command)
        imported = import_file(system, asked)
        rows, changed = imported.rows, imported.sessions_changed
    elif system.settings.mode is not Mode.REPLAY or system.settings.environment.simulator_url is not None:
        acquired = acquire(system, AcquireJob(job.symbol, job.first, job.last))
        rows, changed = acquired.rows, acquired.sessions_changed
    raw = system.lake.read(Layer.L0)
    if raw is None:
        return Done(rows, changed, note="nothing stored yet")
    return Done(rows, changed, acquire_gates(raw, system.market, system.clock.now(), system.settings.gates))


def _make(system: System, layer: Layer) -> Done:
    with progress(f"{layer} {layer.deed}") as advance:
        done = make_layer(system, layer, advance)
    if layer is Layer.L1 and done.sessions_changed:
        return replace(done, note=_look_at_clock(system))
    if layer is not Layer.L4:
        return done
    gates, lack = _told(system)
    return replace(done, gates=gates, note=lack or done.note)


def _look_at_clock(system: System) -> str:
    """Warn of sessions of the last year that look shifted beside their neighbours; nothing is refused for it."""
    found = stored_that_look_shifted(system.lake, system.market, newest=YEAR)
    for one in found:
        say(f"Sessions of {one.first} to {one.last} look shifted: {one.why}.")
    return f"look shifted: {found[0].first} to {found[-1].last}; see usdcop quality" if found else ""


def make_layer(system: System, layer: Layer, advance: Advance, since: date | None = None) -> Done:
    """Make what is stale of one of L1 to L4; quarters before ``since`` are not looked at."""
    report = run_stage(
        stage_of(system, layer),
        system.market,
        system.lake,
        system.clock.now(),
        server_of(system, layer),
        advance,
        since=since,
    )
    return Done(report.records, report.sessions_changed, note="" if report.blocks else "up to date")


def stage_of(system: System, layer: Layer) -> Stage:
    """The stage that makes ``layer`` with the settings of ``system``."""
    match layer:
        case Layer.L1:
            return standardise_stage(doubts_of(read_entries(system.lake)))
        case Layer.L2:
            return prepare_stage()
        case Layer.L3:
            return feature_stage()
        case _:
            return rlready_stage(system.settings.costs)


def _told(system: System) -> tuple[tuple[LayerGate, ...], str]:
    """L4's gate, and a note where its split cannot be told of; the split's documents are written on the way."""
    try:
        history = history_of(system)
        write_split_reports(system.lake, history)
    except MissingInputError as error:
        if not system.lake.days(Layer.L4):
            raise
        return (rlready_gate(0, system.settings.gates),), error.sentence
    count = len(history.episodes.trainable(*history.split.train))
    return (rlready_gate(count, system.settings.gates),), ""
