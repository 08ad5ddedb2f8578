import json
import math
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from usdcop.adapters.twelvedata.answers import (
    DayQuote,
    KeyUsage,
    Page,
    Setback,
    Trouble,
    day_quote_of,
    page_of,
    payload_of,
    plan_of,
    price_of,
    usage_of,
    without_empty_volume,
)
from usdcop.core.bars import VendorBar

START = datetime(2024, 7, 10, tzinfo=UTC)
END = START + timedelta(days=1)
ROW = {
    "datetime": "2024-07-10 13:00:00",
    "open": "4012.10000",
    "high": "4013.5",
    "low": "4011",
    "close": "4012.99999",
}
BAR = VendorBar(
    datetime(2024, 7, 10, 13, tzinfo=UTC),
    Decimal("4012.10000"),
    Decimal("4013.5"),
    Decimal(4011),
    Decimal("4012.99999"),
    None,
)


def error(code: object, message: str) -> bytes:
    return json.dumps({"status": "error", "code": code, "message": message}).encode()


def page(*rows: object) -> Page:
    found = page_of({"values": list(rows)}, START, END, "USD/COP")
    assert isinstance(found, Page)
    return found


def bars(*rows: object) -> list[VendorBar]:
    return list(page(*rows).bars)


PLAN = "**symbol** USD/COP is available starting with the Grow plan. Consider upgrading at https://twelvedata.com/pricing"


@pytest.mark.parametrize(
    ("status", "body", "trouble", "code", "says"),
    [
        (200, b"", Trouble.FAILED, None, "empty answer"),
        (200, b"  \n", Trouble.FAILED, None, "empty answer"),
        (200, b"<!DOCTYPE html><p>hello", Trouble.FAILED, None, "web page"),
        (503, b"<HTML>down</HTML>", Trouble.FAILED, 503, "web page"),
        (200, b'{"values": [', Trouble.FAILED, None, "no JSON"),
        (200, b"\xff\xfe\x00", Trouble.FAILED, None, "no JSON"),
        (200, b"[" * 100_000, Trouble.FAILED, None, "no JSON"),
        (200, b"[1, 2]", Trouble.FAILED, None, "no object"),
        (200, b"null", Trouble.FAILED, None, "no object"),
        (403, b"", Trouble.FAILED, 403, "empty"),
        (
            403,
            b"<!doctype html><title>Attention Required! | Cloudflare</title>",
            Trouble.FAILED,
            403,
            "web page",
        ),
        (401, b"<html>", Trouble.FAILED, 401, "web page"),
        (403, b'{"error": "forbidden"}', Trouble.FAILED, 403, "without a message"),
        (403, error(403, "apikey is not entitled"), Trouble.KEY_REFUSED, 403, "not entitled"),
        (404, error(404, PLAN), Trouble.PLAN, 404, "Grow plan"),
        (429, b"", Trouble.MINUTE_SPENT, 429, "empty"),
        (500, b"{}", Trouble.FAILED, 500, "without a message"),
        (404, b'{"detail": "x"}', Trouble.REFUSED, 404, "without a message"),
        (200, error(400, "No data is available on the specified dates."), Trouble.NO_DATA, 400, "No data"),
        (400, error(400, "No data is available on the specified dates."), Trouble.NO_DATA, 400, "No data"),
        (200, error(400, "Invalid interval"), Trouble.REFUSED, 400, "Invalid interval"),
        (200, error(401, "apikey is incorrect"), Trouble.KEY_REFUSED, 401, "incorrect"),
        (200, error(404, "symbol not found"), Trouble.REFUSED, 404, "not found"),
        (200, error(414, "too long"), Trouble.REFUSED, 414, "too long"),
        (200, error(429, "out of credits for the current minute"), Trouble.MINUTE_SPENT, 429, "minute"),
        (429, error(429, "out of credits for the day"), Trouble.DAY_SPENT, 429, "day"),
        (200, error(429, "Daily limit reached"), Trouble.DAY_SPENT, 429, "Daily"),
        (200, error(429, "Wait a minute, or upgrade today"), Trouble.MINUTE_SPENT, 429, "today"),
        (200, b'{"price": 1e99999999999999999999}', Trouble.FAILED, None, "no JSON"),
        (200, error(500, "sorry"), Trouble.FAILED, 500, "sorry"),
        (200, b'{"code": 401, "message": "no status"}', Trouble.KEY_REFUSED, 401, "no status"),
        (200, error("broken", "sorry"), Trouble.FAILED, None, "sorry"),
        (200, error(None, "sorry"), Trouble.FAILED, None, "sorry"),
    ],
)
def test_what_is_no_payload_says_what_it_is(
    status: int, body: bytes, trouble: Trouble, code: int | None, says: str
) -> None:
    found = payload_of(status, body)
    assert isinstance(found, Setback)
    assert (found.trouble, found.code) == (trouble, code)
    assert says in found.text


def test_a_long_answer_is_quoted_in_part_and_on_one_line() -> None:
    found = payload_of(200, b"oops\n" * 100_000)
    assert isinstance(found, Setback)
    assert len(found.text) < 200
    assert "\n" not in found.text


@given(st.binary(max_size=200), st.sampled_from([200, 400, 429, 500]))
def test_no_answer_whatever_breaks_the_reader(body: bytes, status: int) -> None:
    found = payload_of(status, body)
    assert isinstance(found, dict | Setback)


TEXT = st.text("12a.-: ", max_size=6)
JSON = st.none() | st.booleans() | st.integers() | TEXT
ROWS = st.lists(JSON | st.dictionaries(st.sampled_from(["datetime", *ROW]), JSON, max_size=5), max_size=4)
NAMES = ("values", "price", "timestamp", "plan_limit")


@given(st.dictionaries(st.sampled_from(NAMES), ROWS | JSON))
def test_no_shape_whatever_breaks_the_parsers(payload: dict[str, Any]) -> None:
    assert isinstance(page_of(payload, START, END, "USD/COP"), Page | Setback)
    assert isinstance(price_of(payload), Decimal | Setback)
    assert isinstance(day_quote_of(payload, "USDCOP"), Setback)
    assert isinstance(usage_of(payload), Setback)


def test_prices_are_read_to_the_last_digit() -> None:
    assert bars(ROW) == [BAR]
    assert str(bars(ROW)[0].close) == "4012.99999"


def test_numbers_that_are_no_text_are_read_as_exactly() -> None:
    payload = payload_of(
        200,
        b'{"values": [{"datetime": "2024-07-10 13:00:00", "open": 4012.1, "high": 5000, "low": 1, "close": 0.1}]}',
    )
    assert not isinstance(payload, Setback)
    found = page_of(payload, START, END, "USD/COP")
    assert isinstance(found, Page)
    assert (found.bars[0].open, found.bars[0].close) == (Decimal("4012.1"), Decimal("0.1"))


@pytest.mark.parametrize(
    "text",
    [
        "n/a",
        "",
        "4,012.10",
        "4012.10 COP",
        None,
        True,
        [4012],
        "NaN",
        "sNaN",
        "1_000",
        "٤٠١٢",
        "Infinity",
        "1e400",
        "1e99999999999999999999",
    ],
)
def test_a_price_that_is_no_number_keeps_the_row_and_its_text(text: object) -> None:
    (bar,) = bars({**ROW, "close": text})
    assert not math.isfinite(bar.close)
    assert bar.open == BAR.open
    assert bar.raw is not None
    assert json.loads(bar.raw) == {**ROW, "close": text}


@pytest.mark.parametrize("text", ["-4012.1", "0", "1e40", ".5", "+1."])
def test_a_number_that_cannot_be_a_price_is_passed_on_for_the_layers_to_judge(text: str) -> None:
    (bar,) = bars({**ROW, "close": text})
    assert bar.close == Decimal(text)
    assert bar.raw is None


def test_an_inverted_row_is_passed_on_as_received() -> None:
    (bar,) = bars({**ROW, "high": "1", "low": "2"})
    assert bar.high == Decimal(1)
    assert bar.low == Decimal(2)
    assert bar.raw is None


def test_duplicates_stay_and_order_is_made() -> None:
    later = {**ROW, "datetime": "2024-07-10 13:05:00"}
    assert [bar.time.minute for bar in bars(later, ROW, later, ROW)] == [0, 0, 5, 5]


def test_an_offset_in_the_time_is_honoured() -> None:
    assert bars({**ROW, "datetime": "2024-07-10T08:00:00-05:00"})[0].time == BAR.time


@pytest.mark.parametrize(
    "row",
    [
        {**ROW, "datetime": "yesterday"},
        {"open": "1"},
        None,
        7,
        "row",
        {**ROW, "datetime": None},
        {**ROW, "datetime": "0001-01-01T00:00:00+05:00"},
    ],
)
def test_a_row_without_a_time_spoils_the_answer(row: object) -> None:
    found = page_of({"values": [ROW, row]}, START, END, "USD/COP")
    assert isinstance(found, Setback)
    assert found.trouble is Trouble.FAILED


@pytest.mark.parametrize("values", [None, {}, "rows", 3])
def test_an_answer_without_a_list_of_bars_is_a_failure(values: object) -> None:
    assert isinstance(page_of({"values": values}, START, END, "USD/COP"), Setback)


def test_bars_of_other_dates_are_left_out_but_counted() -> None:
    found = page(ROW, {**ROW, "datetime": "2024-07-11 00:00:00"})
    assert (len(found.bars), found.received) == (1, 2)


def test_an_answer_with_other_dates_alone_is_a_failure() -> None:
    assert isinstance(
        page_of({"values": [{**ROW, "datetime": "2020-01-01 13:00:00"}]}, START, END, "USD/COP"), Setback
    )


def test_no_bars_at_all_is_an_empty_page() -> None:
    assert page() == Page((), 0)


def test_zero_volume_everywhere_is_no_volume() -> None:
    silent = bars({**ROW, "volume": "0"}, {**ROW, "volume": ""}, ROW)
    assert [bar.volume for bar in without_empty_volume(silent)] == [None, None, None]


def test_a_volume_that_is_no_number_is_null_and_the_text_is_kept() -> None:
    (bar,) = bars({**ROW, "volume": "lots"})
    assert bar.volume is None
    assert '"volume": "lots"' in str(bar.raw)


def test_volume_stays_where_any_bar_has_some() -> None:
    some = bars({**ROW, "volume": "0"}, {**ROW, "volume": "12"})
    assert [bar.volume for bar in without_empty_volume(some)] == [0, 12]


@pytest.mark.parametrize("price", [None, "", "n/a", ["4000"], "Infinity"])
def test_a_price_that_is_none_is_a_failure(price: object) -> None:
    assert isinstance(price_of({"price": price}), Setback)


def test_a_price_is_exact() -> None:
    assert price_of({"price": "4012.34567"}) == Decimal("4012.34567")


def test_a_day_is_read() -> None:
    payload = {
        "timestamp": 1720616400,
        "is_market_open": False,
        "open": "1",
        "high": "4",
        "low": "0.5",
        "close": "2",
        "previous_close": "1.5",
    }
    assert day_quote_of(payload, "USDCOP") == DayQuote(
        "USDCOP",
        datetime(2024, 7, 10, 13, tzinfo=UTC),
        Decimal(1),
        Decimal(4),
        Decimal("0.5"),
        Decimal(2),
        Decimal("1.5"),
        is_market_open=False,
    )
    for impossible in ("noon", True, 10**30):
        assert isinstance(day_quote_of({**payload, "timestamp": impossible}, "USDCOP"), Setback)


def test_usage_is_read() -> None:
    payload = {"current_usage": 3, "plan_limit": 8, "daily_usage": 70, "plan_daily_limit": 800}
    assert usage_of(payload) == KeyUsage(3, 8, 70, 800)
    assert isinstance(usage_of({**payload, "daily_usage": "many"}), Setback)


META = {"symbol": "USD/COP", "interval": "5min"}


@pytest.mark.parametrize(
    ("meta", "says"),
    [
        ({**META, "interval": "1min"}, "interval 1min instead of 5min"),
        ({**META, "symbol": "USD/CRC"}, "symbol USD/CRC instead of USD/COP"),
        (
            {"symbol": "USD/CRC", "interval": "1h"},
            "symbol USD/CRC instead of USD/COP and interval 1h instead of 5min",
        ),
        ({"interval": 7}, "interval 7 instead of 5min"),
    ],
)
def test_an_answer_that_says_it_is_of_something_else_is_refused(meta: dict[str, object], says: str) -> None:
    """Bars of a minute were stored as bars of five once, and graded A."""
    assert page_of({"meta": meta, "values": [ROW]}, START, END, "USD/COP") == Setback(Trouble.OTHER, says)


@pytest.mark.parametrize(
    "meta", [META, {**META, "symbol": "usd/cop"}, {}, None, "odd", {"currency_base": "x"}]
)
def test_an_answer_that_says_what_was_asked_for_or_nothing_is_taken(meta: object) -> None:
    assert page_of({"meta": meta, "values": [ROW]}, START, END, "USD/COP") == page(ROW)


def test_bars_of_another_length_are_refused_whatever_they_say() -> None:
    rows = [{**ROW, "datetime": f"2024-07-10 13:{minute:02}:00"} for minute in range(20)]
    found = page_of({"meta": META, "values": rows}, START, END, "USD/COP")
    assert found == Setback(Trouble.OTHER, "bars of another length than 5 minutes")
    assert isinstance(page_of({"values": [ROW, rows[5], rows[6]]}, START, END, "USD/COP"), Page), (
        "one odd row is L1's"
    )


@pytest.mark.parametrize(
    ("message", "plan"),
    [
        (PLAN, "Grow"),
        ("This endpoint is available with Pro plans only", "Pro"),
        ("Available on the Venture 610 plan.", "Venture 610"),
        ("symbol not found", ""),
    ],
)
def test_the_plan_that_is_needed_is_named(message: str, plan: str) -> None:
    assert plan_of(message) == plan
