"""Streams for tests: ports in memory, a stream server of the test's own, and a client that keeps count."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import orjson
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from usdcop.adapters.clock import SystemWall
from usdcop.adapters.redis_streams import RedisStreams, open_streams
from usdcop.core.access import Principal, Role
from usdcop.core.errors import ServerError, UnauthenticatedError
from usdcop.core.sessions import MARKETS
from usdcop.services.kit.app import Shared
from usdcop.services.kit.settings import AccessSettings, AuthMode, ServiceSettings
from usdcop.services.stream.hub import Hub
from usdcop.services.stream.ports import StreamPorts
from usdcop.services.stream.server import open_server
from usdcop.services.stream.settings import StreamSettings

OPEN_MARKET = datetime(2024, 3, 5, 14, 0, 20, tzinfo=UTC)
CLOSED_MARKET = datetime(2024, 3, 5, 22, 0, tzinfo=UTC)
MARKET, MAIN = "market:USDCOP", "account:main"


@dataclass
class LocalEpochs:
    """The port ``Epochs`` in memory."""

    held: dict[str, int] = field(default_factory=dict)

    def take(self, stream: str, above: int) -> int:
        self.held[stream] = max(self.held.get(stream, 0), above) + 1
        return self.held[stream]

    def renew(self, stream: str, mine: int, above: int) -> int:
        if self.held.get(stream) != mine:
            raise ServerError("Another writer has taken over.")
        return self.take(stream, above)


@dataclass
class KnownTokens:
    """The port ``Identity`` in memory: whoever is listed is known."""

    holders: dict[str, Principal] = field(default_factory=dict)
    away: bool = False

    def principal(self, token: str) -> Principal:
        if self.away:
            raise ServerError("PostgreSQL does not answer.")
        if token not in self.holders:
            raise UnauthenticatedError("The token is not valid.", "Sign in again.")
        return self.holders[token]

    def issue(self, token: str, name: str = "ana", lifetime: timedelta = timedelta(minutes=15)) -> None:
        """Make ``token`` prove ``name``."""
        sign_in = UUID(int=sum(name.encode()))
        expires_at = SystemWall().now() + lifetime
        self.holders[token] = Principal(name, frozenset({Role.VIEWER}), sign_in, expires_at)


@dataclass(frozen=True)
class FixedClock:
    """Market time that stands still."""

    at: datetime = OPEN_MARKET

    def now(self) -> datetime:
        return self.at

    async def sleep(self, duration: timedelta) -> None:
        raise NotImplementedError(duration)


@dataclass
class StreamServer:
    """A running stream service, and what it stands on."""

    port: int
    streams: RedisStreams
    identity: KnownTokens
    hub: Hub

    @property
    def url(self) -> str:
        return f"ws://127.0.0.1:{self.port}/ws/market-data"

    def connect(self, **options: Any) -> Any:  # noqa: ANN401 - the client's own options
        """A client, as an asynchronous context."""
        return connect(self.url, **{"proxy": None, "ping_interval": None, "max_queue": None, **options})


def shared_of(
    identity: KnownTokens,
    mode: AuthMode = AuthMode.WRITES,
    at: datetime = OPEN_MARKET,
    **limits: Any,  # noqa: ANN401 - fields of any type
) -> Shared:
    """What the kit gives a service, with ``limits`` of ``ServiceSettings``."""
    settings = ServiceSettings(origins=("http://localhost:5000",), **limits)
    return Shared(settings, AccessSettings(mode, "x" * 32), identity, FixedClock(at), SystemWall())


@asynccontextmanager
async def serving(
    redis_url: str,
    settings: StreamSettings | None = None,
    mode: AuthMode = AuthMode.WRITES,
    at: datetime = OPEN_MARKET,
    accounts: Callable[[], frozenset[str]] = frozenset,
    **limits: Any,  # noqa: ANN401 - fields of any type
) -> AsyncIterator[StreamServer]:
    """A stream service on a free port, its streams on the Redis at ``redis_url``."""
    identity = KnownTokens()
    shared = shared_of(identity, mode, at, **limits)
    async with open_streams(redis_url, LocalEpochs()) as streams:
        ports = StreamPorts({"USDCOP": MARKETS["USDCOP"]}, accounts, streams.reader)
        with socket.create_server(("127.0.0.1", 0), backlog=1024) as listener:
            async with open_server(shared, ports, listener, settings) as hub:
                yield StreamServer(listener.getsockname()[1], streams, identity, hub)


async def say(client: ClientConnection, **message: object) -> None:
    """Send ``message`` as JSON."""
    await client.send(orjson.dumps(message).decode())


async def hear(client: ClientConnection) -> dict[str, Any]:
    """The next message."""
    found: dict[str, Any] = orjson.loads(await client.recv())
    return found


async def last_words(client: ClientConnection) -> list[dict[str, Any]]:
    """Every message until the connection is closed."""
    heard = []
    with suppress(ConnectionClosed, OSError):
        while True:
            heard.append(await hear(client))
    return heard


async def until(what: Callable[[], bool], seconds: float = 10.0) -> None:
    """Wait until ``what`` is true; ``TimeoutError`` where it does not become so."""
    async with asyncio.timeout(seconds):
        while True:
            if what():
                return
            await asyncio.sleep(0.005)
