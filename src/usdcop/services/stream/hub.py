"""The middle of the stream process: feeds on one side, sockets on the other, and what time does to both."""

import asyncio
from collections.abc import Callable, Coroutine, Iterable
from contextlib import suppress
from datetime import timedelta
from typing import Any, Final

import structlog

from usdcop.core.access import Principal
from usdcop.core.errors import SourceError, UnauthenticatedError
from usdcop.core.sessions import MarketEvent
from usdcop.core.trading import MAIN_ACCOUNT, MANUAL_ACCOUNT
from usdcop.services.kit.app import Shared
from usdcop.services.kit.health import Component, Status
from usdcop.services.stream.catalog import Catalog
from usdcop.services.stream.connection import Connection, Lobby
from usdcop.services.stream.feed import Feed
from usdcop.services.stream.limits import ClientBook
from usdcop.services.stream.metrics import Load, StreamMetrics
from usdcop.services.stream.ports import StreamPorts
from usdcop.services.stream.protocol import CloseCode, Code, Problem, Target
from usdcop.services.stream.session import Commons, Moment, Session
from usdcop.services.stream.settings import StreamSettings
from usdcop.services.stream.tally import Tally
from usdcop.services.stream.window import Encoded, Window

SWEEP: Final = timedelta(seconds=1)
"""How often heartbeats, expiry and slowness are looked at."""
ACCOUNTS: Final = timedelta(seconds=10)
"""How often it is asked which accounts there are."""
_FIRST_ACCOUNTS: Final = frozenset({MAIN_ACCOUNT, MANUAL_ACCOUNT, "champion", "challenger"})
"""Accounts that can be listened to before their first order."""
_MOST_ACCOUNTS: Final = 64
_PATIENCE: Final = 0.2
"""Seconds a task has to end before it is told again."""

_log = structlog.get_logger("usdcop.stream")


class Hub:
    """Everything of one process but the listening socket.

    Args:
        shared: settings, access, clocks.
        ports: where events come from.
        settings: of the stream.
    """

    def __init__(self, shared: Shared, ports: StreamPorts, settings: StreamSettings) -> None:
        self.settings = settings
        self.tally = Tally()
        self.connections: set[Connection] = set()
        self.lobby = Lobby(
            settings, self.tally, self.now, self._session, self._verify, self._joined, self._left
        )
        self._shared = shared
        self._ports = ports
        self._catalog = Catalog(settings.window)
        limits = shared.settings
        book = ClientBook(limits.stream_connections, limits.stream_messages_per_minute)
        self._commons = Commons(settings, limits, shared.access.mode, self._catalog, book, self.tally)
        self._feeds: list[Feed] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._trouble: dict[str, Component] = {}
        self._metrics = StreamMetrics(shared.registry, self.tally, self._load)

    def start(self) -> None:
        """Read the streams, and look after the clients, until ``stop``."""
        self._serve(Target("symbol", symbol) for symbol in self._ports.markets)
        self._serve(Target("account", account) for account in sorted(_FIRST_ACCOUNTS))
        self._spawn(self._every(ACCOUNTS, self._look_for_accounts))
        self._spawn(self._every(SWEEP, self._sweep))
        self._spawn(self._every(self.settings.recheck, self._recheck))

    async def stop(self) -> None:
        """Tell the clients, and end."""
        for connection in tuple(self.connections):
            connection.close(CloseCode.GOING_AWAY, "the service stops")
        while (
            self._tasks
        ):  # told again, as the client of Redis may take a cancellation for a time-out of its own
            for task in self._tasks:
                task.cancel()
            await asyncio.wait(self._tasks, timeout=_PATIENCE)

    def now(self) -> Moment:
        """This moment, and which markets are closed in it."""
        wall, at = self._shared.wall, self._shared.clock.now()
        closed = {}
        for symbol, market in self._ports.markets.items():
            what, when = market.calendar.next_event(at)
            if what is MarketEvent.OPEN:
                closed[symbol] = when
        return Moment(wall.now(), wall.monotonic(), closed)

    def components(self) -> list[Component]:
        """How the parts are; without Redis the service serves nothing new, and says so."""
        away = [feed for feed in self._feeds if feed.trouble is not None]
        cause = f"{len(away)} of {len(self._feeds)} streams cannot be read." if away else None
        step = "Look at Redis: 'usdcop doctor'. It goes on by itself when Redis is back." if away else None
        redis = Component("redis", Status.DEGRADED if away else Status.OK, cause, step, essential=False)
        return [redis, *self._trouble.values()]

    def deliver(self, window: Window, event: Encoded) -> None:
        """Give ``event`` to everybody who listens and is not behind; the rest get it when they can take it."""
        stream, data, wall = window.stream, event.data, self._shared.wall
        began = wall.monotonic()
        for connection in tuple(self.connections):
            if connection.paused:
                continue
            cursor = connection.session.cursors.get(stream)
            if cursor is None:
                continue
            if cursor.takes(event):
                connection.write(data)
            else:
                connection.flush()
        self._metrics.fan_out.observe(wall.monotonic() - began)
        self._metrics.latency.observe(max(0.0, (wall.now() - event.recorded_at).total_seconds()))

    def restarted(self, window: Window) -> None:
        """The window of a stream started anew."""
        _log.info("stream started anew", stream=window.stream, at=str(window.last))
        for connection in tuple(self.connections):
            if window.stream in connection.session.cursors:
                connection.flush()

    def _serve(self, targets: Iterable[Target]) -> None:
        for window in self._catalog.admit(targets):
            reader = self._ports.reader(window.stream)
            feed = Feed(window, reader, self.deliver, self.restarted, self._shared.wall)
            self._feeds.append(feed)
            self._spawn(feed.run())

    def _session(self, address: str) -> Session:
        return Session(self._commons, address)

    def _joined(self, connection: Connection) -> None:
        self.connections.add(connection)
        self.tally.connected += 1
        _log.info("client connected", client=connection.session.client)

    def _left(self, connection: Connection) -> None:
        self.connections.discard(connection)
        _log.info("client left", client=connection.session.client)

    def _verify(self, connection: Connection, token: str) -> None:
        async def prove() -> None:
            outcome = await asyncio.to_thread(self._outcome, token)
            connection.carry_out(connection.session.verified(outcome, self.now()))

        self._spawn(prove())

    def _outcome(self, token: str) -> Principal | Problem:
        """Who holds ``token``; runs in a thread."""
        try:
            return self._shared.identity.principal(token)
        except UnauthenticatedError as error:
            return Problem(Code.AUTHENTICATION_FAILED, str(error))
        except SourceError as error:
            _log.warning("a token could not be proven", cause=str(error))
            return Problem(Code.INTERNAL_ERROR, "The token cannot be proven at the moment: try again.")

    async def _sweep(self) -> None:
        now = self.now()
        for connection in tuple(self.connections):
            effects = connection.session.ticked(now)
            if effects:
                connection.carry_out(effects)

    async def _recheck(self) -> None:
        """Ask again who holds the tokens; where it cannot be asked, they count until they expire."""
        tokens = {each.session.token for each in self.connections if each.session.token is not None}
        if not tokens:
            return
        outcomes = await asyncio.to_thread(lambda: {token: self._outcome(token) for token in tokens})
        unproven = False
        for connection in tuple(self.connections):
            found = outcomes.get(connection.session.token or "")
            if not isinstance(found, Problem):
                continue
            if found.code is Code.AUTHENTICATION_FAILED:
                connection.carry_out(connection.session.revoked(found))
            else:
                unproven = True
        self._tell(
            "sign-ins", "Sign-ins cannot be checked; tokens count until they expire." if unproven else None
        )

    async def _look_for_accounts(self) -> None:
        try:
            found = await asyncio.to_thread(self._ports.accounts)
        except SourceError as error:
            _log.warning("accounts could not be read", cause=str(error))
            self._tell("database", "Accounts cannot be read; those known before are served.")
            return
        self._tell("database", None)
        self._serve(Target("account", account) for account in sorted(found)[:_MOST_ACCOUNTS])

    def _tell(self, name: str, cause: str | None) -> None:
        status = Status.DEGRADED if cause else Status.OK
        step = "Look at PostgreSQL: 'usdcop doctor'." if cause else None
        self._trouble[name] = Component(name, status, cause, step, essential=False)

    def _load(self) -> Load:
        sessions = [connection.session for connection in self.connections]
        return Load(
            clients=len(sessions),
            subscriptions=sum(len(session.cursors) for session in sessions),
            slow=sum(connection.paused for connection in self.connections),
            behind=max((cursor.lag for each in sessions for cursor in each.cursors.values()), default=0),
            unsent=sum(connection.unsent() for connection in self.connections),
        )

    async def _every(self, pause: timedelta, work: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Do ``work`` again and again; a failure of it is told and does not end it."""
        while True:
            try:
                await work()
            except Exception as error:  # noqa: BLE001 - the last place before the loop would end unseen
                _log.error("housekeeping failed", work=work.__name__, exc_info=error)
            await self._shared.wall.sleep(pause)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        with suppress(asyncio.CancelledError):
            error = task.exception()
            if error is not None:
                _log.error("a task of the stream failed", exc_info=error)
