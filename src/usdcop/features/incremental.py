"""Features of the newest bar, as the live path makes them: from arrays, with the batch path's own functions.

Indicators are computed from the anchor of the quarter (``features.anchor``) at every bar: over some thousand
closes that costs a tenth of a millisecond, and nothing is carried from bar to bar that could drift. Windows
are stateless and see only the last bars. So a row has the bits that layers L2 and L3 give it.
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from usdcop.features.columns import LOOKBACK_BARS, Inputs
from usdcop.features.compute import block_values
from usdcop.features.indicators import indicators
from usdcop.features.spec import FEATURES
from usdcop.features.windows import Floats

Numbers = NDArray[np.int64]
Flags = NDArray[np.bool_]

_PRICES: Final = ("high", "low", "close")


@dataclass(frozen=True, slots=True, eq=False)
class SessionBars:
    """Accepted bars of one session so far, in order of slot; (n,) arrays."""

    slot: Numbers
    high: Floats
    low: Floats
    close: Floats
    doubtful: Flags
    suspect: Flags

    @classmethod
    def of(cls, bars: pl.DataFrame) -> "SessionBars":
        """Accepted ``bars`` (``core.bars.BAR``) of one session, in order of time."""
        return cls(
            slot=bars["slot"].cast(pl.Int64).to_numpy(),
            high=bars["high"].to_numpy(),
            low=bars["low"].to_numpy(),
            close=bars["close"].to_numpy(),
            doubtful=bars["doubtful"].to_numpy(),
            suspect=bars["suspect"].to_numpy(),
        )

    def __len__(self) -> int:
        return self.slot.size

    def upto(self, slot: int) -> "SessionBars":
        """The bars up to ``slot``, included."""
        cut = int(np.searchsorted(self.slot, slot, side="right"))
        return SessionBars(
            self.slot[:cut],
            self.high[:cut],
            self.low[:cut],
            self.close[:cut],
            self.doubtful[:cut],
            self.suspect[:cut],
        )


class IncrementalFeatures:
    """Feature rows of one session, bar by bar, after the bars of its quarter before it."""

    def __init__(self, before: pl.DataFrame, slots: int) -> None:
        """Take up the history.

        Args:
            before: accepted bars (``core.bars.BAR``) in order of time, from the first session the anchor of
                today's quarter names (``features.anchor``) to the last one before today; may be empty.
            slots: bars of a full session.
        """
        self._slots = slots
        self._count = before.height
        room = np.empty((len(_PRICES), before.height + slots))
        for row, name in enumerate(_PRICES):
            room[row, : before.height] = before[name].to_numpy()
        self._high, self._low, self._close = room
        self._slot = np.zeros(before.height + slots, dtype=np.int64)
        self._slot[: before.height] = before["slot"].to_numpy()
        self._position = np.zeros(before.height + slots, dtype=np.int64)
        self._position[: before.height] = _positions(before["session"])
        self._last_log = np.log(self._close[before.height - 1]) if before.height else np.nan

    def newest(self, today: SessionBars) -> Floats | None:
        """(F,) features at the close of today's newest bar; None where it is suspect or windows are not full.

        Args:
            today: today's accepted bars so far, at least one; all of them, because a bar may have been
                refused since the last call.
        """
        if today.suspect[-1]:
            return None
        end = self._take(today)
        values = block_values(self._inputs(end, today), FEATURES, self._slots)
        row = np.array([value[-1] for value in values.values()])
        return row if np.isfinite(row).all() else None

    def _take(self, today: SessionBars) -> int:
        """Put today's bars behind the history; return where they end."""
        span = slice(self._count, self._count + len(today))
        self._high[span], self._low[span], self._close[span] = today.high, today.low, today.close
        self._slot[span], self._position[span] = today.slot, np.arange(len(today))
        return span.stop

    def _inputs(self, end: int, today: SessionBars) -> Inputs:
        """What the newest bar's windows read: logarithms of the session count at that bar only."""
        tail = slice(max(0, end - 1 - LOOKBACK_BARS), end)
        rows = end - tail.start
        prices = {"high": self._high[tail], "low": self._low[tail], "close": self._close[tail]}
        made = {name: value[tail] for name, value in indicators(self._close[:end]).items()}
        return Inputs(
            columns=prices | made,
            slot=self._slot[tail],
            position=self._position[tail],
            first_log=np.full(rows, np.log(today.close[0])),
            last_log=np.full(rows, self._last_log),
            lead=rows - 1,
        )


def _positions(session: pl.Series) -> Numbers:
    """(N,) present bars of the session before each bar."""
    lengths = session.rle().struct.field("len").cast(pl.Int64).to_numpy()
    ends = np.cumsum(lengths)
    found: Numbers = np.arange(session.len()) - np.repeat(ends - lengths, lengths)
    return found
