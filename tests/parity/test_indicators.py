"""L2's blocks against one run of TA-Lib over the whole history.

A block starts 20 sessions before its quarter, so its last bits may differ from those of a run that started
years before: recursions (EMA, RSI, MACD) have forgotten their start, sums (SMA, bands) carry other rounding.
"""

from datetime import UTC, date, datetime

import numpy as np
import polars as pl
import pytest

from support.real_files import REBUILT, real_file
from support.walk import raw_walk
from usdcop.core.indicators import PRICE_INDICATORS
from usdcop.core.sessions import Calendar
from usdcop.features.indicators import indicators
from usdcop.pipeline.l1_standardise import StandardiseSettings, standardise
from usdcop.pipeline.l2_prepare import prepare

CALENDAR = Calendar()
NOW = datetime(2026, 1, 1, tzinfo=UTC)

RECURSIVE_TOLERANCE = 1e-9
"""Pesos (RSI: points) for EMA, MACD and RSI: they differ by a few units in the last place."""
SUM_TOLERANCE = 1e-5
"""Pesos for SMA and bands: TA-Lib adds and subtracts at the ends of one running sum, and the variance of a
quiet quote is the small difference of two sums of squares near 16 million each, of which a root is taken."""


def compare(raw: pl.DataFrame) -> dict[str, float]:
    """Largest absolute difference of each indicator between the blocks and one run over everything."""
    bars = standardise(raw, CALENDAR, NOW, StandardiseSettings()).bars
    blocks = prepare(bars, CALENDAR).frame
    whole = indicators(bars["close"].to_numpy())
    for name in PRICE_INDICATORS:
        missing = blocks[name].is_null().to_numpy()
        assert (missing == np.isnan(whole[name])).all(), name
    return {
        name: float(np.nanmax(np.abs(blocks[name].fill_null(np.nan).to_numpy() - whole[name])))
        for name in PRICE_INDICATORS
    }


def judge(differences: dict[str, float]) -> None:
    for name, difference in differences.items():
        sums = name.startswith(("sma", "bb"))
        assert difference <= (SUM_TOLERANCE if sums else RECURSIVE_TOLERANCE), (name, difference)


def test_blocks_equal_one_run_over_a_synthetic_year() -> None:
    judge(compare(raw_walk(CALENDAR, date(2024, 1, 2), date(2025, 1, 31), seed=21, missing=0.03)))


@pytest.mark.real_data
def test_blocks_equal_one_run_over_the_whole_real_history() -> None:
    judge(compare(pl.concat(real_file(REBUILT).chunks())))
