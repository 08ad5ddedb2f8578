"""P1 for the servers: what was acknowledged survives kill -9 of PostgreSQL and of Redis, whole."""

import contextlib
import os
import shutil
import signal
import subprocess
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import polars as pl
import pytest
from redis import Redis

from support.tables import FIVE, OPEN, bars
from usdcop.adapters.postgres.bars import PostgresBars
from usdcop.adapters.postgres.database import open_database
from usdcop.core.errors import ServerError, StorageError
from usdcop.main.embedded.cluster import Place
from usdcop.main.embedded.postgres import PostgresServer, create_database, start_postgres
from usdcop.main.embedded.redis import start_redis
from usdcop.main.embedded.servers import stop

EVER = (datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))
BATCH = 5000


@pytest.fixture
def killable(made_home: Path) -> PostgresServer:
    """A PostgreSQL of the test's own, with a migrated database ``bars``."""
    return start_postgres(made_home)


class Writer(threading.Thread):
    """Upserts batch after batch until the server goes away; ``acknowledged`` are those that were answered."""

    def __init__(self, table: PostgresBars) -> None:
        super().__init__()
        self.table = table
        self.acknowledged: list[pl.DataFrame] = []
        self.two_done = threading.Event()
        self.error: ServerError | None = None

    def run(self) -> None:
        while self.error is None:
            batch = bars(BATCH, start=OPEN + len(self.acknowledged) * BATCH * FIVE)
            try:
                self.table.upsert("USDCOP", batch)
            except ServerError as error:
                self.error = error
                return
            self.acknowledged.append(batch)
            if len(self.acknowledged) == 2:
                self.two_done.set()


def _kill(pid: int, *, group: bool) -> None:
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split() if group else []
    for each in (pid, *map(int, children)):
        with contextlib.suppress(ProcessLookupError):  # some end by themselves when the postmaster does
            os.kill(each, signal.SIGKILL)


@pytest.mark.parametrize("group", [False, True], ids=["postmaster", "all its processes"])
def test_kill_minus_nine_during_an_upsert_loses_nothing_acknowledged_and_leaves_nothing_half_written(
    killable: PostgresServer, made_home: Path, group: bool
) -> None:
    engine = open_database(killable.url("bars"))
    writer = Writer(PostgresBars(engine))
    writer.start()
    assert writer.two_done.wait(60)
    writer.join(0.02)  # well into the third
    _kill(killable.pid, group=group)
    again = start_postgres(made_home)
    writer.join(60)

    assert not writer.is_alive()
    assert writer.error is not None
    assert (again.created, again.found, again.port) == (False, False, killable.port)
    stored = PostgresBars(engine).read("USDCOP", *EVER)["time"].to_list()
    acknowledged = [time for batch in writer.acknowledged for time in batch["time"].to_list()]
    assert stored[: len(acknowledged)] == acknowledged
    assert len(stored) - len(acknowledged) in {0, BATCH}  # the one in flight: all of it, or none
    PostgresBars(engine).upsert("USDCOP", bars(2, start=OPEN - timedelta(days=1)))
    engine.dispose()


def test_a_pid_file_whose_number_went_to_another_process_does_not_stop_the_start(
    killable: PostgresServer, made_home: Path
) -> None:
    """As after a restart of the machine, or of a container whose processes are numbered from 1."""
    pid_file = Place(made_home).pid_file
    _kill(killable.pid, group=True)
    pid_file.write_text(pid_file.read_text().replace(str(killable.pid), str(os.getpid()), 1))
    again = start_postgres(made_home)
    assert again.pid not in {killable.pid, os.getpid()}
    assert not create_database(again, "bars")


def test_kill_minus_nine_of_redis_keeps_what_was_acknowledged(server_home: Path) -> None:
    server = start_redis(server_home)
    with Redis.from_url(server.url()) as client:
        for number in range(2000):
            client.set(f"key-{number}", number)
    os.kill(server.pid, signal.SIGKILL)
    again = start_redis(server_home)
    assert (again.created, again.found, again.port) == (False, False, server.port)
    with Redis.from_url(again.url()) as client:
        assert client.dbsize() == 2000
        assert client.get("key-1999") == b"1999"


def test_no_answer_of_redis_comes_before_its_write(server_home: Path) -> None:
    """Where a disk took 0.8 s to sync, a kill lost up to two seconds of writes that had been answered."""
    with Redis.from_url(start_redis(server_home).url()) as client:
        assert client.config_get("append*") == {
            "appendonly": "yes",
            "appendfilename": "appendonly.aof",
            "appendfsync": "no",
        }


def test_a_torn_end_of_the_file_costs_redis_the_last_write_alone(server_home: Path) -> None:
    server = start_redis(server_home)
    with Redis.from_url(server.url()) as client:
        client.set("first", "kept")
        client.set("last", "torn")
    os.kill(server.pid, signal.SIGKILL)
    log = server_home / "redis" / "appendonly.aof"
    os.truncate(log, log.stat().st_size - 4)
    with Redis.from_url(start_redis(server_home).url()) as client:
        assert client.keys() == [b"first"]


@pytest.fixture
def small_disk(servers_root: Path, _stopped_home: Path) -> Iterator[Path]:
    """A home like ``made_home`` on a disk of its own with little room left."""
    disk = servers_root / "small-disk"
    disk.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=90m", "tmpfs", str(disk)]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("only root outside a strict container can mount a small disk")
    shutil.copytree(_stopped_home, disk / "home")
    yield disk / "home"
    stop(disk / "home")
    subprocess.run(["umount", str(disk)], check=True)


def test_a_full_disk_is_said_so_and_what_was_acknowledged_stays(small_disk: Path) -> None:
    filler = small_disk.parent / "filler"
    server = start_postgres(small_disk)
    engine = open_database(server.url("bars"))
    table = PostgresBars(engine)
    table.upsert("USDCOP", bars(100))
    with filler.open("wb") as file, contextlib.suppress(OSError):
        while True:
            file.write(bytes(100_000))
    with pytest.raises(StorageError, match="disk of PostgreSQL is full"):
        table.upsert("USDCOP", bars(20_000, start=OPEN + timedelta(days=30)))
    filler.unlink()
    assert start_postgres(small_disk).pid == server.pid
    assert table.read("USDCOP", *EVER).height == 100
    assert table.upsert("USDCOP", bars(200)) == 100
    engine.dispose()
