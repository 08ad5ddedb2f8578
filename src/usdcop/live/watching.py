"""The watch: every second of real time, whether the feed may lead, what trading allows, and what is to be told."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Final

from usdcop.core.errors import BusyError, ServerError, SourceError, UsdcopError
from usdcop.core.events import EventType
from usdcop.core.feed import StatusRow
from usdcop.live.bodies import Told, status_body
from usdcop.live.condition import Trouble
from usdcop.live.desk import Desk
from usdcop.live.report import Known, Report
from usdcop.live.skew import Skew, worst

# untested: here, but by whole days in tests/live/test_days.py, and in test_runner.py

TURN: Final = timedelta(seconds=1)
_STANDBY: Final = timedelta(seconds=2)
_SKEW_EVERY: Final = 30
"""Turns between two comparisons of clocks."""
_ROW_EVERY: Final = 5
"""Turns after which the row is written anew, so that its readers see that the feed lives."""


class Watch:
    """What the feed knows of itself and of trading, and tells others."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self.known = Known()
        self._turns = 0
        self._told: Told | None = None
        self._row: tuple[object, ...] | None = None
        self._telling = asyncio.Lock()

    async def lead(self) -> None:
        """Wait until this is the one feed of its symbol."""
        desk = self._desk
        while not await self._acquired():
            await desk.ports.wall.sleep(_STANDBY)
        self.known = replace(self.known, leading=True)

    async def look(self) -> None:
        """One turn.

        Raises:
            BusyError: another feed has taken over.
        """
        await self._hold()
        await self._look_at_trading()
        if self._turns % _SKEW_EVERY == 0:
            await self._compare_clocks()
        self._turns += 1

    async def tell(self, report: Report) -> None:
        """Write the row and publish the state, where they differ from what was last told."""
        async with self._telling:
            try:
                await self._write(report)
                await self._publish(report)
            except UsdcopError:
                return  # the condition knows; it is told again with the next turn

    async def _acquired(self) -> bool:
        desk = self._desk
        try:
            taken = await asyncio.to_thread(desk.ports.lease.acquire)
        except UsdcopError as error:
            desk.condition.fail(Trouble.LEASE, error)
            return False
        if taken:
            desk.condition.mend(Trouble.LEASE)
        else:
            desk.condition.fail(Trouble.LEASE, _taken(desk))
        return taken

    async def _hold(self) -> None:
        desk = self._desk
        if await asyncio.to_thread(lambda: desk.ports.lease.held):
            return
        if not await self._acquired() and await self._another_leads():
            self.known = replace(self.known, leading=False)
            raise _taken(desk)

    async def _another_leads(self) -> bool:
        """Whether somebody else has the lease, rather than that the server is away."""
        cause = self._desk.condition.causes.get(Trouble.LEASE)
        return cause is not None and cause.sentence == _taken(self._desk).sentence

    async def _look_at_trading(self) -> None:
        desk = self._desk
        try:
            state = await desk.stored(desk.ports.trading_state)
        except UsdcopError:
            return
        self.known = replace(self.known, trading_state=state)

    async def _compare_clocks(self) -> None:
        desk = self._desk
        try:
            readings = await desk.stored(desk.ports.clocks)
        except UsdcopError:
            return
        found = worst(readings, desk.plan.largest_skew)
        self.known = replace(self.known, skew=found)
        if found is None:
            desk.condition.mend(Trouble.SKEW)
        else:
            desk.condition.fail(Trouble.SKEW, _skewed(found))

    async def _write(self, report: Report) -> None:
        news = (report.state, report.detail, self._turns // _ROW_EVERY)
        if news == self._row:
            return
        desk = self._desk
        row = StatusRow(report.state, report.since, report.detail, report.at)
        await desk.stored(desk.ports.status.put, desk.market.symbol, row)
        self._row = news

    async def _publish(self, report: Report) -> None:
        told = Told(
            report.state,
            report.since,
            report.cause,
            report.trading_state,
            report.data_kind,
            report.replay_ended,
        )
        if told == self._told:
            return
        desk = self._desk
        try:
            body = status_body(desk.market.symbol, told, report.at)
            await desk.ports.events.publish(EventType.SYSTEM_STATUS, body, report.at)
        except SourceError as error:
            desk.condition.fail(Trouble.REDIS, error)
            return
        self._told = told


def _taken(desk: Desk) -> BusyError:
    return BusyError(
        f"Another orchestrator feeds {desk.market.symbol}.", "This one stands by until the other has ended."
    )


def _skewed(found: Skew) -> ServerError:
    seconds = abs(found.least.total_seconds())
    side = "behind" if found.least > timedelta(0) else "ahead of"
    return ServerError(
        f"This machine's clock is at least {seconds:.1f} s {side} that of {found.reference}.",
        "Let it be set by NTP (timedatectl set-ntp true).",
    )
