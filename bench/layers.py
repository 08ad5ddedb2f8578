"""L1 to L3 on ten million bars: speed of each layer, and memory of the whole process.

usage: python -m bench.layers [--bars N] [--json]
"""

import argparse
import resource
import sys
import time
from collections.abc import Callable
from datetime import date
from typing import TypeVar

import polars as pl
from bench.bars import CALENDAR, NOW, SEED, raw_bars
from bench.rows import Row, run_bench

from usdcop.pipeline.l1_standardise import StandardiseSettings, standardise
from usdcop.pipeline.l2_prepare import prepare
from usdcop.pipeline.l3_feature import feature
from usdcop.pipeline.scale import Context, context_after

Result = TypeVar("Result")
MILLION = 1e6
YEARS_AT_ONCE, YEARS_OF_A_MARKET = 10, 200
SPEED_GOAL, MEMORY_GOAL = 1.5, 4.0


def main() -> int:
    """Measure and print; 1 if a goal is missed."""
    return run_bench(__doc__, measure, ("--bars", 10_000_000, "bars in all"))


def measure(chosen: argparse.Namespace) -> list[Row]:
    """One row for all layers, one for each, and one for memory; run in a fresh process for the last."""
    spent, done = _long_run(chosen.bars)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    rates = {layer: done / seconds / MILLION for layer, seconds in spent.items()}
    whole = done / sum(spent.values()) / MILLION
    note = f"{done:,} bars in pieces of {YEARS_AT_ONCE} years; seed {SEED}"
    return [
        Row(work="L1 to L3", ours=whole, unit="M bars/s", goal=SPEED_GOAL, note=note),
        *(Row(work=f"{layer} alone", ours=rate, unit="M bars/s") for layer, rate in rates.items()),
        Row(
            work="L1 to L3, memory", ours=peak, unit="GiB", goal=MEMORY_GOAL, at_most=True,
            note="largest resident size of the process, made-up input included",
        ),
    ]  # fmt: skip


def _long_run(bars: int) -> tuple[dict[str, float], int]:
    """The bars as the runner meets them: in pieces, each with the context of the one before.

    Ten million bars of one market are 670 years. They are made of markets of 200 years each, so that the
    calendar asks for years that holidays are known of.
    """
    spent = {"L1": 0.0, "L2": 0.0, "L3": 0.0}
    done = 0
    while done < bars:
        context = Context()
        for start in range(0, YEARS_OF_A_MARKET, YEARS_AT_ONCE):
            if done >= bars:
                break
            first, last = date(2000 + start, 1, 1), date(1999 + start + YEARS_AT_ONCE, 12, 31)
            raw = raw_bars(CALENDAR.sessions(first, last), bars - done)
            context = _piece(raw, context, spent)
            done += raw.height
    return spent, done


def _piece(raw: pl.DataFrame, context: Context, spent: dict[str, float]) -> Context:
    """Add the seconds of each layer to ``spent``; return what the next piece begins from."""
    l1, done = timed(lambda: standardise(raw, CALENDAR, NOW, StandardiseSettings(), context))
    l2, prepared = timed(lambda: prepare(done.bars, CALENDAR).frame)
    l3, made = timed(lambda: feature(prepared, CALENDAR))
    if made.height <= 0.99 * raw.height - 200:
        raise ArithmeticError("Rows of features are missing.")
    for layer, seconds in zip(spent, (l1, l2, l3), strict=True):
        spent[layer] += seconds
    return context_after(done.bars)


def timed(work: Callable[[], Result]) -> tuple[float, Result]:
    """Seconds and result of ``work``."""
    started = time.perf_counter()
    result = work()
    return time.perf_counter() - started, result


if __name__ == "__main__":
    sys.exit(main())
