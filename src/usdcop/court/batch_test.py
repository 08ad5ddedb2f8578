"""A declared batch of bundles is one look: the smallest p of all is compared with what chance gives the smallest."""

import math
from typing import Final

import numpy as np
from scipy.stats import t as student

from usdcop.core.episodes import Floats
from usdcop.core.metrics import NOTHING
from usdcop.court.mean_test import (
    DRAWS_FOR_LEVEL,
    MeanTest,
    draws_for,
    mean_above_zero,
    t_statistic,
)
from usdcop.court.resampling import SEED, block_length, chunks

MOST_DRAWS: Final = 60_000
"""A batch's draws hold a statistic for each bundle: past this memory counts more than digits for each of them."""


def best_of_batch(returns: Floats, level: float, seed: int = SEED) -> tuple[MeanTest, ...]:
    """Test each of K series of session ``returns`` (n, K) over common sessions, all as one look.

    Whole sessions are drawn jointly, so what the bundles share stays shared. A bundle's p is the share of
    draws in which the smallest p of all falls to its own: Westfall and Young (1993), algorithm 2.8, single step.
    It is never below the bundle's own p; where a bundle's sessions hang together for longer than the batch's blocks
    (their median), and only the batch finds an edge, it is tested alone as well, in blocks of its own.
    """
    if returns.shape[1] == 1:
        return (mean_above_zero(returns[:, 0], level, seed),)
    observed = [t_statistic(column) for column in returns.T]
    varying = [index for index, t in enumerate(observed) if t is not None]
    if not varying:
        return tuple(MeanTest(1.0, 1.0, 1.0, 0.0, 1.0, 0) for _ in observed)
    kept = returns[:, varying]
    blocks = [block_length(column) for column in kept.T]
    block = float(np.median(blocks))
    drawn = _drawn(kept, block, draws_of_batch(len(varying), level), seed)
    seen = np.array([observed[index] for index in varying], dtype=np.float64)
    found = _tests(seen, drawn, len(returns), block)
    for place, (test, own) in enumerate(zip(found, blocks, strict=True)):
        if own > block and test.passes(level):
            alone = mean_above_zero(kept[:, place], level, seed)
            found[place] = test if alone.p <= test.p else alone
    tests = dict(zip(varying, found, strict=True))
    nothing = MeanTest(1.0, 1.0, 1.0, 0.0, 1.0, 0)
    return tuple(tests.get(index, nothing) for index in range(returns.shape[1]))


def draws_of_batch(count: int, level: float) -> int:
    """How many resampled histories a batch of ``count`` bundles takes; never fewer than one bundle does alone."""
    return max(draws_for(level), min(MOST_DRAWS, math.ceil(DRAWS_FOR_LEVEL * count / level)))


def _drawn(returns: Floats, block: float, draws: int, seed: int) -> Floats:
    """(draws, K) t of every series in every jointly resampled history."""
    count = len(returns)
    centred = returns - returns.mean(axis=0)
    squares = centred * centred
    rows = [
        _joint_t(_counts(indices, count), centred, squares) for indices in chunks(count, block, draws, seed)
    ]
    return np.concatenate(rows)


def _counts(indices: np.ndarray[tuple[int, ...], np.dtype[np.intp]], count: int) -> Floats:
    """(B, n) how often each session stands in each draw."""
    draws = len(indices)
    flat = (indices + count * np.arange(draws)[:, None]).ravel()
    return np.bincount(flat, minlength=draws * count).reshape(draws, count).astype(np.float64)


def _joint_t(counts: Floats, centred: Floats, squares: Floats) -> Floats:
    """(B, K) t of every series, by sums of elementwise products (``docs/adr/0024``)."""
    count = len(centred)
    found = np.empty((len(counts), centred.shape[1]))
    for index in range(centred.shape[1]):
        mean = (counts * centred[:, index]).sum(axis=1) / count
        variance = ((counts * squares[:, index]).sum(axis=1) / count - mean * mean) * (count / (count - 1))
        deviation = np.sqrt(np.maximum(variance, 0.0))
        flat = deviation <= NOTHING
        ratio = mean * math.sqrt(count) / np.where(flat, 1.0, deviation)
        found[:, index] = np.where(flat, np.where(mean > 0.0, np.inf, -np.inf), ratio)
    return found


def _tests(seen: Floats, drawn: Floats, count: int, block: float) -> list[MeanTest]:
    draws = len(drawn)
    own, by_draw = _own_p(seen, drawn)
    by_student = student.sf(seen, count - 1)
    larger = np.maximum(own, by_student)
    smallest = np.maximum(by_draw, student.sf(drawn, count - 1)).min(axis=1)
    tests = []
    for index in range(len(seen)):
        p = (1 + int((smallest <= larger[index]).sum())) / (1 + draws)
        tests.append(
            MeanTest(
                p=max(p, float(larger[index])),
                bootstrap_p=p,
                student_p=float(by_student[index]),
                t=float(seen[index]),
                block=block,
                draws=draws,
            )
        )
    return tests


def _own_p(seen: Floats, drawn: Floats) -> tuple[Floats, Floats]:
    """Each series' own p, observed (K,) and in every draw (B, K), by its rank among the series' own draws."""
    draws, series = drawn.shape
    own, by_draw = np.empty(series), np.empty(drawn.shape)
    for index in range(series):
        ordered = np.sort(drawn[:, index])
        own[index] = (1 + draws - np.searchsorted(ordered, seen[index], side="left")) / (1 + draws)
        by_draw[:, index] = (draws - np.searchsorted(ordered, drawn[:, index], side="left")) / draws
    return own, by_draw
