"""Resampling of whole sessions: the stationary bootstrap, with a block length chosen from the data."""

import math
from collections.abc import Iterator
from typing import Final

import numpy as np
from numpy.typing import NDArray

from usdcop.core.episodes import Floats

Indices = NDArray[np.intp]

SEED: Final = 20_200_102
"""Seed of every resampling: the same sessions give the same verdict."""
CHUNK: Final = 1_000
"""Draws that are made at a time: memory stays small, and a decided count ends the drawing."""

_SIGNIFICANT_LAGS: Final = 5
"""Lags in a row without a correlation that end the search, at least: K of Politis and White."""


def block_length(values: Floats) -> float:
    """Mean length of a block for the stationary bootstrap of the mean of ``values`` (n,), in sessions; at least 1.

    b = (2·G² / D)^(1/3) · n^(1/3) with a flat-top estimate of the spectral density: Politis and White (2004),
    with the correction of Patton, Politis and White (2009). Returns that do not vary give 1.
    """
    count = len(values)
    centred = values - values.mean()
    if count < 2 * _SIGNIFICANT_LAGS or not np.any(centred):
        return 1.0
    most = math.ceil(math.sqrt(count)) + max(_SIGNIFICANT_LAGS, int(math.log10(count)))
    covariances, correlations = _autocovariances(centred, most)
    cut = _bandwidth(correlations, count, most)
    spread, slope = covariances[0], 0.0
    for lag in range(1, cut + 1):
        weight = min(1.0, 2.0 * (1.0 - lag / cut))
        slope += 2.0 * weight * lag * float(covariances[lag])
        spread += 2.0 * weight * float(covariances[lag])
    if spread <= 0.0:
        return 1.0
    chosen = (slope**2 / spread**2) ** (1 / 3) * count ** (1 / 3)
    return float(min(max(chosen, 1.0), math.ceil(min(3 * math.sqrt(count), count / 3))))


def _autocovariances(centred: Floats, most: int) -> tuple[Floats, Floats]:
    """Autocovariances of lag 0 … ``most``, and the absolute correlations of what overlaps."""
    count = len(centred)
    squares = np.cumsum(centred * centred)
    covariances, correlations = np.empty(most + 1), np.empty(most + 1)
    for lag in range(most + 1):
        product = float((centred[lag:] * centred[: count - lag]).sum())
        late, early = squares[-1] - squares[lag], squares[count - lag - 2] if lag < count - 1 else 0.0
        covariances[lag] = product / count
        scale = math.sqrt(max(late * early, 0.0))
        correlations[lag] = abs(product) / scale if scale > 0.0 else 0.0
    return covariances, correlations


def _bandwidth(correlations: Floats, count: int, most: int) -> int:
    """Lags that matter: twice the first of a run of correlations that are all within chance."""
    run = max(_SIGNIFICANT_LAGS, int(math.log10(count)))
    chance = 2.0 * math.sqrt(math.log10(count) / count)
    for lag in range(run, most + 1):
        if (correlations[lag - run : lag] < chance).all():
            return min(2 * max(lag - run, 1), most)
    return most


def stationary(count: int, block: float, draws: int, rng: np.random.Generator) -> Indices:
    """(draws, count) resampled indices of ``count`` sessions; Politis and Romano (1994).

    Blocks start anywhere, have geometric lengths of mean ``block`` and wrap around the end.
    """
    starts = rng.integers(0, count, (draws, count))
    if block <= 1.0:
        return starts
    opens = rng.random((draws, count)) < 1.0 / block
    opens[:, 0] = True
    here = np.arange(count)
    opened_at = np.maximum.accumulate(np.where(opens, here, 0), axis=1)
    indices: Indices = (np.take_along_axis(starts, opened_at, axis=1) + here - opened_at) % count
    return indices


def chunks(count: int, block: float, draws: int, seed: int = SEED) -> Iterator[Indices]:
    """Resampled indices, at most ``CHUNK`` draws at a time, ``draws`` in all."""
    rng = np.random.default_rng(seed)
    for first in range(0, draws, CHUNK):
        yield stationary(count, block, min(CHUNK, draws - first), rng)
