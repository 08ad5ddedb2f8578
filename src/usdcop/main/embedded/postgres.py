"""PostgreSQL 18 of our own: found if it runs, started if not, stopped when asked.

It listens on loopback alone and asks for a generated password; everything of it lies under the home
(``cluster.Place``).
"""

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, NullPool, create_engine, text
from sqlalchemy.exc import OperationalError, ProgrammingError

from usdcop.core.errors import ServerError
from usdcop.main.embedded import files, ports, process
from usdcop.main.embedded.cluster import USER, Cluster, Launch, Place

NAME = "PostgreSQL"
PORT_SETTING = "USDCOP_POSTGRES_PORT"

_PORTS_TRIED = 3
_PATIENCE = 30.0
_TIMEOUT = {"connect_timeout": 5}


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A running server. ``created``: this start made its data; ``found``: it ran before we asked."""

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    pid: int
    started_at: datetime | None = None
    created: bool = False
    found: bool = False

    def url(self, database: str) -> str:
        """Address of ``database``, password included, as SQLAlchemy reads it."""
        return f"postgresql+psycopg2://{self.user}:{self.password}@{self.host}:{self.port}/{database}"


def start_postgres(
    home: Path, port: int = 0, port_setting: str = PORT_SETTING, *, namespaces: bool | None = None
) -> PostgresServer:
    """The server of ``home``: the running one, or a new one on ``port`` (0: its last one, or any free one).

    ``namespaces`` False keeps root from using user namespaces.

    Raises:
        UsageError: ``port`` is taken, or the server runs on another one.
        ServerError: it cannot start or does not answer.
        StorageError: the home cannot be written.
    """
    place = Place(files.folder(home, 0o755).resolve())
    with files.exclusive(home / "postgres.lock"):
        running = process.unless_dying(place.alive, lambda: _answering(place))
        if running is None:
            cluster = Cluster.at(place, namespaces=namespaces)
            created = _start(cluster, port, port_setting)
            return replace(_answering(place), created=created)
        if port not in {0, running.port}:
            raise ports.other_port(running.port, port, port_setting, NAME)
        return replace(running, found=True)


def stop_postgres(home: Path) -> bool:
    """Stop the server of ``home`` and wait for its end; False if none ran.

    Raises:
        ServerError: it does not stop.
    """
    place, lock = Place(home.resolve()), home / "postgres.lock"
    if not lock.exists():
        return False
    with files.exclusive(lock):
        found = place.alive()
        if found is None:
            return False
        process.stop(found[0], str(place.data), (signal.SIGINT, signal.SIGQUIT), _PATIENCE)
        return True


def postgres_pid(home: Path) -> int | None:
    """Process id of the living server of ``home``; None where none runs."""
    found = Place(home.resolve()).alive()
    return None if found is None else found[0]


def create_database(server: PostgresServer, name: str, template: str = "template1") -> bool:
    """Make the database ``name`` as a copy of ``template`` if there is none; whether it was made."""
    with _connect(server) as connection:
        known = connection.execute(text("SELECT 1 FROM pg_database WHERE datname = :name"), {"name": name})
        if known.first():
            return False
        quote = connection.dialect.identifier_preparer.quote
        try:
            connection.execute(text(f"CREATE DATABASE {quote(name)} TEMPLATE {quote(template)}"))
        except ProgrammingError as error:
            if "already exists" in str(error):  # another process was faster
                return False
            raise
        return True


def _start(cluster: Cluster, port: int, setting: str) -> bool:
    """Start the server; whether its data were made for it."""
    place = cluster.place
    files.folder(place.folder)
    password, forgotten = files.secret(place.password)
    created = not place.data.exists()
    chosen = port
    for _ in range(_PORTS_TRIED):
        chosen = ports.chosen_port(port, place.port, setting, NAME)
        if not place.data.exists():
            cluster.make(password)
        cluster.configure(chosen)
        if forgotten and not created:
            cluster.set_password(password)
        if cluster.launch_patiently() is Launch.DONE:
            files.write_private(place.port, str(chosen))
            return created
        place.port.unlink(missing_ok=True)
    raise ports.port_taken(chosen, setting, NAME)


def _answering(place: Place) -> PostgresServer:
    """The living server of ``place``, proven by a query."""
    found = place.alive()
    if found is None:
        raise ServerError(f"{NAME} ended right after its start.", f"See {place.log}.")
    pid, port = found
    password, made = files.secret(place.password)
    if made:
        place.password.unlink()
        raise ServerError(
            f"{NAME} runs (process {pid}), but its password file {place.password} is gone.",
            "Run `usdcop down`: the next start makes a new password.",
        )
    server = PostgresServer(ports.HOST, port, USER, password, pid)
    with _connect(server) as connection:
        question = text("SELECT pg_postmaster_start_time(), current_setting('data_directory')")
        started_at, data = connection.execute(question).one()
    if Path(data) != place.data:
        raise ServerError(f"Port {port} is answered by another server, of {data}.", "Stop that server.")
    return replace(server, started_at=started_at)


@contextmanager
def _connect(server: PostgresServer) -> Iterator[Connection]:
    """A connection outside transactions; waits while the server starts, recovers or stops.

    Raises:
        ServerError: it refuses, or does not answer in time.
    """
    address = server.url("postgres")
    engine = create_engine(address, poolclass=NullPool, isolation_level="AUTOCOMMIT", connect_args=_TIMEOUT)
    opened: list[Connection] = []

    def connected() -> bool:
        try:
            opened.append(engine.connect())
        except OperationalError as error:
            if not _comes_up(server, str(error.orig)):
                raise _silent(server, str(error.orig)) from error
        return bool(opened)

    if not process.waited(connected, _PATIENCE):
        raise _silent(server, "it is still starting")
    with opened[0] as connection:
        yield connection


def _comes_up(server: PostgresServer, refusal: str) -> bool:
    """Whether a server that answers with ``refusal`` may soon take connections: it starts, recovers or stops."""
    if "the database system is" in refusal:
        return True
    return "Connection refused" in refusal and process.runs(server.pid, "postgres")


def _silent(server: PostgresServer, words: str) -> ServerError:
    last = words.strip().splitlines()[-1]
    return ServerError(
        f"{NAME} (process {server.pid}) does not answer on port {server.port}: {last}",
        "Run `usdcop down`, then start again.",
    )
