"""What a number of sessions and looks can find: the power of the test of an edge."""

import math
from typing import Final

from scipy.stats import nct, norm
from scipy.stats import t as student

from usdcop.core.metrics import SESSIONS_A_YEAR

FOUND_IN: Final = 0.8
"""The usual power: what is found in four of five cases counts as findable."""
MOST_SESSIONS: Final = 1_000_000_000
"""More are as good as never: four million years."""


def power(sharpe: float, sessions: int, level: float) -> float:
    """Probability that a true yearly ``sharpe`` is found in ``sessions`` by Student's one-sided test at ``level``."""
    if sessions < 2:  # noqa: PLR2004 - a deviation needs two points
        return 0.0
    threshold = float(student.isf(level, sessions - 1))
    return float(nct.sf(threshold, sessions - 1, sharpe * math.sqrt(sessions / SESSIONS_A_YEAR)))


def best_power(sharpe: float, sessions: int, level: float) -> float:
    """The same for a test that knows the variance: no test without that knowledge does better."""
    return float(norm.sf(norm.isf(level) - sharpe * math.sqrt(sessions / SESSIONS_A_YEAR)))


def findable_sharpe(sessions: int, level: float, found_in: float = FOUND_IN) -> float | None:
    """Smallest yearly Sharpe ratio that is found in ``found_in`` of cases; None where there are too few sessions."""
    if sessions < 2:  # noqa: PLR2004 - a deviation needs two points
        return None
    low, high = 0.0, 1.0
    while power(high, sessions, level) < found_in:
        low, high = high, 2.0 * high
    while high - low > 1e-3:  # noqa: PLR2004 - shown with two digits
        middle = (low + high) / 2
        low, high = (middle, high) if power(middle, sessions, level) < found_in else (low, middle)
    return high


def sessions_needed(sharpe: float, level: float, found_in: float = FOUND_IN) -> int | None:
    """Sessions in which a true yearly ``sharpe`` is found in ``found_in`` of cases.

    None where it is not positive, or so small that more than ``MOST_SESSIONS`` would be needed.
    """
    if sharpe <= 0.0:
        return None
    low, high = 1, 2
    while power(sharpe, high, level) < found_in:
        low, high = high, 2 * high
        if high > MOST_SESSIONS:
            return None
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if power(sharpe, middle, level) < found_in else (low, middle)
    return high
