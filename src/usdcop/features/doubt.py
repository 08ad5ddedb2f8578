"""Doubtful quotes and suspect bars: causal rules on the closes of one session, the same live and in batch.

A quote that stands still or has just come back after a hole is *doubtful*: no new risk is taken on it. A
close that jumps far is *suspect*: nothing is decided or filled there (``docs/adr/0004``).
"""

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from usdcop.core.units import BPS, Bps
from usdcop.features.windows import Floats

UNCHANGED_CLOSES: Final = 3
"""Unchanged closes in a row (four equal ones) after which the quote is doubtful."""
HOLE_BARS: Final = 3
"""Missing bars before a bar that make it doubtful."""
CHANGES_TO_CLEAR: Final = 2
"""Bars that must change their close before the quote is trusted again; the second one is trusted."""


@dataclass(frozen=True, slots=True)
class SpikeRule:
    """What counts as a spike, and as its reversal."""

    jump: Bps = Bps(100.0)
    """Move of the close against the previous close of the session from which a bar is suspect."""
    reverted: float = 0.8
    """Share of the jump that the next bar must give back for the suspect bar to be refused."""

    def jumps(self, close: float, before: float) -> bool:
        """Whether ``close`` is suspect after the close ``before``."""
        return bool(abs(close / before - 1.0) * BPS >= self.jump)

    def reverts(self, close: float, before: float, after: float) -> bool:
        """Whether ``close``, which jumped, is refused once the close ``after`` it is known."""
        return bool((close - after) / (close - before) >= self.reverted)


def doubtful(bars: pl.DataFrame) -> pl.Series:
    """Whether each bar is doubtful.

    Args:
        bars: ``session``, ``slot`` and ``close`` of accepted bars in order of time; whole sessions from
            their first bar. A bar's value depends on the bars of its session up to itself.
    """
    day, slot = (bars[name].to_physical().to_numpy() for name in ("session", "slot"))
    close, index = bars["close"].to_numpy(), np.arange(bars.height)
    same, unchanged = np.zeros((2, bars.height), dtype=np.bool_)
    same[1:] = day[1:] == day[:-1]
    unchanged[1:] = same[1:] & (close[1:] == close[:-1])
    frozen = unchanged.copy()
    for back in range(1, UNCHANGED_CLOSES):
        frozen[back:] &= unchanged[: max(0, bars.height - back)]
        frozen[:back] = False
    before = np.where(same, np.r_[-1, slot[:-1]][: slot.size], -1)
    trigger = frozen | (slot - before - 1 >= HOLE_BARS)
    changes = np.cumsum(~unchanged)
    # Where the session begins without a trigger, enough changes count as seen already.
    counted = np.where(trigger, changes, changes - CHANGES_TO_CLEAR)
    since = counted[np.maximum.accumulate(np.where(trigger | ~same, index, 0))]
    return pl.Series("doubtful", np.less(changes - since, CHANGES_TO_CLEAR))


def suspects(
    close: Floats, session: NDArray[np.int64], rule: SpikeRule
) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which bars are suspect, and which of those revert in the next bar and so are refused.

    A refused bar is no reference: the jump of the bar after it is measured against the bar before it.
    Reversal is ``(close - next) / (close - before) >= rule.reverted``.

    Args:
        close: (N,) closes in order of time, all positive.
        session: (N,) number of the session of each; jumps are measured inside sessions only.
        rule: the thresholds.
    """
    suspect = np.zeros(close.size, dtype=np.bool_)
    reverts = np.zeros(close.size, dtype=np.bool_)
    inside = session[1:] == session[:-1]
    jumped = np.abs(close[1:] / close[:-1] - 1.0) * BPS >= rule.jump
    for found in np.flatnonzero(inside & jumped) + 1:
        _judge(int(found), close, session, rule, (suspect, reverts))
    return suspect, reverts


def _judge(
    at: int,
    close: Floats,
    session: NDArray[np.int64],
    rule: SpikeRule,
    marks: tuple[NDArray[np.bool_], NDArray[np.bool_]],
) -> None:
    """Judge the bar ``at``, whose close jumped against the bar before, and on while bars are refused."""
    suspect, reverts = marks
    while at < close.size:
        before = at - 1
        while reverts[before]:
            before -= 1
        if not rule.jumps(close[at], close[before]):
            return
        suspect[at] = True
        has_next = at + 1 < close.size and session[at + 1] == session[at]
        if not has_next or not rule.reverts(close[at], close[before], close[at + 1]):
            return
        reverts[at] = True
        at += 1
