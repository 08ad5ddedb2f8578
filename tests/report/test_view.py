"""The report's words."""

from dataclasses import replace

import numpy as np
import pytest

from usdcop.backtest.statistics import Deflated
from usdcop.backtest.walkforward import WalkForward
from usdcop.core.metrics import known, unknown
from usdcop.court.evaluation import Evaluation
from usdcop.court.forward_proof import forward_proof
from usdcop.report.view import BASIS, MILLISECONDS, PERCENT, RATIO, number, shown, view_of


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (0.1234, PERCENT, "12.34 %"),
        (-1.5, RATIO, "−1.50"),
        (-1.5, BASIS, "−1.50 bps"),
        (2.0, BASIS, "+2.00 bps"),
        (-0.0001, BASIS, "0.00 bps"),
        (-1e-9, PERCENT, "0.00 %"),
        (3.14, MILLISECONDS, "3.1 ms"),
        (12345.6, RATIO, "12,345.60"),
    ],
)
def test_figures_carry_units_and_true_minus_signs(value: float, unit: str, text: str) -> None:
    assert number(value, unit) == text


def test_the_unknown_is_a_dash_never_a_number() -> None:
    assert shown(unknown("no trade"), RATIO) == "—"


def test_the_view_says_what_kind_of_market_it_was(evaluation: Evaluation, idle: Evaluation) -> None:
    assert view_of(evaluation, None, None)["badge"] == "SYNTHETIC"
    assert view_of(idle, None, None)["badge"] == "REPLAY"


def test_an_unknown_gate_says_why(idle: Evaluation) -> None:
    gates = view_of(idle, None, None)["gates"]
    assert isinstance(gates, list)
    assert any("Unknown: there is no profit to carry." in str(gate) for gate in gates)


def test_one_trial_and_many_are_told_apart(evaluation: Evaluation) -> None:
    assert "One trial has looked" in str(view_of(evaluation, None, None)["luck"])
    many = replace(evaluation, deflated=Deflated(known(0.4), 12, known(1.63)))
    luck = str(view_of(many, None, None)["luck"])
    assert "12 distinct trials" in luck
    assert "1.63" in luck
    assert "0.40" in luck


def test_gross_net_and_the_break_even_stand_together(evaluation: Evaluation, idle: Evaluation) -> None:
    view = view_of(evaluation)
    gross, net = 1e4 * evaluation.gross.mean(), 1e4 * evaluation.returns.mean()
    assert number(gross, BASIS) in str(view["gross"])
    assert number(net, BASIS) in str(view["gross"])
    assert f"{gross - net:.2f} bps" in str(view["gross"])
    assert "Break-even multiple of the costs: " in str(view["break_even"])
    assert "95 % interval" in str(view["break_even"])
    assert view_of(idle)["gross"] == view_of(idle)["break_even"] == ""


def test_what_it_adds_beyond_the_baselines_is_told_with_its_interval_and_weights(
    evaluation: Evaluation, idle: Evaluation
) -> None:
    added = view_of(evaluation)["added"]
    assert isinstance(added, dict)
    assert added["sentence"] == evaluation.attribution.sentence
    assert "of the variation of its session returns" in str(added["told"])
    assert [row[0] for row in added["weights"]] == list(evaluation.attribution.names)  # type: ignore[index, union-attr]
    assert view_of(idle)["added"] is None


def test_the_forward_proof_is_told_by_how_far_it_has_come(evaluation: Evaluation) -> None:
    assert view_of(evaluation)["forward"] == ""
    early = view_of(replace(evaluation, forward=forward_proof(np.full(12, 1e-4), 0.02, 1)))["forward"]
    assert "After 12 sessions the bets stand at 1.0" in str(early)
    assert "The first look is at session 60, 48 from now. Not proven yet." in str(early)
    proven = view_of(replace(evaluation, forward=forward_proof(np.full(90, 0.02), 0.02, 1)))["forward"]
    assert "They were first seen there after session 60: proven." in str(proven)


def test_what_never_traded_beats_no_rival(evaluation: Evaluation, idle: Evaluation) -> None:
    assert "beaten" in str(view_of(evaluation)["rivals"])
    assert "beaten" not in str(view_of(idle)["rivals"])


def test_untraded_sessions_are_mentioned(evaluation: Evaluation) -> None:
    assert "3 of them without a decision" in str(view_of(replace(evaluation, untraded=3), None, None)["span"])
    assert "without" not in str(view_of(replace(evaluation, untraded=0), None, None)["span"])


def test_times_of_trades_are_bogotas(evaluation: Evaluation) -> None:
    trades = view_of(evaluation, None, None)["trades"]
    assert isinstance(trades, dict)
    assert isinstance(trades["best"], list)
    held = [str(row[1]) for row in trades["best"] if isinstance(row, list)]
    assert held
    assert all(span[:3] >= "08:" and span <= "13:00–13:00" for span in held)


def test_best_and_worst_are_ranked(evaluation: Evaluation) -> None:
    trades = view_of(evaluation, None, None)["trades"]
    assert isinstance(trades, dict)
    best, worst = (
        [float(str(row[6]).replace("−", "-")) for row in trades[side] if isinstance(row, list)]  # type: ignore[union-attr]
        for side in ("best", "worst")
    )
    assert best == sorted(best, reverse=True)
    assert worst == sorted(worst)


def test_what_was_not_done_is_null(evaluation: Evaluation, walked: WalkForward) -> None:
    assert view_of(evaluation, None, None)["walk"] is None
    walk = view_of(evaluation, walked, None)["walk"]
    assert isinstance(walk, dict)
    assert "5 expanding folds, 3 seeds each" in str(walk["summary"])
