"""Run: the layers one after another, each recorded, gated, and skipped where nothing changed."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from usdcop.core.errors import UsageError, UsdcopError
from usdcop.core.layers import Layer
from usdcop.main.console import out, print_json, print_table, progress
from usdcop.main.jobs.acquiring import AcquireJob, acquire
from usdcop.main.jobs.importing import ImportJob, import_file
from usdcop.main.jobs.serving import server_of
from usdcop.main.modes import Mode
from usdcop.main.wiring import System
from usdcop.pipeline.gates import LayerGate, acquire_gates, enforce, rlready_gate
from usdcop.pipeline.history import load_history
from usdcop.pipeline.run import run_stage
from usdcop.pipeline.splits import training_episodes
from usdcop.pipeline.stages import feature_stage, prepare_stage, rlready_stage, standardise_stage
from usdcop.pipeline.work import Stage


@dataclass(frozen=True, slots=True)
class BatchJob:
    """Which layers, and what L0 is to bring first."""

    symbol: str = "USDCOP"
    layers: tuple[Layer, ...] = tuple(Layer)
    data: Path | None = None
    first: date | None = None
    last: date | None = None


@dataclass(frozen=True, slots=True)
class LayerReport:
    """What a run of a layer did."""

    layer: Layer
    records: int
    sessions_changed: int
    seconds: float
    gates: tuple[LayerGate, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """What the work of a layer came to, before it is timed and recorded."""

    records: int
    sessions_changed: int
    gates: tuple[LayerGate, ...] = ()
    note: str = ""


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


def run_layer(system: System, layer: Layer, deed: Callable[[], Done]) -> LayerReport:
    """Do ``deed`` as a recorded run of ``layer``."""
    began = time.perf_counter()
    with _recorded(system, layer) as finished:
        done = deed()
        enforce(gate for gate in done.gates if gate.layer is Layer.L0)
        finished(done.records)
        system.lake.collect(layer, system.wall.now())
    seconds = time.perf_counter() - began
    return LayerReport(layer, done.records, done.sessions_changed, seconds, done.gates, done.note)


def show(reports: Sequence[LayerReport], *, as_json: bool) -> None:
    """Print what each layer did."""
    if as_json:
        print_json([asdict(report) for report in reports])
        return
    rows = [
        (
            f"{report.layer} {report.layer.deed}",
            report.records,
            report.sessions_changed,
            round(report.seconds, 2),
            report.note,
        )
        for report in reports
    ]
    print_table("Layers", ("layer", "records", "sessions changed", "seconds", "note"), rows)
    for report in reports:
        for gate in report.gates:
            out.print(f"Gate of {report.layer}: {gate}")


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
        imported = import_file(system, ImportJob(job.data, job.symbol))
        rows, changed = imported.findings.tally.rows, imported.sessions_changed
    elif system.settings.mode is not Mode.REPLAY:
        acquired = acquire(system, AcquireJob(job.symbol, job.first, job.last))
        rows, changed = acquired.rows, acquired.sessions_changed
    raw = system.lake.read(Layer.L0)
    if raw is None:
        return Done(rows, changed, note="nothing stored yet")
    return Done(rows, changed, acquire_gates(raw, system.market, system.clock.now(), system.settings.gates))


def _make(system: System, layer: Layer) -> Done:
    stage = stage_of(system, layer)
    with progress(f"{layer} {layer.deed}") as advance:
        report = run_stage(
            stage, system.market, system.lake, system.clock.now(), server_of(system, layer), advance
        )
    gates = _episode_gates(system) if layer is Layer.L4 else ()
    note = "" if report.blocks else "up to date"
    return Done(report.records, report.sessions_changed, gates, note)


def stage_of(system: System, layer: Layer) -> Stage:
    """The stage that makes ``layer`` with the settings of ``system``."""
    match layer:
        case Layer.L1:
            return standardise_stage()
        case Layer.L2:
            return prepare_stage()
        case Layer.L3:
            return feature_stage()
        case _:
            return rlready_stage(system.settings.costs)


def _episode_gates(system: System) -> tuple[LayerGate, ...]:
    history = load_history(system.lake, system.market, system.clock.now(), system.settings.splits)
    count = len(training_episodes(history.episodes, history.split))
    return (rlready_gate(count, system.settings.gates),)


@contextmanager
def _recorded(system: System, layer: Layer) -> Iterator[Callable[[int], None]]:
    """A row of ``pipeline_status`` around the block; the block says how many records it made."""
    started = system.runs.start(layer, system.market.symbol, system.clock.now())
    records: list[int] = []
    try:
        yield records.append
    except UsdcopError as error:
        system.runs.fail(started, system.clock.now(), str(error))
        raise
    except BaseException as error:
        system.runs.fail(started, system.clock.now(), f"{type(error).__name__}: {error}")
        raise
    system.runs.finish(started, system.clock.now(), sum(records))
