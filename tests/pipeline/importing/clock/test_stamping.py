"""Which end of its bar a stamp is: said by the shape of the days, and by the bars that are stored."""

from collections.abc import Iterable
from datetime import date, timedelta

import polars as pl
import pytest

from support.feeds import CALENDAR, around_the_clock, sessions_only
from usdcop.pipeline.importing.clock.evidence import day_evidence
from usdcop.pipeline.importing.clock.half_hours import half_hours
from usdcop.pipeline.importing.clock.overlap import Near, Overlap, nothing_stored
from usdcop.pipeline.importing.clock.stamping import Stamping, stampings
from usdcop.pipeline.importing.clock.wall_clocks import UTC

LATE = timedelta(minutes=5)
BARS = sessions_only(date(2024, 1, 15), date(2024, 2, 9))
DAYS = BARS["time"].dt.date().unique().sort().to_list()


def stored(bars: pl.DataFrame) -> Near:
    return lambda _first, _last: bars.select("close", at="time")


def found(frame: pl.DataFrame, near: Near = nothing_stored) -> list[Stamping]:
    rows = frame.sort("time").with_columns(label=pl.lit("utc"))
    overlap = Overlap(near, (UTC,))
    overlap.add(rows)
    evidence = day_evidence(half_hours(rows), overlap, (UTC,), CALENDAR)
    return stampings(evidence, 0, evidence.days.len(), 0)


def late_on(days: Iterable[date], bars: pl.DataFrame = BARS) -> pl.DataFrame:
    """``bars`` whose stamps are the close on ``days``."""
    moved = pl.col("time").dt.date().is_in(list(days))
    return bars.with_columns(time=pl.when(moved).then(pl.col("time") + LATE).otherwise("time"))


def test_all_days_are_alike() -> None:
    assert found(BARS) == [Stamping(0, 20, closing=False)]
    assert found(late_on(DAYS)) == [Stamping(0, 20, closing=True)]


def test_where_the_stamping_changes_the_stretch_is_cut() -> None:
    assert found(late_on(DAYS[10:])) == [Stamping(0, 10, closing=False), Stamping(10, 20, closing=True)]
    assert found(late_on(DAYS[4:8])) == [
        Stamping(0, 4, closing=False),
        Stamping(4, 8, closing=True),
        Stamping(8, 20, closing=False),
    ]


@pytest.mark.parametrize("count", [1, 2, 3])
def test_a_few_days_are_asked_about_unless_stored_bars_tell(count: int) -> None:
    part = BARS.filter(pl.col("time").dt.date().is_in(DAYS[:count]))
    late = late_on(DAYS[:count], part)
    (asked,) = found(late)
    assert not asked.closing
    assert (
        asked.doubt
        == f"{DAYS[0]} to {DAYS[count - 1]}: its bars may be stamped at their close (if so, write when each opens)"
    )
    assert found(late, stored(BARS)) == [Stamping(0, count, closing=True)]
    assert found(part, stored(BARS)) == [Stamping(0, count, closing=False)]


def test_stored_bars_tell_also_of_a_part_of_a_session() -> None:
    morning = BARS.filter(pl.col("time").dt.date() == DAYS[0])[10:30]
    late = morning.with_columns(pl.col("time") + LATE)
    assert found(late) == [Stamping(0, 1, closing=False)]
    assert found(late, stored(BARS)) == [Stamping(0, 1, closing=True)]
    assert found(late[:9], stored(BARS)) == [Stamping(0, 1, closing=False)]  # too few to tell


def test_a_day_that_looks_so_by_chance_is_no_doubt_in_a_long_file() -> None:
    bars = sessions_only(date(2024, 1, 15), date(2024, 4, 12))
    days = bars["time"].dt.date().unique().sort().to_list()
    assert len(days) > 50
    assert found(late_on(days[20:21], bars)) == [Stamping(0, len(days), closing=False)]
    twice = found(late_on([days[20], days[30]], bars))
    assert [one.doubt is not None for one in twice] == [False, True, False, True, False]


def test_around_the_clock_the_ends_of_the_weeks_say_it() -> None:
    feed = around_the_clock(date(2024, 1, 14), 3)
    late = feed.with_columns(pl.col("time") + LATE)
    assert [one.closing for one in found(feed)] == [False]
    assert [one.closing for one in found(late)] == [True]
    week = late.filter(pl.col("time").dt.date() < date(2024, 1, 20))
    assert [one.closing for one in found(week)] == [False]
    assert [one.closing for one in found(week, stored(feed))] == [True]
