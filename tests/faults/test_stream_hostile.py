"""Hostile clients: each gets its documented error or close code and is counted; those beside it notice nothing."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import pytest
from websockets.exceptions import ConnectionClosed

from support.stream_witness import Witness
from support.streams import MARKET, OPEN_MARKET, StreamServer, hear, last_words, say, serving, until
from usdcop.core.events import EventType
from usdcop.services.stream import server as server_module

SEED = 7
HELLO = (
    b"GET /ws/market-data HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n"
)
Attack = Callable[[StreamServer], Awaitable[None]]


def beside_a_witness(redis_url: str, attack: Attack, **limits: Any) -> None:  # noqa: ANN401 - fields of any type
    """Run ``attack`` while events flow to an honest client, which must get each of them."""

    async def go() -> None:
        async with serving(redis_url, **limits) as server:
            honest = Witness(server.url)
            running = asyncio.create_task(honest.run())
            flowing = asyncio.create_task(flow(server))
            await until(lambda: len(honest.seen) > 2)
            await attack(server)
            last = server.streams.writer(MARKET)
            flowing.cancel()
            await asyncio.gather(flowing, return_exceptions=True)
            final = await last.publish(EventType.BAR, {"symbol": "USDCOP"}, OPEN_MARKET)
            await until(lambda: honest.at == (final.epoch, final.seq))
            assert not honest.broken
            assert (honest.counts["lost"], honest.counts["gap"], honest.counts["skipped"]) == (0, 0, 0)
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)

    asyncio.run(asyncio.wait_for(go(), 60))


async def flow(server: StreamServer) -> None:
    writer = server.streams.writer(MARKET)
    while True:
        await writer.publish(EventType.MARKET_DATA, {"symbol": "USDCOP"}, OPEN_MARKET)
        await asyncio.sleep(0.005)


async def raw(server: StreamServer, data: bytes) -> bytes:
    """What the service answers to ``data``, until it closes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
    writer.write(data)
    try:
        return await asyncio.wait_for(reader.read(), 10)
    except ConnectionError:
        return b""
    finally:
        writer.close()


def test_a_message_of_ten_megabytes_is_too_big(redis_url: str) -> None:
    async def attack(server: StreamServer) -> None:
        async with server.connect() as client:
            with suppress(ConnectionClosed, OSError):
                await client.send("x" * 10_000_000)
            await last_words(client)
            assert client.close_code in {1009, 1006}  # the code may be lost with what was not read

    beside_a_witness(redis_url, attack)


def test_a_thousand_subscriptions_are_refused_at_once_or_one_by_one(redis_url: str) -> None:
    async def attack(server: StreamServer) -> None:
        server.identity.issue("good")
        async with server.connect() as client:
            await say(client, action="auth", token="good")
            await hear(client)
            await say(client, action="subscribe", accounts=[f"a{n}" for n in range(1_000)])
            assert (await hear(client))["code"] == "RATE_LIMIT_EXCEEDED"
            await say(client, action="unsubscribe", symbols=[f"S{n}" for n in range(1_000)])
            assert (await hear(client))["type"] == "ack"
            await say(client, action="subscribe", symbols=["USDCOP"] * 1_000)
            assert (await hear(client))["type"] == "ack"

    beside_a_witness(redis_url, attack, stream_subscriptions=20)


def test_a_flood_of_messages_is_refused_then_cut_off(redis_url: str) -> None:
    async def attack(server: StreamServer) -> None:
        async with server.connect() as client:
            with suppress(ConnectionClosed, OSError):
                for _ in range(2_000):
                    await client.send("{}")
            await last_words(client)
            assert server.hub.tally.dropped == {"too many messages": 1}
            assert server.hub.tally.problems["INVALID_MESSAGE"] <= 120

    beside_a_witness(redis_url, attack)


def test_one_client_cannot_take_all_connections(redis_url: str) -> None:
    async def attack(server: StreamServer) -> None:
        clients = [await server.connect() for _ in range(30)]
        ended = 0
        for client in clients:
            try:
                await say(client, action="subscribe", symbols=["USDCOP"])
                await hear(client)
                await hear(client)
            except ConnectionClosed:
                ended += 1
                assert client.close_code == 4429
        assert ended == 30 - 20 + 1  # the honest client is at the same address
        for client in clients:
            await client.close()

    beside_a_witness(redis_url, attack)


def test_half_open_sockets_and_slow_handshakes_are_cut_off(
    redis_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_module, "HANDSHAKE_PATIENCE", 0.5)

    async def attack(server: StreamServer) -> None:
        answers = await asyncio.gather(
            raw(server, b""),
            raw(server, HELLO),
            raw(server, b"GET /health HTT"),
            raw(server, b"\x16\x03\x01"),
        )
        assert all(b" 101 " not in answer for answer in answers)
        assert len(server.hub.connections) == 1

    beside_a_witness(redis_url, attack)


@pytest.mark.parametrize(
    "request_",
    [
        b"POST /health HTTP/1.1\r\nHost: localhost\r\n\r\n",
        b"GET /health HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n123456789",
        b"GET /health HTTP/1.0\r\n\r\n",
        b"GET /health HTTP/1.1\r\n\r\n",
        b"GET /health HTTP/1.1\r\nHost: a\r\nHost: localhost\r\n\r\n",
        b"nonsense\r\n\r\n",
        b"GET /ws/market-data HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
        HELLO + b"Cookie: " + b"x" * 20_000 + b"\r\n\r\n",
        b"GET /ws/%00\x00 HTTP/1.1\r\nHost: localhost\r\n\r\n",
    ],
)
def test_malformed_requests_are_refused(redis_url: str, request_: bytes) -> None:
    async def attack(server: StreamServer) -> None:
        answer = await raw(server, request_)
        assert answer == b"" or answer.startswith(b"HTTP/1.1 4"), answer[:80]

    beside_a_witness(redis_url, attack)


def test_noise_on_the_wire_harms_nobody(redis_url: str) -> None:
    chance = random.Random(SEED)

    async def attack(server: StreamServer) -> None:
        for _ in range(40):
            noise = chance.randbytes(chance.randint(1, 3_000))
            reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
            writer.write(HELLO + b"\r\n")
            assert (await reader.readuntil(b"\r\n\r\n")).startswith(b"HTTP/1.1 101")
            writer.write(noise)
            await asyncio.sleep(0.005)
            writer.close()

    beside_a_witness(redis_url, attack, stream_connections=100)
