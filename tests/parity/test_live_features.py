"""Incremental equals full, bit for bit: rows made bar by bar by the live path against layers L2 and L3."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import polars as pl
import pytest

from support.walk import raw_walk
from usdcop.core.layers import quarter_start
from usdcop.core.sessions import BAR, Calendar
from usdcop.features.anchor import anchor
from usdcop.features.incremental import IncrementalFeatures, SessionBars
from usdcop.features.spec import FEATURE_NAMES
from usdcop.pipeline.l1_standardise import StandardiseSettings, standardise
from usdcop.pipeline.l2_prepare import prepare
from usdcop.pipeline.l3_feature import feature
from usdcop.pipeline.scale import context_after

CALENDAR = Calendar()
SETTINGS = StandardiseSettings()
NOW = datetime(2026, 1, 1, tzinfo=UTC)
FIRST, LAST = date(2025, 2, 20), date(2025, 4, 7)
HARD = (date(2025, 3, 31), date(2025, 4, 1), date(2025, 4, 4))
"""Both sides of the quarter's edge, and a session with everything in it."""
WALK = raw_walk(CALENDAR, FIRST, LAST, seed=11, missing=0.04)
NEWEST = WALK.filter(pl.col("time") < CALENDAR.closes_at(HARD[-1]))["row"].max()
assert isinstance(NEWEST, int)
# In the last hard session: a spike that reverts, a jump that holds, a quote that stands still, a wrong scale.
RAW = WALK.with_columns(
    pl.when(pl.col("row") == NEWEST - 40).then(pl.col(name) * 1.02)
    .when(pl.col("row") == NEWEST - 30).then(pl.col(name) * 10)
    .when(pl.col("row").is_between(NEWEST - 25, NEWEST - 18)).then(4000.0)
    .when(pl.col("row") >= NEWEST - 12).then(pl.col(name) * 1.015)
    .otherwise(pl.col(name)).alias(name)
    for name in ("open", "high", "low", "close")
)  # fmt: skip
FULL = standardise(RAW, CALENDAR, NOW, SETTINGS)
FEATURES = feature(prepare(FULL.bars, CALENDAR).frame, CALENDAR)


def accepted(day: date, raw: pl.DataFrame, now: datetime) -> pl.DataFrame:
    before = FULL.bars.filter(pl.col("session") < day)
    return standardise(raw, CALENDAR, now, SETTINGS, context_after(before), (day, day)).bars


def window(day: date) -> IncrementalFeatures:
    inside = pl.col("session").is_between(anchor(day, CALENDAR), day, closed="left")
    return IncrementalFeatures(FULL.bars.filter(inside), CALENDAR.hours.slots)


def test_the_sessions_have_what_makes_this_hard() -> None:
    hard = FULL.bars.filter(pl.col("session") == HARD[-1])
    assert set(FULL.quarantine["reason"]) == {"spike_revert", "scale"}
    assert hard["suspect"].any()
    assert hard["doubtful"].any()
    assert quarter_start(HARD[1]) > HARD[0]


@pytest.mark.parametrize("day", HARD)
def test_bar_by_bar_every_row_has_the_bits_of_the_batch(day: date) -> None:
    """Judged with what is known at each close, suspect, refused and missing bars included."""
    raw, rows, compared = RAW.filter(pl.col("time").dt.date() == day), window(day), 0
    for cut in range(1, raw.height + 1):
        seen = accepted(day, raw[:cut], raw["time"][cut - 1] + timedelta(minutes=5))
        made = rows.newest(SessionBars.of(seen))
        expected = FEATURES.filter(pl.col("time") == raw["time"][cut - 1]).select(FEATURE_NAMES)
        if seen["time"][-1] != raw["time"][cut - 1] or seen["suspect"][-1]:
            assert expected.is_empty()
            continue
        assert made is not None
        np.testing.assert_array_equal(made, expected.to_numpy()[0])
        compared += 1
    assert compared > 45


def test_a_bar_that_came_late_changes_the_rows_after_it_as_in_the_batch() -> None:
    """Without a bar, then with it: each time the row is that of a batch over the same bars."""
    day = HARD[1]
    raw = RAW.filter(pl.col("time").dt.date() == day)
    at = CALENDAR.opens_at(day) + 40 * BAR
    for known in (raw.filter(pl.col("time") != raw["time"][20]), raw):
        seen = accepted(day, known.filter(pl.col("time") <= at), NOW)
        made = window(day).newest(SessionBars.of(seen))
        whole = pl.concat([FULL.bars.filter(pl.col("session") < day), seen])
        expected = feature(prepare(whole, CALENDAR).frame, CALENDAR).select(FEATURE_NAMES).tail(1)
        assert made is not None
        np.testing.assert_array_equal(made, expected.to_numpy()[0])
