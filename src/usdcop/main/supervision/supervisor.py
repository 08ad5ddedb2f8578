"""The supervisor's loop: look at each process, show the table, note market time, until told to stop."""

import signal
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import FrameType
from typing import Final

from usdcop.core.ports import Wall
from usdcop.main.embedded.process import waited
from usdcop.main.supervision.decide import Rules, State
from usdcop.main.supervision.record import Record, Row, write_record
from usdcop.main.supervision.screen import Screen
from usdcop.main.supervision.servers import ServerWatch
from usdcop.main.supervision.timekeeper import Timekeeper
from usdcop.main.supervision.worker import Task, Worker, stop_in_order

LOOK_EVERY: Final = 0.2
"""Seconds between two looks."""
_RECORD_EVERY: Final = 5.0
_LARGEST_LOG: Final = 10_000_000
_QUESTIONS: Final = 8
PATIENCE: Final = {0: 1.0, 1: 3.0, 2: 2.5}
"""Seconds that the processes of a wave have for a clean end."""


@dataclass(frozen=True, slots=True, eq=False)
class Surroundings:
    """What a supervisor works with."""

    home: Path
    mode: str
    screen: Screen
    wall: Wall
    keeper: Timekeeper
    servers: ServerWatch
    on_ready: Callable[[Sequence[Row]], None]
    """Called once, when every process has answered or failed."""
    rules: Rules = field(default_factory=Rules)


class Supervisor:
    """Keeps ``tasks`` running."""

    def __init__(self, tasks: Sequence[Task], around: Surroundings) -> None:
        self._around = around
        self._pool = ThreadPoolExecutor(_QUESTIONS, thread_name_prefix="health")
        self._workers = [Worker(task, around.rules, self._pool) for task in tasks]
        self._started_at = around.wall.now()
        self._pid = 0
        self._weighed = self._recorded = float("-inf")
        self._known_rows: tuple[tuple[str, State, int | None], ...] = ()
        self._announced = False

    def run(self, told: threading.Event, pid: int) -> None:
        """Look after all until ``told``, then stop all in order. ``pid`` is the supervisor's own."""
        self._pid = pid
        try:
            while not told.wait(LOOK_EVERY):
                self.look()
        finally:
            self._end(told)

    def look(self) -> None:
        """One look at everything."""
        now, around = time.monotonic(), self._around
        for worker in self._workers:
            earlier = (one for one in self._workers if one.task.wave < worker.task.wave)
            worker.look(now, turn=all(one.known.settled for one in earlier))
        if now - self._weighed >= _RECORD_EVERY:
            self._weighed = now
            self._weigh()
        news = around.keeper.note()
        if news:
            around.screen.say(news)
        rows = self.rows()
        around.screen.show(rows, around.keeper.title(around.mode))
        self._record(rows, now)
        if not self._announced and all(worker.known.settled for worker in self._workers):
            self._announced = True
            self._weigh()
            around.on_ready(self.rows())

    def rows(self) -> list[Row]:
        """The table."""
        return [*self._around.servers.rows(), *(worker.row for worker in self._workers)]

    def _weigh(self) -> None:
        self._around.servers.weigh()
        for worker in self._workers:
            worker.weigh()
            _trim(worker.task.log)

    def _record(self, rows: Sequence[Row], now: float) -> None:
        facts = tuple((row.name, row.state, row.pid) for row in rows)
        if facts != self._known_rows or now - self._recorded >= _RECORD_EVERY:
            self._known_rows, self._recorded = facts, now
            around = self._around
            clock = around.keeper.text
            write_record(around.home, Record(self._pid, self._started_at, around.mode, clock, tuple(rows)))

    def _end(self, told: threading.Event) -> None:
        """Stop all in order; told again, at once."""
        told.clear()
        self._around.servers.end()
        self._around.screen.say("Stopping …")

        def ended(happened: Callable[[], bool], patience: float) -> bool:
            return waited(lambda: happened() or told.is_set(), patience)

        stop_in_order(self._workers, PATIENCE.__getitem__, ended)
        self._around.keeper.stop()
        self._pool.shutdown(wait=False, cancel_futures=True)
        stopped = [Row(row.name, row.address, State.STOPPED, None, None, row.restarts) for row in self.rows()]
        around = self._around
        write_record(
            around.home, Record(self._pid, self._started_at, around.mode, around.keeper.text, tuple(stopped))
        )


@contextmanager
def listening() -> Iterator[threading.Event]:
    """An event that is set by every signal that asks to stop, while the block runs."""
    told = threading.Event()

    def tell(_number: int, _frame: FrameType | None) -> None:
        told.set()

    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, tell) for number in numbers}
    try:
        yield told
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _trim(log: Path) -> None:
    """Keep a log that a process has open from growing without end; one old log is kept."""
    with suppress(FileNotFoundError):
        if log.stat().st_size > _LARGEST_LOG:
            log.with_name(f"{log.name}.1").write_bytes(log.read_bytes())
            with log.open("r+b") as opened:
                opened.truncate(0)
