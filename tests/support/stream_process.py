"""A stream service, or a writer, as a process of its own, to be killed: ``python -m support.stream_process``.

``serve PORT`` serves the stream; ``write`` publishes bars and ticks without end and prints each number once it
is acknowledged. The addresses of Redis and PostgreSQL come on the standard input, so that no list of processes
shows a password.
"""

import asyncio
import itertools
import json
import socket
import sys

from sqlalchemy import Engine

from support.streams import MARKET, OPEN_MARKET, KnownTokens, shared_of
from usdcop.adapters.postgres.database import open_database
from usdcop.adapters.postgres.epochs import PostgresEpochs
from usdcop.adapters.postgres.outbox import PostgresOutbox
from usdcop.adapters.redis_streams import open_streams
from usdcop.core.errors import ServerError
from usdcop.core.events import EventType
from usdcop.core.sessions import MARKETS
from usdcop.services.stream.ports import StreamPorts
from usdcop.services.stream.server import open_server

PAUSE = 0.002
"""Seconds between two events."""


async def serve(engine: Engine, redis_url: str, port: int) -> None:
    async with open_streams(redis_url, PostgresEpochs(engine)) as streams:
        ports = StreamPorts({"USDCOP": MARKETS["USDCOP"]}, PostgresOutbox(engine).accounts, streams.reader)
        with socket.create_server(("127.0.0.1", port), backlog=256) as listener:
            async with open_server(shared_of(KnownTokens(), stream_connections=500), ports, listener):
                print("serving", flush=True)  # noqa: T201 - what the test waits for
                await asyncio.Event().wait()


async def write(engine: Engine, redis_url: str) -> None:
    async with open_streams(redis_url, PostgresEpochs(engine)) as streams:
        writer = streams.writer(MARKET)
        for n in itertools.count():
            kind = EventType.BAR if n % 10 == 0 else EventType.MARKET_DATA
            try:
                id_ = await writer.publish(kind, {"symbol": "USDCOP", "n": n}, OPEN_MARKET)
            except ServerError:
                await asyncio.sleep(0.02)
                continue
            print(id_, flush=True)  # noqa: T201 - what was acknowledged
            await asyncio.sleep(PAUSE)


def main() -> None:
    where = json.loads(sys.stdin.readline())
    engine = open_database(where["postgres"])
    match sys.argv[1:]:
        case ["serve", port]:
            asyncio.run(serve(engine, where["redis"], int(port)))
        case ["write"]:
            asyncio.run(write(engine, where["redis"]))
        case _:
            sys.exit("serve PORT, or write")


if __name__ == "__main__":
    main()
