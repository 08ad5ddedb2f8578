"""The evaluation as a whole, on a market whose truth is known."""

from dataclasses import replace

import numpy as np
import pytest

from support.evaluations import FIRST_LOOK, QUICK, WELL, judged, part
from support.policies import Always, Follow, classics
from usdcop.backtest.engine import run
from usdcop.backtest.serialise import canonical_json
from usdcop.core.accounting import CostModel, Stakes
from usdcop.core.episodes import Episodes
from usdcop.core.errors import CannotBeJudgedError, ContractError, MissingInputError
from usdcop.court.evaluation import (
    DataKind,
    Evaluation,
    EvaluationSettings,
    Evidence,
    Part,
    Subject,
    evaluate,
)
from usdcop.court.mean_test import mean_above_zero
from usdcop.court.proof import ByLook


def test_a_planted_signal_is_an_edge_and_passes_every_gate(evaluation: Evaluation) -> None:
    assert evaluation.verdict.edge_found
    assert evaluation.gates.failed == ()
    assert [rival.name for rival in evaluation.rivals] == ["flat", "long", "short", "matched exposure"]
    assert evaluation.deflated.trials == 1
    assert [gate.name for gate in evaluation.gates.gates] == [
        "edge",
        "exposure",
        "baseline",
        "stressed_costs",
        "concentration",
        "activity",
        "drawdown",
        "drawdown_95",
        "inference_p99_ms",
        "end_to_end_p99_ms",
        "feature_hash",
        "parity",
    ]


def test_the_edge_gate_judges_every_expected_session(evaluation: Evaluation) -> None:
    edge = evaluation.gates.gates[0]
    assert edge.value.value == mean_above_zero(evaluation.returns, 0.03).p
    assert edge.threshold == 0.03
    assert evaluation.power.sessions == len(evaluation.sessions) == 120


def test_a_mean_has_one_interval_wherever_it_is_shown(evaluation: Evaluation) -> None:
    """The card told another one than the verdict, and the table of baselines than the gate."""
    gates = {gate.name: gate for gate in evaluation.gates.gates}
    assert evaluation.intervals["mean_session_bps"] == gates["edge"].interval
    rivals = {rival.name: rival for rival in evaluation.rivals}
    assert rivals["matched exposure"].advantage.interval == gates["exposure"].interval
    flat = rivals["flat"].advantage
    assert flat.interval == gates["edge"].interval


def test_an_idle_policy_is_none_and_says_so(idle: Evaluation) -> None:
    assert not idle.verdict.edge_found
    assert "it stays flat" in idle.verdict.sentence
    assert idle.metrics.sharpe.value is None
    assert {"edge", "exposure", "baseline", "concentration", "activity"} <= set(idle.gates.failed)
    assert [note.code for note in idle.notes] == ["no_trades"]
    assert idle.verdict.proven == ()


def test_standing_long_is_no_more_than_its_exposure(planted: Episodes) -> None:
    calm = replace(planted, doubtful=np.zeros_like(planted.doubtful))
    result = judged(calm, Always("long", 1.0))
    assert not result.verdict.edge_found
    assert "exposure" in result.gates.failed


def test_a_later_look_asks_for_more(planted: Episodes) -> None:
    weak = judged(planted, Follow(6e-4))
    later = evaluate(
        Subject(Follow(6e-4), "ab" * 32, "USDCOP", DataKind.REAL, "split"),
        part(planted, 140, 260),
        part(planted, 0, 135),
        classics,
        Evidence(ByLook(9), (0.1,), WELL),
        EvaluationSettings(bootstrap=QUICK),
    )
    assert later.gates.gates[0].threshold == pytest.approx(0.02 / 72)
    assert weak.gates.gates[0].threshold == 0.03


def test_in_a_batch_the_luck_of_all_is_counted(planted: Episodes, evaluation: Evaluation) -> None:
    rng = np.random.default_rng(3)
    spread = float(evaluation.returns.std())
    companions = {
        f"{number:064d}": dict(zip(evaluation.sessions, rng.normal(0.0, spread, 120).tolist(), strict=True))
        for number in range(12)
    }
    together = evaluate(
        Subject(Follow(6e-4), "ab" * 32, "USDCOP", DataKind.REAL, "split"),
        part(planted, 140, 260),
        part(planted, 0, 135),
        classics,
        Evidence(ByLook(1, companions), (0.1,) * 13, WELL),
        EvaluationSettings(bootstrap=QUICK),
    )
    p = together.gates.gates[0].value.value
    assert p is not None
    assert p > mean_above_zero(evaluation.returns, 1e-5).p
    assert together.asked.batch == 13


def test_higher_costs_take_the_same_decisions_and_leave_less(evaluation: Evaluation) -> None:
    means = [row.metrics.mean_session_bps.value for row in evaluation.cost_rows]
    assert [row.multiple for row in evaluation.cost_rows] == [1.0, 2.0, 3.0]
    assert means == sorted(means, key=lambda mean: -(mean or 0.0))
    assert len({row.metrics.trades for row in evaluation.cost_rows}) == 1
    assert evaluation.cost_rows[0].metrics == evaluation.metrics


def test_the_hash_is_that_of_a_backtest_of_the_same_bundle(planted: Episodes, evaluation: Evaluation) -> None:
    again = run(planted.take(np.arange(140, 260)), Follow(6e-4), CostModel(), Stakes())
    assert evaluation.decision_hash == again.decision_hash


def test_the_same_evaluation_gives_the_same_bytes(planted: Episodes, evaluation: Evaluation) -> None:
    assert canonical_json(judged(planted, Follow(6e-4))) == canonical_json(evaluation)


def test_missing_sessions_are_counted_and_earn_zero(planted: Episodes) -> None:
    test = part(planted, 140, 260)
    thinned = Part(test.episodes.take(np.arange(0, 120, 2)), test.expected)
    result = evaluate(
        Subject(Follow(6e-4), "ab" * 32, "USDCOP", DataKind.REAL, "split"),
        thinned,
        part(planted, 0, 75),
        classics,
        Evidence(ByLook(1)),
        EvaluationSettings(bootstrap=QUICK),
    )
    undecided = int((~thinned.episodes.decides.any(axis=1)).sum())
    assert result.metrics.sessions == 120
    assert result.untraded == 60 + undecided
    assert not result.returns[1::2].any()
    assert {"inference_p99_ms", "end_to_end_p99_ms", "feature_hash", "parity"} <= set(result.gates.failed)


def test_a_bundle_without_a_training_part_is_judged_all_the_same(planted: Episodes) -> None:
    result = evaluate(
        Subject(Follow(6e-4), "ab" * 32, "USDCOP", DataKind.REAL, "split"),
        part(planted, 140, 260),
        part(planted, 0, 0),
        classics,
        FIRST_LOOK,
        EvaluationSettings(bootstrap=QUICK),
    )
    assert result.train_metrics.sortino.reason == "no session"
    assert result.gates.failed == ()


def test_fewer_than_a_hundred_and_twenty_sessions_cannot_be_judged(planted: Episodes) -> None:
    with pytest.raises(CannotBeJudgedError, match="119 sessions are fewer than 120") as caught:
        evaluate(
            Subject(Follow(6e-4), "ab" * 32, "USDCOP", DataKind.REAL, "split"),
            part(planted, 141, 260),
            part(planted, 0, 75),
            classics,
            FIRST_LOOK,
            EvaluationSettings(bootstrap=QUICK),
        )
    assert caught.value.exit_code == 3


def test_a_return_that_is_no_number_cannot_be_judged(planted: Episodes) -> None:
    spoilt = replace(planted, exit_price=np.where(np.arange(260) == 200, np.nan, planted.exit_price))
    with pytest.raises(CannotBeJudgedError, match="not a finite number"):
        judged(spoilt, Follow(6e-4))


def test_an_empty_test_part_is_an_error_with_a_cure(planted: Episodes) -> None:
    nothing = part(planted, 0, 0)
    with pytest.raises(MissingInputError, match="no session") as caught:
        evaluate(
            Subject(Follow(6e-4), "ab" * 32, "USDCOP", DataKind.REAL, "split"),
            nothing,
            nothing,
            classics,
            FIRST_LOOK,
            EvaluationSettings(),
        )
    assert caught.value.cure


def test_sessions_that_nobody_expects_are_refused(planted: Episodes) -> None:
    with pytest.raises(ContractError, match="1 sessions have bars but are not expected, 2021-01-04"):
        Part(planted, planted.sessions[1:])
