"""One suite for every ``MarketFeed``: the client over real HTTP, against each market the simulator serves."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import polars as pl
import pytest

from support.vendor import NOW, Vendor, desk, vendor
from usdcop.core.bars import VendorBar
from usdcop.core.errors import UsageError
from usdcop.core.ports import MarketFeed
from usdcop.core.sessions import BAR, MARKETS
from usdcop.simulator.market import BarSource
from usdcop.simulator.replay import FileMarket
from usdcop.simulator.synthetic import SyntheticMarket

WEEK = (datetime(2024, 7, 1, tzinfo=UTC), datetime(2024, 7, 6, tzinfo=UTC))
FORMING = datetime(2024, 7, 10, 15, tzinfo=UTC)


def synthetic() -> BarSource:
    return SyntheticMarket(7)


def replayed() -> BarSource:
    bars = SyntheticMarket(11).bars(datetime(2024, 6, 1, tzinfo=UTC), datetime(2024, 8, 1, tzinfo=UTC))
    columns = {name: [float(getattr(bar, name)) for bar in bars] for name in ("open", "high", "low", "close")}
    return FileMarket(MARKETS["USDCOP"], pl.DataFrame({"time": [bar.time for bar in bars], **columns}))


@pytest.fixture(scope="module", params=[synthetic, replayed])
def served(request: pytest.FixtureRequest) -> Iterator[Vendor]:
    with vendor(request.param()) as running:
        yield running


def bars(served: Vendor, start: datetime, end: datetime, symbol: str = "USDCOP") -> list[VendorBar]:
    async def ask() -> list[VendorBar]:
        async with desk(served.url, served.clock) as at:
            feed: MarketFeed = at.feed
            return await feed.bars(symbol, start, end)

    return asyncio.run(ask())


def test_a_range_brings_the_market_s_own_bars_exactly(served: Vendor) -> None:
    expected = list(served.source.bars(*WEEK))
    assert len(expected) > 200
    assert bars(served, *WEEK) == expected


def test_times_are_utc_and_ascend_and_prices_are_decimals(served: Vendor) -> None:
    found = bars(served, *WEEK)
    assert all(bar.time.tzinfo is UTC for bar in found)
    assert [bar.time for bar in found] == sorted(bar.time for bar in found)
    assert {type(price) for bar in found for price in (bar.open, bar.high, bar.low, bar.close)} == {Decimal}


def test_the_range_is_half_open(served: Vendor) -> None:
    inside = list(served.source.bars(*WEEK))
    first, later = inside[0].time, inside[7].time
    assert bars(served, first, later) == inside[:7]
    assert bars(served, first, first + timedelta(seconds=1)) == inside[:1]
    assert bars(served, first, first) == []


def test_a_closed_market_is_an_empty_list(served: Vendor) -> None:
    saturday = datetime(2024, 7, 6, 13, tzinfo=UTC)
    assert bars(served, saturday, saturday + timedelta(hours=5)) == []


def test_the_future_is_not_there_yet(served: Vendor) -> None:
    assert bars(served, NOW + BAR, NOW + timedelta(days=2)) == []


def test_the_bar_of_this_moment_is_forming(served: Vendor) -> None:
    (final,) = served.source.bars(FORMING, FORMING + BAR)
    (seen,) = bars(served, FORMING, FORMING + BAR)
    assert (seen.time, seen.open) == (final.time, final.open)
    assert final.low <= seen.low <= seen.close <= seen.high <= final.high


def test_both_spellings_of_the_symbol_are_one_market(served: Vendor) -> None:
    assert bars(served, *WEEK, symbol="usd/cop") == bars(served, *WEEK)


def test_an_unknown_symbol_is_refused_before_any_credit_is_spent(served: Vendor) -> None:
    async def ask() -> list[str]:
        async with desk(served.url, served.clock) as at:
            with pytest.raises(UsageError, match="EURUSD"):
                await at.feed.bars("EURUSD", *WEEK)
            return at.ledger.reserved

    assert asyncio.run(ask()) == []


def test_volume_is_null_where_the_feed_has_none(served: Vendor) -> None:
    assert {bar.volume for bar in bars(served, *WEEK)} == {None}


def test_a_quote_is_the_newest_price_at_the_time_of_receipt(served: Vendor) -> None:
    async def ask() -> None:
        async with desk(served.url, served.clock) as at:
            feed: MarketFeed = at.feed
            quote = await feed.quote("USDCOP")
            (forming,) = await feed.bars("USDCOP", FORMING, FORMING + BAR)
            assert (quote.symbol, quote.price, quote.at) == ("USDCOP", forming.close, NOW)
            assert quote.bid is quote.ask is None

    asyncio.run(ask())
