"""P7: kill -9 of writer and stream process, Redis flushed, killed and restarted under load: nobody is misled."""

import asyncio
import json
import os
import random
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import httpx
import pytest
from redis import Redis

import usdcop
from support.stream_witness import Witness
from support.streams import until
from usdcop.main.embedded.ports import any_free_port
from usdcop.main.embedded.redis import RedisServer, start_redis

SEED = 20_241_122
ROUNDS = int(os.environ.get("FAULT_ROUNDS", "8"))  # noqa: TID251 - a long run asks for more
TESTS = Path(__file__).parents[1]


class Process:
    """A child that is killed and started again; its lines are kept, those that came before a kill too."""

    def __init__(self, where: dict[str, str], *arguments: str) -> None:
        self._where = where
        self._arguments = arguments
        self.lines: list[str] = []
        self._child: subprocess.Popen[str] | None = None
        self.start()

    def start(self) -> None:
        path = os.pathsep.join([str(TESTS), str(Path(usdcop.__file__).parents[1])])
        self._child = subprocess.Popen(
            [sys.executable, "-m", "support.stream_process", *self._arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env={"PYTHONPATH": path, "PATH": os.defpath},
        )
        assert self._child.stdin is not None
        self._child.stdin.write(json.dumps(self._where) + "\n")
        self._child.stdin.flush()
        self._reading = threading.Thread(target=self._read, args=(self._child,), daemon=True)
        self._reading.start()

    def _read(self, child: subprocess.Popen[str]) -> None:
        assert child.stdout is not None
        with suppress(ValueError):
            self.lines.extend(line.strip() for line in child.stdout)

    def kill(self) -> None:
        assert self._child is not None
        self._child.kill()
        self._child.wait(10)
        self._reading.join(10)
        for pipe in (self._child.stdin, self._child.stdout):
            if pipe is not None:
                pipe.close()


@pytest.fixture
def own_redis(server_home: Path) -> RedisServer:
    return start_redis(server_home)


@pytest.fixture
def processes(own_redis: RedisServer, postgres_url: str) -> Iterator[Callable[..., Process]]:
    where = {"redis": own_redis.url(), "postgres": postgres_url}
    children: list[Process] = []

    def make(*arguments: str) -> Process:
        children.append(Process(where, *arguments))
        return children[-1]

    yield make
    for child in children:
        child.kill()


async def ended(tasks: Sequence[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)


def test_every_number_once_and_in_order_or_a_gap_and_a_snapshot(
    processes: Callable[..., Process], own_redis: RedisServer, server_home: Path
) -> None:
    chance = random.Random(SEED)
    ports = [any_free_port(), any_free_port()]
    writer, *services = [processes("write"), *(processes("serve", str(port)) for port in ports)]
    witnesses = [Witness(f"ws://127.0.0.1:{ports[n % 2]}/ws/market-data") for n in range(4)]

    def restart(process: Process) -> None:
        process.kill()
        process.start()

    def flush() -> None:
        with Redis.from_url(own_redis.url()) as client:
            client.flushall()

    def kill_redis() -> None:
        with Redis.from_url(own_redis.url()) as client:
            pid = int(client.info("server")["process_id"])
        os.kill(pid, signal.SIGKILL)
        start_redis(server_home)

    deeds = [lambda: restart(writer), lambda: restart(chance.choice(services)), flush, kill_redis]

    async def go() -> None:
        running = [asyncio.create_task(witness.run()) for witness in witnesses]
        await until(lambda: all(len(witness.seen) > 20 for witness in witnesses), 30)
        for n in range(ROUNDS):
            await asyncio.sleep(chance.uniform(0.0, 0.3))
            await asyncio.to_thread(deeds[n % len(deeds)])
            before = [len(witness.seen) for witness in witnesses]
            await until(lambda: all(len(w.seen) > n + 5 for w, n in zip(witnesses, before, strict=True)), 30)  # noqa: B023 - awaited at once
        await ended(running)

    asyncio.run(go())
    for witness in witnesses:
        assert not witness.broken, (SEED, witness.broken[:5])
        assert witness.counts["gap"] > 0
        assert witness.seen
    assert sum(witness.counts["lost"] for witness in witnesses) > 0


def test_health_says_degraded_while_redis_is_away_and_recovers_by_itself(
    processes: Callable[..., Process], own_redis: RedisServer, server_home: Path
) -> None:
    port = any_free_port()
    service, writer = processes("serve", str(port)), processes("write")
    witness = Witness(f"ws://127.0.0.1:{port}/ws/market-data")

    def status() -> str:
        try:
            answer = httpx.get(f"http://127.0.0.1:{port}/health", trust_env=False)
        except httpx.TransportError:
            return "no answer"
        assert answer.status_code == 200
        return str(answer.json()["status"])

    async def go() -> None:
        await until(lambda: "serving" in service.lines, 30)
        running = asyncio.create_task(witness.run())
        await until(lambda: len(witness.seen) > 20 and bool(writer.lines), 30)
        assert await asyncio.to_thread(status) == "ok"
        os.kill(own_redis.pid, signal.SIGKILL)
        await until(lambda: status() == "degraded")
        before = len(witness.seen)
        await asyncio.to_thread(start_redis, server_home)
        await until(lambda: len(witness.seen) > before + 20, 30)
        assert await asyncio.to_thread(status) == "ok"
        await ended([running])

    asyncio.run(asyncio.wait_for(go(), 60))
    assert service.lines.count("serving") == 1
    assert not witness.broken
    assert witness.counts["lost"] == 0
