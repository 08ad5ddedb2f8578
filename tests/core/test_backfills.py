from datetime import date, timedelta

import pytest

from usdcop.core.backfills import EARLIEST, LONGEST, check_span
from usdcop.core.errors import UsageError

TODAY = date(2024, 7, 10)


def test_spans_up_to_today_and_three_years_may_be_asked_for() -> None:
    check_span(TODAY, TODAY, TODAY)
    check_span(TODAY - LONGEST, TODAY, TODAY)
    check_span(EARLIEST, EARLIEST, TODAY)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (TODAY, TODAY - timedelta(days=1), "reversed"),
        (TODAY, TODAY + timedelta(days=1), "has not come yet"),
        (EARLIEST - timedelta(days=1), EARLIEST, "is before"),
        (TODAY - LONGEST - timedelta(days=1), TODAY, "1101 days"),
        (date.min, date.max, "has not come yet"),
    ],
)
def test_others_are_refused_with_the_cure(first: date, last: date, words: str) -> None:
    with pytest.raises(UsageError, match=words) as caught:
        check_span(first, last, TODAY)
    assert caught.value.cure
