"""What features are made of: the bars of a block, their indicators, and the columns that several features share."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from usdcop.core.units import BPS
from usdcop.features.windows import Floats, maxima, minima, sums

WINDOWS: Final = (6, 12, 24)
"""Widths of the rolling windows, in bars: half an hour, one hour, two hours."""
LOOKBACK_BARS: Final = max(WINDOWS) + 1
"""Bars before a bar that its windows read, besides the last close of the session before."""


@dataclass(frozen=True, slots=True, eq=False)
class Inputs:
    """Bars of a block: (N,) arrays, those that its windows read first."""

    columns: Mapping[str, Floats]
    """``high``, ``low``, ``close`` and the indicators."""
    slot: NDArray[np.int64]
    position: NDArray[np.int64]
    """Present bars of the session before this one."""
    first_log: Floats
    """Logarithm of the first close of the bar's session."""
    last_log: Floats
    """Logarithm of the last close of the session before; NaN where there is none."""
    lead: int
    """How many of the first bars are only read."""


class Columns:
    """The inputs and what is computed of them once for all features; (N,) arrays, the lead included.

    ``returns`` are basis points since the bar before, 0 for the first bar of a session. ``sums``, ``lows`` and
    ``highs`` are those of close, close's logarithm and close's logarithm; ``moves`` and ``squares`` sum the returns
    and their squares. Each is by the width of its window, NaN where that is not full.
    """

    __slots__ = ("close", "highs", "inputs", "logs", "lows", "moves", "returns", "slots", "squares", "sums")

    def __init__(self, inputs: Inputs, slots: int) -> None:
        self.inputs, self.slots = inputs, slots
        self.close = inputs.columns["close"]
        self.logs = np.log(self.close)
        self.returns = np.where(inputs.position >= 1, self.moved(1), 0.0)
        self.sums = sums(self.close, WINDOWS)
        self.lows, self.highs = minima(self.logs, WINDOWS), maxima(self.logs, WINDOWS)
        self.squares, self.moves = sums(self.returns * self.returns, WINDOWS), sums(self.returns, WINDOWS)

    def __getitem__(self, name: str) -> Floats:
        """A price or an indicator."""
        return self.inputs.columns[name]

    def moved(self, bars: int) -> Floats:
        """Basis points since ``bars`` bars before, over the night too; NaN where there is none."""
        out = np.empty_like(self.logs)
        out[:bars] = np.nan
        np.subtract(self.logs[bars:], self.logs[: max(0, self.logs.size - bars)], out=out[bars:])
        out *= BPS
        return out
