"""Candles over HTTP: six months of five-minute bars with indicators, beside the bare query of the same rows.

usage: python -m bench.candles [--rounds N] [--json]

``usdcop serve trading`` as it ships, on an embedded PostgreSQL in a temporary home, called over one
connection; the peer is asyncpg, asked for the same rows as float8. The two take turns, and their numbers are
compared before any speed is told.
"""

import argparse
import asyncio
import http.client
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median
from typing import Any, Final

import asyncpg  # type: ignore[import-untyped]  # it comes without types
from bench.bars import CALENDAR, NOW, SEED, raw_bars
from bench.rows import Row, run_bench

from usdcop.main.embedded.ports import any_free_port
from usdcop.main.modes import Mode
from usdcop.main.settings import read_settings
from usdcop.main.wiring import System, open_system, stop_servers
from usdcop.pipeline.l1_standardise import StandardiseSettings, standardise
from usdcop.pipeline.l2_prepare import prepare
from usdcop.services.trading.fragments import PRICES, SERVED_INDICATORS

HISTORY: Final = (date(2024, 1, 1), date(2025, 6, 30))
RANGE: Final = (date(2025, 1, 1), date(2025, 6, 30))
GOAL_MS, GOAL_TIMES = 50.0, 3.0
FIELDS: Final = (*PRICES, *SERVED_INDICATORS)
_SPAN: Final = f"start_date={RANGE[0]}&end_date={RANGE[1]}&limit=10000"
_READY: Final = 60.0


def main() -> int:
    """Measure and print; 1 if a goal is missed."""
    return run_bench(__doc__, measure, ("--rounds", 300, "requests"))


def measure(chosen: argparse.Namespace) -> list[Row]:
    """Figures of one running service."""
    with home_with_history() as (folder, system), service(folder) as port:
        return asyncio.run(_measure(system, port, chosen.rounds))


@contextmanager
def home_with_history() -> Iterator[tuple[str, System]]:
    """A temporary home with the bars of ``HISTORY`` in its database: its folder, and the home opened."""
    with tempfile.TemporaryDirectory(prefix="usdcop-bench-") as folder:
        Path(folder).chmod(0o755)  # the server may run as another user
        os.environ["USDCOP_HOME"] = folder  # noqa: TID251 - the bench is the one who sets it
        settings = read_settings(Mode.SYNTHETIC)
        try:
            with open_system(settings, writes=True) as system:
                _fill(system)
                yield folder, system
        finally:
            stop_servers(settings)


def _fill(system: System) -> None:
    raw = raw_bars(CALENDAR.sessions(*HISTORY), 10**6)
    bars = standardise(raw, CALENDAR, NOW, StandardiseSettings()).bars
    system.bars.upsert("USDCOP", prepare(bars, CALENDAR).frame)
    with system.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE usdcop_m5_ohlcv")


@contextmanager
def service(folder: str) -> Iterator[int]:
    """The trading service in a process of its own; yields its port."""
    port = any_free_port()
    environment = {
        **os.environ,  # noqa: TID251 - a child of the bench
        "USDCOP_HOME": folder,
        "USDCOP_MODE": "synthetic",
        "USDCOP_TRADING_PORT": str(port),
        "USDCOP_RATE_PER_MINUTE": "1000000",
    }
    command = [sys.executable, "-m", "usdcop.main", "serve", "trading"]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        try:
            _wait(port, process)
            yield port
        finally:
            process.terminate()
            process.wait(30)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    began = time.perf_counter()
    while time.perf_counter() - began < _READY:
        if process.poll() is not None:
            raise SystemExit(f"The service ended with {process.returncode}.")
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/health")
            connection.getresponse().read()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise SystemExit("The service was not ready in time.")


async def _measure(system: System, port: int, rounds: int) -> list[Row]:
    ask = _asker(port)
    address = system.addresses.database.replace("+psycopg2", "")
    peer = await asyncpg.connect(address)
    try:
        first, body = _timed(lambda: ask(f"/api/candlesticks/USDCOP?{_SPAN}"))
        bars = json.loads(body)["data"]
        _check(bars, await _bare(peer))
        ours, theirs = [], []
        for _ in range(rounds):
            ours.append(_timed(lambda: ask(f"/api/candlesticks/USDCOP?{_SPAN}"))[0])
            began = time.perf_counter()
            await _bare(peer)
            theirs.append(time.perf_counter() - began)
        hour = [_timed(lambda: ask(f"/api/candlesticks/USDCOP?timeframe=1h&{_SPAN}"))[0] for _ in range(30)]
        plain = [
            _timed(lambda: ask(f"/api/candlesticks/USDCOP?{_SPAN}&include_indicators=false"))[0]
            for _ in range(30)
        ]
    finally:
        await peer.close()
    size = f"{len(bars):,} bars, {len(body) / 1e6:.1f} MB; seed {SEED}"
    return [
        Row(
            work="6 months of 5m candles with indicators over HTTP: p99", ours=_p99(ours) * 1e3, unit="ms",
            peer=_p99(theirs) * 1e3, goal=GOAL_MS, at_most=True, note=size,
        ),
        Row(
            work="the same beside the bare float8 query: median", ours=median(ours) * 1e3, unit="ms",
            peer=median(theirs) * 1e3, ratio=median(a / b for a, b in zip(ours, theirs, strict=True)),
            goal=GOAL_TIMES, at_most=True, note="ratio: times as long as asyncpg takes, in turns",
        ),
        Row(work="the same, first request of the process", ours=first * 1e3, unit="ms", note="nothing at hand"),
        Row(work="the same without indicators: median", ours=median(plain) * 1e3, unit="ms"),
        Row(work="6 months of 1h candles with indicators: median", ours=median(hour) * 1e3, unit="ms"),
    ]  # fmt: skip


def _asker(port: int) -> Callable[[str], bytes]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def ask(path: str) -> bytes:
        connection.request("GET", path)
        response = connection.getresponse()
        body = response.read()
        if response.status != http.HTTPStatus.OK:
            raise SystemExit(f"{path}: {response.status} {body[:300]!r}")
        return body

    return ask


async def _bare(peer: Any) -> list[Any]:  # noqa: ANN401 - asyncpg comes without types
    start, end = (datetime(day.year, day.month, day.day, tzinfo=UTC) for day in (RANGE[0], date(2025, 7, 1)))
    columns = ", ".join(f"{name}::float8" for name in FIELDS)
    rows: list[Any] = await peer.fetch(
        f"SELECT time, {columns}, state FROM usdcop_m5_ohlcv"  # noqa: S608 - our own names
        " WHERE symbol = 'USDCOP' AND time >= $1 AND time < $2 ORDER BY time",
        start,
        end,
    )
    return rows


def _check(bars: list[dict[str, Any]], rows: list[Any]) -> None:
    """Both gave the same numbers."""
    ours = [(bar["time"], *(bar[name] for name in FIELDS), bar["state"]) for bar in bars]
    theirs = [
        (round(row["time"].timestamp() * 1000), *(row[name] for name in FIELDS), row["state"]) for row in rows
    ]
    if not ours or ours != theirs:
        raise ArithmeticError(
            f"The service gives other numbers than the database: {len(ours)}, {len(theirs)}."
        )


def _timed(deed: Callable[[], bytes]) -> tuple[float, bytes]:
    began = time.perf_counter()
    found = deed()
    return time.perf_counter() - began, found


def _p99(seconds: list[float]) -> float:
    return sorted(seconds)[int(0.99 * len(seconds))]


if __name__ == "__main__":
    sys.exit(main())
