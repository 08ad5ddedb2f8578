"""Wiring: opens a home and puts the adapters into the ports; nothing below knows which."""

import shutil
import uuid
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, contextmanager, nullcontext
from dataclasses import dataclass
from functools import partial
from typing import NoReturn

from sqlalchemy import Engine, make_url
from sqlalchemy.exc import ArgumentError

from usdcop.adapters.clock import SimulatedClock, SystemClock, SystemWall
from usdcop.adapters.credits import LocalCredits
from usdcop.adapters.lake.parquet import ParquetLake, Versions
from usdcop.adapters.objects import S3Settings, open_objects
from usdcop.adapters.postgres.bars import PostgresBars
from usdcop.adapters.postgres.court_record import PostgresCourtRecord
from usdcop.adapters.postgres.database import open_database
from usdcop.adapters.postgres.forward_stops import PostgresForwardStops
from usdcop.adapters.postgres.migrate import migrate
from usdcop.adapters.postgres.newest import newest_stored
from usdcop.adapters.postgres.outcomes import PostgresMetrics, PostgresPredictions
from usdcop.adapters.postgres.quality import PostgresQuality
from usdcop.adapters.postgres.runs import PostgresRuns
from usdcop.adapters.postgres.service_role import SERVICE_ROLE, admit_service
from usdcop.adapters.postgres.shares import PoolRule
from usdcop.adapters.redis import RedisCache, RedisCredits, open_redis
from usdcop.adapters.redis_newest import RedisNewest, RememberedBars, open_memory
from usdcop.adapters.twelvedata.client import open_twelvedata
from usdcop.core.bars import Source
from usdcop.core.clocks import ClockSpec, parse_clock
from usdcop.core.credits import CreditLimits
from usdcop.core.errors import UsageError
from usdcop.core.ports import Clock, MarketFeed, Objects, Wall
from usdcop.core.sessions import Market, market_of
from usdcop.main.console import say
from usdcop.main.embedded.files import exclusive, secret, write_private
from usdcop.main.embedded.postgres import create_database
from usdcop.main.embedded.servers import LOCK as SERVERS_LOCK
from usdcop.main.embedded.servers import servers, stop
from usdcop.main.market_time import current, read_kept
from usdcop.main.modes import Mode
from usdcop.main.settings import Settings
from usdcop.main.versions import code_version

DATABASE = "usdcop"
REGISTRY_DATABASE = "mlflow"
SIMULATOR_KEY = "simulator"
"""The vendor key that the simulator is called with."""

AMPLE = CreditLimits(per_minute=1_000_000, per_day=1_000_000_000)
"""Credits of a simulator that only we call."""


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the servers are, passwords included."""

    database: str
    """As the owner, who migrates and runs the batch path."""
    service: str | None
    """As the role of the services, where one was given."""
    registry: str
    redis: str
    fresh: bool
    """Whether the home was made just now: no account of credits was lost."""


@dataclass(frozen=True, slots=True, eq=False)
class System:
    """An open home: settings, market, clocks and everything behind a port."""

    settings: Settings
    market: Market
    clock: Clock
    wall: Wall
    objects: Objects
    lake: ParquetLake
    engine: Engine
    bars: RememberedBars
    memory: RedisNewest
    """The newest of each market, beside the database."""
    runs: PostgresRuns
    quality: PostgresQuality
    court: PostgresCourtRecord
    stops: PostgresForwardStops
    metrics: PostgresMetrics
    predictions: PostgresPredictions
    cache: RedisCache
    credits: RedisCredits
    addresses: Addresses
    run_id: str
    """Names this process in the rows it writes."""

    @property
    def source(self) -> Source:
        """What the rows fetched in this home are called."""
        return Source.SYNTHETIC if self.settings.mode is Mode.SYNTHETIC else Source.L0

    def feed(self) -> AbstractAsyncContextManager[MarketFeed]:
        """The vendor, or the simulator in a synthetic home, while the block runs.

        Raises:
            UsageError: the home has no vendor.
        """
        match self.settings.mode:
            case Mode.SYNTHETIC | Mode.REPLAY if self.settings.environment.simulator_url is not None:
                return _observed_feed(self, self.settings.environment.simulator_url, (SIMULATOR_KEY,))
            case Mode.SYNTHETIC:
                return _simulated_feed(self)
            case Mode.REPLAY:
                raise UsageError(
                    "A replay home has no vendor: its bars come from a file.",
                    "Bring them in with 'usdcop import FILE --mode replay'.",
                )
            case Mode.REAL:
                return _vendor_feed(self)


@contextmanager
def open_system(
    settings: Settings,
    symbol: str = "USDCOP",
    *,
    writes: bool = False,
    as_service: bool = False,
    pool: PoolRule | None = None,
) -> Iterator[System]:
    """The home of ``settings``, its servers started where they do not run and stopped by who leaves last.

    Who ``writes`` layers does so alone in this home; a second one waits until the first has ended. A process
    that serves connects ``as_service``: with a role that owns nothing and cannot change the audit trail. ``pool``:
    how it shares its connections.

    Raises:
        UsageError: a setting is wrong or a port taken.
        ServerError: a server cannot start.
        StorageError: the home cannot be written.
    """
    market = market_of(symbol)
    with writing(settings) if writes else nullcontext(), _addresses(settings) as addresses:
        migrate(addresses.database)
        url = _service_address(settings, addresses) if as_service else addresses.database
        engine = open_database(url, pool)
        try:
            yield _system(settings, market, addresses, engine)
        finally:
            engine.dispose()


def open_lake(settings: Settings, symbol: str) -> ParquetLake:
    """Only the layers of the home: no server is needed to read them."""
    return _lake(open_store(settings), market_of(symbol), SystemWall())


def open_store(settings: Settings) -> Objects:
    """The object store of the home."""
    environment = settings.environment
    key, secret = environment.s3_access_key, environment.s3_secret_key
    s3 = S3Settings(
        endpoint=environment.s3_endpoint,
        access_key=key.get_secret_value() if key else None,
        secret_key=secret.get_secret_value() if secret else None,
        allow_http=bool(environment.s3_endpoint and environment.s3_endpoint.startswith("http://")),
    )
    return open_objects(store_url(settings), s3)


def store_url(settings: Settings) -> str:
    """Address of the object store of the home."""
    return settings.environment.object_store_url or (settings.home / "objects").as_uri()


def clock_of(settings: Settings, market: Market) -> Clock:
    """The market clock that ``USDCOP_CLOCK`` asks for, else the one kept in the home, else real time.

    Raises:
        UsageError: the clock cannot be read.
        StorageError: the one kept in the home cannot be read.
    """
    wall = SystemWall()
    spec = given_clock(settings, wall)
    if spec is None and not clock_is_given(settings):
        kept = read_kept(settings.home)
        spec = None if kept is None else current(kept, wall.now())
    return SystemClock(wall) if spec is None else SimulatedClock(spec, market.calendar, wall)


def clock_is_given(settings: Settings) -> bool:
    """Whether the user, or the supervisor, said which clock to go by."""
    return "clock" in settings.environment.model_fields_set


def given_clock(settings: Settings, wall: Wall) -> ClockSpec | None:
    """The simulated clock of ``USDCOP_CLOCK``, anchored: once, and kept in the home. None: real time.

    Raises:
        UsageError: it cannot be read, or the home is a real one.
    """
    spec = parse_clock(settings.environment.clock)
    if spec is not None and settings.mode is Mode.REAL:
        raise UsageError(
            "A real home goes by real time: a clock of one's own would choose which sessions judge a bundle.",
            "Unset USDCOP_CLOCK, or use a replay.",
        )
    return None if spec is None else _anchored(spec, settings, wall)


def _anchored(spec: ClockSpec, settings: Settings, wall: Wall) -> ClockSpec:
    """``spec`` with the anchor of the home, so that all processes agree and a restart does not jump back."""
    if spec.anchor is not None:
        return spec
    kept = settings.home / "clock"
    if kept.exists():
        text, _, anchored = kept.read_text().partition("\n")
        found = parse_clock(anchored) if text == settings.environment.clock else None
        if found is not None:
            return found
    chosen = spec.anchored(wall.now())
    write_private(kept, f"{settings.environment.clock}\n{chosen}")
    return chosen


def forget(settings: Settings) -> None:
    """Remove the home of ``settings``, unless somebody uses it.

    Raises:
        UsageError: another command uses it.
    """

    def refuse() -> NoReturn:
        raise UsageError(
            f"Another command is using {settings.home}.",
            "Wait until it has ended, or stop it; then try again.",
        )

    if settings.home.exists():
        with exclusive(settings.home / SERVERS_LOCK, refuse):
            stop_servers(settings)
            shutil.rmtree(settings.home)


def stop_servers(settings: Settings) -> None:
    """Stop the embedded servers of the home, whoever uses them."""
    stop(settings.home)


@contextmanager
def writing(settings: Settings, *, quietly: bool = False) -> Iterator[None]:
    """Be the one who writes layers of the home while the block runs; a second one waits, and says so."""

    def wait() -> None:
        say(f"Another command is writing to {settings.home}: waiting until it has ended.")

    with exclusive(settings.home / "layers.lock", None if quietly else wait):
        yield


@contextmanager
def _addresses(settings: Settings) -> Iterator[Addresses]:
    environment = settings.environment
    database, redis_url, registry = environment.database_url, environment.redis_url, environment.mlflow_url
    service = environment.service_database_url
    if database and redis_url:
        if registry is None:
            raise UsageError("USDCOP_MLFLOW_URL is not set.", "Give the registry a database of its own.")
        yield Addresses(
            database=database.get_secret_value(),
            service=service.get_secret_value() if service else database.get_secret_value(),
            registry=_registry_address(registry.get_secret_value()),
            redis=redis_url.get_secret_value(),
            fresh=False,
        )
        return
    postgres_port, redis_port = environment.postgres_port, environment.redis_port
    with servers(settings.home, postgres_port=postgres_port, redis_port=redis_port) as running:
        create_database(running.postgres, DATABASE)
        create_database(running.postgres, REGISTRY_DATABASE)
        yield Addresses(
            database=database.get_secret_value() if database else running.postgres.url(DATABASE),
            service=given.get_secret_value() if (given := service or database) else None,
            registry=_registry_address(registry.get_secret_value())
            if registry
            else running.postgres.url(REGISTRY_DATABASE),
            redis=redis_url.get_secret_value() if redis_url else running.redis.url(),
            fresh=running.postgres.created and running.redis.created,
        )


def _service_address(settings: Settings, addresses: Addresses) -> str:
    """Address for the services: in an embedded server the role is let in with a password kept in the home."""
    if addresses.service is not None:
        return addresses.service
    password, _ = secret(settings.home / "service.password")
    owner = make_url(addresses.database)
    admit_service(addresses.database, password)
    return owner.set(username=SERVICE_ROLE, password=password).render_as_string(hide_password=False)


def _registry_address(text: str) -> str:
    """``text`` with the driver that is installed, where it names PostgreSQL and no driver.

    Raises:
        UsageError: it is no address.
    """
    try:
        address = make_url(text)
    except ArgumentError:
        raise UsageError(
            "USDCOP_MLFLOW_URL cannot be read.", "Write it as postgresql://user:password@host:port/database."
        ) from None
    if address.drivername in {"postgresql", "postgres"}:
        address = address.set(drivername="postgresql+psycopg2")
    return address.render_as_string(hide_password=False)


def _system(settings: Settings, market: Market, addresses: Addresses, engine: Engine) -> System:
    wall, clock, store = SystemWall(), clock_of(settings, market), open_store(settings)
    client, memory = open_redis(addresses.redis), open_memory(addresses.redis)
    limits = CreditLimits(settings.vendor.credits_per_minute, settings.vendor.credits_per_day)
    keys = settings.vendor.keys if settings.mode is Mode.REAL else (SIMULATOR_KEY,)
    ledger = RedisCredits(client, keys, limits)
    if addresses.fresh:
        ledger.open_unspent(clock.now())
    return System(
        settings=settings,
        market=market,
        clock=clock,
        wall=wall,
        objects=store,
        lake=_lake(store, market, wall),
        engine=engine,
        bars=RememberedBars(PostgresBars(engine), partial(newest_stored, engine), memory),
        memory=memory,
        runs=PostgresRuns(engine),
        quality=PostgresQuality(engine),
        court=PostgresCourtRecord(engine),
        stops=PostgresForwardStops(engine),
        metrics=PostgresMetrics(engine),
        predictions=PostgresPredictions(engine),
        cache=RedisCache(client),
        credits=ledger,
        addresses=addresses,
        run_id=uuid.uuid4().hex[:12],
    )


def _lake(store: Objects, market: Market, wall: Wall) -> ParquetLake:
    versions = Versions(code=code_version(), calendar=market.calendar.version)
    return ParquetLake(store, market.symbol, versions, wall.now)


def _vendor_feed(system: System) -> AbstractAsyncContextManager[MarketFeed]:
    vendor = system.settings.vendor
    if not vendor.keys:
        raise UsageError(
            "No vendor key is set.",
            "Set TWELVEDATA_API_KEYS, import a file with 'usdcop import', or use '--mode synthetic'.",
        )
    return _observed_feed(system, vendor.url, vendor.keys)


@asynccontextmanager
async def _observed_feed(system: System, url: str, keys: Sequence[str]) -> AsyncIterator[MarketFeed]:
    async with open_twelvedata(url, system.credits, system.clock, system.wall) as feed:
        for key in keys:  # after a loss of Redis the vendor is asked what the day has cost so far
            if system.credits.needs_observation(key, system.clock.now()):
                await feed.usage(key)
        yield feed


@asynccontextmanager
async def _simulated_feed(system: System) -> AsyncIterator[MarketFeed]:
    # A web server, needed only here.
    from usdcop.main.made_up_market import simulator_for  # noqa: PLC0415
    from usdcop.simulator.app import Access  # noqa: PLC0415
    from usdcop.simulator.meter import Plan  # noqa: PLC0415

    # Where market time stands still no minute ends, so that credits that are spent would never come back.
    ample = isinstance(system.clock, SimulatedClock)
    account = LocalCredits((SIMULATOR_KEY,), AMPLE) if ample else system.credits
    limits = AMPLE if ample else CreditLimits()
    access = Access(frozenset({SIMULATOR_KEY}), Plan(limits.per_minute, limits.per_day))
    with simulator_for(
        system.market, system.clock, access, system.settings.environment.simulator_port
    ) as url:
        async with open_twelvedata(url, account, system.clock, system.wall) as feed:
            yield feed
