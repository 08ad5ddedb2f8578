"""Learning: from a history to a bundle, and the trainer that walk-forward judges."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from usdcop.backtest.walkforward import Trainer, TrainingTask
from usdcop.core.accounting import CostModel
from usdcop.core.episodes import Episodes, Split
from usdcop.core.layers import Layer
from usdcop.core.ports import Lake
from usdcop.core.sessions import Market
from usdcop.features.spec import FEATURE_NAMES, feature_hash
from usdcop.pipeline.history import History
from usdcop.policy.bundle import Bundle
from usdcop.policy.contract import BundleContract, Scalar
from usdcop.policy.interface import Policy
from usdcop.policy.scaler import fit_scaler
from usdcop.rl.settings import PpoSettings
from usdcop.rl.training import (
    TrainedPolicy,
    TrainingData,
    TrainingProgress,
    pick,
    train,
    training_data,
)

TRAINED_BY = "usdcop.rl.ppo"

OnTraining = Callable[[TrainingProgress], None]
OnFold = Callable[[int], OnTraining]
"""Given the number of a fold, what is told of its training."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that decides a policy besides the data."""

    market: Market
    costs: CostModel
    settings: PpoSettings
    code_version: str

    @property
    def digest(self) -> str:
        """SHA-256 over the recipe: the configuration of a trial."""
        facts = [self.settings.digest, feature_hash(), repr(self.costs), self.market.calendar.version]
        return hashlib.sha256("\n".join(facts).encode()).hexdigest()


@dataclass(frozen=True, slots=True, eq=False)
class Learned:
    """What a training brought: every seed, and the bundle of the one that ships."""

    bundle: Bundle
    shipped: TrainedPolicy
    policies: tuple[TrainedPolicy, ...]


def learn(
    history: History, recipe: Recipe, seeds: Sequence[int], checkpoint: Path, on_training: OnTraining
) -> Learned:
    """Train one policy per seed on the history's split, and bundle the one that validation picks.

    Raises:
        DataError: a part of the split has no decision in it.
        UsageError: the checkpoint belongs to another training.
    """
    data = training_data(history.episodes, history.split)
    policies = train(data, recipe.costs, recipe.settings, seeds, checkpoint, on_training)
    shipped = pick(policies)
    bundle = bundle_of(shipped, recipe, history.split, history.data_hash)
    return Learned(bundle, shipped, tuple(policies))


def bundle_of(policy: TrainedPolicy, recipe: Recipe, split: Split, data_hash: str) -> Bundle:
    """The bundle of ``policy``. The same training gives the same bytes, so the same identity."""
    contract = BundleContract(
        name=f"ppo-seed{policy.seed}-{policy.weights.digest[:8]}",
        feature_names=FEATURE_NAMES,
        feature_hash=feature_hash(),
        costs=recipe.costs,
        calendar_version=recipe.market.calendar.version,
        split=split,
        data_hash=data_hash,
        code_version=recipe.code_version,
        # The newest session it has learnt from, not the hour of training: that would change its identity.
        created_at=recipe.market.calendar.closes_at(split.validation[1]),
        trained_by=TRAINED_BY,
        training={"seed": policy.seed, "config_hash": recipe.digest, **_scalars(recipe.settings)},
        metrics={
            "validation_return_bps": policy.validation_return,
            "validation_error_bps": policy.validation_error,
            "abstains": float(policy.abstains),
        },
    )
    return Bundle.build(policy.weights, contract)


def fold_trainer(lake: Lake, history: History, recipe: Recipe, on_fold: OnFold) -> Trainer:
    """Trains the folds of a walk-forward; what was trained before on the same data is read from the lake."""

    def trained(task: TrainingTask) -> list[Policy]:
        folder = f"walkforward/{_fold_key(task, recipe)}"
        known = set(lake.documents(Layer.L6, folder))
        paths = [f"{folder}/seed-{seed}.onnx" for seed in task.seeds]
        if not known.issuperset(paths):
            bundles = _train_fold(task, history, recipe, on_fold(task.fold))
            for path, bundle in zip(paths, bundles, strict=True):
                lake.put_document(Layer.L6, path, bundle.data)
        return [Bundle.load(lake.get_document(Layer.L6, path)).policy for path in paths]

    return trained


def _train_fold(
    task: TrainingTask, history: History, recipe: Recipe, on_training: OnTraining
) -> list[Bundle]:
    data = TrainingData(task.train, task.validation, fit_scaler(task.train))
    policies = train(data, recipe.costs, recipe.settings, task.seeds, None, on_training)
    split = _fold_split(task, history.split)
    return [bundle_of(policy, recipe, split, _episodes_hash(task)) for policy in policies]


def _fold_split(task: TrainingTask, split: Split) -> Split:
    """The dates a fold's policy knew; its test follows after the embargo."""
    train, validation = _span(task.train), _span(task.validation)
    return Split(f"fold-{task.fold}", train, validation, validation, split.embargo_sessions)


def _span(episodes: Episodes) -> tuple[date, date]:
    return episodes.sessions[0], episodes.sessions[-1]


def _fold_key(task: TrainingTask, recipe: Recipe) -> str:
    return hashlib.sha256(f"{recipe.digest} {_episodes_hash(task)}".encode()).hexdigest()[:16]


def _episodes_hash(task: TrainingTask) -> str:
    found = hashlib.sha256()
    for part in (task.train, task.validation):
        found.update(repr(part.sessions).encode())
        for array in (part.features, part.fill, part.decides, part.doubtful, part.exit_price):
            found.update(array.tobytes())
    return found.hexdigest()


def _scalars(settings: PpoSettings) -> Mapping[str, Scalar]:
    fields = {name: getattr(settings, name) for name in PpoSettings.__dataclass_fields__}
    return {name: value if isinstance(value, Scalar) else str(value) for name, value in fields.items()}
