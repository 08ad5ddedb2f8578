"""Learning: the same data and recipe give the same bundle, and folds are trained once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, time
from pathlib import Path

import numpy as np
import pytest

from support.histories import RECIPE, SMALL, planted_history
from support.lakes import lake_at
from usdcop.backtest.engine import run
from usdcop.backtest.walkforward import TrainingTask
from usdcop.core.accounting import CostModel, Stakes
from usdcop.core.errors import CorruptPartitionError, DataError, UsageError
from usdcop.core.layers import Layer
from usdcop.core.sessions import Calendar, Market, SessionHours
from usdcop.features.spec import FEATURE_NAMES, feature_hash
from usdcop.pipeline.history import History
from usdcop.pipeline.learning import Learned, OnTraining, Recipe, fold_trainer, learn
from usdcop.policy.interface import Policy
from usdcop.rl.training import TrainingProgress

SEEDS = (3, 4)


@pytest.fixture(scope="module")
def history() -> History:
    return planted_history()


@pytest.fixture(scope="module")
def learned(history: History, tmp_path_factory: pytest.TempPathFactory) -> Learned:
    return learn(history, RECIPE, SEEDS, tmp_path_factory.mktemp("learned") / "checkpoint.npz", _untold)


def _untold(progress: TrainingProgress) -> None:
    del progress


def test_every_seed_is_trained_and_the_best_on_validation_ships(learned: Learned) -> None:
    assert tuple(policy.seed for policy in learned.policies) == SEEDS
    best = max(learned.policies, key=lambda policy: policy.validation_return)
    assert learned.shipped.seed == best.seed


def test_the_bundle_says_where_it_came_from(history: History, learned: Learned) -> None:
    contract, shipped = learned.bundle.contract, learned.shipped
    assert contract.name == f"ppo-seed{shipped.seed}-{shipped.weights.digest[:8]}"
    assert (contract.feature_names, contract.feature_hash) == (FEATURE_NAMES, feature_hash())
    assert (contract.split, contract.data_hash) == (history.split, history.data_hash)
    assert contract.training["seed"] == shipped.seed
    assert contract.training["config_hash"] == RECIPE.digest
    assert (contract.training["steps"], contract.training["hidden"]) == (SMALL.steps, "(16,)")
    assert contract.metrics["validation_return_bps"] == shipped.validation_return
    closes = RECIPE.market.calendar.closes_at(history.split.validation[1])
    assert contract.created_at == closes  # not the hour of training


def test_the_same_training_gives_the_same_bytes(history: History, learned: Learned, tmp_path: Path) -> None:
    again = learn(history, RECIPE, SEEDS, tmp_path / "checkpoint.npz", _untold)
    assert again.bundle.data == learned.bundle.data
    assert again.bundle.digest == learned.bundle.digest


def test_a_checkpoint_of_another_training_is_refused(history: History, tmp_path: Path) -> None:
    checkpoint = tmp_path / "checkpoint.npz"
    learn(history, RECIPE, SEEDS, checkpoint, _untold)
    with pytest.raises(UsageError, match="belongs to other"):
        learn(history, RECIPE, (5,), checkpoint, _untold)


def test_a_split_without_decisions_cannot_be_learnt_from(history: History, tmp_path: Path) -> None:
    never = (date(1999, 1, 4), date(1999, 1, 8))
    empty = replace(history, split=replace(history.split, validation=never))
    with pytest.raises(DataError, match="validation part has no decision"):
        learn(empty, RECIPE, SEEDS, tmp_path / "checkpoint.npz", _untold)


@pytest.mark.parametrize(
    "other",
    [
        replace(RECIPE, settings=replace(SMALL, discount=0.9)),
        replace(RECIPE, costs=CostModel().times(2)),
        replace(RECIPE, market=Market("USDCOP", "USD/COP", Calendar(SessionHours(opens=time(9))))),
    ],
)
def test_whatever_decides_a_policy_is_in_the_recipes_digest(other: Recipe) -> None:
    assert other.digest != RECIPE.digest


def test_the_code_version_is_no_part_of_a_trial() -> None:
    assert replace(RECIPE, code_version="next").digest == RECIPE.digest


class _Folds:
    """A trainer over a lake, and the folds it really trained."""

    def __init__(self, folder: Path, history: History, recipe: Recipe = RECIPE) -> None:
        self.trained: set[int] = set()
        self.train = fold_trainer(lake_at(folder), history, recipe, self._on_fold)

    def _on_fold(self, number: int) -> OnTraining:
        self.trained.add(number)
        return _untold


def _task(history: History, fold: int = 1, seeds: tuple[int, ...] = SEEDS) -> TrainingTask:
    train = history.episodes.trainable(*history.split.train)
    return TrainingTask(fold, train, history.episodes.between(*history.split.validation), seeds)


def _targets(policies: Sequence[Policy], history: History) -> list[list[float]]:
    return [run(history.episodes, one, CostModel(), Stakes()).positions.ravel().tolist() for one in policies]


def test_a_fold_is_trained_once_and_then_read(history: History, tmp_path: Path) -> None:
    first, second = _Folds(tmp_path, history), _Folds(tmp_path, history)
    task = _task(history)
    made, found = first.train(task), second.train(task)
    assert (first.trained, second.trained) == ({1}, set())
    assert [policy.name for policy in found] == [policy.name for policy in made]
    assert _targets(found, history) == _targets(made, history)


def test_a_fold_does_what_training_on_the_same_parts_does(
    history: History, learned: Learned, tmp_path: Path
) -> None:
    """What walk-forward judges is the procedure that ships."""
    policies = _Folds(tmp_path, history).train(_task(history))
    names = [f"ppo-seed{one.seed}-{one.weights.digest[:8]}" for one in learned.policies]
    assert [policy.name for policy in policies] == names


@pytest.mark.parametrize("change", ["recipe", "seed", "data"])
def test_another_fold_is_not_taken_for_the_stored_one(history: History, tmp_path: Path, change: str) -> None:
    _Folds(tmp_path, history).train(_task(history))
    recipe = replace(RECIPE, settings=replace(SMALL, entropy=0.02)) if change == "recipe" else RECIPE
    task = _task(history, seeds=(3, 9) if change == "seed" else SEEDS)
    if change == "data":
        task = replace(task, train=task.train.take(np.arange(len(task.train) - 1)))
    other = _Folds(tmp_path, history, recipe)
    other.train(task)
    assert other.trained == {1}


def test_a_damaged_fold_is_not_used(history: History, tmp_path: Path) -> None:
    _Folds(tmp_path, history).train(_task(history))
    (stored, *_) = sorted(tmp_path.rglob("seed-3*.onnx"))
    assert Layer.L6.bucket in stored.parts
    stored.write_bytes(stored.read_bytes()[:-1] + b"x")
    with pytest.raises(CorruptPartitionError):
        _Folds(tmp_path, history).train(_task(history))
