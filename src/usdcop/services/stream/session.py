"""One client of the stream: what it says and when, and what follows from it. No socket and no clock."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, TypeAlias

from usdcop.core.access import Principal
from usdcop.core.events import EventId
from usdcop.services.kit.settings import AuthMode, ServiceSettings
from usdcop.services.stream import protocol
from usdcop.services.stream.catalog import Catalog
from usdcop.services.stream.cursor import Cursor
from usdcop.services.stream.limits import ClientBook
from usdcop.services.stream.protocol import (
    Auth,
    ClientMessage,
    CloseCode,
    Code,
    Pong,
    Problem,
    Subscribe,
    Target,
    Unsubscribe,
)
from usdcop.services.stream.settings import StreamSettings
from usdcop.services.stream.tally import Tally

_MOST_HELD: Final = 16
"""Messages that may wait while a token is being proven."""


@dataclass(frozen=True, slots=True)
class Moment:
    """Now, as far as a session has to know it."""

    real: datetime
    seconds: float
    """On a clock that never goes back."""
    closed: Mapping[str, datetime] = field(default_factory=dict)
    """Symbols whose market is closed, and when each opens (market time)."""


@dataclass(frozen=True, slots=True)
class Send:
    """Give this to the client."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Close:
    """Drop the client, and tell it why."""

    code: CloseCode
    reason: str


@dataclass(frozen=True, slots=True)
class Verify:
    """Prove this token, and call ``verified`` with the outcome."""

    token: str = field(repr=False)


Effect: TypeAlias = Send | Close | Verify


@dataclass(frozen=True, slots=True)
class Commons:
    """What all sessions of a process share."""

    settings: StreamSettings
    limits: ServiceSettings
    mode: AuthMode
    catalog: Catalog
    book: ClientBook
    tally: Tally


class Session:
    """A connection, from its handshake to its end.

    The shell calls a method for whatever happens and carries out the effects in order; then it sends what is
    ``due``, as long as the socket takes it. After a ``Close`` nothing comes any more.

    Args:
        commons: what all sessions share.
        address: where the client is; what it is counted under until it has signed in.
    """

    def __init__(self, commons: Commons, address: str) -> None:
        self.principal: Principal | None = None
        self.token: str | None = None
        """The token that proves ``principal``."""
        self.cursors: dict[str, Cursor] = {}
        """Subscriptions, by stream."""
        self.client = f"address:{address}"
        """What it is counted under."""
        self.closed = False
        self._commons = commons
        self._entered = False
        self._proving: str | None = None
        self._held: list[str] = []
        self._refused = self._missed = 0
        self._opened_at = self._beat_at = 0.0
        self._stalled_since: float | None = None

    def opened(self, token: str | None, now: Moment) -> list[Effect]:
        """The handshake is done; ``token`` came with it, perhaps."""
        self._opened_at = self._beat_at = now.seconds
        self._entered = self._commons.book.enter(self.client, now.seconds)
        if not self._entered:
            return self._too_many_connections()
        return [] if token is None else self._prove(token)

    def ended(self, now: Moment) -> None:
        """The connection is gone."""
        self.shut()
        if self._entered:
            self._entered = False
            self._commons.book.leave(self.client, now.seconds)

    def shut(self) -> None:
        """Nothing more comes from here."""
        self.closed = True
        self.cursors.clear()
        self._held.clear()

    def received(self, text: str, now: Moment) -> list[Effect]:
        """The client sent ``text``."""
        if self.closed:
            return []
        self._commons.tally.messages_in += 1
        if self._proving is not None:
            self._held.append(text)
            return [] if len(self._held) <= _MOST_HELD else self._flooded()
        return self._obeyed(text, now)

    def pinged(self, now: Moment) -> list[Effect]:
        """The client sent a ping frame, which counts as a message."""
        if self.closed:
            return []
        wait = self._commons.book.message(self.client, now.seconds)
        return self._over_limit(wait) if wait else []

    def verified(self, outcome: Principal | Problem, now: Moment) -> list[Effect]:
        """The token under way was proven to be ``outcome``, or refused."""
        token, self._proving = self._proving, None
        if self.closed:
            return []
        if isinstance(outcome, Problem):
            effects = self._refusal(outcome)
        else:
            effects = self._admitted(outcome, now)
            self.token = token
        return effects + self._obeyed_held(now)

    def revoked(self, problem: Problem) -> list[Effect]:
        """The token does not count any more."""
        return [] if self.closed else self._dropped(problem, CloseCode.UNAUTHENTICATED, "signed out")

    def stalled(self, now: Moment) -> None:
        """The socket takes no more."""
        self._stalled_since = now.seconds

    def drained(self) -> None:
        """The socket takes more again."""
        self._stalled_since = None

    def ticked(self, now: Moment) -> list[Effect]:
        """Time has passed: heartbeats, tokens that expire, clients that do not read."""
        if self.closed:
            return []
        return self._late_sign_in(now) or self._too_slow(now) or self._beaten(now)

    def due(self) -> Iterator[bytes]:
        """Everything the client has not been given; may be left at any step."""
        for cursor in self.cursors.values():
            yield from cursor.due(self._commons.tally)

    def _obeyed_held(self, now: Moment) -> list[Effect]:
        """Obey what came while a token was being proven, up to the next token."""
        effects: list[Effect] = []
        while self._held and self._proving is None and not self.closed:
            effects += self._obeyed(self._held.pop(0), now)
        return effects

    def _obeyed(self, text: str, now: Moment) -> list[Effect]:
        wait = self._commons.book.message(self.client, now.seconds)
        if wait:
            return self._over_limit(wait)
        self._refused = 0
        message = protocol.parse(text)
        if isinstance(message, Problem):
            return self._told(message)
        return self._done(message, now)

    def _done(self, message: ClientMessage, now: Moment) -> list[Effect]:
        match message:
            case Pong():
                self._missed = 0
                return []
            case Auth(token=token):
                return self._prove(token)
            case Unsubscribe():
                for target in protocol.targets(message):
                    self.cursors.pop(target.stream, None)
                return [Send(protocol.acknowledged(message))]
            case Subscribe():
                return self._subscribed(message, now)

    def _subscribed(self, message: Subscribe, now: Moment) -> list[Effect]:
        wanted = protocol.targets(message)
        problem = self._unfit(wanted)
        if problem is not None:
            return self._told(problem)
        resume = message.resume_from
        seen = EventId(resume.epoch, resume.seq) if resume else None
        for target in wanted:
            self.cursors[target.stream] = Cursor(self._commons.catalog.windows[target.stream], seen)
        closed = {target.name: now.closed[target.name] for target in wanted if target.name in now.closed}
        notices = [_closed_market(symbol, opens_at) for symbol, opens_at in closed.items()]
        return [Send(protocol.acknowledged(message)), *(Send(protocol.error(notice)) for notice in notices)]

    def _unfit(self, wanted: list[Target]) -> Problem | None:
        """Why the client cannot have ``wanted``."""
        needs_token = self._commons.mode is AuthMode.ALL or any(each.kind == "account" for each in wanted)
        if needs_token and self.principal is None:
            return Problem(Code.AUTHENTICATION_FAILED, "This takes a token: send it with the action auth.")
        most = self._commons.limits.stream_subscriptions
        if len(self.cursors.keys() | {each.stream for each in wanted}) > most:
            return Problem(Code.RATE_LIMIT_EXCEEDED, f"At most {most} subscriptions a connection.")
        unknown = next((each for each in wanted if each.stream not in self._commons.catalog.windows), None)
        if unknown is not None:
            code = Code.INVALID_SYMBOL if unknown.kind == "symbol" else Code.INVALID_ACCOUNT
            return Problem(
                code, f"There is no {unknown.kind} {unknown.name!r} here.", {unknown.kind: unknown.name}
            )
        return None

    def _prove(self, token: str) -> list[Effect]:
        self._proving = token
        return [Verify(token)]

    def _admitted(self, who: Principal, now: Moment) -> list[Effect]:
        if self.principal is not None and self.principal.sign_in != who.sign_in:
            problem = Problem(Code.AUTHENTICATION_FAILED, "Connect anew to sign in as somebody else.")
            return self._dropped(problem, CloseCode.UNAUTHENTICATED, "signed in twice")
        if self.principal is None and not self._counted_as(f"user:{who.name}", now):
            return self._too_many_connections()
        self.principal = who
        return [Send(protocol.signed_in(who))]

    def _counted_as(self, client: str, now: Moment) -> bool:
        """Whether the connection may count for ``client`` from now on."""
        book = self._commons.book
        if not book.enter(client, now.seconds):
            return False
        book.leave(self.client, now.seconds)
        self.client = client
        return True

    def _refusal(self, problem: Problem) -> list[Effect]:
        """A token was refused: an open stream stays open for what needs none, a failure of ours is no refusal."""
        if problem.code is not Code.AUTHENTICATION_FAILED or self.principal is not None:
            return self._told(problem)
        return self._dropped(problem, CloseCode.UNAUTHENTICATED, "token refused")

    def _late_sign_in(self, now: Moment) -> list[Effect]:
        if self.principal is not None:
            if now.real < self.principal.expires_at:
                return []
            problem = Problem(Code.AUTHENTICATION_FAILED, "The token has expired: connect with a new one.")
            return self._dropped(problem, CloseCode.UNAUTHENTICATED, "token expired")
        patience = self._commons.settings.sign_in_patience.total_seconds()
        if self._commons.mode is not AuthMode.ALL or now.seconds - self._opened_at < patience:
            return []
        problem = Problem(Code.AUTHENTICATION_FAILED, "Everything here takes a token, and none came in time.")
        return self._dropped(problem, CloseCode.UNAUTHENTICATED, "no token in time")

    def _too_slow(self, now: Moment) -> list[Effect]:
        settings, since = self._commons.settings, self._stalled_since
        patience = settings.stall_patience.total_seconds()
        if since is not None and now.seconds - since >= patience:
            problem = Problem(Code.TOO_SLOW, f"Nothing was taken for {patience:g} s.")
            return self._dropped(problem, CloseCode.TOO_SLOW, "too slow")
        if any(cursor.lag > settings.largest_lag for cursor in self.cursors.values()):
            problem = Problem(Code.TOO_SLOW, f"More than {settings.largest_lag:,} events behind.")
            return self._dropped(problem, CloseCode.TOO_SLOW, "too slow")
        return []

    def _beaten(self, now: Moment) -> list[Effect]:
        settings = self._commons.settings
        if now.seconds - self._beat_at < settings.heartbeat.total_seconds():
            return []
        if self._missed >= settings.missed_heartbeats:
            return self._close(CloseCode.NO_PONG, "heartbeats were not answered")
        self._beat_at, self._missed = now.seconds, self._missed + 1
        return [] if self._stalled_since is not None else [Send(protocol.heartbeat(now.real))]

    def _over_limit(self, wait: float) -> list[Effect]:
        self._refused += 1
        if self._refused > self._commons.settings.refused_messages:
            return self._flooded()
        most = self._commons.limits.stream_messages_per_minute
        problem = Problem(
            Code.RATE_LIMIT_EXCEEDED, f"At most {most} messages a minute.", {"retry_after": round(wait, 3)}
        )
        return self._told(problem)

    def _flooded(self) -> list[Effect]:
        problem = Problem(Code.RATE_LIMIT_EXCEEDED, "Too many messages, again and again.")
        return self._dropped(problem, CloseCode.TOO_MANY, "too many messages")

    def _too_many_connections(self) -> list[Effect]:
        most = self._commons.limits.stream_connections
        problem = Problem(Code.RATE_LIMIT_EXCEEDED, f"At most {most} connections of one client.")
        return self._dropped(problem, CloseCode.TOO_MANY, "too many connections")

    def _told(self, problem: Problem) -> list[Effect]:
        self._commons.tally.problems[problem.code] += 1
        return [Send(protocol.error(problem))]

    def _dropped(self, problem: Problem, code: CloseCode, reason: str) -> list[Effect]:
        return [*self._told(problem), *self._close(code, reason)]

    def _close(self, code: CloseCode, reason: str) -> list[Effect]:
        self.shut()
        self._commons.tally.dropped[reason] += 1
        return [Close(code, reason)]


def _closed_market(symbol: str, opens_at: datetime) -> Problem:
    message = f"The market of {symbol} is closed: the snapshot is its last word until it opens."
    return Problem(Code.MARKET_CLOSED, message, {"symbol": symbol, "opens_at": protocol.instant(opens_at)})
