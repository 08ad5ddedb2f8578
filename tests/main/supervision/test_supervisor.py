"""The supervisor with real processes: crashes, deafness, and its own death."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

import support
from usdcop.core.errors import UsageError
from usdcop.main.embedded import process
from usdcop.main.embedded.process import waited
from usdcop.main.jobs.going_down import go_down
from usdcop.main.supervision.decide import State
from usdcop.main.supervision.record import Row, alone, read_record, supervised

pytestmark = pytest.mark.alone

PATIENCE = 30.0
TESTS = str(Path(next(iter(support.__path__))).parent)


@contextmanager
def supervisor(home: Path, *services: str) -> Iterator[subprocess.Popen[str]]:
    """A supervisor of small ``services``; whatever is left of it is killed at the end."""
    command = [sys.executable, "-m", "support.small_supervisor", str(home), *services]
    started = subprocess.Popen(
        command,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        env={"PYTHONPATH": TESTS, "PATH": os.defpath},
    )
    try:
        yield started
    finally:
        pids = [row.pid for row in rows(home).values() if row.pid is not None]
        started.kill()
        started.communicate(timeout=PATIENCE)
        for pid in pids:
            if alive(pid):
                os.kill(pid, signal.SIGKILL)


def rows(home: Path) -> dict[str, Row]:
    record = read_record(home)
    return {} if record is None else {row.name: row for row in record.rows}


def states(home: Path) -> dict[str, State]:
    return {name: row.state for name, row in rows(home).items()}


def becomes(home: Path, **wanted: State) -> bool:
    return waited(lambda: wanted.items() <= states(home).items(), PATIENCE)


def pid_of(home: Path, name: str) -> int:
    pid = rows(home)[name].pid
    assert pid is not None
    return pid


def alive(pid: int) -> bool:
    return process.runs(pid, "support.small_service")


def test_all_come_up_in_order_and_go_in_order_when_told(tmp_path: Path) -> None:
    with supervisor(tmp_path, "first:0:well", "second:1:well", "third:2:unwell") as one:
        assert becomes(tmp_path, first=State.READY, second=State.READY, third=State.UNWELL)
        assert supervised(tmp_path) == one.pid
        pids = [pid_of(tmp_path, name) for name in ("first", "second", "third")]
        assert pids == sorted(pids)
        began = time.monotonic()
        one.send_signal(signal.SIGINT)
        _, told = one.communicate(timeout=PATIENCE)
        assert time.monotonic() - began < 5
        assert one.returncode == 0
        assert not any(alive(pid) for pid in pids)
    assert supervised(tmp_path) is None
    assert set(states(tmp_path).values()) == {State.STOPPED}
    assert "all settled: 3" in told
    assert told.index("first") < told.index("second") < told.index("third")


def test_what_is_killed_comes_back_on_its_port(tmp_path: Path) -> None:
    with supervisor(tmp_path, "one:0:well"):
        assert becomes(tmp_path, one=State.READY)
        before = rows(tmp_path)["one"]
        os.kill(pid_of(tmp_path, "one"), signal.SIGKILL)
        assert waited(lambda: rows(tmp_path)["one"].restarts == 1, PATIENCE)
        assert becomes(tmp_path, one=State.READY)
        after = rows(tmp_path)["one"]
        assert after.pid != before.pid
        assert after.address == before.address


def test_five_crashes_in_a_minute_are_too_many_and_shown_with_their_reason(tmp_path: Path) -> None:
    with supervisor(tmp_path, "bad:0:crash", "good:1:well"):
        assert becomes(tmp_path, bad=State.FAILED, good=State.READY)
        bad = rows(tmp_path)["bad"]
        assert bad.restarts == 4
        assert "exit code 1" in bad.why
        assert "it cannot be: 42" in bad.why


def test_one_that_is_deaf_does_not_hold_the_end_up(tmp_path: Path) -> None:
    with supervisor(tmp_path, "deaf:2:deaf", "well:1:well") as one:
        assert becomes(tmp_path, deaf=State.READY, well=State.READY)
        pids = [pid_of(tmp_path, "deaf"), pid_of(tmp_path, "well")]
        began = time.monotonic()
        one.terminate()
        one.communicate(timeout=PATIENCE)
        assert time.monotonic() - began < 10
        assert not any(alive(pid) for pid in pids)


def test_no_process_outlives_a_supervisor_that_was_killed(tmp_path: Path) -> None:
    with supervisor(tmp_path, "one:0:well", "two:1:well") as one:
        assert becomes(tmp_path, one=State.READY, two=State.READY)
        pids = [pid_of(tmp_path, "one"), pid_of(tmp_path, "two")]
        one.kill()
        one.wait(timeout=PATIENCE)
        assert waited(lambda: not any(alive(pid) for pid in pids), PATIENCE)
    assert supervised(tmp_path) is None


def test_down_ends_it_from_outside(tmp_path: Path) -> None:
    with supervisor(tmp_path, "one:0:well") as one:
        assert becomes(tmp_path, one=State.READY)
        pid = pid_of(tmp_path, "one")
        go_down(tmp_path)
        one.wait(timeout=PATIENCE)
        assert not alive(pid)
    go_down(tmp_path)


def test_a_home_has_one_supervisor(tmp_path: Path) -> None:
    with alone(tmp_path):
        with pytest.raises(UsageError, match=f"is up already .process {os.getpid()}."), alone(tmp_path):
            pass
        assert supervised(tmp_path) == os.getpid()
    assert supervised(tmp_path) is None
