import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from usdcop.core.errors import ServerError, StorageError
from usdcop.main.embedded import files

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
    one, made = files.secret(tmp_path / "secrets" / "one")
    other, _ = files.secret(tmp_path / "secrets" / "other")
    assert made
    assert files.secret(tmp_path / "secrets" / "one") == (one, False)
    assert one != other
    assert len(one) >= 32
    assert _mode(tmp_path / "secrets" / "one") == 0o600
    assert _mode(tmp_path / "secrets") == 0o700


@pytest.mark.parametrize("mode", [0o644, 0o660, 0o777, 0o400])
def test_a_secret_that_others_may_read_is_closed_to_them(tmp_path: Path, mode: int) -> None:
    text, _ = files.secret(tmp_path / "password")
    (tmp_path / "password").chmod(mode)
    assert files.secret(tmp_path / "password") == (text, False)
    assert _mode(tmp_path / "password") == 0o600


def test_an_empty_secret_is_refused_with_its_cure(tmp_path: Path) -> None:
    (tmp_path / "password").touch()
    with pytest.raises(ServerError, match=r"is empty. Remove it while the server is stopped"):
        files.secret(tmp_path / "password")


def test_a_secret_that_is_a_link_is_refused(tmp_path: Path) -> None:
    (tmp_path / "elsewhere").write_text("known to others")
    (tmp_path / "password").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(ServerError, match="cannot be opened"):
        files.secret(tmp_path / "password")


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a file away")
def test_a_secret_of_somebody_else_is_refused(tmp_path: Path) -> None:
    files.secret(tmp_path / "password")
    os.chown(tmp_path / "password", 12345, 12345)
    with pytest.raises(ServerError, match="belongs to user 12345"):
        files.secret(tmp_path / "password")


def test_a_private_file_is_replaced_whole_and_leaves_nothing_beside_it(tmp_path: Path) -> None:
    files.write_private(tmp_path / "port", "1234")
    files.write_private(tmp_path / "port", "99")
    assert (tmp_path / "port").read_text() == "99"
    assert [path.name for path in tmp_path.iterdir()] == ["port"]


def test_a_folder_that_cannot_be_made_names_the_setting(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StorageError, match="Set USDCOP_HOME"):
        files.folder(tmp_path / "file" / "home")
    with pytest.raises(StorageError), files.exclusive(tmp_path / "file" / "lock"):
        pass


def test_the_last_to_leave_a_shared_lock_is_told(tmp_path: Path) -> None:
    told: list[str] = []
    with files.shared(tmp_path / "lock", lambda: told.append("outer")):
        with files.shared(tmp_path / "lock", lambda: told.append("inner")):
            pass
        assert told == []
    assert told == ["outer"]


def test_a_killed_holder_of_a_shared_lock_does_not_count(tmp_path: Path) -> None:
    told: list[str] = []
    command = [sys.executable, "-c", HOLDER, str(tmp_path / "lock")]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as holder:
        assert holder.stdout is not None
        holder.stdout.readline()
        with files.shared(tmp_path / "lock", lambda: told.append("first")):
            pass
        assert told == []
        holder.kill()
    with files.shared(tmp_path / "lock", lambda: told.append("second")):
        pass
    assert told == ["second"]


def test_an_exclusive_lock_is_held_by_one(tmp_path: Path) -> None:
    order: list[str] = []

    def other() -> None:
        with files.exclusive(tmp_path / "lock"):
            order.append("other")

    with files.exclusive(tmp_path / "lock"):
        thread = threading.Thread(target=other)
        thread.start()
        thread.join(0.05)
        order.append("first")
    thread.join(5)
    assert order == ["first", "other"]


def test_a_large_log_is_set_aside_and_a_small_one_stays(tmp_path: Path) -> None:
    log = tmp_path / "server.log"
    log.write_text("short")
    files.set_aside(log)
    assert files.tail(log, 2) == "ort"
    log.write_bytes(b"x" * (files.LARGEST_LOG + 1))
    files.set_aside(log)
    assert files.tail(log) == ""
    assert (tmp_path / "server.log.1").stat().st_size > files.LARGEST_LOG
