"""The numbers of a trained policy, free of the framework that trained it."""

import hashlib
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

from usdcop.policy.scaler import Scaler

Singles: TypeAlias = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class Dense:
    """``x @ weight + bias``: weight (in, out), bias (out,)."""

    weight: Singles
    bias: Singles


@dataclass(frozen=True, slots=True, eq=False)
class Weights:
    """A tanh perceptron with a policy head of three logits and a value head, and its normaliser."""

    trunk: tuple[Dense, ...]
    policy: Dense
    value: Dense
    scaler: Scaler

    @property
    def digest(self) -> str:
        """SHA-256 (hex) of every number: equal where two trainings gave the same model."""
        found = hashlib.sha256(self.scaler.digest.encode())
        for layer in (*self.trunk, self.policy, self.value):
            found.update(np.ascontiguousarray(layer.weight).tobytes())
            found.update(np.ascontiguousarray(layer.bias).tobytes())
        return found.hexdigest()

    def abstaining(self) -> "Weights":
        """The same trunk and value head with a policy that always stays flat."""
        prefer_flat = np.array([0.0, STAY_FLAT_LOGIT, 0.0], np.float32)
        head = Dense(weight=np.zeros_like(self.policy.weight), bias=prefer_flat)
        return Weights(trunk=self.trunk, policy=head, value=self.value, scaler=self.scaler)


STAY_FLAT_LOGIT = 3.0
"""Logit of flat in a policy that abstains: a probability of 91 %."""
