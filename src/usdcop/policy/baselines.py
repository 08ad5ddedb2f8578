"""Baselines: what a trained policy has to beat. Each is a ``Policy`` without memory."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from usdcop.core.episodes import Floats
from usdcop.core.errors import ContractError
from usdcop.core.units import Bps
from usdcop.policy.interface import Observation

LAST_RETURN = "return_1"
"""Feature with the return of the bar just closed, in bps."""
TREND_DISTANCE = "close_to_ema_50"
"""Feature with the distance of the close from its slow average."""


@dataclass(frozen=True, slots=True)
class Constant:
    """Always the same target."""

    name: str
    target: float

    def targets(self, seen: Observation) -> Floats:
        """(B,) the constant."""
        return np.full(len(seen.position), self.target)


def flat() -> Constant:
    """Never trades."""
    return Constant("flat", 0.0)


def long() -> Constant:
    """Buys at the first decision and holds to the close."""
    return Constant("long", 1.0)


def short() -> Constant:
    """Sells at the first decision and holds to the close."""
    return Constant("short", -1.0)


@dataclass(frozen=True, slots=True)
class Fade:
    """Holds against the bar just closed for one bar, where it moved by more than ``threshold``."""

    column: int
    """Place of the last bar's return, in bps, among the features."""
    threshold: Bps = Bps(10.0)

    @property
    def name(self) -> str:
        """With its threshold."""
        return f"fade {self.threshold:g} bps"

    def targets(self, seen: Observation) -> Floats:
        """(B,) against the last move if it was large, else flat."""
        last = seen.features[:, self.column]
        return np.where(np.abs(last) > self.threshold, -np.sign(last), 0.0)


@dataclass(frozen=True, slots=True)
class Trend:
    """Holds with the sign of the distance between price and its slow average."""

    column: int
    """Place of that distance among the features."""
    name: str = "trend"

    def targets(self, seen: Observation) -> Floats:
        """(B,) its sign."""
        distance: Floats = np.sign(seen.features[:, self.column])
        return distance


@dataclass(frozen=True, slots=True)
class Chance:
    """Redraws its target at random, with a given mean turnover; what it draws depends on nothing else.

    A draw replaces the position with each of the three targets equally often, whatever is held, so a
    decision changes the position by 8/9 units on average times the probability of a draw.
    """

    turnover: float
    """Mean units of position changed at a decision, from 0 to 8/9."""
    seed: int = 0
    name: str = "random"

    def __post_init__(self) -> None:
        if not 0.0 <= self.turnover <= MEAN_CHANGE:
            raise ContractError(
                f"Chance cannot have a turnover of {self.turnover} units a decision.", "Give 0 to 8/9."
            )

    def targets(self, seen: Observation) -> Floats:
        """(B,) a fresh draw, or the position held."""
        luck = np.array([self._luck(f"{day}|{seen.slot}") for day in seen.sessions]).reshape(-1, 2)
        drawn = np.floor(luck[:, 1] * 3.0) - 1.0
        return np.where(luck[:, 0] < self.turnover / MEAN_CHANGE, drawn, seen.position)

    def _luck(self, where: str) -> tuple[float, float]:
        """Two numbers in [0, 1) that follow from the seed and the place."""
        digest = hashlib.blake2b(f"{self.seed}|{where}".encode(), digest_size=16).digest()
        first, second = int.from_bytes(digest[:8], "big"), int.from_bytes(digest[8:], "big")
        return (first >> 11) / 2**53, (second >> 11) / 2**53


MEAN_CHANGE = 8 / 9
"""Mean absolute difference of two independent draws from short, flat and long."""


def column_of(feature_names: Sequence[str], name: str) -> int:
    """Place of the feature ``name``.

    Raises:
        ContractError: the data do not have it.
    """
    if name not in feature_names:
        raise ContractError(f"The data have no feature {name!r}.", f"They have: {', '.join(feature_names)}.")
    return list(feature_names).index(name)


def fade(feature_names: Sequence[str], threshold: Bps = Bps(10.0)) -> Fade:
    """The one-bar fade on data with ``feature_names``."""
    return Fade(column_of(feature_names, LAST_RETURN), threshold)


def trend(feature_names: Sequence[str]) -> Trend:
    """The trend follower on data with ``feature_names``."""
    return Trend(column_of(feature_names, TREND_DISTANCE))
