from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache

from hypothesis import example, given
from hypothesis import strategies as st

from usdcop.core.gaps import MAX_BARS, Request, expected, missing, requests
from usdcop.core.sessions import BAR, Calendar

CALENDAR = Calendar()
FRIDAY, MONDAY, TUESDAY = date(2025, 10, 31), date(2025, 11, 3), date(2025, 11, 4)
GRID = [*CALENDAR.grid(FRIDAY), *CALENDAR.grid(TUESDAY)]
"""Two sessions with a weekend and a holiday, a Monday, between them."""

SLOTS = [CALENDAR.opens_at(day) + slot * BAR for day in (FRIDAY, MONDAY, TUESDAY) for slot in range(60)]
"""All that the vendor may have rows for: holidays have stale ones."""

HOLES = st.sets(st.integers(0, len(GRID) - 1), max_size=12).map(sorted)


def bars_in(request: Request) -> list[datetime]:
    """Bars that ``request`` may bring."""
    return [at for at in SLOTS if request.start <= at < request.end]


def fewest(wanted: Sequence[datetime], max_bars: int) -> int:
    """Least number of spans of ``max_bars`` slots that cover ``wanted``, by trying every cut."""
    holes = [SLOTS.index(at) for at in wanted]

    @cache
    def best(first: int) -> int:
        if first == len(holes):
            return 0
        reach = [end for end in range(first, len(holes)) if holes[end] - holes[first] < max_bars]
        return 1 + min(best(end + 1) for end in reach)

    return best(0)


@given(HOLES, st.integers(1, 190))
@example([], 1)
@example([0, 119], 180)
@example([0, 119], 179)
def test_the_plan_covers_every_hole_once_within_the_limit_and_is_the_shortest(
    holes: list[int], max_bars: int
) -> None:
    wanted = [GRID[index] for index in holes]
    plan = requests(wanted, CALENDAR, max_bars)
    brought = [at for request in plan for at in bars_in(request)]
    assert len(brought) == len(set(brought))
    assert set(wanted) <= set(brought)
    assert all(len(bars_in(request)) <= max_bars for request in plan)
    assert sum(request.bars for request in plan) == len(wanted)
    assert len(plan) == fewest(wanted, max_bars)


@given(HOLES)
def test_a_request_begins_and_ends_with_a_missing_bar(holes: list[int]) -> None:
    wanted = {GRID[index] for index in holes}
    for request in requests(sorted(wanted), CALENDAR, 7):
        brought = bars_in(request)
        assert {brought[0], brought[-1]} <= wanted
        assert request.end == brought[-1] + BAR
        assert request.bars == len(wanted & set(brought))


def test_nothing_missing_needs_no_request() -> None:
    assert requests([], CALENDAR) == []


def test_two_holes_of_one_session_cost_one_request() -> None:
    assert requests([GRID[3], GRID[40]], CALENDAR) == [Request(GRID[3], GRID[40] + BAR, 2)]


def test_nights_and_weekends_do_not_count_against_the_limit_and_holidays_do() -> None:
    assert len(requests(GRID, CALENDAR, 180)) == 1
    assert len(requests(GRID, CALENDAR, 179)) == 2


def test_the_whole_history_takes_the_fewest_requests() -> None:
    grid = expected(CALENDAR, date(2020, 1, 2), date(2025, 6, 30), datetime(2025, 7, 1, tzinfo=UTC))
    plan = requests(grid, CALENDAR)
    weekdays = 1433
    assert len(plan) == 18 == -(-weekdays * 60 // MAX_BARS)
    assert sum(request.bars for request in plan) == len(grid) == 80_700


def test_a_bar_is_expected_once_it_is_closed() -> None:
    closed = CALENDAR.opens_at(FRIDAY) + BAR
    assert expected(CALENDAR, FRIDAY, TUESDAY, closed - timedelta(microseconds=1)) == []
    assert expected(CALENDAR, FRIDAY, TUESDAY, closed) == GRID[:1]
    assert expected(CALENDAR, FRIDAY, TUESDAY, CALENDAR.closes_at(TUESDAY)) == GRID


@given(HOLES)
def test_missing_is_what_is_not_had(holes: list[int]) -> None:
    gone = {GRID[index] for index in holes}
    assert missing(GRID, set(GRID) - gone) == sorted(gone)
    assert missing(GRID, set(GRID)) == []
