import time
from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usdcop.core.clocks import ClockSpec, SimulatedTime, parse_clock
from usdcop.core.errors import ReplayEndedError, UsageError
from usdcop.core.sessions import Calendar

ANCHOR = datetime(2030, 1, 1, tzinfo=UTC)
FRIDAY_LAST_MINUTE = datetime(2024, 3, 1, 17, 59, tzinfo=UTC)
TEXT = "sim:2024-03-01T17:59:00Z@2030-01-01T00:00:00Z,x30,closed=x3600"
SECOND = timedelta(seconds=1)


def simulated(text: str = TEXT) -> SimulatedTime:
    spec = parse_clock(text)
    assert spec is not None
    return SimulatedTime(spec, Calendar())


def test_the_setting_is_read_and_written_back() -> None:
    spec = parse_clock(TEXT + ",end=2024-06-01T00:00:00Z")
    assert spec == ClockSpec(
        FRIDAY_LAST_MINUTE, ANCHOR, Fraction(30), Fraction(3600), datetime(2024, 6, 1, tzinfo=UTC)
    )
    assert parse_clock(str(spec)) == spec


@pytest.mark.parametrize("text", ["", "real", " REAL "])
def test_real_time_is_no_simulation(text: str) -> None:
    assert parse_clock(text) is None


def test_without_a_closed_speed_the_night_is_as_fast_as_the_day() -> None:
    spec = parse_clock("sim:2024-03-01,x0.5")
    assert spec == ClockSpec(
        datetime(2024, 3, 1, tzinfo=UTC), speed=Fraction(1, 2), closed_speed=Fraction(1, 2)
    )


def test_the_anchor_is_chosen_once() -> None:
    spec = ClockSpec(FRIDAY_LAST_MINUTE)
    assert spec.anchored(ANCHOR).anchored(ANCHOR + SECOND).anchor == ANCHOR


@pytest.mark.parametrize(
    "text",
    [
        "fast",
        "sim:",
        "sim:yesterday,x30",
        "sim:2024-03-01@noon",
        "sim:2024-03-01,30",
        "sim:2024-03-01,x0",
        "sim:2024-03-01,x-5",
        "sim:2024-03-01,x1/0",
        "sim:2024-03-01,xfast",
        "sim:2024-03-01,nights=x3",
        "sim:2024-03-01,end=2024-02-01",
    ],
)
def test_a_clock_that_cannot_be_read_names_itself_and_the_cure(text: str) -> None:
    with pytest.raises(UsageError, match="clock") as caught:
        parse_clock(text)
    assert "sim:" in caught.value.cure


def test_a_clock_without_anchor_is_refused() -> None:
    with pytest.raises(UsageError, match="anchor"):
        SimulatedTime(ClockSpec(FRIDAY_LAST_MINUTE), Calendar())


def test_open_and_closed_market_run_at_their_own_speed() -> None:
    clock = simulated()
    close = FRIDAY_LAST_MINUTE + timedelta(minutes=1)
    monday = datetime(2024, 3, 4, 13, tzinfo=UTC)
    closed_for = (monday - close) / 3600
    assert clock.market_at(ANCHOR) == FRIDAY_LAST_MINUTE
    assert clock.market_at(ANCHOR + SECOND) == FRIDAY_LAST_MINUTE + 30 * SECOND
    assert clock.market_at(ANCHOR + 2 * SECOND) == close
    assert clock.market_at(ANCHOR + 3 * SECOND) == close + 3600 * SECOND
    assert clock.market_at(ANCHOR + 2 * SECOND + closed_for) == monday
    assert clock.market_at(ANCHOR + 3 * SECOND + closed_for) == monday + 30 * SECOND


def test_before_the_anchor_market_time_stands_at_the_start() -> None:
    assert simulated().market_at(ANCHOR - timedelta(days=1)) == FRIDAY_LAST_MINUTE
    assert simulated().wall_at(FRIDAY_LAST_MINUTE - timedelta(days=1)) == ANCHOR


def test_it_stops_at_its_end() -> None:
    end = FRIDAY_LAST_MINUTE + 45 * SECOND
    clock = simulated(f"{TEXT},end={end.isoformat()}")
    assert not clock.ended(ANCHOR + SECOND)
    assert clock.market_at(ANCHOR + 100 * SECOND) == end
    assert clock.ended(ANCHOR + 100 * SECOND)
    assert clock.wall_at(end) == ANCHOR + 1.5 * SECOND
    with pytest.raises(ReplayEndedError, match="ended at 2024-03-01T17:59:45Z"):
        clock.wall_at(end + SECOND)


HOURS = st.integers(0, 24 * 400 * 3600)


@given(HOURS, HOURS, st.sampled_from(["x30,closed=x3600", "x1/3,closed=x7", "x1000,closed=x0.25"]))
def test_market_time_never_goes_back(first: int, second: int, speeds: str) -> None:
    clock = simulated(f"sim:2024-03-01T17:59:00Z@2030-01-01T00:00:00Z,{speeds}")
    early, late = sorted((first, second))
    scale = timedelta(milliseconds=10)
    assert clock.market_at(ANCHOR + early * scale) <= clock.market_at(ANCHOR + late * scale)


@given(
    st.integers(0, 60 * 24 * 3600), st.sampled_from(["x30,closed=x3600", "x1/3,closed=x7", "x7,closed=x1/9"])
)
def test_the_inverse_is_the_first_instant_that_reaches_the_target(seconds: int, speeds: str) -> None:
    clock = simulated(f"sim:2024-03-01T17:59:00Z@2030-01-01T00:00:00Z,{speeds}")
    target = FRIDAY_LAST_MINUTE + seconds * SECOND
    wall = clock.wall_at(target)
    assert clock.market_at(wall) >= target
    assert wall == ANCHOR or clock.market_at(wall - timedelta(microseconds=1)) < target


def test_two_processes_agree_whatever_they_asked_before() -> None:
    fresh, used = simulated(), simulated()
    used.wall_at(datetime(2025, 1, 1, tzinfo=UTC))
    at = ANCHOR + timedelta(hours=3)
    assert fresh.market_at(at) == used.market_at(at)


def test_five_years_are_mapped_in_a_moment() -> None:
    began = time.process_time()
    clock = simulated()
    clock.wall_at(FRIDAY_LAST_MINUTE + timedelta(days=5 * 365))
    assert time.process_time() - began < 2.0
