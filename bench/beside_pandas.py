"""L1 to L3 beside the same features in pandas; equal results are checked first.

usage: python -m bench.beside_pandas [--bars N] [--json]
"""

import argparse
import sys
from collections.abc import Sequence
from datetime import date
from statistics import median

import pandas as pd  # type: ignore[import-untyped] # its stubs are not among our dependencies
import polars as pl
from bench.bars import CALENDAR, NOW, SEED, raw_bars
from bench.layers import MILLION, timed
from bench.pandas_layers import pandas_bars, pandas_features
from bench.rows import Row, run_bench

from usdcop.features.spec import FEATURE_NAMES
from usdcop.pipeline.l1_standardise import StandardiseSettings, standardise
from usdcop.pipeline.l2_prepare import prepare
from usdcop.pipeline.l3_feature import feature

FIRST, LAST = date(2000, 1, 3), date(2190, 1, 1)
ROUNDS = 5
GOAL = 8.0
CONVERGED = 2000
"""Bars after which a recursion has forgotten where it began."""
EQUAL = 1e-5
"""Largest difference of a feature (bps) that is still rounding."""


def main() -> int:
    """Measure and print; 1 if the goal is missed."""
    return run_bench(__doc__, measure, ("--bars", 1_000_000, "bars of the comparison"))


def measure(chosen: argparse.Namespace) -> list[Row]:
    """Two rows: all layers, and the features alone. Rounds of ours and theirs in turn; medians count."""
    raw = raw_bars(CALENDAR.sessions(FIRST, LAST), chosen.bars)
    apart = check_equal(raw.head(300_000))
    ours_l1, theirs_l1, ours, theirs = zip(*(_round(raw) for _ in range(ROUNDS)), strict=True)
    note = f"pandas {pd.__version__}, {raw.height:,} bars; features differ by at most {apart:.0e} bps; seed {SEED}"
    whole = [[a + b for a, b in zip(*pair, strict=True)] for pair in ((ours_l1, ours), (theirs_l1, theirs))]
    return [
        _row("L1 to L3 / pandas", raw.height, (whole[0], whole[1]), note),
        _row("features alone (L2, L3) / pandas", raw.height, (ours, theirs), "from accepted bars on"),
    ]


def _round(raw: pl.DataFrame) -> tuple[float, float, float, float]:
    """Seconds of our L1, their L1, our L2 and L3, theirs."""
    ours_l1, done = timed(lambda: standardise(raw, CALENDAR, NOW, StandardiseSettings()).bars)
    ours, _ = timed(lambda: feature(prepare(done, CALENDAR).frame, CALENDAR))
    theirs_l1, (bars, _) = timed(lambda: pandas_bars(raw))
    theirs, _ = timed(lambda: pandas_features(bars))
    return ours_l1, theirs_l1, ours, theirs


def _row(work: str, bars: int, seconds: tuple[Sequence[float], Sequence[float]], note: str) -> Row:
    mine, theirs = seconds
    ratio = median(their / my for my, their in zip(mine, theirs, strict=True))
    rates = [bars / median(times) / MILLION for times in seconds]
    return Row(work=work, ours=rates[0], unit="M bars/s", peer=rates[1], ratio=ratio, goal=GOAL, note=note)


def check_equal(raw: pl.DataFrame) -> float:
    """Largest difference between the two, after the recursions have forgotten their start.

    Raises:
        ArithmeticError: they differ by more than rounding, or have other rows.
    """
    done = standardise(raw, CALENDAR, NOW, StandardiseSettings())
    ours = feature(prepare(done.bars, CALENDAR).frame, CALENDAR)[CONVERGED:]
    peer = pandas_features(pandas_bars(raw)[0])
    theirs = pl.DataFrame({name: peer[name].to_numpy() for name in FEATURE_NAMES}).with_columns(
        time=pl.Series(peer["time"].dt.tz_localize(None).to_numpy())
        .dt.cast_time_unit("us")
        .dt.replace_time_zone("UTC")
    )
    both = ours.join(theirs, on="time", suffix="_pandas")
    _must(holds=both.height == ours.height > 0, otherwise="pandas has other rows")
    apart = both.select((pl.col(name) - pl.col(f"{name}_pandas")).abs().max() for name in FEATURE_NAMES)
    worst = max(apart.row(0, named=True).items(), key=lambda item: item[1])
    _must(holds=worst[1] < EQUAL, otherwise=f"{worst[0]} differs by {worst[1]}")
    return float(worst[1])


def _must(*, holds: bool, otherwise: str) -> None:
    if not holds:
        raise ArithmeticError(otherwise)


if __name__ == "__main__":
    sys.exit(main())
