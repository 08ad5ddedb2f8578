"""Hot and cold bars as one history: split exactly at ``hot_from``, with what changes when a session does."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import cast

import polars as pl

from usdcop.core.sessions import Calendar
from usdcop.services.trading.ports import ColdBars, Snapshot

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stores:
    """Bars before ``hot.hot_from`` come from ``cold``, all others from ``hot``."""

    hot: Snapshot
    cold: ColdBars
    calendar: Calendar

    def versions(self, first: date, last: date) -> dict[date, str]:
        """What stands for each session with bars from ``first`` to ``last``, both included, in order."""
        found = {day: (text, "") for day, text in self._cold_versions(first, last).items()}
        start, end = self._hot_span(first, last)
        for day, text in self.hot.versions(start, end).items() if start < end else ():
            found[day] = (found.get(day, ("", ""))[0], text)
        boundary = self.hot.hot_from
        split = None if boundary is None else self.calendar.local_date(boundary)
        return {
            day: f"{cold}|{hot}|{boundary}" if day == split else f"{cold}|{hot}"
            for day, (cold, hot) in sorted(found.items())
        }

    def rows(self, days: Sequence[date]) -> pl.DataFrame:
        """Bars of ``days`` (ascending), oldest first, none twice."""
        boundary = self.hot.hot_from
        spans = [self._hot_span(first, last) for first, last in _runs(days)]
        hot = self.hot.rows([(start, end) for start, end in spans if start < end])
        if boundary is None:
            return hot
        split = self.calendar.local_date(boundary)
        cold = self.cold.rows([day for day in days if day <= split])
        return pl.concat([cold.filter(pl.col("time") < boundary), hot])

    def first_day(self) -> date | None:
        """The first session of the whole history."""
        oldest, boundary = self.hot.oldest, self.hot.hot_from
        if boundary is not None:
            cold = next(iter(self.cold.versions()), None)
            if cold is not None and cold <= self.calendar.local_date(boundary):
                return cold
        return None if oldest is None else self.calendar.local_date(max(oldest, boundary or oldest))

    def first_bar(self) -> datetime | None:
        """Opening instant of the first bar of the whole history."""
        boundary, first = self.hot.hot_from, self.first_day()
        if boundary is None or first is None:
            return self.hot.oldest
        rows = self.rows([first])
        return None if rows.is_empty() else cast("datetime", rows["time"].min())

    def bars_before_the_split(self) -> int:
        """Bars that the cold store serves of the session in which the split lies."""
        boundary = self.hot.hot_from
        if boundary is None:
            return 0
        rows = self.cold.rows([self.calendar.local_date(boundary)])
        return rows.filter(pl.col("time") < boundary).height

    def knows(self, at: datetime) -> bool:
        """Whether bars from before ``at`` are here, which takes no look into the cold store."""
        first = self.hot.hot_from or self.hot.oldest
        return first is not None and first <= at

    def _cold_versions(self, first: date, last: date) -> Mapping[date, str]:
        boundary = self.hot.hot_from
        if boundary is None or first > self.calendar.local_date(boundary):
            return {}
        last = min(last, self.calendar.local_date(boundary))
        return {day: text for day, text in self.cold.versions().items() if first <= day <= last}

    def _hot_span(self, first: date, last: date) -> tuple[datetime, datetime]:
        start, end = midnight(first, self.calendar), midnight(last + _DAY, self.calendar)
        return max(start, self.hot.hot_from or start), end


def midnight(day: date, calendar: Calendar) -> datetime:
    """The instant ``day`` begins at in the market's time zone."""
    return datetime.combine(day, time.min, calendar.hours.zone).astimezone(UTC)


def _runs(days: Iterable[date]) -> Iterator[tuple[date, date]]:
    """First and last day of each run of neighbours; a weekend between does not end it."""
    first: date | None = None
    last = date.min
    for day in days:
        if first is None:
            first = day
        elif day - last > 4 * _DAY:
            yield first, last
            first = day
        last = day
    if first is not None:
        yield first, last
