from datetime import date, timedelta

import numpy as np
import polars as pl

from support.feeds import CALENDAR, around_the_clock, by_clock, sessions_only
from usdcop.core.bars import UTC_TIME
from usdcop.pipeline.importing.clock.evidence import (
    EDGE,
    EDGE_TOLERANCE,
    FLOOR,
    NEAR,
    OUTSIDE,
    ROUND,
    WIDE,
    DayEvidence,
    day_evidence,
)
from usdcop.pipeline.importing.clock.half_hours import half_hours
from usdcop.pipeline.importing.clock.overlap import Overlap
from usdcop.pipeline.importing.clock.wall_clocks import MT5_US, UTC, Clock, known_clocks, own_clock

CLOCKS = known_clocks(CALENDAR)
OWN = own_clock(CALENDAR)
SUNDAY = date(2024, 1, 14)
NONE = pl.DataFrame(schema={"at": UTC_TIME, "close": pl.Float64})


def seen(frame: pl.DataFrame, label: str = "utc") -> DayEvidence:
    return day_evidence(
        half_hours(frame.with_columns(label=pl.lit(label))), Overlap(NONE, CLOCKS), CLOCKS, CALENDAR
    )


def of(scores: np.ndarray, name: str) -> list[float]:
    return [float(x) for x in scores[:, [clock.name for clock in CLOCKS].index(name)]]


def test_whole_sessions_tell_a_clock_by_the_hours_they_fill() -> None:
    found = seen(sessions_only(date(2024, 1, 15), date(2024, 1, 17)))
    assert not found.around.any()
    assert of(found.hours, "utc") == [0.0] * 3
    assert of(found.inside, "utc") == [1.0] * 3
    assert of(found.hours, "Europe/Paris") == [FLOOR] * 3  # an hour off: a fifth of the rows outside
    assert of(found.profile, "bogota") == of(found.edges, "utc") == [0.0] * 3


def test_each_row_outside_counts() -> None:
    part = sessions_only(date(2024, 1, 15), date(2024, 1, 15)).with_columns(
        pl.col("time") + timedelta(minutes=5)
    )
    assert of(seen(part).hours, "utc") == [0.0]
    assert of(seen(part).inside, "utc") == [59 / 60]
    assert of(seen(part).hours, "Europe/Paris") == [max(FLOOR, -OUTSIDE * (59 - 49) / 60)]


def test_a_part_of_a_session_fits_several_clocks() -> None:
    morning = sessions_only(date(2024, 1, 15), date(2024, 1, 15)).slice(24, 12)
    assert {name for name in ("utc", "Europe/Paris", "mt5-us") if of(seen(morning).hours, name) == [0.0]} == {
        "utc", "Europe/Paris", "mt5-us"
    }  # fmt: skip


def test_a_feed_around_the_clock_tells_by_when_it_is_lively_and_where_its_week_ends() -> None:
    feed = around_the_clock(SUNDAY, 2)
    for clock in (UTC, OWN, MT5_US):
        found = seen(by_clock(feed, clock))
        assert found.around.all()
        assert of(found.hours, "utc") == [0.0] * found.days.len()
        best = of(found.profile, clock.name)
        assert max(best) == min(best) == 0.0
        others = [of(found.profile, other.name) for other in CLOCKS if other.shift != clock.shift]
        assert all(sum(scores) <= 0.0 for scores in others)
        assert sum(of(found.profile, "Europe/Paris")) <= 8 * FLOOR


def test_four_ends_of_two_weeks_stand_right_by_one_clock_only() -> None:
    found = seen(by_clock(around_the_clock(SUNDAY, 2), OWN))
    assert sum(of(found.edges, "bogota")) == 4 * EDGE
    assert sum(of(found.edges, "utc")) == 0.0
    assert of(found.edges, "bogota") == [EDGE, 0, 0, 0, 0, EDGE] * 2


def test_an_end_by_midnight_says_nothing() -> None:
    """A feed that is cut at midnight, and lacks its first bars, would fit whatever clock is an hour or two away."""
    feed = around_the_clock(SUNDAY, 1)
    midnight = MT5_US
    later = Clock("x", "America/New_York", timedelta(hours=7, minutes=40))
    for clock, worth in ((midnight, 0.0), (later, EDGE)):
        stamped = by_clock(feed, clock)
        for bars in (0, 2):
            found = day_evidence(
                half_hours(stamped.slice(bars).with_columns(label=pl.lit("utc"))),
                Overlap(NONE, (UTC, OWN, clock)), (UTC, OWN, clock), CALENDAR,
            )  # fmt: skip
            assert found.edges[0, 2] == worth


def test_an_end_may_miss_the_hour_by_half_an_hour() -> None:
    feed = around_the_clock(SUNDAY, 1)
    for bars, right in ((EDGE_TOLERANCE // 5, EDGE), (EDGE_TOLERANCE // 5 + 1, 0.0)):
        found = seen(feed.slice(bars, feed.height - 2 * bars))
        assert (of(found.edges, "utc")[0], of(found.edges, "utc")[-1]) == (right, right)


def test_a_weekend_is_a_day_without_rows() -> None:
    feed = around_the_clock(SUNDAY, 2)
    ends = sum(of(seen(feed).edges, "utc"))
    gap = feed.filter(
        pl.col("time").dt.weekday() != 3
    )  # a Wednesday is missing: no end of a week, and none fits
    assert sum(of(seen(gap).edges, "utc")) == ends


def test_from_how_many_hours_a_feed_is_around_the_clock() -> None:
    day = around_the_clock(SUNDAY, 1).filter(pl.col("time").dt.date() == date(2024, 1, 16))
    assert seen(day.head(6 * ROUND)).around.all()
    assert not seen(day.head(6 * (ROUND - 1))).around.any()


def test_days_beside_such_a_day_belong_to_it() -> None:
    day = around_the_clock(SUNDAY, 1).filter(pl.col("time").dt.date() == date(2024, 1, 16))
    for apart, around in ((NEAR, True), (NEAR + 1, False)):
        short = day.head(12).with_columns(pl.col("time") + timedelta(days=apart))
        assert list(seen(pl.concat([day, short])).around) == [True, around]


def test_a_day_that_holds_more_than_a_session_tells_by_its_liveliness() -> None:
    day = around_the_clock(SUNDAY, 1).filter(pl.col("time").dt.date() == date(2024, 1, 16))
    wide = day.filter(pl.col("time").dt.hour() >= 11).head(6 * WIDE)
    assert of(seen(wide).liveliness, "bogota") == [FLOOR]
    assert of(seen(wide).profile, "bogota") == [0.0]
    narrow = wide.head(6 * (WIDE - 1))
    assert of(seen(narrow).liveliness, "bogota") == [0.0]


def test_a_quote_that_stands_still_all_day_tells_nothing() -> None:
    still = around_the_clock(SUNDAY, 1, quiet=0.0).with_columns(close=pl.lit(4000.0))
    assert np.ptp(seen(still).profile) == 0.0


def test_what_each_clock_adds_at_both_ends_of_a_day() -> None:
    found = seen(around_the_clock(date(2024, 3, 3), 2))
    shifts = dict(zip(found.days, found.shift[:, 2, 0], strict=True))
    assert (shifts[date(2024, 3, 8)], shifts[date(2024, 3, 11)]) == (300, 240)
