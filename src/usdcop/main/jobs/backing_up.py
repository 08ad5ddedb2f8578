"""Backup and restore: a home as one file, with the checksum of everything in it.

In it are both databases, the objects, and how far market time has come. Not in it are secrets (passwords of
the servers and the key of tokens are made anew; users keep theirs, as hashes in the database) and Redis, whose
streams are a window that the next start opens anew.
"""

import hashlib
import io
import json
import os
import shutil
import subprocess
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import NullPool, create_engine, text

from usdcop.adapters.postgres.service_role import SERVICE_ROLE
from usdcop.core.errors import (
    CorruptPartitionError,
    ServerError,
    StorageError,
    UnreadableFileError,
    UsageError,
)
from usdcop.main.embedded.cluster import programs
from usdcop.main.embedded.files import exclusive, folder
from usdcop.main.embedded.postgres import PostgresServer, create_database
from usdcop.main.embedded.servers import Servers, servers
from usdcop.main.jobs.anchoring import LOCK
from usdcop.main.market_time import NAME as MARKET_TIME
from usdcop.main.settings import Settings
from usdcop.main.versions import code_version
from usdcop.main.wiring import DATABASE, REGISTRY_DATABASE, open_system, writing

MANIFEST: Final = "manifest.json"
DATABASES: Final = (DATABASE, REGISTRY_DATABASE)
FILES: Final = (MARKET_TIME, "replay.json", "scheduler.json")
"""Files of a home that are kept besides the objects."""
_PATIENCE: Final = 1800.0


@dataclass(frozen=True, slots=True)
class Backup:
    """What is in a file."""

    files: int
    size_bytes: int
    mode: str


def back_up(settings: Settings, file: Path) -> Backup:
    """Write the home of ``settings`` into ``file``. Layers stand still meanwhile; orders go on.

    The objects are read before the databases, and no anchor is made meanwhile: so every anchor of the trail in it has
    its row in it, and every anchor that a row tells of is there.

    Raises:
        UsageError: the file is there already, or the home keeps its data elsewhere.
        ServerError: a database cannot be read.
        StorageError: the disk refuses.
    """
    _must_be_ours(settings)
    if file.exists():
        raise UsageError(f"{file} is there already.", "Give another name.")
    draft = file.with_name(f".{file.name}.part")
    try:
        with (
            open_system(settings),
            writing(settings),
            exclusive(settings.home / LOCK),
            _held(settings) as running,
        ):
            sums = _write(settings, running.postgres, draft)
        draft.replace(file)
    except OSError as error:
        raise StorageError(f"{file} cannot be written: {error.strerror}.", "Free the disk.") from error
    finally:
        draft.unlink(missing_ok=True)
    return Backup(len(sums), file.stat().st_size, settings.mode.value)


def restore(settings: Settings, file: Path) -> Backup:
    """Bring the home in ``file`` back, into a home in which nothing is yet.

    Raises:
        UsageError: the home is not empty, or the file is of another mode.
        UnreadableFileError: the file is no backup.
        CorruptPartitionError: something in it differs from its checksum; nothing was restored.
        ServerError: a database refuses.
    """
    _must_be_ours(settings)
    home = settings.home
    if home.exists() and any((home / name).exists() for name in ("postgres", "objects", *FILES)):
        raise UsageError(f"{home} is not empty.", "Set USDCOP_HOME to another folder, or use RESET=1 first.")
    found = _proven(file)
    if found["mode"] != settings.mode.value:
        raise UsageError(f"{file.name} is of a {found['mode']} home.", f"Give --mode {found['mode']}.")
    place = folder(folder(home, 0o755) / "restoring")
    try:
        with tarfile.open(file) as archive:
            archive.extractall(place, filter="data")
        with _held(settings) as running:
            for name in DATABASES:
                _load(running.postgres, name, place / f"{name}.dump")
        for name in (*FILES, "objects"):  # last: a home without objects is known not to be whole
            if (place / name).exists():
                (place / name).rename(home / name)
    finally:
        shutil.rmtree(place)
    return Backup(len(found["files"]), file.stat().st_size, found["mode"])


def _must_be_ours(settings: Settings) -> None:
    environment = settings.environment
    elsewhere = (environment.database_url, environment.object_store_url, environment.mlflow_url)
    if any(one is not None for one in elsewhere):
        raise UsageError(
            "This home keeps its data in servers of your own.",
            "Back them up with their own tools (pg_dump, mc).",
        )


@contextmanager
def _held(settings: Settings) -> Iterator[Servers]:
    environment = settings.environment
    with servers(
        settings.home, postgres_port=environment.postgres_port, redis_port=environment.redis_port
    ) as running:
        yield running


def _write(settings: Settings, server: PostgresServer, draft: Path) -> dict[str, str]:
    """Everything into ``draft``, the manifest last; checksum of each file."""
    sums: dict[str, str] = {}
    home = settings.home
    with tarfile.open(draft, "w:gz", compresslevel=1) as archive:
        objects = sorted(path for path in (home / "objects").rglob("*") if path.is_file())
        for path in [*objects, *(home / name for name in FILES if (home / name).exists())]:
            _add(archive, sums, str(path.relative_to(home)), path.read_bytes())
        for name in DATABASES:
            _add(archive, sums, f"{name}.dump", _dump(server, name))
        about = {"mode": settings.mode.value, "code": code_version(), "files": sums}
        _put(archive, MANIFEST, json.dumps(about, indent=1).encode())
    return sums


def _add(archive: tarfile.TarFile, sums: dict[str, str], name: str, data: bytes) -> None:
    sums[name] = hashlib.sha256(data).hexdigest()
    _put(archive, name, data)


def _put(archive: tarfile.TarFile, name: str, data: bytes) -> None:
    info = tarfile.TarInfo(name)
    info.size, info.mode = len(data), 0o600
    archive.addfile(info, io.BytesIO(data))


def _proven(file: Path) -> dict[str, Any]:
    """The manifest of ``file``, after everything in it was held against its checksum."""
    sums: dict[str, str] = {}
    about: dict[str, Any] = {}
    try:
        with tarfile.open(file) as archive:
            for member in archive:
                opened = archive.extractfile(member)
                data = b"" if opened is None else opened.read()
                if member.name == MANIFEST:
                    about = json.loads(data)
                else:
                    sums[member.name] = hashlib.sha256(data).hexdigest()
    except (OSError, tarfile.TarError, EOFError, zlib.error, ValueError) as error:
        raise UnreadableFileError(f"{file} is no whole backup: {error}.", "Give another one.") from error
    if not about:
        raise UnreadableFileError(f"{file} is no backup, or was cut off.", "Give another one.")
    stated: dict[str, str] = about["files"]
    wrong = [name for name in stated.keys() | sums.keys() if stated.get(name) != sums.get(name)]
    if wrong:
        raise CorruptPartitionError(
            f"{len(wrong)} files in {file.name} are damaged, such as {min(wrong)}.", "Give another one."
        )
    return about


def _dump(server: PostgresServer, name: str) -> bytes:
    return _run(server, "pg_dump", "--format=custom", "--no-owner", name)


def _load(server: PostgresServer, name: str, dump: Path) -> None:
    create_database(server, name)
    engine = create_engine(server.url(name), poolclass=NullPool)
    with engine.begin() as connection:
        known = text("SELECT 1 FROM pg_roles WHERE rolname = :role")
        if connection.execute(known, {"role": SERVICE_ROLE}).first() is None:
            connection.execute(text(f"CREATE ROLE {SERVICE_ROLE} NOLOGIN"))
    engine.dispose()
    _run(
        server,
        "pg_restore",
        "--no-owner",
        "--exit-on-error",
        "--single-transaction",
        f"--dbname={name}",
        str(dump),
    )


def _run(server: PostgresServer, program: str, *arguments: str) -> bytes:
    where = ("-h", server.host, "-p", str(server.port), "-U", server.user)
    ended = subprocess.run(  # noqa: S603 - the program is ours
        [str(programs() / program), *where, "--no-password", *arguments],
        check=False,
        capture_output=True,
        timeout=_PATIENCE,
        env={"PATH": os.defpath, "PGPASSWORD": server.password, "LC_ALL": "C"},
    )
    if ended.returncode:
        words = ended.stderr.decode(errors="replace").strip().splitlines() or ["it says nothing"]
        raise ServerError(f"{program} failed: {words[-1]}", "See that the disk has room, then try again.")
    return ended.stdout
