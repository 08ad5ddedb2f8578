import itertools
from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from usdcop.core.sessions import Calendar
from usdcop.pipeline.importing.strays import Strays, mistyped

# In figures, so that a changed threshold fails a test.
BREAKS = 1_000
LEAVES = timedelta(days=2)
MOST_SHARE = 0.05
TOGETHER = timedelta(days=5)

CALENDAR = Calendar()
SESSIONS = CALENDAR.sessions(date(2023, 1, 2), date(2024, 6, 28))
BARS = [at for day in SESSIONS for at in CALENDAR.grid(day)]
BAR = timedelta(minutes=5)


def stamps(*times: datetime) -> pl.Series:
    return pl.Series(times, dtype=pl.Datetime("us", "UTC"))


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def found(times: list[datetime], size: int = 200_000) -> tuple[list[int], Strays, pl.DataFrame]:
    """The places (from 0) of what is found in batches of ``size``, what found them, and the rows that are left."""
    rows = pl.DataFrame({"time": stamps(*times), "row": pl.int_range(len(times), eager=True)})
    strays = Strays()
    left = list(strays.without(rows[begin : begin + size] for begin in range(0, rows.height, size)))
    assert all(part.height for part in left)
    return strays.found, strays, pl.concat([rows.clear(), *left])


def is_stray(before: str, stamp: str, after: str) -> bool:
    got = mistyped(stamps(at(before), at(stamp), at(after))).to_list()
    assert [got[0], got[2]] == [False, False]
    assert mistyped(stamps(at(after), at(stamp), at(before))).to_list() == got
    return bool(got[1])


@pytest.mark.parametrize(
    ("stamp", "bad"),
    [
        ("2023-03-05 13:05", True),
        ("2042-03-05 13:05", True),
        ("2024-02-05 13:05", True),
        ("2024-12-05 13:05", True),
        ("2024-03-15 13:05", True),
        ("2024-05-03 13:05", True),
        ("2023-02-05 13:05", False),
        ("2023-03-06 13:05", False),
        ("2024-02-06 13:05", False),
        ("2023-05-03 13:05", False),
        ("2023-03-05 13:10", False),
        ("2023-03-05 13:00", False),
        ("2024-03-05 13:05", False),
    ],
)
def test_a_date_is_mistyped_where_one_number_of_it_or_their_order_makes_it_fit(stamp: str, bad: bool) -> None:
    assert is_stray("2024-03-05 13:00", stamp, "2024-03-05 13:10") is bad


def test_what_leaves_no_room_between_its_neighbours_came_late() -> None:
    assert not is_stray("2024-03-05 13:00", "2024-02-05 13:05", "2024-03-05 13:05")
    assert not is_stray("2024-03-05 13:00", "2024-02-05 13:00", "2024-03-05 13:05")
    assert is_stray("2024-03-05 13:00", "2024-02-05 13:01", "2024-03-05 13:02")


def test_the_first_and_the_last_bar_of_a_session_have_neighbours_too() -> None:
    assert is_stray("2024-03-05 17:55", "2023-03-06 13:00", "2024-03-06 13:05")
    assert is_stray("2024-03-01 17:50", "2023-03-01 17:55", "2024-03-04 13:00")
    assert is_stray("2024-03-01 17:55", "2023-03-04 13:00", "2024-03-04 13:05")


def test_neighbours_that_do_not_belong_together_tell_nothing() -> None:
    first, stamp = at("2024-03-05 13:00"), at("2023-03-10 12:00")
    assert mistyped(stamps(first, stamp, first + TOGETHER)).to_list() == [False, True, False]
    assert mistyped(stamps(first, stamp, first + TOGETHER + BAR)).to_list() == [False] * 3


def test_what_is_near_may_have_come_late() -> None:
    before, after = at("2024-03-05 13:00"), at("2024-03-05 13:10")
    near, far = at("2024-03-03 13:05"), at("2024-03-02 13:05")
    assert near > before - LEAVES > far
    assert mistyped(stamps(before, near, after)).to_list() == [False] * 3
    assert mistyped(stamps(before, far, after)).to_list() == [False, True, False]
    near, far = at("2024-03-07 13:05"), at("2024-03-08 13:05")
    assert mistyped(stamps(before, near, after)).to_list() == [False] * 3
    assert mistyped(stamps(before, far, after)).to_list() == [False, True, False]


def test_two_that_contradict_each_other_are_both_left() -> None:
    old, new = at("2023-03-05 13:00"), at("2024-03-05 13:00")
    turns = [(new if n % 2 else old) + n * BAR for n in range(7)]
    assert mistyped(stamps(*turns)).to_list() == [False] * 7
    assert mistyped(stamps(new - BAR, *turns[:1], new + BAR, new + 2 * BAR)).to_list() == [False, True, False, False]  # fmt: skip


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 100, 10_000])
def test_batches_of_any_size_give_the_same(size: int) -> None:
    times = BARS[:300]
    wrong = {1, 59, 60, 120, 199, 298}
    typed = [one.replace(year=one.year + 1) if n in wrong else one for n, one in enumerate(times)]
    places, strays, left = found(typed, size)
    assert places == [1, 120, 199, 298]  # of two beside each other none is known to be right
    assert left["row"].to_list() == [n for n in range(300) if n not in places]
    assert strays.believed


def test_the_first_and_the_last_row_have_no_two_neighbours() -> None:
    typed = [BARS[0].replace(year=2024), *BARS[1:59], BARS[59].replace(year=2022)]
    assert found(typed)[0] == []


def test_where_many_are_so_the_file_is_so() -> None:
    times = BARS[:200]
    most = int(MOST_SHARE * len(times))
    for count, believed in ((most, True), (most + 1, False)):
        typed = [
            one.replace(year=2020) if n % 8 == 4 and n < 8 * count else one for n, one in enumerate(times)
        ]
        places, strays, _ = found(typed)
        assert (len(places), strays.believed) == (count, believed)


def test_a_file_may_be_joined_from_parts_and_many_parts_are_no_order() -> None:
    typed = [*BARS[:100], BARS[100].replace(year=2020), *BARS[101:200]]
    for parts, believed in ((2, True), (3, False)):
        pieces = [one for part in range(parts) for one in typed[part:]]
        _, strays, _ = found(pieces)
        assert len(strays.found) == parts
        assert strays.believed is believed
    four = [
        one for part in range(4) for one in (typed if part else BARS)[part : part + (500 if part else 1398)]
    ]
    for rows, believed in ((2 * BREAKS - 1, False), (2 * BREAKS, True)):
        _, strays, _ = found([*four, *BARS[200 : 200 + rows - len(four)]])
        assert strays.believed is believed
    long = BARS[: 2 * BREAKS]
    assert found([*long[:100], *long[:-200], *typed[:150]])[1].believed


REAL = st.integers(0, len(SESSIONS) - 21).flatmap(
    lambda first: st.tuples(
        st.just(first * 60), st.integers(40, 20 * 60), st.sets(st.integers(0, 20 * 60 - 1), max_size=200)
    )
)


def with_gaps(first: int, rows: int, gone: set[int]) -> list[datetime]:
    return [one for n, one in enumerate(BARS[first : first + rows]) if n not in gone]


@settings(max_examples=12)
@given(REAL, st.integers(100, 1_500), st.integers(0, 3))
def test_files_as_people_have_them_lose_nothing(
    real: tuple[int, int, set[int]], size: int, doubled: int
) -> None:
    """Gaps and holidays, newest first, joined from two (of any dates), doubled stamps of a clock that is put back."""
    times = with_gaps(*real)
    later = [one + timedelta(days=364) for one in times]
    hour = [one + timedelta(hours=1) for one in times[doubled * 12 : doubled * 12 + 12]]
    for file in (times, times[::-1], times + later, later + times, times + times, times[: 12 * doubled] + hour + times[12 * doubled :]):  # fmt: skip
        places, _, left = found(file, size)
        assert places == []
        assert left["time"].to_list() == file


@settings(max_examples=50)
@given(st.lists(st.sampled_from(BARS), min_size=3, max_size=400))
def test_what_is_found_in_a_file_in_no_order_is_not_believed(times: list[datetime]) -> None:
    places, strays, _ = found(times)
    pairs = list(itertools.pairwise(times))
    breaks = min(sum(one < other for one, other in pairs), sum(one > other for one, other in pairs))
    assert not places or not strays.believed or breaks <= 1 + len(places)


@settings(max_examples=25)
@given(REAL, st.integers(100, 1_500), st.data())
def test_a_mistyped_year_or_month_is_found_and_nothing_else(
    real: tuple[int, int, set[int]], size: int, data: st.DataObject
) -> None:
    times = with_gaps(*real)
    if len(times) < 20:
        return
    place = data.draw(st.integers(1, len(times) - 2))
    right = times[place]
    year, month = data.draw(st.sampled_from([(right.year - 1, right.month), (right.year, (right.month + 5) % 12 + 1)]))  # fmt: skip
    if right.day > 28 or times[place + 1] - times[place - 1] > TOGETHER:
        return
    typed = [*times[:place], right.replace(year=year, month=month), *times[place + 1 :]]
    for file, at_place in ((typed, place), (typed[::-1], len(times) - 1 - place)):
        places, strays, _ = found(file, size)
        assert (places, strays.believed) == ([at_place], True)
