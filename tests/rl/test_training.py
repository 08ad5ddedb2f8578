from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from support.episodes import make_episodes
from support.training import COSTS, SMALL, small_data
from usdcop.core.episodes import Split
from usdcop.core.errors import DataError, UsageError
from usdcop.rl.training import TrainedPolicy, TrainingData, TrainingProgress, pick, train, training_data


@pytest.fixture(scope="module")
def data() -> TrainingData:
    return small_data()


@pytest.fixture(scope="module")
def trained(data: TrainingData) -> list[TrainedPolicy]:
    return train(data, COSTS, SMALL, seeds=[0, 1, 2])


def digests(policies: list[TrainedPolicy]) -> list[str]:
    return [policy.last.digest for policy in policies]


def test_the_same_seed_gives_the_same_weights_whoever_trains_beside_it(
    data: TrainingData, trained: list[TrainedPolicy]
) -> None:
    assert digests(train(data, COSTS, SMALL, seeds=[1])) == digests(trained)[1:2]
    assert digests(train(data, COSTS, SMALL, seeds=[2, 0])) == [digests(trained)[2], digests(trained)[0]]


def test_other_seeds_data_and_settings_give_other_weights(
    data: TrainingData, trained: list[TrainedPolicy]
) -> None:
    found = {
        *digests(trained),
        *digests(train(small_data(2), COSTS, SMALL, seeds=[0])),
        *digests(train(data, COSTS, replace(SMALL, learning_rate=5e-4), seeds=[0])),
    }
    assert len(found) == 5


def test_an_interrupted_training_ends_with_the_same_weights(
    data: TrainingData, trained: list[TrainedPolicy], tmp_path: Path
) -> None:
    checkpoint = tmp_path / "training.ckpt"

    def stop_after_two(progress: TrainingProgress) -> None:
        if progress.steps > 0.4 * progress.total:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train(data, COSTS, SMALL, [0, 1, 2], checkpoint, stop_after_two)
    seen: list[TrainingProgress] = []
    resumed = train(data, COSTS, SMALL, [0, 1, 2], checkpoint, seen.append)
    assert 1 <= len(seen) < len(trained[0].history)
    for one, other in zip(resumed, trained, strict=True):
        assert (one.weights.digest, one.last.digest) == (other.weights.digest, other.last.digest)
        assert one.history == other.history


def test_a_finished_training_is_read_from_its_checkpoint(
    data: TrainingData, trained: list[TrainedPolicy], tmp_path: Path
) -> None:
    checkpoint = tmp_path / "training.ckpt"
    train(data, COSTS, SMALL, [0], checkpoint)
    seen: list[TrainingProgress] = []
    assert digests(train(data, COSTS, SMALL, [0], checkpoint, seen.append)) == digests(trained)[:1]
    assert seen == []


def test_a_checkpoint_of_another_training_is_refused_and_kept(data: TrainingData, tmp_path: Path) -> None:
    checkpoint = tmp_path / "training.ckpt"
    train(data, COSTS, SMALL, [0], checkpoint)
    kept = checkpoint.read_bytes()
    for other_data, costs, settings, seeds in (
        (small_data(2), COSTS, SMALL, [0]),
        (data, COSTS.times(2), SMALL, [0]),
        (data, COSTS, replace(SMALL, entropy=0.5), [0]),
        (data, COSTS, SMALL, [1]),
    ):
        with pytest.raises(UsageError, match="belongs to other"):
            train(other_data, costs, settings, seeds, checkpoint)
    assert checkpoint.read_bytes() == kept


def test_progress_counts_decisions_of_all_seeds(data: TrainingData, trained: list[TrainedPolicy]) -> None:
    seen: list[TrainingProgress] = []
    train(data, COSTS, SMALL, [0, 1, 2], on_progress=seen.append)
    assert [progress.steps for progress in seen] == sorted({progress.steps for progress in seen})
    assert seen[-1].steps == sum(policy.history[-1].steps for policy in trained)
    assert seen[-1].steps == pytest.approx(seen[-1].total, rel=0.05)
    assert seen[-1].steps >= 0.95 * 3 * SMALL.steps
    assert all(progress.steps_per_second > 0 for progress in seen)


def test_the_shipped_weights_are_the_best_candidate_or_flat(trained: list[TrainedPolicy]) -> None:
    for policy in trained:
        best = max(policy.history, key=lambda look: look.validation_return)
        if best.validation_return > best.validation_error:
            assert not policy.abstains
            assert policy.validation_return == best.validation_return
        else:
            assert policy.abstains
            assert policy.validation_return == 0.0
            assert (policy.weights.policy.weight == 0).all()


def test_the_validation_part_picks_the_seed() -> None:
    weights = train(small_data(), COSTS, replace(SMALL, steps=500), [0])[0]
    candidates = [
        replace(weights, seed=seed, validation_return=r) for seed, r in ((0, -1.0), (1, 2.0), (2, 2.0))
    ]
    assert pick(candidates).seed == 1


def test_training_takes_good_grades_and_judging_takes_every_session() -> None:
    episodes = make_episodes(40, 1)
    days = episodes.sessions
    split = Split("s", (days[0], days[24]), (days[25], days[31]), (days[35], days[39]), 3)
    data = training_data(episodes, split)
    good = [day for day, grade in zip(days[:25], episodes.training_grade[:25], strict=True) if grade]
    assert 0 < len(good) < 25
    assert list(data.train.sessions) == good
    assert data.validation.sessions == days[25:32]
    assert data.scaler.mean[:4] == pytest.approx(data.train.features[data.train.decides].mean(axis=0))


@pytest.mark.parametrize("seeds", [[], [1, 1]])
def test_seeds_must_be_given_and_distinct(data: TrainingData, seeds: list[int]) -> None:
    with pytest.raises(UsageError, match="seed"):
        train(data, COSTS, SMALL, seeds)


def test_a_part_without_a_decision_is_an_error(data: TrainingData) -> None:
    nothing = data.validation.between(date(1999, 1, 1), date(1999, 1, 2))
    with pytest.raises(DataError, match="validation part"):
        train(replace(data, validation=nothing), COSTS, SMALL, [0])


def test_the_last_weights_are_finite(trained: list[TrainedPolicy]) -> None:
    for policy in trained:
        for layer in (*policy.last.trunk, policy.last.policy, policy.last.value):
            assert np.isfinite(layer.weight).all()
