"""Homes that the command line made; see ``support.homes``."""

import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from support.homes import copied_home
from support.planted_homes import planted_copy
from usdcop.main.embedded.servers import stop
from usdcop.main.modes import Mode

_numbers = count()


@pytest.fixture(scope="session")
def shared_home(servers_root: Path) -> Iterator[Path]:
    """A finished home that all tests read and none may change."""
    with copied_home(servers_root, "read", running=True) as root:
        yield root


@pytest.fixture
def own_home(servers_root: Path) -> Iterator[Path]:
    """A finished home of the test's own, its servers running."""
    with copied_home(servers_root, f"own-{next(_numbers)}", running=True) as root:
        yield root


@pytest.fixture
def empty_home(servers_root: Path) -> Iterator[Path]:
    """A folder for homes in which nothing is yet; servers of its homes are stopped after the test."""
    root = servers_root / f"empty-{next(_numbers)}"
    root.mkdir()
    yield root
    for mode in Mode:
        stop(root / mode)
    shutil.rmtree(root)


@pytest.fixture
def own_planted(servers_root: Path) -> Iterator[Path]:
    """A real home on a planted market of the test's own, its servers running."""
    with planted_copy(servers_root, f"planted-{next(_numbers)}") as root:
        yield root


@pytest.fixture
def own_evaluated(servers_root: Path) -> Iterator[Path]:
    """The same after the first look, which found the edge of its bundle at no costs."""
    with planted_copy(servers_root, f"evaluated-{next(_numbers)}", evaluated=True) as root:
        yield root


@pytest.fixture(scope="session")
def shared_planted(servers_root: Path) -> Iterator[Path]:
    """A real home on a planted market that all tests read and none may change."""
    with planted_copy(servers_root, "planted-read") as root:
        yield root
