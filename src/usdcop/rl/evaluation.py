"""Judging a policy on a tape: what it would have earned, deciding greedily."""

from dataclasses import dataclass

import jax
import numpy as np
from jax import Array

from usdcop.core.episodes import Floats
from usdcop.rl.environment import Tape
from usdcop.rl.networks import Network, Normaliser
from usdcop.rl.ppo import play_greedily


@dataclass(frozen=True, slots=True, eq=False)
class Judgement:
    """Rewards and positions of the greedy policy over ``E`` sessions of ``S`` slots."""

    rewards: Floats
    """(S, E) bps net of costs"""
    positions: Floats
    """(S, E) units of the notional after each slot"""
    decides: Floats
    """(S, E) 1 where a decision was made"""

    @property
    def returns(self) -> Floats:
        """(E,) bps of each session."""
        total: Floats = self.rewards.sum(axis=0)
        return total

    @property
    def mean(self) -> float:
        """Mean return of a session in bps."""
        return float(self.returns.mean())

    @property
    def error(self) -> float:
        """Standard error of that mean."""
        return float(self.returns.std(ddof=1) / np.sqrt(len(self.returns))) if len(self.returns) > 1 else 0.0

    @property
    def flat_share(self) -> float:
        """Share of decisions after which nothing is held."""
        return float(((self.positions == 0) * self.decides).sum() / max(self.decides.sum(), 1.0))


def judge(network: Network, normaliser: Normaliser, tape: Tape) -> Judgement:
    """What ``network`` would have done on every session of ``tape``, padding left out."""
    rewards, positions = _play_all(network, normaliser, tape)
    real = slice(int(tape.sessions))
    return Judgement(
        rewards=np.asarray(rewards)[:, real],
        positions=np.asarray(positions)[:, real],
        decides=np.asarray(tape.slots.decides)[:, real],
    )


@jax.jit
def _play_all(network: Network, normaliser: Normaliser, tape: Tape) -> tuple[Array, Array]:
    return play_greedily(network, normaliser, tape.slots)
