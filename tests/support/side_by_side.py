"""Tests in several processes side by side: one folder for all of them, and turns for those that must be alone.

A plugin of pytest. ``pytest -n 2`` runs the tests in two processes; marked ``alone`` is what measures time, journeys
in a browser too: those come first, in one process, while the others wait. Whole systems follow, which take longest.
"""

import fcntl
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

import usdcop

ROOM = 2**31
"""Bytes that homes may need at once, with a wide margin."""
PATIENCE = 240
"""Seconds in which all servers of a run stop."""

_GIVEN = "run_folder"


class Run:
    """The folder of a run; a reaper stops what runs in it and removes it when the run ends or dies."""

    def __init__(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="usdcop-tests-", dir=_roomy_memory()))
        self.folder.chmod(0o755)
        path = os.pathsep.join([str(Path(__file__).parents[1]), str(Path(usdcop.__file__).parents[1])])
        self._reaper = subprocess.Popen(
            [sys.executable, "-m", "support.reaper", str(self.folder)],
            stdin=subprocess.PIPE,
            start_new_session=True,
            env={"PYTHONPATH": path, "PATH": os.defpath},
        )

    def end(self) -> None:
        """Wait until nothing runs in the folder and it is gone."""
        self._reaper.communicate(timeout=PATIENCE)
        assert self._reaper.returncode == 0, "servers of the tests may still run"


class Turns:
    """Who is at work, over all processes of a run: many at once, or one alone."""

    def __init__(self, folder: Path) -> None:
        self._door, self._room = (
            os.open(folder / name, os.O_RDWR | os.O_CREAT, 0o600) for name in ("door.lock", "room.lock")
        )
        self._alone = False

    def enter(self, *, alone: bool) -> None:
        """Wait until there is room."""
        if self._alone and alone:
            return
        fcntl.flock(self._door, fcntl.LOCK_EX)  # who waits to be alone lets nobody else in
        fcntl.flock(self._room, fcntl.LOCK_EX if alone else fcntl.LOCK_SH)
        fcntl.flock(self._door, fcntl.LOCK_UN)
        self._alone = alone

    def leave(self, *, alone_again: bool) -> None:
        """Make room, unless the next one will be alone as well."""
        if not (self._alone and alone_again):
            fcntl.flock(self._room, fcntl.LOCK_UN)
            self._alone = False


_RUN = pytest.StashKey[Run]()
_TURNS = pytest.StashKey[Turns]()


@pytest.fixture(scope="session")
def servers_root(pytestconfig: pytest.Config) -> Path:
    """Folder of all homes of this process of the run; what runs in them is stopped when the run ends or dies."""
    root = _folder(pytestconfig) / str(_told(pytestconfig).get("workerid", "only"))
    root.mkdir(mode=0o755)
    return root


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:  # noqa: ANN401 - pytest-xdist has no types
    """Tell a process that begins where the folder is."""
    node.workerinput[_GIVEN] = str(_folder(node.config))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Bring what must be alone to the front, then whole systems, in the order that chance gave them."""
    items.sort(key=lambda item: (not _alone(item), "e2e" not in item.path.parts))


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_protocol(item: pytest.Item, nextitem: pytest.Item | None) -> Generator[None, bool, bool]:
    """Wait for one's turn; what is waited does not count as the test's time."""
    if not _told(item.config):
        return (yield)
    turns = _turns(item.config)
    turns.enter(alone=_alone(item))
    try:
        return (yield)
    finally:
        turns.leave(alone_again=nextitem is not None and _alone(nextitem))


def pytest_unconfigure(config: pytest.Config) -> None:
    """End the run, once every process of it has ended."""
    if _RUN in config.stash:
        config.stash[_RUN].end()


def _told(config: pytest.Config) -> dict[str, Any]:
    """What the run told this process; nothing where it is the only one."""
    return dict(getattr(config, "workerinput", {}))


def _folder(config: pytest.Config) -> Path:
    """The folder of the run that this process takes part in, made when it is first asked for."""
    given = _told(config).get(_GIVEN)
    if given is not None:
        return Path(given)
    if _RUN not in config.stash:
        config.stash[_RUN] = Run()
    return config.stash[_RUN].folder


def _turns(config: pytest.Config) -> Turns:
    if _TURNS not in config.stash:
        config.stash[_TURNS] = Turns(_folder(config))
    return config.stash[_TURNS]


def _alone(item: pytest.Item) -> bool:
    return item.get_closest_marker("alone") is not None


def _roomy_memory() -> Path | None:
    """A file system in memory, where there is one with room: a cluster is a thousand files."""
    memory = Path("/dev/shm")
    return memory if memory.is_dir() and shutil.disk_usage(memory).free > ROOM else None
