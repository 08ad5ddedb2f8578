"""Windows over consecutive bars, stateless: every value comes from its own window's bars alone.

Sums, minima and maxima of any width are built from those of widths 1, 2, 4, 8 … by adding shifted columns in
a fixed order. No value depends on where the array starts or how it was cut, so a window computed on the
last bars has the same bits as one computed over the whole history (running sums have not).
All arrays are (N,) float64; the first ``width - 1`` values are NaN.
"""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Combine = np.ufunc
"""A NumPy function of two arrays: sum, smaller, larger."""


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


def _windows(values: Floats, widths: Sequence[int], combine: Combine, *, overlap: bool) -> dict[int, Floats]:
    powers = _powers(values, max(widths), combine)
    if overlap:  # a minimum may see a bar twice: two windows of the largest power cover any width
        return {width: _overlapped(powers, width, combine) for width in widths}
    return {width: _disjoint(powers, width, combine) for width in widths}


def _powers(values: Floats, widest: int, combine: Combine) -> dict[int, Floats]:
    powers = {1: values}
    width = 1
    while 2 * width <= widest:
        powers[2 * width] = _joined(powers[width], powers[width], width, combine)
        width *= 2
    return powers


def _disjoint(powers: dict[int, Floats], width: int, combine: Combine) -> Floats:
    """Newest bars in the largest power, then the next, and so on: 24 = 16 + 8, 6 = 4 + 2."""
    first = max(power for power in powers if power <= width)
    total, seen = powers[first], first
    for power in sorted(powers, reverse=True):
        if power < first and seen + power <= width:
            total = _joined(total, powers[power], seen, combine)
            seen += power
    return total


def _overlapped(powers: dict[int, Floats], width: int, combine: Combine) -> Floats:
    power = max(power for power in powers if power <= width)
    return powers[power] if power == width else _joined(powers[power], powers[power], width - power, combine)


def _joined(newer: Floats, older: Floats, lag: int, combine: Combine) -> Floats:
    """``newer`` combined with ``older`` of ``lag`` bars before; NaN where there is none.

    The same bits as ``combine(newer, lagged(older, lag))``, without the copy.
    """
    out = np.empty_like(newer)
    out[:lag] = np.nan
    if lag < newer.size:
        combine(newer[lag:], older[:-lag], out=out[lag:])
    return out
