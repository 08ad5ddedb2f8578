"""Market time for whole days in one process: it jumps to whoever wakes next, once nobody is at work any more."""

import asyncio
import heapq
import itertools
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from usdcop.adapters.clock import SystemWall
from usdcop.core.clocks import replay_ended

_GRACE = 100
"""Looks at nobody sleeping after which nobody will."""

ASKING: ContextVar[bool] = ContextVar("asking", default=False)


class Busy:
    """Counts what is at work. Changed in the loop's own thread only."""

    def __init__(self) -> None:
        self._count = 0
        self.changes = 0
        """How often work was begun or done: a look at ``count`` alone misses what was done just now."""
        self.idle = asyncio.Event()
        self.idle.set()

    @property
    def count(self) -> int:
        return self._count

    def add(self, more: int) -> None:
        self._count += more
        self.changes += 1
        if self._count:
            self.idle.clear()
        else:
            self.idle.set()

    @contextmanager
    def working(self) -> Iterator[None]:
        self.add(1)
        try:
            yield
        finally:
            self.add(-1)


class CountingExecutor(ThreadPoolExecutor):
    """Threads that are counted while they work."""

    def __init__(self, busy: Busy) -> None:
        super().__init__(8)
        self._busy = busy

    def submit(self, call: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:  # noqa: ANN401
        self._busy.add(1)
        future, loop = Future[Any](), asyncio.get_running_loop()

        def work() -> None:
            if future.set_running_or_notify_cancel():
                _settle(future, partial(call, *args, **kwargs))
            # Only now has the loop heard of it, so that whoever waits is woken before the work counts as done.
            loop.call_soon_threadsafe(self._done)

        super().submit(work)
        return future

    def _done(self) -> None:
        self._busy.add(-1)


def _settle(future: Future[Any], call: Callable[[], Any]) -> None:
    try:
        found = call()
    except BaseException as error:  # noqa: BLE001 - whoever waits for it is told
        future.set_exception(error)
    else:
        future.set_result(found)


class DayClock:
    """Market time that stands still while anybody is at work, and else jumps to whoever wakes next."""

    def __init__(self, at: datetime, busy: Busy, end: datetime | None = None) -> None:
        self._at, self._busy, self.end = at, busy, end
        self._sleepers: list[tuple[datetime, int, asyncio.Future[None]]] = []
        self._numbers = itertools.count()

    def now(self) -> datetime:
        return self._at

    async def sleep(self, duration: timedelta) -> None:
        target = self._at + duration
        capped = target if self.end is None else min(target, self.end)
        if capped > self._at:
            await self._wait(capped)
        else:
            await asyncio.sleep(0)
        if self.end is not None and target > self.end:
            raise replay_ended(self.end)

    async def _wait(self, target: datetime) -> None:
        waiter: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        heapq.heappush(self._sleepers, (target, next(self._numbers), waiter))
        asking = ASKING.get()
        self._busy.add(-int(asking))
        try:
            await waiter
        finally:
            self._busy.add(int(asking))

    def jump(self, at: datetime) -> None:
        """Let time have passed while nobody was looking; sleepers wake when it runs again."""
        self._at = max(self._at, at)

    async def run(self, until: datetime) -> None:
        """Let time pass until ``until``; everybody at work then is waited for."""
        idle = 0
        while True:
            before = self._busy.changes
            for _ in range(6):
                await asyncio.sleep(0)
            while self._sleepers and self._sleepers[0][2].done():
                heapq.heappop(self._sleepers)
            if self._busy.count or self._busy.changes != before:
                await self._busy.idle.wait()
                continue
            if not self._sleepers and idle < _GRACE:
                idle += 1
                await asyncio.sleep(0.001)
                continue
            if not self._sleepers or self._sleepers[0][0] > until:
                self._at = max(self._at, until if self.end is None else min(until, self.end))
                return
            idle = 0
            at, _, waiter = heapq.heappop(self._sleepers)
            self._at = max(self._at, at)
            waiter.set_result(None)


class QuickWall(SystemWall):
    """Real time in which every wait is short; who rests after a failure is at work."""

    def __init__(self, busy: Busy) -> None:
        self._busy = busy

    async def sleep(self, duration: timedelta) -> None:
        if duration >= timedelta(seconds=1):
            await asyncio.sleep(0.02)
            return
        with self._busy.working():
            await asyncio.sleep(0)
