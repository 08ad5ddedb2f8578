from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest

from support.real_files import case_path
from support.walk import raw_walk
from usdcop.core.sessions import Calendar
from usdcop.pipeline.importing.far import far_days
from usdcop.pipeline.importing.read import read_file

# In figures, so that a changed threshold fails a test.
FAR = timedelta(days=180)
FEW_ROWS = 60

NOW = datetime(2026, 1, 1, tzinfo=UTC)
FIRST, LAST = date(2024, 2, 26), date(2024, 3, 22)


def days(*others: tuple[date, int], rows: int = 60) -> pl.DataFrame:
    """A month of ``rows`` each day, with ``others``."""
    body = [(FIRST + timedelta(days=n), rows) for n in range((LAST - FIRST).days + 1)]
    return pl.DataFrame(sorted([*body, *others]), schema={"day": pl.Date, "rows": pl.UInt32}, orient="row")


@pytest.mark.parametrize("far", [date(1924, 3, 4), date(1970, 1, 1), date(2014, 3, 4), date(2042, 3, 12)])
def test_a_typo_in_a_year_is_far(far: date) -> None:
    assert far_days(days((far, 1)), NOW) == (far,)


def test_several_typos_are_far_each_by_itself() -> None:
    wrong = [(date(1924, 3, 4), 2), (date(2014, 3, 4), 1), (date(2042, 3, 12), 1), (date(2042, 3, 13), 1)]
    assert far_days(days(*wrong), NOW) == tuple(day for day, _ in wrong)


def test_half_a_year_is_far_and_a_day_less_is_a_gap() -> None:
    assert far_days(days((FIRST - FAR, 1)), NOW) == ()
    assert far_days(days((FIRST - FAR - timedelta(days=1), 1)), NOW) == (FIRST - FAR - timedelta(days=1),)
    assert far_days(days((LAST + FAR, 1)), NOW) == ()
    assert far_days(days((LAST + FAR + timedelta(days=1), 1)), NOW) == (LAST + FAR + timedelta(days=1),)


def test_a_session_is_a_typo_and_more_is_a_history() -> None:
    assert far_days(days((date(2014, 3, 4), FEW_ROWS)), NOW) == (date(2014, 3, 4),)
    assert far_days(days((date(2014, 3, 4), FEW_ROWS + 1)), NOW) == ()


def test_where_many_rows_are_far_the_file_is_so() -> None:
    rows = [(date(2024, 3, 4), 19), (date(2014, 3, 4), 1)]
    frame = pl.DataFrame(rows, schema={"day": pl.Date, "rows": pl.UInt32}, orient="row").sort("day")
    assert far_days(frame, NOW) == (date(2014, 3, 4),)
    one_less = frame.with_columns(rows=pl.when(pl.col("rows") > 1).then(18).otherwise(1))
    assert far_days(one_less, NOW) == ()
    yearly = pl.DataFrame({"day": [date(year, 3, 4) for year in range(1995, 2025)], "rows": [60] * 30})
    assert far_days(yearly, NOW) == ()


def test_few_rows_after_the_present_are_far_however_near() -> None:
    now = datetime(LAST.year, LAST.month, LAST.day, 20, tzinfo=UTC)
    tomorrow = LAST + timedelta(days=1)
    assert far_days(days((tomorrow, 1)), now) == (tomorrow,)
    assert far_days(days((tomorrow, FEW_ROWS + 1)), now) == ()
    assert far_days(days(), now) == ()


def test_the_one_bad_stamp_of_the_case_is_left_out_of_every_count() -> None:
    found = read_file(case_path("22-one-bad-stamp/future.csv"), "USDCOP", NOW)
    assert (found.findings.tally.rows, found.findings.tally.far) == (1_199, 1)
    assert str(found.findings.tally.last) == "2024-03-22 17:55:00+00:00"
    assert "far from all other rows or from those beside them, and kept aside: 1" in found.findings.lines()
    assert found.aside()["time"].to_list() == [datetime(2042, 3, 12, 16, 20, tzinfo=UTC)]
    rows = pl.concat(list(found.chunks()))
    assert rows.height == 1_199
    assert rows["time"].dt.year().unique().to_list() == [2024]


def test_a_file_in_no_order_is_looked_at_in_the_same_way(tmp_path: Path) -> None:
    walk = raw_walk(Calendar(), date(2025, 5, 5), date(2025, 5, 23), seed=9).select(
        "time", "open", "high", "low", "close"
    )
    wrong = pl.col("time").dt.offset_by("-100y")
    frame = walk.with_columns(time=pl.when(pl.int_range(pl.len()) == 70).then(wrong).otherwise("time"))
    frame.sample(fraction=1.0, shuffle=True, seed=5).write_csv(tmp_path / "mixed.csv")
    found = read_file(tmp_path / "mixed.csv", "USDCOP", NOW)
    assert (found.findings.tally.rows, found.findings.tally.far) == (walk.height - 1, 1)
    assert found.aside()["time"].dt.year().to_list() == [1925]
