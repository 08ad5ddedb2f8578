"""L6: a bundle judged on sessions it has never seen; the looks it took; what the report says of the data."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import polars as pl
import pytest

from support.batch import CALENDAR
from support.bundles import make_contract, make_weights
from support.evaluations import QUICK
from support.histories import planted_history, restless_bundle
from support.policies import Always
from support.raw_rows import raw_of
from usdcop.backtest.engine import run
from usdcop.backtest.evaluation import DataKind, Evaluation, EvaluationSettings
from usdcop.backtest.walkforward import Procedure, WalkForwardSettings, walk_forward
from usdcop.core.accounting import CostModel, Stakes
from usdcop.core.errors import ContractError, MissingInputError
from usdcop.core.metrics import Activity, known, unknown
from usdcop.core.ports import Trial
from usdcop.features.spec import FEATURE_NAMES
from usdcop.pipeline.history import History
from usdcop.pipeline.l1_standardise import StandardiseSettings, standardise
from usdcop.pipeline.l6_backtest import (
    Judged,
    Latency,
    baselines,
    constant_baselines,
    fold_trials,
    judge,
    overlapping,
    sharpe_per_session,
    summary_of,
    trial_of,
)
from usdcop.policy.bundle import Bundle

NOW = datetime(2025, 7, 1, tzinfo=UTC)
SETTINGS = EvaluationSettings(bootstrap=QUICK)
LATENCY = Latency(known(1.0), unknown("not measured"))


@pytest.fixture(scope="module")
def history() -> History:
    return planted_history()


@pytest.fixture(scope="module")
def judged(history: History) -> Judged:
    return Judged(
        restless_bundle(history.episodes, history.split, seed=5), history, "USDCOP", DataKind.SYNTHETIC
    )


@pytest.fixture(scope="module")
def found(judged: Judged) -> Evaluation:
    return judge(judged, [trial_of(judged, SETTINGS, NOW)], LATENCY, SETTINGS)


def _trial(first: date, last: date) -> Trial:
    return Trial("c", 0, "d", first, last, 0.1, 10, NOW)


def test_the_parts_are_those_of_the_bundles_own_split(judged: Judged) -> None:
    assert judged.test.expected == judged.history.expected[-15:]
    assert judged.train.expected == judged.history.expected[:-30]
    moved = replace(judged.history, split=replace(judged.history.split, test=judged.history.split.train))
    assert replace(judged, history=moved).test.expected == judged.test.expected


def test_a_bundle_is_judged_on_its_test_part_only(judged: Judged, found: Evaluation) -> None:
    done = run(judged.test.episodes, judged.bundle.policy, SETTINGS.costs, SETTINGS.stakes)
    assert found.decision_hash == done.decision_hash
    assert found.sessions == judged.test.expected
    assert (found.bundle_id, found.policy) == (judged.bundle.digest, judged.bundle.policy.name)
    assert (found.split_id, found.data_kind) == ("planted", DataKind.SYNTHETIC)
    assert found.metrics.trades == len(done.trades) > 0


def test_a_bundle_is_judged_with_its_session_stop(judged: Judged, found: Evaluation) -> None:
    stopped = replace(judged, stop=0.004)
    episodes, policy = judged.test.episodes, judged.bundle.policy
    done = run(episodes, policy, SETTINGS.costs, SETTINGS.stakes, stop=0.004)
    assert judge(stopped, [], LATENCY, SETTINGS).decision_hash == done.decision_hash != found.decision_hash
    looked = trial_of(stopped, SETTINGS, NOW).sharpe_per_session
    assert looked == sharpe_per_session(done.returns(judged.test.expected))


def test_every_baseline_stands_beside_it(found: Evaluation) -> None:
    names = [rival.name for rival in found.rivals]
    assert names == ["flat", "long", "short", "fade 10 bps", "trend", "random", "matched exposure"]


def test_what_was_not_measured_passes_no_gate(found: Evaluation) -> None:
    gates = {gate.title: gate for gate in found.gates.gates}
    unmeasured = [gate for gate in gates.values() if gate.value.reason == "not measured"]
    assert len(unmeasured) == 1
    assert not unmeasured[0].passed
    assert not found.gates.production_ready


def test_a_bundle_of_other_features_is_refused(judged: Judged) -> None:
    weights = make_weights(len(FEATURE_NAMES), hidden=(8,))
    foreign = Bundle.build(weights, make_contract(len(FEATURE_NAMES)))
    with pytest.raises(ContractError, match="trained on other features"):
        judge(replace(judged, bundle=foreign), [], LATENCY, SETTINGS)


def test_judging_is_one_look_at_the_test_part(judged: Judged) -> None:
    look, contract = trial_of(judged, SETTINGS, NOW), judged.bundle.contract
    assert (look.config_hash, look.seed) == (contract.training["config_hash"], 5)
    assert (look.data_hash, look.looked_at) == (contract.data_hash, NOW)
    assert (look.test_first, look.test_last, look.sessions) == (*contract.split.test, 15)
    done = run(judged.test.episodes, judged.bundle.policy, SETTINGS.costs, SETTINGS.stakes)
    gains = done.returns(judged.test.expected)
    assert look.sharpe_per_session == pytest.approx(gains.mean() / gains.std(ddof=1))


def test_a_bundle_trained_elsewhere_is_a_configuration_of_its_own(judged: Judged) -> None:
    contract = replace(judged.bundle.contract, training={})
    foreign = Bundle.build(make_weights(len(FEATURE_NAMES), hidden=(8,)), contract)
    look = trial_of(replace(judged, bundle=foreign), SETTINGS, NOW)
    assert (look.config_hash, look.seed) == (foreign.digest, 0)


def test_a_bundle_of_another_time_has_nothing_to_be_judged_on(judged: Judged) -> None:
    split = replace(judged.bundle.contract.split, test=(date(2035, 1, 2), date(2035, 6, 29)))
    contract = replace(judged.bundle.contract, split=split)
    later = Bundle.build(make_weights(len(FEATURE_NAMES), hidden=(8,)), contract)
    with pytest.raises(MissingInputError, match="no session of the bundle's test part, 2035-01-02"):
        trial_of(replace(judged, bundle=later), SETTINGS, NOW)
    with pytest.raises(MissingInputError, match="no session to judge on"):
        judge(replace(judged, bundle=later), [], LATENCY, SETTINGS)


def test_a_walk_forward_looks_once_for_every_fold_and_seed(history: History) -> None:
    procedure = Procedure(
        lambda task: [Always(f"seed {seed}", 1.0) for seed in task.seeds], (7, 8), CostModel(), Stakes()
    )
    walk = walk_forward(
        history.episodes, history.expected, procedure, [], WalkForwardSettings(folds=3), QUICK
    )
    looks = fold_trials(walk, "recipe", "data", NOW)
    assert [(look.seed, look.data_hash) for look in looks] == [
        (seed, f"data fold {fold}") for fold in (1, 2, 3) for seed in (7, 8)
    ]
    first = walk.folds[0]
    assert (looks[0].test_first, looks[0].test_last) == (first.fold.test[0], first.fold.test[-1])
    assert looks[0].sharpe_per_session == sharpe_per_session(first.runs[0].returns)
    assert sum(look.sessions for look in looks[::2]) == len(walk.sessions)


@pytest.mark.parametrize(
    ("first", "last", "counts"), [(1, 4, False), (1, 5, True), (6, 7, True), (9, 20, True), (10, 20, False)]
)
def test_only_looks_at_the_same_sessions_are_held_against_it(first: int, last: int, counts: bool) -> None:
    look = _trial(date(2025, 5, first), date(2025, 5, last))
    assert overlapping([look], (date(2025, 5, 5), date(2025, 5, 9))) == ((look,) if counts else ())


def test_sharpe_per_session_by_hand() -> None:
    assert sharpe_per_session(np.array([0.01, 0.02, 0.03])) == pytest.approx(2.0)
    assert sharpe_per_session(np.array([0.01, 0.01])) is None
    assert sharpe_per_session(np.array([0.01])) is None


def _activity(decisions: int, turnover: float) -> Activity:
    return Activity(10, decisions, 0, 0, 0, 0, 0.0, 0.0, turnover, 0.0)


@pytest.mark.parametrize(
    ("decisions", "turnover", "asked"), [(100, 25.0, 0.25), (100, 190.0, 8 / 9), (0, 0.0, 0.0)]
)
def test_the_random_baseline_trades_as_much_as_the_policy(
    decisions: int, turnover: float, asked: float
) -> None:
    chance = baselines()(_activity(decisions, turnover))[-1]
    assert getattr(chance, "turnover") == pytest.approx(asked)  # noqa: B009 - a Policy need not have one


def test_constant_baselines_need_only_the_data() -> None:
    assert [policy.name for policy in constant_baselines()] == [
        "flat",
        "long",
        "short",
        "fade 10 bps",
        "trend",
    ]


def test_the_summary_counts_what_l1_found() -> None:
    friday, monday = date(2025, 5, 9), date(2025, 5, 12)
    moving, still = ({slot: 4000.0 + slot for slot in range(60)}, dict.fromkeys(range(58), 4000.0))
    raw = pl.concat([raw_of(friday, moving), raw_of(friday, {3: 4003.0}), raw_of(monday, still)])
    late = CALENDAR.closes_at(monday) + timedelta(hours=1)
    made = standardise(raw, CALENDAR, late, StandardiseSettings())
    told = summary_of(raw.height, made.sessions, made.quarantine, "a walk", ("calendar", "code"), "hash")
    assert (told.first_session, told.last_session) == (friday, monday)
    assert (told.expected_sessions, told.sessions_with_bars, told.expected_bars) == (2, 2, 120)
    assert (told.rows_in, told.rows_accepted, told.quarantine) == (119, 118, {"duplicate": 1})
    assert (told.stale_sessions, told.stale_rows) == (1, 58)
    assert told.grades == {"A": 1, "B": 0, "C": 0, "D": 0}
    assert (told.calendar_version, told.code_version, told.data_hash) == ("calendar", "code", "hash")
