import jax
import jax.numpy as jnp
import numpy as np
import pytest

from support.bundles import make_weights
from usdcop.policy.scaler import Scaler
from usdcop.rl.networks import Normaliser, apply, initial, network_of, normalise, normaliser_of, weights_of


def test_the_first_weights_are_orthogonal_and_flat_is_favoured() -> None:
    network = initial(jax.random.key(0), 12, (64, 32), flat_logit=1.0)
    rows = np.asarray(network.trunk[0].weight)
    assert rows @ rows.T == pytest.approx(2 * np.eye(12), abs=1e-5)
    columns = np.asarray(network.trunk[1].weight)
    assert columns.T @ columns == pytest.approx(2 * np.eye(32), abs=1e-5)
    assert network.policy.bias.tolist() == [0.0, 1.0, 0.0]
    assert float(jnp.abs(network.policy.weight).max()) < 0.02


def test_normalising_clips_at_five_deviations() -> None:
    normaliser = Normaliser(jnp.array([1.0, 0.0], jnp.float32), jnp.array([2.0, 1.0], jnp.float32))
    found = normalise(normaliser, jnp.array([[5.0, -99.0]], jnp.float32))
    assert found.tolist() == [[2.0, -5.0]]


def test_weights_go_to_numpy_and_back_unchanged() -> None:
    weights = make_weights()
    assert weights_of(network_of(weights), weights.scaler).digest == weights.digest


def test_one_layer_by_hand() -> None:
    weights = make_weights(features=1, hidden=(2,))
    seen = np.array([[0.002, 1.0, 10.0, 0.25]], np.float32)
    scaled = np.clip((seen - weights.scaler.mean) / weights.scaler.std, -5, 5)
    hidden = np.tanh(scaled @ weights.trunk[0].weight + weights.trunk[0].bias)
    found = apply(network_of(weights), normaliser_of(weights.scaler), jnp.asarray(seen))
    expected = hidden @ weights.policy.weight + weights.policy.bias
    assert np.asarray(found.logits) == pytest.approx(expected, abs=1e-5)
    value = (hidden @ weights.value.weight + weights.value.bias)[0, 0]
    assert float(found.value[0]) == pytest.approx(float(value), abs=1e-5)


def test_the_network_computes_in_single_precision() -> None:
    scaler = Scaler(np.zeros(4), np.ones(4))
    found = apply(network_of(make_weights(features=1)), normaliser_of(scaler), jnp.zeros((2, 4), jnp.float32))
    assert found.logits.dtype == found.value.dtype == jnp.float32
