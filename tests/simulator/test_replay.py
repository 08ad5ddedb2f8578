from datetime import UTC, datetime, timedelta
from decimal import Decimal

import polars as pl
import pytest

from usdcop.core.bars import VendorBar
from usdcop.core.errors import ColumnsError, MissingInputError, TimeFormatError
from usdcop.core.sessions import MARKETS
from usdcop.simulator.replay import FileMarket

OPENED = datetime(2024, 7, 10, 13, tzinfo=UTC)
FIVE = timedelta(minutes=5)
FRAME = pl.DataFrame(
    {
        "time": [OPENED + FIVE, OPENED, OPENED + 2 * FIVE, OPENED + 3 * FIVE],
        "open": [2.0, 1.0, 3.0, None],
        "high": [2.5, 1.5, float("nan"), 4.0],
        "low": [1.5, 0.5, 2.0, 3.0],
        "close": [2.12345678, 1.1, 3.0, 4.0],
        "source": ["x"] * 4,
    },
    schema_overrides={"time": pl.Datetime("us", "UTC")},
)


def market() -> FileMarket:
    return FileMarket(MARKETS["USDCOP"], FRAME)


def test_bars_come_in_order_with_the_vendor_s_five_decimals() -> None:
    found = market().bars(OPENED, OPENED + 2 * FIVE)
    assert [bar.time for bar in found] == [OPENED, OPENED + FIVE]
    assert found[1] == VendorBar(
        OPENED + FIVE, Decimal("2.00000"), Decimal("2.50000"), Decimal("1.50000"), Decimal("2.12346"), None
    )


def test_rows_without_all_four_prices_are_left_out() -> None:
    assert market().span == (OPENED, OPENED + FIVE)


def test_the_range_is_half_open() -> None:
    assert [bar.time for bar in market().bars(OPENED + FIVE, OPENED + 2 * FIVE)] == [OPENED + FIVE]
    assert market().bars(OPENED, OPENED) == []


def test_it_says_replay() -> None:
    assert market().kind == "replay"


def test_a_missing_column_is_named() -> None:
    with pytest.raises(ColumnsError, match="high") as caught:
        FileMarket(MARKETS["USDCOP"], FRAME.drop("high"))
    assert caught.value.missing == ("high",)


def test_times_without_a_zone_are_refused() -> None:
    with pytest.raises(TimeFormatError, match="Datetime"):
        FileMarket(MARKETS["USDCOP"], FRAME.with_columns(pl.col("time").dt.replace_time_zone(None)))


def test_nothing_to_replay_is_said() -> None:
    with pytest.raises(MissingInputError, match="no bars"):
        FileMarket(MARKETS["USDCOP"], FRAME.clear())
