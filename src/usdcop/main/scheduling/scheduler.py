"""The scheduler's loop: look what is due, do it in a warm worker, remember it; a failure ends a run, not the loop."""

import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import structlog

from usdcop.core.errors import BusyError, ServerError, SourceError, UsdcopError
from usdcop.core.ports import Clock, Wall
from usdcop.core.sessions import Calendar
from usdcop.main.scheduling.plan import Due, Job, Now, Schedule, due

LOOK_EVERY: Final = 0.1
"""Real seconds between two looks at what is due."""
FIRST_PAUSE: Final = timedelta(seconds=10)
"""Real time before something outside that failed is tried again; doubled with each failure."""
LONGEST_PAUSE: Final = timedelta(minutes=10)

_log = structlog.get_logger("usdcop.scheduler")

Deed = Callable[[Due], object]
"""Does a job for everything up to its slot."""


@dataclass(frozen=True, slots=True)
class Failure:
    """The newest failure of a job that has not succeeded since."""

    sentence: str
    cure: str
    count: int
    """In a row."""
    again: datetime
    """Real instant before which it is not tried again."""


@dataclass(frozen=True, slots=True)
class Told:
    """What became of one run of a job."""

    job: Job
    outcome: str
    """``completed``, ``failed`` or ``busy``."""
    seconds: float
    behind: timedelta
    """Market time from the slot to the end of the run."""


class Scheduler:
    """Does what is due until told to stop. ``on_done`` hears of every run."""

    def __init__(
        self,
        calendar: Calendar,
        clock: Clock,
        wall: Wall,
        deeds: Mapping[Job, Deed],
        schedule: Schedule,
        on_done: Callable[[Told], None],
    ) -> None:
        self._calendar, self._clock, self._wall = calendar, clock, wall
        self._deeds, self._schedule, self._on_done = deeds, schedule, on_done
        self.last: dict[Job, datetime] = {}
        """The newest slot each job was done for."""
        self.failures: dict[Job, Failure] = {}

    def run(self, told: threading.Event, besides: Callable[[], None] = lambda: None) -> None:
        """Work until ``told``; ``besides`` is called at every look."""
        while not told.is_set():
            besides()
            if not self.step():
                told.wait(LOOK_EVERY)

    def step(self) -> bool:
        """Do the most urgent job that is due and may be tried; whether there was one."""
        now = Now(self._clock.now(), self._wall.now())
        for one in due(self._calendar, self.last, now, self._schedule):
            failed = self.failures.get(one.job)
            if one.job in self._deeds and (failed is None or failed.again <= now.real):
                return self._do(one)
        return False

    def fail(self, job: Job, error: UsdcopError) -> None:
        """Remember that ``job`` failed."""
        known = self.failures.get(job)
        count = 1 if known is None else known.count + 1
        pause = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** min(count - 1, 10))
        self.failures[job] = Failure(error.sentence, error.cure, count, self._wall.now() + pause)
        _log.warning("job failed", job=job, error=error.sentence, cure=error.cure, count=count)

    def _do(self, one: Due) -> bool:
        """Do it; whether it was done. What lies outside is tried again, what is wrong only at the next slot."""
        began = time.perf_counter()
        outcome = "completed"
        try:
            self._deeds[one.job](one)
        except BusyError as error:
            outcome = "busy"
            _log.info("job waits", job=one.job, cause=error.sentence)
        except UsdcopError as error:
            outcome = "failed"
            self.fail(one.job, error)
            if not isinstance(error, SourceError):
                self.last[one.job] = one.slot
        except Exception as error:  # noqa: BLE001 - no run may end the loop: it is logged, counted and shown
            outcome = "failed"
            _log.exception("job stumbled", job=one.job)
            self.fail(one.job, ServerError(f"{type(error).__name__}: {error}", "See the scheduler's log."))
        else:
            self.last[one.job] = one.slot
            self.failures.pop(one.job, None)
        seconds = time.perf_counter() - began
        self._on_done(Told(one.job, outcome, seconds, self._clock.now() - one.slot))
        return outcome != "busy"
