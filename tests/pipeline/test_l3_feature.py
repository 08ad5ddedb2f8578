from datetime import UTC, date, datetime

import numpy as np
import polars as pl
from polars.testing import assert_frame_equal

from support.walk import raw_walk
from usdcop.core.sessions import Calendar
from usdcop.features.anchor import anchor
from usdcop.features.spec import FEATURE_NAMES
from usdcop.pipeline.l1_standardise import StandardiseSettings, standardise
from usdcop.pipeline.l2_prepare import prepare
from usdcop.pipeline.l3_feature import feature, feature_block

CALENDAR = Calendar()
NOW = datetime(2026, 1, 1, tzinfo=UTC)
RAW = raw_walk(CALENDAR, date(2024, 8, 1), date(2025, 4, 11), seed=3, missing=0.03)
BARS = standardise(RAW, CALENDAR, NOW, StandardiseSettings()).bars
QUARTERS = (date(2024, 7, 1), date(2024, 10, 1), date(2025, 1, 1), date(2025, 4, 1))


def by_blocks(prepared: pl.DataFrame) -> pl.DataFrame:
    parts = []
    for first, after in zip(QUARTERS, (*QUARTERS[1:], date(2025, 7, 1)), strict=True):
        read = prepared.filter(pl.col("session").is_between(anchor(first, CALENDAR), after, closed="left"))
        parts.append(feature_block(read, first))
    return pl.concat(parts)


def test_the_whole_history_equals_its_blocks() -> None:
    prepared = prepare(BARS, CALENDAR).frame
    assert_frame_equal(feature(prepared, CALENDAR), by_blocks(prepared), check_exact=True)


def test_so_it_does_across_a_hole_that_leaves_a_block_without_warm_up() -> None:
    holed = BARS.filter(~pl.col("session").is_between(date(2024, 11, 15), date(2025, 1, 8)))
    prepared = prepare(holed, CALENDAR).frame
    made = feature(prepared, CALENDAR)
    assert_frame_equal(made, by_blocks(prepared), check_exact=True)
    # After the hole every window fills anew: no row reaches back over two months.
    after = prepared.filter(pl.col("session") > date(2025, 1, 8))
    assert made.filter(pl.col("session") > date(2025, 1, 8))["time"][0] > after["time"][40]


def test_rows_are_finite_and_start_after_the_warm_up() -> None:
    made = feature(prepare(BARS, CALENDAR).frame, CALENDAR)
    assert np.isfinite(made.select(FEATURE_NAMES).to_numpy()).all()
    assert made["session"][0] == date(2024, 8, 2)
    assert made.filter(pl.col("session") > date(2024, 8, 2)).height > 0.95 * BARS.height - 120


def test_no_bars_no_rows() -> None:
    made = feature(prepare(BARS.clear(), CALENDAR).frame, CALENDAR)
    assert made.is_empty()
    assert made.columns == ["time", "session", "slot", "close", *FEATURE_NAMES]
