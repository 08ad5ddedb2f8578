from datetime import UTC, datetime

import pytest

from support.candles import CALENDAR
from usdcop.core.errors import UsageError
from usdcop.services.trading.asked import Range

NEW_YEAR = datetime(2025, 1, 1, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-01-01", NEW_YEAR),  # midnight of the market
        ("2025-01-01T05:00:00Z", NEW_YEAR),
        ("2025-01-01t05:00z", NEW_YEAR),
        ("2025-01-01T00:00:00-05:00", NEW_YEAR),
        ("2025-01-01T06:00:00+01:00", NEW_YEAR),
        ("2025-01-01T06:00:00 01:00", NEW_YEAR),  # a plus sign that was not escaped
        ("2025-01-01 05:00:00 00:00", NEW_YEAR),
        ("2025-01-01T05:00:00.250Z", NEW_YEAR.replace(microsecond=250_000)),
    ],
)
def test_dates_and_instants_are_read(text: str, expected: datetime) -> None:
    assert Range(text, None).instants(CALENDAR) == (expected, None)


def test_an_end_date_includes_its_day_and_an_end_instant_is_excluded() -> None:
    assert Range(None, "2025-01-01").instants(CALENDAR)[1] == datetime(2025, 1, 2, 5, tzinfo=UTC)
    assert Range(None, "2025-01-01T05:00Z").instants(CALENDAR)[1] == NEW_YEAR


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2025-01-02", "2025-01-01"),
        ("2025-01-01T05:00Z", "2025-01-01T05:00Z"),
        ("2025-02-30", None),
        ("1989-12-31", None),
        ("0001-01-01", None),
        (None, "9999-12-31"),
        ("0001-01-01T00:00:00+23:59", None),
        (None, "9999-12-31T23:59:59-23:59"),
        ("2025-01-01T25:00Z", None),
        (None, "2100-01-02"),
    ],
)
def test_reversed_and_absurd_times_are_refused_with_a_cure(start: str | None, end: str | None) -> None:
    with pytest.raises(UsageError) as told:
        Range(start, end).instants(CALENDAR)
    assert told.value.cure
