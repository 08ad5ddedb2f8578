"""Folders for journeys of whole processes."""

import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest

from usdcop.main.embedded.servers import stop
from usdcop.main.modes import Mode

_numbers = count()


@pytest.fixture
def empty_home(servers_root: Path) -> Iterator[Path]:
    """A folder for homes in which nothing is yet; servers of its homes are stopped after the test."""
    root = servers_root / f"journey-{next(_numbers)}"
    root.mkdir(mode=0o777)
    yield root
    for mode in Mode:
        stop(root / mode)
    shutil.rmtree(root)
