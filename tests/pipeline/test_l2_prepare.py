from datetime import UTC, date, datetime

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from support.walk import raw_walk
from usdcop.core.bars import BAR
from usdcop.core.indicators import LONGEST_WARM_UP, PRICE_INDICATORS, VOLUME_INDICATORS
from usdcop.core.sessions import Calendar
from usdcop.features.anchor import anchor
from usdcop.features.indicators import indicators
from usdcop.pipeline.l1_standardise import StandardiseSettings, standardise
from usdcop.pipeline.l2_prepare import NO_VOLUME, prepare, prepare_block

CALENDAR = Calendar()
NOW = datetime(2026, 1, 1, tzinfo=UTC)
RAW = raw_walk(CALENDAR, date(2025, 2, 3), date(2025, 4, 30), seed=2, missing=0.03)
BARS = standardise(RAW, CALENDAR, NOW, StandardiseSettings()).bars


def test_rows_are_the_bars_with_their_indicators() -> None:
    made = prepare(BARS, CALENDAR)
    assert made.frame.columns == [*BAR, *PRICE_INDICATORS]
    assert_frame_equal(made.frame.select(*BAR), BARS)
    assert made.notes == (NO_VOLUME,)


def test_only_the_first_warm_up_of_the_history_is_null_and_nothing_is_nan() -> None:
    frame = prepare(BARS, CALENDAR).frame
    assert frame["ema_50"].is_null().arg_true().to_list() == list(range(LONGEST_WARM_UP))
    assert frame[LONGEST_WARM_UP:].select(PRICE_INDICATORS).null_count().sum_horizontal().item() == 0
    assert not frame.select(pl.any_horizontal(pl.col(PRICE_INDICATORS).is_nan().any())).item()


def test_a_block_by_itself_equals_its_part_of_the_whole() -> None:
    first = date(2025, 4, 1)
    begin = anchor(first, CALENDAR)
    assert begin > BARS["session"][0]
    block = prepare_block(BARS.filter(pl.col("session") >= begin), first)
    whole = prepare(BARS, CALENDAR).frame.filter(pl.col("session") >= first)
    assert_frame_equal(block.frame, whole, check_exact=True)


def test_a_block_starts_at_its_anchor_and_not_at_the_history() -> None:
    """Sums that run since January end in other bits: this is what the fixed start is for."""
    whole = prepare(BARS, CALENDAR).frame.filter(pl.col("session") >= date(2025, 4, 1))
    straight = pl.Series(indicators(BARS["close"].to_numpy())["sma_20"]).tail(whole.height)
    assert (whole["sma_20"] - straight).abs().max() == pytest.approx(0.0, abs=1e-8)
    assert (whole["sma_20"] != straight).any()


def test_volume_indicators_exist_where_there_is_volume() -> None:
    with_volume = BARS.with_columns(volume=pl.lit(5.0))
    made = prepare(with_volume, CALENDAR)
    assert made.notes == ()
    assert made.frame.columns == [*BAR, *PRICE_INDICATORS, *VOLUME_INDICATORS]
    assert set(made.frame["volume_ratio_20"].drop_nulls().round(9)) == {1.0}
    block = prepare_block(with_volume, date(2025, 2, 3))
    assert block.frame.columns == made.frame.columns


def test_no_bars_no_rows() -> None:
    assert prepare(BARS.clear(), CALENDAR).frame.is_empty()
    assert prepare_block(BARS.clear(), date(2025, 4, 1)).frame.columns == [*BAR, *PRICE_INDICATORS]
