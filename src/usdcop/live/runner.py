"""The runner of the live feed: carries the decisions of its deciders out, session after session."""

import asyncio
from dataclasses import replace
from datetime import date, datetime, timedelta

import structlog

from usdcop.core.errors import UsdcopError
from usdcop.core.feed import L0Run
from usdcop.core.sessions import Calendar, Market
from usdcop.core.trading import OrchestratorState
from usdcop.live.book import Book, open_book
from usdcop.live.collecting import Collector
from usdcop.live.condition import Condition, Trouble
from usdcop.live.desk import Desk, Label
from usdcop.live.gate import GateFacts, Step, decide, patience_ends
from usdcop.live.plan import LiveSettings
from usdcop.live.ports import LivePorts
from usdcop.live.quoting import Quoter
from usdcop.live.report import Report, Waiting, report_of
from usdcop.live.tables import stored_bars, stored_forming
from usdcop.live.watching import TURN, Watch

_DAY = timedelta(days=1)
_log = structlog.get_logger("usdcop.live")


class Runner:
    """The live feed of one market. Only one coroutine runs it; ``report`` may be read from anywhere.

    Args:
        market: what is traded.
        ports: everything outside.
        plan: how patient and how busy it is.
        label: what its data are called.
    """

    def __init__(self, market: Market, ports: LivePorts, plan: LiveSettings, label: Label) -> None:
        self._desk = Desk(market, ports, plan, label, Condition(ports.clock, ports.wall))
        self._watch = Watch(self._desk)
        self._book: Book | None = None
        self._collector: Collector | None = None
        self._waiting: Waiting | None = None
        self._forced: set[date] = set()
        self._wake = asyncio.Event()

    def report(self) -> Report:
        """What the feed is doing now."""
        return report_of(self._desk, self._book, self._waiting, self._watch.known)

    def force_start(self) -> date | None:
        """Wait no longer for L0 in the session that waits for it; that session, None where none does.

        Call it in the loop that runs the feed.
        """
        if self._desk.condition.phase is not OrchestratorState.WAITING_FOR_L0 or self._book is None:
            return None
        self._forced.add(self._book.day)
        self._wake.set()
        return self._book.day

    async def run(self) -> None:
        """Until cancelled. After a replay's end it goes on telling that it has ended.

        Raises:
            BusyError: another feed of the market has taken over; start again to stand by.
        """
        await self._watch.lead()
        await self._remember()  # before anything is told: the row says which session was not ended
        async with asyncio.TaskGroup() as group:
            group.create_task(self._look())
            group.create_task(self._sessions())

    async def _look(self) -> None:
        while True:
            await self._watch.look()
            if self._collector is not None:
                await self._collector.settle()
            await self._tell()
            await self._desk.ports.wall.sleep(TURN)

    async def _tell(self) -> None:
        await self._watch.tell(self.report())

    async def _enter(self, phase: OrchestratorState, notice: str | None = None) -> None:
        self._desk.condition.enter(phase, notice)
        await self._tell()

    async def _sessions(self) -> None:
        await self._finish_what_was_left()
        while not self._desk.ended:
            await self._session(self._next_day())
        await self._enter(OrchestratorState.ENDED, "The replay has come to the end of its data.")

    def _next_day(self) -> date:
        """The session that is open, or else the next one."""
        now, calendar = self._desk.now(), self._desk.market.calendar
        today = calendar.local_date(now)
        over = calendar.is_session(today) and now >= calendar.closes_at(today)
        return next_session(calendar, today + _DAY if over else today)

    async def _session(self, day: date) -> None:
        desk = self._desk
        opens = desk.market.calendar.opens_at(day)
        await self._enter(OrchestratorState.CLOSED)
        if not await desk.until(opens - desk.plan.prepare):
            return
        book, collector = await self._begin(day)
        if await desk.until(opens) and await self._wait_for_l0(book):
            await collector.prepare()
            await self._collect(book, collector)
        if desk.now() >= book.closes:
            await self._close(book, collector)

    async def _begin(self, day: date) -> tuple[Book, Collector]:
        """The book of ``day`` with what the table has of it, and the trader made ready."""
        desk, calendar = self._desk, self._desk.market.calendar
        span = calendar.opens_at(day), calendar.closes_at(day)
        rows = await desk.insisted(desk.ports.bars.read, desk.market.symbol, *span)
        book = open_book(day, calendar, stored_bars(rows))
        book.forming = stored_forming(rows, desk.now())
        collector = Collector(desk, book, self._tell)
        self._book, self._collector = book, collector
        await collector.prepare()
        await self._tell()
        return book, collector

    async def _wait_for_l0(self, book: Book) -> bool:
        """Wait until the gate lets the feed start; False where the replay ends first."""
        desk = self._desk
        while True:
            run = await self._l0(book)
            facts = GateFacts(
                book.opens, book.closes, run.completed_at if run else None, book.day in self._forced
            )
            ruling = decide(facts, desk.now(), desk.plan)
            ends = patience_ends(book.opens, desk.plan)
            self._waiting = Waiting(book.day, book.opens, ends, run, ruling.step.value)
            if ruling.again is None:
                await self._start(ruling.step)
                return True
            await self._enter(OrchestratorState.WAITING_FOR_L0)
            if not await self._woken(ruling.again):
                return False

    async def _start(self, step: Step) -> None:
        notice = _NOTICES.get(step)
        if notice:
            _log.warning("feed.started_without_l0", step=step.value, notice=notice)
        await self._enter(OrchestratorState.COLLECTING, notice)

    async def _l0(self, book: Book) -> L0Run | None:
        """What is known of L0 since the midnight before the session; None where PostgreSQL does not say."""
        desk = self._desk
        since = datetime.combine(book.day, datetime.min.time(), desk.market.calendar.hours.zone)
        try:
            return await desk.stored(desk.ports.l0.l0, desk.market.symbol, since)
        except UsdcopError:
            return None

    async def _woken(self, due: datetime) -> bool:
        """Wait until ``due``, or until somebody forces the start; False where the replay ends first."""
        self._wake.clear()
        waits = [asyncio.create_task(self._desk.until(due)), asyncio.create_task(self._wake.wait())]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for task in waits:
                task.cancel()
            await asyncio.gather(*waits, return_exceptions=True)
        return not self._desk.ended

    async def _collect(self, book: Book, collector: Collector) -> None:
        async with asyncio.TaskGroup() as group:
            group.create_task(collector.run())
            group.create_task(Quoter(self._desk, book, self._tell).run())

    async def _close(self, book: Book, collector: Collector) -> None:
        """Bring the session to its end: all bars settled, positions left, orders expired.

        Where that fails it is tried again until the next session is to be made ready; then it is given up
        loudly, and the next start takes it up again.
        """
        desk, calendar = self._desk, self._desk.market.calendar
        following = next_session(calendar, book.day + _DAY)
        last = calendar.opens_at(following) - desk.plan.prepare
        while not await self._ended(book, collector):
            if desk.now() >= last:
                _log.error("feed.session_not_closed", session=book.day.isoformat())
                return
            await desk.rest()
        self._watch.known = replace(self._watch.known, closed=book.day)
        await self._enter(OrchestratorState.CLOSED)

    async def _ended(self, book: Book, collector: Collector) -> bool:
        """Whether everything of the session is done."""
        desk = self._desk
        await collector.settle()
        if not (book.settled and book.opened):
            return False
        try:
            await desk.ports.trader.close_session(book.day, desk.now())
        except UsdcopError as error:
            desk.condition.fail(Trouble.TRADER, error)
            return False
        try:
            await asyncio.to_thread(desk.ports.matcher.close_session, book.day, desk.now())
        except UsdcopError as error:
            desk.condition.fail(Trouble.MATCHER, error)
            return False
        desk.condition.mend(Trouble.TRADER, Trouble.MATCHER)
        return True

    async def _finish_what_was_left(self) -> None:
        """Bring a session to its end that another process began and did not end."""
        desk, known = self._desk, self._watch.known
        day = known.session
        if day is None or day == known.closed or desk.now() < desk.market.calendar.closes_at(day):
            return
        _log.warning("feed.finishing", session=day.isoformat())
        book, collector = await self._begin(day)
        await collector.run()
        await self._close(book, collector)

    async def _remember(self) -> None:
        """Learn from the row which session was begun last, and which was ended last."""
        desk = self._desk
        row = await desk.insisted(desk.ports.status.read, desk.market.symbol)
        begun, ended = (row.detail.get(name) if row else None for name in ("session", "closed"))
        self._watch.known = replace(
            self._watch.known,
            session=begun and date.fromisoformat(begun),
            closed=ended and date.fromisoformat(ended),
        )


def next_session(calendar: Calendar, day: date) -> date:
    """The first session on or after ``day``."""
    while not calendar.is_session(day):
        day += _DAY
    return day


_NOTICES = {
    Step.START_ON_HISTORY: "L0 did not complete in time: the feed started on the history that is stored.",
    Step.START_FORCED: "An operator started the feed before L0 had completed.",
}
