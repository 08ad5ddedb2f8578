"""Candles: the newest bars of a range, ascending, with indicators and with what is missing."""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final

import numpy as np
import orjson

from usdcop.core.sessions import Market
from usdcop.features.timeframes import Timeframe, first_read
from usdcop.features.windows import Floats
from usdcop.services.trading.fragments import Fragment, five_minute_fragments, fragments
from usdcop.services.trading.gaps import Expected, Gap, gaps, holes
from usdcop.services.trading.history import Looks, SessionMemory
from usdcop.services.trading.longer import candles, session_bars, with_forming
from usdcop.services.trading.ports import ColdBars, HotBars
from usdcop.services.trading.stores import Stores

KEPT_SESSIONS: Final = 400
"""Sessions whose five-minute candles are kept as bytes: more than a year, some 7 MB."""
KEPT_LONGER: Final = 4000
"""Sessions whose longer bars are kept as numbers, for each timeframe."""
_INSTANT: Final = timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class CandleQuery:
    """What is asked for: the newest ``limit`` bars that open in ``[start, end)``."""

    timeframe: Timeframe
    start: datetime | None
    """None: as far back as ``limit`` reaches."""
    end: datetime | None
    """None: now, the forming bar included."""
    limit: int
    indicators: bool


@dataclass(frozen=True, slots=True)
class Found:
    """Bars that answer a query."""

    parts: Sequence[Fragment]
    whole: Mapping[date, Sequence[int]]
    """Opening instants (epoch ms) of all bars of every session looked at, also of those left out."""
    since: datetime | None
    """From when on bars are expected; None: there is no history."""

    @property
    def count(self) -> int:
        """How many bars."""
        return sum(len(part.times) for part in self.parts)

    @property
    def first(self) -> datetime | None:
        """Opening instant of the first bar."""
        return next((_instant(part.times[0]) for part in self.parts if part.times), None)


class Candles:
    """Answers of the candles of one market.

    Args:
        market: whose bars they are.
        hot: newer bars.
        cold: older bars.
        on_look: told how many sessions were at hand, for the metrics.
    """

    def __init__(
        self, market: Market, hot: HotBars, cold: ColdBars, on_look: Callable[[Looks], None]
    ) -> None:
        self._market, self._hot, self._cold = market, hot, cold
        self._ready = {wanted: self._ready_memory(on_look, indicators=wanted) for wanted in (True, False)}
        frames: list[Timeframe] = [frame for frame in Timeframe if frame is not Timeframe.M5]
        self._longer = {frame: self._longer_memory(on_look, frame) for frame in frames}

    def answer(self, query: CandleQuery, now: datetime) -> bytes:
        """JSON of the bars that ``query`` asks for, as of ``now``."""
        calendar, symbol = self._market.calendar, self._market.symbol
        with self._hot.snapshot(symbol, calendar.hours.timezone) as snapshot:
            found = self._found(Stores(snapshot, self._cold, calendar), query, now)
        return _written(symbol, query, found, self._gaps(found, query, now), now)

    def _found(self, stores: Stores, query: CandleQuery, now: datetime) -> Found:
        """Widen the span of sessions until it holds enough bars, or all there are."""
        calendar, end = self._market.calendar, min(query.end or now + _INSTANT, now + _INSTANT)
        first_day = stores.first_day() if query.start is None or not stores.knows(query.start) else None
        if first_day is None and query.start is None:
            return Found((), {}, None)
        known = [query.start, None if first_day is None else calendar.opens_at(first_day)]
        since = max(at for at in known if at is not None)
        floor, last = calendar.local_date(since), calendar.local_date(end)
        found = Found((), {}, since)
        for first in self._widening(query, floor, last):
            found = self._loaded(stores, query, (first, last), (since, end), now)
            if found.count > query.limit or (found.count == query.limit and first > floor):
                parts = _newest(found.parts, query.limit)
                return Found(parts, found.whole, _instant(parts[0].times[0]))
        return found

    def _widening(self, query: CandleQuery, floor: date, last: date) -> Iterator[date]:
        """First sessions to look at, ever earlier, down to ``floor``."""
        sessions = math.ceil(query.limit / query.timeframe.per_session(self._market.calendar))
        days = sessions * 7 // 5 + 10  # weeks have two days without a session, years some holidays
        while floor <= last:
            first = max(floor, last - timedelta(days=days))
            yield first
            if first == floor:
                return
            days *= 2

    def _loaded(
        self, stores: Stores, query: CandleQuery, days: tuple[date, date], span: tuple[datetime, datetime],
        now: datetime,
    ) -> Found:  # fmt: skip
        """All bars of ``days`` that open in ``span``."""
        start, end = (_milliseconds(at) for at in span)
        if query.timeframe is Timeframe.M5:
            ready = self._ready[query.indicators].load(self._market.symbol, stores, *days)
            parts = [fragment.between(start, end) for fragment in ready.values()]
            return Found(parts, {day: fragment.times for day, fragment in ready.items()}, span[0])
        return self._longer_found(stores, query, days, span, now)

    def _longer_found(
        self, stores: Stores, query: CandleQuery, days: tuple[date, date], span: tuple[datetime, datetime],
        now: datetime,
    ) -> Found:  # fmt: skip
        calendar, (start, last) = self._market.calendar, days
        if query.indicators:  # they are computed from the anchor on
            start = first_read(start, query.timeframe, calendar)
        wanted = self._longer[query.timeframe].load(self._market.symbol, stores, start, last)
        whole = {day: bars[:, 0].astype(int).tolist() for day, bars in wanted.items() if day >= days[0]}
        sessions = [day for day, bars in wanted.items() for _ in bars]
        table = _below_one_another(wanted)
        table = with_forming(table, query.timeframe, calendar, now)
        rows = candles(table, sessions, query.timeframe, calendar, indicators=query.indicators)
        first, end = (
            int(place) for place in np.searchsorted(table[:, 0], [_milliseconds(at) for at in span])
        )
        chosen = fragments(rows[max(first, end - query.limit - 1) : end])
        return Found(list(chosen.values()), whole, span[0])

    def _gaps(self, found: Found, query: CandleQuery, now: datetime) -> list[Gap]:
        if found.since is None:
            return []
        expected = Expected(
            self._market.calendar, query.timeframe, found.since, min(query.end or now, now), now
        )
        absent = holes(found.whole, expected)
        return gaps(absent, expected, self._cold.refused(absent.keys()) if absent else ())

    def _ready_memory(self, on_look: Callable[[Looks], None], *, indicators: bool) -> SessionMemory[Fragment]:
        calendar = self._market.calendar
        return SessionMemory(
            lambda rows: five_minute_fragments(rows, calendar, indicators=indicators), KEPT_SESSIONS, on_look
        )

    def _longer_memory(self, on_look: Callable[[Looks], None], frame: Timeframe) -> SessionMemory[Floats]:
        calendar = self._market.calendar
        return SessionMemory(lambda rows: session_bars(rows, frame, calendar), KEPT_LONGER, on_look)


def _below_one_another(tables: Mapping[date, Floats]) -> Floats:
    return np.concatenate(list(tables.values())) if tables else np.empty((0, 8))


def _newest(parts: Sequence[Fragment], count: int) -> list[Fragment]:
    """The last ``count`` bars of ``parts``."""
    kept: list[Fragment] = []
    for part in reversed(parts):
        if count <= 0:
            break
        kept.append(part.newest(count))
        count -= len(part.times)
    return [part for part in kept[::-1] if part.times]


def _written(symbol: str, query: CandleQuery, found: Found, missing: Sequence[Gap], now: datetime) -> bytes:
    head = {
        "symbol": symbol,
        "timeframe": query.timeframe.value,
        "start_date": _text(query.start or found.first),
        "end_date": _text(query.end or now),
        "count": found.count,
    }
    tail = [
        {"start": _text(gap.start), "end": _text(gap.end), "bars": gap.bars, "reason": gap.reason.value}
        for gap in missing
    ]
    bars = b"".join(part.text for part in found.parts)[:-2]  # without the last comma
    return b'%s,"data":[%s],"gaps":%s}' % (orjson.dumps(head)[:-1], bars, orjson.dumps(tail))


def _text(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z") if at else None


def _milliseconds(at: datetime) -> int:
    return round(at.timestamp() * 1000)


def _instant(milliseconds: int) -> datetime:
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
