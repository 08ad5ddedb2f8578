"""The evaluation as a whole, on a market whose truth is known."""

from dataclasses import replace

import numpy as np
import pytest

from support.evaluations import QUICK, judged, part
from support.policies import Always, Follow, classics
from usdcop.backtest.engine import run
from usdcop.backtest.evaluation import (
    DataKind,
    Evaluation,
    EvaluationSettings,
    Evidence,
    Part,
    Subject,
    evaluate,
    fall_of,
    gap_of,
)
from usdcop.backtest.serialise import canonical_json
from usdcop.core.accounting import CostModel, Stakes
from usdcop.core.episodes import Episodes
from usdcop.core.errors import ContractError, MissingInputError
from usdcop.core.metrics import Metric, known, unknown


def test_a_planted_signal_is_an_edge(evaluation: Evaluation) -> None:
    assert evaluation.verdict.edge_found
    assert [rival.name for rival in evaluation.rivals] == ["flat", "long", "short", "matched exposure"]
    assert evaluation.deflated.trials == 1


def test_an_idle_policy_is_none_and_says_so(idle: Evaluation) -> None:
    assert not idle.verdict.edge_found
    assert "never traded" in idle.verdict.sentence
    assert idle.metrics.sharpe.value is None
    assert {"sharpe", "win_rate", "profit_factor"} <= set(idle.gates.failed)
    assert [note.code for note in idle.notes] == ["no_trades"]


def test_standing_long_does_not_beat_matched_exposure(planted: Episodes) -> None:
    calm = replace(planted, doubtful=np.zeros_like(planted.doubtful))
    result = judged(calm, Always("long", 1.0))
    assert not result.verdict.edge_found
    assert "advantage_bps" in result.gates.failed


def test_higher_costs_take_the_same_decisions_and_leave_less(evaluation: Evaluation) -> None:
    means = [row.metrics.mean_session_bps.value for row in evaluation.cost_rows]
    assert [row.multiple for row in evaluation.cost_rows] == [1.0, 2.0, 3.0]
    assert means == sorted(means, key=lambda mean: -(mean or 0.0))
    assert len({row.metrics.trades for row in evaluation.cost_rows}) == 1
    assert evaluation.cost_rows[0].metrics == evaluation.metrics


def test_the_hash_is_that_of_a_backtest_of_the_same_bundle(planted: Episodes, evaluation: Evaluation) -> None:
    again = run(planted.take(np.arange(80, 160)), Follow(6e-4), CostModel(), Stakes())
    assert evaluation.decision_hash == again.decision_hash


def test_the_same_evaluation_gives_the_same_bytes(planted: Episodes, evaluation: Evaluation) -> None:
    assert canonical_json(judged(planted, Follow(6e-4))) == canonical_json(evaluation)


def test_missing_sessions_are_counted_and_earn_zero(planted: Episodes) -> None:
    test = part(planted, 80, 160)
    thinned = Part(test.episodes.take(np.arange(0, 80, 2)), test.expected)
    result = evaluate(
        Subject(Follow(6e-4), "ab" * 32, "USDCOP", DataKind.REAL, "split"),
        thinned,
        part(planted, 0, 75),
        classics,
        Evidence(()),
        EvaluationSettings(bootstrap=QUICK),
    )
    undecided = int((~thinned.episodes.decides.any(axis=1)).sum())
    assert result.metrics.sessions == 80
    assert result.untraded == 40 + undecided
    assert not result.returns[1::2].any()
    assert {"inference_p99_ms", "end_to_end_p99_ms"} <= set(result.gates.failed)


def test_a_bundle_trained_elsewhere_has_no_training_part(planted: Episodes) -> None:
    nothing = part(planted, 0, 0)
    result = evaluate(
        Subject(Follow(6e-4), "ab" * 32, "USDCOP", DataKind.REAL, "split"),
        part(planted, 80, 160),
        nothing,
        classics,
        Evidence(()),
        EvaluationSettings(bootstrap=QUICK),
    )
    assert result.train_metrics.sortino.reason == "no session"
    assert "sortino_gap" in result.gates.failed


def test_an_empty_test_part_is_an_error_with_a_cure(planted: Episodes) -> None:
    nothing = part(planted, 0, 0)
    with pytest.raises(MissingInputError, match="no session") as caught:
        evaluate(
            Subject(Follow(6e-4), "ab" * 32, "USDCOP", DataKind.REAL, "split"),
            nothing,
            nothing,
            classics,
            Evidence(()),
            EvaluationSettings(),
        )
    assert caught.value.cure


def test_sessions_that_nobody_expects_are_refused(planted: Episodes) -> None:
    with pytest.raises(ContractError, match="1 sessions have bars but are not expected, 2021-01-04"):
        Part(planted, planted.sessions[1:])


@pytest.mark.parametrize(
    ("plain", "stressed", "fall"),
    [(known(0.2), known(0.15), 0.25), (known(0.2), known(-0.1), 1.5), (known(0.2), known(0.2), 0.0)],
)
def test_how_much_of_the_growth_costs_take(plain: Metric, stressed: Metric, fall: float) -> None:
    assert fall_of(plain, stressed).value == pytest.approx(fall)


@pytest.mark.parametrize(
    ("plain", "stressed", "reason"),
    [
        (known(0.0), known(-0.1), "no growth"),
        (unknown("no session"), known(0.1), "no session"),
        (known(0.1), unknown("the capital was lost"), "lost"),
    ],
)
def test_without_growth_there_is_no_fall(plain: Metric, stressed: Metric, reason: str) -> None:
    assert reason in fall_of(plain, stressed).reason


def test_the_gap_between_training_and_test() -> None:
    assert gap_of(known(1.0), known(1.75)).value == pytest.approx(0.75)
    assert gap_of(unknown("no losing session"), known(1.0)).reason == "training: no losing session"
    assert gap_of(known(1.0), unknown("no losing session")).reason == "test: no losing session"
