"""P8: a client that does not read slows nobody, costs bounded memory, loses no bar, and is dropped in the end."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from statistics import median
from time import perf_counter

import pytest
from websockets.asyncio.client import ClientConnection

from support.stream_witness import Witness
from support.streams import MARKET, OPEN_MARKET, StreamServer, hear, last_words, say, serving, until
from usdcop.core.events import EventType
from usdcop.services.stream.settings import StreamSettings

pytestmark = pytest.mark.alone

FAT = {"symbol": "USDCOP", "padding": "x" * 2_000}
ROUND = 600
"""Events of 2 kB: far more than all buffers on the way hold."""


@asynccontextmanager
async def reluctant(server: StreamServer) -> AsyncIterator[ClientConnection]:
    """A client whose socket takes little, and which reads only what the test asks for."""
    raw = socket.socket()
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 8_192)
    raw.connect(("127.0.0.1", server.port))
    async with server.connect(sock=raw, max_queue=1, close_timeout=0.1) as client:
        await say(client, action="subscribe", symbols=["USDCOP"])
        assert [(await hear(client))["type"] for _ in range(2)] == ["ack", "snapshot"]
        yield client


async def published(server: StreamServer, fast: Witness, first: int) -> float:
    """One round of events, every fiftieth a bar; median seconds until the fast client had each."""
    writer, took = server.streams.writer(MARKET), []
    for n in range(first, first + ROUND):
        began = perf_counter()
        kind = EventType.BAR if n % 50 == 0 else EventType.MARKET_DATA
        id_ = await writer.publish(kind, FAT, OPEN_MARKET)
        async with asyncio.timeout(10):
            while fast.at != (id_.epoch, id_.seq):  # noqa: ASYNC110 - it is told by nobody else
                await asyncio.sleep(0)
        took.append(perf_counter() - began)
    return median(took)


def test_a_client_that_does_not_read_slows_nobody_and_gets_every_bar_when_it_does(redis_url: str) -> None:
    async def go() -> None:
        async with serving(redis_url, stream_messages_per_minute=10_000) as server:
            fast = Witness(server.url)
            running = asyncio.create_task(fast.run())
            alone = await published(server, fast, 0)
            async with reluctant(server) as client:
                beside = await published(server, fast, ROUND)
                load = server.hub._load()
                assert load.slow == 1
                assert load.unsent < 65_536
                slow = Witness(server.url, at=(1, ROUND))
                while slow.at != (1, 2 * ROUND):
                    slow.judge(await hear(client))
            assert not slow.broken
            assert slow.counts["skipped"] > ROUND / 2
            assert slow.bars == {(1, n + 1) for n in range(ROUND, 2 * ROUND, 50)}
            assert not fast.broken
            assert (fast.counts["skipped"], fast.counts["gap"]) == (0, 0)
            assert beside < 3 * alone + 0.002, (alone, beside)
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)

    asyncio.run(asyncio.wait_for(go(), 120))


@pytest.mark.parametrize(
    "settings",
    [
        StreamSettings(stall_patience=timedelta(seconds=1)),
        StreamSettings(largest_lag=300),
    ],
    ids=["takes nothing", "too far behind"],
)
def test_it_is_dropped_with_a_reason(redis_url: str, settings: StreamSettings) -> None:
    async def go() -> None:
        async with serving(redis_url, settings) as server:
            fast = Witness(server.url)
            running = asyncio.create_task(fast.run())
            async with reluctant(server) as client:
                await published(server, fast, 0)
                await until(lambda: len(server.hub.connections) == 1)
                await last_words(client)
            assert server.hub.tally.dropped == {"too slow": 1}
            assert fast.counts["lost"] == 0
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)

    asyncio.run(asyncio.wait_for(go(), 120))
