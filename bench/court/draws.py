"""Session returns of made-up strategies, with a standard deviation of 1 and a yearly Sharpe ratio that is known."""

import math
from collections.abc import Callable, Mapping
from typing import Final

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Shape = tuple[int, ...]

SESSIONS_A_YEAR: Final = 252
IDLE: Final = 0.3
"""Share of sessions in which the idle kind does not trade."""
CORRELATED: Final = 0.2
"""First autocorrelation of the autocorrelated kind."""
CARRY: Final = 0.25
"""Shape of the gamma distribution that a carry trade loses by: a skew of -2/√shape = -4."""
WARM_UP: Final = 30


def normal(shape: Shape, rng: np.random.Generator) -> Floats:
    """Normal returns."""
    return rng.standard_normal(shape)


def t4(shape: Shape, rng: np.random.Generator) -> Floats:
    """Student's t with four degrees of freedom: fat tails without a fourth moment."""
    drawn: Floats = rng.standard_t(4, shape) / math.sqrt(2.0)
    return drawn


def idle(shape: Shape, rng: np.random.Generator) -> Floats:
    """The same, but in 30 % of the sessions nothing."""
    drawn: Floats = np.where(rng.random(shape) < IDLE, 0.0, t4(shape, rng)) / math.sqrt(1.0 - IDLE)
    return drawn


def autocorrelated(shape: Shape, rng: np.random.Generator) -> Floats:
    """Normal returns of which each carries a fifth of the one before."""
    noise = rng.standard_normal((*shape[:-1], shape[-1] + WARM_UP))
    found = np.empty_like(noise)
    found[..., 0] = noise[..., 0]
    for index in range(1, noise.shape[-1]):
        found[..., index] = CORRELATED * found[..., index - 1] + noise[..., index]
    scaled: Floats = found[..., WARM_UP:] * math.sqrt(1.0 - CORRELATED**2)
    return scaled


def carry(shape: Shape, rng: np.random.Generator) -> Floats:
    """Small gains and rare large losses: minus a gamma distribution, skew -4."""
    drawn: Floats = -(rng.gamma(CARRY, 1.0, shape) - CARRY) / math.sqrt(CARRY)
    return drawn


KINDS: Final[Mapping[str, Callable[[Shape, np.random.Generator], Floats]]] = {
    "normal": normal,
    "t4": t4,
    "t4, 30 % idle": idle,
    "autocorrelated 0.2": autocorrelated,
    "carry trade, skew −4": carry,
}


def edge(sharpe: float) -> float:
    """Mean of a session with a yearly ``sharpe`` ratio at a standard deviation of 1."""
    return sharpe / math.sqrt(SESSIONS_A_YEAR)


def related(kind: str, sessions: int, series: int, share: float, rng: np.random.Generator) -> Floats:
    """(sessions, series) with pairwise correlation ``share``: a common part and an own one of the same kind."""
    own = KINDS[kind]((series, sessions), rng)
    common = KINDS[kind]((sessions,), rng)
    mixed: Floats = (math.sqrt(share) * common + math.sqrt(1.0 - share) * own).T
    return mixed
