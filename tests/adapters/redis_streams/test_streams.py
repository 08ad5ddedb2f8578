import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, timedelta

import orjson
import pytest
import redis
from redis import Redis

from support.streams import MARKET as STREAM
from support.streams import OPEN_MARKET as AT
from support.streams import LocalEpochs
from usdcop.adapters.redis_streams import RedisStreams, open_streams
from usdcop.core.errors import ServerError, UsageError
from usdcop.core.events import MARKET_CHANNEL, EventId, EventType

SOON = timedelta(milliseconds=50)
BAR, TICK = EventType.BAR, EventType.MARKET_DATA
BODY = {"symbol": "USDCOP"}

Work = Callable[[RedisStreams], Awaitable[None]]


def with_streams(url: str, work: Work, window: int = 10_000) -> None:
    async def go() -> None:
        async with open_streams(url, LocalEpochs(), window) as streams:
            await work(streams)

    asyncio.run(go())


async def published(streams: RedisStreams, count: int = 1, stream: str = STREAM) -> list[str]:
    return [str(await streams.writer(stream).publish(BAR, BODY, AT)) for _ in range(count)]


def test_an_address_that_is_none_is_a_usage_error() -> None:
    async def work(_streams: RedisStreams) -> None:
        pytest.fail("it opened")

    with pytest.raises(UsageError, match="redis://:password@host:port/0"):
        with_streams("localhost:6379", work)


def test_events_are_numbered_from_one_and_read_in_order(redis_url: str) -> None:
    async def work(streams: RedisStreams) -> None:
        writer = streams.writer(STREAM)
        ids = [await writer.publish(BAR, {"n": n, "words": "ñ\n"}, AT + n * SOON) for n in range(3)]
        events = await streams.reader(STREAM).after(None, SOON)
        assert ids == [EventId(1, 1), EventId(1, 2), EventId(1, 3)]
        assert [(event.id, event.type, event.at, event.body) for event in events] == [
            (id_, BAR, AT + n * SOON, {"n": n, "words": "ñ\n"}) for n, id_ in enumerate(ids)
        ]
        assert all(event.recorded_at.tzinfo is UTC and event.recorded_at > AT for event in events)

    with_streams(redis_url, work)


def test_many_at_once_are_numbered_without_hole_or_double(redis_url: str) -> None:
    async def work(streams: RedisStreams) -> None:
        await asyncio.gather(*(published(streams) for _ in range(50)))
        events = await streams.reader(STREAM).after(None, SOON)
        assert [event.id for event in events] == [EventId(1, n) for n in range(1, 51)]

    with_streams(redis_url, work)


def test_the_state_holds_the_newest_of_each_type_also_when_the_window_has_lost_it(redis_url: str) -> None:
    async def work(streams: RedisStreams) -> None:
        writer = streams.writer(STREAM)
        await writer.publish(BAR, {"n": "bar"}, AT)
        for n in range(400):
            await writer.publish(TICK, {"n": n}, AT)
        state = await streams.reader(STREAM).state(5)
        assert state.last == EventId(1, 401)
        assert [event.body["n"] for event in state.recent] == [395, 396, 397, 398, 399]
        assert {kind: event.body["n"] for kind, event in state.newest.items()} == {BAR: "bar", TICK: 399}
        oldest = (await streams.reader(STREAM).after(None, SOON))[0]
        assert 1 < oldest.id.seq <= 300

    with_streams(redis_url, work, window=100)


def test_an_empty_stream_has_no_state_and_nothing_comes(redis_url: str) -> None:
    async def work(streams: RedisStreams) -> None:
        state = await streams.reader(STREAM).state(5)
        assert (state.last, state.newest, list(state.recent)) == (None, {}, [])
        assert not await streams.reader(STREAM).after(None, SOON)

    with_streams(redis_url, work)


def test_a_reader_waits_for_what_comes(redis_url: str) -> None:
    async def work(streams: RedisStreams) -> None:
        waiting = asyncio.create_task(streams.reader(STREAM).after(None, timedelta(seconds=3)))
        await asyncio.sleep(0.05)
        await published(streams)
        assert [str(event.id) for event in await waiting] == ["1-1"]

    with_streams(redis_url, work)


def test_market_data_alone_goes_to_the_channel_too(redis_url: str) -> None:
    async def work(streams: RedisStreams) -> None:
        with Redis.from_url(redis_url) as client, client.pubsub(ignore_subscribe_messages=True) as heard:
            heard.subscribe(MARKET_CHANNEL)
            heard.get_message(timeout=10)
            await published(streams)
            await streams.writer(STREAM).publish(TICK, {"symbol": "USDCOP", "data": {"price": 4000.5}}, AT)
            message = heard.get_message(timeout=10)
            assert message is not None
            told = {
                "type": "market_data",
                "epoch": 1,
                "seq": 2,
                "symbol": "USDCOP",
                "data": {"price": 4000.5},
            }
            assert orjson.loads(message["data"]) == told
            assert heard.get_message(timeout=0.05) is None

    with_streams(redis_url, work)


@pytest.mark.parametrize(
    "lose",
    [
        lambda client: client.flushall(),
        lambda client: client.delete(STREAM),
        lambda client: client.xtrim(STREAM, 0, approximate=False),
        lambda client: client.xdel(STREAM, "1-3"),
        lambda client: client.delete(f"{STREAM}:newest"),
        lambda client: client.delete(f"{STREAM}:epoch"),
    ],
    ids=["flushed", "deleted", "trimmed to nothing", "tail lost", "snapshot lost", "epoch lost"],
)
def test_after_a_loss_a_new_epoch_starts_at_one(redis_url: str, lose: Callable[[Redis], object]) -> None:
    async def work(streams: RedisStreams) -> None:
        await published(streams, 3)
        with Redis.from_url(redis_url) as client:
            lose(client)
        assert await published(streams, 2) == ["2-1", "2-2"]
        assert (await streams.reader(STREAM).after(EventId(1, 3), SOON))[0].id == EventId(2, 1)

    with_streams(redis_url, work)


def test_epochs_stay_above_what_redis_holds_even_if_postgres_forgot_them(redis_url: str) -> None:
    async def many_epochs(streams: RedisStreams) -> None:
        streams.epochs.take(STREAM, 8)
        assert await published(streams) == ["10-1"]

    async def afterwards(streams: RedisStreams) -> None:
        assert await published(streams) == ["11-1"]

    with_streams(redis_url, many_epochs)
    with_streams(redis_url, afterwards)


def test_who_was_taken_over_is_refused_also_after_a_loss(redis_url: str) -> None:
    async def work(old: RedisStreams) -> None:
        await published(old, 2)
        async with open_streams(redis_url, old.epochs) as new:
            assert await published(new, 1) == ["2-1"]
            with pytest.raises(ServerError, match="taken over"):
                await published(old)
            with Redis.from_url(redis_url) as client:
                client.flushall()
            with pytest.raises(ServerError, match="taken over"):
                await published(old)
            assert await published(new) == ["3-1"]

    with_streams(redis_url, work)


def test_an_event_whose_answer_was_lost_is_not_written_twice(redis_url: str) -> None:
    async def work(streams: RedisStreams) -> None:
        writer = streams.writer(STREAM)
        await published(streams)
        with Redis.from_url(redis_url) as client:
            append = writer._append

            async def cut_off(**options: object) -> object:
                writer._append = append
                await append(**options)  # type: ignore[arg-type]
                client.client_kill_filter(_type="normal", skipme=True)
                raise redis.ConnectionError("the answer was lost")

            writer._append = cut_off  # type: ignore[assignment]
            assert str(await writer.publish(BAR, {"n": 2}, AT)) == "1-2"
        assert await published(streams) == ["1-3"]
        assert len(await streams.reader(STREAM).after(None, SOON)) == 3

    with_streams(redis_url, work)


def test_the_same_source_is_one_event(redis_url: str) -> None:
    async def work(streams: RedisStreams) -> None:
        writer = streams.writer("account:main")
        ids = [await writer.publish(EventType.ORDER, BODY, AT, once=n) for n in (7, 9, 7, 8, 9)]
        assert [id_.seq for id_ in ids] == [1, 2, 1, 3, 2]
        assert len(await streams.reader("account:main").after(None, SOON)) == 3

    with_streams(redis_url, work)


def test_a_redis_that_is_away_is_a_server_error() -> None:
    async def work(streams: RedisStreams) -> None:
        with pytest.raises(ServerError, match="Redis does not answer"):
            await published(streams)
        with pytest.raises(ServerError, match="Redis does not answer"):
            await streams.reader(STREAM).state(1)

    with_streams("redis://:x@127.0.0.1:1/0", work)


def test_a_writer_or_reader_that_is_cancelled_ends_at_whatever_moment(redis_url: str) -> None:
    async def publish_on(streams: RedisStreams) -> None:
        while True:
            await published(streams)

    async def read_on(streams: RedisStreams) -> None:
        while True:
            await streams.reader(STREAM).after(None, timedelta(milliseconds=1))

    async def work(streams: RedisStreams) -> None:
        for n in range(60):
            task = asyncio.create_task((publish_on if n % 2 else read_on)(streams))
            await asyncio.sleep(0.0002 * n)
            task.cancel()
            done, _ = await asyncio.wait([task], timeout=10)
            assert done, n
            assert task.cancelled()

    with_streams(redis_url, work)
