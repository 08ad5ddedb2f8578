"""Reinforcement learning: environment, networks, PPO. The only package that loads JAX.

Money is counted in float64 and the network computes in float32, so JAX is told to allow both.
"""

import jax

jax.config.update("jax_enable_x64", val=True)  # type: ignore[no-untyped-call] # JAX has it untyped
