"""Closed bars: asked for when they have closed, then stored, published and told to the trader, each once."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime
from typing import Final

import structlog
from opentelemetry import trace

from usdcop.core.bars import BarState
from usdcop.core.errors import PolicyOutputError, SourceError, UsdcopError
from usdcop.core.events import EventType
from usdcop.core.sessions import BAR
from usdcop.live.bodies import bar_body, stamp
from usdcop.live.book import Book, Revision
from usdcop.live.budget import bars_ahead, may_ask_again
from usdcop.live.condition import Trouble
from usdcop.live.desk import Desk, blamed
from usdcop.live.poll import newest_closed, next_request
from usdcop.live.tables import closed_frame

# untested: here, but by whole days in tests/live/test_days.py and test_faulty_days.py

ACTOR: Final = "orchestrator"
"""Who the audit trail says did it."""

_PER_BAR: Final = 10

_tracer = trace.get_tracer("usdcop.live")
_log = structlog.get_logger("usdcop.live")


class Collector:
    """Brings the closed bars of one session home.

    Args:
        desk: the surroundings.
        book: the session's bars.
        on_change: called after every answer, so that others hear of the condition.
    """

    def __init__(self, desk: Desk, book: Book, on_change: Callable[[], Awaitable[None]]) -> None:
        self._desk, self._book, self._on_change = desk, book, on_change
        self._settling = asyncio.Lock()

    async def run(self) -> None:
        """Until every bar of the session is there or given up, or the replay ends."""
        book, desk = self._book, self._desk
        while (
            due := next_request(book.grid, book.have.keys(), book.asked, desk.now(), desk.plan)
        ) is not None:
            goes_on = await desk.until(due)
            if await self._affordable():
                await self._ask()
            if not goes_on:
                return

    async def prepare(self) -> None:
        """Let the trader make the session ready (again: history may have grown since)."""
        async with self._settling:
            self._book.opened = False
            await self._open()

    async def settle(self) -> None:
        """Store, publish, audit and tell whatever has not been; what fails is left for the next time."""
        async with self._settling:
            if not self._book.opened:
                await self._open()
            if not self._book.settled:
                with _tracer.start_as_current_span("bars.settle"):
                    await self._settle()

    async def _affordable(self) -> bool:
        """Whether the question leaves a credit for each bar to come; the first question always does."""
        book, now = self._book, self._desk.now()
        if book.asked.bar != newest_closed(book.grid, now):
            return True
        left = await self._desk.purse()
        affordable = left is None or may_ask_again(left, bars_ahead(book.closes, now))
        if not affordable:
            book.asked = replace(book.asked, times=book.asked.times + 1, at=now)
        return affordable

    async def _ask(self) -> None:
        """Ask for all bars of the session so far: late ones and revisions come along for the same credit."""
        desk, book, now = self._desk, self._book, self._desk.now()
        newest = newest_closed(book.grid, now)
        if newest is None:
            return
        book.asked = book.asked.again(newest, now)
        try:
            with _tracer.start_as_current_span("bars.fetch"):
                answer = await desk.ports.feed.bars(desk.market.symbol, book.opens, newest + BAR)
        except SourceError as error:
            ours = blamed(error) is Trouble.REDIS
            desk.condition.fail(Trouble.REDIS if ours else Trouble.BARS, error)
            await desk.rest()
        else:
            desk.condition.mend(Trouble.BARS, Trouble.REDIS)
            book.asked = replace(book.asked, failed=False)
            book.enter(answer, now, desk.now(), desk.plan)
            await self.settle()
        await self._on_change()

    async def _open(self) -> None:
        book, desk = self._book, self._desk
        try:
            await desk.ports.trader.open_session(book.day, desk.now())
        except UsdcopError as error:
            desk.condition.fail(Trouble.TRADER, error)  # bars are collected all the same
            return
        book.opened = True
        desk.condition.mend(Trouble.TRADER, Trouble.POLICY)

    async def _settle(self) -> None:
        try:
            await self._store()
        except UsdcopError:
            return  # nothing is published that is not stored
        await self._publish()
        await self._tell()

    async def _store(self) -> None:
        desk, book = self._desk, self._book
        if book.to_store:
            states, bars = dict(book.to_store), [book.have[at] for at in sorted(book.have)]
            frame = closed_frame(bars, states, desk.market.calendar, desk.label.source, desk.now())
            await desk.stored(desk.ports.bars.upsert, desk.market.symbol, frame)
            for at in states:
                del book.to_store[at]
        while book.to_audit:
            await desk.stored(self._audit, book.to_audit[0])
            del book.to_audit[0]

    def _audit(self, revision: Revision) -> None:
        old, new, desk = revision.old, revision.new, self._desk
        prices = {
            name: {"was": str(getattr(old, name)), "is": str(getattr(new, name))}
            for name in ("open", "high", "low", "close")
            if getattr(old, name) != getattr(new, name)
        }
        subject = f"bar:{desk.market.symbol}:{stamp(new.time)}"
        desk.ports.audit.append(desk.now(), ACTOR, "bar.revised", subject, prices)
        _log.warning("bar.revised", bar=stamp(new.time), prices=prices)

    async def _publish(self) -> None:
        desk, book = self._desk, self._book
        for at in sorted(book.to_publish):
            state = book.to_publish[at]
            body = bar_body(desk.market, book.have[at], state)
            try:
                await desk.ports.events.publish(
                    EventType.BAR, body, desk.now(), once=source_number(at, state)
                )
            except SourceError as error:
                desk.condition.fail(Trouble.REDIS, error)
                return
            del book.to_publish[at]
        desk.condition.mend(Trouble.REDIS)

    async def _tell(self) -> None:
        desk, book = self._desk, self._book
        if not (book.untold and book.opened):
            return
        try:
            with _tracer.start_as_current_span("trader.on_bars"):
                mute = await desk.ports.trader.on_bars(book.seen, desk.now())
        except UsdcopError as error:
            desk.condition.fail(Trouble.TRADER, error)
            return
        book.untold = False
        desk.condition.mend(Trouble.TRADER)
        if mute:
            desk.condition.fail(Trouble.POLICY, PolicyOutputError(" ".join(mute), "It stays flat meanwhile."))
        else:
            desk.condition.mend(Trouble.POLICY)


def source_number(bar: datetime, state: BarState) -> int | None:
    """What the stream knows a bar's event by, so that a restart publishes none twice; a revision is always new."""
    return int(bar.timestamp()) * _PER_BAR if state is BarState.FINAL else None
