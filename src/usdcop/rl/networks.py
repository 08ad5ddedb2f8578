"""The network: a normaliser, a small tanh perceptron, and two linear heads on one trunk."""

from collections.abc import Sequence
from typing import NamedTuple

import jax
import jax.numpy as jnp
import numpy as np
from jax import Array

from usdcop.policy.scaler import CLIP, Scaler
from usdcop.policy.weights import Dense, Weights
from usdcop.rl.orthogonal import orthogonal

TRUNK_GAIN = float(np.sqrt(2.0))
POLICY_GAIN = 0.01
VALUE_GAIN = 1.0


class Layer(NamedTuple):
    """``x @ weight + bias``, with shapes (in, out) and (out,), float32."""

    weight: Array
    bias: Array


class Network(NamedTuple):
    """Trunk shared by both heads."""

    trunk: tuple[Layer, ...]
    policy: Layer
    value: Layer


class Normaliser(NamedTuple):
    """Mean and standard deviation of an observation, (F + 3,) float32 each."""

    mean: Array
    std: Array


class Output(NamedTuple):
    """What the network says of a batch of observations."""

    logits: Array
    """(B, 3) float32: short, flat, long"""
    value: Array
    """(B,) float32"""


def normaliser_of(scaler: Scaler) -> Normaliser:
    """``scaler`` in the network's own precision."""
    return Normaliser(jnp.asarray(scaler.mean, jnp.float32), jnp.asarray(scaler.std, jnp.float32))


def initial(key: Array, inputs: int, hidden: Sequence[int], flat_logit: float) -> Network:
    """Orthogonal weights (Saxe et al. 2014) with the gains usual for PPO, biases 0 but for flat's logit.

    Made by NumPy, so it cannot be traced.
    """
    keys = jax.random.split(key, len(hidden) + 2)
    sizes = [inputs, *hidden]
    trunk = tuple(
        _orthogonal(keys[index], sizes[index], sizes[index + 1], TRUNK_GAIN) for index in range(len(hidden))
    )
    policy = _orthogonal(keys[-2], sizes[-1], 3, POLICY_GAIN)
    return Network(
        trunk=trunk,
        policy=policy._replace(bias=jnp.array([0.0, flat_logit, 0.0], jnp.float32)),
        value=_orthogonal(keys[-1], sizes[-1], 1, VALUE_GAIN),
    )


def normalise(normaliser: Normaliser, observation: Array) -> Array:
    """``clip((x - mean) / std)``, (B, F + 3) float32."""
    return jnp.clip((observation - normaliser.mean) / normaliser.std, -CLIP, CLIP)


def apply(network: Network, normaliser: Normaliser, observation: Array) -> Output:
    """Logits and value of raw observations (B, F + 3)."""
    return apply_normalised(network, normalise(normaliser, observation))


def apply_normalised(network: Network, inputs: Array) -> Output:
    """Logits and value of observations that are normalised already."""
    activation = inputs
    for layer in network.trunk:
        activation = jnp.tanh(activation @ layer.weight + layer.bias)
    logits = activation @ network.policy.weight + network.policy.bias
    value = activation @ network.value.weight + network.value.bias
    return Output(logits=logits, value=value[..., 0])


def _orthogonal(key: Array, inputs: int, outputs: int, gain: float) -> Layer:
    tall = (max(inputs, outputs), min(inputs, outputs))
    made = gain * orthogonal(np.asarray(jax.random.normal(key, tall, jnp.float32), np.float64))
    weight = made if inputs >= outputs else made.T
    return Layer(weight=jnp.asarray(weight, jnp.float32), bias=jnp.zeros(outputs, jnp.float32))


def weights_of(network: Network, scaler: Scaler) -> Weights:
    """``network`` as plain NumPy."""
    return Weights(
        trunk=tuple(map(_dense, network.trunk)),
        policy=_dense(network.policy),
        value=_dense(network.value),
        scaler=scaler,
    )


def network_of(weights: Weights) -> Network:
    """``weights`` as JAX arrays."""
    return Network(
        trunk=tuple(map(_layer, weights.trunk)), policy=_layer(weights.policy), value=_layer(weights.value)
    )


def _dense(layer: Layer) -> Dense:
    return Dense(weight=np.asarray(layer.weight), bias=np.asarray(layer.bias))


def _layer(dense: Dense) -> Layer:
    return Layer(weight=jnp.asarray(dense.weight), bias=jnp.asarray(dense.bias))
