import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import orjson
import pytest
from redis import Redis

from usdcop.adapters.redis_streams import RedisStreams, open_streams
from usdcop.core.errors import ServerError, UsageError
from usdcop.core.events import MARKET_CHANNEL, Event, EventId, EventType

AT = datetime(2024, 3, 5, 13, 0, 20, tzinfo=UTC)
SOON = timedelta(milliseconds=50)
STREAM = "market:USDCOP"
BAR, TICK = EventType.BAR, EventType.MARKET_DATA


@dataclass
class LocalEpochs:
    """The port ``Epochs`` in memory."""

    held: dict[str, int] = field(default_factory=dict)

    def take(self, stream: str, above: int) -> int:
        self.held[stream] = max(self.held.get(stream, 0), above) + 1
        return self.held[stream]

    def renew(self, stream: str, mine: int, above: int) -> int:
        if self.held[stream] != mine:
            raise ServerError("Another writer has taken over.")
        return self.take(stream, above)


@pytest.fixture
def epochs() -> LocalEpochs:
    return LocalEpochs()


def test_events_are_numbered_from_one_and_read_in_order(redis_url: str, epochs: LocalEpochs) -> None:
    async def go() -> tuple[list[EventId], list[Event]]:
        async with open_streams(redis_url, epochs) as streams:
            writer = streams.writer(STREAM)
            ids = [await writer.publish(BAR, {"n": n, "words": "ñ\n"}, AT + n * SOON) for n in range(3)]
            return ids, list(await streams.reader(STREAM).after(None, SOON))

    ids, events = asyncio.run(go())
    assert ids == [EventId(1, 1), EventId(1, 2), EventId(1, 3)]
    assert [(event.id, event.type, event.at, event.body) for event in events] == [
        (id_, BAR, AT + n * SOON, {"n": n, "words": "ñ\n"}) for n, id_ in enumerate(ids)
    ]
    assert all(event.recorded_at.year >= 2024 and event.recorded_at.tzinfo is UTC for event in events)
