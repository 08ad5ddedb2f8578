from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

from usdcop.pipeline.importing.clock.half_hours import HALF_HOUR, half_hours

START = datetime(2025, 5, 5, 8, tzinfo=UTC)


def rows(closes: list[float], label: str = "utc") -> pl.DataFrame:
    times = [START + timedelta(minutes=5 * n) for n in range(len(closes))]
    return pl.DataFrame({"time": times, "close": closes}, schema_overrides={"time": pl.Datetime("us", "UTC")}).with_columns(
        label=pl.lit(label)
    )  # fmt: skip


def test_rows_and_moves_of_each_half_hour() -> None:
    found = half_hours(rows([100.0, 101.0, 101.0, 101.0, 101.0, 101.0, 102.01, 102.01]).reverse())
    assert dict(found.schema) == dict(HALF_HOUR)
    assert found["at"].to_list() == [START, START + timedelta(minutes=30)]
    assert (found["rows"].to_list(), found["moves"].to_list()) == ([6, 2], [5, 2])
    assert found["move"].to_list() == [pytest.approx(20.0), pytest.approx(50.0)]
    assert found["first"].to_list() == [START, START + timedelta(minutes=30)]
    assert found["last"].to_list() == [START + timedelta(minutes=25), START + timedelta(minutes=35)]
    assert found["labelled"].to_list() == [6, 2]


def test_a_close_that_is_no_number_makes_no_move() -> None:
    found = half_hours(rows([100.0, float("nan"), 100.0, 0.0, 100.0, 101.0]))
    assert found["moves"].to_list() == [2]  # down to nothing, and the last; to infinity is none


def test_rows_with_an_offset_of_their_own_are_left_out() -> None:
    assert half_hours(rows([1.0, 2.0], label="other")).is_empty()
    assert half_hours(rows([1.0, 2.0], label="none"))["labelled"].to_list() == [0]


def test_the_first_row_of_a_day_makes_no_move() -> None:
    night = pl.concat([rows([100.0]), rows([200.0]).with_columns(pl.col("time") + timedelta(days=1))])
    assert half_hours(night)["move"].to_list() == [None, None]
