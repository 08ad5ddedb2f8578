import asyncio
from collections.abc import Callable
from datetime import timedelta

from structlog.testing import capture_logs
from websockets.asyncio.client import ClientConnection

from support.streams import MARKET, OPEN_MARKET, StreamServer, hear, last_words, say, until
from usdcop.core.errors import ServerError
from usdcop.core.events import EventType
from usdcop.services.kit.health import Status
from usdcop.services.stream.settings import StreamSettings

Served = Callable[..., None]
QUICK = StreamSettings(heartbeat=timedelta(seconds=1), recheck=timedelta(milliseconds=100))


async def closing(client: ClientConnection) -> tuple[list[str], int, str]:
    """Messages until the end, and how it ended."""
    heard = [message.get("code", message["type"]) for message in await last_words(client)]
    return heard, client.close_code or 0, client.close_reason or ""


def test_who_does_not_answer_heartbeats_is_dropped_who_does_stays(served: Served) -> None:
    async def answer(client: ClientConnection) -> None:
        while True:
            if (await hear(client))["type"] == "heartbeat":
                await say(client, action="pong")

    async def talk(server: StreamServer) -> None:
        async with server.connect() as silent, server.connect() as awake:
            answering = asyncio.create_task(answer(awake))
            heard, code, _ = await closing(silent)
            assert (heard, code) == (["heartbeat"], 4410)
            assert not answering.done()
            answering.cancel()

    served(talk, settings=StreamSettings(heartbeat=timedelta(seconds=1), missed_heartbeats=1))


def test_a_revoked_token_closes_its_sockets_and_no_others(served: Served) -> None:
    async def talk(server: StreamServer) -> None:
        server.identity.issue("good")
        server.identity.issue("other", "bea")
        async with server.connect() as one, server.connect() as other:
            await say(one, action="auth", token="good")
            await say(other, action="auth", token="other")
            await hear(one)
            await hear(other)
            del server.identity.holders["good"]
            heard, code, reason = await closing(one)
            assert (heard, code, reason) == (["AUTHENTICATION_FAILED"], 4401, "signed out")
            await say(other, action="subscribe", accounts=["main"])
            assert (await hear(other))["type"] == "ack"

    served(talk, settings=QUICK)


def test_an_expired_token_closes_its_sockets(served: Served) -> None:
    async def talk(server: StreamServer) -> None:
        async with server.connect() as client:
            server.identity.issue("short", lifetime=timedelta(seconds=1))
            await say(client, action="auth", token="short")
            heard, code, reason = await closing(client)
            assert (heard[-1], code, reason) == ("AUTHENTICATION_FAILED", 4401, "token expired")

    served(talk, settings=QUICK)


def test_where_tokens_cannot_be_checked_they_count_and_health_says_so(served: Served) -> None:
    async def talk(server: StreamServer) -> None:
        server.identity.issue("good")
        async with server.connect() as client:
            await say(client, action="auth", token="good")
            await hear(client)
            server.identity.away = True
            await until(lambda: _troubled(server) == ["sign-ins"])
            await say(client, action="subscribe", accounts=["main"])
            assert (await hear(client))["type"] == "ack"

    served(talk, settings=QUICK)


def _troubled(server: StreamServer) -> list[str]:
    return [part.name for part in server.hub.components() if part.status is Status.DEGRADED]


def test_accounts_that_come_later_can_be_listened_to(served: Served) -> None:
    async def talk(server: StreamServer) -> None:
        server.identity.issue("good")
        async with server.connect() as client:
            await say(client, action="auth", token="good")
            await hear(client)
            await say(client, action="subscribe", accounts=["late"])
            assert (await hear(client))["type"] == "ack"

    served(talk, accounts=lambda: frozenset({"late"}))


def test_a_database_that_is_away_does_not_stop_the_market(served: Served) -> None:
    def away() -> frozenset[str]:
        raise ServerError("PostgreSQL does not answer.")

    async def talk(server: StreamServer) -> None:
        async with server.connect() as client:
            await say(client, action="subscribe", symbols=["USDCOP"])
            assert (await hear(client))["type"] == "ack"
            assert [part.name for part in server.hub.components() if part.cause] == ["database"]

    served(talk, accounts=away)


def test_a_service_that_stops_tells_its_clients(served: Served) -> None:
    ended: list[tuple[int, str]] = []

    async def talk(server: StreamServer) -> None:
        client = await server.connect()
        await say(client, action="pong")
        await server.hub.stop()
        _, code, reason = await closing(client)
        ended.append((code, reason))

    served(talk)
    assert ended == [(1001, "the service stops")]


def test_clients_are_counted_out_again(served: Served) -> None:
    async def talk(server: StreamServer) -> None:
        for _ in range(3):
            async with server.connect() as client:
                await say(client, action="subscribe", symbols=["USDCOP"])
                await hear(client)
        await until(lambda: not server.hub.connections)
        await until(lambda: not server.hub._commons.book._clients)
        await server.streams.writer(MARKET).publish(EventType.BAR, {}, OPEN_MARKET)

    served(talk, stream_connections=1)


def test_housekeeping_that_fails_goes_on(served: Served) -> None:
    calls: list[int] = []
    again = asyncio.Event()

    async def broken() -> None:
        calls.append(1)
        if len(calls) == 3:
            again.set()
        raise ZeroDivisionError

    async def talk(server: StreamServer) -> None:
        server.hub._spawn(server.hub._every(timedelta(milliseconds=10), broken))
        await again.wait()

    with capture_logs() as told:
        served(talk)
    assert "housekeeping failed" in [line["event"] for line in told]
