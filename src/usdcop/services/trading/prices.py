"""The newest price of a market and its day: from the newest quote and the stored bars."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import polars as pl

from usdcop.core.bars import BarState
from usdcop.core.errors import MissingInputError
from usdcop.core.newest import Newest, StoredBar
from usdcop.core.sessions import BAR, Market
from usdcop.core.trading import LiveQuote
from usdcop.services.trading.ports import TradingPorts
from usdcop.services.trading.stores import Stores

DAY: Final = timedelta(hours=24)


@dataclass(frozen=True, slots=True)
class LastPrice:
    """The newest price, and what it is."""

    price: float
    at: datetime
    source: str
    quote: LiveQuote | None
    """The quote it is of; None where it is a bar's close."""
    bar: StoredBar | None
    """The newest bar, the forming one included."""

    @property
    def poll(self) -> timedelta:
        """How often one is planned."""
        return timedelta(seconds=self.quote.poll_interval_seconds) if self.quote else BAR


@dataclass(frozen=True, slots=True)
class Extent:
    """How far the stored bars reach."""

    first: datetime | None
    last: datetime | None
    bars: int


@dataclass(frozen=True, slots=True)
class DayFigures:
    """The 24 hours up to the newest price. What no bar of that time tells is None."""

    last: LastPrice
    open: float | None
    high: float | None
    low: float | None
    volume: float | None
    """None: the feed has no volume."""
    extent: Extent


def last_price(ports: TradingPorts, market: Market, now: datetime, known: Newest | None = None) -> LastPrice:
    """The newest price of ``market`` at ``now``.

    Args:
        ports: where it is asked for.
        market: which.
        now: market time.
        known: what is remembered as the newest; PostgreSQL is asked where that cannot be the newest any more.

    Raises:
        MissingInputError: there is neither a quote nor a bar.
    """
    if known is None or not known.may_be_newest(now, market.calendar):
        known = ports.newest_stored(market.symbol, now)
    return _last(known, market, now)


def day_figures(ports: TradingPorts, market: Market, now: datetime) -> DayFigures:
    """The last 24 hours of ``market`` before its newest price, and how far its bars reach.

    Raises:
        MissingInputError: there is neither a quote nor a bar.
    """
    last = last_price(ports, market, now)
    with ports.hot.snapshot(market.symbol, market.calendar.hours.timezone) as snapshot:
        # A bar counts where its close lies in the 24 hours: those that opened in [at - 24 h - 5 min, at].
        bars = snapshot.rows([(last.at - DAY - BAR + timedelta(microseconds=1), last.at + _INSTANT)])
        extent = _extent(Stores(snapshot, ports.cold, market.calendar), now, last.bar)
    volumes = bars["volume"].drop_nulls()
    return DayFigures(
        last=last,
        open=None if bars.is_empty() else float(bars["open"][0]),
        high=_beyond(bars["high"].max(), last.price, max),
        low=_beyond(bars["low"].min(), last.price, min),
        volume=float(volumes.sum()) if len(volumes) else None,
        extent=extent,
    )


_INSTANT: Final = timedelta(microseconds=1)


def _last(newest: Newest, market: Market, now: datetime) -> LastPrice:
    quote, bar = newest.quote, newest.bar
    if quote is not None and (bar is None or quote.at >= _known(bar)):
        return LastPrice(quote.price, quote.at, quote.source, quote, bar)
    if bar is None:
        raise MissingInputError(
            f"There is neither a quote nor a bar of {market.symbol} yet.",
            "Bring bars in with 'usdcop import FILE' or 'usdcop acquire'.",
        )
    return LastPrice(bar.close, min(bar.known_at, now), bar.source, None, bar)


def _known(bar: StoredBar) -> datetime:
    """From when on a quote is newer than ``bar``: a forming bar is made of quotes."""
    return bar.time if bar.state is BarState.FORMING else bar.known_at


def _extent(stores: Stores, now: datetime, newest: StoredBar | None) -> Extent:
    """From the first bar of the cold store, where there is one, to the newest."""
    first = stores.first_bar()
    here, before = stores.hot.count(now)
    bars = here + before + stores.bars_before_the_split()
    return Extent(first, newest.time if newest else None, bars)


def _beyond(extreme: Any, price: float, choose: Any) -> float | None:  # noqa: ANN401 - what polars gives, and min or max
    """``extreme`` of the bars, or ``price`` where that lies beyond it."""
    return None if extreme is None else float(choose(extreme, price))


def missing_bars(bars: pl.DataFrame, market: Market, now: datetime) -> tuple[int, int]:
    """Bars of the session of ``now`` that have closed, and how many of them are not in ``bars``.

    One that closed less than a bar ago may still be on its way, and is not missed yet.
    """
    grid = market.calendar.grid(market.calendar.local_date(now))
    final = bars.filter(pl.col("state") != BarState.FORMING.value)["time"]
    missed = {at for at in grid if at + 2 * BAR <= now} - set(final.to_list())
    return sum(at + BAR <= now for at in grid), len(missed)
