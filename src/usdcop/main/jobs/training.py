"""Train: several seeds on the newest split, the one that validation picks registered as a bundle."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from usdcop.core.accounting import CostModel
from usdcop.core.registry import TrainingRun
from usdcop.core.trials import TrainedBundle
from usdcop.core.units import Bps
from usdcop.main.console import Advance, print_json, print_table, progress, say
from usdcop.main.jobs.history import history_of
from usdcop.main.jobs.registering import registry_of
from usdcop.main.versions import code_version
from usdcop.main.wiring import System
from usdcop.pipeline.history import History
from usdcop.pipeline.learning import Learned, OnTraining, Recipe, learn
from usdcop.rl.settings import PpoSettings
from usdcop.rl.training import TrainedPolicy, TrainingProgress


@dataclass(frozen=True, slots=True)
class TrainJob:
    """How long, and which seeds."""

    symbol: str = "USDCOP"
    steps: int = 1_000_000
    seeds: tuple[int, ...] = (0, 1, 2, 3, 4)


@dataclass(frozen=True, slots=True)
class SeedOutcome:
    """What one seed came to on the validation part."""

    seed: int
    validation_bps: float
    standard_error_bps: float
    abstains: bool
    weights: str
    ships: bool


@dataclass(frozen=True, slots=True)
class Trained:
    """What a training registered."""

    version: int
    digest: str
    split_id: str
    steps: int
    seeds: tuple[SeedOutcome, ...]


def train(system: System, job: TrainJob) -> Trained:
    """Train, pick, bundle and register. An interrupted training goes on where it stopped.

    Raises:
        MissingInputError: there are no episodes.
        DataError: the split has too little in it.
    """
    history = history_of(system)
    recipe = recipe_of(system, job.steps)
    checkpoint = _checkpoint(system, history, recipe, job.seeds)
    if checkpoint.exists():
        say("This training was interrupted before: it goes on from its checkpoint.")
    with progress("Training") as advance:
        learned = learn(history, recipe, job.seeds, checkpoint, teller(advance))
    system.court.record_trained(_record_of(system, learned, history, recipe, job), system.clock.now())
    registered = _register(system, learned, history, job)
    checkpoint.unlink(missing_ok=True)
    outcomes = _outcomes(learned)
    if learned.shipped.abstains:
        say("No seed was better on validation than staying flat: the bundle stays flat.")
    return Trained(registered, learned.bundle.digest, history.split.split_id, job.steps, outcomes)


def trained_before(system: System, job: TrainJob) -> int | None:
    """Version of the bundle that this very training made before; None where it was not done yet."""
    history = history_of(system)
    wanted = (history.data_hash, recipe_of(system, job.steps).digest, _named(job.seeds))
    for known in registry_of(system).versions():
        tags = known.run.tags
        if (tags.get("data_hash"), tags.get("config_hash"), tags.get("seeds")) == wanted:
            return known.version
    return None


def recipe_of(system: System, steps: int) -> Recipe:
    """The recipe of a training with ``steps`` for each seed, all else by the settings."""
    return Recipe(system.market, system.settings.costs, PpoSettings(steps=steps), code_version())


def recorded_recipe(system: System, made: TrainedBundle) -> tuple[Recipe, tuple[int, ...]]:
    """The recipe and the seeds that this home recorded when it trained a bundle."""
    told = json.loads(made.recipe)
    fields = {**told["settings"], "hidden": tuple(told["settings"]["hidden"])}
    costs = CostModel(Bps(told["costs"]["half_spread"]), Bps(told["costs"]["slippage"]))
    return Recipe(system.market, costs, PpoSettings(**fields), made.code_version), tuple(told["seeds"])


def _record_of(
    system: System, learned: Learned, history: History, recipe: Recipe, job: TrainJob
) -> TrainedBundle:
    told = {"seeds": list(job.seeds), "settings": asdict(recipe.settings), "costs": asdict(recipe.costs)}
    return TrainedBundle(
        bundle_hash=learned.bundle.digest,
        symbol=system.market.symbol,
        split=history.split,
        data_hash=history.data_hash,
        recipe_hash=recipe.digest,
        recipe=json.dumps(told, sort_keys=True),
        code_version=recipe.code_version,
    )


def teller(advance: Advance, what: str = "") -> OnTraining:
    """Tells a progress bar of a training."""

    def tell(at: TrainingProgress) -> None:
        speed = f"{at.steps_per_second / 1000:,.0f} k steps/s"
        note = f"{what}{speed}, return {at.training_return:+.2f} bps"
        advance(at.steps, at.total, note)

    return tell


def show(trained: Trained, *, as_json: bool) -> None:
    """Print the seeds and what was registered."""
    if as_json:
        print_json(asdict(trained))
        return
    rows = [
        (
            one.seed,
            one.validation_bps,
            one.standard_error_bps,
            "yes" if one.abstains else "no",
            "ships" if one.ships else "",
        )
        for one in trained.seeds
    ]
    title = f"Trained on {trained.split_id}; registered as version {trained.version} ({trained.digest[:12]})"
    print_table(title, ("seed", "validation bps a session", "standard error", "stays flat", ""), rows)


def _checkpoint(system: System, history: History, recipe: Recipe, seeds: Sequence[int]) -> Path:
    name = f"{history.data_hash[:12]}-{recipe.digest[:12]}-{'_'.join(map(str, seeds))}.npz"
    return system.settings.home / "checkpoints" / name


def _outcomes(learned: Learned) -> tuple[SeedOutcome, ...]:
    return tuple(
        SeedOutcome(
            seed=policy.seed,
            validation_bps=policy.validation_return,
            standard_error_bps=policy.validation_error,
            abstains=policy.abstains,
            weights=policy.weights.digest,
            ships=policy.seed == learned.shipped.seed,
        )
        for policy in learned.policies
    )


def _register(system: System, learned: Learned, history: History, job: TrainJob) -> int:
    """Track the run of every seed, and register the bundle under the run it came of."""
    registry = registry_of(system)
    params = {name: str(value) for name, value in learned.bundle.contract.training.items()}
    runs = {
        policy.seed: registry.track(
            _run(policy, params, {**_origin(history, job), "ships": _ships(policy, learned)})
        )
        for policy in learned.policies
    }
    return registry.register(learned.bundle.data, runs[learned.shipped.seed])


def _run(policy: TrainedPolicy, params: Mapping[str, str], tags: Mapping[str, str]) -> TrainingRun:
    own = {"seed": str(policy.seed), "weights": policy.weights.digest, "config_hash": params["config_hash"]}
    last = policy.history[-1]
    metrics = {
        "validation_return_bps": policy.validation_return,
        "validation_error_bps": policy.validation_error,
        "abstains": float(policy.abstains),
        "training_return_bps": last.training_return,
        "last_validation_return_bps": last.validation_return,
        "steps": float(last.steps),
    }
    return TrainingRun(f"seed-{policy.seed}", {**params, "seed": str(policy.seed)}, metrics, {**tags, **own})


def _origin(history: History, job: TrainJob) -> Mapping[str, str]:
    return {
        "data_hash": history.data_hash,
        "split_id": history.split.split_id,
        "seeds": _named(job.seeds),
    }


def _ships(policy: TrainedPolicy, learned: Learned) -> str:
    return str(policy is learned.shipped).lower()


def _named(seeds: Sequence[int]) -> str:
    return ",".join(map(str, seeds))
