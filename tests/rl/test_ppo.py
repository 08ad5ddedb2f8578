from dataclasses import replace
from functools import partial

import jax
import jax.numpy as jnp
import numpy as np
import pytest

from support.episodes import Plant, make_episodes
from usdcop.core.accounting import CostModel
from usdcop.policy.scaler import fit_scaler
from usdcop.rl import ppo
from usdcop.rl.environment import Slot, Tape, choose, tape_of
from usdcop.rl.networks import Normaliser, apply_normalised, normaliser_of
from usdcop.rl.ppo import Batch, Hyper, Learner, Sizes, hyper_of, improve, new_learner, sizes_of
from usdcop.rl.settings import PpoSettings

SETTINGS = PpoSettings(sessions_per_update=8, minibatches=2, epochs=2, hidden=(8,))
SIZES = sizes_of(SETTINGS)
loss = jax.jit(ppo.loss)
stepped = jax.jit(ppo._stepped)
once = jax.jit(improve, static_argnames="sizes")


@pytest.fixture(scope="module")
def market() -> tuple[Tape, Normaliser]:
    episodes = make_episodes(20, 1, plant=Plant(8.0))
    return tape_of(episodes, CostModel(), 32), normaliser_of(fit_scaler(episodes))


def learner(seed: int = 0) -> Learner:
    return new_learner(seed, 7, SIZES)


def batch_of(ratio: float, advantage: float, value: float = 0.0, target: float = 0.0) -> Batch:
    """One transition whose action 2 was ``ratio`` times less likely when it was taken."""
    inputs = jnp.zeros((1, 7), jnp.float32)
    output = apply_normalised(learner().network, inputs)
    now = jax.nn.log_softmax(output.logits)[0, 2]
    return Batch(
        inputs=inputs,
        action=jnp.array([2], jnp.int32),
        log_probability=jnp.array([now - np.float32(np.log(ratio))]),
        value=jnp.array([value], jnp.float32),
        advantage=jnp.array([advantage], jnp.float32),
        target=jnp.array([target], jnp.float32),
        weight=jnp.ones(1, jnp.float32),
    )


def hyper(**changes: float) -> Hyper:
    plain = {"entropy": 0.0, "value_weight": 0.0, "clip": 0.2, **changes}
    return hyper_of(SETTINGS, 10)._replace(**{name: jnp.float32(value) for name, value in plain.items()})


@pytest.mark.parametrize(
    ("ratio", "advantage", "expected"),
    [(1.0, 2.0, -2.0), (1.5, 2.0, -2.4), (1.5, -2.0, 3.0), (0.5, 2.0, -1.0), (0.5, -2.0, 1.6)],
)
def test_the_clipped_surrogate_by_hand(ratio: float, advantage: float, expected: float) -> None:
    total, _ = loss(learner().network, batch_of(ratio, advantage), hyper())
    assert float(total) == pytest.approx(expected, abs=1e-5)


def test_the_clipped_value_loss_by_hand() -> None:
    # V = 0 now, was 1, target 0.5: clipped V = 0.8, so ½·max(0.25, 0.09) = 0.125
    total, _ = loss(learner().network, batch_of(1.0, 0.0, value=1.0, target=0.5), hyper(value_weight=1.0))
    assert float(total) == pytest.approx(0.125, abs=1e-5)
    # target 2: ½·max(4, 1.44) = 2
    total, _ = loss(learner().network, batch_of(1.0, 0.0, value=1.0, target=2.0), hyper(value_weight=1.0))
    assert float(total) == pytest.approx(2.0, abs=1e-5)


def test_the_entropy_bonus_is_the_entropy() -> None:
    total, told = loss(learner().network, batch_of(1.0, 0.0), hyper(entropy=1.0))
    shares = np.exp([0.0, 1.0, 0.0]) / np.exp([0.0, 1.0, 0.0]).sum()
    assert float(-total) == pytest.approx(float(-(shares * np.log(shares)).sum()), abs=1e-5)
    assert float(told.entropy) == pytest.approx(float(-total), abs=1e-6)


def test_transitions_without_weight_change_nothing() -> None:
    one = batch_of(1.3, 0.7)
    ignored = batch_of(0.2, 50.0)._replace(weight=jnp.zeros(1, jnp.float32))
    both = jax.tree.map(lambda a, b: jnp.concatenate([a, b]), one, ignored)
    settings = hyper(entropy=0.01, value_weight=0.5)
    gradient = jax.jit(jax.grad(lambda network, batch: ppo.loss(network, batch, settings)[0]))
    alone, together = (gradient(learner().network, batch) for batch in (one, both))
    for a, b in zip(jax.tree.leaves(alone), jax.tree.leaves(together), strict=True):
        np.testing.assert_allclose(a, b, atol=1e-6)


def test_actions_are_drawn_with_their_probabilities() -> None:
    log_probabilities = jnp.log(jnp.array([[0.2], [0.5], [0.3]], jnp.float32)).repeat(10_000, axis=1)
    luck = jnp.linspace(0.0, 1.0, 10_000, endpoint=False, dtype=jnp.float32)
    drawn = np.bincount(np.asarray(ppo._sample(log_probabilities, luck)), minlength=3)
    assert drawn.tolist() == pytest.approx([2000, 5000, 3000], abs=2)


def test_sessions_are_drawn_from_the_whole_history_but_not_from_the_padding() -> None:
    drawn = np.asarray(ppo._stratified(jax.random.key(3), 40, jnp.int32(20)))
    assert np.bincount(drawn, minlength=20).tolist() == [2] * 20
    fewer = np.asarray(ppo._stratified(jax.random.key(3), 4, jnp.int32(20)))
    assert (fewer // 5).tolist() == [0, 1, 2, 3]


def test_a_long_gradient_is_shortened() -> None:
    begin = learner()
    gradient = jax.tree.map(lambda leaf: jnp.full_like(leaf, 1e6), begin.network)
    plain = hyper(weight_decay=0.0, max_gradient_norm=0.5)
    after = stepped(begin, gradient, plain)
    again = stepped(begin, jax.tree.map(lambda leaf: leaf * 10, gradient), plain)
    for a, b in zip(jax.tree.leaves(after.network), jax.tree.leaves(again.network), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-5)


def test_weight_decay_pulls_towards_zero() -> None:
    begin = learner()
    nothing = jax.tree.map(jnp.zeros_like, begin.network)
    after = stepped(begin, nothing, hyper(learning_rate=0.1, weight_decay=0.5))
    np.testing.assert_allclose(after.network.trunk[0].weight, begin.network.trunk[0].weight * 0.95, rtol=1e-5)


def test_an_update_is_a_function_of_its_arguments(market: tuple[Tape, Normaliser]) -> None:
    one, told = once(learner(), *market, hyper_of(SETTINGS, 10), sizes=SIZES)
    two, _ = once(learner(), *market, hyper_of(SETTINGS, 10), sizes=SIZES)
    other, _ = once(learner(1), *market, hyper_of(SETTINGS, 10), sizes=SIZES)
    same = jax.tree.map(lambda a, b: bool((a == b).all()), one.network, two.network)
    assert all(jax.tree.leaves(same))
    assert not bool((one.network.policy.weight == other.network.policy.weight).all())
    assert int(one.update) == 1
    assert float(told.decisions) > 8 * 40


def test_nothing_is_traced_twice_when_settings_change(market: tuple[Tape, Normaliser]) -> None:
    traces = []
    begin = learner()

    def counted(hyper: Hyper, sizes: Sizes) -> jax.Array:
        traces.append(sizes)
        jax.eval_shape(partial(improve, sizes=sizes), begin, *market, hyper)
        return hyper.entropy

    program = jax.jit(counted, static_argnames="sizes")
    for settings in (SETTINGS, replace(SETTINGS, entropy=0.1, learning_rate=0.5, steps=7)):
        program(hyper_of(settings, 10), sizes=sizes_of(settings))
    assert len(traces) == 1


def test_an_update_runs_under_strict_promotion_of_types(market: tuple[Tape, Normaliser]) -> None:
    sizes = Sizes(4, 1, 1, (8,), 0.5)
    with jax.numpy_dtype_promotion("strict"):
        begin = new_learner(0, 7, sizes)
        told = jax.eval_shape(partial(improve, sizes=sizes), begin, *market, hyper_of(SETTINGS, 10))[1]
    assert (told.session_return.dtype, told.entropy.dtype) == (jnp.float64, jnp.float32)


def test_often_is_once_several_times(market: tuple[Tape, Normaliser]) -> None:
    arguments = (*market, hyper_of(SETTINGS, 10))
    often, told = jax.jit(partial(ppo.improve_often, sizes=SIZES))(learner(), *arguments, jnp.int32(3))
    state, returns = learner(), []
    for _ in range(3):
        state, one = once(state, *arguments, sizes=SIZES)
        returns.append(float(one.session_return))
    np.testing.assert_allclose(often.network.policy.weight, state.network.policy.weight, atol=1e-6)
    assert float(told.session_return) == pytest.approx(np.mean(returns), rel=1e-4)


def test_greedy_play_earns_what_its_positions_earn(market: tuple[Tape, Normaliser]) -> None:
    tape, normaliser = market
    slots: Slot = choose(tape, jnp.arange(20))
    rewards, positions = ppo.play_greedily(learner().network, normaliser, slots)
    assert (np.asarray(positions) == 0).all()
    assert (np.asarray(rewards) == 0).all()
