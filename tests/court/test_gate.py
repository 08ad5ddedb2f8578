"""A gate: thresholds at their edges, and nothing unknown passes."""

import pytest

from usdcop.core.metrics import known, unknown
from usdcop.court.gate import Gate, GateSettings, GateVerdict, Operator, Question, Unit


def gate(operator: Operator, value: float | None, threshold: float = 2.0) -> Gate:
    question = Question("name", "Title", Unit.MULTIPLE, operator, "What it asks.")
    metric = unknown("not measured") if value is None else known(value)
    return question.put(metric, threshold, needed="more")


@pytest.mark.parametrize(
    ("operator", "passes", "refuses"),
    [(Operator.AT_LEAST, 2.0, 1.999), (Operator.AT_MOST, 2.0, 2.001), (Operator.ABOVE, 2.001, 2.0)],
)
def test_thresholds_at_their_edges(operator: Operator, passes: float, refuses: float) -> None:
    assert gate(operator, passes).passed
    assert not gate(operator, refuses).passed


@pytest.mark.parametrize("operator", Operator)
def test_what_is_not_known_passes_nothing(operator: Operator) -> None:
    assert not gate(operator, None).passed


def test_what_is_needed_is_told_only_where_it_was_missing() -> None:
    assert gate(Operator.AT_LEAST, 3.0).needed == ""
    assert gate(Operator.AT_LEAST, 1.0).needed == "more"


def test_a_verdict_counts_its_gates() -> None:
    verdict = GateVerdict((gate(Operator.AT_LEAST, 3.0), gate(Operator.AT_LEAST, 1.0)))
    assert (verdict.passing, verdict.failed, verdict.production_ready) == (1, ("name",), False)
    assert verdict.passes("name")
    assert not verdict.passes("other")


def test_without_a_gate_nothing_is_ready() -> None:
    assert not GateVerdict(()).production_ready


@pytest.mark.parametrize("looks", [0, 21])
def test_the_number_of_looks_can_only_be_lowered(looks: int) -> None:
    with pytest.raises(ValueError, match="lowered"):
        GateSettings(most_looks=looks)
