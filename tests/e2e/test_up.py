"""The whole system up over a few bars of a replay: every process killed once, then all of it brought down."""

import json
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx
import psutil
import pytest

from support.homes import PROGRAM, SPAN, TINY, built_home, environment, market_file, usdcop
from usdcop.main.embedded.process import waited
from usdcop.main.embedded.servers import stop
from usdcop.main.supervision.decide import State
from usdcop.main.supervision.programs import PROGRAMS, written
from usdcop.main.supervision.record import Row, read_record, supervised

LATER = datetime(2024, 5, 21, tzinfo=UTC)
"""End of a file that has ten sessions more than the built home knows."""
ANY_PORT = {f"USDCOP_{program.name.upper()}_PORT": "0" for program in PROGRAMS}
PATIENCE = 150.0
"""Seconds that anything may take on a machine that others use as well; a quiet one is ready in 20."""


@dataclass
class Up:
    """A system that was brought up, and where its home is."""

    process: subprocess.Popen[str]
    root: Path
    lines: list[str]

    @property
    def home(self) -> Path:
        return self.root / "replay"

    @property
    def rows(self) -> dict[str, Row]:
        record = read_record(self.home)
        return {} if record is None else {row.name: row for row in record.rows}

    def get(self, name: str, path: str) -> Any:  # noqa: ANN401 - JSON
        return httpx.get(f"{self.rows[name].address}{path}", timeout=10).json()

    def becomes(self, happened: Callable[[], bool]) -> bool:
        return waited(lambda: happened() or self.process.poll() is not None, PATIENCE) and happened()

    def logs(self) -> str:
        """The end of what the scheduler and the supervisor said."""
        files = (self.home / "logs" / "scheduler.log", self.root / "up.log")
        return "\n".join(file.read_text()[-4000:] for file in files if file.exists())

    def ready(self) -> bool:
        return bool(self.rows) and all(row.state is State.READY for row in self.rows.values())


@contextmanager
def brought_up(root: Path, file: Path) -> Iterator[Up]:
    """``usdcop up`` on ``file`` in ``root``; ended by Ctrl-C, and by force where that fails."""
    log = (root / "up.log").open("w+")
    process = subprocess.Popen(
        [PROGRAM, "up", "--data", str(file), "--speed", "60", *TINY],
        stdout=log,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
        env={"PATH": os.defpath, "PYTHONUNBUFFERED": "1", **environment(root, **ANY_PORT)},
    )
    up = Up(process, root, [])
    try:
        yield up
    finally:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
        try:
            process.wait(timeout=30)
        finally:
            process.kill()
            log.seek(0)
            up.lines = log.read().splitlines()
            log.close()


@pytest.fixture
def replay_root(servers_root: Path) -> Iterator[Path]:
    """A home that was trained on the history of a longer file, and that file."""
    root = servers_root / "up"
    shutil.copytree(built_home(servers_root), root)
    (root / "longer").mkdir()
    market_file(root / "longer" / "bars.csv", SPAN[0], LATER)
    yield root
    stop(root / "replay")
    shutil.rmtree(root)


def test_the_whole_system_over_a_few_bars_with_every_process_killed_once(replay_root: Path) -> None:
    with brought_up(replay_root, replay_root / "longer" / "bars.csv") as up:
        assert up.becomes(up.ready), up.logs()
        expected = {program.name for program in PROGRAMS if written(program.name)} | {"PostgreSQL", "Redis"}
        assert up.rows.keys() == expected
        family = psutil.Process(up.process.pid).children(recursive=True)

        assert up.becomes(lambda: _newest_l0(up) is not None), f"no bar came through all layers: {up.logs()}"
        usdcop(replay_root, "up", "--data", replay_root / "longer" / "bars.csv", code=2)
        status = usdcop(replay_root, "status", "--json").json
        assert (status["up"], status["market"]["clock"]) == (True, "simulated")
        assert status["market"]["at"] < "2024-05-07"

        before = {name: row.pid for name, row in up.rows.items()}
        for pid in before.values():
            assert pid is not None
            os.kill(pid, signal.SIGKILL)
        assert up.becomes(lambda: all(row.restarts >= 1 for row in up.rows.values()))
        assert up.becomes(up.ready), up.logs()
        assert not {row.pid for row in up.rows.values()} & set(before.values())
        bar = _newest_l0(up)
        assert up.becomes(lambda: _newest_l0(up) != bar), f"no bar came after the restart: {up.logs()}"

        told = time.monotonic()
        up.process.send_signal(signal.SIGINT)
        assert up.process.wait(timeout=30) == 0
        assert time.monotonic() - told < 10
    assert supervised(up.home) is None
    assert not [one for one in family if one.is_running() and one.status() != psutil.STATUS_ZOMBIE]
    assert any("Held back for the replay: 10 sessions" in line for line in up.lines)
    assert any("kill switch" in line for line in up.lines)
    noted = json.loads((up.home / "market-time.json").read_text())
    assert (noted["running"], noted["market"][:10]) == (False, "2024-05-06")


def _newest_l0(up: Up) -> object:
    """When the newest bar came through all layers, as the scheduler counts it."""
    text = httpx.get(f"{up.rows['scheduler'].address}/metrics", timeout=10).text
    lines = [line for line in text.splitlines() if line.startswith('usdcop_pipeline_runs_total{layer="L5"}')]
    return lines[0] if lines else None
