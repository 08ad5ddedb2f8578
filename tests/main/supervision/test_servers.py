import os
import signal
from pathlib import Path

from usdcop.main.embedded.postgres import postgres_pid
from usdcop.main.embedded.process import waited
from usdcop.main.embedded.redis import redis_pid
from usdcop.main.embedded.servers import servers
from usdcop.main.supervision.decide import State
from usdcop.main.supervision.record import Row
from usdcop.main.supervision.servers import ServerWatch


def rows(watch: ServerWatch) -> dict[str, Row]:
    return {row.name: row for row in watch.rows()}


def test_servers_that_are_killed_come_back_on_their_ports(made_home: Path) -> None:
    with servers(made_home) as running:
        watch = ServerWatch(made_home, running)
        before = rows(watch)
        for row in before.values():
            assert row.pid is not None
            os.kill(row.pid, signal.SIGKILL)
        assert waited(lambda: all(row.restarts == 1 for row in rows(watch).values()), 60)
        watch.weigh()
        watch.end()
        after = rows(watch)
        assert {name: row.address for name, row in after.items()} == {
            name: row.address for name, row in before.items()
        }
        assert (after["PostgreSQL"].pid, after["Redis"].pid) == (
            postgres_pid(made_home),
            redis_pid(made_home),
        )
        assert {row.state for row in after.values()} == {State.READY}
        assert all((row.memory_bytes or 0) > 500_000 for row in after.values())
    assert postgres_pid(made_home) is None


def test_servers_of_somebody_else_are_left_alone(tmp_path: Path) -> None:
    watch = ServerWatch(tmp_path, None)
    assert watch.rows() == []
    watch.end()
