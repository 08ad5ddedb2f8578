import jax.numpy as jnp
import numpy as np
import pytest

from usdcop.rl.returns import advantages


def test_three_decisions_by_hand() -> None:
    # δ₂ = 3 - 1.5 = 1.5;  δ₁ = 2 + 0.5·1.5 - 1 = 1.75;  δ₀ = 1 + 0.5·1 - 0.5 = 1; γλ = 0.5·0.8 = 0.4
    found = advantages(
        reward=jnp.array([[1.0], [2.0], [3.0]], jnp.float32),
        value=jnp.array([[0.5], [1.0], [1.5]], jnp.float32),
        decides=jnp.ones((3, 1), bool),
        discount=jnp.float32(0.5),
        lam=jnp.float32(0.8),
    )
    last = 1.5
    middle = 1.75 + 0.4 * last
    assert found[:, 0].tolist() == pytest.approx([1 + 0.4 * middle, middle, last])


def test_a_slot_without_a_decision_is_as_if_it_were_not_there() -> None:
    rng = np.random.default_rng(0)
    reward, value = rng.standard_normal((2, 6, 3)).astype(np.float32)
    decides = np.ones((6, 3), bool)
    decides[[2, 5]] = False
    reward[~decides] = 0
    discount, lam = jnp.float32(0.97), jnp.float32(0.9)
    found = advantages(jnp.asarray(reward), jnp.asarray(value), jnp.asarray(decides), discount, lam)
    kept = [0, 1, 3, 4]
    alone = advantages(
        jnp.asarray(reward[kept]), jnp.asarray(value[kept]), jnp.ones((4, 3), bool), discount, lam
    )
    assert np.asarray(found)[kept] == pytest.approx(np.asarray(alone))
    assert (np.asarray(found)[[2, 5]] == 0).all()


def test_with_lambda_one_the_advantage_is_the_return_less_the_value() -> None:
    reward = np.array([[1.0], [-2.0], [4.0]], np.float32)
    value = np.array([[0.3], [0.2], [0.1]], np.float32)
    found = advantages(
        jnp.asarray(reward), jnp.asarray(value), jnp.ones((3, 1), bool), jnp.float32(1), jnp.float32(1)
    )
    assert np.asarray(found) + value == pytest.approx(np.array([[3.0], [2.0], [4.0]]))
