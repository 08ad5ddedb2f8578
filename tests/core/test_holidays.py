from datetime import date
from importlib.metadata import version

import pytest

from usdcop.core.holidays import colombian_holidays, holidays_version, united_states_holidays


@pytest.mark.parametrize("year", range(2012, 2035))
def test_colombia_has_18_holidays_a_year_and_one_more_since_2026(year: int) -> None:
    names = [name for names in colombian_holidays(year).values() for name in names.split("; ")]
    assert len(names) == (18 if year < 2026 else 19)


def test_the_colombian_holidays_of_2025() -> None:
    expected = "01-01 01-06 03-24 04-17 04-18 05-01 06-02 06-23 06-30 07-20 08-07 08-18 10-13 11-03 11-17 12-08 12-25"
    assert sorted(colombian_holidays(2025)) == [date.fromisoformat(f"2025-{day}") for day in expected.split()]


def test_names_are_english() -> None:
    assert colombian_holidays(2025)[date(2025, 12, 25)] == "Christmas Day"
    assert united_states_holidays(2025)[date(2025, 7, 4)] == "Independence Day"


def test_the_version_is_the_librarys() -> None:
    assert holidays_version() == f"holidays-{version('holidays')}"
