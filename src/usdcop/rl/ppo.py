"""Proximal policy optimisation (Schulman et al. 2017) on whole sessions, as one compiled program.

An update plays a batch of sessions from open to close, so nothing is bootstrapped and no environment
state outlives an update. Functions are pure: learner in, learner out.
"""

from typing import NamedTuple

import jax
import jax.numpy as jnp
import optax  # type: ignore[import-untyped] # it ships no types
from jax import Array

from usdcop.rl.environment import FLAT, Held, Slot, Tape, advance, choose, flat_at, observe
from usdcop.rl.networks import Network, Normaliser, Output, apply_normalised, initial, normalise
from usdcop.rl.returns import advantages
from usdcop.rl.settings import PpoSettings


class Sizes(NamedTuple):
    """What is compiled in: everything that decides the shape of a computation."""

    sessions: int
    epochs: int
    minibatches: int
    hidden: tuple[int, ...]
    flat_logit: float


class Hyper(NamedTuple):
    """What may change without compiling again: () float32 each; see ``PpoSettings``."""

    learning_rate: Array
    discount: Array
    gae_lambda: Array
    clip: Array
    entropy: Array
    value_weight: Array
    weight_decay: Array
    max_gradient_norm: Array
    reward_scale: Array
    updates: Array
    """Updates of the whole training, for what falls linearly."""


class Learner(NamedTuple):
    """All that training is at a moment: the next update depends on nothing else."""

    network: Network
    optimiser: optax.OptState
    key: Array
    update: Array
    """() int32: updates done"""


class Batch(NamedTuple):
    """Transitions, shape (S, B, …) as played and (M, …) as learnt from."""

    inputs: Array
    """Normalised observations, float32"""
    action: Array
    """int32"""
    log_probability: Array
    """of the action, when it was taken, float32"""
    value: Array
    """estimate when it was taken, float32"""
    advantage: Array
    target: Array
    """what the value should have been, float32"""
    weight: Array
    """1 where a decision was made, else 0, float32"""


class Played(NamedTuple):
    """What happened in a slot of a roll-out."""

    inputs: Array
    action: Array
    log_probability: Array
    value: Array
    reward: Array
    """float64, bps"""


class Progress(NamedTuple):
    """Means over the decisions or minibatches of an update, () float64 the first two, then float32."""

    decisions: Array
    """made in the update"""
    session_return: Array
    """bps net of costs per session, of the sampled actions"""
    flat_share: Array
    entropy: Array
    divergence: Array
    """estimate of KL(old, new)"""
    clipped_share: Array
    value_loss: Array


def sizes_of(settings: PpoSettings) -> Sizes:
    """The part of ``settings`` that is compiled in."""
    return Sizes(
        settings.sessions_per_update,
        settings.epochs,
        settings.minibatches,
        settings.hidden,
        settings.flat_logit,
    )


def hyper_of(settings: PpoSettings, updates: int) -> Hyper:
    """The part of ``settings`` that is not."""
    names = [name for name in Hyper._fields if name != "updates"]
    return Hyper(
        **{name: jnp.float32(getattr(settings, name)) for name in names}, updates=jnp.float32(updates)
    )


def new_learner(seed: int, inputs: int, sizes: Sizes) -> Learner:
    """A fresh learner; everything random in its training follows from ``seed``."""
    weights, rest = jax.random.split(jax.random.key(seed))
    network = initial(weights, inputs, sizes.hidden, sizes.flat_logit)
    return Learner(network, _ADAM.init(network), rest, jnp.int32(0))


def improve(
    learner: Learner, tape: Tape, normaliser: Normaliser, hyper: Hyper, sizes: Sizes
) -> tuple[Learner, Progress]:
    """One update: play a batch of sessions, then learn from it."""
    key, choosing, acting, shuffling = jax.random.split(learner.key, 4)
    slots = choose(tape, _stratified(choosing, sizes.sessions, tape.sessions))
    played = play(learner.network, normaliser, slots, acting)
    batch = _batch(played, slots, hyper)
    left = 1.0 - learner.update.astype(jnp.float32) / hyper.updates
    taught = learner._replace(key=key, update=learner.update + 1)
    taught, told = _learn(taught, batch, shuffling, _falling(hyper, left), sizes)
    flat = jnp.where(played.action == FLAT, batch.weight, 0.0).sum() / jnp.maximum(batch.weight.sum(), 1.0)
    return taught, told._replace(
        decisions=slots.decides.sum(), session_return=played.reward.sum(axis=0).mean(), flat_share=flat
    )


def improve_often(
    learner: Learner, tape: Tape, normaliser: Normaliser, hyper: Hyper, times: Array, sizes: Sizes
) -> tuple[Learner, Progress]:
    """``times`` (() int32) updates in one program, and the mean of what they told."""

    def again(_: Array, carried: tuple[Learner, Progress]) -> tuple[Learner, Progress]:
        learner, total = carried
        learner, told = improve(learner, tape, normaliser, hyper, sizes)
        return learner, jax.tree.map(jnp.add, total, told)

    learner, total = jax.lax.fori_loop(0, times, again, (learner, _nothing_told()))
    return learner, jax.tree.map(lambda part: part / jnp.maximum(times, 1).astype(part.dtype), total)


def play(network: Network, normaliser: Normaliser, slots: Slot, key: Array) -> Played:
    """Play the sessions of ``slots`` (S, B, …) to the close, sampling actions."""
    chance = jax.random.uniform(key, slots.gain.shape, jnp.float32)

    def one(held: Held, here: tuple[Slot, Array]) -> tuple[Held, Played]:
        slot, luck = here
        inputs = normalise(normaliser, observe(slot, held))
        output = apply_normalised(network, inputs)
        log_probabilities = _log_softmax(output.logits)
        action = _sample(log_probabilities, luck)
        held, earned = advance(slot, held, action)
        log_probability = _picked(log_probabilities, action)
        return held, Played(inputs, action, log_probability, output.value, earned)

    _, played = jax.lax.scan(one, flat_at(_first(slots)), (slots, chance))
    return played


def play_greedily(network: Network, normaliser: Normaliser, slots: Slot) -> tuple[Array, Array]:
    """Rewards (S, B) in bps and positions (S, B) of always taking the likeliest action."""

    def one(held: Held, slot: Slot) -> tuple[Held, tuple[Array, Array]]:
        output = apply_normalised(network, normalise(normaliser, observe(slot, held)))
        held, earned = advance(slot, held, jnp.argmax(output.logits, axis=-1))
        return held, (earned, held.position)

    _, (rewards, positions) = jax.lax.scan(one, flat_at(_first(slots)), slots)
    return rewards, positions


def loss(network: Network, batch: Batch, hyper: Hyper) -> tuple[Array, Progress]:
    """``-E[min(ρA, clip(ρ)A)] + c·½E[max((V-R)², (V_clipped-R)²)] - e·E[H]`` over decisions."""
    output = apply_normalised(network, batch.inputs)
    log_probabilities = _log_softmax(output.logits)
    log_ratio = _picked(log_probabilities, batch.action) - batch.log_probability
    ratio = jnp.exp(log_ratio)
    clipped = jnp.clip(ratio, 1.0 - hyper.clip, 1.0 + hyper.clip)
    surrogate = jnp.minimum(ratio * batch.advantage, clipped * batch.advantage)
    value_error = _value_error(output, batch, hyper)
    entropy = -(jnp.exp(log_probabilities) * log_probabilities).sum(axis=0)

    def mean(each: Array) -> Array:
        return (each * batch.weight).sum() / jnp.maximum(batch.weight.sum(), 1.0)

    total = -mean(surrogate) + hyper.value_weight * mean(value_error) - hyper.entropy * mean(entropy)
    outside = (jnp.abs(ratio - 1.0) > hyper.clip).astype(jnp.float32)
    told = _nothing_told()._replace(
        entropy=mean(entropy),
        divergence=mean(ratio - 1 - log_ratio),
        clipped_share=mean(outside),
        value_loss=mean(value_error),
    )
    return total, told


def _nothing_told() -> Progress:
    none = jnp.float32(0)
    return Progress(jnp.float64(0), jnp.float64(0), none, none, none, none, none)


_ADAM = optax.scale_by_adam(eps=1e-5)


def _batch(played: Played, slots: Slot, hyper: Hyper) -> Batch:
    reward = played.reward.astype(jnp.float32) * hyper.reward_scale
    decides = slots.decides > 0
    advantage = advantages(reward, played.value, decides, hyper.discount, hyper.gae_lambda)
    weight = decides.astype(jnp.float32)
    return Batch(
        inputs=played.inputs,
        action=played.action,
        log_probability=played.log_probability,
        value=played.value,
        advantage=_standardised(advantage, weight),
        target=advantage + played.value,
        weight=weight,
    )


def _learn(
    learner: Learner, batch: Batch, key: Array, hyper: Hyper, sizes: Sizes
) -> tuple[Learner, Progress]:
    """``epochs`` passes over ``batch``, each in ``minibatches`` parts of whole sessions drawn at random."""
    sessions = sizes.sessions // sizes.minibatches * sizes.minibatches

    def one_pass(learner: Learner, key: Array) -> tuple[Learner, Progress]:
        order = jax.random.permutation(key, sizes.sessions)[:sessions]
        return jax.lax.scan(one_part, learner, order.reshape(sizes.minibatches, -1))

    def one_part(learner: Learner, chosen: Array) -> tuple[Learner, Progress]:
        part: Batch = jax.tree.map(lambda array: _sessions_of(array, chosen), batch)
        gradient, told = jax.grad(loss, has_aux=True)(learner.network, part, hyper)
        return _stepped(learner, gradient, hyper), told

    learner, told = jax.lax.scan(one_pass, learner, jax.random.split(key, sizes.epochs))
    return learner, jax.tree.map(jnp.mean, told)


def _stepped(learner: Learner, gradient: Network, hyper: Hyper) -> Learner:
    """AdamW (Loshchilov and Hutter 2019) on the shortened gradient."""
    norm = optax.tree.norm(gradient)
    shorter = jnp.minimum(1.0, hyper.max_gradient_norm / jnp.maximum(norm, 1e-12))
    shortened = jax.tree.map(lambda part: part * shorter, gradient)
    with jax.numpy_dtype_promotion("standard"):  # optax raises a Python float to an integer count
        direction, optimiser = _ADAM.update(shortened, learner.optimiser)
    network = jax.tree.map(
        lambda weight, way: weight - hyper.learning_rate * (way + hyper.weight_decay * weight),
        learner.network,
        direction,
    )
    return learner._replace(network=network, optimiser=optimiser)


def _falling(hyper: Hyper, left: Array) -> Hyper:
    return hyper._replace(learning_rate=hyper.learning_rate * left, entropy=hyper.entropy * left)


def _value_error(output: Output, batch: Batch, hyper: Hyper) -> Array:
    near = batch.value + jnp.clip(output.value - batch.value, -hyper.clip, hyper.clip)
    return 0.5 * jnp.maximum((output.value - batch.target) ** 2, (near - batch.target) ** 2)


def _standardised(advantage: Array, weight: Array) -> Array:
    count = jnp.maximum(weight.sum(), 1.0)
    mean = (advantage * weight).sum() / count
    variance = ((advantage - mean) ** 2 * weight).sum() / count
    return (advantage - mean) / (jnp.sqrt(variance) + 1e-8)


def _stratified(key: Array, count: int, sessions: Array) -> Array:
    """``count`` sessions, one from each equal share of all: random, but spread over the whole history."""
    place = (jnp.arange(count, dtype=jnp.float32) + jax.random.uniform(key, (count,), jnp.float32)) / count
    index = (place * sessions.astype(jnp.float32)).astype(jnp.int32)
    return jnp.minimum(index, sessions - 1)


def _log_softmax(logits: Array) -> Array:
    """(B, 3) logits as (3, B) log-probabilities: sums over three long rows, not over many short ones."""
    return jax.nn.log_softmax(logits.T, axis=0)


def _sample(log_probabilities: Array, luck: Array) -> Array:
    """Action of each column (3, B) by inverting the distribution at ``luck``, uniform in [0, 1)."""
    short, flat = jnp.exp(log_probabilities[0]), jnp.exp(log_probabilities[1])
    return (luck >= short).astype(jnp.int32) + (luck >= short + flat).astype(jnp.int32)


def _picked(log_probabilities: Array, action: Array) -> Array:
    """The log-probability (B,) of each ``action`` (B,) in (3, B)."""
    return jnp.where(
        action == 0, log_probabilities[0], jnp.where(action == 1, log_probabilities[1], log_probabilities[2])
    )


def _sessions_of(array: Array, chosen: Array) -> Array:
    """The transitions (M, …) of the ``chosen`` sessions of ``array`` (S, B, …)."""
    part = jnp.take(array, chosen, axis=1)
    return part.reshape(-1, *part.shape[2:])


def _first(slots: Slot) -> Slot:
    return Slot(*(array[0] for array in slots))
