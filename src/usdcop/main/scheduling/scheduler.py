"""The scheduler's loop: look what is due, do it in a warm worker, remember it; a failure ends a run, not the loop."""

import logging
import threading
import time
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from usdcop.core.errors import BusyError, UsdcopError
from usdcop.core.ports import Clock, Wall
from usdcop.core.sessions import Calendar
from usdcop.main.scheduling.bars import bring_bars
from usdcop.main.scheduling.plan import Due, Job, Now, Schedule, due
from usdcop.main.settings import Settings
from usdcop.main.wiring import open_system
from usdcop.simulator.server import serve

LOOK_EVERY: Final = 0.1
"""Real seconds between two looks at what is due."""

_log = logging.getLogger(__name__)

Deed = Callable[[Due], None]
"""Does a job for everything up to its slot."""


class Scheduler:
    """Does what is due until told to stop."""

    def __init__(
        self, calendar: Calendar, clock: Clock, wall: Wall, deeds: Mapping[Job, Deed], schedule: Schedule
    ) -> None:
        self._calendar, self._clock, self._wall = calendar, clock, wall
        self._deeds, self._schedule = deeds, schedule
        self.last: dict[Job, datetime] = {}
        self.failed: dict[Job, str] = {}

    def run(self, told: threading.Event) -> None:
        """Work until ``told``."""
        while not told.is_set():
            if not self.step():
                told.wait(LOOK_EVERY)

    def step(self) -> bool:
        """Do the most urgent job that is due; whether there was one."""
        now = Now(self._clock.now(), self._wall.now())
        waiting = [
            one for one in due(self._calendar, self.last, now, self._schedule) if one.job in self._deeds
        ]
        if not waiting:
            return False
        self._do(waiting[0])
        return True

    def _do(self, one: Due) -> None:
        """Do it. What failed is not tried again before its next slot; what somebody else does, is."""
        began = time.perf_counter()
        try:
            self._deeds[one.job](one)
        except BusyError as error:
            _log.info("%s waits: %s", one.job, error.sentence)
            return
        except UsdcopError as error:
            self.failed[one.job] = str(error)
            _log.warning("%s failed: %s", one.job, error)
        else:
            self.failed.pop(one.job, None)
        self.last[one.job] = one.slot
        _log.info("%s until %s took %.2f s", one.job, one.slot, time.perf_counter() - began)


def serve_scheduler(settings: Settings) -> None:
    """Schedule the home of ``settings`` until told to stop."""
    logging.basicConfig(level=logging.INFO)
    with open_system(settings, as_service=True) as system:
        deeds = {Job.BARS: lambda one: bring_bars(system, one)}
        scheduler = Scheduler(system.market.calendar, system.clock, system.wall, deeds, Schedule())
        app = Starlette(routes=[Route("/health", _health)])
        told = threading.Event()
        thread = threading.Thread(target=scheduler.run, args=(told,), name="worker", daemon=True)
        thread.start()
        try:
            serve(app, settings.environment.scheduler_port, lambda _url: None)
        finally:
            told.set()
            thread.join(timeout=2.5)


async def _health(_request: Request) -> JSONResponse:
    return JSONResponse({"status": "ok"})
