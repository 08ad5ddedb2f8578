from datetime import UTC, datetime, timedelta
from decimal import Decimal

import polars as pl
import pytest

from usdcop.core.bars import VendorBar
from usdcop.core.sessions import MARKETS
from usdcop.simulator import answers
from usdcop.simulator.meter import Plan, Usage
from usdcop.simulator.query import RefusedError, series_query, style_of
from usdcop.simulator.replay import FileMarket
from usdcop.simulator.synthetic import SyntheticMarket

MARKET = MARKETS["USDCOP"]
OPENED = datetime(2024, 7, 10, 13, tzinfo=UTC)
NOW = OPENED + timedelta(hours=2, minutes=2)
SATURDAY = datetime(2024, 7, 13, 15, tzinfo=UTC)
SOURCE = SyntheticMarket(7)
STYLE = style_of({"symbol": "USD/COP"}, MARKET)


BARS = [
    VendorBar(OPENED, Decimal(10), Decimal(12), Decimal(9), Decimal(11), None),
    VendorBar(OPENED + timedelta(minutes=5), Decimal(11), Decimal(15), Decimal(10), Decimal(14), None),
    VendorBar(OPENED + timedelta(minutes=15), Decimal(14), Decimal(14), Decimal(8), Decimal("8.5"), None),
]


def series(**asked: str) -> dict[str, object]:
    query = series_query({"symbol": "USD/COP", "interval": "5min", **asked}, MARKET, NOW)
    return answers.series(BARS, query, MARKET)


def values(**asked: str) -> list[dict[str, str]]:
    found = series(**asked)["values"]
    assert isinstance(found, list)
    return found


def test_numbers_are_text_with_five_decimals_and_there_is_no_volume() -> None:
    assert values()[-1] == {
        "datetime": "2024-07-10 08:00:00",
        "open": "10.00000",
        "high": "12.00000",
        "low": "9.00000",
        "close": "11.00000",
    }


def test_the_pair_is_described_as_the_vendor_does() -> None:
    assert series()["status"] == "ok"
    assert series()["meta"] == {
        "symbol": "USD/COP",
        "interval": "5min",
        "currency_base": "US Dollar",
        "currency_quote": "Colombian Peso",
        "type": "Physical Currency",
    }


def test_the_newest_come_first_unless_asked_otherwise() -> None:
    assert [row["datetime"][-8:] for row in values()] == ["08:15:00", "08:05:00", "08:00:00"]
    assert [row["datetime"][-8:] for row in values(order="ASC", timezone="UTC")] == [
        "13:00:00",
        "13:05:00",
        "13:15:00",
    ]


def test_an_answer_is_cut_to_its_newest_bars() -> None:
    assert [row["close"] for row in values(outputsize="2", order="asc", dp="1")] == ["14.0", "8.5"]


def test_longer_bars_are_joined() -> None:
    first, second = values(interval="15min", order="asc", dp="0")
    assert first == {"datetime": "2024-07-10 08:00:00", "open": "10", "high": "15", "low": "9", "close": "14"}
    assert second["datetime"] == "2024-07-10 08:15:00"


def test_a_day_is_stamped_with_its_date() -> None:
    assert values(interval="1day", dp="1") == [
        {"datetime": "2024-07-10", "open": "10.0", "high": "15.0", "low": "8.0", "close": "8.5"}
    ]


def test_no_bars_are_an_error() -> None:
    query = series_query({"symbol": "USD/COP", "interval": "5min"}, MARKET, NOW)
    with pytest.raises(RefusedError, match="No data is available"):
        answers.series([], query, MARKET)


def test_lines_of_text_carry_the_same() -> None:
    text = answers.series_csv(series(order="asc", dp="1"), ";")
    assert text.splitlines()[:2] == ["datetime;open;high;low;close", "2024-07-10 08:00:00;10.0;12.0;9.0;11.0"]


def test_the_price_is_the_close_of_the_forming_bar_and_stays_over_the_weekend() -> None:
    friday = SOURCE.bars(datetime(2024, 7, 12, tzinfo=UTC), datetime(2024, 7, 13, tzinfo=UTC))[-1]
    assert answers.price(SOURCE, STYLE, SATURDAY) == {"price": str(friday.close)}
    assert answers.price(SOURCE, STYLE, NOW) != answers.price(SOURCE, STYLE, NOW + timedelta(minutes=1))


def test_without_any_bar_there_is_no_price() -> None:
    prices = {name: [4000.0] for name in ("open", "high", "low", "close")}
    ended = FileMarket(MARKET, pl.DataFrame({"time": [OPENED - timedelta(days=400)], **prices}))
    with pytest.raises(RefusedError, match="No data"):
        answers.price(ended, STYLE, NOW)


def test_a_quote_sums_up_the_day() -> None:
    day = SOURCE.bars(datetime(2024, 7, 12, tzinfo=UTC), datetime(2024, 7, 13, tzinfo=UTC))
    before = SOURCE.bars(datetime(2024, 7, 11, tzinfo=UTC), datetime(2024, 7, 12, tzinfo=UTC))
    quote = answers.quote(SOURCE, STYLE, SATURDAY)
    assert quote["symbol"] == "USD/COP"
    assert quote["name"] == "US Dollar / Colombian Peso"
    assert quote["datetime"] == "2024-07-12"
    assert quote["is_market_open"] is False
    assert quote["open"] == str(day[0].open)
    assert quote["high"] == str(max(bar.high for bar in day))
    assert quote["low"] == str(min(bar.low for bar in day))
    assert quote["close"] == str(day[-1].close)
    assert quote["previous_close"] == str(before[-1].close)
    assert quote["change"] == str(day[-1].close - before[-1].close)
    year = quote["fifty_two_week"]
    assert Decimal(year["low"]) <= min(bar.low for bar in day)
    assert Decimal(year["high"]) >= max(bar.high for bar in day)


def test_usage_shows_both_allowances() -> None:
    assert answers.usage(Usage(NOW, minute=3, day=70), Plan()) == {
        "timestamp": "2024-07-10 15:02:00",
        "current_usage": 3,
        "plan_limit": 8,
        "daily_usage": 70,
        "plan_daily_limit": 800,
        "plan_category": "basic",
    }
