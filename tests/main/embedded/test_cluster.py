import os
from pathlib import Path

import pytest

from usdcop.core.errors import ServerError, UsageError
from usdcop.main.embedded import cluster
from usdcop.main.embedded.cluster import Cluster, Place, programs
from usdcop.main.embedded.postgres import start_postgres, stop_postgres


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


def sparse(path: Path, size: int) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        file.truncate(size)


@pytest.mark.parametrize(("megabytes", "least", "most"), [(1, 2, 256), (16, 32, 256)])
def test_the_limits_of_the_log_are_those_that_its_files_allow(
    servers_root: Path, megabytes: int, least: int, most: int
) -> None:
    place = Place(servers_root / f"log-{megabytes}")
    sparse(place.data / "pg_wal" / "000000010000000000000001", megabytes * 1024**2)
    Cluster.at(place).configure(5432)
    settings = (place.data / "postgresql.conf").read_text()
    assert f"min_wal_size = {least}MB" in settings
    assert f"max_wal_size = {most}MB" in settings


def test_a_cluster_of_an_earlier_version_with_large_files_of_the_log_starts(
    servers_root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = servers_root / "earlier"
    with monkeypatch.context() as earlier:
        earlier.setattr(cluster, "_WAL_SEGMENT", 16)
        start_postgres(home)
    assert stop_postgres(home)
    assert start_postgres(home).found is False
    assert stop_postgres(home)
