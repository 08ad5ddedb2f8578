"""The newest price and the day's figures, by their rules; over HTTP they are in test_market_over_http.py."""

from datetime import timedelta

import polars as pl
import pytest
from sqlalchemy import text

from support.candles import CALENDAR, set_hot_from, store_cold, store_hot
from support.orders import AT, a_quote
from support.trading_service import DAYS, Trading, ports_on
from usdcop.adapters.postgres.database import transaction
from usdcop.adapters.postgres.quotes import PostgresQuotes
from usdcop.core.bars import BarState
from usdcop.core.errors import MissingInputError
from usdcop.core.sessions import BAR, MARKETS
from usdcop.services.trading.ports import TradingPorts
from usdcop.services.trading.prices import day_figures, last_price, missing_bars

MARKET = MARKETS["USDCOP"]
MINUTE = timedelta(minutes=1)


@pytest.fixture
def ports(trading: Trading) -> TradingPorts:
    return ports_on(trading.engine, trading.lake, trading.redis)


def test_a_quote_is_the_price_while_no_bar_is_newer(trading: Trading, ports: TradingPorts) -> None:
    last = last_price(ports, MARKET, AT)
    assert (last.price, last.at, last.source) == (4000.0, AT, "test")
    assert last.bar is not None
    assert (last.bar.state, last.bar.time) == (BarState.FORMING, AT)
    closed = trading.bars.tail(1).with_columns(pl.col("time") + BAR, close=pl.lit(4010.0))
    store_hot(trading.engine, closed)
    later = last_price(ports, MARKET, AT + 6 * MINUTE)
    assert (later.price, later.at, later.quote) == (4010.0, AT + BAR, None)
    assert later.source == "import:made.csv"


def test_the_close_of_a_bar_is_never_dated_after_now(trading: Trading, ports: TradingPorts) -> None:
    with transaction(trading.engine) as connection:
        connection.execute(text("DELETE FROM quotes"))
    at = CALENDAR.grid(DAYS[-2])[30]
    assert last_price(ports, MARKET, at + MINUTE).at == at + MINUTE
    assert last_price(ports, MARKET, at + 4 * MINUTE).at == at + 4 * MINUTE


def test_a_bar_that_opens_later_is_not_known_yet(ports: TradingPorts) -> None:
    last = last_price(ports, MARKET, CALENDAR.grid(DAYS[-2])[30])
    assert last.bar is not None
    assert last.bar.time == CALENDAR.grid(DAYS[-2])[30]


def test_nothing_known_is_said_so(empty_trading: Trading) -> None:
    ports = ports_on(empty_trading.engine, empty_trading.lake, empty_trading.redis)
    with pytest.raises(MissingInputError, match="neither a quote nor a bar"):
        last_price(ports, MARKET, AT)
    PostgresQuotes(empty_trading.engine).put(a_quote())
    assert last_price(ports, MARKET, AT).bar is None
    day = day_figures(ports, MARKET, AT)
    assert (day.open, day.high, day.low, day.volume) == (None, None, None, None)
    assert (day.extent.first, day.extent.last, day.extent.bars) == (None, None, 0)


def test_the_day_is_the_24_hours_before_the_newest_price(trading: Trading, ports: TradingPorts) -> None:
    evening = CALENDAR.closes_at(DAYS[-2]) + timedelta(hours=5)
    assert (
        day_figures(ports, MARKET, evening).extent.bars
        == trading.bars.filter(pl.col("time") <= evening).height
    )
    during = day_figures(ports, MARKET, AT)
    known = trading.bars.filter(pl.col("time") + BAR > AT - timedelta(hours=24))
    assert during.open == known["open"][0]
    assert during.high == known["high"].max()
    assert during.low == 3998.0  # of the forming bar
    assert during.volume is None


def test_a_price_beyond_the_bars_widens_the_day(trading: Trading, ports: TradingPorts) -> None:
    PostgresQuotes(trading.engine).put(a_quote(AT + timedelta(seconds=5), price=3900.0))
    assert day_figures(ports, MARKET, AT + timedelta(seconds=5)).low == 3900.0


def test_the_extent_reaches_into_the_cold_store(trading: Trading, ports: TradingPorts) -> None:
    store_cold(trading.lake, trading.bars.filter(pl.col("session") < DAYS[10]))
    set_hot_from(trading.engine, CALENDAR.opens_at(DAYS[10]))
    extent = day_figures(ports, MARKET, AT).extent
    assert extent.first == CALENDAR.opens_at(DAYS[0])
    assert extent.last == AT


def test_a_bar_is_missed_once_it_should_have_come(bars: pl.DataFrame) -> None:
    grid = CALENDAR.grid(DAYS[-1])
    there = bars.filter((pl.col("session") == DAYS[-1]) & ~pl.col("time").is_in(grid[3:5]))
    for minutes, expected, missing in ((0, 12, 2), (5, 13, 2), (10, 14, 3)):
        assert missing_bars(there, MARKET, AT + minutes * MINUTE) == (expected, missing)
