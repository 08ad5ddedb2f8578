import os
from pathlib import Path

import pytest

from usdcop.core.errors import ServerError, UsageError
from usdcop.main.embedded.cluster import Cluster, Place, programs


@pytest.mark.parametrize("words", ["", "12\n", "not a number\n/x\n1\n5432\n", "99999999\n/x\n1\n5432\n"])
def test_a_pid_file_without_a_living_server_is_nobody(tmp_path: Path, words: str) -> None:
    place = Place(tmp_path)
    place.data.mkdir(parents=True)
    place.pid_file.write_text(words)
    assert place.alive() is None


def test_a_pid_file_whose_number_somebody_else_has_is_nobody(tmp_path: Path) -> None:
    place = Place(tmp_path)
    place.data.mkdir(parents=True)
    place.pid_file.write_text(f"{os.getpid()}\n{place.data}\n1\n5432\n")
    assert place.alive() is None


def test_all_programs_that_are_needed_are_there() -> None:
    assert {"initdb", "pg_ctl", "postgres"} <= {path.name for path in programs().iterdir()}


@pytest.mark.parametrize("name", ['a"b', "a'b", "a$b", "a`b", "a\\b"])
def test_a_path_that_a_shell_would_read_is_refused(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="Set USDCOP_HOME to another folder"):
        Cluster.at(Place(tmp_path / name))


def test_a_failure_holds_the_programs_own_last_words(servers_root: Path) -> None:
    place = Place(servers_root / "broken")
    place.data.mkdir(parents=True)
    (place.data / "PG_VERSION").write_text("9.6\n")
    cluster = Cluster.at(place)
    cluster.configure(1)
    with pytest.raises(ServerError, match=r"cannot start \(pg_ctl\): .*") as caught:
        cluster.launch()
    assert "server.log" in caught.value.cure
    assert "FATAL" in caught.value.sentence
