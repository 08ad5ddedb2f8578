import os
import subprocess
import sys
import warnings
from pathlib import Path

import gymnasium
import numpy as np
import pytest
from gymnasium.utils.env_checker import check_env

import usdcop
from support.episodes import make_episodes
from usdcop.core.accounting import CostModel
from usdcop.core.errors import DataError
from usdcop.rl.gym import TradingEnv


def played(env: TradingEnv, actions: list[int]) -> list[float]:
    return [float(env.step(np.int64(action))[1]) for action in actions]


def test_gymnasiums_own_checker_passes() -> None:
    env = TradingEnv(make_episodes(6, 1), CostModel())
    with warnings.catch_warnings():
        # Unscaled features have no bounds, and an environment made by hand has no spec: both are meant.
        warnings.filterwarnings("ignore", message=".*(infinity|unbound|spec).*")
        check_env(env, skip_render_check=True)


def test_every_session_comes_once_before_any_comes_again() -> None:
    env = TradingEnv(make_episodes(7, 1, holes=False), CostModel())
    order = [env.reset(seed=5 if turn == 0 else None)[1]["session"] for turn in range(14)]
    assert sorted(order[:7]) == sorted(order[7:]) == list(range(7))
    assert order[:7] != order[7:]


def test_the_seed_fixes_the_order_of_sessions() -> None:
    def order(seed: int) -> list[int]:
        env = TradingEnv(make_episodes(20, 1), CostModel())
        first = env.reset(seed=seed)[1]["session"]
        return [first, *(env.reset()[1]["session"] for _ in range(10))]

    assert order(3) == order(3)
    assert order(3) != order(4)


def test_an_episode_has_the_sessions_decisions_and_nothing_else() -> None:
    episodes = make_episodes(6, 2)
    env = TradingEnv(episodes, CostModel())
    for session in range(6):
        env.reset(options={"session": session})
        done, steps = False, 0
        while not done:
            *_, done, truncated, _ = env.step(np.int64(1))
            steps += 1
            assert not truncated
        assert steps == episodes.decides[session].sum()


def test_a_day_by_hand() -> None:
    episodes = make_episodes(1, 3, holes=False, slots=6)
    episodes.close[0] = [4000.0, 4004.0, 3996.0, 4000.0, 4008.0, 4000.0]
    episodes.fill[0, :4] = episodes.close[0, 1:5]
    episodes.first_close[0], episodes.exit_price[0] = 4000.0, 4000.0
    env = TradingEnv(episodes, CostModel())
    env.reset(options={"session": 0})
    # long at 4004, short at 3996, flat at 4000, flat: gains in bps of 4000, 3 bps of the price a unit
    expected = [
        -20.0 - 3.0 * 4004 / 4000,
        -10.0 - 6.0 * 3996 / 4000,
        -3.0,
        0.0,
    ]
    assert played(env, [2, 0, 1, 1]) == pytest.approx(expected, abs=1e-9)


def test_holding_to_the_close_pays_the_forced_exit() -> None:
    episodes = make_episodes(1, 3, holes=False, slots=6)
    env = TradingEnv(episodes, CostModel())
    env.reset(options={"session": 0})
    total = sum(played(env, [2, 2, 2, 2]))
    entry, leave, first = episodes.fill[0, 0], episodes.exit_price[0], episodes.first_close[0]
    assert total == pytest.approx(1e4 * (leave - entry) / first - 3.0 * (entry + leave) / first, abs=1e-9)


def test_new_risk_is_refused_at_a_doubtful_quote() -> None:
    episodes = make_episodes(1, 3, holes=False)
    episodes.doubtful[0, 0] = True
    env = TradingEnv(episodes, CostModel())
    env.reset(options={"session": 0})
    assert env.step(np.int64(2))[4]["position"] == 0.0
    assert env.step(np.int64(2))[4]["position"] == 1.0


def test_the_observation_ends_with_the_position_its_profit_and_the_time_left() -> None:
    episodes = make_episodes(1, 3, holes=False)
    env = TradingEnv(episodes, CostModel())
    env.reset(options={"session": 0})
    env.step(np.int64(0))
    seen = env.step(np.int64(0))[0]
    profit = -1e4 * (episodes.close[0, 2] - episodes.close[0, 1]) / episodes.first_close[0]
    assert seen[:4] == pytest.approx(episodes.features[0, 2])
    assert seen[4:] == pytest.approx([-1.0, profit, 57 / 60], rel=1e-5)


def test_sessions_without_a_decision_are_passed_over() -> None:
    episodes = make_episodes(4, 1, holes=False)
    episodes.decides[2] = False
    env = TradingEnv(episodes, CostModel())
    assert {env.reset(seed=0 if turn == 0 else None)[1]["session"] for turn in range(3)} == {0, 1, 3}
    episodes.decides[:] = False
    with pytest.raises(DataError, match="no session"):
        TradingEnv(episodes, CostModel())


def test_it_vectorises_in_gymnasium() -> None:
    episodes = make_episodes(5, 1)
    envs = gymnasium.vector.SyncVectorEnv([lambda: TradingEnv(episodes, CostModel()) for _ in range(3)])
    seen, _ = envs.reset(seed=1)
    assert seen.shape == (3, 7)
    seen, earned, *_ = envs.step(np.array([0, 1, 2]))
    assert (seen.shape, earned.shape) == ((3, 7), (3,))
    envs.close()


def test_it_loads_without_jax() -> None:
    code = "import sys, usdcop.rl.gym; sys.exit('jax' in sys.modules)"
    places = {"PYTHONPATH": str(Path(usdcop.__file__).parents[1]), "PATH": os.defpath}
    assert subprocess.run([sys.executable, "-c", code], env=places, check=False).returncode == 0
