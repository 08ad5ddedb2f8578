"""Quote to client: the stream service with many clients, beside a plain ``websockets`` fan-out of the same ticks.

usage: python -m bench.stream [--clients N] [--rate N] [--seconds N] [--json]

The writer, Redis and the service are one path: a tick carries the instant at which it was handed to the writer,
and its age is taken in the client. The clients are one other process, the same for the peer. A figure counts only
if every client got every number once.
"""

import argparse
import asyncio
import json
import resource
import socket
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import orjson
import structlog
from bench.rows import Row, run_bench
from websockets.asyncio.server import ServerConnection, broadcast, serve

from usdcop.adapters.clock import SystemClock, SystemWall
from usdcop.adapters.redis_streams import open_streams
from usdcop.core.access import Principal
from usdcop.core.errors import UnauthenticatedError
from usdcop.core.events import EventType, market_stream
from usdcop.core.sessions import MARKETS
from usdcop.main.embedded.redis import start_redis, stop_redis
from usdcop.services.kit.app import Shared
from usdcop.services.kit.settings import AccessSettings, AuthMode, ServiceSettings
from usdcop.services.stream.ports import StreamPorts
from usdcop.services.stream.server import open_server

GOAL_MS = 50.0
ROOT = Path(__file__).resolve().parent.parent
FILES = 8_192
SUBSCRIBE = '{"action":"subscribe","symbols":["USDCOP"]}'
AT = datetime(2024, 3, 5, 14, tzinfo=UTC)

Tick = Callable[[int], Awaitable[None]]
"""Publishes tick number n."""


@dataclass(frozen=True, slots=True)
class Load:
    """What is put on a server."""

    clients: int
    rate: int
    seconds: int

    @property
    def events(self) -> int:
        """Ticks of one run."""
        return self.rate * self.seconds


class LocalEpochs:
    """Epochs in memory: one writer, one run."""

    def take(self, stream: str, above: int) -> int:  # noqa: ARG002 - the port's shape
        """The next epoch."""
        return above + 1

    def renew(self, stream: str, mine: int, above: int) -> int:  # noqa: ARG002 - the port's shape
        """The next epoch."""
        return max(mine, above) + 1


class Nobody:
    """Nobody signs in."""

    def principal(self, token: str) -> Principal:  # noqa: ARG002 - the port's shape
        """Refused."""
        raise UnauthenticatedError("Nobody signs in here.")


def main() -> int:
    """Measure and print; 1 if the goal is missed."""
    return run_bench(
        __doc__,
        measure,
        ("--clients", 1_000, "clients at once"),
        ("--rate", 20, "ticks a second"),
        ("--seconds", 20, "length of a run"),
    )


def measure(chosen: argparse.Namespace) -> list[Row]:
    """Two rows: p99 and median, with the peer beside them."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < FILES:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(FILES, hard), hard))
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    load = Load(chosen.clients, chosen.rate, chosen.seconds)
    ours, cpu = _ours(load)
    peer, peer_cpu = asyncio.run(_peer(load))
    name = f"quote to {load.clients:,} clients at {load.rate}/s"
    used = f"server process: {cpu:.0%} of a core, peer (without Redis) {peer_cpu:.0%}"
    return [
        Row(work=f"{name}: p99", ours=ours["p99"], unit="ms", peer=peer["p99"], goal=GOAL_MS, at_most=True, note=used),
        Row(work=f"{name}: median", ours=ours["p50"], unit="ms", peer=peer["p50"], note="peer: plain websockets"),
    ]  # fmt: skip


def _ours(load: Load) -> tuple[dict[str, Any], float]:
    with tempfile.TemporaryDirectory(prefix="usdcop-bench-") as folder:
        home = Path(folder)
        home.chmod(0o755)
        try:
            return asyncio.run(_through_redis(start_redis(home).url(), load))
        finally:
            stop_redis(home)


async def _through_redis(url: str, load: Load) -> tuple[dict[str, Any], float]:
    async with _service(url, load) as (port, tick):
        return await _run(port, load, SUBSCRIBE, tick)


@asynccontextmanager
async def _service(url: str, load: Load) -> AsyncIterator[tuple[int, Tick]]:
    """The stream service and its writer, in this process."""
    wall = SystemWall()
    shared = Shared(
        ServiceSettings(stream_connections=load.clients + 1, stream_messages_per_minute=100_000),
        AccessSettings(AuthMode.WRITES, ""), Nobody(), SystemClock(wall), wall,
    )  # fmt: skip
    async with open_streams(url, LocalEpochs()) as streams:
        writer = streams.writer(market_stream("USDCOP"))

        async def tick(n: int) -> None:
            await writer.publish(EventType.MARKET_DATA, _body(n), AT)

        ports = StreamPorts({"USDCOP": MARKETS["USDCOP"]}, frozenset, streams.reader)
        with socket.create_server(("127.0.0.1", 0), backlog=2_048) as listener:
            async with open_server(shared, ports, listener):
                yield listener.getsockname()[1], tick


async def _peer(load: Load) -> tuple[dict[str, Any], float]:
    """``websockets`` as its documentation broadcasts: no Redis, no numbers of its own, no limits."""
    clients: set[ServerConnection] = set()

    async def handle(client: ServerConnection) -> None:
        clients.add(client)
        await client.wait_closed()

    async def tick(n: int) -> None:
        head = {"type": "market_data", "epoch": 1, "seq": n + 1}
        broadcast(clients, orjson.dumps({**head, **_body(n)}).decode())

    async with serve(handle, "127.0.0.1", 0, compression=None, ping_interval=None) as server:
        return await _run(next(iter(server.sockets)).getsockname()[1], load, "", tick)


def _body(n: int) -> dict[str, Any]:
    """A tick of the size of a real one."""
    price = 4_000 + n % 10
    data = {"price": price, "open": price, "high": price, "low": price, "close": price, "volume": None}
    quote = {"bid": price - 0.1, "ask": price + 0.1, "spread": 0.2}
    metadata = {
        "source": "twelvedata",
        "latency_ms": 12.5,
        "data_quality": "live",
        "sent": time.monotonic(),
        "n": n,
    }
    return {
        "symbol": "USDCOP",
        "timestamp": "2024-03-05T14:00:20.000Z",
        "data": {**data, **quote},
        "metadata": metadata,
    }


async def _run(port: int, load: Load, subscribe: str, tick: Tick) -> tuple[dict[str, Any], float]:
    """Latencies, and the share of a core that this process used."""
    child = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "bench.stream_load", str(port), str(load.clients), str(load.events), subscribe,
        cwd=ROOT, stdout=asyncio.subprocess.PIPE,
    )  # fmt: skip
    if child.stdout is None or (await child.stdout.readline()).strip() != b"ready":
        raise ChildProcessError("The clients could not connect.")
    began, used = time.monotonic(), time.process_time()
    for n in range(load.events):
        await asyncio.sleep(began + n / load.rate - time.monotonic())
        await tick(n)
    found = json.loads(await child.stdout.readline())
    share = (time.process_time() - used) / (time.monotonic() - began)
    await child.wait()
    if found["wrong_clients"] or found["received"] != found["expected"]:
        raise ArithmeticError(f"Not every client got every number once: {found}")
    return found, share


if __name__ == "__main__":
    sys.exit(main())
