"""Whole days of the live feed in one process: a clock that jumps when nobody is at work, and real servers around."""

import asyncio
import itertools
import random
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import Engine, text

from support.clocks import HandClock
from support.day_clock import ASKING, Busy, CountingExecutor, DayClock, QuickWall
from usdcop.adapters.postgres.audit import PostgresAudit
from usdcop.adapters.postgres.bars import PostgresBars
from usdcop.adapters.postgres.epochs import PostgresEpochs
from usdcop.adapters.postgres.leases import Lease
from usdcop.adapters.postgres.orchestrator_status import PostgresFeedStatus
from usdcop.adapters.postgres.quotes import PostgresQuotes
from usdcop.adapters.postgres.runs import PostgresRuns
from usdcop.adapters.redis import RedisCredits, open_redis
from usdcop.adapters.redis_streams import RedisStreams, open_streams
from usdcop.adapters.twelvedata.client import TwelveData, VendorTerms, open_twelvedata
from usdcop.core.bars import Quote, VendorBar
from usdcop.core.credits import CreditLimits
from usdcop.core.errors import UsdcopError
from usdcop.core.events import Event, EventId, EventType, market_stream
from usdcop.core.layers import Layer
from usdcop.core.retry import RetryRule
from usdcop.core.sessions import MARKETS
from usdcop.core.trading import LiveQuote, StateRow, TradingState
from usdcop.live.desk import Label
from usdcop.live.heeding import HeedingWriter
from usdcop.live.plan import LiveSettings
from usdcop.live.ports import Credits, LivePorts
from usdcop.live.runner import Runner
from usdcop.live.skew import Reading
from usdcop.simulator.app import Access, create_app
from usdcop.simulator.faults import Faults
from usdcop.simulator.meter import Plan
from usdcop.simulator.server import running
from usdcop.simulator.synthetic import SyntheticMarket

MARKET = MARKETS["USDCOP"]
CALENDAR = MARKET.calendar
SEED = 11
PLAN = LiveSettings(quote_poll=timedelta(seconds=290), quote_rest=timedelta(0))
"""About a quote a bar: a day is quick."""


class CountedFeed:
    """The vendor, counted while it is asked. ``quotes`` and ``asked`` are what it was asked."""

    def __init__(self, feed: TwelveData, busy: Busy, clock: DayClock) -> None:
        self._feed, self._busy, self._clock = feed, busy, clock
        self.asked: list[datetime] = []
        self.quoted: list[datetime] = []
        self.on_quote: Callable[[Quote], Quote] = lambda quote: quote
        self.while_asked: Callable[[], None] = lambda: None

    async def bars(self, symbol: str, start: datetime, end: datetime) -> list[VendorBar]:
        self.asked.append(self._clock.now())
        with self._at_work():
            return await self._feed.bars(symbol, start, end)

    async def quote(self, symbol: str) -> Quote:
        self.quoted.append(self._clock.now())
        with self._at_work():
            quote = await self._feed.quote(symbol)
        self.while_asked()
        return self.on_quote(replace(quote, at=self._clock.now()))

    @contextmanager
    def _at_work(self) -> Iterator[None]:
        token = ASKING.set(True)
        try:
            with self._busy.working():
                yield
        finally:
            ASKING.reset(token)


class CountedWriter:
    """A stream's writer, counted while it writes; ``instead`` takes its place."""

    def __init__(self, streams: RedisStreams, busy: Busy) -> None:
        self._streams, self._busy = streams, busy
        self.instead: Callable[..., Coroutine[Any, Any, EventId]] | None = None

    async def publish(
        self, type_: EventType, body: Any, at: datetime, once: int | None = None  # noqa: ANN401 - JSON
    ) -> EventId:  # fmt: skip
        with self._busy.working():
            if self.instead is not None:
                return await self.instead(type_, body, at, once)
            return await self._streams.writer(market_stream("USDCOP")).publish(type_, body, at, once)


@dataclass
class RecordingTrader:
    """A trader that remembers what it was told."""

    opened: list[tuple[date, datetime]] = field(default_factory=list)
    told: list[tuple[datetime, list[datetime]]] = field(default_factory=list)
    closed: list[tuple[date, datetime]] = field(default_factory=list)
    failing: UsdcopError | None = None
    mute: Sequence[str] = ()

    async def open_session(self, day: date, now: datetime) -> None:
        if self.failing is not None:
            raise self.failing
        self.opened.append((day, now))

    async def on_bars(self, bars: Sequence[VendorBar], now: datetime) -> Sequence[str]:
        self.told.append((now, [bar.time for bar in bars]))
        return self.mute

    async def close_session(self, day: date, now: datetime) -> None:
        self.closed.append((day, now))

    @property
    def first_told(self) -> dict[datetime, datetime]:
        """When each bar was first told."""
        found: dict[datetime, datetime] = {}
        for now, bars in self.told:
            for bar in bars:
                found.setdefault(bar, now)
        return found


@dataclass
class RecordingMatcher:
    """A matcher that remembers its quotes."""

    quotes: list[LiveQuote] = field(default_factory=list)
    closed: list[date] = field(default_factory=list)

    def on_quote(self, quote: LiveQuote, now: datetime) -> int:
        assert quote.at <= now
        self.quotes.append(quote)
        return 0

    def close_session(self, day: date, now: datetime) -> int:
        assert now >= CALENDAR.closes_at(day)
        self.closed.append(day)
        return 0


@dataclass
class Stage:
    """A feed on its stage: real PostgreSQL, Redis and simulator, a clock moved by hand."""

    engine: Engine
    clock: DayClock
    busy: Busy
    faults: Faults
    feed: CountedFeed
    trader: RecordingTrader
    matcher: RecordingMatcher
    streams: RedisStreams
    writer: CountedWriter
    ledger: RedisCredits
    ports: LivePorts
    plan: LiveSettings
    skews: list[Reading] = field(default_factory=list)
    lasting: list[asyncio.Task[None]] = field(default_factory=list)

    def runner(self) -> Runner:
        """A new feed, as a new process would have."""
        return Runner(MARKET, self.ports, self.plan, Label("synthetic", "synthetic"))

    def start(self) -> Runner:
        """A feed that runs."""
        runner = self.runner()
        self.lasting.append(asyncio.create_task(runner.run()))
        return runner

    async def stop(self) -> None:
        """End the feed as a signal would."""
        for task in self.lasting:
            task.cancel()
        ended = await asyncio.gather(*self.lasting, return_exceptions=True)
        self.lasting.clear()
        await self.busy.idle.wait()
        lease: Any = self.ports.lease
        lease.release()
        await self.eventually(
            lambda: not self.scalar("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'")
        )
        failed = [one for one in ended if one is not None and not isinstance(one, asyncio.CancelledError)]
        assert not failed, failed

    async def settled(self) -> None:
        """Wait until nobody is at work, without letting time pass."""
        await self.clock.run(self.clock.now())

    async def eventually(self, holds: Callable[[], bool]) -> None:
        """Wait until something holds that takes real time."""
        async with asyncio.timeout(30):
            while not holds():  # noqa: ASYNC110 - whatever it is, it has no event
                await asyncio.sleep(0.005)

    async def crash_now_and_then(self, chance: random.Random, until: datetime) -> None:
        """Run until ``until``; cancel the feed at random points of its work and start another."""
        for _ in range(8):
            if self.clock.now() >= until:
                break
            self.start()
            passing = asyncio.create_task(
                self.clock.run(self.clock.now() + timedelta(seconds=chance.randint(200, 900)))
            )
            for _ in range(chance.randint(1, 400)):
                await asyncio.sleep(0.0005)
                if passing.done():
                    break
            await self.stop()
            await passing
        self.start()
        await self.clock.run(max(until, self.clock.now() + timedelta(minutes=2)))

    async def slots(self) -> list[int]:
        """Slots of the bars that were published, in order."""
        return [event.body["data"]["slot"] for event in await self.events(EventType.BAR)]

    def spend(self, credits_spent: int) -> None:
        """Use up credits, as another process would."""
        for _ in range(credits_spent):
            self.ledger.reserve(1, self.clock.now() + timedelta(minutes=_))

    def l0_completes(self, at: datetime) -> None:
        """A run of L0 that starts and completes at ``at``."""
        log = PostgresRuns(self.engine)
        log.finish(log.start(Layer.L0, "USDCOP", at), at, 1)

    async def events(self, type_: EventType) -> list[Event]:
        """All events of ``type_`` on the market's stream, in order."""
        found: list[Event] = []
        reader, last = self.streams.reader(market_stream("USDCOP")), None
        while batch := await reader.after(last, timedelta(0)):
            found += batch
            last = batch[-1].id
        return [event for event in found if event.type is type_]

    async def states(self) -> list[str]:
        """The states that were told, in order."""
        told = [event.body["data"]["state"] for event in await self.events(EventType.SYSTEM_STATUS)]
        return [state for state, _ in itertools.groupby(told)]

    def table(self, day: date) -> dict[datetime, str]:
        """State of each stored bar of ``day``."""
        rows = PostgresBars(self.engine).read("USDCOP", CALENDAR.opens_at(day), CALENDAR.closes_at(day))
        return {row["time"]: str(row["state"]) for row in rows.iter_rows(named=True)}

    def scalar(self, sql: str) -> Any:  # noqa: ANN401 - whatever is asked for
        """One value of the database."""
        with self.engine.begin() as connection:
            return connection.execute(text(sql)).scalar()


@dataclass(frozen=True)
class Scene:
    """What a stage is set with."""

    at: datetime
    keys: tuple[str, ...] = ("key-one", "key-two")
    limits: CreditLimits = CreditLimits(per_minute=60, per_day=5_000)  # noqa: RUF009 - frozen
    plan: LiveSettings = PLAN
    end: datetime | None = None


@asynccontextmanager
async def stage(engine: Engine, redis_url: str, scene: Scene) -> AsyncIterator[Stage]:
    """A stage set as ``scene`` says; whatever runs on it is ended."""
    busy = Busy()
    asyncio.get_running_loop().set_default_executor(CountingExecutor(busy))
    clock, faults, wall = DayClock(scene.at, busy, scene.end), Faults(seed=3), QuickWall(busy)
    ledger = RedisCredits(open_redis(redis_url), scene.keys, scene.limits)
    ledger.open_unspent(scene.at)
    plan = Plan(scene.limits.per_minute, scene.limits.per_day)
    app = create_app(SyntheticMarket(SEED), clock, faults, Access(frozenset(scene.keys), plan))
    terms = VendorTerms(retry=RetryRule(attempts=2))
    with running(app) as url:
        async with (
            open_twelvedata(url, ledger, clock, HandClock(scene.at), terms) as feed,
            open_streams(redis_url, PostgresEpochs(engine)) as streams,
        ):
            made = _stage(
                engine, busy, clock, faults, CountedFeed(feed, busy, clock), streams, scene, ledger, wall
            )
            try:
                yield made
            finally:
                await made.stop()


def _stage(
    engine: Engine,
    busy: Busy,
    clock: DayClock,
    faults: Faults,
    feed: CountedFeed,
    streams: RedisStreams,
    scene: Scene,
    ledger: RedisCredits,
    wall: QuickWall,
) -> Stage:
    writer = CountedWriter(streams, busy)
    trader, matcher, skews = RecordingTrader(), RecordingMatcher(), list[Reading]()
    status = PostgresFeedStatus(engine)

    async def observe() -> None:
        for key in scene.keys:
            if ledger.needs_observation(key, clock.now()):
                ledger.observe(key, 0, clock.now())

    ports = LivePorts(
        feed=feed,
        clock=clock,
        wall=wall,
        bars=PostgresBars(engine),
        quotes=PostgresQuotes(engine),
        events=HeedingWriter(writer),
        trader=trader,
        matcher=matcher,
        status=status,
        l0=status,
        lease=Lease(engine, "orchestrator:USDCOP"),
        audit=PostgresAudit(engine),
        credits=Credits(ledger, scene.limits, observe),
        trading_state=lambda: ACTIVE,
        clocks=lambda: skews,
    )
    return Stage(
        engine, clock, busy, faults, feed, trader, matcher, streams, writer, ledger, ports, scene.plan, skews
    )


ACTIVE = StateRow(
    TradingState.ACTIVE,
    1,
    "test",
    "start",
    datetime(2024, 1, 1, tzinfo=UTC),
    datetime(2024, 1, 1, tzinfo=UTC),
)
