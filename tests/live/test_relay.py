import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import pytest
from redis import Redis
from sqlalchemy import Engine

from support.outbox_rows import put_rows
from support.streams import OPEN_MARKET as AT
from support.streams import LocalEpochs
from usdcop.adapters.postgres.outbox import PostgresOutbox
from usdcop.adapters.redis_streams import RedisStreams, open_streams
from usdcop.core.errors import ServerError
from usdcop.core.events import Event, Outbox, OutboxRow, account_stream
from usdcop.live.relay import Relay

ALL = 1000


def with_streams(url: str, work: Callable[[RedisStreams], Awaitable[None]]) -> None:
    async def go() -> None:
        async with open_streams(url, LocalEpochs()) as streams:
            await work(streams)

    asyncio.run(go())


async def events_of(streams: RedisStreams, account: str) -> Sequence[Event]:
    return (await streams.reader(account_stream(account)).state(ALL)).recent


def told(events: Sequence[Event]) -> list[tuple[int, str, int]]:
    return [(event.id.seq, event.type.value, event.body["place"]) for event in events]


@dataclass(frozen=True)
class ForgetfulOutbox:
    """An outbox whose process dies before it can mark anything."""

    outbox: Outbox

    def waiting(self, limit: int) -> list[OutboxRow]:
        return self.outbox.waiting(limit)

    def mark(self, ids: Sequence[int]) -> None:
        raise ServerError(f"PostgreSQL went away before {len(ids)} rows were marked.")


def test_rows_become_events_of_their_accounts_in_order(postgres: Engine, redis_url: str) -> None:
    put_rows(postgres, "main", "of", AT)
    put_rows(postgres, "manual", "o", AT)

    async def work(streams: RedisStreams) -> None:
        relay = Relay(PostgresOutbox(postgres), streams.writer)
        assert [await relay.run_once(), await relay.run_once()] == [3, 0]
        put_rows(postgres, "main", "f", AT)
        assert await relay.run_once() == 1
        assert told(await events_of(streams, "main")) == [(1, "order", 0), (2, "fill", 1), (3, "fill", 0)]
        assert told(await events_of(streams, "manual")) == [(1, "order", 0)]

    with_streams(redis_url, work)


def test_a_crash_between_publishing_and_marking_makes_no_event_twice(
    postgres: Engine, redis_url: str
) -> None:
    put_rows(postgres, "main", "ofo", AT)
    outbox = PostgresOutbox(postgres)

    async def work(streams: RedisStreams) -> None:
        with pytest.raises(ServerError):
            await Relay(ForgetfulOutbox(outbox), streams.writer).run_once()
        assert len(outbox.waiting(ALL)) == 3
        assert await Relay(outbox, streams.writer).run_once() == 3
        assert outbox.waiting(ALL) == []
        assert told(await events_of(streams, "main")) == [(1, "order", 0), (2, "fill", 1), (3, "order", 2)]

    with_streams(redis_url, work)


def test_after_a_loss_of_redis_in_between_they_come_again_under_a_new_epoch(
    postgres: Engine, redis_url: str
) -> None:
    put_rows(postgres, "main", "o", AT)
    outbox = PostgresOutbox(postgres)

    async def work(streams: RedisStreams) -> None:
        with pytest.raises(ServerError):
            await Relay(ForgetfulOutbox(outbox), streams.writer).run_once()
        with Redis.from_url(redis_url) as client:
            client.flushall()
        assert await Relay(outbox, streams.writer).run_once() == 1
        assert [str(event.id) for event in await events_of(streams, "main")] == ["2-1"]

    with_streams(redis_url, work)


def test_what_cannot_be_relayed_waits(postgres: Engine, redis_url: str) -> None:
    put_rows(postgres, "main", "o", AT)
    outbox = PostgresOutbox(postgres)

    async def work(streams: RedisStreams) -> None:
        with pytest.raises(ServerError, match="Redis does not answer"):
            await Relay(outbox, streams.writer).run_once()

    with_streams("redis://:x@127.0.0.1:1/0", work)
    assert len(outbox.waiting(ALL)) == 1
