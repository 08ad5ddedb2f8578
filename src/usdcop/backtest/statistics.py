"""Statistics of session returns: bootstrap by blocks, probabilistic and deflated Sharpe ratios."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray
from scipy.stats import kurtosis, norm, skew

from usdcop.core.episodes import Floats
from usdcop.core.metrics import NOTHING, SESSIONS_A_YEAR, Metric, known, unknown

Statistic: TypeAlias = Callable[[Floats], Floats]
"""Maps resampled session values (B, n) to one figure each (B,); NaN where it does not exist."""


@dataclass(frozen=True, slots=True)
class BootstrapSettings:
    """How intervals are drawn; the same settings give the same interval."""

    resamples: int = 2_000
    """Resampled histories."""
    block: float = 10.0
    """Mean length of a block, in sessions: two weeks keep what neighbouring sessions share."""
    level: float = 0.95
    """Coverage of the two-sided interval."""
    seed: int = 20_200_102


@dataclass(frozen=True, slots=True)
class Interval:
    """A two-sided interval, or unknown bounds with the reason."""

    low: Metric
    high: Metric


def stationary_indices(count: int, settings: BootstrapSettings) -> NDArray[np.intp]:
    """(B, n) resampled indices of ``count`` sessions; Politis and Romano (1994).

    Blocks start anywhere, have geometric lengths of mean ``settings.block`` and wrap around the end.
    """
    rng = np.random.default_rng(settings.seed)
    shape = (settings.resamples, count)
    opens = rng.random(shape) < 1.0 / settings.block
    opens[:, 0] = True
    starts = rng.integers(0, count, shape)
    here = np.arange(count)
    opened_at = np.maximum.accumulate(np.where(opens, here, 0), axis=1)
    indices: NDArray[np.intp] = (np.take_along_axis(starts, opened_at, axis=1) + here - opened_at) % count
    return indices


def interval(returns: Floats, statistic: Statistic, settings: BootstrapSettings) -> Interval:
    """Percentile interval of ``statistic`` over resampled session ``returns`` (n,)."""
    if len(returns) < 2:  # noqa: PLR2004 - one session cannot be resampled
        return _no_interval("fewer than two sessions")
    return percentiles(statistic(returns[stationary_indices(len(returns), settings)]), settings.level)


def percentiles(figures: Floats, level: float) -> Interval:
    """The central ``level`` of resampled ``figures`` (B,); unknown where a twentieth of them does not exist."""
    exists = np.isfinite(figures)
    if exists.mean() < 0.95:  # noqa: PLR2004 - a twentieth, as the docstring says
        return _no_interval("it does not exist in many resampled histories")
    tail = (1.0 - level) / 2.0
    low, high = np.quantile(figures[exists], (tail, 1.0 - tail))
    return Interval(known(low), known(high))


def _no_interval(reason: str) -> Interval:
    return Interval(unknown(reason), unknown(reason))


def mean_of(sample: Floats) -> Floats:
    """(B,) mean of each row."""
    mean: Floats = sample.mean(axis=-1)
    return mean


def sharpe_of(sample: Floats) -> Floats:
    """(B,) yearly Sharpe ratio of each row, as ``core.metrics.sharpe``."""
    return math.sqrt(SESSIONS_A_YEAR) * ratio_of(sample.mean(axis=-1), sample.std(axis=-1, ddof=1))


def sortino_of(sample: Floats) -> Floats:
    """(B,) yearly Sortino ratio of each row, as ``core.metrics.sortino``."""
    downside = np.sqrt(np.mean(np.minimum(sample, 0.0) ** 2, axis=-1))
    return math.sqrt(SESSIONS_A_YEAR) * ratio_of(sample.mean(axis=-1), downside)


def drawdown_of(sample: Floats) -> Floats:
    """(B,) largest drawdown of each row, as ``core.metrics.max_drawdown``."""
    curve = 1.0 + np.cumsum(sample, axis=-1)
    fall: Floats = (np.maximum(np.maximum.accumulate(curve, axis=-1), 1.0) - curve).max(axis=-1)
    return fall


def cagr_of(sample: Floats) -> Floats:
    """(B,) yearly growth of each row, as ``core.metrics.cagr``."""
    final = 1.0 + sample.sum(axis=-1)
    grown: Floats = np.where(
        final > 0, np.maximum(final, NOTHING) ** (SESSIONS_A_YEAR / sample.shape[-1]), np.nan
    )
    return grown - 1.0


def ratio_of(top: Floats, bottom: Floats) -> Floats:
    """(B,) ``top`` over ``bottom``; NaN where the latter is nothing."""
    exists = bottom > NOTHING
    ratio: Floats = np.where(exists, top / np.where(exists, bottom, 1.0), np.nan)
    return ratio


@dataclass(frozen=True, slots=True)
class Difference:
    """Mean difference of two paired runs in bps a session, with its interval."""

    mean_bps: Metric
    interval: Interval

    @property
    def beats(self) -> bool:
        """Whether the lower bound lies above zero: the only sense in which one run beats another."""
        return self.interval.low.value is not None and self.interval.low.value > 0.0


def paired_difference(ours: Floats, theirs: Floats, settings: BootstrapSettings) -> Difference:
    """Paired bootstrap of ``ours`` - ``theirs``, session returns (n,) over the same sessions."""
    gap = 1e4 * (ours - theirs)
    if not len(gap):
        return Difference(unknown("no session"), _no_interval("no session"))
    return Difference(known(gap.mean()), interval(gap, mean_of, settings))


@dataclass(frozen=True, slots=True)
class SharpeMoments:
    """A Sharpe ratio a session (not annualised) and what its uncertainty depends on."""

    ratio: float
    skewness: float
    kurtosis: float
    """3 for a normal distribution."""
    count: int

    @property
    def variance(self) -> float:
        """(n-1) times the variance of the estimated ratio: 1 - γ₃·SR + (γ₄-1)/4·SR²."""
        return 1.0 - self.skewness * self.ratio + (self.kurtosis - 1.0) / 4.0 * self.ratio**2

    def probability_above(self, benchmark: float) -> float:
        """Φ((SR - SR*)·√(n-1) / √(1 - γ₃·SR + (γ₄-1)/4·SR²)); Bailey and López de Prado (2012)."""
        return float(norm.cdf((self.ratio - benchmark) * math.sqrt((self.count - 1) / self.variance)))

    def sessions_needed(self, confidence: float) -> float:
        """Minimum track record length against 0: 1 + (1 - γ₃·SR + (γ₄-1)/4·SR²)·(z / SR)²; the same paper."""
        return 1.0 + self.variance * (float(norm.ppf(confidence)) / self.ratio) ** 2


def probabilistic_sharpe(returns: Floats, benchmark: float = 0.0) -> Metric:
    """Probability that the true Sharpe ratio a session exceeds ``benchmark``."""
    moments = moments_of(returns)
    return unknown(moments) if isinstance(moments, str) else known(moments.probability_above(benchmark))


def minimum_track_record(returns: Floats, confidence: float = 0.95) -> Metric:
    """Sessions needed before a Sharpe ratio above 0 is believed with ``confidence``."""
    moments = moments_of(returns)
    if isinstance(moments, str):
        return unknown(moments)
    if moments.ratio <= NOTHING:
        return unknown("the Sharpe ratio is not positive: no record is long enough")
    return known(moments.sessions_needed(confidence))


def moments_of(returns: Floats) -> SharpeMoments | str:
    """The moments of ``returns``, or why there are none."""
    if len(returns) < 4:  # noqa: PLR2004 - a kurtosis needs four points
        return "fewer than four sessions"
    deviation = float(returns.std(ddof=1))
    if deviation <= NOTHING:
        return "the session returns do not vary"
    moments = SharpeMoments(
        ratio=float(returns.mean()) / deviation,
        skewness=float(skew(returns)),
        kurtosis=float(kurtosis(returns, fisher=False)),
        count=len(returns),
    )
    return moments if moments.variance > NOTHING else "the moments of so few sessions contradict each other"


@dataclass(frozen=True, slots=True)
class Deflated:
    """The deflated Sharpe ratio with what it was deflated by. A figure: no gate asks for it."""

    probability: Metric
    trials: int
    hurdle: Metric
    """Sharpe ratio (yearly) that the best of so many worthless trials is expected to show."""


def deflated_sharpe(returns: Floats, trials: Sequence[float | None]) -> Deflated:
    """Probability that the Sharpe ratio is above what the best of all ``trials`` would show by luck.

    The probabilistic Sharpe ratio against SR₀ = √V·((1-γ)·Φ⁻¹(1-1/N) + γ·Φ⁻¹(1-1/(N·e))), with N trials, V the
    variance of their Sharpe ratios a session (``trials``; None where one does not exist) and γ Euler's constant;
    Bailey and López de Prado (2014). One trial: against 0.
    """
    hurdle = expected_best(len(trials), _spread(trials, len(returns)))
    return Deflated(
        probability=probabilistic_sharpe(returns, hurdle),
        trials=len(trials),
        hurdle=known(hurdle * math.sqrt(SESSIONS_A_YEAR)),
    )


def expected_best(count: int, variance: float) -> float:
    """SR₀: expected largest of ``count`` Sharpe ratios with ``variance`` and a mean of 0; 0 where there is no choice."""
    if count < 2:  # noqa: PLR2004 - nothing was chosen from one
        return 0.0
    best = (1 - np.euler_gamma) * norm.ppf(1 - 1 / count) + np.euler_gamma * norm.ppf(
        1 - 1 / (count * math.e)
    )
    return math.sqrt(variance) * float(best)


def _spread(trials: Sequence[float | None], sessions: int) -> float:
    """Variance of the trials' Sharpe ratios; where fewer than two are known, that of a worthless trial's."""
    ratios = [ratio for ratio in trials if ratio is not None]
    if len(ratios) < 2:  # noqa: PLR2004 - a variance needs two points
        return 1.0 / max(sessions - 1, 1)
    return float(np.var(ratios, ddof=1))
