"""How a bundle runs on this machine: latencies, measured once and kept, and whether live and batch path agree."""

import gc
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date

import numpy as np
import polars as pl

from usdcop.core.episodes import Floats
from usdcop.core.layers import Layer
from usdcop.core.metrics import Metric, known, unknown
from usdcop.core.sessions import BAR
from usdcop.court.gate import GateSettings
from usdcop.court.gates import Operations, operational_gates
from usdcop.features.anchor import anchor
from usdcop.features.incremental import IncrementalFeatures
from usdcop.features.spec import FEATURE_NAMES, feature_hash
from usdcop.main.serve.trader import history_before, stored_bars
from usdcop.main.wiring import System
from usdcop.pipeline.l2_prepare import prepare_block
from usdcop.pipeline.l3_feature import feature_block
from usdcop.policy.bundle import Bundle

INFERENCES = 3000
DECISIONS = 300
WARM_UP = 20
"""Calls before the measured ones."""


NOT_MEASURED_YET = unknown("not measured")

NEWEST_COMPARED = 3
"""Newest sessions whose features are made again as the live path makes them."""


@dataclass(frozen=True, slots=True)
class Latency:
    """Measured 99th percentiles, in milliseconds, or why they are not known."""

    inference: Metric
    end_to_end: Metric


def operations_of(system: System, bundle: Bundle, *, measure: bool = True) -> Operations:
    """What is known of how ``bundle`` runs here; without ``measure`` only what was measured before."""
    latency = (
        latency_of(system, bundle)
        if measure
        else kept_latency(system, bundle) or Latency(NOT_MEASURED_YET, NOT_MEASURED_YET)
    )
    fits = bundle.contract.feature_hash == feature_hash()
    return Operations(latency.inference, latency.end_to_end, parity(system), known(float(fits)))


def parity(system: System) -> Metric:
    """Share of the newest sessions' bars whose features are, made as the live path makes them, layer L3's to the bit."""
    days = list(system.lake.days(Layer.L3))[-NEWEST_COMPARED:]
    same = [equal for day in days for equal in _compared(system, day)]
    return known(sum(same) / len(same)) if same else unknown("there are no features to compare")


def _compared(system: System, day: date) -> Iterator[bool]:
    """Whether each bar's features of ``day`` are the same both ways."""
    batch = system.lake.read(Layer.L3, [day])
    if batch is None:
        return
    rows = dict(zip(batch["time"], batch.select(FEATURE_NAMES).rows(), strict=True))
    bars, opens = stored_bars(system.lake, day), system.market.calendar.opens_at(day)
    window = IncrementalFeatures(
        history_before(system.lake, system.market, day).bars, system.market.calendar.hours.slots
    )
    for slot in bars.slot.tolist():
        live = window.newest(bars.upto(slot))
        row = rows.get(opens + slot * BAR)
        if live is not None and row is not None:
            yield tuple(live.tolist()) == row


def latency_of(system: System, bundle: Bundle) -> Latency:
    """The bundle's latencies: as measured before on this home, else measured now.

    Figures that would refuse it are measured anew: the machine may have been busy, and they would refuse it for good.
    """
    kept = kept_latency(system, bundle)
    if kept is not None and not _refuses(kept):
        return kept
    measured = measure(system, bundle)
    fields = {"inference_p99_ms": measured.inference.value, "end_to_end_p99_ms": measured.end_to_end.value}
    if None not in fields.values():
        system.lake.put_document(Layer.L6, _path(bundle), json.dumps(fields).encode())
    return measured


def _refuses(found: Latency) -> bool:
    """Whether a gate of operation refuses these figures."""
    operations = Operations(found.inference, found.end_to_end, NOT_MEASURED_YET, NOT_MEASURED_YET)
    inference, end_to_end, *_ = operational_gates(operations, GateSettings())
    return not (inference.passed and end_to_end.passed)


def kept_latency(system: System, bundle: Bundle) -> Latency | None:
    """The bundle's latencies as measured before on this home, if they were."""
    if _path(bundle) not in system.lake.documents(Layer.L6, "latency"):
        return None
    fields = json.loads(system.lake.get_document(Layer.L6, _path(bundle)))
    return Latency(known(fields["inference_p99_ms"]), known(fields["end_to_end_p99_ms"]))


def _path(bundle: Bundle) -> str:
    return f"latency/{bundle.digest}.json"


def measure(system: System, bundle: Bundle) -> Latency:
    """Time decisions on the newest quarter: the policy alone, and from final bars to the target."""
    bars = _newest_bars(system)
    if bars is None:
        nothing = unknown("there are no bars to decide on")
        return Latency(nothing, nothing)
    first_day: date = bars["session"][-1]
    observation = _observation(bars, first_day)

    def decide() -> None:
        bundle.policy.opinion(_observation(bars, first_day))

    inference = _p99(system, INFERENCES, lambda: bundle.policy.opinion(observation))
    return Latency(inference, _p99(system, DECISIONS, decide))


def _newest_bars(system: System) -> pl.DataFrame | None:
    days = list(system.lake.days(Layer.L1))
    if not days:
        return None
    begins = anchor(days[-1], system.market.calendar)
    return system.lake.read(Layer.L1, [day for day in days if day >= begins])


def _observation(bars: pl.DataFrame, first_day: date) -> Floats:
    """What the policy sees at the newest bar, from bars alone, flat at half time."""
    features = feature_block(prepare_block(bars, first_day_of(bars)).frame, first_day)
    row = (
        features.select(FEATURE_NAMES).tail(1).to_numpy()[0]
        if features.height
        else np.zeros(len(FEATURE_NAMES))
    )
    return np.concatenate([row, [0.0, 0.0, 0.5]])


def first_day_of(bars: pl.DataFrame) -> date:
    """First session of ``bars``."""
    day: date = bars["session"][0]
    return day


def _p99(system: System, times: int, deed: Callable[[], object]) -> Metric:
    for _ in range(WARM_UP):
        deed()
    taken = np.empty(times)
    with _without_collector():
        for index in range(times):
            began = system.wall.monotonic()
            deed()
            taken[index] = system.wall.monotonic() - began
    return known(float(np.quantile(taken, 0.99)) * 1000.0)


@contextmanager
def _without_collector() -> Iterator[None]:
    """As the live path runs: collection happens between bars, not inside a decision."""
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.enable()
