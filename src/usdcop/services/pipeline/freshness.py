"""Freshness: how far a layer is behind the calendar. Pure."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from usdcop.core.accounting import LAST_DECISION_SLOTS
from usdcop.core.layers import Layer
from usdcop.core.sessions import BAR, Calendar, MarketEvent

SLACK_BARS: Final = 1
"""Bars that may be closed and not yet there: a layer is made some seconds after each close."""
LATE_BARS: Final = 12
"""More bars behind than this, an hour's worth, and a layer is stale."""
LOOK_BACK: Final = timedelta(days=400)
"""Bars that are missing from before this are not counted one by one."""


class FreshnessState(StrEnum):
    """How a layer stands to the calendar."""

    CURRENT = "current"
    """It has every bar it can have by now, give or take one."""
    LATE = "late"
    """Up to twelve bars are missing at its end."""
    STALE = "stale"
    """More are missing."""
    EMPTY = "empty"
    """It has never been made."""


@dataclass(frozen=True, slots=True)
class Freshness:
    """How far a layer reaches."""

    state: FreshnessState
    newest: datetime | None
    """Opening of the newest bar; for L6: market time its newest run was completed."""
    age: timedelta | None
    """Market time since ``newest`` closed (L6: since it was completed)."""
    behind: int | None
    """Expected bars (L6: sessions) that closed since, and are not in it; at most those of 400 days."""
    next_expected: datetime
    """Market time at which it can next grow."""


def of_bars(layer: Layer, calendar: Calendar, newest: datetime | None, now: datetime) -> Freshness:
    """How fresh a layer is that grows with every bar, the newest of which opened at ``newest``."""
    following = next_close(calendar, now)
    if newest is None:
        return Freshness(FreshnessState.EMPTY, None, None, None, following)
    behind = _bars_behind(layer, calendar, newest, now)
    state = FreshnessState.STALE
    if behind <= SLACK_BARS:
        state = FreshnessState.CURRENT
    elif behind <= LATE_BARS:
        state = FreshnessState.LATE
    return Freshness(state, newest, max(now - newest - BAR, timedelta()), behind, following)


def of_nights(calendar: Calendar, completed: datetime | None, now: datetime) -> Freshness:
    """How fresh L6 is, which is made once a night."""
    following = _next_closing(calendar, now)
    if completed is None:
        return Freshness(FreshnessState.EMPTY, None, None, None, following)
    first = max(calendar.local_date(completed), calendar.local_date(now - LOOK_BACK))
    days = calendar.sessions(first, calendar.local_date(now))
    behind = sum(completed < calendar.closes_at(day) <= now for day in days)
    state = FreshnessState.CURRENT if behind <= 1 else FreshnessState.STALE
    return Freshness(state, completed, max(now - completed, timedelta()), behind, following)


def next_close(calendar: Calendar, now: datetime) -> datetime:
    """The next close of a bar strictly after ``now``."""
    if calendar.is_open(now):
        opened = calendar.opens_at(calendar.local_date(now))
        return opened + ((now - opened) // BAR + 1) * BAR
    event, at = calendar.next_event(now)
    return at + BAR if event is MarketEvent.OPEN else at


def _next_closing(calendar: Calendar, now: datetime) -> datetime:
    event, at = calendar.next_event(now)
    return calendar.closes_at(calendar.local_date(at)) if event is MarketEvent.OPEN else at


def _bars_behind(layer: Layer, calendar: Calendar, newest: datetime, now: datetime) -> int:
    after = max(newest, now - LOOK_BACK)
    idle = LAST_DECISION_SLOTS if layer is Layer.L5 else 0  # no policy is asked at the last bars of a session
    slots = calendar.hours.slots - idle
    days = calendar.sessions(calendar.local_date(after), calendar.local_date(now))
    return sum(_closed_between(calendar.opens_at(day), after, now, slots) for day in days)


def _closed_between(opened: datetime, after: datetime, now: datetime, slots: int) -> int:
    """Bars of the first ``slots`` of a session that opened after ``after`` and have closed by ``now``."""
    closed = max(0, min(slots, (now - opened) // BAR))
    had = max(0, (after - opened) // BAR + 1)
    return max(0, closed - had)
