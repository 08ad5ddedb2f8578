"""Named splits of the history: chronological, purged, with an embargo; fixed once made."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from usdcop.core.episodes import POSITION_FEATURES, Episodes, Floats, Split

UNREALISED_SCALE_BPS = 25.0
"""Open profits are divided by this: about the deviation of a session's move over an hour or two."""


@dataclass(frozen=True, slots=True)
class SplitSettings:
    """How the history is divided."""

    test_share: float = 0.2
    """Share of the expected sessions, the newest ones, that judge the bundle."""
    embargo_sessions: int = 5
    """Sessions before the test part that belong to neither side."""
    validation_share: float = 0.1
    """Share of the training part, its newest sessions, that picks the seed that ships."""
    min_training_episodes: int = 500
    """Fewest training episodes for which L4's gate opens."""
    renew_below: float = 0.8
    """A new split is made once the newest one spans less than this share of the sessions there are."""


@dataclass(frozen=True, slots=True, eq=False)
class Scaler:
    """Mean and standard deviation of each element of an observation, fitted on a split's training part."""

    mean: Floats
    """(F + 3,)"""
    std: Floats
    """(F + 3,), positive"""


def make_split(sessions: Sequence[date], settings: SplitSettings) -> Split:
    """The chronological split of ``sessions`` (expected sessions, oldest first)."""
    count = len(sessions)
    test_from = count - max(1, round(count * settings.test_share))
    train_to = max(2, test_from - settings.embargo_sessions)
    validation_from = train_to - max(1, round(train_to * settings.validation_share))
    return Split(
        split_id=f"chrono-{sessions[0]:%Y%m%d}-{sessions[-1]:%Y%m%d}",
        train=(sessions[0], sessions[validation_from - 1]),
        validation=(sessions[validation_from], sessions[train_to - 1]),
        test=(sessions[test_from], sessions[-1]),
        embargo_sessions=settings.embargo_sessions,
    )


def still_good(split: Split, sessions: Sequence[date], settings: SplitSettings) -> bool:
    """Whether ``split`` spans enough of ``sessions`` to be kept; fixed dates make results comparable."""
    first, last = split.train[0], split.test[1]
    spanned = sum(first <= day <= last for day in sessions)
    return spanned >= settings.renew_below * len(sessions)


def training_episodes(episodes: Episodes, split: Split) -> Episodes:
    """Episodes a policy may be trained on: the training part, grades A and B, with a decision."""
    part = episodes.between(*split.train)
    return part.take(part.training_grade & part.decides.any(axis=1))


def fit_scaler(training: Episodes) -> Scaler:
    """Scaler of the observation: features from their training values, the position's part by fixed scales.

    A feature that never varies gets deviation 1, so that it becomes 0 and not a division by zero.
    """
    rows = training.features[training.decides]
    mean, std = rows.mean(axis=0), rows.std(axis=0)
    own_mean = np.array([0.0, 0.0, 0.5])
    own_std = np.array([1.0, UNREALISED_SCALE_BPS, 0.29])
    assert len(own_mean) == len(POSITION_FEATURES)  # noqa: S101 - both name the same three numbers
    return Scaler(np.concatenate([mean, own_mean]), np.concatenate([np.where(std > 0, std, 1.0), own_std]))
