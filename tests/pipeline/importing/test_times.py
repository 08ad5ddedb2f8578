from datetime import UTC, date, datetime, timedelta

import polars as pl
import pytest

from usdcop.core.errors import TimeFormatError
from usdcop.pipeline.importing.day_order import DayOrder
from usdcop.pipeline.importing.times import Instants, TimeRules, instants, why_unread

AT = datetime(2025, 6, 30, 13, 5, tzinfo=UTC)
USUAL = TimeRules()


def read(*texts: object, rules: TimeRules = USUAL) -> Instants:
    return instants(pl.Series(texts), rules)


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
        ("1751288700000000000", "utc"),
        ("1751288700.000000000", "utc"),
        ("20250630 130500", "none"),
        ("20250630 1305", "none"),
        ("20250630 13:05:00", "none"),
        ("20250630T130500Z", "utc"),
        ("202506301305", "none"),
        ("20250630130500", "none"),
        (202506301305, "none"),
        ("2025-06-30T13:05:00.000000000Z", "utc"),
        ("2025-6-30 13:05", "none"),
        ("2025-06-30 01:05:00 PM", "none"),
        ("2025-06-30 1:05 pm", "none"),
        ("Mon, 30 Jun 2025 13:05:00 GMT", "utc"),
        ("Mon, 30 Jun 2025 08:05:00 -0500", "other"),
        ("30 Jun 2025 13:05", "none"),
        ("2025-06-30 08:05:00-05", "other"),
        ("2025-06-30 08:05:00 GMT-0500", "other"),
        (1751288700000000000, "utc"),
        (1751288700.0, "utc"),
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
    [
        "", "yesterday", "30/06/2025 13:05", "06/30/2025 13:05", "2025-06-30", "2025-13-01 10:00:00", "25",
        "0001-01-01T00:00:00Z", "9999-12-31 23:55:00", "99999999999", "24-06-30 13:05", "2025063013", "20250630",
    ],
)  # fmt: skip
def test_a_time_that_cannot_be_read_is_null_and_spoils_no_other(text: str) -> None:
    found = read("2025-06-30T13:05:00Z", text, "2025-06-30T13:05:00Z", rules=TimeRules(last_year=2026))
    assert found.time.to_list() == [AT, None, AT]


def test_a_torn_first_time_does_not_hide_others_of_its_shape() -> None:
    texts = [f"2025-{month}-30 13:05" for month in (13, 14, 15)] + ["2025-06-30 13:05"] * 3
    assert read(*texts).time.to_list() == [None] * 3 + [AT] * 3


@pytest.mark.parametrize("text", ["157766400", "157766400000", "631151999", "4102444800", "1798761600"])
def test_a_number_is_no_epoch_of_a_year_without_this_market(text: str) -> None:
    rules = TimeRules(last_year=2026)
    for value in (text, int(text), float(text)):
        assert read(value, rules=rules).time.to_list() == [None]


def test_the_first_and_the_last_year_of_an_epoch_are_read() -> None:
    found = read("631152000", "1798761599", rules=TimeRules(last_year=2026)).time
    assert found.dt.strftime("%F %T").to_list() == ["1990-01-01 00:00:00", "2026-12-31 23:59:59"]


@pytest.mark.parametrize(
    ("order", "text"), [(DayOrder.DAY, "03/04/2025 13:05"), (DayOrder.MONTH, "04/03/2025 13:05")]
)
def test_dates_that_end_with_their_year_are_read_in_the_order_that_was_found(
    order: DayOrder, text: str
) -> None:
    for sign in "/.-":
        found = read(text.replace("/", sign), rules=TimeRules(order))
        assert found.time.to_list() == [datetime(2025, 4, 3, 13, 5, tzinfo=UTC)]


@pytest.mark.parametrize(
    ("text", "hour", "label"),
    [
        ("03.04.2025 13:05:00.000", 13, "none"),
        ("03.04.2025 08:05:00.000 GMT-0500", 13, "other"),
        ("03.04.2025 13:05:00.000 GMT+0000", 13, "utc"),
        ("3/4/2025 1:05 PM", 13, "none"),
    ],
)
def test_dates_with_clocks_of_every_kind(text: str, hour: int, label: str) -> None:
    found = read(text, rules=TimeRules(DayOrder.DAY))
    assert found.time.to_list() == [datetime(2025, 4, 3, hour, 5, tzinfo=UTC)]
    assert found.label.to_list() == [label]


def test_parts_of_a_second_in_epochs_are_rounded_to_microseconds() -> None:
    assert read(1751288700.1).time[0] == AT + timedelta(milliseconds=100)
    assert read("1751288700.25").time[0] == AT + timedelta(milliseconds=250)


def test_an_empty_time_is_one_that_cannot_be_read() -> None:
    assert instants(pl.Series([None], dtype=pl.String), TimeRules()).time.to_list() == [None]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (None, "there is no time"),
        (" ", "there is no time"),
        ("2025-06-30", "'2025-06-30' cannot be read: it is a day without a time of day"),
        ("soon", "'soon' cannot be read"),
    ],
)
def test_why_a_time_was_not_read_is_said(text: str | None, why: str) -> None:
    assert why in why_unread(text)


@pytest.mark.parametrize(
    ("values", "says"),
    [([date(2025, 6, 30)], "days without a time of day"), ([timedelta(1)], r"Duration.*: no instants")],
)
def test_types_that_hold_no_instants_are_refused(values: list[object], says: str) -> None:
    with pytest.raises(TimeFormatError, match=says):
        instants(pl.Series(values), TimeRules())


def test_a_batch_of_nonsense_ends() -> None:
    texts = ["x" * n for n in range(1, 300)]
    assert read(*texts).time.null_count() == 299
