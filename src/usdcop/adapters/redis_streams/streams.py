"""Event streams on Redis: one writer that numbers them, any number of readers.

The writer appends by one script, only if Redis holds its epoch and the last number it gave; so a loss of Redis
(flushed, restarted without its tail, trimmed to nothing) is noticed at the next event, which then starts a new
epoch, and a writer that was taken over is refused.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

import orjson
import redis
import redis.asyncio
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from usdcop.adapters.redis_streams import scripts
from usdcop.core.errors import ServerError, UsageError
from usdcop.core.events import MARKET_CHANNEL, Epochs, Event, EventId, EventType, StreamState

WINDOW: Final = 10_000
"""Events that a stream keeps for those who come back: at twenty a second, eight minutes; at one in five
seconds, fourteen hours."""

_ATTEMPTS: Final = 3
_TIMEOUT: Final = 5.0
_LONGEST: Final = timedelta(seconds=4)
"""Longest wait for events: below the time-out of the socket."""
_BATCH: Final = 500
_SHORTEST: Final = timedelta(milliseconds=1)
_BEGINNING: Final = datetime(1970, 1, 1, tzinfo=UTC)


@asynccontextmanager
async def open_streams(url: str, epochs: Epochs, window: int = WINDOW) -> AsyncIterator["RedisStreams"]:
    """Streams on the Redis at ``url`` (``redis://:password@host:port/0``) while the block runs.

    Raises:
        UsageError: the address cannot be read.
    """
    try:
        client = redis.asyncio.Redis.from_url(
            url, socket_timeout=_TIMEOUT, socket_connect_timeout=_TIMEOUT, retry=Retry(NoBackoff(), 0)
        )
    except ValueError as error:
        shape = "Write USDCOP_REDIS_URL as redis://:password@host:port/0."
        raise UsageError("The Redis address cannot be read.", shape) from error
    try:
        yield RedisStreams(client, epochs, window)
    finally:
        await client.aclose()


@dataclass(frozen=True, slots=True)
class RedisStreams:
    """All streams of one Redis; one writer a stream, however often it is asked for."""

    client: redis.asyncio.Redis
    epochs: Epochs
    window: int = WINDOW
    _writers: dict[str, "RedisStreamWriter"] = field(default_factory=dict)

    def writer(self, stream: str) -> "RedisStreamWriter":
        """The writer of ``stream``; it takes the stream over when it first writes."""
        return self._writers.setdefault(
            stream, RedisStreamWriter(self.client, self.epochs, stream, self.window)
        )

    def reader(self, stream: str) -> "RedisStreamReader":
        """A reader of ``stream``."""
        return RedisStreamReader(self.client, stream)


@dataclass(frozen=True, slots=True, eq=False)
class _Entry:
    """An event on its way into the stream."""

    type: EventType
    body: Mapping[str, Any]
    at: datetime
    source: int | None

    def arguments(self, window: int, own: EventId) -> list[str | bytes | int]:
        """What the script is told of it, should it become ``own``."""
        told = [self.type.value, _text(self.at), orjson.dumps(self.body), window]
        source = "" if self.source is None else self.source
        if self.type is not EventType.MARKET_DATA:
            return [*told, source, "", ""]
        message = {"type": self.type.value, "epoch": own.epoch, "seq": own.seq, **self.body}
        return [*told, source, MARKET_CHANNEL, orjson.dumps(message)]


class RedisStreamWriter:
    """The port ``EventWriter`` on a Redis stream.

    Args:
        client: without retries of its own: an append is repeated only after looking what became of it.
        epochs: who may write.
        stream: its name, which is its key.
        window: events it keeps, roughly: Redis trims whole blocks.
    """

    def __init__(self, client: redis.asyncio.Redis, epochs: Epochs, stream: str, window: int) -> None:
        self._epochs = epochs
        self._stream = stream
        self._window = window
        self._append = client.register_script(scripts.APPEND)
        self._claim = client.register_script(scripts.CLAIM)
        self._where = client.register_script(scripts.WHERE)
        self._lock = asyncio.Lock()
        self._epoch: int | None = None
        self._seq = 0
        self._expected = ""
        self._sure = False
        self._lost = False
        self._under_way: _Entry | None = None

    async def publish(
        self, type_: EventType, body: Mapping[str, Any], at: datetime, once: int | None = None
    ) -> EventId:
        """Append an event; see ``EventWriter.publish``."""
        entry = _Entry(type_, body, at, once)
        async with self._lock:
            for attempt in range(1, _ATTEMPTS + 1):
                with _translated():
                    try:
                        found = await self._try(entry)
                    except (redis.ConnectionError, redis.TimeoutError):
                        if attempt == _ATTEMPTS:
                            raise
                        continue
                if found is not None:
                    return found
        raise ServerError(f"The stream {self._stream} is lost as soon as it is written.", "Look at Redis.")

    async def _try(self, entry: _Entry) -> EventId | None:
        """The number ``entry`` got; None where the stream was lost, so that a new epoch is due."""
        if not self._sure:
            added = await self._settle()
            under_way, self._under_way = self._under_way, None
            if added and under_way is entry:
                return EventId(self._epoch or 0, self._seq)
        own = EventId(self._epoch or 0, self._seq + 1)
        arguments = [own.epoch, own.seq, self._expected, *entry.arguments(self._window, own)]
        self._sure, self._under_way = False, entry
        status, told = await self._append(keys=_keys(self._stream), args=arguments)
        self._under_way = None
        match status:
            case b"added":
                self._seq, self._expected, self._sure = own.seq, str(own), True
                return own
            case b"known":
                self._sure = True
                return EventId.parse(told.decode())
            case b"deposed":
                raise _deposed(self._stream)
            case _:
                self._lost = True
                return None

    async def _settle(self) -> bool:
        """Find out where the stream stands; whether the event that was under way stands in it."""
        keys = [self._stream, _epoch_key(self._stream)]
        owner, last, highest = (part.decode() for part in await self._where(keys=keys))
        if not self._lost and owner == str(self._epoch):
            if last == self._expected:
                self._sure = True
                return False
            if last == str(EventId(self._epoch or 0, self._seq + 1)):
                self._seq, self._expected, self._sure = self._seq + 1, last, True
                return True
        await self._take_over(max(EventId.parse(highest or "0-0").epoch, int(owner or 0)))
        return False

    async def _take_over(self, above: int) -> None:
        """Start a new epoch: of a new writer, or of this one after a loss."""
        if self._epoch is None:
            epoch = await asyncio.to_thread(self._epochs.take, self._stream, above)
        else:
            epoch = await asyncio.to_thread(self._epochs.renew, self._stream, self._epoch, above)
        self._epoch, self._seq = epoch, 0
        status, told = await self._claim(keys=[self._stream, _epoch_key(self._stream)], args=[epoch])
        if status == b"deposed":
            raise _deposed(self._stream)
        self._expected, self._sure, self._lost = told.decode(), True, False


class RedisStreamReader:
    """The port ``EventReader`` on a Redis stream."""

    def __init__(self, client: redis.asyncio.Redis, stream: str) -> None:
        self._client = client
        self._stream = stream
        self._state = client.register_script(scripts.STATE)

    async def state(self, limit: int) -> StreamState:
        """The stream as it is, with at most ``limit`` recent events."""
        with _translated():
            entries, newest = await self._state(keys=_keys(self._stream)[:2], args=[limit])
        recent = [_event(id_, dict(zip(fields[::2], fields[1::2], strict=True))) for id_, fields in entries]
        recent.reverse()
        found = [_newest(kind, line) for kind, line in _pairs(newest)]
        return StreamState(recent[-1].id if recent else None, {event.type: event for event in found}, recent)

    async def after(self, last: EventId | None, patience: timedelta) -> Sequence[Event]:
        """Events after ``last``, at most 500, oldest first; ``patience`` is at most four seconds."""
        since = str(last or EventId(0, 0))
        block = max(_SHORTEST, min(patience, _LONGEST)) // _SHORTEST
        with _translated():
            answer: Any = await self._client.xread({self._stream: since}, count=_BATCH, block=block)
        return [_event(id_, fields) for _, entries in _pairs(answer) for id_, fields in entries]


def _keys(stream: str) -> list[str]:
    return [stream, f"{stream}:newest", _epoch_key(stream), f"{stream}:sources"]


def _epoch_key(stream: str) -> str:
    return f"{stream}:epoch"


def _event(id_: bytes, fields: Mapping[bytes, bytes]) -> Event:
    """An entry of the window as an event."""
    return Event(
        id=EventId.parse(id_.decode()),
        type=EventType(fields[b"type"].decode()),
        at=datetime.fromisoformat(fields[b"at"].decode()),
        body=orjson.loads(fields[b"body"]),
        recorded_at=_BEGINNING + timedelta(microseconds=int(fields[b"real"])),
    )


def _newest(kind: bytes, line: bytes) -> Event:
    """A line of the snapshot as an event."""
    id_, at, real, body = line.split(b"\n", 3)
    return _event(id_, {b"type": kind, b"at": at, b"real": real, b"body": body})


def _pairs(answer: Any) -> list[tuple[Any, Any]]:  # noqa: ANN401 - a flat list, pairs or a dict, as the protocol has it
    if isinstance(answer, Mapping):
        return list(answer.items())
    if answer and not isinstance(answer[0], list | tuple):
        return list(zip(answer[::2], answer[1::2], strict=True))
    return [(name, value) for name, value in answer or ()]


def _text(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _deposed(stream: str) -> ServerError:
    return ServerError(
        f"Another writer has taken over the stream {stream}.",
        "Run one orchestrator a home; this one must be started again to write.",
    )


@contextmanager
def _translated() -> Iterator[None]:
    """Errors of the client as ours; and a cancellation is one, even where the client has swallowed it.

    It waits with ``asyncio.wait_for``, which in Python 3.11 forgets a cancellation that comes with the result.
    """
    try:
        yield
    except redis.RedisError as error:
        _heed_cancellation()
        cure = "Check USDCOP_REDIS_URL, and that the server runs, then try again."
        raise ServerError(f"Redis does not answer: {error}", cure) from error
    _heed_cancellation()


def _heed_cancellation() -> None:
    task = asyncio.current_task()
    if task is not None and task.cancelling():
        raise asyncio.CancelledError
