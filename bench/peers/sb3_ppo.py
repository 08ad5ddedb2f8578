"""Stable-Baselines3's PPO on 16 NumPy environments of the same market; prints JSON.

usage: python sb3_ppo.py TASK.json, in an environment with ``learning.in`` and this project's ``src`` on PYTHONPATH.
``TASK.json`` is written by ``bench/learning.py``: episodes, scaler, settings, steps.
"""

import json
import sys
import time
from itertools import pairwise
from pathlib import Path
from typing import SupportsFloat

import numpy as np
import torch  # type: ignore[import-not-found]  # it lives in the peers' environment
from gymnasium import RewardWrapper
from gymnasium.spaces import Box
from stable_baselines3 import PPO  # type: ignore[import-not-found]  # it lives in the peers' environment
from stable_baselines3.common.callbacks import BaseCallback  # type: ignore[import-not-found]  # it lives in the peers' environment
from stable_baselines3.common.torch_layers import BaseFeaturesExtractor  # type: ignore[import-not-found]  # it lives in the peers' environment
from stable_baselines3.common.vec_env import DummyVecEnv  # type: ignore[import-not-found]  # it lives in the peers' environment

from usdcop.core.accounting import CostModel
from usdcop.core.episodes import Episodes, Floats
from usdcop.rl.gym import TradingEnv

ENVIRONMENTS = 16
THREADS = 1
"""Products this small are slower on two threads, and far slower where the machine is busy."""


class Trunk(BaseFeaturesExtractor):  # type: ignore[misc]  # its base is untyped here
    """The project's network: the normaliser, then tanh layers shared by both heads."""

    def __init__(self, space: Box, mean: Floats, std: Floats, clip: float, hidden: list[int]) -> None:
        super().__init__(space, hidden[-1])
        self.register_buffer("mean", torch.tensor(mean, dtype=torch.float32))
        self.register_buffer("std", torch.tensor(std, dtype=torch.float32))
        self.clip = clip
        sizes = [len(mean), *hidden]
        layers = [
            part
            for inputs, outputs in pairwise(sizes)
            for part in (torch.nn.Linear(inputs, outputs), torch.nn.Tanh())
        ]
        self.layers = torch.nn.Sequential(*layers)

    def forward(self, seen: torch.Tensor) -> torch.Tensor:
        """Normalise, then the layers."""
        return self.layers(torch.clamp((seen - self.mean) / self.std, -self.clip, self.clip))


class Scaled(RewardWrapper):
    """Rewards in the learner's unit."""

    def __init__(self, env: TradingEnv, scale: float) -> None:
        super().__init__(env)
        self.scale = scale

    def reward(self, reward: SupportsFloat) -> float:
        """``reward`` in that unit."""
        return float(reward) * self.scale


class Watch(BaseCallback):  # type: ignore[misc]  # its base is untyped here
    """After each update: seconds of training so far, steps, and the greedy return on the validation part."""

    def __init__(self, validation: Episodes, costs: CostModel) -> None:
        super().__init__()
        self.validation, self.costs = validation, costs
        self.looks: list[tuple[float, int, float]] = []
        self.judging, self.began = 0.0, time.perf_counter()

    def _on_step(self) -> bool:
        return True

    def _on_rollout_start(self) -> None:
        if self.num_timesteps:
            before = time.perf_counter()
            spent = before - self.began - self.judging
            self.looks.append(
                (spent, self.num_timesteps, greedy_return(self.model, self.validation, self.costs))
            )
            self.judging += time.perf_counter() - before


def greedy_return(model: PPO, episodes: Episodes, costs: CostModel) -> float:
    """Mean return of a session in bps; the sessions have equally many decisions and are played side by side."""
    environments = [TradingEnv(episodes, costs) for _ in episodes.sessions]
    seen = [env.reset(options={"session": session})[0] for session, env in enumerate(environments)]
    earned, over = 0.0, False
    while not over:
        actions, _ = model.predict(np.array(seen), deterministic=True)
        told = [env.step(action) for env, action in zip(environments, actions, strict=True)]
        seen, over = [one[0] for one in told], told[0][2]
        earned += sum(one[1] for one in told)
    return earned / len(environments)


def episodes_from(path: str) -> Episodes:
    """Episodes as ``bench/learning.py`` stored them."""
    stored = np.load(path, allow_pickle=False)
    arrays = {name: stored[name] for name in stored.files if name not in {"sessions", "feature_names"}}
    return Episodes(
        sessions=tuple(stored["sessions"].astype("datetime64[D]").tolist()),
        feature_names=tuple(stored["feature_names"].tolist()),
        **arrays,
    )


def main() -> None:
    """Train and print what came of it."""
    task = json.loads(Path(sys.argv[1]).read_text())
    torch.manual_seed(task["seed"])
    torch.set_num_threads(THREADS)
    costs = CostModel(**task["costs"])
    train, validation = episodes_from(task["train"]), episodes_from(task["validation"])
    settings = task["settings"]
    env = DummyVecEnv([lambda: Scaled(TradingEnv(train, costs), settings["reward_scale"])] * ENVIRONMENTS)
    model = PPO(
        "MlpPolicy",
        env,
        learning_rate=lambda left: settings["learning_rate"] * left,
        n_steps=task["decisions_per_update"] // ENVIRONMENTS,
        batch_size=task["decisions_per_update"] // ENVIRONMENTS * ENVIRONMENTS // settings["minibatches"],
        n_epochs=settings["epochs"],
        gamma=settings["discount"],
        gae_lambda=settings["gae_lambda"],
        clip_range=settings["clip"],
        clip_range_vf=settings["clip"],
        ent_coef=settings["entropy"],
        vf_coef=settings["value_weight"],
        max_grad_norm=settings["max_gradient_norm"],
        policy_kwargs={
            "net_arch": [],
            "features_extractor_class": Trunk,
            "features_extractor_kwargs": {
                "mean": task["mean"],
                "std": task["std"],
                "clip": task["clip"],
                "hidden": settings["hidden"],
            },
        },
        seed=task["seed"],
        device="cpu",
    )
    watch = Watch(validation, costs)
    began = time.perf_counter()
    model.learn(task["steps"], callback=watch)
    seconds = time.perf_counter() - began - watch.judging
    print(json.dumps({"steps": model.num_timesteps, "seconds": seconds, "looks": watch.looks}))


if __name__ == "__main__":
    main()
