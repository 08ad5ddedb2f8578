"""What is wrong with a real feed, in the proportions measured: frozen quotes, holes, missing sessions."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

_STRETCHES: Final = 2
"""Frozen stretches a session can have at most."""
_STRETCH_ODDS: Final = 0.25
_STRETCH_MEAN: Final = 2.5
"""Mean number of repeated closes of a stretch, beyond the first."""
_STALE_SESSION_ODDS: Final = 0.008
_CHANGE_IN_STALE_SESSION: Final = 0.10
_GRADE_ODDS: Final = (0.827, 0.074, 0.058, 0.038, 0.003)
"""Sessions with all bars, with up to three single holes, with one short hole, with one long hole, without
any bar."""


def frozen(close: Floats, trades: Flags, chance: np.random.Generator) -> Floats:
    """(D, S) ``close`` with the quote standing still here and there, and catching up afterwards.

    Days that do not trade stand still but for a change or two, as holidays do in the vendor's feed.
    """
    days, slots = close.shape
    k = np.arange(slots)
    still = np.zeros(close.shape, dtype=np.bool_)
    for _ in range(_STRETCHES):
        has = np.asarray(chance.random(days) < _STRETCH_ODDS, dtype=np.bool_)
        start = np.asarray(chance.integers(1, slots, days))
        length = np.asarray(1 + chance.geometric(np.full(days, 1 / _STRETCH_MEAN)))
        still |= has[:, None] & (k >= start[:, None]) & (k < (start + length)[:, None])
    stale = np.asarray(~trades | (chance.random(days) < _STALE_SESSION_ODDS), dtype=np.bool_)
    still |= stale[:, None] & (chance.random(close.shape) > _CHANGE_IN_STALE_SESSION)
    still[:, 0] = False
    last_quote = np.maximum.accumulate(np.where(still, 0, k), axis=1)
    drift = np.where(trades[:, None], 0.0, 1e-4 * chance.standard_normal(close.shape))
    return np.take_along_axis(close + drift, last_quote, axis=1)


def lost(trades: Flags, slots: int, chance: np.random.Generator) -> Flags:
    """(D, S) whether the vendor has no bar there."""
    days = len(trades)
    kind = chance.choice(len(_GRADE_ODDS), days, p=_GRADE_ODDS)
    singles = _singles(days, slots, chance)
    short = _hole(days, slots, chance.integers(2, 11, days), chance)
    long = _hole(days, slots, chance.integers(11, 46, days), chance)
    by_kind = [
        np.zeros((days, slots), dtype=np.bool_),
        singles,
        short,
        long,
        np.ones((days, slots), np.bool_),
    ]
    return np.asarray(np.choose(kind[:, None], by_kind), dtype=np.bool_)


def _singles(days: int, slots: int, chance: np.random.Generator) -> Flags:
    """One to three holes of one bar each, never side by side."""
    first = chance.integers(0, slots // 3, (days, 3))
    at = first + np.array([0, slots // 3, 2 * (slots // 3)])
    at[:, 1:] += at[:, 1:] == at[:, :-1] + 1
    kept = np.arange(3) < chance.integers(1, 4, days)[:, None]
    holes = np.zeros((days, slots), dtype=np.bool_)
    rows = np.broadcast_to(np.arange(days)[:, None], at.shape)
    holes[rows[kept], at[kept]] = True
    return holes


def _hole(days: int, slots: int, length: NDArray[np.int64], chance: np.random.Generator) -> Flags:
    """One hole of ``length`` bars; in half of the sessions it is the opening that is missing."""
    start = np.where(chance.random(days) < 0.5, 0, chance.integers(0, slots - length + 1))  # noqa: PLR2004 - a half
    k = np.arange(slots)
    return np.asarray((k >= start[:, None]) & (k < (start + length)[:, None]))
