"""What a policy adds beyond a mix of the baselines: the intercept of a regression of its session returns on theirs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from usdcop.backtest.statistics import Interval
from usdcop.core.episodes import Floats
from usdcop.core.metrics import NOTHING, Metric, known, unknown
from usdcop.core.units import BPS
from usdcop.court.mean_test import mean_interval

SAME: Final = 1e-6
"""Share of a baseline's variance that must be its own: one that the others make up is left out."""
MOST: Final = 0.5
"""Share of the variance from which the mix is what the policy does."""


@dataclass(frozen=True, slots=True)
class Attribution:
    """A policy's return beside a mix of the baselines."""

    names: tuple[str, ...]
    """Baselines of the mix."""
    weights: tuple[float, ...]
    explained: Metric
    """Share of the variance that the mix explains."""
    added_bps: Metric
    """Intercept: mean return beyond the mix, bps a session."""
    interval: Interval
    sentence: str


def attribution(returns: Floats, baselines: Mapping[str, Floats]) -> Attribution:
    """Least squares of session ``returns`` (n,) on the ``baselines`` (n,) each, intercept included.

    The intercept's interval is that of the mean of its influence, aᵢ = a + eᵢ·(1 - x̄ᵀS⁻¹(xᵢ - x̄)) (White 1980).
    Orthogonalised one by one, without LAPACK.
    """
    names, columns = _independent(baselines) if len(returns) else ([], [])
    spread = float(((returns - returns.mean()) ** 2).sum()) if len(returns) else 0.0
    if not names or spread <= NOTHING**2 or len(returns) <= len(names) + 2:
        nothing = unknown("neither it nor a baseline varies")
        return Attribution((), (), nothing, nothing, Interval(nothing, nothing), "")
    centred = np.column_stack([column - column.mean() for column in columns])
    means = np.array([column.mean() for column in columns])
    weights = _solved(centred, returns - returns.mean())
    rest = returns - returns.mean() - (centred * weights).sum(axis=1)
    added = float(returns.mean() - (weights * means).sum())
    influence = added + rest * (1.0 - (centred * _inverse_times(centred, means)).sum(axis=1))
    bound = mean_interval(influence)
    explained = 1.0 - float((rest * rest).sum()) / spread
    nothing = unknown("nothing is left")
    found = bound.in_bps if bound is not None else Interval(nothing, nothing)
    parts = weights * np.sqrt((centred * centred).sum(axis=0))
    sentence = _sentence(names, parts, explained, found)
    return Attribution(
        tuple(names), tuple(weights.tolist()), known(explained), known(BPS * added), found, sentence
    )


def _independent(baselines: Mapping[str, Floats]) -> tuple[list[str], list[Floats]]:
    """Those baselines that vary and are not made up by those before them."""
    names: list[str] = []
    kept: list[Floats] = []
    directions: list[Floats] = []
    for name, column in baselines.items():
        rest = column - column.mean()
        whole = float((rest * rest).sum())
        for direction in directions:
            rest = rest - direction * float((rest * direction).sum())
        own = float((rest * rest).sum())
        if whole > NOTHING**2 and own > SAME * whole:
            names.append(name)
            kept.append(column)
            directions.append(rest / np.sqrt(own))
    return names, kept


def _solved(centred: Floats, wanted: Floats) -> Floats:
    """Weights (K,) of the least squares of ``wanted`` (n,) on ``centred`` (n, K)."""
    return _eliminated(_products(centred), (centred * wanted[:, None]).sum(axis=0))


def _inverse_times(centred: Floats, vector: Floats) -> Floats:
    """S⁻¹·``vector`` with S the covariance (K, K) of ``centred`` (n, K)."""
    return _eliminated(_products(centred) / len(centred), vector)


def _products(centred: Floats) -> Floats:
    products: Floats = (centred[:, :, None] * centred[:, None, :]).sum(axis=0)
    return products


def _eliminated(matrix: Floats, vector: Floats) -> Floats:
    """Solution of ``matrix`` · x = ``vector``, positive definite and small, by Gauss."""
    left, right = matrix.copy(), vector.astype(np.float64).copy()
    size = len(right)
    for column in range(size):
        for row in range(column + 1, size):
            factor = left[row, column] / left[column, column]
            left[row] -= factor * left[column]
            right[row] -= factor * right[column]
    found = np.zeros(size)
    for row in reversed(range(size)):
        found[row] = (right[row] - float((left[row, row + 1 :] * found[row + 1 :]).sum())) / left[row, row]
    return found


def _sentence(names: Sequence[str], parts: Floats, explained: float, added: Interval) -> str:
    low = added.low.value
    main = names[int(np.abs(parts).argmax())]
    beyond = low is not None and low > 0.0
    if explained > MOST and not beyond:
        return f"Its return is that of {main}: beyond a mix of the baselines nothing is shown."
    if beyond:
        return "It earns more than any mix of the baselines explains."
    return "What it adds beyond a mix of the baselines cannot be told from zero."
