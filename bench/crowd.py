"""A crowd of readers: the newest price for one client, and the switch that stops trading while 64 read all they can.

usage: python -m bench.crowd [--seconds N] [--clients N] [--json]

``usdcop serve trading`` as it ships (but for the limit of calls a minute), on the embedded servers in a temporary
home. The crowd is a process of its own with one connection a client, and asks for the newest price, the day, the
health of the market and candles in turn, each as soon as it has the answer before; what is turned away (503) is asked
again at once, which is ruder than any client should be. The switch is thrown by a third process, ten times a second.
"""

import argparse
import asyncio
import http.client
import json
import subprocess
import sys
import time
import uuid
from collections import defaultdict
from collections.abc import Sequence
from datetime import timedelta
from statistics import median, quantiles
from typing import Final

from bench.candles import home_with_history, service
from bench.rows import Row, run_bench

from usdcop.adapters.postgres.quotes import PostgresQuotes
from usdcop.adapters.postgres.sign_ins import PostgresSignIns
from usdcop.adapters.postgres.trading_state import PostgresTradingState
from usdcop.adapters.postgres.users import PostgresUsers
from usdcop.adapters.tokens import Tokens
from usdcop.core.access import Role, SignIn
from usdcop.core.trading import LiveQuote, TradingState
from usdcop.core.units import Price
from usdcop.main.serve.identity import access_of
from usdcop.main.wiring import System

LATEST_MS, HALT_MS, READ_MS = 10.0, 100.0, 250.0
PATHS: Final = (
    "/api/latest/USDCOP",
    "/api/stats/USDCOP",
    "/api/market/health",
    "/api/candlesticks/USDCOP?limit=300",
)
SPACING: Final = 0.1
OK, BUSY = 200, (429, 503)


def main() -> int:
    """Measure and print; 1 if a goal is missed."""
    if "--crowd" in sys.argv:
        port, clients, seconds = map(int, sys.argv[2:])
        print(json.dumps(asyncio.run(_crowd(port, clients, seconds))))
        return 0
    return run_bench(
        __doc__,
        measure,
        ("--seconds", 20, "how long the crowd stays"),
        ("--clients", 64, "readers of the crowd"),
    )


def measure(chosen: argparse.Namespace) -> list[Row]:
    """Figures of one running service."""
    with home_with_history() as (folder, system):
        _quote(system)
        token = _operator(system)
        with service(folder) as port:
            return _rows(port, token, chosen.clients, chosen.seconds)


def _quote(system: System) -> None:
    now = system.clock.now()
    quote = LiveQuote("USDCOP", Price(4000.0), Price(3999.5), Price(4000.5), now, "bench", 5.0)
    PostgresQuotes(system.engine).put(quote)
    PostgresTradingState(system.engine).ensure_active("bench", now)


def _operator(system: System) -> str:
    """An access token of an operator."""
    access, roles = access_of(system.settings), frozenset({Role.OPERATOR})
    tokens = Tokens(access.secret, f"usdcop-{system.settings.mode.value}", timedelta(hours=1))
    now = system.wall.now()
    PostgresUsers(system.engine).add("bench", roles, "no password fits", "bench", now)
    sign_in = SignIn(uuid.uuid4(), "bench", roles, now + timedelta(days=1))
    PostgresSignIns(system.engine).open(sign_in, tokens.digest(tokens.refresh()), now, now, "127.0.0.1")
    return tokens.access(sign_in, now)[0]


def _rows(port: int, token: str, clients: int, seconds: int) -> list[Row]:
    alone = _latest(port, 2_000)
    quiet = _halts(port, token, 50, spacing=0.0)
    crowd = subprocess.Popen(
        [sys.executable, "-m", "bench.crowd", "--crowd", str(port), str(clients), str(seconds)],
        stdout=subprocess.PIPE,
        text=True,
    )
    time.sleep(1.0)
    halts = _halts(port, token, int((seconds - 2) / SPACING), spacing=SPACING)
    told = json.loads(crowd.communicate(timeout=seconds + 60)[0])
    answered = {int(status): found for status, found in told.items()}
    wrong = {status: len(found) for status, found in answered.items() if status not in {OK, *BUSY}}
    if wrong:
        raise ArithmeticError(f"The crowd was answered with {wrong}.")
    read = answered.get(OK, [])
    away = sum(len(found) for status, found in answered.items() if status in BUSY)
    note = f"{len(read) / seconds:,.0f} reads/s answered, {away / seconds:,.0f} turned away"
    crowd_of = f"{clients} clients read all they can"
    return [
        Row(work="GET /api/latest, one client: p50", ours=median(alone) * 1e3, unit="ms"),
        Row(
            work="GET /api/latest, one client: p99", ours=_p99(alone) * 1e3, unit="ms", goal=LATEST_MS, at_most=True
        ),
        Row(work="HALT, nobody reads: p99", ours=_p99(quiet) * 1e3, unit="ms"),
        Row(
            work=f"HALT while {crowd_of}: p99", ours=_p99(halts) * 1e3, unit="ms", goal=HALT_MS, at_most=True,
            note=f"{len(halts)} times",
        ),
        Row(
            work="Reads of that crowd that are answered: p99", ours=_p99(read) * 1e3, unit="ms", goal=READ_MS,
            at_most=True, note=note,
        ),
    ]  # fmt: skip


def _latest(port: int, rounds: int) -> list[float]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    found = []
    for _ in range(rounds):
        began = time.perf_counter()
        connection.request("GET", PATHS[0])
        answer = connection.getresponse()
        answer.read()
        found.append(time.perf_counter() - began)
        if answer.status != OK:
            raise ArithmeticError(f"The newest price was answered with {answer.status}.")
    return found


def _halts(port: int, token: str, times: int, *, spacing: float) -> list[float]:
    """Seconds until each change of the trading state was confirmed."""
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    found = []
    for number in range(times):
        state = TradingState.HALTED if number % 2 == 0 else TradingState.REDUCE_ONLY
        body = json.dumps({"state": state.value, "reason": "bench"})
        began = time.perf_counter()
        connection.request("PUT", "/api/trading/state", body, headers)
        answer = connection.getresponse()
        told = answer.read()
        found.append(time.perf_counter() - began)
        if answer.status != OK or json.loads(told)["state"] != state.value:
            raise ArithmeticError(f"The switch was answered with {answer.status}: {told!r}.")
        time.sleep(spacing)
    return found


async def _crowd(port: int, clients: int, seconds: int) -> dict[int, list[float]]:
    """Seconds of every answer, by status."""
    found: dict[int, list[float]] = defaultdict(list)
    until = time.perf_counter() + seconds
    await asyncio.gather(*(_reader(port, number, until, found) for number in range(clients)))
    return found


async def _reader(port: int, number: int, until: float, found: dict[int, list[float]]) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    while time.perf_counter() < until:
        path, number = PATHS[number % len(PATHS)], number + 1
        began = time.perf_counter()
        writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        length = int(head.split(b"content-length:")[1].split(b"\r\n")[0])
        await reader.readexactly(length)
        found[int(head[9:12])].append(time.perf_counter() - began)
    writer.close()
    await writer.wait_closed()


def _p99(seconds: Sequence[float]) -> float:
    return quantiles(seconds, n=100)[98]


if __name__ == "__main__":
    sys.exit(main())
