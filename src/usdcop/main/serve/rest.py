"""Serving one REST service: the home is opened, the service made, and requests answered until a signal."""

import sys
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Final

import redis
import structlog
from fastapi import FastAPI
from sqlalchemy import Engine, event, text
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry, QueuePool

from usdcop.adapters.postgres.database import transaction
from usdcop.adapters.postgres.shares import PoolRule
from usdcop.adapters.rate_limits import RateLimits
from usdcop.adapters.redis import open_redis
from usdcop.core.errors import SourceError
from usdcop.main.logs import log_to
from usdcop.main.serve.http import address_of, listening, server_of
from usdcop.main.serve.identity import access_of, desk_of, identity_of
from usdcop.main.settings import Settings
from usdcop.main.tracing import tracing
from usdcop.main.wiring import System, open_system
from usdcop.services.kit.app import Shared
from usdcop.services.kit.health import Component, Status
from usdcop.services.kit.metrics import Pool

STATEMENT_SECONDS: Final = 20
"""Longest statement of a service in the database."""
POOL: Final = PoolRule(size=5, reserved=2, patience=0.25, urgent_patience=2.0)
"""How a service shares its connections: who reads is soon told to come again, and takes none of the last two."""
SWITCH_SECONDS: Final = 0.001
"""How long one thread may keep the others from running, a fifth of Python's own: while readers crowd, an order that
goes from thread to thread a dozen times waits that long each time (``make bench ARGS="--only crowd"``)."""

_log = structlog.get_logger("usdcop.serve")


def serve_rest(settings: Settings, name: str, port: int, create: Callable[[System, Shared], FastAPI]) -> None:
    """Serve what ``create`` makes as the service ``name`` on ``port``, until SIGTERM or SIGINT.

    Raises:
        UsageError: the port is taken, or a secret is too weak for where it listens.
        ServerError: PostgreSQL or Redis cannot be started.
    """
    with (
        listening(settings.services.host, port, f"USDCOP_{name.upper()}_PORT") as listener,
        open_system(settings, as_service=True, pool=POOL) as system,
    ):
        log_to(
            settings.home,
            name,
            settings.environment.log_level,
            run=system.run_id,
            symbol=system.market.symbol,
            data_kind=settings.mode.value,
        )
        _limit_statements(system.engine)
        sys.setswitchinterval(SWITCH_SECONDS)
        with tracing(settings, name, system.run_id) as provider:
            app = create(system, replace(shared_of(system), tracing=provider))
            _log.info("serving", address=address_of(listener))
            server_of(app).run([listener])
        _log.info("stopped")


def _limit_statements(engine: Engine) -> None:
    """Let PostgreSQL end statements that nobody waits for any more."""

    @event.listens_for(engine, "connect")
    def limit(connection: DBAPIConnection, _record: ConnectionPoolEntry) -> None:
        cursor = connection.cursor()
        cursor.execute(f"SET statement_timeout = {STATEMENT_SECONDS * 1000}")
        connection.commit()
        cursor.close()


def shared_of(system: System) -> Shared:
    """What the services of the home ``system`` are given.

    Raises:
        UsageError: a secret is too weak for where they listen.
    """
    access = access_of(system.settings)
    limiter = RateLimits(system.addresses.redis)
    return Shared(
        settings=system.settings.services,
        access=access,
        identity=identity_of(system, access),
        clock=system.clock,
        wall=system.wall,
        health=_components(system, limiter),
        limiter=limiter,
        data_kind=system.settings.mode.value,
        pool=lambda: _pool(system.engine),
        desk=desk_of(system, access),
    )


def _components(system: System, limiter: RateLimits) -> Callable[[], Sequence[Component]]:
    client = open_redis(system.addresses.redis)
    return lambda: (_database(system.engine), _redis(client, limiter))


def _database(engine: Engine) -> Component:
    try:
        with transaction(engine) as connection:
            connection.execute(text("SELECT 1"))
    except SourceError:
        cause, step = "PostgreSQL does not answer.", "See that it runs, and USDCOP_DATABASE_URL."
        return Component("database", Status.DOWN, cause, step)
    return Component("database")


def _redis(client: redis.Redis, limiter: RateLimits) -> Component:
    cause = "Redis does not answer; each process counts its clients for itself."
    try:
        client.ping()
    except redis.RedisError:
        step = "See that it runs, and USDCOP_REDIS_URL."
        return Component("redis", Status.DOWN, cause, step, essential=False)
    if limiter.degraded:
        return Component("redis", Status.DEGRADED, cause, "Nothing: it is asked again soon.", essential=False)
    return Component("redis", essential=False)


def _pool(engine: Engine) -> Pool:
    pool = engine.pool
    return Pool(pool.size(), pool.checkedout()) if isinstance(pool, QueuePool) else Pool(0, 0)
