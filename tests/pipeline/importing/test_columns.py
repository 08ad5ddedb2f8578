from datetime import date
from pathlib import Path

import polars as pl
import pytest

from usdcop.core.errors import ColumnsError, TimeFormatError, UsageError
from usdcop.core.sessions import MARKETS
from usdcop.pipeline.importing.columns import Reading, columns_of, rows_of, settled
from usdcop.pipeline.importing.lines import Batch
from usdcop.pipeline.importing.numbers import NumberStyle

MARKET = MARKETS["USDCOP"]
PATH = Path("a.csv")


def batch(lines: bool = True, **columns: list[object]) -> Batch:
    values: dict[str, list[object]] = {
        "time": ["2025-05-05T13:00:00Z"],
        "open": ["1"],
        "high": ["2"],
        "low": ["1"],
        "close": ["2"],
    }
    frame = pl.DataFrame({**values, **columns})
    text = pl.Series([f"line {n + 1}" for n in range(frame.height)]) if lines else None
    return Batch(frame, pl.int_range(2, 2 + frame.height, eager=True), text)


def both(made: Batch, symbol_told: bool = False) -> tuple[pl.DataFrame, pl.DataFrame]:
    columns = columns_of(PATH, tuple(made.columns.columns))
    return rows_of(made, Reading(columns, MARKET, symbol_told=symbol_told))


def rows(lines: bool = True, **columns: list[object]) -> pl.DataFrame:
    return both(batch(lines, **columns))[0]


@pytest.mark.parametrize("name", ["time", "TIMESTAMP", "Datetime", "date"])
def test_the_time_may_have_its_usual_names(name: str) -> None:
    found = columns_of(PATH, (name, "Open", "HIGH", "low", "Close"))
    assert found.time == name
    assert found.prices == ("Open", "HIGH", "low", "Close")
    assert (found.volume, found.symbol, found.day) == (None, None, None)


def test_date_and_time_of_day_in_two_columns() -> None:
    found = rows(date=["2025-05-05"], time=["13:00"])
    assert found["time"].dt.strftime("%F %T").to_list() == ["2025-05-05 13:00:00"]


def test_missing_columns_are_named_with_those_there_are() -> None:
    with pytest.raises(
        ColumnsError, match=r"lacks high, time; its columns are when, open, low, close"
    ) as error:
        columns_of(PATH, ("when", "open", "low", "close"))
    assert error.value.missing == ("high", "time")


@pytest.mark.parametrize("text", ["4,123.5", "n/a", "", "NaN", "1e400", "-inf", None])
def test_a_price_that_is_no_number_keeps_the_line(text: str | None) -> None:
    found = rows(close=[text])
    assert found["raw"].to_list() == ["line 1"]
    assert rows(lines=False, close=[text])["raw"].to_list() == [None]


def test_a_row_that_can_be_read_keeps_no_text() -> None:
    found = rows(close=[" 2.5 "])
    assert found["close"].to_list() == [2.5]
    assert found["raw"].to_list() == [None]


def test_flags_are_read_in_any_spelling() -> None:
    for text, flag in (
        ("true", True),
        ("T", True),
        ("1", True),
        ("false", False),
        ("", False),
        (True, True),
        (None, False),
    ):
        assert rows(partial=[text])["partial"].to_list() == [flag]
        assert rows(open_reconstructed=[text])["open_reconstructed"].to_list() == [flag]


def test_the_symbol_may_be_the_vendors_and_must_be_the_one_asked_for() -> None:
    assert rows(symbol=["USD/COP"]).height == 1
    with pytest.raises(UsageError, match=r"'EUR/USD' is not configured"):
        rows(symbol=["EUR/USD"])
    assert both(batch(symbol=["EUR/USD"]), symbol_told=True)[0].height == 1


@pytest.mark.parametrize("lines", [True, False])
def test_a_line_whose_time_cannot_be_read_is_no_row_and_kept_with_its_text(lines: bool) -> None:
    five: list[object] = ["2025-05-05T13:00:00Z", "time", "2025-05-05T13:10:00Z", "2025-05-05", None]
    price: list[object] = ["1", "open", "1", "1", None]
    made, refused = both(batch(lines, time=five, open=price, high=price, low=price, close=price))
    assert made["row"].to_list() == [2, 4]
    assert refused.select("row", "stamp", "priced").rows() == [
        (3, "time", False), (5, "2025-05-05", True), (6, None, False)
    ]  # fmt: skip
    texts = (
        ["line 2", "line 4", "line 5"]
        if lines
        else ["time,open,open,open,open", "2025-05-05,1,1,1,1", ",,,,"]
    )
    assert refused["raw"].to_list() == texts


def test_types_of_days_are_refused() -> None:
    with pytest.raises(TimeFormatError, match="days without a time of day"):
        rows(lines=False, time=[date(2025, 5, 5)])


def test_names_that_programs_write_are_known() -> None:
    found = columns_of(
        PATH, ("<DATE>", "<TIME>", "<OPEN>", "<HIGH>", "<LOW>", "<CLOSE>", "<TICKVOL>", "<VOL>")
    )
    assert (found.day, found.time, found.volume) == ("<DATE>", "<TIME>", "<TICKVOL>")
    assert columns_of(PATH, ("t", "o", "h", "l", "c", "v")).prices == ("o", "h", "l", "c")
    assert columns_of(PATH, ("", "Open", "High", "Low", "Close")).time == ""
    assert columns_of(PATH, ("", "date", "Open", "High", "Low", "Close")).time == "date"


def test_doubled_columns_matter_only_where_they_are_used() -> None:
    names = ("time", "open", "high", "low", "close")
    assert columns_of(PATH, (*names, "Plot", "Plot")).time == "time"
    with pytest.raises(ColumnsError, match=r"several columns close\. .*--columns close=NUMBER"):
        columns_of(PATH, (*names, "Close"))
    assert columns_of(PATH, (*names, "Close"), {"close": "6"}).prices[-1] == "Close"
    assert columns_of(PATH, ("timestamp", *names[1:], "date", "Date")).day is None


def test_columns_may_be_told_by_name_in_any_case_or_by_number() -> None:
    told = {"time": "WHEN", "open": "2", "close": "last", "volume": "lots"}
    found = columns_of(PATH, ("when", "first", "high", "low", "last", "lots"), told)
    assert (found.time, found.prices, found.volume) == ("when", ("first", "high", "low", "last"), "lots")
    with pytest.raises(
        ColumnsError, match="lacks close, volume; its columns are time, open, high, low, last"
    ):
        columns_of(PATH, ("time", "open", "high", "low", "last"), {"volume": "9"})


def test_a_date_beside_times_that_hold_theirs_is_left_out() -> None:
    whole = batch(date=["2025-05-05"], time=["2025-05-05 13:00"]).columns
    columns = columns_of(PATH, tuple(whole.columns))
    assert columns.day == "date"
    assert settled(columns, whole).day is None
    for time in ("13:00", "9:05:00", "130000", "900"):
        assert settled(columns, whole.with_columns(time=pl.lit(time))).day == "date"


def test_the_style_of_numbers_is_that_of_the_file() -> None:
    made = batch(close=["3.910,5"], volume=["1.000"])
    reading = Reading(columns_of(PATH, tuple(made.columns.columns)), MARKET, style=NumberStyle.COMMA)
    assert rows_of(made, reading)[0].select("close", "volume").row(0) == (3910.5, 1000.0)


def test_numbers_may_be_typed() -> None:
    found = rows(lines=False, close=[2], volume=[7])
    assert found.select("close", "volume").row(0) == (2.0, 7.0)
