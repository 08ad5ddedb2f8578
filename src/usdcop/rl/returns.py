"""Returns and advantages."""

import jax
import jax.numpy as jnp
from jax import Array


def advantages(reward: Array, value: Array, decides: Array, discount: Array, lam: Array) -> Array:
    """Generalised advantage estimates (Schulman et al. 2016) along whole sessions.

    ``Aₜ = δₜ + γ λ Aₜ₊₁`` with ``δₜ = rₜ + γ Vₜ₊₁ - Vₜ``, where t+1 is the next slot *with a decision* and both
    terms are 0 after the session's last one. A slot without a decision is passed over and gets 0.

    Args:
        reward: (S, B) rewards.
        value: (S, B) value estimates before the decision.
        decides: (S, B) bool.
        discount: γ of one decision.
        lam: λ.
    """

    def backwards(
        later: tuple[Array, Array], here: tuple[Array, Array, Array]
    ) -> tuple[tuple[Array, Array], Array]:
        next_value, next_advantage = later
        earned, estimate, decided = here
        delta = earned + discount * next_value - estimate
        advantage = delta + discount * lam * next_advantage
        kept = (jnp.where(decided, estimate, next_value), jnp.where(decided, advantage, next_advantage))
        return kept, jnp.where(decided, advantage, jnp.zeros_like(advantage))

    nothing = jnp.zeros_like(value[0])
    _, found = jax.lax.scan(backwards, (nothing, nothing), (reward, value, decides), reverse=True)
    return found
