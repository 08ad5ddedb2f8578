from datetime import UTC, datetime, timedelta

import polars as pl
import pytest

from usdcop.core.errors import UsageError
from usdcop.core.sessions import Calendar
from usdcop.pipeline.importing.clock.wall_clocks import (
    MT5_EU,
    MT5_US,
    Clock,
    fixed_clocks,
    hinted_clocks,
    known_clocks,
    own_clock,
    told_clocks,
)
from usdcop.pipeline.importing.clock.wall_clocks import UTC as UTC_CLOCK

CALENDAR = Calendar()


def shift(clock: Clock, *stamps: str) -> list[int]:
    times = pl.Series("t", stamps).str.to_datetime("%Y-%m-%dT%H:%M", time_zone="UTC")
    return times.to_frame().select(clock.shift(pl.col("t")))["t"].to_list()


@pytest.mark.parametrize(
    ("name", "hours"),
    [
        # Winter; after the change of clocks in the United States, before Europe's; summer.
        ("utc", (0, 0, 0)), ("bogota", (5, 5, 5)), ("America/New_York", (5, 4, 4)), ("America/Chicago", (6, 5, 5)),
        ("Europe/London", (0, 0, -1)), ("Europe/Paris", (-1, -1, -2)), ("mt5-us", (-2, -3, -3)),
        ("mt5-eu", (-2, -2, -3)),
    ],
)  # fmt: skip
def test_what_each_known_clock_adds(name: str, hours: tuple[int, int, int]) -> None:
    clock = next(one for one in known_clocks(CALENDAR) if one.name == name)
    stamps = ("2024-01-10T12:00", "2024-03-15T12:00", "2024-06-03T12:00")
    assert shift(clock, *stamps) == [60 * hour for hour in hours]


def test_a_time_that_stands_twice_is_the_earlier_and_one_that_does_not_stand_is_read_on() -> None:
    new_york = Clock("ny", "America/New_York")
    assert shift(new_york, "2024-11-03T00:55", "2024-11-03T01:30", "2024-11-03T02:00") == [240, 240, 300]
    assert shift(new_york, "2024-03-10T01:55", "2024-03-10T02:30", "2024-03-10T03:00") == [300, 300, 240]


def test_the_day_of_a_brokers_server_ends_with_new_yorks() -> None:
    for day in (10, 15):
        stamp = pl.DataFrame({"t": [datetime(2024, 3, day, tzinfo=UTC)]})
        local = stamp.select(MT5_US.local(pl.col("t"), "America/New_York"))["t"][0]
        assert (local.hour, local.minute) == (17, 0)


def test_fixed_clocks_are_every_other_hour() -> None:
    hours = [shift(clock, "2024-06-03T12:00")[0] / 60 for clock in fixed_clocks()]
    assert hours == [-hour for hour in range(-12, 15) if hour]
    assert fixed_clocks()[0].name == "UTC-12"


def test_what_may_be_told() -> None:
    assert told_clocks("auto", CALENDAR) == ()
    assert told_clocks("utc", CALENDAR) == (UTC_CLOCK,)
    assert told_clocks("Bogota", CALENDAR) == (own_clock(CALENDAR),) == (Clock("bogota", "America/Bogota"),)
    assert told_clocks("MT5", CALENDAR) == (MT5_US, MT5_EU)
    assert told_clocks("mt5-eu", CALENDAR) == (MT5_EU,)
    assert told_clocks("Asia/Kolkata", CALENDAR) == (Clock("Asia/Kolkata", "Asia/Kolkata"),)
    assert MT5_US.ahead == timedelta(hours=7)


@pytest.mark.parametrize(
    "text", ["nowhere", "", "../etc/passwd", "/etc/passwd", "a\0b", "America", "localtime"]
)
def test_what_is_no_clock_is_refused_with_the_choices(text: str) -> None:
    with pytest.raises(UsageError, match="is not a clock") as caught:
        told_clocks(text, CALENDAR)
    assert "America/New_York" in caught.value.cure


def test_words_of_a_file_that_name_no_clock_hint_at_none() -> None:
    assert hinted_clocks(None, CALENDAR) == hinted_clocks("the moon", CALENDAR) == ()
    assert hinted_clocks("mt5", CALENDAR) == (MT5_US, MT5_EU)
