"""The normaliser: fitted once on a split's training part, applied once, inside the policy."""

import hashlib
from dataclasses import dataclass
from typing import Final

import numpy as np

from usdcop.core.episodes import Episodes, Floats
from usdcop.core.errors import DataError

CLIP: Final = 5.0
"""Normalised values are clipped to ± this many standard deviations: returns have fat tails."""

POSITION_MEAN: Final = (0.0, 0.0, 0.5)
POSITION_STD: Final = (1.0, 25.0, 0.29)
"""Fixed scales of ``POSITION_FEATURES`` (25 bps is the move of an hour or two): they follow from the
policy itself, so no data can fit them."""

_SMALLEST_STD: Final = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class Scaler:
    """``clip((x - mean) / std)`` of a whole observation: ``F`` features, then ``POSITION_FEATURES``."""

    mean: Floats
    """(F + 3,)"""
    std: Floats
    """(F + 3,), positive"""

    def __post_init__(self) -> None:
        if self.mean.ndim != 1 or self.mean.shape != self.std.shape:
            raise DataError("A scaler needs one mean and one deviation per feature.", "Fit it again.")
        if not (np.isfinite(self.mean).all() and np.isfinite(self.std).all() and (self.std > 0).all()):
            raise DataError("A scaler needs finite means and positive deviations.", "Fit it again.")

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of the numbers, for what depends on them."""
        return hashlib.sha256(self.mean.tobytes() + self.std.tobytes()).hexdigest()


def fit_scaler(training: Episodes) -> Scaler:
    """Scaler of the decision slots of ``training``; a feature that never varies gets deviation 1.

    Raises:
        DataError: there is no decision slot to fit on.
    """
    rows = training.features[training.decides]
    if not len(rows):
        raise DataError("There is no decision to fit the scaler on.", "Give sessions that have bars.")
    std = rows.std(axis=0)
    return Scaler(
        mean=np.append(rows.mean(axis=0), POSITION_MEAN),
        std=np.append(np.where(std > _SMALLEST_STD, std, 1.0), POSITION_STD),
    )
