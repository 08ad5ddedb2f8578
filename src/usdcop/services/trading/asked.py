"""What requests ask for: a market, a range of time, candles."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Annotated, Final

from fastapi import Depends, Path, Query, Request

from usdcop.core.errors import UnknownError, UsageError
from usdcop.core.sessions import Calendar, Market
from usdcop.features.timeframes import Timeframe
from usdcop.services.kit.app import Shared
from usdcop.services.trading.candles import CandleQuery
from usdcop.services.trading.ports import TradingPorts
from usdcop.services.trading.stores import midnight

EARLIEST: Final = datetime(1990, 1, 1, tzinfo=UTC)
LATEST: Final = datetime(2100, 1, 1, tzinfo=UTC)
"""No market data lie outside these."""

_MOMENT: Final = r"^\d{4}-\d{2}-\d{2}([Tt ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?([Zz]|[+ -]\d{2}:?\d{2}))?$"
_SPACED: Final = re.compile(r"^(.{11}.*) (\d{2}:?\d{2})$")
_CURE: Final = "Write a date (2025-03-14) or an instant with its offset (2025-03-14T13:00:00Z)."


@dataclass(frozen=True, slots=True)
class Service:
    """What the running service was given."""

    shared: Shared
    ports: TradingPorts

    @property
    def now(self) -> datetime:
        """Market time."""
        return self.shared.clock.now()

    def market(self, name: str) -> Market:
        """The market called ``name``.

        Raises:
            UnknownError: there is none.
        """
        found = self.ports.markets.get(name.strip().upper().replace("/", ""))
        if found is None:
            raise UnknownError(
                "There is no such symbol.", f"Use one of: {', '.join(sorted(self.ports.markets))}."
            )
        return found


def service_of(request: Request) -> Service:
    """What the service of ``request`` was given."""
    return Service(request.app.state.shared, request.app.state.ports)


Serving = Annotated[Service, Depends(service_of)]
SymbolPath = Annotated[str, Path(max_length=64, description="A configured symbol.", examples=["USDCOP"])]
SymbolQuery = Annotated[str, Query(max_length=64, description="A configured symbol.", examples=["USDCOP"])]
Moment = Annotated[
    str | None,
    Query(
        pattern=_MOMENT,
        max_length=40,
        description="A date of the market's calendar (an end includes its whole day), or an instant with its offset "
        "(an end is excluded).",
        examples=["2025-03-14", "2025-03-14T13:00:00Z"],
    ),
]


@dataclass(frozen=True, slots=True)
class Range:
    """The text of a range, as it was sent."""

    start: str | None
    end: str | None

    def instants(self, calendar: Calendar) -> tuple[datetime | None, datetime | None]:
        """Start, and end (excluded).

        Raises:
            UsageError: one of them is no time, is absurd, or they are the wrong way round.
        """
        start = None if self.start is None else _instant(self.start, calendar, "start_date")
        end = None if self.end is None else _instant(self.end, calendar, "end_date", is_end=True)
        if start is not None and end is not None and start >= end:
            raise UsageError("start_date does not lie before end_date.", "Exchange them.")
        return start, end


@dataclass(frozen=True, slots=True)
class CandleRequest:
    """Candles as they are asked for; the market is known later."""

    timeframe: Timeframe
    range: Range
    limit: int
    include_indicators: bool

    def query(self, calendar: Calendar) -> CandleQuery:
        """The same in instants. Raises ``UsageError``."""
        start, end = self.range.instants(calendar)
        return CandleQuery(self.timeframe, start, end, self.limit, self.include_indicators)


def candle_request(
    timeframe: Annotated[Timeframe, Query(description="Length of a bar.")] = Timeframe.M5,
    start_date: Moment = None,
    end_date: Moment = None,
    limit: Annotated[int, Query(ge=1, le=10_000, description="The newest as many bars of the range.")] = 1000,
    include_indicators: Annotated[  # noqa: FBT002 - a query parameter
        bool, Query(description="Whether the bars carry indicators, computed on bars of the timeframe.")
    ] = True,
) -> CandleRequest:
    """The parameters of candles."""
    return CandleRequest(timeframe, Range(start_date, end_date), limit, include_indicators)


Asked = Annotated[CandleRequest, Depends(candle_request)]


def _instant(text: str, calendar: Calendar, name: str, *, is_end: bool = False) -> datetime:
    try:
        at = _read(text, calendar, is_end=is_end)
    except (ValueError, OverflowError):
        raise UsageError(f"{name} is no date of any calendar.", _CURE) from None
    if not EARLIEST <= at <= LATEST:
        raise UsageError(f"{name} lies outside of {EARLIEST.year} to {LATEST.year}.", _CURE)
    return at


def _read(text: str, calendar: Calendar, *, is_end: bool) -> datetime:
    if len(text) == len("2025-03-14"):
        day = date.fromisoformat(text)
        return midnight(day + timedelta(days=1) if is_end else day, calendar)
    # In a query a plus sign that was not escaped arrives as a space.
    return datetime.fromisoformat(_SPACED.sub(r"\1+\2", text).upper()).astimezone(UTC)
