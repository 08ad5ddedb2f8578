"""Walk-forward: the training procedure judged on sessions no model of it has seen."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

import numpy as np

from usdcop.backtest.engine import run
from usdcop.backtest.rivals import MATCHED_EXPOSURE, matched_exposure
from usdcop.backtest.statistics import (
    BootstrapSettings,
    Difference,
    Interval,
    interval,
    mean_of,
    paired_difference,
    sharpe_of,
)
from usdcop.core.accounting import CostModel, Stakes
from usdcop.core.episodes import Episodes, Floats
from usdcop.core.errors import ContractError, UsageError
from usdcop.core.metrics import Metric, known, max_drawdown, sharpe, sortino
from usdcop.core.units import BPS
from usdcop.policy.interface import Policy


@dataclass(frozen=True, slots=True)
class WalkForwardSettings:
    """How the history is cut."""

    folds: int = 5
    embargo: int = 5
    """Expected sessions between a training part and its test that belong to neither."""
    first_share: float = 0.4
    """Share of the history before the first test; the rest is cut into ``folds`` equal tests."""
    validation_share: float = 0.1
    """Share at the end of each training part that is held back as validation."""


@dataclass(frozen=True, slots=True)
class Fold:
    """One cut: train on everything before, test on what follows. Sessions are the expected ones."""

    number: int
    train: tuple[date, ...]
    validation: tuple[date, ...]
    embargo: tuple[date, ...]
    test: tuple[date, ...]


@dataclass(frozen=True, slots=True, eq=False)
class TrainingTask:
    """What a trainer may see of a fold. Its scaler can come from nowhere else."""

    fold: int
    train: Episodes
    """Sessions of the training part that are good enough to train on."""
    validation: Episodes
    """Every session of the validation part, good or not: what is picked must trade them all."""
    seeds: tuple[int, ...]


Trainer: TypeAlias = Callable[[TrainingTask], Sequence[Policy]]
"""Trains one policy for each seed of the task, in order; each brings its own scaler."""


@dataclass(frozen=True, slots=True, eq=False)
class SeedRun:
    """One seed on one fold's test."""

    seed: int
    returns: Floats
    """(n,) return of every expected session of the test."""
    sharpe: Metric
    trades: int
    matched: Floats
    """(n,) the same of the seed's own mean position on this test, held constantly."""


@dataclass(frozen=True, slots=True, eq=False)
class FoldResult:
    """All seeds on one fold."""

    fold: Fold
    runs: tuple[SeedRun, ...]
    returns: Floats
    """(n,) mean over seeds of each session's return."""
    sharpe: Metric


@dataclass(frozen=True, slots=True, eq=False)
class PooledRival:
    """A baseline on the same sessions, and what the procedure earns more than it."""

    name: str
    returns: Floats
    """(n,) return of every expected session of all tests."""
    mean_bps: Metric
    sharpe: Metric
    advantage: Difference


@dataclass(frozen=True, slots=True, eq=False)
class WalkForward:
    """The judgement of a procedure: its folds, and all their tests as one record."""

    folds: tuple[FoldResult, ...]
    sessions: tuple[date, ...]
    returns: Floats
    """(n,) mean over seeds of each session's return, over all tests in order."""
    mean_bps: Metric
    mean_interval: Interval
    sharpe: Metric
    sharpe_interval: Interval
    sortino: Metric
    max_drawdown: Metric
    rivals: tuple[PooledRival, ...]


def cut(expected: Sequence[date], settings: WalkForwardSettings) -> tuple[Fold, ...]:
    """Expanding folds over the ``expected`` sessions, oldest first.

    Raises:
        UsageError: the history is too short for so many folds.
    """
    edges = np.linspace(settings.first_share * len(expected), len(expected), settings.folds + 1).astype(int)
    if len(edges) < 2 or np.diff(edges).min() < 1 or edges[0] - settings.embargo < 2:  # noqa: PLR2004 - train and validate
        raise UsageError(
            f"{len(expected)} sessions are too few for {settings.folds} folds.",
            "Give a longer history or fewer folds.",
        )
    return tuple(
        _fold(number, expected, int(edges[number - 1]), int(edges[number]), settings)
        for number in range(1, settings.folds + 1)
    )


def _fold(
    number: int, expected: Sequence[date], start: int, stop: int, settings: WalkForwardSettings
) -> Fold:
    known_until = start - settings.embargo
    trained_until = known_until - max(1, round(settings.validation_share * known_until))
    return Fold(
        number=number,
        train=tuple(expected[:trained_until]),
        validation=tuple(expected[trained_until:known_until]),
        embargo=tuple(expected[known_until:start]),
        test=tuple(expected[start:stop]),
    )


@dataclass(frozen=True, slots=True)
class Procedure:
    """What is judged: a trainer with its seeds, at given costs and stakes."""

    trainer: Trainer
    seeds: tuple[int, ...]
    costs: CostModel
    stakes: Stakes


def walk_forward(
    episodes: Episodes,
    expected: Sequence[date],
    procedure: Procedure,
    baselines: Sequence[Policy],
    settings: WalkForwardSettings,
    bootstrap: BootstrapSettings,
) -> WalkForward:
    """Train and test ``procedure`` fold by fold; every expected session of a test counts."""
    judged = [judge_fold(fold, episodes, procedure) for fold in cut(expected, settings)]
    return pool(judged, episodes, procedure, baselines, bootstrap)


def judge_fold(fold: Fold, episodes: Episodes, procedure: Procedure) -> FoldResult:
    """Train every seed on the fold's training part, and run each over its test.

    Raises:
        ContractError: the trainer did not give one policy for each seed.
    """
    task = TrainingTask(
        fold.number,
        episodes.trainable(fold.train[0], fold.train[-1]),
        episodes.between(fold.validation[0], fold.validation[-1]),
        procedure.seeds,
    )
    policies = procedure.trainer(task)
    if len(policies) != len(procedure.seeds):
        raise ContractError(f"The trainer gave {len(policies)} policies for {len(procedure.seeds)} seeds.")
    tested = episodes.between(fold.test[0], fold.test[-1])
    runs = tuple(
        _seed_run(seed, policy, tested, fold, procedure)
        for seed, policy in zip(procedure.seeds, policies, strict=True)
    )
    returns = np.mean([seed_run.returns for seed_run in runs], axis=0)
    return FoldResult(fold, runs, returns, sharpe(returns))


def pool(
    judged: Sequence[FoldResult],
    episodes: Episodes,
    procedure: Procedure,
    baselines: Sequence[Policy],
    bootstrap: BootstrapSettings,
) -> WalkForward:
    """All folds' tests as one record; ``baselines`` and the matched exposure over the same sessions."""
    sessions = tuple(day for result in judged for day in result.fold.test)
    returns = np.concatenate([result.returns for result in judged])
    tested = episodes.between(sessions[0], sessions[-1])
    theirs = [
        (policy.name, run(tested, policy, procedure.costs, procedure.stakes).returns(sessions))
        for policy in baselines
    ]
    theirs.append((MATCHED_EXPOSURE, np.concatenate([_matched(result) for result in judged])))
    return WalkForward(
        folds=tuple(judged),
        sessions=sessions,
        returns=returns,
        mean_bps=known(BPS * returns.mean()),
        mean_interval=interval(BPS * returns, mean_of, bootstrap),
        sharpe=sharpe(returns),
        sharpe_interval=interval(returns, sharpe_of, bootstrap),
        sortino=sortino(returns),
        max_drawdown=max_drawdown(returns),
        rivals=tuple(_rival(name, their, returns, bootstrap) for name, their in theirs),
    )


def _seed_run(seed: int, policy: Policy, tested: Episodes, fold: Fold, procedure: Procedure) -> SeedRun:
    done = run(tested, policy, procedure.costs, procedure.stakes)
    returns = done.returns(fold.test)
    matched = matched_exposure(done).returns(fold.test)
    return SeedRun(seed, returns, sharpe(returns), len(done.trades), matched)


def _matched(result: FoldResult) -> Floats:
    mean: Floats = np.mean([seed_run.matched for seed_run in result.runs], axis=0)
    return mean


def _rival(name: str, theirs: Floats, ours: Floats, bootstrap: BootstrapSettings) -> PooledRival:
    return PooledRival(
        name=name,
        returns=theirs,
        mean_bps=known(BPS * theirs.mean()),
        sharpe=sharpe(theirs),
        advantage=paired_difference(ours, theirs, bootstrap),
    )
