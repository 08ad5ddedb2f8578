"""The whole system up over a few bars of a replay: every process killed once, then all of it brought down."""

import json
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import httpx
import psutil
import pytest

from support.homes import usdcop
from support.whole_system import Up, brought_up, replay_home
from usdcop.main.supervision.programs import PROGRAMS, written
from usdcop.main.supervision.record import supervised


@pytest.fixture
def replay_root(servers_root: Path) -> Iterator[Path]:
    """A home that was trained on the history of a longer file, and that file."""
    with replay_home(servers_root, "up") as (root, _file):
        yield root


def test_the_whole_system_over_a_few_bars_with_every_process_killed_once(replay_root: Path) -> None:
    with brought_up(replay_root, replay_root / "longer" / "bars.csv") as up:
        assert up.becomes(up.ready), up.logs()
        expected = {program.name for program in PROGRAMS if written(program.name)} | {"PostgreSQL", "Redis"}
        expected -= {"dashboard"}  # USDCOP_DASHBOARD says so: tests/e2e/test_dashboard.py has one
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
