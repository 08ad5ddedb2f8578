"""Services over real HTTP: any app behind a real server, with real PostgreSQL and Redis, and tokens by role."""

import socket
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta

import httpx
import structlog
from argon2 import PasswordHasher
from fastapi import FastAPI
from sqlalchemy import Engine

from usdcop.adapters.clock import SystemClock, SystemWall
from usdcop.adapters.passwords import Passwords
from usdcop.adapters.postgres.sign_ins import PostgresSignIns
from usdcop.adapters.postgres.users import PostgresUsers
from usdcop.adapters.rate_limits import RateLimits
from usdcop.adapters.tokens import Tokens
from usdcop.core.access import Role, SignIn
from usdcop.core.ports import Clock, Wall
from usdcop.main.serve.http import PatientProtocol, server_of
from usdcop.main.serve.identity import TokenIdentity
from usdcop.services.kit.app import Shared
from usdcop.services.kit.auth.desk import Desk, DeskPorts
from usdcop.services.kit.settings import AccessSettings, AuthMode, ServiceSettings

structlog.configure(  # nothing is printed; what is logged can be captured
    processors=[structlog.contextvars.merge_contextvars, structlog.processors.KeyValueRenderer()],
    logger_factory=structlog.ReturnLoggerFactory(),
)

SECRET = "c0ff33-and-other-letters-of-a-key-for-tests"
AUDIENCE = "usdcop-synthetic"
QUICK = Passwords(PasswordHasher(time_cost=1, memory_cost=256, parallelism=1))
"""Hashes in a millisecond; how long the real ones take is tested with them."""
UNUSABLE = "a hash that no password fits"


@dataclass(frozen=True)
class Service:
    """A running service."""

    url: str
    client: httpx.Client
    shared: Shared
    tokens: Tokens
    engine: Engine

    def token(self, *roles: Role) -> str:
        """An access token of a user who has ``roles``; the user is made where there is none."""
        name = "-".join(sorted(roles)) or "nobody"
        at = self.shared.clock.now()
        users, now = PostgresUsers(self.engine), self.shared.wall.now()
        if users.find(name) is None:
            users.add(name, frozenset(roles), UNUSABLE, "tests", at)
        sign_in = SignIn(uuid.uuid4(), name, frozenset(roles), now + timedelta(days=1))
        digest = self.tokens.digest(self.tokens.refresh())
        PostgresSignIns(self.engine).open(sign_in, digest, now, at, "127.0.0.1")
        return self.tokens.access(sign_in, now)[0]

    def headers(self, *roles: Role) -> dict[str, str]:
        """The header that proves a user who has ``roles``."""
        return {"Authorization": f"Bearer {self.token(*roles)}"}


@contextmanager
def running_service(
    create: Callable[[Shared], FastAPI], engine: Engine, redis_url: str, shared: Shared | None = None
) -> Iterator[Service]:
    """The service that ``create`` makes, on a free port while the block runs.

    ``client`` calls it. Write ``shared=shared_for(engine, redis_url, mode=AuthMode.ALL)`` for other settings.
    """
    given = shared or shared_for(engine, redis_url)
    tokens = Tokens(given.access.secret, AUDIENCE, given.access.access_lifetime)
    with running_app(create(given)) as url, httpx.Client(base_url=url, timeout=20) as client:
        yield Service(url, client, given, tokens, engine)


def shared_for(
    engine: Engine,
    redis_url: str,
    *,
    mode: AuthMode = AuthMode.WRITES,
    settings: ServiceSettings | None = None,
    clock: Clock | None = None,
    wall: Wall | None = None,
) -> Shared:
    """What a service is given in a test: real servers, generous limits."""
    real = wall or SystemWall()
    access = AccessSettings(mode=mode, secret=SECRET)
    tokens = Tokens(access.secret, AUDIENCE, access.access_lifetime)
    market = clock or SystemClock(real)
    ports = DeskPorts(PostgresUsers(engine), PostgresSignIns(engine), tokens, QUICK, market, real)
    return Shared(
        settings=settings or ServiceSettings(rate_per_minute=100_000),
        access=access,
        identity=TokenIdentity(tokens, PostgresSignIns(engine), real),
        clock=market,
        wall=real,
        limiter=RateLimits(redis_url),
        desk=Desk(ports, access),
    )


def with_settings(shared: Shared, **changes: object) -> Shared:
    """``shared`` whose service settings are changed."""
    return replace(shared, settings=replace(shared.settings, **changes))  # type: ignore[arg-type]


@contextmanager
def running_app(app: FastAPI, protocol: type[PatientProtocol] = PatientProtocol) -> Iterator[str]:
    """``app`` behind a real server in a thread; yields its address."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(128)
        server = server_of(app, protocol)
        thread = threading.Thread(target=server.run, args=([listener],), daemon=True)
        thread.start()
        while not server.started:
            assert thread.is_alive()
            time.sleep(0.002)
        try:
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join(20)
            assert not thread.is_alive()
