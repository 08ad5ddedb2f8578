"""The verdict: one sentence, and no edge where there is doubt."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from usdcop.backtest.statistics import Interval
from usdcop.core.metrics import Metric, known, unknown
from usdcop.court.evaluation import Evaluation
from usdcop.court.gate import GateVerdict
from usdcop.court.verdict import Case, verdict_on


@pytest.fixture
def proven(evaluation: Evaluation) -> Case:
    """A case with nothing against it."""
    found = evaluation
    return Case(found.metrics, found.gates, found.power, found.attribution, found.deflated, synthetic=False)


def failing(case: Case, *names: str) -> Case:
    gates = [replace(gate, passed=gate.passed and gate.name not in names) for gate in case.gates.gates]
    return replace(case, gates=GateVerdict(tuple(gates)))


def test_nothing_against_it_is_an_edge(proven: Case) -> None:
    verdict = verdict_on(proven)
    assert verdict.edge_found
    assert verdict.sentence.startswith("Edge found: the mean net return of +")
    assert verdict.sentence.endswith("every gate passes.")
    assert "p = " in verdict.sentence
    assert "at most 0.03 asked" in verdict.sentence
    assert verdict.not_proven == ()


def test_a_refusing_gate_keeps_it_from_production(proven: Case) -> None:
    verdict = verdict_on(failing(proven, "drawdown"))
    assert verdict.edge_found
    assert verdict.sentence.startswith("Profit, but not fit for production")
    assert "1 of 12 gates refuse: Maximum drawdown." in verdict.sentence


@pytest.mark.parametrize(
    ("metrics", "words"),
    [
        ({"trades": 0}, "it stays flat"),
        ({"mean_session_bps": unknown("no session")}, "it stays flat"),
        ({"mean_session_bps": known(-2.0)}, "is not above zero"),
        ({}, "cannot be told from zero"),
    ],
)
def test_without_the_edge_gate_there_is_no_edge(proven: Case, metrics: dict[str, Any], words: str) -> None:
    case = failing(replace(proven, metrics=replace(proven.metrics, **metrics)), "edge")
    verdict = verdict_on(case)
    assert not verdict.edge_found
    assert verdict.sentence.startswith("No edge found")
    assert words in verdict.sentence
    assert any("earns anything" in claim for claim in verdict.not_proven)


def test_what_never_traded_is_proven_to_be_nothing(proven: Case) -> None:
    """It has lost less than every baseline, which says nothing of it."""
    idle = failing(replace(proven, metrics=replace(proven.metrics, trades=0)), "edge")
    assert verdict_on(idle).proven == ()


def test_a_synthetic_market_proves_nothing_about_the_real_one(proven: Case) -> None:
    verdict = verdict_on(replace(proven, synthetic=True))
    assert "synthetic" in verdict.sentence
    assert "synthetic" in verdict.not_proven[-1]


def test_what_could_have_been_found_is_always_told(evaluation: Evaluation) -> None:
    assert "in 80 % of cases" in evaluation.verdict.power
    assert np.isfinite(evaluation.returns).all()


@pytest.mark.parametrize(
    ("low", "high", "words"),
    [
        (known(-1.0), known(2.0), "(95 % interval −1.00 to +2.00)"),
        (unknown("few trades"), known(2.0), "(95 % interval up to +2.00, open below: few trades)"),
        (known(-1.0), unknown("few trades"), "(95 % interval from −1.00, open above: few trades)"),
        (unknown("few trades"), unknown("few trades"), "(no interval: few trades)"),
    ],
)
def test_an_open_side_of_an_interval_is_said_with_its_reason(
    proven: Case, low: Metric, high: Metric, words: str
) -> None:
    gates = [
        replace(gate, interval=Interval(low, high)) if gate.name == "edge" else gate
        for gate in proven.gates.gates
    ]
    assert words in verdict_on(replace(proven, gates=GateVerdict(tuple(gates)))).sentence
