"""Incremental equals full, bit for bit: the parity that backtest, paper and live stand on."""

from datetime import UTC, date, datetime, timedelta

import polars as pl
from polars.testing import assert_frame_equal

from support.walk import raw_walk
from usdcop.core.layers import quarter_start
from usdcop.core.sessions import Calendar
from usdcop.features.anchor import anchor
from usdcop.features.compute import latest
from usdcop.features.spec import FEATURES
from usdcop.pipeline.l1_standardise import StandardiseSettings, standardise
from usdcop.pipeline.l2_prepare import prepare, prepare_block
from usdcop.pipeline.l3_feature import feature, feature_block
from usdcop.pipeline.scale import context_after

CALENDAR = Calendar()
SETTINGS = StandardiseSettings()
NOW = datetime(2026, 1, 1, tzinfo=UTC)
FIRST, LAST = date(2025, 2, 20), date(2025, 4, 11)
WALK = raw_walk(CALENDAR, FIRST, LAST, seed=11, missing=0.04)
# Two spikes of one bar, a jump that holds, a stretch that stands still, and a price ten times too high.
RAW = WALK.with_columns(
    pl.when(pl.col("row").is_in([400, 1990])).then(pl.col(name) * 1.02)
    .when(pl.col("row") >= 2005).then(pl.col(name) * 1.015)
    .when(pl.col("row") == 1500).then(pl.col(name) * 10)
    .otherwise(pl.col(name)).alias(name)
    for name in ("open", "high", "low", "close")
).with_columns(
    pl.when(pl.col("row").is_between(1020, 1032)).then(4000.0).otherwise(pl.col(name)).alias(name)
    for name in ("open", "high", "low", "close")
)  # fmt: skip
FULL = standardise(RAW, CALENDAR, NOW, SETTINGS)
PREPARED = prepare(FULL.bars, CALENDAR).frame
ROWS = feature(PREPARED, CALENDAR)


def test_the_history_has_what_makes_this_hard() -> None:
    assert set(FULL.quarantine["reason"]) == {"spike_revert", "scale"}
    assert FULL.bars["suspect"].any()
    assert FULL.bars["doubtful"].any()
    assert quarter_start(LAST) > FIRST


def test_session_by_session_across_the_quarters_edge() -> None:
    """Each evening the layers are made from the stored history and the one new session."""
    stored = FULL.bars.clear()
    indicators, features = PREPARED.clear(), ROWS.clear()
    for day in CALENDAR.sessions(FIRST, LAST):
        raw = RAW.filter(pl.col("time").dt.date() == day)
        done = standardise(
            raw, CALENDAR, CALENDAR.closes_at(day), SETTINGS, context_after(stored), (day, day)
        )
        stored = pl.concat([stored, done.bars])
        read = pl.col("session") >= anchor(day, CALENDAR)
        indicators = pl.concat([indicators, prepare_block(stored.filter(read), day).frame])
        features = pl.concat([features, feature_block(indicators.filter(read), day)])
    assert_frame_equal(stored, FULL.bars, check_exact=True)
    assert_frame_equal(indicators, PREPARED, check_exact=True)
    assert_frame_equal(features, ROWS, check_exact=True)


def test_bar_by_bar_within_sessions_on_both_sides_of_the_edge() -> None:
    """At each close the newest row is made from what is known then, as the live path does it."""
    compared = 0
    for day in (date(2025, 3, 31), date(2025, 4, 1), date(2025, 4, 7)):
        before = FULL.bars.filter(pl.col("session") < day)
        history = before.filter(pl.col("session") >= anchor(day, CALENDAR))
        raw = RAW.filter(pl.col("time").dt.date() == day)
        for cut in range(1, raw.height + 1):
            now = raw["time"][cut - 1] + timedelta(minutes=5)
            seen = standardise(raw[:cut], CALENDAR, now, SETTINGS, context_after(before), (day, day)).bars
            block = prepare_block(pl.concat([history, seen]), anchor(day, CALENDAR)).frame
            newest = latest(block, FEATURES)
            expected = ROWS.filter(pl.col("time") == seen["time"][-1])
            assert_frame_equal(newest, expected, check_exact=True)
            compared += newest.height
    assert compared > 150


def test_rows_fetched_late_give_the_same_layers() -> None:
    """A hole that is filled the next week ends in the same bits as if it had never been."""
    hole = pl.col("row").is_between(1700, 1730)
    late = RAW.filter(hole).with_columns(
        known_at=pl.col("known_at") + pl.duration(days=7), source=pl.lit("backfill")
    )
    again = standardise(pl.concat([RAW.filter(~hole), late]), CALENDAR, NOW, SETTINGS)
    columns = [name for name in FULL.bars.columns if name not in {"known_at", "source"}]
    assert_frame_equal(again.bars.select(columns), FULL.bars.select(columns), check_exact=True)
    assert_frame_equal(feature(prepare(again.bars, CALENDAR).frame, CALENDAR), ROWS, check_exact=True)
