from datetime import UTC, date, datetime, time, timedelta, timezone
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usdcop.core.errors import UsageError
from usdcop.core.sessions import BAR, MARKETS, Calendar, MarketEvent, SessionHours, market_of

CALENDAR = Calendar()
DAYS = st.dates(date(2015, 1, 1), date(2035, 12, 31))
INSTANTS = st.datetimes(datetime(2015, 1, 1), datetime(2035, 12, 31), timezones=st.just(UTC))  # noqa: DTZ001 - hypothesis adds the zone
WEDNESDAY = date(2025, 10, 22)
BOGOTA = timezone(timedelta(hours=-5))


def at(clock: str, day: date = WEDNESDAY) -> datetime:
    """The instant at which clocks in Bogota show ``clock`` on ``day``."""
    return datetime.combine(day, time.fromisoformat(clock), BOGOTA)


def test_the_span_of_the_real_file_has_1345_sessions_of_60_bars() -> None:
    sessions = CALENDAR.sessions(date(2020, 1, 2), date(2025, 6, 30))
    assert len(sessions) == 1345
    assert sum(len(CALENDAR.grid(day)) for day in sessions) == 80_700


@pytest.mark.parametrize(
    ("clock", "open_", "slot"),
    [
        ("07:59:59", False, None),
        ("08:00:00", True, 0),
        ("08:04:59", True, 0),
        ("08:05:00", True, 1),
        ("12:54:59", True, 58),
        ("12:55:00", True, 59),
        ("12:59:59", True, 59),
        ("12:59:59.999999", True, 59),
        ("13:00:00", False, None),
    ],
)
def test_the_edges_of_a_session(clock: str, open_: bool, slot: int | None) -> None:
    assert CALENDAR.is_open(at(clock)) is open_
    assert CALENDAR.slot_of(at(clock)) == slot


@pytest.mark.parametrize(
    ("clock", "event", "when"),
    [
        ("07:59:59", MarketEvent.OPEN, "08:00"),
        ("08:00:00", MarketEvent.CLOSE, "13:00"),
        ("12:59:59", MarketEvent.CLOSE, "13:00"),
    ],
)
def test_the_next_event_of_the_day(clock: str, event: MarketEvent, when: str) -> None:
    assert CALENDAR.next_event(at(clock)) == (event, at(when))


def test_after_the_close_the_next_event_is_the_next_sessions_opening() -> None:
    assert CALENDAR.next_event(at("13:00")) == (MarketEvent.OPEN, at("08:00", date(2025, 10, 23)))


def test_the_next_opening_passes_over_a_long_weekend() -> None:
    friday, tuesday = date(2025, 10, 31), date(2025, 11, 4)
    assert CALENDAR.next_event(at("13:00", friday)) == (MarketEvent.OPEN, at("08:00", tuesday))


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2025, 1, 6), "Epiphany"),
        (date(2024, 1, 8), "Epiphany"),
        (date(2025, 6, 23), "Corpus Christi"),
        (date(2025, 6, 30), "Sacred Heart"),
        (date(2025, 6, 2), "Ascension Day"),
        (date(2023, 3, 20), "Saint Joseph's Day"),
        (date(2022, 11, 14), "Independence of Cartagena"),
    ],
)
def test_ley_emiliani_moves_holidays_to_monday(day: date, name: str) -> None:
    assert day.weekday() == 0
    assert name.split(maxsplit=1)[0] in (CALENDAR.closed_because(day) or "")
    assert not CALENDAR.is_session(day)


@pytest.mark.parametrize(
    "day",
    [
        date(2025, 1, 1),
        date(2025, 5, 1),
        date(2022, 7, 20),
        date(2024, 8, 7),
        date(2025, 12, 8),
        date(2024, 12, 25),
    ],
)
def test_some_holidays_stay_where_they_fall(day: date) -> None:
    assert not CALENDAR.is_session(day)


def test_the_date_a_holiday_was_moved_from_is_a_session() -> None:
    assert CALENDAR.is_session(date(2023, 11, 2))
    assert CALENDAR.is_session(date(2022, 1, 6))


def test_holy_week_closes_thursday_and_friday_only() -> None:
    assert CALENDAR.sessions(date(2025, 4, 14), date(2025, 4, 18)) == [
        date(2025, 4, day) for day in (14, 15, 16)
    ]


def test_weekends_are_closed() -> None:
    assert CALENDAR.closed_because(date(2025, 10, 25)) == "weekend"
    assert CALENDAR.closed_because(date(2025, 10, 26)) == "weekend"


def test_united_states_holidays_thin_a_session_and_do_not_close_it() -> None:
    thanksgiving = date(2024, 11, 28)
    assert "Thanksgiving" in (CALENDAR.thin_because(thanksgiving) or "")
    assert CALENDAR.is_session(thanksgiving)
    assert CALENDAR.thin_because(WEDNESDAY) is None


@given(DAYS)
def test_grid_and_slot_are_each_others_inverse(day: date) -> None:
    grid = CALENDAR.grid(day)
    assert len(grid) == (60 if CALENDAR.is_session(day) else 0)
    assert [CALENDAR.slot_of(instant) for instant in grid] == list(range(len(grid)))
    assert [CALENDAR.local_date(instant) for instant in grid] == [day] * len(grid)
    assert all(later - earlier == BAR for earlier, later in pairwise(grid))


@given(DAYS, st.integers(0, 400))
def test_sessions_are_ascending_and_within_their_span(first: date, length: int) -> None:
    last = first + timedelta(days=length)
    sessions = CALENDAR.sessions(first, last)
    assert sessions == sorted(set(sessions))
    assert all(first <= day <= last and CALENDAR.is_session(day) for day in sessions)
    assert CALENDAR.sessions(last + timedelta(days=1), first) == []


@given(DAYS, st.integers(0, 100))
def test_a_longer_span_only_adds_sessions(first: date, length: int) -> None:
    last = first + timedelta(days=length)
    shorter = CALENDAR.sessions(first, last)
    assert CALENDAR.sessions(first, last + timedelta(days=7))[: len(shorter)] == shorter


@given(DAYS, st.integers(0, 60))
def test_the_sessions_before_a_day_are_the_last_ones_before_it(day: date, count: int) -> None:
    before = CALENDAR.sessions_before(day, count)
    assert len(before) == count
    if before:
        assert before == CALENDAR.sessions(before[0], day - timedelta(days=1))


@given(INSTANTS)
def test_an_instant_is_in_a_bar_exactly_when_the_market_is_open(instant: datetime) -> None:
    slot = CALENDAR.slot_of(instant)
    assert (slot is not None) == CALENDAR.is_open(instant)
    if slot is not None:
        opened = CALENDAR.grid(CALENDAR.local_date(instant))[slot]
        assert opened <= instant < opened + BAR


@given(INSTANTS)
def test_the_next_event_is_later_and_nothing_happens_before_it(instant: datetime) -> None:
    event, when = CALENDAR.next_event(instant)
    assert when > instant
    assert CALENDAR.is_open(instant) is (event is MarketEvent.CLOSE)
    assert CALENDAR.is_open(when) is (event is MarketEvent.OPEN)
    assert CALENDAR.next_event(when - timedelta(microseconds=1)) == (event, when)


@given(INSTANTS, INSTANTS)
def test_a_later_instant_has_no_earlier_next_event(one: datetime, other: datetime) -> None:
    first, second = sorted((one, other))
    assert CALENDAR.next_event(first)[1] <= CALENDAR.next_event(second)[1]


def test_an_instant_means_the_same_in_every_zone() -> None:
    tokyo = timezone(timedelta(hours=9))
    assert CALENDAR.slot_of(at("09:00").astimezone(tokyo)) == CALENDAR.slot_of(at("09:00")) == 12


def test_the_hours_decide_the_slots() -> None:
    assert SessionHours().slots == 60
    assert SessionHours("America/Mexico_City", time(7, 30), time(14, 0)).slots == 78


def test_a_market_with_summer_time_opens_by_its_own_clock() -> None:
    new_york = Calendar(SessionHours("America/New_York", time(8), time(13)))
    assert new_york.opens_at(date(2025, 1, 15)).hour == 13
    assert new_york.opens_at(date(2025, 7, 15)).hour == 12


def test_the_version_changes_with_the_hours() -> None:
    assert CALENDAR.version.startswith("co-0800-1300-holidays-")
    assert Calendar(SessionHours(closes=time(12))).version != CALENDAR.version


@pytest.mark.parametrize("name", ["USDCOP", "USD/COP", "usd/cop", " usdcop "])
def test_a_market_is_found_by_either_spelling(name: str) -> None:
    assert market_of(name) is MARKETS["USDCOP"]


@pytest.mark.parametrize("name", ["", "EUR/USD", "USD COP"])
def test_another_symbol_is_refused_with_those_there_are(name: str) -> None:
    with pytest.raises(UsageError, match="Configured symbols: USDCOP"):
        market_of(name)
