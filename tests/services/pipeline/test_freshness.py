from datetime import UTC, datetime, timedelta

import pytest

from usdcop.core.layers import Layer
from usdcop.core.sessions import BAR, Calendar
from usdcop.services.pipeline.freshness import FreshnessState, next_close, of_bars, of_nights

CALENDAR = Calendar()
OPEN = datetime(2024, 7, 10, 13, tzinfo=UTC)
"""A Wednesday; the session is 13:00 to 18:00 UTC."""


def at(minutes: float) -> datetime:
    return OPEN + timedelta(minutes=minutes)


@pytest.mark.parametrize(
    ("now", "wanted"),
    [
        (at(-1), at(5)),
        (at(0), at(5)),
        (at(4.9), at(5)),
        (at(5), at(10)),
        (at(299), at(300)),
        (at(300), at(24 * 60 + 5)),
        (datetime(2024, 7, 12, 20, tzinfo=UTC), datetime(2024, 7, 15, 13, 5, tzinfo=UTC)),
    ],
)
def test_the_next_bar_closes_by_the_calendar(now: datetime, wanted: datetime) -> None:
    assert next_close(CALENDAR, now) == wanted


@pytest.mark.parametrize(
    ("newest", "now", "state", "behind"),
    [
        (at(0), at(5), FreshnessState.CURRENT, 0),
        (at(0), at(9.9), FreshnessState.CURRENT, 0),
        (at(0), at(10), FreshnessState.CURRENT, 1),
        (at(0), at(15), FreshnessState.LATE, 2),
        (at(0), at(65), FreshnessState.LATE, 12),
        (at(0), at(70), FreshnessState.STALE, 13),
        (at(295), at(24 * 60 - 1), FreshnessState.CURRENT, 0),  # the night counts for nothing
    ],
)
def test_bars_behind_decide_how_fresh_a_layer_is(
    newest: datetime, now: datetime, state: FreshnessState, behind: int
) -> None:
    found = of_bars(Layer.L1, CALENDAR, newest, now)
    assert (found.state, found.behind, found.age) == (state, behind, now - newest - BAR)


def test_l5_is_not_expected_at_the_last_two_bars() -> None:
    newest = at(57 * 5)
    assert of_bars(Layer.L5, CALENDAR, newest, at(300)).behind == 0
    assert of_bars(Layer.L1, CALENDAR, newest, at(300)).behind == 2


def test_what_never_was_is_empty_and_what_is_long_past_is_bounded() -> None:
    assert of_bars(Layer.L1, CALENDAR, None, at(0)).state is FreshnessState.EMPTY
    assert of_nights(CALENDAR, None, at(0)).state is FreshnessState.EMPTY
    old = of_bars(Layer.L1, CALENDAR, datetime(2010, 1, 4, 13, tzinfo=UTC), at(0))
    assert old.behind is not None
    assert 14_000 < old.behind < 17_500


def test_l6_may_be_a_session_behind() -> None:
    done = at(310)
    assert of_nights(CALENDAR, done, at(24 * 60)).behind == 0
    after_one = of_nights(CALENDAR, done, at(24 * 60 + 301))
    assert (after_one.behind, after_one.state) == (1, FreshnessState.CURRENT)
    after_two = of_nights(CALENDAR, done, at(48 * 60 + 301))
    assert (after_two.behind, after_two.state) == (2, FreshnessState.STALE)
    assert of_nights(CALENDAR, done, at(310)).next_expected == at(24 * 60 + 300)
