"""A trained policy says the same in JAX and in ONNX Runtime."""

import jax.numpy as jnp
import numpy as np
import pytest

from support.bundles import make_contract, make_weights
from support.episodes import make_episodes
from usdcop.backtest.engine import run
from usdcop.core.accounting import CostModel, Stakes
from usdcop.policy.bundle import Bundle
from usdcop.policy.weights import Weights
from usdcop.rl.environment import tape_of
from usdcop.rl.evaluation import judge
from usdcop.rl.networks import apply, network_of, normaliser_of

MARGIN = 1e-4


@pytest.fixture(scope="module", params=[0, 1])
def weights(request: pytest.FixtureRequest) -> Weights:
    return make_weights(seed=request.param)


def test_logits_agree_and_actions_where_the_margin_is_clear(weights: Weights) -> None:
    rng = np.random.default_rng(5)
    scale = np.append(weights.scaler.std[:4] * 3, [1.0, 60.0, 0.3])
    seen = rng.standard_normal((2_000, 7)) * scale
    policy = Bundle.build(weights, make_contract()).policy
    expected = apply(network_of(weights), normaliser_of(weights.scaler), jnp.asarray(seen, jnp.float32))
    rows = [row[None, :] for row in seen.astype(np.float32)]
    outputs = [policy._session.run(("logits", "value"), {"observation": row}) for row in rows]
    logits = np.concatenate([found[0] for found in outputs])
    value = np.concatenate([found[1] for found in outputs])[:, 0]
    np.testing.assert_allclose(logits, expected.logits, atol=1e-5)
    np.testing.assert_allclose(value, expected.value, atol=1e-5)
    ordered = np.sort(np.asarray(expected.logits), axis=1)
    clear = ordered[:, 2] - ordered[:, 1] > MARGIN
    assert clear.mean() > 0.99
    actions = np.asarray(expected.logits).argmax(axis=1)
    assert (logits.argmax(axis=1)[clear] == actions[clear]).all()
    assert set(actions.tolist()) == {0, 1, 2}


def test_whole_sessions_are_played_alike(weights: Weights) -> None:
    episodes, costs = make_episodes(40, 2), CostModel()
    bundle = Bundle.build(weights, make_contract())
    played = run(episodes, bundle.policy, costs, Stakes())
    judged = judge(network_of(weights), normaliser_of(weights.scaler), tape_of(episodes, costs))
    same = (played.positions == judged.positions.T).all(axis=1)
    # A near tie may fall either way and then the rest of that session differs.
    assert same.mean() > 0.95
    np.testing.assert_allclose(played.session_gains[same] * 1e4, judged.returns[same], atol=1e-9)
