import asyncio
from collections.abc import Callable

import pytest
from websockets.exceptions import ConnectionClosed
from websockets.frames import Frame, Opcode

from support.streams import StreamServer, hear, say, until

Served = Callable[..., None]
TEXT, BINARY, MORE, PING = Opcode.TEXT, Opcode.BINARY, Opcode.CONT, Opcode.PING


def bytes_of(frame: Frame) -> bytes:
    """``frame`` on the wire, also one that the test's client would refuse to send."""
    plain = Frame(frame.opcode, frame.data, fin=frame.fin).serialize(mask=True)
    return bytes([plain[0] | frame.rsv1 << 6]) + plain[1:]


async def ending(server: StreamServer, *frames: Frame) -> int | None:
    """The close code that ``frames`` are answered with; None: the connection stays."""
    async with server.connect() as client:
        for frame in frames:
            client.transport.write(bytes_of(frame))
        await say(client, action="pong")
        try:
            async with asyncio.timeout(0.3):
                while True:
                    await hear(client)
        except TimeoutError:
            return None
        except ConnectionClosed as end:
            return end.rcvd.code if end.rcvd else None


@pytest.mark.parametrize(
    ("frames", "code"),
    [
        ([Frame(BINARY, b"{}")], 1003),
        ([Frame(BINARY, b"{}", fin=False)], 1003),
        ([Frame(TEXT, b"\xff\xfe")], 1007),
        ([Frame(TEXT, b" " * 32_769)], 1009),
        ([Frame(TEXT, b" " * 20_000, fin=False), Frame(MORE, b" " * 20_000, fin=True)], 1009),
        ([Frame(TEXT, b"{}", rsv1=True)], 1002),
        ([Frame(MORE, b"{}")], 1002),
        ([Frame(TEXT, b"{", fin=False), Frame(TEXT, b"}")], 1002),
        ([Frame(TEXT, b'{"action":', fin=False), Frame(PING, b"x"), Frame(MORE, b'"pong"}')], None),
        ([Frame(TEXT, b"not json")], None),
    ],
    ids=[
        "binary", "binary fragment", "not UTF-8", "too big", "too big in parts", "an extension",
        "a rest of nothing", "a start in the middle", "fragments and a ping", "no JSON",
    ],
)  # fmt: skip
def test_frames_are_refused_with_a_code_or_understood(
    served: Served, frames: list[Frame], code: int | None
) -> None:
    async def talk(server: StreamServer) -> None:
        assert await ending(server, *frames) == code
        async with server.connect() as client:
            await say(client, action="subscribe", symbols=["USDCOP"])
            assert (await hear(client))["type"] == "ack"

    served(talk)


def test_a_ping_is_answered(served: Served) -> None:
    async def talk(server: StreamServer) -> None:
        async with server.connect() as client:
            await asyncio.wait_for(await client.ping(b"there?"), 10)

    served(talk)


def test_a_client_that_leaves_is_answered_with_its_own_code(served: Served) -> None:
    async def talk(server: StreamServer) -> None:
        client = await server.connect()
        await client.close(3001, "bye")
        assert client.close_code == 3001
        await until(lambda: not server.hub.connections)

    served(talk)
