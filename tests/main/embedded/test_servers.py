from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from usdcop.main.embedded.cluster import Place
from usdcop.main.embedded.postgres import start_postgres
from usdcop.main.embedded.redis import start_redis
from usdcop.main.embedded.servers import servers, stop


def test_the_last_to_leave_stops_them_unless_they_are_kept(made_home: Path) -> None:
    place = Place(made_home)
    with servers(made_home) as first:
        with servers(made_home) as second:
            assert (second.postgres.found, second.redis.found) == (True, True)
            assert second.postgres.pid == first.postgres.pid
        assert place.alive() is not None
    assert place.alive() is None
    assert not (made_home / "redis" / "redis.pid").exists()

    with servers(made_home, keep=True) as kept:
        pass
    assert place.alive() == (kept.postgres.pid, kept.postgres.port)
    stop(made_home)
    assert place.alive() is None


def test_stopping_where_nothing_ever_ran_does_nothing(server_home: Path) -> None:
    stop(server_home)
    assert not server_home.exists()


def test_several_that_start_at_once_get_the_same_servers(made_home: Path) -> None:
    with ThreadPoolExecutor(3) as pool:
        postgres = list(pool.map(start_postgres, [made_home] * 3))
        redis = list(pool.map(start_redis, [made_home] * 3))
    assert len({server.pid for server in postgres}) == len({server.pid for server in redis}) == 1
    assert sorted(server.found for server in postgres) == [False, True, True]
    assert sorted(server.found for server in redis) == [False, True, True]
