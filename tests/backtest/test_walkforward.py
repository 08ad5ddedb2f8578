"""Walk-forward: what a trainer may see, and what counts."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from support.episodes import Plant, make_episodes
from support.planted import walk_over
from support.policies import Always, Follow, classics
from usdcop.backtest.statistics import BootstrapSettings
from usdcop.backtest.walkforward import (
    Procedure,
    TrainingTask,
    WalkForward,
    WalkForwardSettings,
    cut,
    judge_fold,
    walk_forward,
)
from usdcop.core.accounting import CostModel, Stakes
from usdcop.core.episodes import Episodes
from usdcop.core.errors import ContractError, UsageError
from usdcop.policy.interface import Policy

SETTINGS = WalkForwardSettings()
QUICK = BootstrapSettings(resamples=100)


@pytest.fixture(scope="module")
def planted() -> Episodes:
    return make_episodes(160, seed=11, plant=Plant(strength_bps=6.0))


@pytest.fixture(scope="module")
def walked(planted: Episodes) -> WalkForward:
    return walk_over(planted)


def long_only(task: TrainingTask) -> Sequence[Policy]:
    return [Always("long", 1.0) for _ in task.seeds]


def test_folds_expand_and_their_tests_follow_each_other(planted: Episodes) -> None:
    folds = cut(planted.sessions, SETTINGS)
    assert [fold.number for fold in folds] == [1, 2, 3, 4, 5]
    assert [len(fold.train) for fold in folds] == sorted(len(fold.train) for fold in folds)
    tested = [day for fold in folds for day in fold.test]
    assert tested == list(planted.sessions[64:])


def test_nothing_of_a_test_is_near_its_training(planted: Episodes) -> None:
    for fold in cut(planted.sessions, SETTINGS):
        assert len(fold.embargo) == 5
        whole = [*fold.train, *fold.validation, *fold.embargo, *fold.test]
        assert whole == list(planted.sessions[: len(whole)])
        assert len(fold.validation) == pytest.approx(0.1 * (len(fold.train) + len(fold.validation)), abs=1)


def test_a_trainer_sees_only_good_sessions_of_its_own_part(planted: Episodes) -> None:
    tasks: list[TrainingTask] = []

    def watching(task: TrainingTask) -> Sequence[Policy]:
        tasks.append(task)
        return long_only(task)

    spoiled = replace(planted, training_grade=np.arange(160) % 7 != 3)
    folds = cut(spoiled.sessions, SETTINGS)
    for fold in folds:
        judge_fold(fold, spoiled, Procedure(watching, (4, 9), CostModel(), Stakes()))
    for fold, task in zip(folds, tasks, strict=True):
        assert task.seeds == (4, 9)
        assert set(task.train.sessions) < set(fold.train)
        assert task.validation.sessions == fold.validation  # picking a policy looks at bad sessions too
        assert task.train.training_grade.all()
        assert max(task.validation.sessions) < min(fold.test)


def test_tests_are_pooled_over_seeds_and_folds(planted: Episodes, walked: WalkForward) -> None:
    assert walked.sessions == planted.sessions[64:]
    first = walked.folds[0]
    np.testing.assert_allclose(first.returns, np.mean([run.returns for run in first.runs], axis=0))
    np.testing.assert_allclose(walked.returns, np.concatenate([fold.returns for fold in walked.folds]))
    assert [rival.name for rival in walked.rivals] == ["flat", "long", "short", "matched exposure"]


def test_the_planted_signal_is_found_and_beats_every_rival(walked: WalkForward) -> None:
    assert walked.mean_interval.low.value is not None
    assert walked.mean_interval.low.value > 0
    assert all(rival.advantage.beats for rival in walked.rivals)


def test_expected_sessions_without_bars_count_as_zero() -> None:
    episodes = make_episodes(60, seed=3)
    gone = [episodes.sessions[index] for index in (40, 41, 55)]
    present = episodes.take(np.array([day not in gone for day in episodes.sessions], dtype=np.bool_))
    procedure = Procedure(long_only, (0,), CostModel(), Stakes())
    done = walk_forward(present, episodes.sessions, procedure, classics(), SETTINGS, QUICK)
    assert len(done.returns) == len(done.sessions) == 36
    assert [done.returns[done.sessions.index(day)] for day in gone] == [0.0, 0.0, 0.0]


def test_a_procedure_that_always_holds_is_its_own_matched_exposure(planted: Episodes) -> None:
    """Up to doubtful quotes, which refuse the policy's entry now and then but not the comparison's."""
    calm = replace(planted, doubtful=np.zeros_like(planted.doubtful))
    procedure = Procedure(long_only, (0,), CostModel(), Stakes())
    done = walk_forward(calm, calm.sessions, procedure, classics(), SETTINGS, QUICK)
    (matched,) = [rival for rival in done.rivals if rival.name == "matched exposure"]
    np.testing.assert_allclose(matched.returns, done.returns, atol=1e-12)


def test_a_trainer_must_give_a_policy_for_every_seed(planted: Episodes) -> None:
    fold = cut(planted.sessions, SETTINGS)[0]
    with pytest.raises(ContractError, match="1 policies for 2 seeds"):
        judge_fold(fold, planted, Procedure(lambda _: [Follow(1e-3)], (0, 1), CostModel(), Stakes()))


@pytest.mark.parametrize("count", [0, 8, 15])
def test_a_history_too_short_is_refused(count: int) -> None:
    days = [date.fromordinal(738_000 + index) for index in range(count)]
    with pytest.raises(UsageError, match="too few"):
        cut(days, SETTINGS)
