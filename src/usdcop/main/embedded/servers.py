"""Both servers together, held for as long as somebody needs them."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from usdcop.main.embedded import files
from usdcop.main.embedded.postgres import PostgresServer, start_postgres, stop_postgres
from usdcop.main.embedded.redis import RedisServer, start_redis, stop_redis

LOCK = "servers.lock"
"""File in the home that everybody holds who uses its servers."""


@dataclass(frozen=True, slots=True)
class Servers:
    """The running servers of one home."""

    postgres: PostgresServer
    redis: RedisServer


@contextmanager
def servers(
    home: Path, *, postgres_port: int = 0, redis_port: int = 0, keep: bool = False
) -> Iterator[Servers]:
    """The servers of ``home``, started where they do not run.

    Several processes may hold them at once; who leaves last stops them, so a process that was killed keeps
    them running until the next one comes and goes. With ``keep`` they go on running.

    Raises:
        UsageError: a port is taken.
        ServerError: a server cannot start.
        StorageError: the home cannot be written.
    """
    with files.shared(home / LOCK, when_last=lambda: None if keep else stop(home)):
        yield Servers(start_postgres(home, postgres_port), start_redis(home, redis_port))


def stop(home: Path) -> None:
    """Stop whatever runs in ``home``."""
    try:
        stop_redis(home)
    finally:
        stop_postgres(home)
