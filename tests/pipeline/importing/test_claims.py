from datetime import timedelta

import pytest

from usdcop.core.errors import DataError
from usdcop.pipeline.importing.claims import Claims, check_interval, length_of


@pytest.mark.parametrize("interval", ["5min", "5m", "M5", "5", "PT5M", "5 minutes", " 5Min "])
def test_five_minutes_in_every_spelling(interval: str) -> None:
    assert length_of(interval) == timedelta(minutes=5)
    check_interval("a.json", Claims(interval=interval))
    check_interval("a.json", Claims())


@pytest.mark.parametrize(
    "interval", ["1min", "1h", "H1", "D", "1day", "15", "M", "fortnight", "", "99999999999m", "S5"]
)
def test_another_length_is_refused_by_name(interval: str) -> None:
    with pytest.raises(DataError, match=f"of {interval}; this market's have 5 minutes"):
        check_interval("a.json", Claims(interval=interval))


def test_a_number_has_up_to_six_digits() -> None:
    assert length_of("999999s") == timedelta(seconds=999_999)
    assert length_of("1000000s") is None
