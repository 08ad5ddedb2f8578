"""JAX, Gymnasium, the backtest engine and a slow reference play the same day: one rule, four engines."""

from dataclasses import dataclass
from datetime import date

import jax
import jax.numpy as jnp
import numpy as np
import pytest
from numpy.typing import NDArray

from support.episodes import make_episodes
from support.reference import Told, replay
from usdcop.backtest.engine import run, run_targets
from usdcop.core.accounting import CostModel, Stakes
from usdcop.core.episodes import Episodes, Floats
from usdcop.core.ledger import net_pnl
from usdcop.policy.interface import Observation
from usdcop.rl import environment
from usdcop.rl.gym import TradingEnv

Actions = NDArray[np.int64]

COSTS = CostModel()
STAKES = Stakes()
SESSIONS = 24


@dataclass(frozen=True)
class Scripted:
    """Takes the actions given, whatever it sees, and keeps what it saw."""

    actions: Actions
    rows: dict[date, int]
    seen: Floats
    name: str = "scripted"

    def targets(self, seen: Observation) -> Floats:
        rows = [self.rows[day] for day in seen.sessions]
        left = np.full(len(rows), seen.time_to_close)
        self.seen[rows, seen.slot] = np.column_stack(
            [seen.features, seen.position, seen.unrealised_bps, left]
        )
        targets: Floats = self.actions[rows, seen.slot].astype(np.float64) - 1.0
        return targets


@pytest.fixture(scope="module")
def episodes() -> Episodes:
    return make_episodes(SESSIONS, seed=11)


@pytest.fixture(scope="module", params=[0, 1, 2])
def actions(request: pytest.FixtureRequest) -> Actions:
    rng = np.random.default_rng(request.param)
    restless = rng.integers(0, 3, (SESSIONS, 60))
    calm = np.repeat(rng.integers(0, 3, (SESSIONS, 12)), 5, axis=1)
    return calm if request.param == 0 else restless


@pytest.fixture(scope="module")
def reference(episodes: Episodes, actions: Actions) -> list[Told]:
    return [replay(episodes, row, actions[row].tolist(), COSTS) for row in range(SESSIONS)]


def close(found: object, expected: object) -> None:
    """1e-9 of the capital is 1e-5 bps; the engines agree far better."""
    np.testing.assert_allclose(np.asarray(found), np.asarray(expected), rtol=0, atol=1e-9)


def test_the_references_rewards_add_up_to_its_ledger(reference: list[Told]) -> None:
    close([sum(told.rewards) for told in reference], [told.ledger_bps for told in reference])


def test_jax_steps_as_the_reference(episodes: Episodes, actions: Actions, reference: list[Told]) -> None:
    tape = environment.tape_of(episodes, COSTS, capacity=32)

    def session(index: jax.Array, chosen: jax.Array) -> tuple[jax.Array, environment.TimeStep, jax.Array]:
        state, first = environment.reset(tape, index)

        def one(
            state: environment.State, action: jax.Array
        ) -> tuple[environment.State, tuple[environment.TimeStep, jax.Array]]:
            state, told = environment.step(tape, state, action)
            return state, (told, state.held.position)

        _, (told, positions) = jax.lax.scan(one, state, chosen)
        return first, told, positions

    first, told, positions = jax.jit(jax.vmap(session))(
        jnp.arange(SESSIONS, dtype=jnp.int32), jnp.asarray(actions, jnp.int32)
    )
    close(told.reward, [one.rewards for one in reference])
    close(positions, [one.positions for one in reference])
    assert (np.asarray(told.decided) == episodes.decides).all()
    assert np.asarray(told.done).sum(axis=1).tolist() == [1] * SESSIONS
    seen = np.concatenate([np.asarray(first)[:, None], np.asarray(told.observation)[:, :-1]], axis=1)
    own = np.where(episodes.decides[:, :, None], seen[:, :, 4:], 0)
    np.testing.assert_allclose(own, [one.seen for one in reference], rtol=1e-6, atol=1e-5)
    assert (seen[:, :, :4] == episodes.features.astype(np.float32)).all()


def test_gymnasium_steps_as_the_reference(
    episodes: Episodes, actions: Actions, reference: list[Told]
) -> None:
    env = TradingEnv(episodes, COSTS)
    for row in range(SESSIONS):
        observation, _ = env.reset(options={"session": row})
        for slot in np.flatnonzero(episodes.decides[row]):
            np.testing.assert_allclose(observation[4:], reference[row].seen[slot], rtol=1e-6, atol=1e-5)
            observation, earned, _, _, info = env.step(actions[row, slot])
            close(earned, reference[row].rewards[slot])
            assert info["position"] == reference[row].positions[slot]


def test_the_engine_does_as_the_reference(
    episodes: Episodes, actions: Actions, reference: list[Told]
) -> None:
    rows = {day: row for row, day in enumerate(episodes.sessions)}
    seen = np.zeros((SESSIONS, 60, 7))
    policy = Scripted(actions, rows, seen)
    done = run(episodes, policy, COSTS, STAKES)
    close(done.rewards, [one.rewards for one in reference])
    close(done.positions, [one.positions for one in reference])
    np.testing.assert_allclose(seen[:, :, 4:], [one.seen for one in reference], atol=1e-9)


def test_the_ledger_agrees_to_a_billionth_of_the_capital(
    episodes: Episodes,
    actions: Actions,
    reference: list[Told],
) -> None:
    done = run_targets(episodes, actions.astype(np.float64) - 1.0, COSTS, STAKES)
    for row, day in enumerate(episodes.sessions):
        fills = [fill for fill in done.fills if fill.session == day]
        capital = STAKES.notional * episodes.first_close[row]
        assert net_pnl(fills, STAKES.notional) / capital == pytest.approx(
            sum(reference[row].rewards) / 1e4, abs=1e-9
        )
