from decimal import Decimal

import polars as pl
import pytest

from usdcop.pipeline.importing.numbers import NumberStyle, numbers, style_of

POINT, COMMA, THOUSANDS = NumberStyle


@pytest.mark.parametrize(
    ("prices", "style"),
    [
        (["3910.5", "3911"], POINT),
        (["3910,5", "3911"], COMMA),
        (["3910,305"], COMMA),
        (["4.123,50", "4.124,00"], COMMA),
        (["4 123,50"], COMMA),
        (["4'123.50"], POINT),
        (["4,123.50", "3,999.00", "999.5"], THOUSANDS),
        (["4,123,456.5"], THOUSANDS),
        (["3,910", "3,911"], POINT),
        (["1,500", "2,500"], POINT),
        (["3910.5", "3911.5", "4,123.5"], POINT),
        (["4123.5", "4123", "4,123.50"], POINT),
        (["3910,5", "3910.5", "3911.5"], POINT),
        ([], POINT),
        ([None, ""], POINT),
    ],
)
def test_the_style_is_another_than_a_point_only_where_nothing_else_reads_them(
    prices: list[str | None], style: NumberStyle
) -> None:
    assert style_of([pl.Series(prices, dtype=pl.String)]) is style


def test_all_prices_of_a_file_are_looked_at_together() -> None:
    assert style_of([pl.Series(["3,910"]), pl.Series(["3910,25"]), pl.Series([1.5])]) is COMMA
    assert style_of([]) is POINT


@pytest.mark.parametrize(
    ("text", "style", "number"),
    [
        ("3910.5", POINT, 3910.5),
        (" 3910.5 ", POINT, 3910.5),
        ("3910,5", POINT, None),
        ("3910,5", COMMA, 3910.5),
        (" 4.123,50 ", COMMA, 4123.5),
        ("4 123,50", COMMA, 4123.5),
        ("4\u00a0123,50", COMMA, 4123.5),
        ("3911", COMMA, 3911.0),
        ("3.5", COMMA, None),
        ("4.12,5", COMMA, None),
        ("4,123.50", THOUSANDS, 4123.5),
        ("4123.50", THOUSANDS, None),
        ("41,23.50", THOUSANDS, None),
        ("-999.5", THOUSANDS, -999.5),
        ("", COMMA, None),
        (None, COMMA, None),
    ],
)
def test_numbers_in_each_style(text: str | None, style: NumberStyle, number: float | None) -> None:
    assert numbers(pl.Series([text], dtype=pl.String), style).to_list() == [number]


@pytest.mark.parametrize("value", [3910, 3910.0, Decimal("3910.0")])
def test_typed_numbers_need_no_style(value: object) -> None:
    assert numbers(pl.Series([value]), COMMA).to_list() == [3910.0]


def test_types_that_hold_no_numbers_give_none() -> None:
    for column in (pl.Series([None]), pl.date_range(pl.date(2024, 1, 1), pl.date(2024, 1, 1), eager=True)):
        assert numbers(column, POINT).to_list() == [None]
