from datetime import date, datetime, timedelta

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from support.l1_rows import bars_of
from usdcop.core.bars import QUARANTINE
from usdcop.core.sessions import Calendar
from usdcop.pipeline.quality import SESSION, GradeRule, _distinct, quality_report, session_verdicts

CALENDAR = Calendar()
DAY = date(2025, 5, 5)
CLOSES = CALENDAR.closes_at(DAY)
FULL = {slot: 4000.0 + slot for slot in range(60)}


def without(*slots: int) -> dict[int, float]:
    return {slot: close for slot, close in FULL.items() if slot not in slots}


def verdict(closes: dict[int, float], now: datetime = CLOSES) -> dict[str, object]:
    found = session_verdicts(bars_of(DAY, closes), CALENDAR, now, GradeRule(), (DAY, DAY))
    assert dict(found.schema) == dict(SESSION)
    return found.row(0, named=True)


@pytest.mark.parametrize(
    ("lacking", "grade", "holes", "largest"),
    [
        ((), "A", 0, 0),
        ((10,), "B", 1, 1),
        ((0, 30, 59), "B", 3, 1),
        ((10, 11), "C", 1, 2),
        ((58, 59), "C", 1, 2),
        ((0, 1), "C", 1, 2),
        (tuple(range(0, 20, 2)), "C", 10, 1),
        (tuple(range(0, 22, 2)), "D", 11, 1),
    ],
)
def test_grades(lacking: tuple[int, ...], grade: str, holes: int, largest: int) -> None:
    found = verdict(without(*lacking))
    assert (found["grade"], found["holes"], found["largest_hole"]) == (grade, holes, largest)
    assert (found["has_first"], found["has_last"]) == (0 not in lacking, 59 not in lacking)


def test_a_session_without_bars_is_grade_d_and_one_hole() -> None:
    found = verdict({})
    assert (found["bars"], found["grade"], found["largest_hole"], found["stale"]) == (0, "D", 60, False)


def test_fewer_distinct_closes_than_three_tenths_of_the_bars_is_stale() -> None:
    assert verdict({slot: 4000.0 + slot % 17 for slot in range(60)})["stale"] is True
    assert verdict({slot: 4000.0 + slot % 18 for slot in range(60)})["stale"] is False


def test_a_verdict_is_provisional_until_the_close() -> None:
    noon = CALENDAR.opens_at(DAY) + timedelta(minutes=100)
    running = verdict({slot: 4000.0 + slot for slot in range(20)}, noon)
    assert (running["provisional"], running["expected"], running["grade"]) == (True, 20, "A")
    assert verdict(FULL, CLOSES - timedelta(microseconds=1))["provisional"] is True
    assert verdict(FULL, CLOSES)["provisional"] is False


def test_sessions_that_have_not_opened_have_no_verdict() -> None:
    now = CALENDAR.opens_at(DAY)
    assert session_verdicts(bars_of(DAY, {}), CALENDAR, now, GradeRule(), (DAY, DAY)).is_empty()


def test_a_holiday_of_the_united_states_is_thin_and_one_of_colombia_is_no_session() -> None:
    span = (date(2025, 7, 3), date(2025, 7, 4))
    found = session_verdicts(
        bars_of(DAY, {}), CALENDAR, datetime.combine(date(2025, 8, 1), CLOSES.timetz()), GradeRule(), span
    )
    assert found["thin_because"].to_list() == [None, "Independence Day"]
    holiday = (date(2025, 5, 1), date(2025, 5, 1))
    assert session_verdicts(bars_of(DAY, {}), CALENDAR, CLOSES, GradeRule(), holiday).is_empty()


def test_the_report_adds_up() -> None:
    days = CALENDAR.sessions(date(2025, 5, 5), date(2025, 5, 9))
    stale = dict.fromkeys(range(30), 4000.0)
    bars = pl.concat(
        [
            bars_of(days[0], FULL),
            bars_of(days[1], without(0)),
            bars_of(days[2], stale),
            bars_of(days[4], {5: 1.0}),
        ]
    )
    sessions = session_verdicts(bars, CALENDAR, CALENDAR.closes_at(days[4]), GradeRule(), (days[0], days[4]))
    refused = pl.DataFrame({"reason": ["holiday", "scale", "holiday"]})
    report = quality_report(sessions, refused)
    assert (report.expected_sessions, report.sessions, report.missing_sessions) == (5, 4, (days[3],))
    assert report.grades == {"A": 1, "B": 1, "C": 0, "D": 1}
    assert (report.stale_sessions, report.stale_bars) == ((days[2],), 30)
    assert (report.without_first, report.without_last) == (1, 0)
    assert report.quarantine == {"holiday": 2, "scale": 1}
    assert report.coverage == (60 + 59 + 30 + 1) / 300
    assert report.stale_share == 30 / 150


def test_a_report_of_nothing_has_no_ratios() -> None:
    report = quality_report(pl.DataFrame(schema=SESSION), pl.DataFrame(schema=QUARANTINE))
    assert report.coverage is None
    assert report.stale_share is None


@given(sessions=st.lists(st.lists(st.integers(0, 5), min_size=1, max_size=60), max_size=5))
def test_distinct_closes_equal_a_set_of_them(sessions: list[list[int]]) -> None:
    closes = [float(value) for session in sessions for value in session]
    lengths = np.array([len(session) for session in sessions], dtype=np.uint32)
    assert _distinct(np.array(closes), lengths).tolist() == [len(set(session)) for session in sessions]


def test_a_session_with_a_bar_of_doubted_clock_is_no_better_than_c() -> None:
    days = CALENDAR.sessions(date(2024, 3, 4), date(2024, 3, 7))
    sizes = dict(zip(days, (60, 58, 60, 40), strict=True))
    bars = pl.concat(
        [bars_of(day, {slot: 4000.0 + slot for slot in range(size)}) for day, size in sizes.items()]
    )
    doubted = pl.DataFrame({"session": [days[0], days[1], days[3]], "uncertain": ["I-0001: a doubt"] * 3})
    now = CALENDAR.closes_at(days[-1])
    found = session_verdicts(bars, CALENDAR, now, GradeRule(), (days[0], days[-1]), doubted)
    assert found["grade"].to_list() == ["C", "C", "A", "D"]
    assert found["uncertain"].to_list() == ["I-0001: a doubt", "I-0001: a doubt", None, "I-0001: a doubt"]
