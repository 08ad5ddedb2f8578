import math
from datetime import UTC as ZULU
from datetime import date, datetime, time, timedelta

import numpy as np
import polars as pl
import pytest

from support.feeds import CALENDAR, around_the_clock, by_clock, sessions_only
from usdcop.core.sessions import Calendar, SessionHours
from usdcop.pipeline.importing.clock.evidence import DayEvidence, day_evidence
from usdcop.pipeline.importing.clock.half_hours import HALF_HOUR, half_hours
from usdcop.pipeline.importing.clock.overlap import Overlap, nothing_stored
from usdcop.pipeline.importing.clock.wall_clocks import MT5_US, UTC, Clock, known_clocks, own_clock

# In figures, so that a changed threshold fails a test.
EDGE = 4.0
EDGE_TOLERANCE = 35
FLOOR = -6.0
NEAR = 3
OUTSIDE = 40.0
ROUND = 24
WIDE = 14

CLOCKS = known_clocks(CALENDAR)
OWN = own_clock(CALENDAR)
SUNDAY = date(2024, 1, 14)


def seen(frame: pl.DataFrame, label: str = "utc") -> DayEvidence:
    return day_evidence(
        half_hours(frame.with_columns(label=pl.lit(label))), Overlap(nothing_stored, CLOCKS), CLOCKS, CALENDAR
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
                Overlap(nothing_stored, (UTC, OWN, clock)), (UTC, OWN, clock), CALENDAR,
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


def facts(*given: tuple[datetime, int, float]) -> pl.DataFrame:
    """``HALF_HOUR`` facts of full half hours, given when each begins, its moves and their mean."""
    return pl.DataFrame(
        [{"at": at, "rows": 6, "first": at, "last": at + timedelta(minutes=25), "moves": moves, "move": move, "labelled": 0}
         for at, moves, move in given],
        schema=HALF_HOUR,
    )  # fmt: skip


def half_day(day: int, hours: float = 12.0, first: float = 5.0) -> list[datetime]:
    """Half hours of January 2024, from five o'clock."""
    midnight = datetime(2024, 1, day, tzinfo=ZULU)
    return [midnight + timedelta(hours=first + n / 2) for n in range(int(2 * hours))]


def judged(frame: pl.DataFrame, *clocks: Clock, calendar: Calendar = CALENDAR) -> DayEvidence:
    return day_evidence(frame, Overlap(nothing_stored, clocks), clocks, calendar)


def test_a_profile_is_worth_the_square_of_the_difference_of_its_means() -> None:
    """Eight half hours of the session, sixteen others: 8 x 16 / 24 x (ln 2)^2 / (2 x 0.5)."""
    inside = [datetime(2024, 1, 16, 13, tzinfo=ZULU) + timedelta(minutes=30 * n) for n in range(8)]
    day = [(at, 3, 1.95 if at in inside else 0.95) for at in half_day(16)]
    few = [(at, 2, 90.0) for at in half_day(16, 2.0, 17.0)]  # of too few moves to be believed
    found = judged(facts(*day, *few), UTC, OWN)
    right = 8 * 16 / 24 * math.log(2.0) ** 2
    assert found.profile[0] == pytest.approx([0.0, -right])
    assert found.liveliness[0] == pytest.approx([0.0, -right])
    quieter = [(at, moves, 0.95 if at in inside else 1.95) for at, moves, _ in day]
    assert judged(facts(*quieter), UTC, Clock("x", "Asia/Tokyo")).profile.tolist() == [[0.0, 0.0]]


def test_a_weekend_takes_a_day() -> None:
    for hours, begins in ((24.0, True), (23.5, False)):
        before, after = half_day(16, 2.0), half_day(17, 2.0, 5.0 + 1.5 + 25 / 60 + hours - 24.0)
        found = judged(facts(*((at, 3, 1.0) for at in (*before, *after))), UTC)
        assert found.begins.to_list() == [True, begins]
        assert found.ends.to_list() == [begins, True]


def test_an_end_of_the_week_may_miss_the_hour_by_35_minutes_and_not_one_more() -> None:
    sunday = datetime(2024, 1, 14, 22, tzinfo=ZULU)
    week = [(at, 3, 1.0) for at in half_day(15)]
    for minutes, worth in ((35, EDGE), (36, 0.0), (-35, EDGE), (-36, 0.0)):
        first = sunday + timedelta(minutes=minutes)
        assert judged(facts((first, 3, 1.0), *week), UTC).edges[0, 0] == worth


def test_an_end_before_midnight_says_nothing_either() -> None:
    for ahead, worth in ((6.75, 0.0), (5.0, EDGE)):  # Friday ends at 23:45, at 22:00
        clock = Clock("x", "America/New_York", timedelta(hours=ahead))
        last = datetime(2024, 1, 19, 17, tzinfo=ZULU) + timedelta(hours=ahead, minutes=-5)
        rows = facts(*((at, 3, 1.0) for at in half_day(19)), (last - timedelta(minutes=25), 3, 1.0))
        assert judged(rows, UTC, clock).edges[0, 1] == worth


def test_a_session_may_open_at_any_minute() -> None:
    calendar = Calendar(SessionHours(opens=time(8, 30)))
    found = judged(facts(*((at, 3, 1.0) for at in half_day(16, 6.0, 13.0))), UTC, calendar=calendar)
    assert found.inside.tolist() == [[9 / 12]]
