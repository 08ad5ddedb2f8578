import os
import socket
import stat
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import NullPool, create_engine, text
from sqlalchemy.exc import OperationalError

import usdcop
from usdcop.core.errors import ServerError, UsageError
from usdcop.main.embedded import ports, process
from usdcop.main.embedded.cluster import Cluster, Place
from usdcop.main.embedded.postgres import PostgresServer, create_database, start_postgres, stop_postgres

ORDINARY = """
import os, sys
from pathlib import Path
from usdcop.main.embedded.postgres import create_database, start_postgres, stop_postgres
home = Path(sys.argv[1])
server = start_postgres(home)
print(os.geteuid(), create_database(server, "bars"), start_postgres(home).found, stop_postgres(home))
"""


def _answer(server: PostgresServer, query: str) -> object:
    engine = create_engine(server.url("postgres"), poolclass=NullPool)
    with engine.connect() as connection:
        return connection.execute(text(query)).scalar_one()


def _one_life(home: Path) -> None:
    """Start, find, refuse, stop and start again: one test, because making a cluster takes a second."""
    first = start_postgres(home)
    assert (first.created, first.found) == (True, False)
    assert _answer(first, "SHOW listen_addresses") == "127.0.0.1"
    assert _answer(first, "SHOW unix_socket_directories") == ""
    assert _answer(first, "SHOW data_checksums") == "on"
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", first.port))
    with pytest.raises(OperationalError, match="password authentication failed"):
        _answer(replace(first, password="wrong"), "SELECT 1")
    _answer(first, "SELECT 1")

    second = start_postgres(home)
    assert second == replace(first, created=False, found=True)
    assert start_postgres(home, first.port).found
    with pytest.raises(
        UsageError, match=rf"runs on port {first.port}, but USDCOP_POSTGRES_PORT says {first.port + 1}"
    ):
        start_postgres(home, first.port + 1)

    assert create_database(first, 'odd "name"')
    assert not create_database(first, 'odd "name"')

    assert stop_postgres(home)
    assert not stop_postgres(home)
    assert not process.runs(first.pid, "postgres")
    again = start_postgres(home)
    assert (again.port, again.created, again.found) == (first.port, False, False)
    assert not create_database(again, 'odd "name"')
    assert stop_postgres(home)


def test_a_server_from_its_first_start_to_its_last(server_home: Path) -> None:
    _one_life(server_home)
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (server_home / "secrets").iterdir()}
    assert modes == {"postgres": 0o600, "postgres-port": 0o600}
    assert stat.S_IMODE((server_home / "postgres" / "data").stat().st_mode) == 0o700


@pytest.mark.skipif(os.geteuid() != 0, reason="only root has to become nobody")
def test_root_without_user_namespaces_runs_it_as_nobody(server_home: Path) -> None:
    try:
        server = start_postgres(server_home, namespaces=False)
    except ServerError as error:
        pytest.skip(f"nobody cannot read this environment: {error.sentence}")
    assert Path(f"/proc/{server.pid}").owner() == "nobody"
    assert stop_postgres(server_home)
    assert _answer(start_postgres(server_home), "SELECT 1") == 1  # and with namespaces, if there are any
    assert stop_postgres(server_home)
    assert _answer(start_postgres(server_home, namespaces=False), "SELECT 1") == 1


@pytest.mark.skipif(os.geteuid() != 0, reason="an ordinary user runs every other test")
def test_an_ordinary_user_runs_it_as_himself(servers_root: Path, server_home: Path) -> None:
    ordinary = ["unshare", "--user", "--map-user=1000", "--map-group=1000"]
    if subprocess.run([*ordinary, "true"], check=False, capture_output=True).returncode:
        pytest.skip("this container forbids user namespaces")
    ended = subprocess.run(
        [*ordinary, sys.executable, "-c", ORDINARY, str(server_home)],
        check=True,
        capture_output=True,
        text=True,
        env={"PYTHONPATH": str(Path(usdcop.__file__).parents[1]), "PATH": os.defpath},
    )
    assert ended.stdout.split() == ["1000", "True", "True", "True"]


def test_a_taken_port_names_the_port_and_the_setting_and_makes_nothing(server_home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(
            UsageError, match=rf"PostgreSQL cannot listen on port {port}.*set MY_PORT to another"
        ):
            start_postgres(server_home, port, "MY_PORT")
    assert not (server_home / "postgres" / "data").exists()


def test_a_server_that_is_still_coming_up_is_waited_for_and_found(made_home: Path) -> None:
    """As when the process that started it was killed at once."""
    cluster = Cluster.at(Place(made_home))
    cluster.configure(ports.chosen_port(0, made_home / "none", "PORT", "PostgreSQL"))
    arguments = ["start", "-W", "-D", str(cluster.place.data), "-l", str(cluster.place.log)]
    cluster.identity.run([str(cluster.programs / "pg_ctl"), *arguments])
    assert process.waited(lambda: cluster.place.alive() is not None, 10)
    assert start_postgres(made_home).found


def test_a_lost_password_is_made_anew_and_a_readable_one_is_closed(made_home: Path) -> None:
    server = start_postgres(made_home)
    place = Place(made_home)
    place.password.chmod(0o644)
    assert start_postgres(made_home).password == server.password
    assert stat.S_IMODE(place.password.stat().st_mode) == 0o600

    place.password.unlink()
    with pytest.raises(ServerError, match=r"password file .* is gone. Run `usdcop down`"):
        start_postgres(made_home)
    stop_postgres(made_home)
    renewed = start_postgres(made_home)
    assert renewed.password != server.password
    assert _answer(renewed, "SELECT 1") == 1


def test_a_password_is_never_shown() -> None:
    assert "s3cret" not in repr(PostgresServer("127.0.0.1", 1, "usdcop", "s3cret", 2))
