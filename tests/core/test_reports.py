from datetime import date, timedelta

import pytest

from usdcop.core.errors import UsageError
from usdcop.core.reports import EARLIEST, LONGEST_PERIOD, check_period

TODAY = date(2024, 7, 10)


def test_a_quarter_up_to_today_may_be_reported_on() -> None:
    check_period(TODAY, TODAY, TODAY)
    check_period(TODAY - LONGEST_PERIOD, TODAY, TODAY)


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (TODAY, TODAY - timedelta(days=1), "reversed"),
        (TODAY, TODAY + timedelta(days=1), "has not come yet"),
        (EARLIEST - timedelta(days=1), EARLIEST, "is before"),
        (TODAY - LONGEST_PERIOD - timedelta(days=1), TODAY, "too long"),
    ],
)
def test_other_periods_are_refused(first: date, last: date, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        check_period(first, last, TODAY)
