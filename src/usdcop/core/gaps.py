"""Gaps: which expected bars are missing, and the fewest requests that fetch them."""

from collections.abc import Iterable, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date, datetime

import numpy as np

from usdcop.core.sessions import BAR, Calendar

MAX_BARS = 5000
"""Most bars the vendor gives for one request."""


@dataclass(frozen=True, slots=True)
class Request:
    """One vendor request for the bars in ``[start, end)``; ``bars`` of them are missing."""

    start: datetime
    end: datetime
    bars: int


def expected(calendar: Calendar, first: date, last: date, now: datetime) -> list[datetime]:
    """Bars that must exist by ``now`` in the sessions ``first`` to ``last``: those already closed."""
    days = calendar.sessions(first, last)
    return [at for day in days for at in calendar.grid(day) if at + BAR <= now]


def missing(expected_bars: Iterable[datetime], have: AbstractSet[datetime]) -> list[datetime]:
    """Expected bars that are not in ``have``, in the order given."""
    return [at for at in expected_bars if at not in have]


def requests(missing_bars: Sequence[datetime], calendar: Calendar, max_bars: int = MAX_BARS) -> list[Request]:
    """The fewest requests that cover ``missing_bars`` (ascending), each spanning at most ``max_bars`` slots.

    The slots of every weekday count, also of holidays: the vendor has stale rows there, which fill its
    answer like any others. A request costs the same however many bars it brings, so bars between two holes
    are fetched again rather than asked for in two requests. Greedy from the left is optimal: each request
    starts at the first bar not yet covered and reaches as far as it may.
    """
    if not missing_bars:
        return []
    position = _positions(missing_bars, calendar)
    plan: list[Request] = []
    chunk: list[datetime] = []
    for at in missing_bars:
        if chunk and position[at] - position[chunk[0]] >= max_bars:
            plan.append(_request(chunk))
            chunk = []
        chunk.append(at)
    plan.append(_request(chunk))
    return plan


def _positions(bars: Sequence[datetime], calendar: Calendar) -> dict[datetime, int]:
    """Place of each bar among the slots of all weekdays."""
    days = [calendar.local_date(at) for at in bars]
    weekdays = np.busday_count(days[0], np.array(days, dtype="datetime64[D]"))
    return {
        at: int(weekday) * calendar.hours.slots + (at - calendar.opens_at(day)) // BAR
        for at, day, weekday in zip(bars, days, weekdays, strict=True)
    }


def _request(chunk: Sequence[datetime]) -> Request:
    return Request(start=chunk[0], end=chunk[-1] + BAR, bars=len(chunk))
