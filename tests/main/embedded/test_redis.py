import socket
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from redis import AuthenticationError, Redis

from usdcop.core.errors import ServerError, UsageError
from usdcop.main.embedded.redis import RedisServer, start_redis, stop_redis


def _put(server: RedisServer, key: str) -> None:
    with Redis.from_url(server.url()) as client:
        client.set(key, "kept")


def _get(server: RedisServer, key: str) -> object:
    with Redis.from_url(server.url()) as client:
        return client.get(key)


def test_a_server_from_its_first_start_to_its_last(server_home: Path) -> None:
    first = start_redis(server_home)
    assert (first.created, first.found) == (True, False)
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", first.port))
    with pytest.raises(AuthenticationError):
        _put(replace(first, password="wrong"), "key")
    _put(first, "key")

    assert start_redis(server_home) == replace(first, created=False, found=True)
    assert start_redis(server_home, first.port).found
    with pytest.raises(
        UsageError, match=rf"runs on port {first.port}, but USDCOP_REDIS_PORT says {first.port + 1}"
    ):
        start_redis(server_home, first.port + 1)

    assert stop_redis(server_home)
    assert not stop_redis(server_home)
    again = start_redis(server_home)
    assert (again.port, again.created, again.found) == (first.port, False, False)
    assert _get(again, "key") == b"kept"
    for name in ("secrets/redis", "secrets/redis-port", "redis/redis.conf"):
        assert stat.S_IMODE((server_home / name).stat().st_mode) == 0o600


def test_a_taken_port_names_the_port_and_the_setting(server_home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(UsageError, match=rf"Redis cannot listen on port {port}.*set MY_PORT to another"):
            start_redis(server_home, port, "MY_PORT")


def test_a_lost_password_is_made_anew(server_home: Path) -> None:
    server = start_redis(server_home)
    _put(server, "key")
    (server_home / "secrets" / "redis").unlink()
    with pytest.raises(ServerError, match=r"password file .* is gone. Run `usdcop down`"):
        start_redis(server_home)
    stop_redis(server_home)
    renewed = start_redis(server_home)
    assert renewed.password != server.password
    assert _get(renewed, "key") == b"kept"


def test_a_home_with_blanks_and_quotes_in_its_path_works(server_home: Path) -> None:
    home = server_home / 'my "home" \\ here'
    server = start_redis(home)
    try:
        _put(server, "key")
        assert (home / "redis" / "appendonly.aof").exists()
    finally:
        stop_redis(home)


def test_a_file_that_cannot_be_read_is_an_error_that_says_what_to_do(server_home: Path) -> None:
    server = start_redis(server_home)
    for number in range(50):
        _put(server, f"key-{number}")
    stop_redis(server_home)
    log = server_home / "redis" / "appendonly.aof"
    log.write_bytes(log.read_bytes()[:200] + b"garbage" + log.read_bytes()[207:])
    with pytest.raises(ServerError, match=r"Redis cannot start: .*Bad file format.* remove"):
        start_redis(server_home)


def test_a_password_is_never_shown() -> None:
    assert "s3cret" not in repr(RedisServer("127.0.0.1", 1, "s3cret", 2))
