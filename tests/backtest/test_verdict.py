"""The verdict: one sentence, and no edge where there is doubt."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from usdcop.backtest.evaluation import Evaluation
from usdcop.backtest.rivals import MATCHED_EXPOSURE
from usdcop.backtest.statistics import Difference, Interval
from usdcop.backtest.verdict import Case, verdict_on
from usdcop.core.gates import GateVerdict
from usdcop.core.metrics import known, unknown

ABOVE = Interval(known(1.0), known(3.0))
AROUND = Interval(known(-1.0), known(3.0))
BELOW = Interval(known(-3.0), known(-1.0))
NONE = Interval(unknown("fewer than two sessions"), unknown("fewer than two sessions"))


@pytest.fixture
def proven(evaluation: Evaluation) -> Case:
    """A case with nothing against it."""
    passed = GateVerdict(tuple(replace(gate, passed=True) for gate in evaluation.gates.gates))
    metrics = replace(evaluation.metrics, trades=500, mean_session_bps=known(2.0))
    return Case(metrics, ABOVE, evaluation.rivals, evaluation.deflated, passed, synthetic=False)


def against(case: Case, **changed: Any) -> Case:  # noqa: ANN401 - any field of a case
    return replace(case, **changed)


def test_nothing_against_it_is_an_edge(proven: Case) -> None:
    verdict = verdict_on(proven)
    assert verdict.edge_found
    assert verdict.sentence == (
        "Edge found: the mean net return of +2.00 bps a session (95 % interval +1.00 to +3.00) is above zero "
        "and every gate passes."
    )
    assert verdict.not_proven == ()


def test_a_refusing_gate_keeps_it_from_production(proven: Case) -> None:
    gates = GateVerdict((replace(proven.gates.gates[0], passed=False), *proven.gates.gates[1:]))
    verdict = verdict_on(against(proven, gates=gates))
    assert verdict.edge_found
    assert verdict.sentence.startswith("Profit, but not fit for production")
    assert "1 of 12 gates refuse" in verdict.sentence


@pytest.mark.parametrize(
    ("metrics", "interval", "words"),
    [
        ({"trades": 0}, ABOVE, "never traded"),
        ({"mean_session_bps": unknown("no session")}, ABOVE, "never traded"),
        ({"trades": 29}, ABOVE, "rests on 29 trades"),
        ({"mean_session_bps": known(-2.0)}, AROUND, "is not above zero"),
        ({"mean_session_bps": known(-2.0)}, BELOW, "is below zero"),
        ({}, AROUND, "cannot be told from zero"),
        ({}, NONE, "too few sessions"),
    ],
)
def test_doubt_means_no_edge(proven: Case, metrics: dict[str, Any], interval: Interval, words: str) -> None:
    verdict = verdict_on(against(proven, metrics=replace(proven.metrics, **metrics), mean_bps=interval))
    assert not verdict.edge_found
    assert verdict.sentence.startswith("No edge found")
    assert words in verdict.sentence


def test_an_exposure_that_does_as_well_means_no_edge(proven: Case) -> None:
    rivals = [
        replace(rival, advantage=Difference(known(1.0), AROUND)) if rival.name == MATCHED_EXPOSURE else rival
        for rival in proven.rivals
    ]
    verdict = verdict_on(against(proven, rivals=rivals))
    assert not verdict.edge_found
    assert "mean position" in verdict.sentence
    assert any(MATCHED_EXPOSURE in claim for claim in verdict.not_proven)


def test_a_synthetic_market_proves_nothing_about_the_real_one(proven: Case) -> None:
    verdict = verdict_on(against(proven, synthetic=True))
    assert "synthetic" in verdict.sentence
    assert "synthetic" in verdict.not_proven[-1]


def test_every_claim_stands_on_one_side_only(evaluation: Evaluation) -> None:
    verdict = evaluation.verdict
    claims = len(verdict.proven) + len(verdict.not_proven)
    assert claims == 2 + len(evaluation.rivals) + 1
    assert np.isfinite(evaluation.returns).all()
