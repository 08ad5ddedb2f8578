"""Gaps: runs of expected bars that are not there, with the reason as far as it is known."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import groupby

from usdcop.core.sessions import BAR, Calendar
from usdcop.features.timeframes import Timeframe


class GapReason(StrEnum):
    """Why an expected bar is not there."""

    MISSING = "missing"
    """The vendor never gave it."""
    QUARANTINED = "quarantined"
    """A row came, and was refused."""
    NOT_YET = "not_yet"
    """It closed less than one bar ago, and is on its way."""


@dataclass(frozen=True, slots=True)
class Gap:
    """``bars`` expected bars in a row, of one session, that are missing: from ``start`` to before ``end``."""

    start: datetime
    end: datetime
    bars: int
    reason: GapReason


@dataclass(frozen=True, slots=True)
class Expected:
    """Which bars there must be: those of ``timeframe`` that open in ``[start, end)`` and closed by ``now``."""

    calendar: Calendar
    timeframe: Timeframe
    start: datetime
    end: datetime
    now: datetime

    def openings(self, day: date) -> list[datetime]:
        """Opening instants of the bars expected in the session on ``day``."""
        grid = self.calendar.grid(day)[:: self.timeframe.slots(self.calendar)]
        if (
            grid
            and self.start <= grid[0]
            and grid[-1] < self.end
            and self.calendar.closes_at(day) <= self.now
        ):
            return grid
        return [at for at in grid if self.start <= at < self.end and self.closes(at, day) <= self.now]

    def closes(self, opening: datetime, day: date) -> datetime:
        """Closing instant of the bar that opens at ``opening``."""
        return min(opening + self.timeframe.slots(self.calendar) * BAR, self.calendar.closes_at(day))

    def is_whole(self, day: date, openings: Sequence[datetime]) -> bool:
        """Whether ``openings`` are all bars of the session on ``day``, and it closed more than a bar ago."""
        full = self.timeframe.per_session(self.calendar)
        return len(openings) == full and self.calendar.closes_at(day) + BAR <= self.now


def holes(have: Mapping[date, Collection[int]], expected: Expected) -> dict[date, list[datetime]]:
    """Expected bars that are missing, by session; ``have`` are opening instants in epoch milliseconds."""
    if expected.start >= expected.end:
        return {}
    calendar, full = expected.calendar, expected.timeframe.per_session(expected.calendar)
    last = calendar.local_date(min(expected.end, expected.now) - timedelta(microseconds=1))
    found: dict[date, list[datetime]] = {}
    for day in calendar.sessions(calendar.local_date(expected.start), last):
        there = have.get(day, ())
        if len(there) == full:
            continue
        openings, known = expected.openings(day), set(there)
        absent = [at for at in openings if round(at.timestamp() * 1000) not in known] if known else openings
        if absent:
            found[day] = absent
    return found


def gaps(
    absent: Mapping[date, list[datetime]], expected: Expected, refused: Collection[datetime]
) -> list[Gap]:
    """``absent`` bars (see ``holes``) as runs of one reason, in order; five-minute bars in ``refused`` had a row."""
    found: list[Gap] = []
    of_refused = {expected.calendar.local_date(at) for at in refused}
    for day, openings in absent.items():
        if day not in of_refused and expected.is_whole(day, openings):
            closes = expected.calendar.closes_at(day)
            found.append(Gap(openings[0], closes, len(openings), GapReason.MISSING))
            continue
        place = {at: number for number, at in enumerate(expected.openings(day))}
        facts = [
            # Neighbours on the grid differ from their rank among the missing by the same number.
            (place[at] - rank, _reason(at, expected.closes(at, day), expected.now, refused), at)
            for rank, at in enumerate(openings)
        ]
        for (_, reason), run in groupby(facts, lambda fact: fact[:2]):
            bars = [at for _, _, at in run]
            found.append(Gap(bars[0], expected.closes(bars[-1], day), len(bars), reason))
    return found


def _reason(opens: datetime, closes: datetime, now: datetime, refused: Collection[datetime]) -> GapReason:
    if now < closes + BAR:
        return GapReason.NOT_YET
    if any(opens + number * BAR in refused for number in range((closes - opens) // BAR)):
        return GapReason.QUARANTINED
    return GapReason.MISSING
