"""Gates as rows of the report."""

import pytest

from usdcop.backtest.statistics import Interval
from usdcop.core.metrics import known, unknown
from usdcop.court.gate import Operator, Question, Unit
from usdcop.report.gate_rows import gate_row, told

EDGE = Question("edge", "Edge", Unit.PROBABILITY, Operator.AT_MOST, "That it earns.")


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (0.0123, Unit.PROBABILITY, "p 0.012"),
        (-0.5, Unit.SHARE, "−50.0 %"),
        (61.0, Unit.COUNT, "61"),
        (-1.5, Unit.MULTIPLE, "−1.50 ×"),
        (12.34, Unit.MILLISECONDS, "12.3 ms"),
    ],
)
def test_a_value_carries_its_unit(value: float, unit: Unit, text: str) -> None:
    assert told(value, unit) == text


def test_a_refusal_says_what_it_would_have_taken_and_its_interval_is_drawn() -> None:
    gate = EDGE.put(
        known(0.4), 0.03, interval=Interval(known(-1.0), known(2.0)), measured="mean, bps", needed="a lot"
    )
    row = gate_row(gate)
    assert row[:5] == ["Edge", "That it earns. It would have taken a lot.", "p 0.4", "≤ p 0.03", False]
    assert row[5:] == ["mean, bps: −1.00 to 2.00", "edge"]


def test_what_is_unknown_says_why_and_draws_nothing() -> None:
    row = gate_row(EDGE.put(unknown("no session"), 0.03))
    assert row[1] == "That it earns. Unknown: no session."
    assert row[2] == "—"
    assert row[5:] == ["", ""]
