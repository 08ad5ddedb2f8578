from datetime import UTC, datetime, timedelta

import pytest

from usdcop.live.skew import Reading, Skew, skew, worst

NOON = datetime(2024, 7, 10, 12, tzinfo=UTC)
LIMIT = timedelta(seconds=2)


def reading(ahead: float, took: float = 0.0, resolution: float = 0.0) -> Reading:
    """Of a clock that is ``ahead`` of ours by so many seconds when it answers."""
    answered = NOON + timedelta(seconds=took)
    said = answered + timedelta(seconds=ahead)
    return Reading("PostgreSQL", said, NOON, answered, timedelta(seconds=resolution))


@pytest.mark.parametrize(("ahead", "least"), [(0, 0), (3, 3), (-3, -3)])
def test_a_quick_answer_proves_the_whole_skew(ahead: float, least: float) -> None:
    assert skew(reading(ahead)) == Skew("PostgreSQL", timedelta(seconds=least))


def test_a_slow_answer_proves_nothing_that_may_be_delay() -> None:
    assert skew(reading(-3, took=3)).least == timedelta(0)
    assert skew(reading(-5, took=3)).least == timedelta(seconds=-2)
    assert skew(reading(5, took=3)).least == timedelta(seconds=5)


def test_a_clock_that_tells_whole_seconds_proves_less() -> None:
    assert skew(reading(-0.9, resolution=1)).least == timedelta(0)
    assert skew(reading(-3, resolution=1)).least == timedelta(seconds=-2)


def test_only_what_is_beyond_the_limit_counts_and_the_largest_is_told() -> None:
    assert worst([], LIMIT) is None
    assert worst([reading(2), reading(-2)], LIMIT) is None
    assert worst([reading(2.5), reading(-4)], LIMIT) == Skew("PostgreSQL", timedelta(seconds=-4))
