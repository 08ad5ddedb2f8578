from collections.abc import Sequence

import polars as pl
import pytest

from usdcop.core.errors import TimeFormatError
from usdcop.pipeline.importing.day_order import DayOrder, DayOrderAccount, may_be_either


def order(*batches: Sequence[str | None]) -> DayOrder:
    account = DayOrderAccount()
    for texts in batches:
        account.add(pl.Series(texts, dtype=pl.String))
    return account.order()


@pytest.mark.parametrize("sign", ["/", ".", "-"])
def test_a_day_above_twelve_decides_wherever_it_stands(sign: str) -> None:
    month = [text.replace("/", sign) for text in ("03/04/2024 13:00", "03/05/2024 13:00")]
    assert order(month, month, [f"03{sign}13{sign}2024 13:00"]) is DayOrder.MONTH
    assert order(month, month, [f"13{sign}05{sign}2024 13:00"]) is DayOrder.DAY


def test_rows_in_order_decide_where_only_one_reading_rises_or_falls() -> None:
    across = ["11/01/2024 13:00", "12/01/2024 13:00", "01/02/2024 13:00"]
    assert order(across) is DayOrder.DAY
    assert order(across[:2], across[2:]) is DayOrder.DAY
    assert order(across[::-1]) is DayOrder.DAY
    assert order([f"{text[3:6]}{text[:3]}{text[6:]}" for text in across]) is DayOrder.MONTH


@pytest.mark.parametrize(
    ("texts", "why"),
    [
        (["03/04/2024 13:00", "03/05/2024 13:00"], "no date of the file decides"),
        (["03/04/2024", "01/02/2024", "02/03/2024"], "no date of the file decides"),
        (["13/04/2024", "04/13/2024"], "dates of both orders stand in it"),
        (["yesterday"], "no date of the file decides"),
    ],
)
def test_a_doubt_is_said_with_a_cure(texts: list[str], why: str) -> None:
    with pytest.raises(TimeFormatError, match=rf"{why}\. .*ISO.*--columns time=NAME"):
        order(texts)


def test_a_torn_date_among_many_does_not_decide() -> None:
    assert order(["13/04/2024"] * 100, ["04/13/2024"]) is DayOrder.DAY
    with pytest.raises(TimeFormatError, match="both orders"):
        order(["13/04/2024"] * 98, ["04/13/2024"])


def test_other_texts_are_passed_over() -> None:
    assert order([None, "time", "26/02/2024 13:00"], [None]) is DayOrder.DAY
    assert may_be_either(pl.Series(["time", "26/02/2024", "3.4.2024 1:00 PM"]))
    assert not may_be_either(pl.Series(["2024-02-26", "2024-02-26", "26/02/2024"]))
    assert not may_be_either(pl.Series([1.5]))
