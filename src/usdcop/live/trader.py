"""The trader: from closed bars to decisions, orders, fills and predictions of every deployed bundle.

A bar is judged by layer L1's rules with what is known at its close, features are made from the anchor of the
quarter on, and one transaction settles the bar. Everything is decided from the ledger, so that doing a bar
again, or going on after a crash, gives what was to be given without it.

Roles are those of the session's beginning: what is deployed, promoted or rolled back in a session takes effect
at the next opening, also where the process starts anew in between.
"""

import asyncio
import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from usdcop.core.bars import VendorBar
from usdcop.core.errors import MissingInputError, SourceError
from usdcop.core.events import EventType
from usdcop.core.policy_book import BarOutcome, Barred, Begun, Book, Said
from usdcop.core.sessions import BAR, Market
from usdcop.core.trading import TradingState
from usdcop.features.incremental import IncrementalFeatures, SessionBars
from usdcop.live.assignment import assign
from usdcop.live.decide import Terms
from usdcop.live.roles import Roles
from usdcop.live.session import BarDone, LiveSession, SessionClosed, SessionOpened, TraderPorts
from usdcop.live.settling import exits, facts_of, outcome, shadow, with_shadow


@dataclass(frozen=True, slots=True)
class TraderSettings:
    """What a trader trades, and by which terms."""

    market: Market
    terms: Terms
    salt: str
    """Of the hash that assigns the main account."""


class PolicyTrader:
    """``live.ports.Trader``: call it from one event loop; the work runs in a thread."""

    def __init__(self, settings: TraderSettings, ports: TraderPorts) -> None:
        self._settings = settings
        self._ports = ports
        self._calendar = settings.market.calendar
        self._roles = Roles(ports.bundles)
        self._session: LiveSession | None = None
        self._alone = asyncio.Lock()

    async def open_session(self, day: date, now: datetime) -> None:
        """Restore the session of ``day``, or begin it: before the opening, so that the assignment is logged by then.

        Raises:
            ServerError, StorageError: the database, the registry or the object store is away; call again.
        """
        async with self._alone:
            await asyncio.to_thread(self._open, day, now)

    async def on_bars(self, bars: Sequence[VendorBar], now: datetime) -> Sequence[str]:
        """Deal with those closed ``bars`` that were not dealt with, in order of time, each in one transaction.

        Returns which role's answer to the newest of them was not finite, a sentence each.

        Raises:
            ServerError: the database is away; what was not committed is done at the next call.
        """
        closed = [bar for bar in bars if bar.time + BAR <= now]
        async with self._alone:
            for day in sorted({self._calendar.local_date(bar.time) for bar in closed}):
                if self._session is None or day >= self._session.day:  # what is over is over
                    own = [bar for bar in closed if self._calendar.local_date(bar.time) == day]
                    await self._on_bars(day, own, now)
        return self._session.mute if self._session is not None else ()

    async def close_session(self, day: date, now: datetime) -> None:
        """Force the exits at the last trusted close, expire what is pending, seal the decisions; once.

        Raises:
            ServerError: the database is away; call again.
        """
        async with self._alone:
            await asyncio.to_thread(self._close, day, now)

    async def _on_bars(self, day: date, bars: Sequence[VendorBar], now: datetime) -> None:
        session = await asyncio.to_thread(self._open, day, now)
        if session.closed or not session.holders:
            return
        fresh = session.take(bars, now)
        if not fresh:
            return
        judged = await asyncio.to_thread(self._judged, session, now)
        for at in fresh:
            done = await asyncio.to_thread(self._deal_with, session, judged, at, now)
            if done is not None:
                session.mute = [f"{alias.value}: {sentence}" for alias, sentence in done.outcome.mute]
                self._ports.told(replace(done, unpublished=await self._publish(done, now)))

    def _open(self, day: date, now: datetime) -> LiveSession:
        """The session of ``day``: as it is, restored from the ledger, or begun."""
        current, running = self._session, now >= self._calendar.opens_at(day)
        if current is not None and current.day == day and (current.holders or running):
            return current
        begun = self._ports.ledger.begun(day)
        session = self._seated(day, begun or self._begin(day, now))
        late = begun is None and running
        self._ports.told(SessionOpened(day, session.holders, session.silent, session.assigned, late))
        self._session = session
        return session

    def _begin(self, day: date, now: datetime) -> Begun:
        """Log who holds which role, and who trades the main account; where no role is held there is nothing to log."""
        holders = tuple(self._ports.bundles.held())
        if not holders:
            return Begun((), None, closed=False)
        able = self._roles.seat(holders).bundles
        trading = [one for one in holders if one.alias in able]
        main = assign(day, self._settings.market.symbol, trading, self._settings.salt)
        late = now >= self._calendar.opens_at(day)
        return self._ports.ledger.begin(day, holders, main, now, late=late)

    def _seated(self, day: date, begun: Begun) -> LiveSession:
        seats = self._roles.seat(begun.holders)
        return LiveSession(day, begun.holders, begun.assigned, begun.closed, seats.bundles, seats.silent)

    def _make_ready(self, session: LiveSession, now: datetime) -> None:
        """Complete sessions that a crash left open, then load what came before this one.

        At the first bar rather than at the opening: by then L0 has filled the holes of the days before.
        """
        for day in self._ports.ledger.unfinished(session.day):
            self._complete(day, now)
        self._load_history(session)
        session.ready = True
        gc.unfreeze()
        gc.collect()
        gc.freeze()  # what stays for the session is not looked through at every collection

    def _load_history(self, session: LiveSession) -> None:
        history = self._ports.history(session.day)
        session.window = IncrementalFeatures(history.bars, self._calendar.hours.slots)
        session.last = history.last

    def _complete(self, day: date, now: datetime) -> None:
        """Catch up a past session from the stored bars, and close it."""
        begun, bars = self._ports.ledger.begun(day), self._ports.stored(day)
        if begun is None or begun.closed:
            return
        session = self._seated(day, begun)
        self._load_history(session)
        for slot in bars.slot.tolist():
            self._ports.told(self._settle(session, bars.upto(slot), now))
        self._finish(session, bars, now)

    def _judged(self, session: LiveSession, now: datetime) -> SessionBars:
        """The bars of the session as far as they are known, as L1 accepts them.

        What it says of a bar depends on nothing after it, but that a suspect bar may be refused at the next: nothing
        is decided or filled there either way. So bars that are caught up are judged together.
        """
        if not session.ready:
            self._make_ready(session, now)
        return self._ports.judge(session.upto(now), session.last, now)

    def _deal_with(
        self, session: LiveSession, judged: SessionBars, at: datetime, now: datetime
    ) -> BarDone | None:
        """Settle the bar that opened ``at``; None where L1 refuses it."""
        form, known = session.seen[at].bar, judged.upto((at - self._time(session.day, 0)) // BAR)
        accepted = len(known) > 0 and self._time(session.day, int(known.slot[-1])) == at
        done = self._settle(session, known, now) if accepted else None
        session.done[at] = form
        if accepted:
            session.handled.add(at)
        return done

    def _settle(self, session: LiveSession, bars: SessionBars, now: datetime) -> BarDone:
        """Settle the newest of ``bars`` in one transaction."""
        watch, terms = _Stopwatch(self._ports.wall.monotonic), self._settings.terms
        began = self._ports.wall.monotonic()
        with _collector_paused():
            with watch:
                facts = facts_of(session.day, bars, session.window, self._calendar, now)
                imagined = shadow(session, facts, terms)

            def rule(state: TradingState | None, books: Mapping[str, Book]) -> BarOutcome:
                with watch:
                    made = outcome(session, facts, terms, state, books)
                return with_shadow(made, imagined, facts, books)

            bar = Barred(session.day, facts.slot, self._time(session.day, facts.slot), now)
            made = self._ports.ledger.settle(bar, list(session.traders), rule)
        session.shadow, session.shadow_units = imagined.book, imagined.units
        taken = self._ports.wall.monotonic() - began
        late = facts.late and bool(made.rulings or made.said)
        return BarDone(session.day, facts.slot, late, made, watch.seconds, taken)

    def _close(self, day: date, now: datetime) -> None:
        session = self._open(day, now)
        if session.closed or not session.holders:
            return
        bars = self._judged(session, now) if session.seen else self._ports.stored(day)
        self._finish(session, bars, now)

    def _finish(self, session: LiveSession, bars: SessionBars, now: datetime) -> None:
        """End ``session``, whose accepted bars are ``bars``."""
        trusted = bars.slot[~bars.suspect]
        slot = int(trusted[-1]) if trusted.size else -1
        last = facts_of(session.day, bars.upto(slot), None, self._calendar, now) if trusted.size else None
        try:
            hashes = self._ports.ledger.close(session.day, slot, now, exits(last, self._settings.terms))
        except MissingInputError as error:
            self._ports.told(SessionClosed(session.day, {}, str(error)))
            return
        session.closed = True
        self._ports.told(SessionClosed(session.day, hashes))

    async def _publish(self, done: BarDone, now: datetime) -> int:
        """Publish the predictions; how many no stream took. They are stored: a stream is only a window."""
        unpublished = 0
        time = self._time(done.day, done.slot)
        for said in done.outcome.said:
            body = _body(self._settings.market.symbol, time, said, late=done.late)
            try:
                await self._ports.events.publish(EventType.PREDICTION, body, now)
            except SourceError:
                unpublished += 1
        return unpublished

    def _time(self, day: date, slot: int) -> datetime:
        return self._calendar.opens_at(day) + slot * BAR


class _Stopwatch:
    """Adds up the real time spent in its blocks."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._began = 0.0
        self.seconds = 0.0

    def __enter__(self) -> None:
        self._began = self._monotonic()

    def __exit__(self, *_: object) -> None:
        self.seconds += self._monotonic() - self._began


@contextmanager
def _collector_paused() -> Iterator[None]:
    """No garbage collection inside a decision: it happens between bars."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def _body(symbol: str, time: datetime, said: Said, *, late: bool) -> Mapping[str, Any]:
    short, flat, long = said.probabilities
    return {
        "symbol": symbol,
        "timestamp": time.isoformat().replace("+00:00", "Z"),
        "data": {
            "alias": said.holder.alias.value,
            "model_version": str(said.holder.version),
            "bundle_hash": said.holder.bundle_hash,
            "target": int(said.target),
            "p_short": short,
            "p_flat": flat,
            "p_long": long,
            "value": said.value,
            "late": late,
        },
    }
