"""Small policies whose behaviour a test can predict."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from usdcop.core.episodes import Floats
from usdcop.core.metrics import Activity
from usdcop.policy.interface import Observation, Policy


@dataclass(frozen=True)
class Always:
    """Wants the same position at every bar."""

    name: str
    target: float

    def targets(self, seen: Observation) -> Floats:
        return np.full(seen.position.shape, self.target)


@dataclass(frozen=True)
class Follow:
    """Long above ``band`` of a feature, short below minus it, else flat."""

    band: float
    feature: int = 0
    sign: float = 1.0
    name: str = "follow"

    def targets(self, seen: Observation) -> Floats:
        value = seen.features[:, self.feature]
        wanted: Floats = self.sign * np.where(np.abs(value) > self.band, np.sign(value), 0.0)
        return wanted


@dataclass(frozen=True)
class Rarely:
    """Long for one bar of every ``every``-th session, else flat."""

    every: int
    name: str = "rarely"

    def targets(self, seen: Observation) -> Floats:
        days = np.array([day.toordinal() for day in seen.sessions])
        wanted: Floats = np.where((days % self.every == 0) & (seen.slot == 20), 1.0, 0.0)
        return wanted


@dataclass(frozen=True)
class Restless:
    """Wants anything, by session, slot, position and open profit: the same when asked again."""

    name: str = "restless"

    def targets(self, seen: Observation) -> Floats:
        days = np.array([day.toordinal() for day in seen.sessions])
        mixed = days * 31 + seen.slot * 17 + (seen.unrealised_bps > 0) * 5 + seen.position * 7
        wanted: Floats = np.floor(mixed) % 3 - 1
        return wanted


def classics(_activity: Activity | None = None) -> Sequence[Policy]:
    """Flat, long and short: baselines that need to know nothing."""
    return [Always("flat", 0.0), Always("long", 1.0), Always("short", -1.0)]
