"""A clock moved by hand: thirty minutes pass at once."""

import asyncio
from datetime import datetime, timedelta


class HandClock:
    """Both ``Clock`` and ``Wall``: time stands still until someone sleeps or advances it."""

    def __init__(self, at: datetime) -> None:
        self._start = self._at = at
        self.sleeps: list[timedelta] = []

    def now(self) -> datetime:
        return self._at

    def monotonic(self) -> float:
        return (self._at - self._start).total_seconds()

    async def sleep(self, duration: timedelta) -> None:
        self.sleeps.append(duration)
        self.advance(duration)
        await asyncio.sleep(0)  # let the others run, as a real sleep would

    def advance(self, duration: timedelta) -> None:
        self._at += max(duration, timedelta(0))
