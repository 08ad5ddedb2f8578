"""The simulated clock: which market instant belongs to which instant of real time, and back.

``sim:START@ANCHOR,x30,closed=x3600,end=END``: market time is START at the wall instant ANCHOR, runs 30 times
as fast as real time while the market is open and 3,600 times as fast while it is closed, and stops at END.
A pure function of the wall instant: processes that share the text agree without talking, and a restart does
not jump back.
"""

from bisect import bisect_right
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from threading import Lock
from typing import Final

from usdcop.core.errors import ReplayEndedError, UsageError
from usdcop.core.sessions import Calendar

REAL: Final = "real"
"""The setting that asks for real time."""

_PREFIX: Final = "sim:"
_MICROSECOND: Final = timedelta(microseconds=1)
_CURE: Final = "Write it like sim:2024-01-02T12:55:00Z@2025-01-01T00:00:00Z,x30,closed=x3600 or write real."


@dataclass(frozen=True, slots=True)
class ClockSpec:
    """A simulated clock as written in the setting; ``anchor`` is None until the replay is started."""

    start: datetime
    anchor: datetime | None = None
    speed: Fraction = Fraction(1)
    """Market seconds per real second while the market is open."""
    closed_speed: Fraction = Fraction(1)
    """Market seconds per real second while the market is closed."""
    end: datetime | None = None

    def anchored(self, at: datetime) -> "ClockSpec":
        """The same clock started at the wall instant ``at``, unless it has been started already."""
        return self if self.anchor else replace(self, anchor=at.astimezone(UTC))

    def __str__(self) -> str:
        anchor = f"@{_text(self.anchor)}" if self.anchor else ""
        end = f",end={_text(self.end)}" if self.end else ""
        return f"{_PREFIX}{_text(self.start)}{anchor},x{self.speed},closed=x{self.closed_speed}{end}"


def parse_clock(text: str) -> ClockSpec | None:
    """The clock that ``text`` asks for; None means real time.

    ``x`` takes a whole number, a decimal or a ratio (``x30``, ``x0.5``, ``x1/3``). Without ``closed=`` the
    closed market runs as fast as the open one. Times without an offset are UTC.

    Raises:
        UsageError: the text cannot be read.
    """
    if text.strip().lower() in {"", REAL}:
        return None
    if not text.startswith(_PREFIX):
        raise UsageError(f"The clock {text!r} is not known.", _CURE)
    instants, *options = text.removeprefix(_PREFIX).split(",")
    start, _, anchor = instants.partition("@")
    spec = ClockSpec(_instant(start, text), _instant(anchor, text) if anchor else None)
    for option in options:
        spec = _with_option(spec, option.strip(), text)
    if not any(option.strip().startswith("closed=") for option in options):
        spec = replace(spec, closed_speed=spec.speed)
    if spec.end is not None and spec.end <= spec.start:
        raise UsageError(f"The clock {text!r} ends before it starts.", _CURE)
    return spec


@dataclass(slots=True)
class SimulatedTime:
    """The mapping between wall and market instants of one anchored ``spec``.

    Piecewise linear, kept as two growing lists of microseconds: where each stretch of open or closed market
    starts in market time, and how much real time has then passed. Exact rational arithmetic, so the inverse
    never falls short of the instant asked for. May be shared by threads: stretches are only ever added.
    """

    spec: ClockSpec
    calendar: Calendar
    _market: list[int] = field(init=False)
    _wall: list[Fraction] = field(init=False)
    _open_at_start: bool = field(init=False)
    _lock: Lock = field(default_factory=Lock, init=False, repr=False)

    def __post_init__(self) -> None:
        if self.spec.anchor is None:
            raise UsageError(f"The clock {self.spec} has no anchor.", "Start it with anchored(wall.now()).")
        self._market, self._wall = [0], [Fraction(0)]
        self._open_at_start = self.calendar.is_open(self.spec.start)

    def market_at(self, wall: datetime) -> datetime:
        """Market instant at the wall instant ``wall``; START before the anchor, END once it is reached."""
        real = max(0, (wall - self._anchor) // _MICROSECOND)
        with self._lock:
            while self._wall[-1] <= real and not self._past_end(self._market[-1]):
                self._extend()
        stretch = bisect_right(self._wall, real) - 1
        passed = int((real - self._wall[stretch]) * self._speed(stretch))
        market = self.spec.start + timedelta(microseconds=self._market[stretch] + passed)
        return market if self.spec.end is None else min(market, self.spec.end)

    def wall_at(self, market: datetime) -> datetime:
        """The first wall instant at which market time is ``market`` or later; the anchor for earlier ones.

        Raises:
            ReplayEndedError: market time stops before ``market``.
        """
        if self.spec.end is not None and market > self.spec.end:
            raise replay_ended(self.spec.end)
        target = max(0, (market - self.spec.start) // _MICROSECOND)
        with self._lock:
            while self._market[-1] <= target:
                self._extend()
        stretch = bisect_right(self._market, target) - 1
        real = self._wall[stretch] + (target - self._market[stretch]) / self._speed(stretch)
        return self._anchor + timedelta(microseconds=-int(-real // 1))

    def ended(self, wall: datetime) -> bool:
        """Whether market time has reached its end."""
        return self.spec.end is not None and self.market_at(wall) >= self.spec.end

    @property
    def _anchor(self) -> datetime:
        return self.spec.anchor or self.spec.start

    def _speed(self, stretch: int) -> Fraction:
        is_open = (stretch % 2 == 0) == self._open_at_start
        return self.spec.speed if is_open else self.spec.closed_speed

    def _past_end(self, market: int) -> bool:
        end = self.spec.end
        return end is not None and self.spec.start + market * _MICROSECOND >= end

    def _extend(self) -> None:
        """Add the next stretch: up to the next opening or closing of the market."""
        known = self._market[-1]
        _, change = self.calendar.next_event(self.spec.start + known * _MICROSECOND)
        until = (change - self.spec.start) // _MICROSECOND
        speed = self._speed(len(self._market) - 1)
        self._wall.append(self._wall[-1] + (until - known) / speed)
        self._market.append(until)


def _with_option(spec: ClockSpec, option: str, text: str) -> ClockSpec:
    name, _, value = option.rpartition("=")
    match name:
        case "":
            return replace(spec, speed=_speed(value, text))
        case "closed":
            return replace(spec, closed_speed=_speed(value, text))
        case "end":
            return replace(spec, end=_instant(value, text))
        case _:
            raise UsageError(f"The clock {text!r} has an unknown part {option!r}.", _CURE)


def _speed(value: str, text: str) -> Fraction:
    try:
        speed = Fraction(value.removeprefix("x")) if value.startswith("x") else Fraction(0)
    except (ValueError, ZeroDivisionError):
        speed = Fraction(0)
    if speed <= 0:
        raise UsageError(f"The clock {text!r} has no usable speed in {value!r}.", _CURE)
    return speed


def _instant(value: str, text: str) -> datetime:
    try:
        at = datetime.fromisoformat(value.strip())
    except ValueError:
        raise UsageError(f"The clock {text!r} has no readable time in {value!r}.", _CURE) from None
    return (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)


def replay_ended(end: datetime) -> ReplayEndedError:
    """The error of a replay that ended at ``end``."""
    return ReplayEndedError(f"The replay ended at {_text(end)}.", "Start it over with RESET=1.")


def _text(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")
