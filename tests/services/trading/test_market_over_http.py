"""Prices, figures of the day and health over HTTP, at the edges of the market's hours and of what is known."""

from datetime import date, timedelta
from itertools import pairwise

import polars as pl
import pytest

from support.candles import CALENDAR, set_hot_from, store_cold
from support.changes import a_change, marked_by
from support.orders import AT, a_quote
from support.trading_service import DAYS, Trading
from usdcop.adapters.clock import SystemWall
from usdcop.adapters.postgres.outcomes import PostgresPredictions
from usdcop.adapters.postgres.quotes import PostgresQuotes
from usdcop.core.events import market_stream
from usdcop.core.predictions import PREDICTION
from usdcop.pipeline.changes import note_change

LATEST = (
    "symbol", "price", "timestamp", "open", "high", "low", "close", "volume", "bid", "ask", "spread", "source",
    "state", "age_seconds", "seq",
)  # fmt: skip


def test_the_latest_price_is_the_quote_and_its_bar(trading: Trading) -> None:
    answer = trading.get("/api/latest/USDCOP")
    assert tuple(answer) == LATEST
    assert answer == {
        "symbol": "USDCOP", "price": 4000.0, "timestamp": "2025-01-02T14:00:00Z", "open": 3999.0, "high": 4001.0,
        "low": 3998.0, "close": 4000.0, "volume": None, "bid": 3999.5, "ask": 4000.5, "spread": 1.0, "source": "test",
        "state": "live", "age_seconds": 0.0, "seq": None,
    }  # fmt: skip


def test_bid_and_ask_are_quotes_or_null(trading: Trading) -> None:
    PostgresQuotes(trading.engine).put(a_quote(AT + timedelta(seconds=1), bid=None))
    trading.clock.advance(timedelta(seconds=2))
    answer = trading.get("/api/latest/USDCOP")
    assert (answer["bid"], answer["ask"], answer["spread"]) == (None, 4000.5, None)


def test_a_price_ages_and_a_closed_market_still_answers(trading: Trading) -> None:
    ages = [
        (0, "live"),
        (30, "live"),
        (31, "delayed"),
        (960, "stale"),
        (14_400, "closed"),
        (250_000, "closed"),
    ]
    for (before, _), (seconds, state) in pairwise(ages):
        trading.clock.advance(timedelta(seconds=seconds - before))
        answer = trading.get("/api/latest/USDCOP")
        assert (answer["state"], answer["price"], answer["age_seconds"]) == (state, 4000.0, seconds)


def test_the_number_of_the_newest_event_is_told(trading: Trading) -> None:
    trading.redis.xadd(market_stream("USDCOP"), {"type": "market_data"}, id="7-12")
    assert trading.get("/api/latest/USDCOP")["seq"] == 12


def test_names_are_read_in_either_spelling(trading: Trading) -> None:
    assert trading.get("/api/latest/usdcop")["symbol"] == "USDCOP"
    assert trading.get("/api/market/historical?symbol=USD/COP&limit=1")["symbol"] == "USDCOP"


UNKNOWN = (
    "/api/latest/EURUSD", "/api/stats/EURUSD", "/api/candlesticks/EURUSD", "/api/predictions/EURUSD",
    "/api/market/health?symbol=EURUSD", "/api/market/historical?symbol=EURUSD", "/api/health?symbol=EURUSD",
    "/api/latest/'%3B%20DROP%20TABLE%20quotes%3B--", "/api/latest/%F0%9F%92%B8", "/api/latest/USDCOP%0d%0aX-Evil:1",
)  # fmt: skip


def test_an_unknown_symbol_is_not_found(trading: Trading) -> None:
    for path in UNKNOWN:
        assert trading.get(path, 404)["code"] == "UNKNOWN", path


def test_a_home_without_any_price_says_so(empty_trading: Trading) -> None:
    for path in ("/api/latest/USDCOP", "/api/stats/USDCOP"):
        assert empty_trading.get(path, 404)["code"] == "NOTHING_YET"
    assert empty_trading.get("/api/candlesticks/USDCOP")["count"] == 0
    health = empty_trading.get("/api/market/health")
    assert (health["status"], health["state"], health["price_at"]) == ("down", None, None)


def test_the_figures_of_the_day(trading: Trading) -> None:
    answer = trading.get("/api/stats/USDCOP")
    day = trading.bars.filter(pl.col("time") + timedelta(minutes=5) > AT - timedelta(hours=24))
    assert answer["open_24h"] == day["open"][0]
    assert answer["high_24h"] == day["high"].max()
    assert answer["low_24h"] == 3998.0
    assert answer["change_24h"] == pytest.approx(4000.0 - day["open"][0])
    assert answer["change_percent_24h"] == pytest.approx(4000.0 / day["open"][0] - 1)
    assert answer["volume_24h"] is None
    assert answer["data_range"] == {
        "from": "2024-11-25T13:00:00Z", "to": "2025-01-02T14:00:00Z", "data_points": trading.bars.height + 1,
    }  # fmt: skip


def test_candles_come_from_both_stores_unasked(trading: Trading) -> None:
    path = "/api/candlesticks/USDCOP?limit=10000"
    all_hot = trading.get(path)
    store_cold(trading.lake, trading.bars)
    set_hot_from(trading.engine, CALENDAR.grid(DAYS[8])[33])
    assert trading.get(path) == all_hot
    assert trading.get(path.replace("candlesticks/USDCOP", "market/historical")) == all_hot
    assert [gap["reason"] for gap in all_hot["gaps"]] == ["missing"]
    assert all_hot["gaps"][0]["bars"] == 3


BAD_QUERIES = (
    "limit=0", "limit=-1", "limit=10001", "limit=99999999999999999999", "limit=1e400", "limit=NaN", "limit=",
    "timeframe=2m", "timeframe=5M", "include_indicators=perhaps", "start_date=2025-02-30",
    "start_date=2025-01-02&end_date=2025-01-01", "start_date=0001-01-01", "end_date=9999-12-31",
    "start_date=yesterday", "start_date=1735826400", "start_date=2025-01-01T00:00:00", "unknown=1",
    "start_date=2025-01-01'%3B%20DROP%20TABLE%20usdcop_m5_ohlcv%3B--", "limit=1&limit=2",
    "start_date=%D9%A2%D9%A0%D9%A2%D9%A5-01-01",
)  # fmt: skip


def test_a_bad_parameter_is_refused(trading: Trading) -> None:
    before = trading.get("/api/candlesticks/USDCOP")
    for path in ("/api/candlesticks/USDCOP", "/api/market/historical"):
        for query in BAD_QUERIES:
            assert trading.get(f"{path}?{query}", 422)["code"] == "INVALID", query
    assert trading.get("/api/latest/%00", 400)["cure"]
    assert trading.get("/api/candlesticks/USDCOP?start_date=%00", 400)["cure"]
    assert trading.get("/api/candlesticks/USDCOP") == before


def test_health_tells_the_market_too(trading: Trading) -> None:
    answer = trading.get("/api/health")
    assert answer["status"] == "ok"
    assert answer["market_status"] == {
        "is_open": True,
        "current_time": "2025-01-02T14:00:00Z",
        "timezone": "America/Bogota",
        "trading_hours": "08:00-13:00",
        "trading_days": "Monday-Friday, except Colombian holidays",
        "next_event": "2025-01-02T18:00:00Z",
        "next_event_type": "market_close",
        "time_to_next_event": 14400.0,
    }
    market = trading.get("/api/market/health")
    assert (market["status"], market["state"], market["missing_bars"], market["expected_bars"]) == (
        "ok", "live", 0, 12,
    )  # fmt: skip
    trading.clock.advance(timedelta(minutes=20))
    late = trading.get("/api/market/health")
    assert (late["status"], late["state"], late["missing_bars"]) == ("down", "stale", 3)
    assert late["next_step"]


def test_a_holiday_is_named(trading: Trading) -> None:
    trading.clock.advance(CALENDAR.opens_at(date(2025, 1, 6)) - AT)
    answer = trading.get("/api/market/health")
    assert "Epiphany" in answer["closed_because"]
    assert answer["market_status"]["is_open"] is False
    assert answer["expected_bars"] == 0


def test_predictions_come_page_by_page(trading: Trading) -> None:
    grid = CALENDAR.grid(DAYS[-1])
    rows = [
        {
            "symbol": "USDCOP", "time": grid[number], "session": DAYS[-1], "model_version": "1", "alias": "challenger",
            "bundle_hash": "ab" * 32, "target": number % 3 - 1, "p_short": 0.2, "p_flat": 0.3, "p_long": 0.5,
            "value": None, "data_kind": "synthetic",
        }
        for number in range(5)
    ]  # fmt: skip
    PostgresPredictions(trading.engine).upsert(pl.DataFrame(rows, schema=dict(PREDICTION)))
    path, seen, cursor = "/api/predictions/USDCOP?alias=challenger&limit=2", [], ""
    while True:
        page = trading.get(path + cursor)
        seen += [one["time"] for one in page["data"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert seen == [f"2025-01-02T13:{minute:02}:00Z" for minute in (20, 15, 10, 5, 0)]
    assert page["data"][0]["value"] is None
    assert page["data"][0]["session"] == "2025-01-02"
    assert trading.get("/api/predictions/USDCOP?alias=champion")["data"] == []
    found = trading.get("/api/predictions/USDCOP?session=2025-01-02")["data"]
    assert [one["bars_changed"] for one in found] == [None] * len(rows)
    assert trading.get("/api/predictions/USDCOP?session=2025-01-03")["data"] == []
    assert trading.get("/api/predictions/USDCOP?cursor=nonsense", 422)["cure"]
    change = a_change(DAYS[-1], recorded_at=SystemWall().now() + timedelta(days=1))
    note_change(trading.lake, change)
    marked = trading.get(path)["data"]
    assert [one["bars_changed"] for one in marked] == [marked_by(change)] * 2
