"""Whether a mean session return is above zero: the studentised bootstrap and Student's test, the surer doubt counts.

The one holds where returns are skewed, the other where their tails are fat; the larger p of both holds in
either case (measured: ``make court``).
"""

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy.stats import t as student

from usdcop.backtest.statistics import Interval
from usdcop.core.episodes import Floats
from usdcop.core.metrics import NOTHING, Metric, known, unknown
from usdcop.core.units import BPS
from usdcop.court.resampling import SEED, block_length, chunks

FEWEST_DRAWS: Final = 2_000
DRAWS_FOR_LEVEL: Final = 20
"""Draws are at least this many over the level that is asked for, so that p is known to a quarter of it."""


@dataclass(frozen=True, slots=True)
class MeanTest:
    """The one-sided test of a mean above zero."""

    p: float
    """The larger of the two below: what a level is compared with."""
    bootstrap_p: float
    student_p: float
    t: float
    """Mean over its plain standard error."""
    block: float
    """Mean length of the resampled blocks, in sessions."""
    draws: int
    """Fewer than asked for where the count had decided."""

    def passes(self, level: float) -> bool:
        """Whether a mean above zero is shown at ``level``."""
        return self.p <= level


def draws_for(level: float) -> int:
    """How many resampled histories a test at ``level`` takes."""
    return max(FEWEST_DRAWS, math.ceil(DRAWS_FOR_LEVEL / level))


def mean_above_zero(returns: Floats, level: float, seed: int = SEED) -> MeanTest:
    """Test the mean of session ``returns`` (n,) one-sided against 0, to be compared with ``level``.

    t = mean / (s/√n), in sample and draw alike; the bootstrap's p is (1 + #{t* - centred - at least t}) / (1 + draws);
    Hall (1992), Davison and Hinkley (1997), ch. 4. Drawing ends early once p must lie above ``level``.
    Returns that do not vary show nothing: p is 1.
    """
    count = len(returns)
    observed = t_statistic(returns)
    if observed is None:
        return MeanTest(1.0, 1.0, 1.0, 0.0, 1.0, 0)
    by_student = float(student.sf(observed, count - 1))
    block = block_length(returns)
    draws, above, allowed = 0, 0, draws_for(level)
    centred = returns - returns.mean()
    for indices in chunks(count, block, allowed, seed):
        above += int((_t_statistics(centred[indices]) >= observed).sum())
        draws += len(indices)
        if above + 1 > level * (allowed + 1) or by_student > level:
            break
    by_bootstrap = (1 + above) / (1 + draws)
    return MeanTest(max(by_bootstrap, by_student), by_bootstrap, by_student, observed, block, draws)


def shown_at(returns: Floats, level: float, seed: int = SEED) -> bool:
    """Whether ``mean_above_zero`` passes at ``level``; Student's test, which is quick, is asked first."""
    observed = t_statistic(returns)
    if observed is None or student.sf(observed, len(returns) - 1) > level:
        return False
    return mean_above_zero(returns, level, seed).passes(level)


def mean_below_zero(returns: Floats, level: float, seed: int = SEED) -> MeanTest:
    """The same for a mean below zero."""
    return mean_above_zero(-returns, level, seed)


def t_statistic(returns: Floats) -> float | None:
    """Mean of ``returns`` (n,) over its plain standard error; None where it does not exist or one is no number."""
    if len(returns) < 2:  # noqa: PLR2004 - a deviation needs two points
        return None
    deviation = float(returns.std(ddof=1))
    varies = deviation > NOTHING and math.isfinite(deviation)
    return float(returns.mean()) * math.sqrt(len(returns)) / deviation if varies else None


def _t_statistics(sample: Floats) -> Floats:
    """(B,) t of each row; a row that does not vary tells nothing against what was seen, unless it is above zero."""
    mean = sample.mean(axis=-1)
    deviation = sample.std(axis=-1, ddof=1)
    flat = deviation <= NOTHING
    ratio: Floats = mean * math.sqrt(sample.shape[-1]) / np.where(flat, 1.0, deviation)
    return np.where(flat, np.where(mean > 0.0, np.inf, -np.inf), ratio)


@dataclass(frozen=True, slots=True)
class MeanBound:
    """A mean with its two-sided interval by the inverted studentised bootstrap."""

    mean: float
    low: float
    high: float
    """A side is infinite where so few sessions vary that many resampled histories hold none of them."""

    @property
    def in_bps(self) -> Interval:
        """The interval in bps; a side that is not finite is unknown."""
        return Interval(_side(self.low), _side(self.high))


def _side(bound: float) -> Metric:
    if not math.isfinite(bound):
        return unknown("too few sessions with a trade: many resampled histories hold none")
    return known(BPS * bound)


def mean_interval(returns: Floats, coverage: float = 0.95, seed: int = SEED) -> MeanBound | None:
    """Bootstrap-t interval of the mean, widened to Student's where that is wider; None where nothing varies."""
    if t_statistic(returns) is None:
        return None
    count, mean = len(returns), float(returns.mean())
    error = float(returns.std(ddof=1)) / math.sqrt(count)
    centred = returns - returns.mean()
    drawn = np.concatenate(
        [
            _t_statistics(centred[indices])
            for indices in chunks(count, block_length(returns), FEWEST_DRAWS, seed)
        ]
    )
    tail = (1.0 - coverage) / 2.0
    low, high = np.quantile(drawn, (tail, 1.0 - tail), method="nearest")
    wide = float(student.ppf(1.0 - tail, count - 1))
    return MeanBound(mean, mean - error * max(float(high), wide), mean - error * min(float(low), -wide))
