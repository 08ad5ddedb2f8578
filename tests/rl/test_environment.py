import jax
import jax.numpy as jnp
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from support.episodes import make_episodes
from usdcop.core.accounting import CostModel
from usdcop.rl.environment import ACTIONS, FLAT, LONG, SHORT, advance, choose, flat_at, reset, step, tape_of

COSTS = CostModel()


def test_money_is_double_and_the_observation_single() -> None:
    tape = tape_of(make_episodes(3, 1), COSTS)
    state, seen = reset(tape, jnp.int32(0))
    state, told = step(tape, state, jnp.int32(LONG))
    assert seen.dtype == told.observation.dtype == jnp.float32
    assert told.reward.dtype == state.held.position.dtype == state.held.entry.dtype == jnp.float64


def test_it_runs_under_strict_promotion_of_types() -> None:
    tape = tape_of(make_episodes(3, 1), COSTS)
    with jax.numpy_dtype_promotion("strict"):
        state, _ = reset(tape, jnp.int32(1))
        _, told = jax.jit(step)(tape, state, jnp.int32(SHORT))
    assert np.isfinite(told.reward)


def test_padding_has_no_decision_and_no_reward() -> None:
    episodes = make_episodes(3, 1)
    tape = tape_of(episodes, COSTS, capacity=8)
    assert int(tape.sessions) == 3
    assert tape.slots.features.shape == (60, 8, 4)
    slots = choose(tape, jnp.array([5, 6, 7]))
    held, earned = advance(
        jax.tree.map(lambda array: array[0], slots),
        flat_at(jax.tree.map(lambda a: a[0], slots)),
        jnp.full(3, LONG),
    )
    assert held.position.tolist() == earned.tolist() == [0.0, 0.0, 0.0]


def test_nothing_happens_at_a_slot_without_a_decision() -> None:
    episodes = make_episodes(4, 1, holes=False)
    episodes.decides[:, 3] = False
    tape = tape_of(episodes, COSTS)
    state, _ = reset(tape, jnp.int32(0))
    for _ in range(3):
        state, _ = step(tape, state, jnp.int32(LONG))
    after, told = step(tape, state, jnp.int32(SHORT))
    assert (float(told.reward), bool(told.decided)) == (0.0, False)
    assert after.held == state.held


def test_after_the_close_nothing_moves_any_more() -> None:
    tape = tape_of(make_episodes(1, 1, slots=5, holes=False), COSTS)
    state, _ = reset(tape, jnp.int32(0))
    for turn in range(5):
        state, told = step(tape, state, jnp.int32(LONG))
        assert bool(told.done) == (turn == 4)
    after, told = step(tape, state, jnp.int32(SHORT))
    assert (float(told.reward), bool(told.done), bool(told.decided)) == (0.0, True, False)
    assert int(after.slot) == 5


def test_the_actions_are_short_flat_and_long() -> None:
    assert (ACTIONS[SHORT], ACTIONS[FLAT], ACTIONS[LONG]) == (-1.0, 0.0, 1.0)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 2), min_size=12, max_size=12), st.integers(0, 2**16))
def test_doubling_costs_doubles_what_trading_loses(actions: list[int], seed: int) -> None:
    episodes = make_episodes(1, seed, slots=12, holes=False)

    def total(costs: CostModel) -> float:
        tape = tape_of(episodes, costs)
        state, _ = _reset(tape, jnp.int32(0))
        earned = 0.0
        for action in actions:
            state, told = _step(tape, state, jnp.int32(action))
            earned += float(told.reward)
        return earned

    free, once, twice = total(COSTS.times(0)), total(COSTS), total(COSTS.times(2))
    assert free - twice == pytest.approx(2 * (free - once), abs=1e-9)
    assert once <= free


_reset, _step = jax.jit(reset), jax.jit(step)
