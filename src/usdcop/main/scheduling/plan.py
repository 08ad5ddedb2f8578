"""Which jobs are due. Pure: the calendar, what was done last, and what time it is, in; jobs out.

A job is due at instants of its own (slots). Where several have passed since it was last done, they are one run:
a run always brings everything up to now.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum

from usdcop.core.sessions import BAR, Calendar


class Job(StrEnum):
    """What the scheduler does, most urgent first."""

    BARS = "bars"
    """L0 to L5 of the newest bar."""
    BACKFILLS = "backfills"
    """What operators asked to be fetched again."""
    ANCHOR = "anchor"
    """The head of the audit trail, into the object store."""
    RECONCILE = "reconcile"
    """The newest sessions, fetched again: has the vendor corrected any bar?"""
    RETENTION = "retention"
    """Old bars out of PostgreSQL, once the object store is proven to hold them."""
    EXAMINE = "examine"
    """Every checksum, PostgreSQL against the layers, and everything kept against the audit trail."""
    JUDGE = "judge"
    """L6."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """When jobs are due."""

    bar_delay: timedelta = timedelta(seconds=5)
    """Market time after a bar's close: the vendor needs a moment, and the live feed asks first."""
    night_delay: timedelta = timedelta(minutes=30)
    """Market time after the close of a session."""
    anchor_every: timedelta = timedelta(minutes=15)
    """Real time."""
    backfills_every: timedelta = timedelta(seconds=5)
    """Real time."""


@dataclass(frozen=True, slots=True)
class Now:
    """What time it is."""

    market: datetime
    real: datetime


@dataclass(frozen=True, slots=True)
class Due:
    """A job, and the newest slot it is due for."""

    job: Job
    slot: datetime


NIGHTLY = (Job.RECONCILE, Job.RETENTION, Job.EXAMINE, Job.JUDGE)


def due(calendar: Calendar, last: Mapping[Job, datetime], now: Now, schedule: Schedule) -> list[Due]:
    """Every job with a slot that has passed since it was last done, most urgent first."""
    found = ((job, newest_slot(job, calendar, now, schedule)) for job in Job)
    return [Due(job, slot) for job, slot in found if slot > last.get(job, _NEVER)]


def newest_slot(job: Job, calendar: Calendar, now: Now, schedule: Schedule) -> datetime:
    """The newest instant up to now at which ``job`` was due."""
    match job:
        case Job.BARS:
            return _bar_slot(calendar, now.market, schedule.bar_delay)
        case Job.BACKFILLS:
            return _multiple(now.real, schedule.backfills_every)
        case Job.ANCHOR:
            return _multiple(now.real, schedule.anchor_every)
        case Job.RECONCILE | Job.RETENTION | Job.EXAMINE | Job.JUDGE:
            return _night_slot(calendar, now.market, schedule.night_delay)


def next_bar_slot(calendar: Calendar, now: datetime, schedule: Schedule) -> datetime:
    """The next instant after ``now`` at which bars are due."""
    day = calendar.local_date(now)
    while True:
        later = [at for at in _slots_of(calendar, day, schedule.bar_delay) if at > now]
        if later:
            return later[0]
        day += timedelta(days=1)


def _bar_slot(calendar: Calendar, now: datetime, delay: timedelta) -> datetime:
    """The opening of a session, and the close of each of its bars with ``delay``."""
    today = calendar.local_date(now)
    day = (
        today if calendar.is_session(today) and calendar.opens_at(today) <= now else _before(calendar, today)
    )
    return max(at for at in _slots_of(calendar, day, delay) if at <= now)


def _slots_of(calendar: Calendar, day: date, delay: timedelta) -> list[datetime]:
    grid = calendar.grid(day)
    return [*grid[:1], *(at + BAR + delay for at in grid)]


def _night_slot(calendar: Calendar, now: datetime, delay: timedelta) -> datetime:
    today = calendar.local_date(now)
    tonight = calendar.closes_at(today) + delay
    if calendar.is_session(today) and tonight <= now:
        return tonight
    day = _before(calendar, today)
    at = calendar.closes_at(day) + delay
    return at if at <= now else calendar.closes_at(_before(calendar, day)) + delay


def _before(calendar: Calendar, day: date) -> date:
    return calendar.sessions_before(day, 1)[0]


def _multiple(now: datetime, period: timedelta) -> datetime:
    return now - (now - _EPOCH) % period


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NEVER = datetime(1, 1, 1, tzinfo=UTC)
