from pathlib import Path

import polars as pl
import pytest

from usdcop.core.errors import ColumnsError, TimeFormatError, UsageError
from usdcop.core.sessions import MARKETS
from usdcop.pipeline.importing.columns import columns_of, rows_of
from usdcop.pipeline.importing.tables import Batch

MARKET = MARKETS["USDCOP"]
PATH = Path("a.csv")


def rows(lines: bool = True, **columns: list[object]) -> pl.DataFrame:
    values: dict[str, list[object]] = {
        "time": ["2025-05-05T13:00:00Z"],
        "open": ["1"],
        "high": ["2"],
        "low": ["1"],
        "close": ["2"],
    }
    frame = pl.DataFrame({**values, **columns})
    text = pl.Series(["the line"] * frame.height) if lines else None
    batch = Batch(frame, pl.int_range(2, 2 + frame.height, eager=True), text)
    return rows_of(batch, columns_of(PATH, tuple(frame.columns)), MARKET)


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
    assert found["raw"].to_list() == ["the line"]
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


def test_a_day_without_time_of_day_is_refused() -> None:
    with pytest.raises(TimeFormatError, match="'2025-05-05' cannot be read"):
        rows(time=["2025-05-05"])


def test_numbers_may_be_typed() -> None:
    found = rows(lines=False, close=[2], volume=[7])
    assert found.select("close", "volume").row(0) == (2.0, 7.0)
