from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path

from support.clocks import HandClock
from usdcop.core.clocks import parse_clock
from usdcop.core.sessions import Calendar
from usdcop.main.market_time import KeptTime, read_kept, started, write_kept
from usdcop.main.supervision.timekeeper import Timekeeper

CALENDAR = Calendar()
OPEN = datetime(2024, 3, 4, 13, tzinfo=UTC)
END = OPEN + timedelta(hours=6)
TODAY = datetime(2026, 1, 1, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def home_at(home: Path, market: datetime) -> HandClock:
    spec = started(OPEN - timedelta(hours=1), END, Fraction(30), Fraction(3600))
    write_kept(home, KeptTime(spec, market, TODAY, running=False))
    return HandClock(TODAY)


def test_market_time_goes_on_after_the_lead_and_is_noted_each_second(tmp_path: Path) -> None:
    wall = home_at(tmp_path, OPEN)
    keeper = Timekeeper(tmp_path, CALENDAR, wall, lead=timedelta(seconds=20))
    wall.advance(timedelta(seconds=20))
    assert keeper.now() == OPEN
    wall.advance(timedelta(seconds=10))
    assert keeper.note() == ""
    kept = read_kept(tmp_path)
    assert kept is not None
    assert (kept.market, kept.running) == (OPEN + 5 * MINUTE, True)
    wall.advance(timedelta(milliseconds=500))
    keeper.note()
    assert read_kept(tmp_path) == kept
    assert "08:05:15 Bogota (open, x30)" in keeper.title("replay")
    assert parse_clock(keeper.text) == keeper.spec


def test_a_second_start_neither_jumps_back_nor_skips_what_the_machine_was_off(tmp_path: Path) -> None:
    wall = home_at(tmp_path, OPEN)
    first = Timekeeper(tmp_path, CALENDAR, wall)
    wall.advance(timedelta(seconds=40))
    first.stop()
    stopped = OPEN + 20 * MINUTE
    wall.advance(timedelta(days=3))
    second = Timekeeper(tmp_path, CALENDAR, wall)
    assert second.now() == stopped
    wall.advance(timedelta(seconds=2))
    assert second.now() == stopped + MINUTE


def test_the_end_of_a_replay_is_told_once_and_stays(tmp_path: Path) -> None:
    wall = home_at(tmp_path, END - timedelta(minutes=30))
    keeper = Timekeeper(tmp_path, CALENDAR, wall)
    assert keeper.note() == ""
    wall.advance(timedelta(hours=1))
    assert "Replay ended at 2024-03-04 14:00:00 Bogota" in keeper.note()
    wall.advance(timedelta(hours=1))
    assert keeper.note() == ""
    keeper.stop()
    again = Timekeeper(tmp_path, CALENDAR, wall)
    assert again.now() == END
    assert "Replay ended" in again.note()


def test_real_time_and_a_clock_of_the_users_are_not_kept(tmp_path: Path) -> None:
    wall = HandClock(TODAY)
    real = Timekeeper(tmp_path, CALENDAR, wall)
    assert (real.text, real.now(), real.note()) == ("real", TODAY, "")
    own = parse_clock(f"sim:{OPEN.isoformat()}@{TODAY.isoformat()},x60")
    given = Timekeeper(tmp_path, CALENDAR, wall, own)
    given.note()
    given.stop()
    assert given.now() == OPEN
    assert read_kept(tmp_path) is None
