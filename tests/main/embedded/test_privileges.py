import os
import shutil
import subprocess
import sys
import threading
from pathlib import Path

import pytest

import usdcop
from usdcop.core.errors import ServerError
from usdcop.main.embedded.privileges import NOBODY, Identity, identity_for

root_only = pytest.mark.skipif(os.geteuid() != 0, reason="only root needs another identity")
PROGRAMS = Path("/usr/bin")


@pytest.fixture
def open_home(servers_root: Path, request: pytest.FixtureRequest) -> Path:
    """A home that everybody may enter."""
    home = servers_root / f"open-{abs(hash(request.node.nodeid))}"
    home.mkdir(mode=0o755)
    return home


def _namespaces_work() -> bool:
    return subprocess.run(["unshare", "--user", "true"], check=False, capture_output=True).returncode == 0


@root_only
@pytest.mark.skipif(not _namespaces_work(), reason="this container forbids user namespaces")
def test_root_becomes_nobody_in_a_namespace_and_still_enters_its_own_folders(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    identity = identity_for(PROGRAMS, closed)
    assert identity.run(["id", "-u"]).stdout.strip() == str(NOBODY)
    assert identity.run(["touch", str(closed / "file")]).returncode == 0
    assert (closed / "file").stat().st_uid == 0


@root_only
def test_root_without_namespaces_becomes_the_real_nobody(open_home: Path) -> None:
    identity = identity_for(PROGRAMS, open_home, namespaces=False)
    (open_home / "data").mkdir(mode=0o700)
    identity.own(open_home / "data")
    assert identity.run(["touch", str(open_home / "data" / "file")]).returncode == 0
    assert (open_home / "data" / "file").stat().st_uid == identity.user
    Identity().own(open_home / "data")
    assert (open_home / "data" / "file").stat().st_uid == 0


@root_only
def test_root_without_namespaces_and_with_a_closed_home_is_told_what_to_do(tmp_path: Path) -> None:
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)
    with pytest.raises(ServerError, match=r"nobody cannot enter .*closed. Run as an ordinary user, or let"):
        identity_for(PROGRAMS, closed, namespaces=False)


@root_only
@pytest.mark.skipif(not _namespaces_work(), reason="this container forbids user namespaces")
def test_an_ordinary_user_stays_who_he_is() -> None:
    script = "from usdcop.main.embedded.privileges import *; print(identity_for(Path('/'), Path('/')) == Identity())"
    ordinary = ["unshare", "--user", "--map-user=1000", "--map-group=1000"]
    path = str(Path(usdcop.__file__).parents[1])
    ended = subprocess.run(
        [*ordinary, sys.executable, "-c", script],
        check=True,
        capture_output=True,
        text=True,
        env={"PYTHONPATH": path, "PATH": os.defpath},
    )
    assert ended.stdout.strip() == "True"


def test_a_program_that_does_not_end_is_a_server_error() -> None:
    with pytest.raises(ServerError, match="sleep did not end within 0 s"):
        Identity().run(["sleep", "20"], patience=0.05)


def test_output_errors_and_input_go_through() -> None:
    ended = Identity().run(["sh", "-c", "cat; echo wrong >&2; exit 3"], text="right ")
    assert (ended.returncode, ended.stdout) == (3, "right wrong\n")


@root_only
def test_files_that_go_away_while_a_folder_is_given_are_passed_over(tmp_path: Path) -> None:
    """Processes of a killed server remove their temporary tables while the next one begins."""
    folders = [tmp_path / str(number) for number in range(20)]
    ended = threading.Event()

    def come_and_go() -> None:
        while not ended.is_set():
            for folder in folders:
                folder.mkdir()
                for name in range(20):
                    (folder / f"t{name}").touch()
            for folder in folders:
                shutil.rmtree(folder)

    one = threading.Thread(target=come_and_go)
    one.start()
    try:
        for _ in range(60):
            Identity(user=NOBODY, group=NOBODY).own(tmp_path)
    finally:
        ended.set()
        one.join()
    assert tmp_path.stat().st_uid == NOBODY
