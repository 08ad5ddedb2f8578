"""What a policy is: something that maps what is seen at a bar's close to a target position."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from usdcop.core.episodes import Floats


@dataclass(frozen=True, slots=True, eq=False)
class Observation:
    """What ``B`` sessions show at the close of the same slot, before the decision."""

    sessions: tuple[date, ...]
    slot: int
    features: Floats
    """(B, F) unscaled features, in the order of the policy's feature list."""
    position: Floats
    """(B,) position held, in units of the notional."""
    unrealised_bps: Floats
    """(B,) open profit before costs, in bps of the session's capital."""
    time_to_close: float
    """Share of the session that is left."""


class Policy(Protocol):
    """Maps an observation to targets; has no memory and sees no future."""

    @property
    def name(self) -> str:
        """How reports call it."""

    def targets(self, seen: Observation) -> Floats:
        """(B,) target positions, each -1, 0 or 1."""
