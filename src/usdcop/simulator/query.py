"""What a caller of the simulator asks for: the vendor's parameters, read once, or an error as it would say."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from usdcop.core.sessions import Market

MOST_BARS: Final = 5000
"""Most bars in one answer."""
INTERVALS: Final[Mapping[str, timedelta]] = {
    "5min": timedelta(minutes=5),
    "15min": timedelta(minutes=15),
    "30min": timedelta(minutes=30),
    "1h": timedelta(hours=1),
    "1day": timedelta(days=1),
}

_FEW_BARS: Final = 30
"""Bars in an answer to a question without dates."""
_PLACES: Final = 5
_MOST_PLACES: Final = 11
_CALENDAR_PER_TRADING: Final = 8
"""Days of the calendar that surely hold a day's worth of five-hour sessions, holes and holidays included."""
_SPARE: Final = timedelta(days=30)
_DAY: Final = timedelta(days=1)


class RefusedError(Exception):
    """The vendor would refuse this call with ``code`` and ``message``."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


@dataclass(frozen=True, slots=True)
class Style:
    """How an answer is to look."""

    zone: ZoneInfo
    places: int
    """Decimals of a price."""
    csv: bool
    delimiter: str


@dataclass(frozen=True, slots=True)
class SeriesQuery:
    """A question for bars that open from ``start`` to ``end``, both included."""

    interval: str
    start: datetime
    end: datetime
    size: int
    ascending: bool
    style: Style


def series_query(asked: Mapping[str, str], market: Market, now: datetime) -> SeriesQuery:
    """The question for bars in ``asked``.

    Raises:
        RefusedError: a parameter is missing or wrong.
    """
    _check_symbol(asked, market)
    interval = asked.get("interval", "")
    if interval not in INTERVALS:
        raise RefusedError(
            400, f"Invalid **interval** provided: {interval}. Supported: {', '.join(INTERVALS)}"
        )
    style = style_of(asked, market)
    dated = bool({"date", "start_date", "end_date"} & asked.keys())
    order = asked.get("order", "desc").lower()
    if order not in {"asc", "desc"}:
        raise RefusedError(400, f"Invalid **order** provided: {order}. Supported: asc, desc")
    size = _number(asked, "outputsize", MOST_BARS if dated else _FEW_BARS, range(1, MOST_BARS + 1))
    start, end = _range(asked, style.zone, now, size * INTERVALS[interval])
    return SeriesQuery(interval, start, end, size, order == "asc", style)


def style_of(asked: Mapping[str, str], market: Market) -> Style:
    """How the answer to ``asked`` is to look, for a market that must be the one served.

    Raises:
        RefusedError: the symbol is another, or a parameter is wrong.
    """
    _check_symbol(asked, market)
    return Style(
        zone=_zone(asked.get("timezone", "Exchange"), market),
        places=_number(asked, "dp", _PLACES, range(_MOST_PLACES + 1)),
        csv=asked.get("format", "JSON").upper() == "CSV",
        delimiter=asked.get("delimiter", ";"),
    )


def _check_symbol(asked: Mapping[str, str], market: Market) -> None:
    symbol = asked.get("symbol", "")
    if not symbol:
        raise RefusedError(400, "**symbol** parameter is missing")
    if symbol.upper() != market.vendor_symbol:
        raise RefusedError(404, f"**symbol** not found: {symbol}")


def _zone(name: str, market: Market) -> ZoneInfo:
    if name.lower() == "exchange":
        return market.calendar.hours.zone
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise RefusedError(400, f"Invalid **timezone** provided: {name}") from None


def _range(
    asked: Mapping[str, str], zone: ZoneInfo, now: datetime, trading: timedelta
) -> tuple[datetime, datetime]:
    """First and last opening instant asked for; without a start, enough days for ``trading`` time."""
    if "date" in asked:
        day = _instant("date", asked["date"], zone, now)
        return day, day + _DAY - timedelta(seconds=1)
    end = _instant("end_date", asked["end_date"], zone, now) if "end_date" in asked else now
    if "start_date" not in asked:
        return end - _SPARE - _CALENDAR_PER_TRADING * trading, end
    start = _instant("start_date", asked["start_date"], zone, now)
    if end < start:
        raise RefusedError(400, "Invalid dates: **start_date** is after **end_date**")
    return start, end


def _instant(name: str, text: str, zone: ZoneInfo, now: datetime) -> datetime:
    named = {"today": now, "yesterday": now - _DAY}
    if text.lower() in named:
        day = named[text.lower()].astimezone(zone).date()
        return datetime.combine(day, time(), zone).astimezone(UTC)
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise RefusedError(400, f"Invalid **{name}** provided: {text}") from None
    return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)


def _number(asked: Mapping[str, str], name: str, default: int, allowed: range) -> int:
    text = asked.get(name, str(default))
    if not text.lstrip("-").isdigit() or int(text) not in allowed:
        raise RefusedError(
            400, f"Invalid **{name}** provided: {text}. Allowed: {allowed[0]} to {allowed[-1]}"
        )
    return int(text)
