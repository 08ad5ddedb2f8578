"""The live feed put together on an open home: vendor, tables, streams, trader, matcher."""

from collections.abc import Awaitable, Callable, Sequence
from datetime import timedelta
from typing import Final

from usdcop.adapters.postgres.audit import PostgresAudit
from usdcop.adapters.postgres.leases import Lease
from usdcop.adapters.postgres.matching import PostgresMatching
from usdcop.adapters.postgres.orchestrator_status import PostgresFeedStatus
from usdcop.adapters.postgres.quotes import PostgresQuotes
from usdcop.adapters.postgres.trading_state import PostgresTradingState
from usdcop.adapters.redis_streams import RedisStreams
from usdcop.adapters.twelvedata.client import TwelveData, VendorTerms
from usdcop.core.bars import Source
from usdcop.core.credits import CreditLimits
from usdcop.core.events import market_stream
from usdcop.core.ports import MarketFeed
from usdcop.core.retry import RetryRule
from usdcop.live.broker import Broker, BrokerRules
from usdcop.live.desk import Label
from usdcop.live.heeding import HeedingWriter
from usdcop.live.ports import Credits, LivePorts
from usdcop.live.runner import Runner
from usdcop.live.session import Told
from usdcop.live.skew import Reading
from usdcop.main.modes import Mode
from usdcop.main.serve.trader import trader_of
from usdcop.main.wiring import SIMULATOR_KEY, System

# untested: here, but as a whole in tests/main/serve/test_orchestrator.py

LIVE_TERMS: Final = VendorTerms(
    retry=RetryRule(attempts=2),
    timeout=timedelta(seconds=8),
    credit_patience=timedelta(seconds=20),
)
"""Less patient than history: a bar is asked for again by the feed itself, and a quote that is late is none."""
_SECOND: Final = timedelta(seconds=1)


def runner_of(
    system: System, feed: MarketFeed, streams: RedisStreams, told: Callable[[Told], None]
) -> Runner:
    """The live feed of ``system``.

    Args:
        system: an open home.
        feed: its vendor.
        streams: the event streams of its Redis.
        told: hears what the trader did.
    """
    vendor = feed.with_terms(LIVE_TERMS) if isinstance(feed, TwelveData) else feed
    settings, market, engine = system.settings, system.market, system.engine
    events = HeedingWriter(streams.writer(market_stream(market.symbol)))
    status = PostgresFeedStatus(engine)
    ports = LivePorts(
        feed=vendor,
        clock=system.clock,
        wall=system.wall,
        bars=system.bars,
        quotes=PostgresQuotes(engine),
        events=events,
        trader=trader_of(system, events, told),
        matcher=_matcher(system),
        status=status,
        l0=status,
        lease=Lease(engine, f"orchestrator:{market.symbol}"),
        audit=PostgresAudit(engine),
        credits=_credits(system, vendor),
        trading_state=PostgresTradingState(engine).current,
        clocks=_clocks(system, status, vendor),
    )
    source = Source.SYNTHETIC if settings.mode is Mode.SYNTHETIC else Source.REALTIME
    return Runner(market, ports, settings.live, Label(source.value, settings.mode.value))


def _matcher(system: System) -> Broker:
    settings, market, engine = system.settings, system.market, system.engine
    rules = BrokerRules(market, settings.costs, settings.stakes, settings.risk)
    desk = PostgresMatching(engine, {market.symbol: market})
    return Broker(desk, Lease(engine, f"matcher:{market.symbol}"), rules)


def _credits(system: System, feed: MarketFeed) -> Credits:
    vendor = system.settings.vendor
    limits = CreditLimits(vendor.credits_per_minute, vendor.credits_per_day)
    return Credits(system.credits, limits, _observer(system, feed))


def _observer(system: System, feed: MarketFeed) -> Callable[[], Awaitable[None]]:
    """Asks the vendor what the day has cost so far, after a loss of Redis."""
    keys = system.settings.vendor.keys if system.settings.mode is Mode.REAL else (SIMULATOR_KEY,)

    async def observe() -> None:
        for key in keys:
            if isinstance(feed, TwelveData) and system.credits.needs_observation(key, system.clock.now()):
                await feed.usage(key)

    return observe


def _clocks(system: System, status: PostgresFeedStatus, feed: MarketFeed) -> Callable[[], Sequence[Reading]]:
    """What other clocks say: PostgreSQL's, and the vendor's as its newest answer told it."""

    def read() -> Sequence[Reading]:
        asked = system.wall.now()
        said = status.clock()
        readings = [Reading("PostgreSQL", said, asked, system.wall.now())]
        heard = feed.heard if isinstance(feed, TwelveData) else None
        if heard is not None:
            readings.append(Reading("the vendor", heard.said, heard.asked, heard.answered, _SECOND))
        return readings

    return read
