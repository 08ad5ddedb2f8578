"""Precision: money is counted in float64, the network computes in float32. Loading this tells JAX so.

It also starts XLA with ``POOL`` threads, whatever the machine has: XLA splits products and sums by their
number, and whoever trains on other cores would get other last digits (docs/adr/0024).
"""

# untested: tests/rl/test_environment.py checks the types, tests/learning/test_machines.py the threads

import os
from typing import Final

import jax
import jax.numpy as jnp

POOL: Final = 2
"""Threads that XLA shares among all programs; seeds have a thread each besides."""

_POOL_SETTING: Final = "NPROC"
"""Where XLA reads how many; it offers no other way."""


def _start_backend() -> None:
    before = os.environ.get(_POOL_SETTING)  # noqa: TID251 - no setting of ours: XLA's only way to be told
    os.environ[_POOL_SETTING] = str(POOL)  # noqa: TID251 - the same
    try:
        jax.devices()
    finally:
        if before is None:
            del os.environ[_POOL_SETTING]  # noqa: TID251 - the same
        else:
            os.environ[_POOL_SETTING] = before  # noqa: TID251 - the same


jax.config.update("jax_enable_x64", val=True)  # type: ignore[no-untyped-call] # JAX has it untyped
_start_backend()

MONEY = jnp.float64
SEEN = jnp.float32
