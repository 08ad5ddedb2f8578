from datetime import UTC, date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from usdcop.core.sessions import BAR, Calendar
from usdcop.main.scheduling.plan import NIGHTLY, Due, Job, Now, Schedule, due, newest_slot, next_bar_slot

CALENDAR, SCHEDULE = Calendar(), Schedule()
DAY = date(2024, 3, 4)
OPEN, CLOSE = CALENDAR.opens_at(DAY), CALENDAR.closes_at(DAY)
SECOND = timedelta(seconds=1)


def slot(job: Job, market: datetime, real: datetime | None = None) -> datetime:
    return newest_slot(job, CALENDAR, Now(market, real or market), SCHEDULE)


def test_bars_are_due_at_the_opening_and_a_moment_after_each_close() -> None:
    assert slot(Job.BARS, OPEN) == OPEN
    assert slot(Job.BARS, OPEN + BAR + SCHEDULE.bar_delay - SECOND) == OPEN
    assert slot(Job.BARS, OPEN + BAR + SCHEDULE.bar_delay) == OPEN + BAR + SCHEDULE.bar_delay
    last = CLOSE + SCHEDULE.bar_delay
    assert slot(Job.BARS, CLOSE + timedelta(hours=3)) == last
    friday = date(2024, 3, 1)
    assert slot(Job.BARS, OPEN - SECOND) == CALENDAR.closes_at(friday) + SCHEDULE.bar_delay


def test_the_next_slot_skips_nights_weekends_and_holidays() -> None:
    assert next_bar_slot(CALENDAR, OPEN - SECOND, SCHEDULE) == OPEN
    assert next_bar_slot(CALENDAR, OPEN, SCHEDULE) == OPEN + BAR + SCHEDULE.bar_delay
    before_easter = CALENDAR.closes_at(date(2024, 3, 27)) + timedelta(hours=1)
    assert next_bar_slot(CALENDAR, before_easter, SCHEDULE) == CALENDAR.opens_at(date(2024, 4, 1))


def test_nights_are_due_half_an_hour_after_the_close_of_a_session() -> None:
    tonight = CLOSE + SCHEDULE.night_delay
    for job in NIGHTLY:
        assert slot(job, tonight) == tonight
        assert slot(job, tonight - SECOND) < OPEN
        assert slot(job, datetime.combine(date(2024, 3, 10), time(20), UTC)).date() == date(2024, 3, 8)


def test_missed_slots_are_one_run_and_the_most_urgent_comes_first() -> None:
    now = Now(OPEN + 10 * BAR + timedelta(minutes=1), OPEN)
    last = dict.fromkeys(Job, now.real)
    assert due(CALENDAR, last, now, SCHEDULE) == [Due(Job.BARS, OPEN + 10 * BAR + SCHEDULE.bar_delay)]
    everything = [one.job for one in due(CALENDAR, {}, now, SCHEDULE)]
    assert everything == list(Job)


def test_the_trail_is_anchored_in_real_time() -> None:
    real = datetime(2026, 1, 1, 10, 14, tzinfo=UTC)
    assert slot(Job.ANCHOR, OPEN, real) == datetime(2026, 1, 1, 10, 0, tzinfo=UTC)
    assert slot(Job.ANCHOR, CLOSE, real + timedelta(minutes=1)) == datetime(2026, 1, 1, 10, 15, tzinfo=UTC)


@given(
    st.integers(0, 7 * 366 * 86_400),
    st.integers(0, 3 * 86_400),
    st.sampled_from(list(Job)),
)
def test_slots_lie_in_the_past_and_never_go_back(since: int, later: int, job: Job) -> None:
    at = datetime(2020, 1, 6, tzinfo=UTC) + timedelta(seconds=since)
    first, second = slot(job, at), slot(job, at + timedelta(seconds=later))
    assert first <= at
    assert first <= second
    done = dict.fromkeys(Job, at)
    assert due(CALENDAR, done, Now(at, at), SCHEDULE) == []
