from datetime import date

import polars as pl

from usdcop.core.sessions import Calendar
from usdcop.pipeline.blocks import blocks

CALENDAR = Calendar()


def rows(*days: date, each: int = 3) -> pl.Series:
    return pl.Series("session", [day for day in days for _ in range(each)], dtype=pl.Date)


def test_blocks_are_quarters_with_twenty_sessions_before_them() -> None:
    days = CALENDAR.sessions(date(2024, 11, 1), date(2025, 4, 10))
    found = list(blocks(rows(*days), CALENDAR))
    assert [block.name for block in found] == ["2024Q4", "2025Q1", "2025Q2"]
    assert found[0].start == found[0].first == 0
    assert [block.warm_up for block in found] == [0, 60, 60]
    assert [block.end for block in found][:-1] == [block.first for block in found][1:]
    assert found[-1].end == len(days) * 3


def test_the_warm_up_is_counted_in_expected_sessions_not_in_present_ones() -> None:
    days = CALENDAR.sessions(date(2024, 11, 1), date(2025, 1, 10))
    present = [day for day in days if not date(2024, 12, 9) <= day <= date(2024, 12, 20)]
    first, second = blocks(rows(*present), CALENDAR)
    assert second.warm_up == 3 * (20 - len(CALENDAR.sessions(date(2024, 12, 9), date(2024, 12, 20))))
    assert first.warm_up == 0


def test_a_history_that_begins_inside_the_warm_up_begins_with_its_first_row() -> None:
    days = CALENDAR.sessions(date(2025, 3, 25), date(2025, 4, 3))
    first, second = blocks(rows(*days), CALENDAR)
    assert (first.start, second.start) == (0, 0)
    assert second.first == first.end


def test_a_quarter_after_a_long_hole_has_no_warm_up() -> None:
    first, second = blocks(rows(date(2024, 8, 1), date(2025, 2, 3)), CALENDAR)
    assert (first.warm_up, second.warm_up) == (0, 0)


def test_no_rows_no_blocks() -> None:
    assert list(blocks(rows(), CALENDAR)) == []
