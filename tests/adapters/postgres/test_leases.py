import pytest
from sqlalchemy import Engine, text

from usdcop.adapters.postgres.database import open_database, transaction
from usdcop.adapters.postgres.leases import Lease
from usdcop.core.errors import ServerError


def cut(engine: Engine) -> None:
    """End every session that holds an advisory lock, as a network or a restarted server would."""
    with transaction(engine) as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid, 5000) FROM pg_locks"
                " WHERE locktype = 'advisory' AND pid <> pg_backend_pid()"
            )
        )


def holds(lease: Lease) -> bool:
    return lease.held


def test_one_holds_a_lease_until_it_is_released(postgres: Engine) -> None:
    one, other = Lease(postgres, "relay"), Lease(postgres, "relay")
    assert not holds(one)
    assert one.acquire()
    assert one.acquire(), "asked again"
    assert holds(one)
    assert not other.acquire()
    assert not holds(other)
    one.release()
    one.release()
    assert not holds(one)
    assert other.acquire()
    other.release()


def test_a_released_lease_is_free_at_once(postgres: Engine) -> None:
    one, other = Lease(postgres, "relay"), Lease(postgres, "relay")
    for _ in range(100):
        for lease in (one, other):
            assert lease.acquire()
            lease.release()


def test_leases_of_other_names_do_not_meet(postgres: Engine) -> None:
    one, other = Lease(postgres, "a"), Lease(postgres, "b")
    assert one.acquire()
    assert other.acquire()
    one.release()
    other.release()


def test_a_lost_connection_is_a_lost_lease_and_somebody_else_gets_it(postgres: Engine) -> None:
    one, other = Lease(postgres, "relay"), Lease(postgres, "relay")
    assert one.acquire()
    cut(postgres)
    assert other.acquire()
    assert not holds(one)
    assert not one.acquire()
    other.release()
    assert one.acquire(), "it may come back"
    one.release()


def test_a_lease_takes_no_place_in_the_pool(postgres: Engine) -> None:
    leases = [Lease(postgres, f"lease {number}") for number in range(6)]
    assert all(lease.acquire() for lease in leases)
    with transaction(postgres) as connection:
        assert connection.execute(text("SELECT 1")).scalar_one() == 1
    for lease in leases:
        lease.release()


def test_a_server_that_is_away_is_said_to_be(free_tcp_port: int) -> None:
    engine = open_database(f"postgresql://u:p@127.0.0.1:{free_tcp_port}/d")
    with pytest.raises(ServerError):
        Lease(engine, "relay").acquire()
