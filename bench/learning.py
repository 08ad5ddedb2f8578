"""Environment and PPO: steps a second, one seed and five at once, and Stable-Baselines3 beside them.

usage: python -m bench.learning [--peers PYTHON] [--json]

``PYTHON`` is the interpreter of an environment with ``bench/peers/learning.in``; without it only our own
figures are measured. Compile time is reported apart. The market is synthetic, with a planted signal, and
the same for all.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from pathlib import Path
from statistics import median

import jax
import jax.numpy as jnp
import numpy as np
from bench.rows import Row, run_bench, unmeasured

from usdcop.core.accounting import CostModel
from usdcop.core.episodes import Episodes
from usdcop.policy.scaler import CLIP, fit_scaler
from usdcop.rl.environment import choose, tape_of
from usdcop.rl.networks import normaliser_of
from usdcop.rl.ppo import new_learner, play, sizes_of
from usdcop.rl.settings import PpoSettings
from usdcop.rl.training import TrainingData, TrainingProgress, train

SEED = 20_200_102
SESSIONS, VALIDATION, SLOTS, FEATURES = 1_000, 60, 60, 30
SIGNAL_BPS, NOISE_BPS, PERSISTENCE = 8.0, 9.6, 0.8
REPEATS = 7
COSTS = CostModel()
SETTINGS = replace(PpoSettings(), steps=400_000)
PEER_STEPS = 50_000
ROUNDS = 3
ENVIRONMENT_GOAL, PPO_GOAL, PEER_GOAL, SEEDS_GOAL = 2e6, 2e5, 8.0, 1.0
EQUAL_RETURN = 0.9
"""Share of our own final validation return whose first reaching is timed, for both."""
BESIDE = "PPO, one seed / Stable-Baselines3"
HERE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Training:
    """One training, its compilation left out."""

    steps: int
    seconds: float
    looks: tuple[tuple[float, int, float], ...]
    """Seconds, steps and validation return at every look."""

    @property
    def speed(self) -> float:
        """Decisions a second."""
        return self.steps / self.seconds

    def seconds_to(self, goal: float) -> float | None:
        """When the validation return first reached ``goal``; None if it never did."""
        return next((seconds for seconds, _, found in self.looks if found >= goal), None)


@dataclass(frozen=True, slots=True)
class Round:
    """Everything measured once."""

    environment: float
    one: Training
    five: Training
    peer: Training | None


def main() -> int:
    """Measure and print; 1 if a goal is missed."""
    return run_bench(__doc__, measure, ("--peers", None, "interpreter of the peers' environment"))


def measure(chosen: argparse.Namespace) -> list[Row]:
    """All rows; Stable-Baselines3's only where its interpreter is given.

    Everything is measured in rounds, one after the other, because the machine's own speed drifts; the
    medians of the rounds' figures and of their ratios count.
    """
    peers = Path(chosen.peers) if chosen.peers else None
    data = market()
    compiling = compile_seconds(data)
    rounds = [
        Round(
            environment(data),
            ppo(data, seeds=1),
            ppo(data, seeds=5),
            stable_baselines(data, peers) if peers else None,
        )
        for _ in range(ROUNDS)
    ]
    five, one = median(it.five.speed for it in rounds), median(it.one.speed for it in rounds)
    ratio = median(it.five.speed / it.one.speed for it in rounds)
    playing = median(it.environment for it in rounds)
    compiled = f"compile {compiling:.1f} s apart; seed {SEED}"
    rows = [
        _row("environment with policy", playing, ENVIRONMENT_GOAL, f"{SESSIONS} sessions at once"),
        _row("PPO, one seed", one, PPO_GOAL, compiled),
        Row(
            work="PPO, five seeds at once / one seed", ours=five, unit="steps/s", peer=one, ratio=ratio,
            goal=SEEDS_GOAL, note="steps of all seeds together",
        ),
    ]  # fmt: skip
    return [*rows, *_beside(rounds)]


def environment(data: TrainingData) -> float:
    """Decisions a second of playing every training session with the network, sampling actions."""
    tape, normaliser = tape_of(data.train, COSTS), normaliser_of(data.scaler)
    learner = new_learner(SEED, len(data.scaler.mean), sizes_of(SETTINGS))
    slots = choose(tape, jnp.arange(len(data.train)))
    program = jax.jit(lambda key: play(learner.network, normaliser, slots, key).reward.sum())
    program(learner.key).item()
    took = []
    for turn in range(REPEATS):
        began = time.perf_counter()
        program(jax.random.fold_in(learner.key, turn)).item()
        took.append(time.perf_counter() - began)
    return float(data.train.decides.sum()) / median(took)


def compile_seconds(data: TrainingData) -> float:
    """Seconds of the first, shortest possible training; the programs stay compiled for what follows."""
    began = time.perf_counter()
    train(data, COSTS, replace(SETTINGS, steps=1, evaluations=1), [SEED])
    return time.perf_counter() - began


def ppo(data: TrainingData, seeds: int) -> Training:
    """Train ``seeds`` seeds at once with the default settings."""
    looks: list[tuple[float, int, float]] = []

    def look(progress: TrainingProgress) -> None:
        looks.append((time.perf_counter() - began, progress.steps, progress.validation_return))

    began = time.perf_counter()
    train(data, COSTS, SETTINGS, range(seeds), on_progress=look)
    return Training(looks[-1][1], time.perf_counter() - began, tuple(looks))


def stable_baselines(data: TrainingData, peers: Path) -> Training:
    """The same market, network, minibatch and updates per sample in Stable-Baselines3."""
    with tempfile.TemporaryDirectory() as folder:
        task = _write_task(Path(folder), data)
        places = {"PYTHONPATH": str(HERE.parent / "src"), "PATH": os.defpath}
        command = [str(peers), str(HERE / "peers" / "sb3_ppo.py"), str(task)]
        told = subprocess.run(command, env=places, check=True, capture_output=True, text=True).stdout
    found = json.loads(told.splitlines()[-1])
    looks = tuple((seconds, steps, value) for seconds, steps, value in found["looks"])
    return Training(found["steps"], found["seconds"], looks)


def market() -> TrainingData:
    """Sessions of a market with a planted signal, no holes: training and validation."""
    rng = np.random.default_rng(SEED)
    count = SESSIONS + VALIDATION
    shocks = rng.standard_normal((count, SLOTS))
    signal = np.empty_like(shocks)
    signal[:, 0] = shocks[:, 0]
    for slot in range(1, SLOTS):
        signal[:, slot] = PERSISTENCE * signal[:, slot - 1] + np.sqrt(1 - PERSISTENCE**2) * shocks[:, slot]
    moves = rng.standard_normal((count, SLOTS)) * NOISE_BPS
    moves[:, 2:] += SIGNAL_BPS * signal[:, :-2]
    close = 4_000.0 * np.exp(np.cumsum(moves, axis=1) * 1e-4)
    decides = np.tile(np.arange(SLOTS) < SLOTS - 2, (count, 1))
    noise = rng.standard_normal((count, SLOTS, FEATURES - 1))
    later = np.roll(close, -1, axis=1)
    episodes = Episodes(
        sessions=tuple(np.arange("2020-01-01", count, dtype="datetime64[D]").tolist()) or (date.min,),
        feature_names=tuple(f"feature_{index}" for index in range(FEATURES)),
        features=np.concatenate([signal[:, :, None], noise], axis=2) * decides[:, :, None],
        close=close,
        fill=np.where(decides, later, close),
        fill_slot=np.where(decides, np.arange(SLOTS) + 1, 0).astype(np.int16),
        decides=decides,
        doubtful=np.zeros_like(decides),
        exit_price=close[:, -1].copy(),
        exit_slot=np.full(count, SLOTS - 1, np.int16),
        first_close=close[:, 0].copy(),
        training_grade=np.ones(count, np.bool_),
    )
    learn = episodes.take(np.arange(SESSIONS))
    return TrainingData(learn, episodes.take(np.arange(SESSIONS, count)), fit_scaler(learn))


def _beside(rounds: Sequence[Round]) -> list[Row]:
    pairs = [(it.one, it.peer) for it in rounds if it.peer is not None]
    if not pairs:
        return [unmeasured(BESIDE, "no environment of the peers was given")]
    row = Row(
        work=BESIDE,
        ours=median(one.speed for one, _ in pairs),
        unit="steps/s",
        peer=median(peer.speed for _, peer in pairs),
        ratio=median(one.speed / peer.speed for one, peer in pairs),
        goal=PEER_GOAL,
        note="its 16 NumPy environments; same network, minibatch and updates per sample",
    )
    return [row, _equal_return(pairs)]


def _equal_return(pairs: Sequence[tuple[Training, Training]]) -> Row:
    """Seconds of training until both had learnt as much; neither's compilation counted."""
    goal = EQUAL_RETURN * median(one.looks[-1][2] for one, _ in pairs)
    ours = [it for it in (one.seconds_to(goal) for one, _ in pairs) if it is not None]
    theirs = [it for it in (peer.seconds_to(goal) for _, peer in pairs) if it is not None]
    work = "PPO, time to an equal return / Stable-Baselines3"
    if not len(ours) == len(theirs) == len(pairs):
        return unmeasured(
            work, f"{len(ours)} and {len(theirs)} of {len(pairs)} rounds reached {goal:.0f} bps"
        )
    ratio = median(their / my for my, their in zip(ours, theirs, strict=True))
    note = f"until {goal:.0f} bps a session on validation"
    return Row(work=work, ours=median(ours), unit="s", peer=median(theirs), ratio=ratio, note=note)


def _write_task(folder: Path, data: TrainingData) -> Path:
    for name, episodes in (("train", data.train), ("validation", data.validation)):
        arrays = {field.name: getattr(episodes, field.name) for field in fields(Episodes)}
        arrays["sessions"] = np.array(episodes.sessions, dtype="datetime64[D]")
        np.savez(folder / f"{name}.npz", allow_pickle=False, **arrays)
    task = folder / "task.json"
    task.write_text(
        json.dumps(
            {
                "train": str(folder / "train.npz"),
                "validation": str(folder / "validation.npz"),
                "costs": asdict(COSTS),
                "settings": asdict(SETTINGS),
                "mean": data.scaler.mean.tolist(),
                "std": data.scaler.std.tolist(),
                "clip": CLIP,
                "steps": PEER_STEPS,
                "seed": SEED % 2**31,
                "decisions_per_update": int(
                    SETTINGS.sessions_per_update * data.train.decides.sum() / len(data.train)
                ),
            }
        )
    )
    return task


def _row(work: str, speed: float, goal: float, note: str) -> Row:
    return Row(work=work, ours=speed, unit="steps/s", goal=goal, note=note)


if __name__ == "__main__":
    sys.exit(main())
