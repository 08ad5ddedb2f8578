"""A fixed probe of made-up bars, and the hash of what is computed on it: how a definition is known by its values.

The bars come from whole numbers alone, so they are the same on every machine and in every version. Closes are
multiples of 1/1024 near 1 and move by some percent a bar: sums of them and of their squares are exact, and no
value is the small difference of large ones. What another library or processor rounds otherwise in the last
bits then stays far below the nine digits that are hashed.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Final

import numpy as np
import polars as pl

from usdcop.features.windows import Floats

SLOTS: Final = 60
"""Bars of a full session of the probe."""
BITS: Final = 30
"""Binary digits kept of a value, counted from the largest of its column: nine decimal ones."""

_DAYS: Final = (date(2024, 1, 2), date(2024, 1, 3), date(2024, 1, 8))
"""Two sessions in a row, and one after a hole of several days."""
_MISSING: Final = frozenset({(0, 21), (0, 22), (0, 23), (0, 24), (1, 40), (2, 0)})
"""Bars (session, slot) that are not there: holes, and a session that begins late."""
_FLAT: Final = (1, range(8, 36))
"""Bars whose quote stands still, longer than every window."""
_UNTRADED: Final = (2, range(14, 40))
"""Bars with a volume of 0, longer than the volume's window."""
_SUSPECT: Final = (2, 30)
_LOWEST, _HIGHEST, _STEP = 640, 1536, 60
_UNIT: Final = 1024
_NOT_FINITE: Final = 2**62


def probe_bars() -> pl.DataFrame:
    """The bars: ``time, session, slot, high, low, close, volume, suspect``; volume is null in the first session."""
    schema = {
        "time": pl.Datetime("us", "UTC"),
        "session": pl.Date(),
        "slot": pl.Int16(),
        "high": pl.Float64(),
        "low": pl.Float64(),
        "close": pl.Float64(),
        "volume": pl.Float64(),
        "suspect": pl.Boolean(),
    }
    return pl.DataFrame(list(_rows()), schema=schema, orient="row")


def digest(facts: Sequence[object], values: Mapping[str, Floats]) -> str:
    """SHA-256 over ``facts`` (as JSON) and the nine leading digits of ``values``, column by column.

    Nine digits of the largest value of a column (30 bits), not of each value by itself: a value that is nearly 0
    is mostly rounding.
    """
    found = hashlib.sha256(json.dumps(facts).encode())
    for name, column in values.items():
        finite = np.isfinite(column)
        largest = np.abs(column[finite]).max(initial=0.0)
        # A tenth more, so that a largest value of exactly 1 does not fall to either side of a power of two.
        exponent = int(np.frexp(1.1 * largest)[1])
        scaled = np.ldexp(np.where(finite, column, 0.0), BITS - exponent)
        steps = np.where(finite, np.rint(scaled).astype("<i8"), _NOT_FINITE)
        found.update(f"{name} {exponent}".encode())
        found.update(steps.tobytes())
    return found.hexdigest()


def _rows() -> Iterator[tuple[object, ...]]:
    chance = whole_numbers(2050)
    level = _UNIT
    for number, day in enumerate(_DAYS):
        opens = datetime(day.year, day.month, day.day, 13, tzinfo=UTC)
        for slot in range(SLOTS):
            flat = _within(_FLAT, number, slot)
            level = level if flat else _moved(level, next(chance) % (2 * _STEP + 1) - _STEP)
            above, below = (0, 0) if flat else (next(chance) % 16, next(chance) % 16)
            lots = 0 if _within(_UNTRADED, number, slot) else next(chance) % 200 + 1
            if (number, slot) in _MISSING:
                continue
            prices = [whole / _UNIT for whole in (level + above, level - below, level)]
            at = opens + slot * timedelta(minutes=5)
            yield at, day, slot, *prices, (float(lots) if number else None), (number, slot) == _SUSPECT


def _moved(level: int, step: int) -> int:
    """``level`` moved by ``step``, turned back at the ends of its range."""
    return level + step if _LOWEST <= level + step <= _HIGHEST else level - step


def _within(stretch: tuple[int, range], session: int, slot: int) -> bool:
    return session == stretch[0] and slot in stretch[1]


def whole_numbers(seed: int) -> Iterator[int]:
    """Numbers of 15 bits from the linear congruence of the C standard's example: the same for ever."""
    state = seed
    while True:
        state = (1_103_515_245 * state + 12_345) % 2**31
        yield state >> 16
