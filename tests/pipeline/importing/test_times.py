from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest

from usdcop.core.errors import TimeFormatError
from usdcop.pipeline.importing.times import Instants, instants

AT = datetime(2025, 6, 30, 13, 5, tzinfo=UTC)
ROWS = pl.Series([2, 3, 4, 5, 6, 7])


def read(*texts: object) -> Instants:
    return instants(pl.Series(texts), ROWS[: len(texts)])


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("2025-06-30T13:05:00Z", "utc"),
        ("2025-06-30 13:05:00+00:00", "utc"),
        ("2025-06-30 13:05:00+00", "utc"),
        ("2025-06-30T13:05:00.000+0000", "utc"),
        ("2025-06-30 13:05:00 UTC", "utc"),
        ("2025-06-30T13:05Z", "utc"),
        ("2025-06-30 08:05:00-05:00", "other"),
        ("2025-06-30T08:05:00.000000-0500", "other"),
        ("2025-06-30 18:35:00+05:30", "other"),
        ("2025-06-30T13:05:00", "none"),
        ("2025-06-30 13:05", "none"),
        ("2025/06/30 13:05:00", "none"),
        ("2025.06.30 13:05", "none"),
        ("  2025-06-30 13:05:00.000 ", "none"),
        ("1751288700", "utc"),
        ("1751288700000", "utc"),
        ("1751288700000000", "utc"),
        ("1751288700.0", "utc"),
        (1751288700, "utc"),
        (1751288700000, "utc"),
        (datetime(2025, 6, 30, 13, 5), "none"),  # noqa: DTZ001 - a stamp without offset is the case
        (AT, "utc"),
    ],
)
def test_formats(text: object, label: str) -> None:
    found = read(text)
    assert found.time.to_list() == [AT]
    assert found.label.to_list() == [label]


def test_several_formats_may_stand_in_one_column() -> None:
    found = read(
        "2025-06-30T13:05:00Z", "2025-06-30 13:05:00+00:00", "2025-06-30 08:05:00-05:00", "1751288700"
    )
    assert found.time.to_list() == [AT] * 4
    assert found.label.to_list() == ["utc", "utc", "other", "utc"]


def test_parts_of_seconds_are_kept() -> None:
    assert read("2025-06-30T13:05:00.25Z").time[0] - AT == timedelta(milliseconds=250)


@pytest.mark.parametrize(
    "text",
    ["", "yesterday", "30/06/2025 13:05", "06/30/2025 13:05", "2025-06-30", "2025-13-01 10:00:00", "25"],
)
def test_a_time_that_cannot_be_read_is_shown_with_its_line_and_the_cure(text: str) -> None:
    with pytest.raises(TimeFormatError, match=r"Line 3: the time .* cannot be read\. Write times as"):
        read("2025-06-30T13:05:00Z", text)


@pytest.mark.parametrize("text", ["0001-01-01T00:00:00Z", "9999-12-31 23:55:00", "99999999999"])
def test_a_time_centuries_away_is_shown_with_its_line(text: str) -> None:
    with pytest.raises(TimeFormatError, match=r"Line 3: the time .* is in no year of this market\."):
        read("2025-06-30T13:05:00Z", text)


def test_an_empty_time_is_one_that_cannot_be_read() -> None:
    with pytest.raises(TimeFormatError, match="Line 2"):
        instants(pl.Series([None], dtype=pl.String), ROWS)


def test_days_and_decimals_are_no_instants() -> None:
    for values in ([date(2025, 6, 30)], [1.5]):
        with pytest.raises(TimeFormatError, match="no instants"):
            instants(pl.Series(values), ROWS)
