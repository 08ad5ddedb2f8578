"""The newest of a market: its newest quote and its newest bar, as they are served and as they are remembered."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from usdcop.core.bars import BarState
from usdcop.core.sessions import BAR, Calendar
from usdcop.core.trading import LiveQuote
from usdcop.core.units import Price


@dataclass(frozen=True, slots=True)
class StoredBar:
    """A bar as it is served: opening instant, prices, where it came from."""

    time: datetime
    open: float
    high: float
    low: float
    close: float
    volume: float | None
    state: BarState
    source: str

    @property
    def known_at(self) -> datetime:
        """When its close was known."""
        return self.time + BAR


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest quote and the newest bar, the forming one included; None where there is none."""

    quote: LiveQuote | None
    bar: StoredBar | None

    def may_be_newest(self, now: datetime, calendar: Calendar) -> bool:
        """Whether nothing newer is expected at ``now``: a bar by the next one's time, and none that still forms later.

        What is remembered is believed no longer than that, whoever failed to replace it.
        """
        bar = self.bar
        if bar is None or bar.time > now:
            return False
        if calendar.is_open(now):
            return now < bar.known_at + BAR
        return bar.state is not BarState.FORMING


@dataclass(frozen=True, slots=True)
class Remembered:
    """What is remembered of a market; None: nothing, or who remembers did not answer."""

    newest: Newest | None = None
    seq: int | None = None
    """Number of the newest event of its stream."""


def newest_bytes(newest: Newest) -> bytes:
    """``newest`` as JSON."""
    told = {"quote": newest.quote and asdict(newest.quote), "bar": newest.bar and asdict(newest.bar)}
    return json.dumps(told, default=datetime.isoformat).encode()


def newest_of(data: bytes) -> Newest:
    """What ``newest_bytes`` wrote.

    Raises:
        ValueError, KeyError, TypeError: it is something else.
    """
    told = json.loads(data)
    return Newest(told["quote"] and _quote(told["quote"]), told["bar"] and _bar(told["bar"]))


def _quote(fields: dict[str, Any]) -> LiveQuote:
    prices = {name: None if fields[name] is None else Price(fields[name]) for name in ("price", "bid", "ask")}
    return LiveQuote(**{**fields, **prices, "at": datetime.fromisoformat(fields["at"])})


def _bar(fields: dict[str, Any]) -> StoredBar:
    return StoredBar(
        **{
            **fields,
            "time": datetime.fromisoformat(fields["time"]),
            "state": BarState(fields["state"]),
        }
    )
