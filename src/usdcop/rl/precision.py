"""Precision: money is counted in float64, the network computes in float32. Loading this tells JAX so."""

# untested: tests/rl/test_environment.py checks the types of money and observations

import jax
import jax.numpy as jnp

jax.config.update("jax_enable_x64", val=True)  # type: ignore[no-untyped-call] # JAX has it untyped

MONEY = jnp.float64
SEEN = jnp.float32
