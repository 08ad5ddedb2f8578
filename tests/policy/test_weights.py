from dataclasses import replace

import numpy as np

from support.bundles import make_weights
from usdcop.policy.weights import Dense


def test_the_digest_changes_with_any_number() -> None:
    weights = make_weights()
    assert weights.digest == make_weights().digest
    bias = weights.value.bias + np.float32(1e-7)
    assert replace(weights, value=Dense(weights.value.weight, bias)).digest != weights.digest


def test_abstaining_weights_prefer_flat_whatever_is_seen() -> None:
    abstaining = make_weights().abstaining()
    assert (abstaining.policy.weight == 0).all()
    assert abstaining.policy.bias.argmax() == 1
