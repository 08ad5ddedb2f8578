"""Training: several seeds side by side, watched on the validation part, resumable.

Every seed runs the same compiled program, on a thread of its own. Threads, not ``vmap``: a batched
product of small matrices is slower on a CPU than the products one by one (see ``bench/learning.py``), and
so a seed's weights do not depend on which other seeds were trained beside it.
"""

import os
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import jax
import jax.numpy as jnp
import numpy as np

from usdcop.core.accounting import CostModel
from usdcop.core.episodes import Episodes, Split
from usdcop.core.errors import DataError, UsageError
from usdcop.policy.scaler import Scaler, fit_scaler
from usdcop.policy.weights import Weights
from usdcop.rl.checkpoint import Look, SeedState, fingerprint, load, save
from usdcop.rl.environment import Tape, tape_of
from usdcop.rl.evaluation import judge
from usdcop.rl.networks import Normaliser, normaliser_of, weights_of
from usdcop.rl.ppo import Hyper, Learner, Progress, Sizes, hyper_of, improve_often, new_learner, sizes_of
from usdcop.rl.settings import PpoSettings

SMALLEST_TAPE = 1024
"""Sessions a training tape has room for, at least; twice that and so on for more: sizes compile once."""


@dataclass(frozen=True, slots=True, eq=False)
class TrainingData:
    """What a policy is trained on, what picks it, and the normaliser fitted on the former."""

    train: Episodes
    validation: Episodes
    scaler: Scaler


@dataclass(frozen=True, slots=True)
class TrainingProgress:
    """How far all seeds together are."""

    steps: int
    """Decisions done, all seeds."""
    total: int
    """Decisions there will be, about."""
    steps_per_second: float
    """Since training began in this process; the compilation counts."""
    training_return: float
    """Mean over seeds, bps per session."""
    validation_return: float
    """Mean over seeds, bps per session."""


@dataclass(frozen=True, slots=True, eq=False)
class TrainedPolicy:
    """What one seed came to."""

    seed: int
    weights: Weights
    """What would ship: the best candidate on the validation part, or the policy that stays flat."""
    last: Weights
    """The weights at the end of training, whatever the validation part says of them."""
    abstains: bool
    """Whether no candidate was better than staying flat by the margin asked for."""
    validation_return: float
    """bps per session of ``weights`` on the validation part."""
    validation_error: float
    """Standard error of that mean."""
    history: tuple[Look, ...]


def training_data(episodes: Episodes, split: Split) -> TrainingData:
    """The parts of ``episodes`` that ``split`` names: training on grades A and B, judging on all sessions."""
    train = episodes.trainable(*split.train)
    return TrainingData(train, episodes.between(*split.validation), fit_scaler(train))


def train(
    data: TrainingData,
    costs: CostModel,
    settings: PpoSettings,
    seeds: Sequence[int],
    checkpoint: Path | None = None,
    on_progress: Callable[[TrainingProgress], None] | None = None,
) -> list[TrainedPolicy]:
    """Train one policy per seed; with ``checkpoint``, go on where an interrupted training stopped.

    Same data, settings and seed give the same weights on the same type of processor, however many cores it
    has, whether or not the training was interrupted and whatever other seeds ran beside it.

    Raises:
        DataError: a part is empty.
        UsageError: the seeds are not distinct, or the checkpoint belongs to another training.
        UnreadableFileError: the checkpoint is damaged.
        StorageError: the checkpoint cannot be written.
    """
    _check(data, seeds)
    plan = _plan(data, costs, settings)
    identity = fingerprint(
        (data.train, data.validation), costs, settings.digest, data.scaler.digest, repr(list(seeds))
    )
    states = [_fresh(seed, plan) for seed in seeds]
    _compile(states[0].learner, plan)
    if checkpoint is not None and checkpoint.exists():
        states = load(checkpoint, identity, states)
    began, before = time.perf_counter(), _steps(states)
    with ThreadPoolExecutor(min(len(seeds), os.cpu_count() or 1)) as workers:
        while (done := int(states[0].learner.update)) < plan.updates:
            times = min(plan.updates_per_look, plan.updates - done)
            states = list(workers.map(partial(_go_on, plan=plan, times=times), states))
            if checkpoint is not None:
                save(checkpoint, identity, states)
            if on_progress is not None:
                speed = (_steps(states) - before) / (time.perf_counter() - began)
                on_progress(_progress(states, plan, speed))
    return [_finished(seed, state, data, settings) for seed, state in zip(seeds, states, strict=True)]


def pick(policies: Sequence[TrainedPolicy]) -> TrainedPolicy:
    """The policy that ships: the best on the validation part; the first of equals."""
    return max(policies, key=lambda policy: policy.validation_return)


@dataclass(frozen=True, slots=True, eq=False)
class _Plan:
    """What all seeds share."""

    tape: Tape
    validation: Tape
    normaliser: Normaliser
    hyper: Hyper
    sizes: Sizes
    updates: int
    updates_per_look: int
    decisions_per_update: float


_improve = jax.jit(improve_often, static_argnames="sizes")


def _plan(data: TrainingData, costs: CostModel, settings: PpoSettings) -> _Plan:
    per_update = settings.sessions_per_update * data.train.decides.sum() / len(data.train)
    updates = max(1, round(np.ceil(settings.steps / per_update)))
    return _Plan(
        tape=tape_of(data.train, costs, _room(len(data.train))),
        validation=tape_of(data.validation, costs),
        normaliser=normaliser_of(data.scaler),
        hyper=hyper_of(settings, updates),
        sizes=sizes_of(settings),
        updates=updates,
        updates_per_look=-(-updates // settings.evaluations),
        decisions_per_update=per_update,
    )


def _room(sessions: int) -> int:
    room = SMALLEST_TAPE
    while room < sessions:
        room *= 2
    return room


def _check(data: TrainingData, seeds: Sequence[int]) -> None:
    if not seeds or len(set(seeds)) < len(seeds):
        raise UsageError("Training needs at least one seed, and each only once.", "For example seeds 0 1 2.")
    for part, episodes in (("training", data.train), ("validation", data.validation)):
        if not episodes.decides.any():
            raise DataError(f"The {part} part has no decision in it.", "Give more sessions.")


def _fresh(seed: int, plan: _Plan) -> SeedState:
    learner = new_learner(seed, len(plan.normaliser.mean), plan.sizes)
    return SeedState(learner=learner, best=learner.network, history=())


def _compile(learner: Learner, plan: _Plan) -> None:
    """Compile the program, if it is not yet, before the threads start: each of them would do it again."""
    _updated(learner, plan, times=0)


def _updated(learner: Learner, plan: _Plan, times: int) -> tuple[Learner, Progress]:
    updated: tuple[Learner, Progress] = _improve(
        learner, plan.tape, plan.normaliser, plan.hyper, jnp.int32(times), sizes=plan.sizes
    )
    return updated


def _go_on(state: SeedState, plan: _Plan, times: int) -> SeedState:
    """``state`` after ``times`` more updates and a look at the validation part."""
    learner, told = _updated(state.learner, plan, times)
    seen = judge(learner.network, plan.normaliser, plan.validation)
    look = Look(
        steps=(state.history[-1].steps if state.history else 0) + round(float(told.decisions) * times),
        training_return=float(told.session_return),
        validation_return=seen.mean,
        validation_error=seen.error,
        flat_share=seen.flat_share,
        entropy=float(told.entropy),
        divergence=float(told.divergence),
        clipped_share=float(told.clipped_share),
        value_loss=float(told.value_loss),
    )
    better = seen.mean > max((past.validation_return for past in state.history), default=-np.inf)
    return SeedState(learner, learner.network if better else state.best, (*state.history, look))


def _finished(seed: int, state: SeedState, data: TrainingData, settings: PpoSettings) -> TrainedPolicy:
    best = max(state.history, key=lambda look: look.validation_return)
    abstains = best.validation_return <= settings.margin_errors * best.validation_error
    candidate = weights_of(state.best, data.scaler)
    return TrainedPolicy(
        seed=seed,
        weights=candidate.abstaining() if abstains else candidate,
        last=weights_of(state.learner.network, data.scaler),
        abstains=abstains,
        validation_return=0.0 if abstains else best.validation_return,
        validation_error=0.0 if abstains else best.validation_error,
        history=state.history,
    )


def _steps(states: Sequence[SeedState]) -> int:
    return sum(state.history[-1].steps for state in states if state.history)


def _progress(states: Sequence[SeedState], plan: _Plan, speed: float) -> TrainingProgress:
    looks = [state.history[-1] for state in states]
    return TrainingProgress(
        steps=_steps(states),
        total=round(plan.updates * plan.decisions_per_update * len(states)),
        steps_per_second=speed,
        training_return=float(np.mean([look.training_return for look in looks])),
        validation_return=float(np.mean([look.validation_return for look in looks])),
    )
