import asyncio
from collections.abc import Callable
from typing import Any

import httpx
import pytest
from websockets.exceptions import InvalidStatus

from support.streams import CLOSED_MARKET, MARKET, OPEN_MARKET, StreamServer, hear, say
from usdcop.core.events import EventType
from usdcop.services.kit.settings import AuthMode

Served = Callable[..., None]
BODY = {"symbol": "USDCOP", "timestamp": "2024-03-05T14:00:20Z", "data": {"price": 3941.25}}


async def get(server: StreamServer, path: str, **headers: str) -> httpx.Response:
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{server.port}", trust_env=False) as client:
        return await client.get(path, headers=headers)


def test_what_is_published_is_heard(served: Served) -> None:
    async def talk(server: StreamServer) -> None:
        writer = server.streams.writer(MARKET)
        await writer.publish(EventType.BAR, BODY, OPEN_MARKET)
        async with server.connect() as client:
            await say(client, action="subscribe", symbols=["USDCOP"])
            assert await hear(client) == {
                "type": "ack",
                "action": "subscribe",
                "symbols": ["USDCOP"],
                "accounts": [],
            }
            snapshot = await hear(client)
            bar = {"type": "bar", "epoch": 1, "seq": 1, **BODY}
            assert snapshot == {
                "type": "snapshot", "symbol": "USDCOP", "epoch": 1, "seq": 1, "data": {"bar": bar}
            }  # fmt: skip
            await writer.publish(EventType.MARKET_DATA, BODY, OPEN_MARKET)
            assert await hear(client) == {"type": "market_data", "epoch": 1, "seq": 2, **BODY}

    served(talk)


def test_who_comes_back_gets_what_it_missed(served: Served) -> None:
    async def talk(server: StreamServer) -> None:
        writer = server.streams.writer(MARKET)
        for _ in range(5):
            await writer.publish(EventType.MARKET_DATA, BODY, OPEN_MARKET)
        async with server.connect() as client:
            await say(client, action="subscribe", symbols=["USDCOP"], resume_from={"epoch": 1, "seq": 3})
            assert [(await hear(client)).get("seq") for _ in range(3)] == [None, 4, 5]
        async with server.connect() as client:
            await say(client, action="subscribe", symbols=["USDCOP"], resume_from={"epoch": 0, "seq": 3})
            assert [(await hear(client))["type"] for _ in range(3)] == ["ack", "gap", "snapshot"]

    served(talk)


def test_accounts_are_heard_by_those_who_signed_in_with_the_header_or_a_message(served: Served) -> None:
    async def talk(server: StreamServer) -> None:
        server.identity.issue("good")
        with_header = {"Authorization": "Bearer good"}
        async with server.connect(additional_headers=with_header) as one, server.connect() as two:
            await say(two, action="auth", token="good")
            for client in (one, two):
                assert (await hear(client))["user"] == "ana"
                await say(client, action="subscribe", accounts=["main"])
                assert [(await hear(client))["type"] for _ in range(2)] == ["ack", "snapshot"]
            body = {"account": "main", "data": {"id": "x"}}
            await server.streams.writer("account:main").publish(EventType.FILL, body, OPEN_MARKET)
            for client in (one, two):
                assert await hear(client) == {"type": "fill", "epoch": 1, "seq": 1, **body}

    served(talk)


def test_a_closed_market_is_told(served: Served) -> None:
    async def talk(server: StreamServer) -> None:
        async with server.connect() as client:
            await say(client, action="subscribe", symbols=["USDCOP"])
            told = [await hear(client) for _ in range(3)]
            assert [each["type"] for each in told] == ["ack", "error", "snapshot"]
            assert told[1]["opens_at"] == "2024-03-06T13:00:00.000Z"

    served(talk, at=CLOSED_MARKET)


def test_pages_answer_without_a_token_even_where_everything_takes_one(served: Served) -> None:
    async def talk(server: StreamServer) -> None:
        health, metrics = await get(server, "/health"), await get(server, "/metrics")
        assert (health.status_code, health.json()["status"], health.json()["service"]) == (
            200,
            "ok",
            "stream",
        )
        assert "usdcop_stream_clients 0.0" in metrics.text
        async with server.connect() as client:
            await say(client, action="subscribe", symbols=["USDCOP"])
            assert (await hear(client))["code"] == "AUTHENTICATION_FAILED"
            assert "usdcop_stream_clients 1.0" in (await get(server, "/metrics")).text

    served(talk, mode=AuthMode.ALL)


@pytest.mark.parametrize(
    ("path", "headers", "status", "code"),
    [
        ("/nothing", {}, 404, "UNKNOWN"),
        ("/ws/market-data", {}, 426, "UPGRADE_REQUIRED"),
        ("/ws/market-data?token=x", {"Upgrade": "websocket"}, 400, "PARAMETERS"),
        ("/ws/market-data", {"Origin": "http://evil.example"}, 403, "ORIGIN"),
        ("/health", {"Host": "evil.example"}, 400, "HOST"),
    ],
)
def test_refusals_are_problems_and_counted(
    served: Served, path: str, headers: dict[str, Any], status: int, code: str
) -> None:
    async def talk(server: StreamServer) -> None:
        answer = await get(server, path, **headers)
        assert (answer.status_code, answer.json()["code"]) == (status, code)
        assert answer.headers["content-type"] == "application/problem+json"
        assert server.hub.tally.refused == {code: 1}

    served(talk)


def test_a_browser_of_another_page_cannot_connect(served: Served) -> None:
    async def talk(server: StreamServer) -> None:
        with pytest.raises(InvalidStatus, match="403"):
            async with server.connect(origin="http://evil.example"):
                pytest.fail("it connected")
        async with server.connect(origin="http://localhost:5000") as client:
            await say(client, action="pong")

    served(talk)


def test_a_browser_that_keeps_its_connections_alive_can_connect(served: Served) -> None:
    """Firefox sends ``Connection: keep-alive, Upgrade``."""

    async def talk(server: StreamServer) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", server.port)
        writer.write(
            b"GET /ws/market-data HTTP/1.1\r\nHost: localhost\r\nConnection: keep-alive, Upgrade\r\n"
            b"Upgrade: websocket\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\n\r\n"
        )
        assert (await reader.readline()).startswith(b"HTTP/1.1 101")
        writer.close()

    served(talk)
