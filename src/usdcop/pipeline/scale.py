"""Prices of a wrong scale: off by a power of ten, or further from the last accepted close than a market moves."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

import numpy as np
import polars as pl
from numpy.typing import NDArray

from usdcop.features.windows import Floats

_NEVER: Final = np.iinfo(np.int64).min


@dataclass(frozen=True, slots=True)
class ScaleRule:
    """Which prices are believed."""

    plausible: tuple[float, float] = (1_000.0, 20_000.0)
    """Lowest and highest price of a dollar in pesos that is believed at all."""
    band: float = 0.25
    """Largest distance from the last accepted close, as a fraction: no five minutes, and no night, went so far."""
    memory: timedelta = timedelta(days=30)
    """After a hole this long the last close says nothing any more."""


@dataclass(frozen=True, slots=True)
class Context:
    """What L1 of a session knows of the time before it: the last accepted close, and the bar it belongs to."""

    close: float | None = None
    at: datetime | None = None

    @property
    def since(self) -> int:
        """``at`` in microseconds since the epoch; long before any bar where there is none."""
        return _NEVER if self.at is None else int(pl.Series([self.at]).dt.timestamp("us")[0])


def context_after(bars: pl.DataFrame) -> Context:
    """The context of the session after ``bars`` (accepted bars in order of time)."""
    return Context(bars["close"][-1], bars["time"][-1]) if bars.height else Context()


def off_scale(rows: pl.DataFrame, context: Context, rule: ScaleRule) -> NDArray[np.bool_]:
    """Which of ``rows`` (sorted by ``at``, one a bar, high and low bound the other prices) are not believed.

    A refused bar is no reference for the next: the last *accepted* close is, as long as it is recent.
    """
    high, low, close = (rows[name].to_numpy() for name in ("high", "low", "close"))
    reference = np.r_[np.nan if context.close is None else context.close, close[:-1]][: close.size]
    refused: NDArray[np.bool_] = (low < rule.plausible[0]) | (high > rule.plausible[1])
    odd = refused | _beyond(high, low, reference, rule)
    if odd.any():
        at = rows["at"].to_physical().to_numpy()
        since = np.r_[context.since, at[:-1]][: close.size]
        _follow(np.flatnonzero(odd), (high, low, close, at), (refused, reference, since), rule)
    return refused


def is_off_scale(high: float, low: float, at: int, last: tuple[float, int], rule: ScaleRule) -> bool:
    """Whether one bar is not believed after the ``last`` believed close and its instant; instants in microseconds.

    A ``last`` close that is not a number says nothing.
    """
    if low < rule.plausible[0] or high > rule.plausible[1]:
        return True
    reference, since = last
    far = high > reference * (1 + rule.band) or low < reference / (1 + rule.band)
    return far and at - since <= rule.memory // timedelta(microseconds=1)


def _beyond(high: Floats, low: Floats, reference: Floats, rule: ScaleRule) -> NDArray[np.bool_]:
    return (high > reference * (1 + rule.band)) | (low < reference / (1 + rule.band))


def _follow(
    odd: NDArray[np.intp],
    rows: tuple[Floats, Floats, Floats, NDArray[np.int64]],
    marks: tuple[NDArray[np.bool_], Floats, NDArray[np.int64]],
    rule: ScaleRule,
) -> None:
    """Judge the odd rows in order, and after each refused one the rows that took it for their reference."""
    high, low, close, at = rows
    refused, reference, since = marks
    done = -1
    for found in odd.tolist():
        index = max(found, done + 1)
        while index < close.size and (index == found or refused[index - 1]):
            if index and refused[index - 1]:
                reference[index], since[index] = reference[index - 1], since[index - 1]
            last = float(reference[index]), int(since[index])
            refused[index] = is_off_scale(float(high[index]), float(low[index]), int(at[index]), last, rule)
            done = index
            index += 1
