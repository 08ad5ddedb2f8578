import os
import signal
import socket
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from usdcop.core.errors import ServerError, StorageError, UsageError
from usdcop.main.embedded import process

HOLDER = """
import fcntl, sys
lock = open(sys.argv[1], "a")
fcntl.flock(lock, fcntl.LOCK_SH)
print("held", flush=True)
sys.stdin.read()
"""


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_secret_is_made_once_at_random_and_closed_to_others(tmp_path: Path) -> None:
    one, made = process.secret(tmp_path / "secrets" / "one")
    other, _ = process.secret(tmp_path / "secrets" / "other")
    assert made
    assert process.secret(tmp_path / "secrets" / "one") == (one, False)
    assert one != other
    assert len(one) >= 32
    assert _mode(tmp_path / "secrets" / "one") == 0o600
    assert _mode(tmp_path / "secrets") == 0o700


@pytest.mark.parametrize("mode", [0o644, 0o660, 0o777, 0o400])
def test_a_secret_that_others_may_read_is_closed_to_them(tmp_path: Path, mode: int) -> None:
    text, _ = process.secret(tmp_path / "password")
    (tmp_path / "password").chmod(mode)
    assert process.secret(tmp_path / "password") == (text, False)
    assert _mode(tmp_path / "password") == 0o600


def test_an_empty_secret_is_refused_with_its_cure(tmp_path: Path) -> None:
    (tmp_path / "password").touch()
    with pytest.raises(ServerError, match=r"is empty. Remove it while the server is stopped"):
        process.secret(tmp_path / "password")


def test_a_secret_that_is_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text("known to others")
    (tmp_path / "password").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ServerError, match="cannot be opened"):
        process.secret(tmp_path / "password")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_a_secret_of_somebody_else_is_refused(tmp_path: Path) -> None:
    process.secret(tmp_path / "password")
    os.chown(tmp_path / "password", 12345, 12345)
    with pytest.raises(ServerError, match="belongs to user 12345"):
        process.secret(tmp_path / "password")


def test_a_private_file_is_replaced_whole_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    process.write_private(tmp_path / "port", "1234")
    process.write_private(tmp_path / "port", "99")
    assert (tmp_path / "port").read_text() == "99"
    assert [path.name for path in tmp_path.iterdir()] == ["port"]


def test_a_folder_that_cannot_be_made_names_the_setting(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageError, match="Set USDCOP_HOME"):
        process.folder(tmp_path / "file" / "home")
    with pytest.raises(StorageError), process.exclusive(tmp_path / "file" / "lock"):
        pass


def test_a_process_is_known_by_its_number_and_its_words() -> None:
    with subprocess.Popen(["sleep", "60.25"]) as sleeper:
        assert process.waited(lambda: process.runs(sleeper.pid, "60.25"), 5)
        assert not process.runs(sleeper.pid, "postgres")
        sleeper.kill()
        os.waitid(os.P_PID, sleeper.pid, os.WEXITED | os.WNOWAIT)
        assert not process.runs(sleeper.pid, "60.25")  # dead, though nobody has fetched its exit code yet
    assert not process.runs(sleeper.pid, "60.25")


def test_stop_sends_one_signal_after_the_other_until_the_process_ends() -> None:
    stubborn = "trap '' INT; echo ready; while :; do sleep 0.01; done"
    with subprocess.Popen(["bash", "-c", stubborn], stdout=subprocess.PIPE) as shell:
        assert shell.stdout is not None
        shell.stdout.readline()
        with pytest.raises(ServerError, match="does not stop"):
            process.stop(shell.pid, "trap", (signal.SIGINT,), 0.1)
        process.stop(shell.pid, "trap", (signal.SIGINT, signal.SIGTERM), 0.1)
    assert shell.returncode == -signal.SIGTERM


def test_stop_lets_a_stranger_with_the_same_number_live() -> None:
    with subprocess.Popen(["sleep", "60"]) as stranger:
        process.stop(stranger.pid, "postgres", (signal.SIGKILL,), 1)
        assert stranger.poll() is None
        stranger.kill()


def test_a_taken_port_names_the_port_and_its_setting(tmp_path: Path) -> None:
    with socket.create_server((process.HOST, 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(UsageError, match=rf"port {port}: .* set USDCOP_REDIS_PORT to another port"):
            process.chosen_port(port, tmp_path / "port", "USDCOP_REDIS_PORT", "Redis")


def test_the_port_of_last_time_is_used_again_unless_it_is_taken(tmp_path: Path) -> None:
    with socket.create_server((process.HOST, 0)) as taken:
        port = taken.getsockname()[1]
        (tmp_path / "port").write_text(str(port))
        assert process.chosen_port(0, tmp_path / "port", "PORT", "Redis") not in {0, port}
    assert process.chosen_port(0, tmp_path / "port", "PORT", "Redis") == port
    assert process.chosen_port(port, tmp_path / "none", "PORT", "Redis") == port


def test_the_last_to_leave_a_shared_lock_is_told(tmp_path: Path) -> None:
    told: list[str] = []
    with process.shared(tmp_path / "lock", lambda: told.append("outer")):
        with process.shared(tmp_path / "lock", lambda: told.append("inner")):
            pass
        assert told == []
    assert told == ["outer"]


def test_a_killed_holder_of_a_shared_lock_does_not_count(tmp_path: Path) -> None:
    told: list[str] = []
    command = [sys.executable, "-c", HOLDER, str(tmp_path / "lock")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        with process.shared(tmp_path / "lock", lambda: told.append("first")):
            pass
        assert told == []
        holder.kill()
    with process.shared(tmp_path / "lock", lambda: told.append("second")):
        pass
    assert told == ["second"]


def test_an_exclusive_lock_is_held_by_one(tmp_path: Path) -> None:
    order: list[str] = []

    def other() -> None:
        with process.exclusive(tmp_path / "lock"):
            order.append("other")

    with process.exclusive(tmp_path / "lock"):
        thread = threading.Thread(target=other)
        thread.start()
        thread.join(0.05)
        order.append("first")
    thread.join(5)
    assert order == ["first", "other"]


def test_a_large_log_is_set_aside_and_a_small_one_stays(tmp_path: Path) -> None:
    log = tmp_path / "server.log"
    log.write_text("short")
    process.set_aside(log)
    assert process.tail(log, 2) == "ort"
    log.write_bytes(b"x" * (process.LARGEST_LOG + 1))
    process.set_aside(log)
    assert process.tail(log) == ""
    assert (tmp_path / "server.log.1").stat().st_size > process.LARGEST_LOG
