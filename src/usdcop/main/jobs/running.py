"""A run of a layer: recorded, timed, held against L0's gate, and shown."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass

from usdcop.core.errors import UsdcopError
from usdcop.core.layers import Layer
from usdcop.main.console import out, print_json, print_table
from usdcop.main.wiring import System
from usdcop.pipeline.gates import LayerGate, enforce


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


def run_layer(system: System, layer: Layer, deed: Callable[[], Done], *, collect: bool = True) -> LayerReport:
    """Do ``deed`` as a recorded run of ``layer``; without ``collect``, files nobody names are left for later."""
    began = time.perf_counter()
    with _recorded(system, layer) as finished:
        done = deed()
        enforce(gate for gate in done.gates if gate.layer is Layer.L0)
        finished(done.records)
        if collect:
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
