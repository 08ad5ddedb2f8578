"""L6: a bundle judged on sessions it has never seen; the looks it took; what the report says of the data."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import polars as pl
import pytest

from support.batch import CALENDAR
from support.bundles import make_contract, make_weights
from support.evaluations import QUICK, SHORT, WELL
from support.histories import planted_history, restless_bundle
from support.raw_rows import raw_of
from usdcop.backtest.engine import run
from usdcop.core.errors import CannotBeJudgedError, ContractError, MissingInputError
from usdcop.core.metrics import Activity, unknown
from usdcop.court.evaluation import DataKind, Evaluation, EvaluationSettings, Evidence
from usdcop.court.proof import ByLook
from usdcop.features.spec import FEATURE_NAMES
from usdcop.pipeline.history import History
from usdcop.pipeline.l1_standardise import StandardiseSettings, standardise
from usdcop.pipeline.l6_backtest import (
    Judged,
    baselines,
    constant_baselines,
    judge,
    series_of,
    summary_of,
)
from usdcop.policy.bundle import Bundle

NOW = datetime(2025, 7, 1, tzinfo=UTC)
SETTINGS = EvaluationSettings(bootstrap=QUICK, gates=SHORT)
EVIDENCE = Evidence(ByLook(1), (0.1,), replace(WELL, end_to_end_p99_ms=unknown("not measured")))


@pytest.fixture(scope="module")
def history() -> History:
    return planted_history()


@pytest.fixture(scope="module")
def judged(history: History) -> Judged:
    bundle = restless_bundle(history.episodes, history.split, seed=5)
    sessions = history.expected[-15:]
    return Judged(bundle, history, sessions, history.split.train, "USDCOP", DataKind.SYNTHETIC)


@pytest.fixture(scope="module")
def found(judged: Judged) -> Evaluation:
    return judge(judged, EVIDENCE, SETTINGS)


def test_a_series_with_a_return_that_is_no_number_is_not_kept(judged: Judged) -> None:
    """It ended a look in an error of JSON."""
    episodes = judged.history.episodes
    spoilt = replace(episodes, exit_price=np.full_like(episodes.exit_price, np.nan))
    with pytest.raises(CannotBeJudgedError, match="not a finite number"):
        series_of(replace(judged, history=replace(judged.history, episodes=spoilt)), SETTINGS)


def test_the_sessions_are_those_the_home_says_whatever_the_bundle_declares(judged: Judged) -> None:
    assert judged.test.expected == judged.history.expected[-15:]
    assert judged.train.expected == judged.history.expected[:-30]
    declared = replace(
        judged.bundle.contract.split, test=judged.history.split.train, train=judged.history.split.test
    )
    contract = replace(judged.bundle.contract, split=declared)
    liar = Bundle.build(make_weights(len(FEATURE_NAMES), hidden=(8,)), contract)
    assert replace(judged, bundle=liar).test.expected == judged.test.expected
    assert replace(judged, trained_on=None).train.expected == ()


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
    assert judge(stopped, EVIDENCE, SETTINGS).decision_hash == done.decision_hash != found.decision_hash
    assert series_of(stopped, SETTINGS).returns.tolist() == done.returns(judged.test.expected).tolist()


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
        judge(replace(judged, bundle=foreign), EVIDENCE, SETTINGS)


def test_a_look_keeps_the_returns_of_every_session_it_shows(judged: Judged, found: Evaluation) -> None:
    series = series_of(judged, SETTINGS)
    assert series.bundle_hash == judged.bundle.digest
    assert series.sessions == found.sessions
    assert series.returns.tolist() == found.returns.tolist()


def test_without_a_session_nothing_is_judged_and_no_look_is_taken(judged: Judged) -> None:
    nothing = replace(judged, sessions=())
    with pytest.raises(CannotBeJudgedError, match="no session of the test set lies after"):
        series_of(nothing, SETTINGS)
    with pytest.raises(MissingInputError, match="no session to judge on"):
        judge(nothing, EVIDENCE, SETTINGS)


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
