import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from support.clocks import HandClock
from usdcop.adapters.clock import SimulatedClock, SystemClock, SystemWall, clock_of
from usdcop.core.clocks import ClockSpec, parse_clock
from usdcop.core.errors import ReplayEndedError
from usdcop.core.ports import Clock, Wall
from usdcop.core.sessions import Calendar

ANCHOR = datetime(2030, 1, 1, tzinfo=UTC)
MORNING = datetime(2024, 3, 1, 14, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def replay(end: datetime | None = None) -> tuple[SimulatedClock, HandClock]:
    wall = HandClock(ANCHOR)
    spec = parse_clock("sim:2024-03-01T14:00:00Z@2030-01-01T00:00:00Z,x30,closed=x3600")
    assert spec is not None
    limited = ClockSpec(spec.start, spec.anchor, spec.speed, spec.closed_speed, end)
    return SimulatedClock(limited, Calendar(), wall), wall


def test_real_time_advances_in_utc_and_sleeps_as_long_as_asked() -> None:
    wall: Wall = SystemWall()
    before, began = wall.now(), wall.monotonic()
    asyncio.run(wall.sleep(timedelta(milliseconds=20)))
    assert before.tzinfo is UTC
    assert wall.monotonic() - began >= 0.02
    assert wall.now() > before


def test_a_negative_sleep_returns_at_once() -> None:
    asyncio.run(SystemWall().sleep(-MINUTE))


def test_the_real_clock_is_the_wall() -> None:
    wall = HandClock(ANCHOR)
    clock: Clock = clock_of(None, Calendar(), wall)
    asyncio.run(clock.sleep(MINUTE))
    assert isinstance(clock, SystemClock)
    assert clock.now() == wall.now() == ANCHOR + MINUTE


def test_a_simulated_minute_of_open_market_takes_two_seconds() -> None:
    clock, wall = replay()
    asyncio.run(clock.sleep(MINUTE))
    assert clock.now() == MORNING + MINUTE
    assert wall.now() == ANCHOR + timedelta(seconds=2)


def test_a_simulated_sleep_over_the_weekend_uses_both_speeds() -> None:
    clock, wall = replay()
    monday = datetime(2024, 3, 4, 13, tzinfo=UTC)
    asyncio.run(clock.sleep(monday - MORNING))
    assert clock.now() == monday
    assert wall.now() - ANCHOR == timedelta(hours=4) / 30 + timedelta(hours=67) / 3600


def test_a_sleep_past_the_end_waits_for_the_end_and_says_so() -> None:
    end = MORNING + 2 * MINUTE
    clock, wall = replay(end)
    was_ended = clock.ended
    with pytest.raises(ReplayEndedError):
        asyncio.run(clock.sleep(5 * MINUTE))
    assert (was_ended, clock.ended) == (False, True)
    assert clock.now() == end
    assert wall.now() == ANCHOR + timedelta(seconds=4)


def test_a_setting_with_a_replay_gives_the_simulated_clock() -> None:
    spec = parse_clock("sim:2024-03-01T14:00:00Z,x30")
    assert spec is not None
    clock = clock_of(spec.anchored(ANCHOR), Calendar(), HandClock(ANCHOR + timedelta(seconds=2)))
    assert clock.now() == MORNING + MINUTE
