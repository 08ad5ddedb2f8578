"""Clocks: the one place that reads the time of the machine and sleeps."""

import asyncio
import time
from datetime import UTC, datetime, timedelta

from usdcop.core.clocks import ClockSpec, SimulatedTime, replay_ended
from usdcop.core.ports import Clock, Wall
from usdcop.core.sessions import Calendar


class SystemWall:
    """Real time, as the machine tells it."""

    def now(self) -> datetime:
        """Current real instant, in UTC."""
        return datetime.now(UTC)  # noqa: TID251 - the one place that reads real time

    def monotonic(self) -> float:
        """Seconds on a clock that never goes back."""
        return time.monotonic()

    async def sleep(self, duration: timedelta) -> None:
        """Wait for ``duration`` of real time."""
        await asyncio.sleep(max(0.0, duration.total_seconds()))


class SystemClock:
    """Market time that is real time."""

    def __init__(self, wall: Wall) -> None:
        self._wall = wall

    def now(self) -> datetime:
        """Current market instant, in UTC."""
        return self._wall.now()

    async def sleep(self, duration: timedelta) -> None:
        """Wait until market time has advanced by ``duration``."""
        await self._wall.sleep(duration)


class SimulatedClock:
    """Market time of a replay: the same in every process that was given the same anchored ``spec``."""

    def __init__(self, spec: ClockSpec, calendar: Calendar, wall: Wall) -> None:
        self._time = SimulatedTime(spec, calendar)
        self._wall = wall

    def now(self) -> datetime:
        """Current market instant, in UTC; the end of the replay once it is reached."""
        return self._time.market_at(self._wall.now())

    async def sleep(self, duration: timedelta) -> None:
        """Wait until market time has advanced by ``duration``.

        Raises:
            ReplayEndedError: market time stops before that, after waiting until it does.
        """
        target = self.now() + duration
        end = self._time.spec.end
        await self._until(target if end is None else min(target, end))
        if end is not None and target > end:
            raise replay_ended(end)

    @property
    def ended(self) -> bool:
        """Whether the replay has come to its end."""
        return self._time.ended(self._wall.now())

    async def _until(self, market: datetime) -> None:
        wake = self._time.wall_at(market)
        while (left := wake - self._wall.now()) > timedelta(0):
            await self._wall.sleep(left)


def clock_of(spec: ClockSpec | None, calendar: Calendar, wall: Wall) -> Clock:
    """The clock that a setting asks for: real time for None, else the replay of ``spec``."""
    return SystemClock(wall) if spec is None else SimulatedClock(spec, calendar, wall)
