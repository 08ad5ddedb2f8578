"""Windows over consecutive bars, stateless: every value comes from its own window's bars alone.

Sums, minima and maxima of any width are built from those of widths 1, 2, 4, 8 … by adding shifted columns in
a fixed order. No value depends on where the array starts or how it was cut, so a window computed on the
last bars has the same bits as one computed over the whole history (running sums have not).
All arrays are (N,) float64; the first ``width - 1`` values are NaN.
"""

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def lagged(values: Floats, lag: int) -> Floats:
    """``values`` of ``lag`` bars before; NaN where there is none."""
    out = np.empty_like(values)
    out[:lag] = np.nan
    out[lag:] = values[: max(0, values.size - lag)]
    return out


def sums(values: Floats, widths: Sequence[int]) -> dict[int, Floats]:
    """Sum over each window of each of ``widths``."""
    return _windows(values, widths, np.add, overlap=False)


def minima(values: Floats, widths: Sequence[int]) -> dict[int, Floats]:
    """Smallest value of each window of each of ``widths``."""
    return _windows(values, widths, np.minimum, overlap=True)


def maxima(values: Floats, widths: Sequence[int]) -> dict[int, Floats]:
    """Largest value of each window of each of ``widths``."""
    return _windows(values, widths, np.maximum, overlap=True)


def _windows(
    values: Floats, widths: Sequence[int], combine: Callable[[Floats, Floats], Floats], *, overlap: bool
) -> dict[int, Floats]:
    powers = _powers(values, max(widths), combine)
    if overlap:  # a minimum may see a bar twice: two windows of the largest power cover any width
        return {width: _overlapped(powers, width, combine) for width in widths}
    return {width: _disjoint(powers, width, combine) for width in widths}


def _powers(values: Floats, widest: int, combine: Callable[[Floats, Floats], Floats]) -> dict[int, Floats]:
    powers = {1: values}
    width = 1
    while 2 * width <= widest:
        powers[2 * width] = combine(powers[width], lagged(powers[width], width))
        width *= 2
    return powers


def _disjoint(powers: dict[int, Floats], width: int, combine: Callable[[Floats, Floats], Floats]) -> Floats:
    """Newest bars in the largest power, then the next, and so on: 24 = 16 + 8, 6 = 4 + 2."""
    total: Floats | None = None
    seen = 0
    for power in sorted(powers, reverse=True):
        if seen + power <= width:
            part = lagged(powers[power], seen)
            total = part if total is None else combine(total, part)
            seen += power
    assert total is not None  # noqa: S101 - width >= 1 always takes a power
    return total


def _overlapped(powers: dict[int, Floats], width: int, combine: Callable[[Floats, Floats], Floats]) -> Floats:
    power = max(power for power in powers if power <= width)
    return combine(powers[power], lagged(powers[power], width - power))
