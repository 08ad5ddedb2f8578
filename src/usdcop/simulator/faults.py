"""Faults on demand: what the vendor gets wrong, as often and as deterministically as asked."""

import hashlib
import threading
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Final

from usdcop.core.bars import VendorBar
from usdcop.core.sessions import BAR


class FaultKind(StrEnum):
    """What goes wrong: with whole answers (the first group), or with bars (the second)."""

    RATE_LIMIT = "rate_limit"
    SERVER_ERROR = "server_error"
    TIMEOUT = "timeout"
    MALFORMED_JSON = "malformed_json"
    HTML = "html"
    EMPTY = "empty"
    ERROR_BODY = "error_body"
    WRONG_SHAPE = "wrong_shape"

    DUPLICATE_BARS = "duplicate_bars"
    MISSING_BARS = "missing_bars"
    LATE_BARS = "late_bars"
    REVISED_BARS = "revised_bars"
    BAD_PRICES = "bad_prices"
    INVERTED_BARS = "inverted_bars"
    SHUFFLED_BARS = "shuffled_bars"


ANSWER_FAULTS: Final = frozenset(list(FaultKind)[:8])
"""Faults that replace a whole answer; the others change bars."""

_BEGINNING: Final = datetime.min.replace(tzinfo=UTC)
_END: Final = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that goes wrong."""

    kind: FaultKind
    count: int | None = None
    """Answers it still affects; None: all."""
    probability: float = 1.0
    """Share of the answers (or bars) it affects."""
    start: datetime = _BEGINNING
    """First bar it affects."""
    end: datetime = _END
    """First bar it no longer affects."""
    minutes: int = 10
    """How long after its close a late bar appears."""
    code: int = 500
    """HTTP status of ``server_error``, vendor code of ``error_body``."""
    message: str = "Something went wrong at our side."
    """Text of ``error_body``."""
    path: str | None = None
    """Only this endpoint, such as ``/time_series``."""

    def __post_init__(self) -> None:
        if self.count is not None and self.count < 1:
            raise ValueError(f"count is {self.count}: give at least 1, or leave it out for all answers")
        if not 0 <= self.probability <= 1:
            raise ValueError(f"probability is {self.probability}: give 0 to 1")
        if self.minutes < 0 or self.start > self.end:
            raise ValueError("minutes must not be negative, nor start lie after end")


@dataclass(slots=True)
class Faults:
    """The faults in force. Safe to change from another thread; the same seed gives the same faults."""

    seed: int = 0
    _active: list[Fault] = field(default_factory=list, init=False)
    _answers: int = field(default=0, init=False)
    _served: set[datetime] = field(default_factory=set, init=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, init=False, repr=False)

    def add(self, *faults: Fault) -> None:
        """Let ``faults`` happen from the next answer on."""
        with self._lock:
            self._active.extend(faults)

    def clear(self) -> None:
        """Let nothing go wrong any more."""
        with self._lock:
            self._active.clear()
            self._served.clear()

    def active(self) -> list[Fault]:
        """The faults still in force."""
        with self._lock:
            return list(self._active)

    def answer(self, path: str) -> Fault | None:
        """The fault that replaces the next answer of ``path``, if any; it is counted as used."""
        with self._lock:
            self._answers += 1
            for index, fault in enumerate(self._active):
                if fault.kind in ANSWER_FAULTS and fault.path in {None, path} and self._happens(fault):
                    self._use(index)
                    return fault
        return None

    def bars(self, bars: list[VendorBar], now: datetime) -> list[VendorBar]:
        """What becomes of ``bars`` (oldest first) in an answer given at ``now``."""
        with self._lock:
            for index, fault in reversed(list(enumerate(self._active))):
                if fault.kind not in ANSWER_FAULTS:
                    bars = self._spoilt(fault, bars, now)
                    self._use(index)
        return bars

    def _spoilt(self, fault: Fault, bars: list[VendorBar], now: datetime) -> list[VendorBar]:
        hit = {bar.time for bar in bars if fault.start <= bar.time < fault.end and self._strikes(fault, bar)}
        match fault.kind:
            case FaultKind.DUPLICATE_BARS:
                return [copy for bar in bars for copy in ([bar, bar] if bar.time in hit else [bar])]
            case FaultKind.MISSING_BARS:
                return [bar for bar in bars if bar.time not in hit]
            case FaultKind.LATE_BARS:
                delay = BAR + timedelta(minutes=fault.minutes)
                return [bar for bar in bars if bar.time not in hit or bar.time + delay <= now]
            case FaultKind.SHUFFLED_BARS:
                return sorted(bars, key=lambda bar: _number(self.seed, "shuffle", bar.time))
            case FaultKind.REVISED_BARS:
                return self._revised(bars, hit, now)
            case _:
                return [_wrong(fault.kind, bar) if bar.time in hit else bar for bar in bars]

    def _revised(self, bars: list[VendorBar], hit: set[datetime], now: datetime) -> list[VendorBar]:
        """Bars that were served closed before come with another close the next time."""
        answer = [_revision(bar) if bar.time in hit and bar.time in self._served else bar for bar in bars]
        self._served.update(bar.time for bar in bars if bar.time + BAR <= now)
        return answer

    def _happens(self, fault: Fault) -> bool:
        return _number(self.seed, fault.kind, self._answers) < fault.probability

    def _strikes(self, fault: Fault, bar: VendorBar) -> bool:
        return _number(self.seed, fault.kind, bar.time) < fault.probability

    def _use(self, index: int) -> None:
        fault = self._active[index]
        if fault.count is None:
            return
        if fault.count > 1:
            self._active[index] = replace(fault, count=fault.count - 1)
        else:
            del self._active[index]


def _number(seed: int, *what: object) -> float:
    """A number in [0, 1) that depends on nothing but its arguments."""
    digest = hashlib.blake2b(repr((seed, *map(str, what))).encode(), digest_size=8).digest()
    return int.from_bytes(digest) / 2**64


def _revision(bar: VendorBar) -> VendorBar:
    close = bar.close + Decimal("0.50")
    return replace(bar, close=close, high=max(bar.high, close))


def _wrong(kind: FaultKind, bar: VendorBar) -> VendorBar:
    if kind is FaultKind.INVERTED_BARS:
        return replace(bar, high=bar.low - 1, low=bar.high + 1)
    return replace(bar, close=Decimal("NaN"))
