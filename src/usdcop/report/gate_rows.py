"""A gate as a row of the report: every figure already in words. Pure."""

from typing import Final

from usdcop.backtest.serialise import Plain
from usdcop.court.gate import Gate, Unit

NEVER_TOLD: Final = "—"


def gate_row(gate: Gate) -> list[Plain]:
    """Title, what it asks, value, threshold, whether it passed, its interval in words, and its name where that is drawn."""
    why = f" Unknown: {gate.value.reason}." if gate.value.value is None else ""
    needed = f" It would have taken {gate.needed}." if gate.needed else ""
    value = NEVER_TOLD if gate.value.value is None else told(gate.value.value, gate.unit)
    threshold = f"{gate.operator} {told(gate.threshold, gate.unit)}"
    drawn = gate.name if is_drawn(gate) else ""
    return [
        gate.title,
        gate.description + why + needed,
        value,
        threshold,
        gate.passed,
        measured(gate),
        drawn,
    ]


def is_drawn(gate: Gate) -> bool:
    """Whether an interval stands beside ``gate``."""
    return gate.interval.low.value is not None and gate.interval.high.value is not None


def measured(gate: Gate) -> str:
    """The interval beside a gate, with what it is of."""
    low, high = gate.interval.low.value, gate.interval.high.value
    if low is None or high is None:
        return ""
    return f"{gate.measured}: {plain_number(low)} to {plain_number(high)}"


def plain_number(value: float) -> str:
    """Two digits and a true minus sign."""
    return f"{value:,.2f}".replace("-", "−")


def told(value: float, unit: Unit) -> str:
    """A gate's value in words."""
    match unit:
        case Unit.PROBABILITY:
            return f"p {value:.2g}"
        case Unit.SHARE:
            return f"{100 * value:,.1f} %".replace("-", "−")
        case Unit.COUNT:
            return f"{value:,.0f}"
        case Unit.MULTIPLE:
            return f"{value:,.2f} ×".replace("-", "−")
        case Unit.MILLISECONDS:
            return f"{value:,.1f} ms"
