"""What a user does at the terminal, in processes of their own: several at once, interrupted, killed."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from support.homes import environment, market_file, started, usdcop
from usdcop.main.embedded.cluster import Place
from usdcop.main.embedded.process import waited

WEEK = (datetime(2024, 3, 4, tzinfo=UTC), datetime(2024, 3, 9, tzinfo=UTC))
HOLD = """
import sys
from usdcop.main.settings import read_settings
from usdcop.main.wiring import open_system
with open_system(read_settings(), writes=sys.argv[1] == "writes"):
    print("open", flush=True)
    sys.stdin.readline()
"""


@contextmanager
def holder(root: Path, how: str) -> Iterator[subprocess.Popen[str]]:
    """A process that has the home open until it is told to go on."""
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, how],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={"PATH": os.defpath, **environment(root)},
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "open\n"
        try:
            yield process
        finally:
            if process.poll() is None:
                process.communicate("go on\n", timeout=60)


def place(root: Path) -> Place:
    return Place((root / "replay").resolve())


def redis_runs(root: Path) -> bool:
    return (root / "replay" / "redis" / "redis.pid").exists()


def test_servers_live_until_the_last_command_has_left(empty_home: Path) -> None:
    with holder(empty_home, "reads"):
        first = place(empty_home).alive()
        told = started(empty_home, "status", "--json")
        out, _ = told.communicate(timeout=60)
        assert told.returncode == 0
        assert json.loads(out)["mode"] == "replay"
        assert place(empty_home).alive() == first
        assert redis_runs(empty_home)
    assert place(empty_home).alive() is None
    assert not redis_runs(empty_home)


def test_a_second_writer_says_that_it_waits(empty_home: Path, tmp_path: Path) -> None:
    file = market_file(tmp_path / "week.csv", *WEEK)
    with holder(empty_home, "writes") as first, started(empty_home, "import", file) as second:
        assert second.stderr is not None
        assert "Another command is writing" in second.stderr.readline()
        assert second.poll() is None
        first.communicate("go on\n", timeout=60)
        out, _ = second.communicate(timeout=60)
        assert second.returncode == 0
        assert "300 rows" in out


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_an_interrupted_command_leaves_no_server_behind(empty_home: Path, number: signal.Signals) -> None:
    usdcop(empty_home, "status")
    with started(empty_home, "acquire", "--from", "2015-01-01", mode="synthetic") as process:
        synthetic = Place((empty_home / "synthetic").resolve())
        assert waited(lambda: synthetic.alive() is not None or process.poll() is not None, 60)
        os.killpg(process.pid, number)
        _, err = process.communicate(timeout=60)
    assert process.returncode == 128 + number, err
    assert "Traceback" not in err
    assert synthetic.alive() is None
    assert not (empty_home / "synthetic" / "redis" / "redis.pid").exists()


def test_after_kill_9_the_next_command_goes_on_and_cleans_up(empty_home: Path) -> None:
    with holder(empty_home, "writes") as process:
        process.kill()
        process.wait(timeout=60)
    orphan = place(empty_home).alive()
    assert orphan is not None, "a killed command cannot stop its servers"
    assert usdcop(empty_home, "status").out.count("never run") == 7
    assert place(empty_home).alive() is None
    assert not redis_runs(empty_home)


def test_down_stops_what_a_killed_command_left(empty_home: Path) -> None:
    with holder(empty_home, "reads") as process:
        process.kill()
        process.wait(timeout=60)
    assert place(empty_home).alive() is not None
    usdcop(empty_home, "down")
    assert place(empty_home).alive() is None
    usdcop(empty_home, "down")
