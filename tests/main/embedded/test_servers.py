from pathlib import Path

from usdcop.main.embedded.cluster import Place
from usdcop.main.embedded.servers import servers, stop


def test_the_last_to_leave_stops_them_unless_they_are_kept(server_home: Path) -> None:
    place = Place(server_home)
    with servers(server_home) as first:
        with servers(server_home) as second:
            assert (second.postgres.found, second.redis.found) == (True, True)
            assert second.postgres.pid == first.postgres.pid
        assert place.alive() is not None
    assert place.alive() is None
    assert not (server_home / "redis" / "redis.pid").exists()

    with servers(server_home, keep=True) as kept:
        pass
    assert place.alive() == (kept.postgres.pid, kept.postgres.port)
    stop(server_home)
    assert place.alive() is None


def test_stopping_where_nothing_ever_ran_does_nothing(server_home: Path) -> None:
    stop(server_home)
    assert not server_home.exists()
