"""The golden day: made up by hand, with everything that must come of it (see the README beside)."""

import math
from datetime import UTC, date, datetime, time
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from usdcop.core.bars import RAW_BAR
from usdcop.core.indicators import PRICE_INDICATORS
from usdcop.core.sessions import Calendar
from usdcop.features.spec import FEATURE_NAMES
from usdcop.pipeline.l1_standardise import StandardiseSettings, standardise
from usdcop.pipeline.l2_prepare import prepare
from usdcop.pipeline.l3_feature import feature

HERE = Path(__file__).parent
WEDNESDAY = date(2025, 5, 7)
NOW = datetime(2025, 5, 8, tzinfo=UTC)
CALENDAR = Calendar()

RAW = pl.read_csv(HERE / "raw.csv", schema_overrides={"time": pl.String, "known_at": pl.String}).with_columns(
    pl.col("time", "known_at").str.to_datetime(time_unit="us", time_zone="UTC")
).select(*RAW_BAR).cast(pl.Schema(RAW_BAR))  # fmt: skip
L1 = standardise(RAW, CALENDAR, NOW, StandardiseSettings())
L2 = prepare(L1.bars, CALENDAR).frame
L3 = feature(L2, CALENDAR)


def expected(name: str) -> pl.DataFrame:
    return pl.read_csv(HERE / name)


def wednesday(frame: pl.DataFrame) -> pl.DataFrame:
    """Rows of the day, with the time of day (UTC) as text."""
    own = frame.filter(pl.col("session") == WEDNESDAY)
    return own.with_columns(time=pl.col("time").dt.strftime("%H:%M"))


def test_accepted_bars_and_their_flags() -> None:
    found = wednesday(L1.bars).select("time", "open", "high", "low", "close", "state", "doubtful", "suspect")
    assert_frame_equal(found.cast({"state": pl.String}), expected("l1.csv"))


def test_refused_rows_and_their_reasons() -> None:
    found = L1.quarantine.select(pl.col("time").dt.strftime("%H:%M"), "close", "reason").sort("time", "close")
    assert_frame_equal(found, expected("quarantine.csv").sort("time", "close"))


def test_the_verdicts() -> None:
    found = L1.sessions.select("session", "bars", "grade", "stale", "holes", "largest_hole").rows()
    assert found == [
        (date(2025, 5, 5), 60, "A", True, 0, 0),
        (date(2025, 5, 6), 60, "A", True, 0, 0),
        (WEDNESDAY, 18, "D", False, 4, 37),
    ]


def test_indicators() -> None:
    assert_frame_equal(
        wednesday(L2).select("time", *PRICE_INDICATORS), expected("l2.csv"), rel_tol=1e-12, abs_tol=1e-9
    )


def test_features() -> None:
    assert_frame_equal(
        wednesday(L3).select("time", *FEATURE_NAMES), expected("l3.csv"), rel_tol=1e-12, abs_tol=1e-8
    )


def test_figures_a_pocket_calculator_gives() -> None:
    row = L3.filter(pl.col("time").dt.time() == time(14, 35), pl.col("session") == WEDNESDAY).row(
        0, named=True
    )
    # The closes of the day so far, without the refused ones.
    closes = [4020.0, 4021.0, 4019.5, 4021.5, 4022.0, 4021.0, 4021.0, 4023.0, 4023.0, 4023.0, 4023.0, 4024.0, 4026.0,
              4027.0, 4028.0, 4026.5]  # fmt: skip
    assert row["close"] == closes[-1]
    assert row["return_1"] == pytest.approx(1e4 * math.log(4026.5 / 4028.0), abs=1e-8)
    assert row["return_lag_2"] == pytest.approx(1e4 * math.log(4027.0 / 4026.0), abs=1e-8)
    assert row["momentum_6"] == pytest.approx(1e4 * math.log(4026.5 / 4023.0), abs=1e-8)
    assert row["momentum_24"] == 0.0  # it would reach into Tuesday
    assert row["session_return"] == pytest.approx(1e4 * math.log(4026.5 / 4020.0), abs=1e-8)
    # Tuesday's last close: 4010 + (7·59 mod 11) - (5·59 mod 7) = 4010 + 6 - 1.
    assert row["overnight_gap"] == pytest.approx(1e4 * math.log(4020.0 / 4015.0), abs=1e-8)
    assert row["close_to_mean_6"] == pytest.approx(1e4 * math.log(4026.5 / (sum(closes[-6:]) / 6)), abs=1e-8)
    assert row["close_to_max_12"] == pytest.approx(1e4 * math.log(4026.5 / 4028.0), abs=1e-8)
    assert row["bar_range"] == pytest.approx(1e4 * math.log(4027.0 / 4026.0), abs=1e-8)
    assert row["time_sin"] == pytest.approx(math.sin(2 * math.pi * 19 / 60))
    middle = L2.filter(pl.col("time").dt.time() == time(14, 35), pl.col("session") == WEDNESDAY)["sma_10"][0]
    assert middle == pytest.approx(sum(closes[-10:]) / 10, abs=1e-8)


def test_the_suspect_bar_has_no_features_and_the_bar_after_it_has() -> None:
    times = wednesday(L3)["time"].to_list()
    assert "14:40" not in times
    assert "14:50" in times
