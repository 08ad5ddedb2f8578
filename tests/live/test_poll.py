from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usdcop.core.bars import VendorBar
from usdcop.core.sessions import BAR, Calendar
from usdcop.live.plan import LiveSettings
from usdcop.live.poll import Arrival, Asked, arrival, next_request, same, sort_out, usable

PLAN = LiveSettings()
GRID = Calendar().grid(date(2024, 7, 10))
OPENS, CLOSES = GRID[0], GRID[-1] + BAR
SECOND = timedelta(seconds=1)


def bar(at: datetime, close: str = "4001", **prices: str) -> VendorBar:
    four = {"open": "4000", "high": "4005", "low": "3995", "close": close, **prices}
    opened, high, low, closed = (Decimal(four[name]) for name in ("open", "high", "low", "close"))
    return VendorBar(at, opened, high, low, closed, None)


def test_a_bar_is_asked_for_a_moment_after_its_close() -> None:
    first = OPENS + BAR + PLAN.bar_delay
    assert next_request(GRID, set(), Asked(), OPENS, PLAN) == first
    assert next_request(GRID, set(), Asked(), OPENS + BAR, PLAN) == first
    assert next_request(GRID, {GRID[0]}, Asked(), first, PLAN) == first + BAR


def test_a_feed_that_starts_late_asks_at_once_for_what_has_closed() -> None:
    now = OPENS + timedelta(hours=2)
    assert next_request(GRID, set(), Asked(), now, PLAN) == now + PLAN.bar_delay
    assert next_request(GRID, set(), Asked(), now + timedelta(minutes=1), PLAN) == now + timedelta(minutes=1)


def test_a_bar_the_vendor_does_not_have_is_asked_for_again_and_then_with_the_next() -> None:
    first, asked, instants = OPENS + BAR + PLAN.bar_delay, Asked(), []
    now = first
    for _ in range(3):
        due = next_request(GRID, set(), asked, now, PLAN)
        assert due is not None
        instants.append(due - first)
        now = due
        asked = Asked(GRID[0], asked.times + 1, now)
    assert instants == [timedelta(0), *PLAN.bar_retries]
    assert next_request(GRID, set(), asked, now, PLAN) == first + BAR


def test_a_silent_vendor_is_asked_every_half_minute_but_the_next_bar_is_not_missed() -> None:
    now = OPENS + BAR + PLAN.bar_delay
    failed = Asked(GRID[0], 7, now, failed=True)
    assert next_request(GRID, set(), failed, now, PLAN) == now + PLAN.failure_retry
    nearly = OPENS + 2 * BAR - SECOND
    failed = Asked(GRID[0], 9, nearly, failed=True)
    assert next_request(GRID, set(), failed, nearly, PLAN) == OPENS + 2 * BAR + PLAN.bar_delay


def test_the_last_bar_is_asked_for_after_the_close_and_then_no_more() -> None:
    assert next_request(GRID, set(GRID[:-1]), Asked(), CLOSES, PLAN) == CLOSES + PLAN.bar_delay
    assert next_request(GRID, set(GRID), Asked(), CLOSES, PLAN) is None
    in_vain = Asked(GRID[-1], 3, CLOSES + timedelta(minutes=1))
    assert next_request(GRID, set(GRID[:-1]), in_vain, CLOSES + timedelta(minutes=2), PLAN) is None
    silent = Asked(GRID[-1], 3, CLOSES + PLAN.give_up, failed=True)
    assert next_request(GRID, set(GRID[:-1]), silent, CLOSES + PLAN.give_up, PLAN) is None


def test_who_starts_long_after_the_close_asks_once() -> None:
    long_after = CLOSES + timedelta(days=3)
    assert next_request(GRID, set(), Asked(), long_after, PLAN) == long_after
    assert next_request(GRID, set(), Asked(GRID[-1], 1, long_after, failed=True), long_after, PLAN) is None


@given(
    have=st.sets(st.sampled_from(GRID)),
    seconds=st.integers(0, 18_600),
    times=st.integers(0, 5),
    failed=st.booleans(),
)
def test_a_request_is_never_in_the_past_and_never_without_something_closed(
    have: set[datetime], seconds: int, times: int, failed: bool
) -> None:
    now = OPENS + timedelta(seconds=seconds)
    newest = next((at for at in reversed(GRID) if at + BAR <= now), None)
    asked = Asked(newest, times, now - SECOND, failed) if newest and times else Asked()
    due = next_request(GRID, have, asked, now, PLAN)
    if due is not None:
        assert due >= now
        assert any(at + BAR + PLAN.bar_delay <= due for at in GRID)


def test_an_answer_is_parted_into_new_revised_and_useless() -> None:
    now = OPENS + 3 * BAR
    known = {GRID[0]: bar(GRID[0])}
    forming, foreign = bar(GRID[3]), bar(OPENS + SECOND)
    answer = [bar(GRID[2]), bar(GRID[0], "4002"), bar(GRID[1]), bar(GRID[1], "4004"), forming, foreign]
    found = sort_out(answer, GRID, known, now)
    assert found.new == (bar(GRID[1]), bar(GRID[2]))
    assert found.revised == (bar(GRID[0], "4002"),)
    assert found.refused == 2


@pytest.mark.parametrize(
    "prices",
    [{"close": "NaN"}, {"high": "3990"}, {"low": "4001.5"}, {"open": "0"}, {"close": "-3"}, {"high": "1e12"}],
)
def test_prices_that_contradict_each_other_are_no_bar(prices: dict[str, str]) -> None:
    assert usable(bar(GRID[0]))
    assert not usable(bar(GRID[0], **prices))


def test_versions_are_compared_as_stored() -> None:
    assert same(bar(GRID[0], "4001"), bar(GRID[0], "4001.000000001"))
    assert not same(bar(GRID[0], "4001"), bar(GRID[0], "4001.00000002"))


def test_how_a_bar_came() -> None:
    soon, later = GRID[0] + BAR + PLAN.late_after, GRID[0] + BAR + PLAN.late_after + SECOND
    assert arrival(bar(GRID[0]), True, soon, PLAN) is Arrival.NEW
    assert arrival(bar(GRID[0]), True, later, PLAN) is Arrival.LATE
    assert arrival(bar(GRID[0]), False, later, PLAN) is Arrival.RECOVERED
