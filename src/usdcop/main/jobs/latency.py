"""Latency of a bundle on this machine: measured once, kept beside the reports, so that a rerun changes nothing."""

import gc
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

import numpy as np
import polars as pl

from usdcop.core.episodes import Floats
from usdcop.core.layers import Layer
from usdcop.core.metrics import Metric, known, unknown
from usdcop.features.anchor import anchor
from usdcop.features.spec import FEATURE_NAMES
from usdcop.main.wiring import System
from usdcop.pipeline.l2_prepare import prepare_block
from usdcop.pipeline.l3_feature import feature_block
from usdcop.pipeline.l6_backtest import Latency
from usdcop.policy.bundle import Bundle

INFERENCES = 3000
DECISIONS = 300
WARM_UP = 20
"""Calls before the measured ones."""


def latency_of(system: System, bundle: Bundle) -> Latency:
    """The bundle's latencies: as measured before on this home, else measured now."""
    path = f"latency/{bundle.digest}.json"
    if path in system.lake.documents(Layer.L6, "latency"):
        fields = json.loads(system.lake.get_document(Layer.L6, path))
        return Latency(known(fields["inference_p99_ms"]), known(fields["end_to_end_p99_ms"]))
    measured = measure(system, bundle)
    fields = {"inference_p99_ms": measured.inference.value, "end_to_end_p99_ms": measured.end_to_end.value}
    if None not in fields.values():
        system.lake.put_document(Layer.L6, path, json.dumps(fields).encode())
    return measured


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
