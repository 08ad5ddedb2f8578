"""The embedded servers under supervision: started again on the same port where one died."""

import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from usdcop.core.errors import SourceError, UsageError
from usdcop.main.embedded.postgres import postgres_pid, start_postgres
from usdcop.main.embedded.redis import redis_pid, start_redis
from usdcop.main.embedded.servers import Servers
from usdcop.main.supervision.decide import State
from usdcop.main.supervision.record import Row
from usdcop.main.supervision.worker import memory_of

_LOOK_EVERY: Final = 0.5
_PAUSE: Final = 2.0
"""Seconds before another attempt after one that failed."""


@dataclass(slots=True)
class _Watched:
    name: str
    port: int
    pid: int | None
    restarts: int = 0
    why: str = ""
    memory: int | None = None

    def row(self) -> Row:
        state = State.WAITING if self.pid is None else State.READY
        return Row(self.name, f"127.0.0.1:{self.port}", state, self.pid, self.memory, self.restarts, self.why)


class ServerWatch:
    """Looks after both servers from a thread of its own, because a start can take seconds."""

    def __init__(self, home: Path, running: Servers | None) -> None:
        """Watch the ``running`` servers of ``home``; None: they are somebody else's."""
        self._home = home
        self._watched: tuple[_Watched, ...] = ()
        if running is not None:
            postgres, redis = running.postgres, running.redis
            self._watched = (
                _Watched("PostgreSQL", postgres.port, postgres.pid),
                _Watched("Redis", redis.port, redis.pid),
            )
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="servers", daemon=True)
        self._thread.start()

    def rows(self) -> list[Row]:
        """Their lines of the table."""
        return [one.row() for one in self._watched]

    def weigh(self) -> None:
        """Measure their memory."""
        for one in self._watched:
            one.memory = memory_of(one.pid) if one.pid is not None else None

    def end(self) -> None:
        """Look no longer."""
        self._stop.set()
        self._thread.join(timeout=5)

    def _watch(self) -> None:
        while not self._stop.wait(_LOOK_EVERY):
            for one in self._watched:
                found = (postgres_pid if one.name == "PostgreSQL" else redis_pid)(self._home)
                if found is None and not self._stop.is_set():
                    self._again(one)
                elif found is not None:
                    one.pid = found

    def _again(self, one: _Watched) -> None:
        one.pid = None
        start = start_postgres if one.name == "PostgreSQL" else start_redis
        try:
            one.pid = start(self._home, one.port).pid
        except (SourceError, UsageError) as error:
            one.why = error.sentence
            self._stop.wait(_PAUSE)
        else:
            one.restarts, one.why = one.restarts + 1, ""
