import shutil
from pathlib import Path

import pytest

from usdcop.core.errors import DataError, ServerError, StorageError
from usdcop.main.full_disk import LEAST_FREE, cause_of

AWAY = ServerError("PostgreSQL does not answer: it closed the connection.", "Check it.")


@pytest.fixture
def room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """How much is free on the disk of the home, to be set."""
    free = {"bytes": LEAST_FREE}
    monkeypatch.setenv("USDCOP_HOME", str(tmp_path))
    usage = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: usage._replace(free=free["bytes"]))
    return free


def test_a_server_that_failed_on_a_full_disk_says_so(room: dict[str, int], tmp_path: Path) -> None:
    room["bytes"] = LEAST_FREE - 1
    found = cause_of(AWAY)
    assert isinstance(found, StorageError)
    assert found.sentence.startswith(
        f"The disk of {tmp_path} is full (34 MB free). PostgreSQL does not answer"
    )


def test_with_room_or_another_error_nothing_is_added(room: dict[str, int]) -> None:
    assert cause_of(AWAY) is AWAY
    room["bytes"] = 0
    other = DataError("Bad data.", "Clean it.")
    assert cause_of(other) is other


def test_a_home_that_is_not_there_is_not_looked_at(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("USDCOP_HOME", str(tmp_path / "none"))
    assert cause_of(AWAY) is AWAY
