"""Sessions: when the market is open, which bars are expected, and what comes next."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import cache, lru_cache
from zoneinfo import ZoneInfo

from usdcop.core.errors import UsageError
from usdcop.core.holidays import colombian_holidays, holidays_version, united_states_holidays

BAR = timedelta(minutes=5)
"""Length of a bar."""


@dataclass(frozen=True, slots=True)
class SessionHours:
    """Trading hours of a market in its own time zone; ``closes`` is the close of the last bar."""

    timezone: str = "America/Bogota"
    opens: time = time(8, 0)
    closes: time = time(13, 0)

    @property
    def zone(self) -> ZoneInfo:
        """The time zone of the hours."""
        return ZoneInfo(self.timezone)

    @property
    def slots(self) -> int:
        """Bars in a full session."""
        return _slots(self.opens, self.closes)


class MarketEvent(StrEnum):
    """What happens next to a market."""

    OPEN = "market_open"
    CLOSE = "market_close"


@dataclass(frozen=True, slots=True)
class Calendar:
    """Which sessions and bars are expected. Intervals are half-open, instants are UTC."""

    hours: SessionHours = SessionHours()

    @property
    def version(self) -> str:
        """Changes when any expected bar may change."""
        hours = self.hours
        return f"co-{hours.opens:%H%M}-{hours.closes:%H%M}-{holidays_version()}"

    def closed_because(self, day: date) -> str | None:
        """Why ``day`` has no session: the weekend or the holiday's name; None if it has one."""
        if day.weekday() >= 5:  # noqa: PLR2004 - Monday is 0
            return "weekend"
        return colombian_holidays(day.year).get(day)

    def is_session(self, day: date) -> bool:
        """Whether ``day`` is expected to trade."""
        return self.closed_because(day) is None

    def thin_because(self, day: date) -> str | None:
        """Name of the United States holiday that thins ``day``, if any."""
        return united_states_holidays(day.year).get(day)

    def sessions(self, first: date, last: date) -> list[date]:
        """Expected sessions from ``first`` to ``last``, both included."""
        return [day for day in _days(first, last) if self.is_session(day)]

    def sessions_before(self, day: date, count: int) -> list[date]:
        """The last ``count`` expected sessions before ``day``, oldest first."""
        found: list[date] = []
        while len(found) < count:
            day -= timedelta(days=1)
            if self.is_session(day):
                found.append(day)
        return found[::-1]

    def opens_at(self, day: date) -> datetime:
        """Opening instant of the session on ``day``."""
        return _instant(day, self.hours.opens, self.hours.timezone)

    def closes_at(self, day: date) -> datetime:
        """Closing instant of the session on ``day``: the close of its last bar."""
        return _instant(day, self.hours.closes, self.hours.timezone)

    def grid(self, day: date) -> list[datetime]:
        """Opening instants of the bars expected on ``day``; empty where there is no session."""
        return list(_grid(self.hours, day)) if self.is_session(day) else []

    def local_date(self, at: datetime) -> date:
        """Market-local date of the instant ``at``."""
        return at.astimezone(self.hours.zone).date()

    def is_open(self, at: datetime) -> bool:
        """Whether the market is open at ``at``: the opening instant counts, the closing one does not."""
        day = self.local_date(at)
        return self.is_session(day) and self.opens_at(day) <= at < self.closes_at(day)

    def slot_of(self, at: datetime) -> int | None:
        """Slot of the bar that contains ``at``; None outside sessions."""
        if not self.is_open(at):
            return None
        return (at - self.opens_at(self.local_date(at))) // BAR

    def next_event(self, at: datetime) -> tuple[MarketEvent, datetime]:
        """The next opening or closing strictly after ``at``."""
        day = self.local_date(at)
        while True:
            if self.is_session(day):
                if at < self.opens_at(day):
                    return MarketEvent.OPEN, self.opens_at(day)
                if at < self.closes_at(day):
                    return MarketEvent.CLOSE, self.closes_at(day)
            day += timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Market:
    """A traded symbol: its name here, its name at the vendor, and its calendar."""

    symbol: str
    vendor_symbol: str
    calendar: Calendar


MARKETS = {"USDCOP": Market("USDCOP", "USD/COP", Calendar())}
"""Every configured symbol."""


def market_of(name: str) -> Market:
    """The market called ``name``, in our spelling or the vendor's.

    Raises:
        UsageError: the symbol is not configured.
    """
    symbol = name.strip().upper().replace("/", "")
    if symbol not in MARKETS:
        configured = ", ".join(sorted(MARKETS))
        raise UsageError(f"The symbol {name!r} is not configured.", f"Configured symbols: {configured}.")
    return MARKETS[symbol]


@cache
def _slots(opens: time, closes: time) -> int:
    opened = timedelta(hours=opens.hour, minutes=opens.minute)
    closed = timedelta(hours=closes.hour, minutes=closes.minute)
    return (closed - opened) // BAR


@lru_cache(maxsize=8192)
def _instant(day: date, at: time, timezone: str) -> datetime:
    return datetime.combine(day, at, ZoneInfo(timezone)).astimezone(UTC)


@lru_cache(maxsize=2048)
def _grid(hours: SessionHours, day: date) -> tuple[datetime, ...]:
    opened = _instant(day, hours.opens, hours.timezone)
    return tuple(opened + slot * BAR for slot in range(hours.slots))


def _days(first: date, last: date) -> Iterator[date]:
    for offset in range((last - first).days + 1):
        yield first + timedelta(days=offset)
