"""Production gates: whether measured figures let a model be promoted. An unknown figure fails."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from operator import ge, gt, le

from usdcop.core.metrics import Metric


class Operator(StrEnum):
    """How a value must stand to its threshold."""

    AT_LEAST = "≥"
    AT_MOST = "≤"
    ABOVE = ">"


_HOLDS: Mapping[Operator, Callable[[float, float], bool]] = {
    Operator.AT_LEAST: ge,
    Operator.AT_MOST: le,
    Operator.ABOVE: gt,
}


@dataclass(frozen=True, slots=True)
class GateSettings:
    """Thresholds of the production gates; ratios are fractions, times milliseconds."""

    sharpe: float = 1.0
    sortino: float = 1.3
    calmar: float = 0.8
    max_drawdown: float = 0.15
    profit_factor: float = 1.5
    win_rate: float = 0.55
    deflated_sharpe: float = 0.95
    cagr_fall: float = 0.20
    """Share of the CAGR that may be lost when costs rise by a quarter."""
    sortino_gap: float = 0.5
    """Largest difference between the Sortino ratios of training and test."""
    advantage_bps: float = 0.0
    """What the lower bound of the advantage over matched exposure must exceed, in bps a session."""
    inference_p99_ms: float = 20.0
    end_to_end_p99_ms: float = 100.0


@dataclass(frozen=True, slots=True)
class GateFigures:
    """What the gates judge, all measured on the test part unless said otherwise."""

    sharpe: Metric
    sortino: Metric
    calmar: Metric
    max_drawdown: Metric
    profit_factor: Metric
    win_rate: Metric
    deflated_sharpe: Metric
    cagr_fall: Metric
    """(CAGR - CAGR at 1.25 times the costs) / CAGR."""
    sortino_gap: Metric
    """abs(Sortino on training - Sortino on test)."""
    advantage_bps: Metric
    """Lower bound of the paired bootstrap against matched exposure, in bps a session."""
    inference_p99_ms: Metric
    end_to_end_p99_ms: Metric


@dataclass(frozen=True, slots=True)
class Gate:
    """One gate with its judgement."""

    name: str
    title: str
    value: Metric
    threshold: float
    operator: Operator
    passed: bool
    description: str


@dataclass(frozen=True, slots=True)
class GateVerdict:
    """All gates of one model."""

    gates: tuple[Gate, ...]

    @property
    def passing(self) -> int:
        """How many gates passed."""
        return sum(gate.passed for gate in self.gates)

    @property
    def production_ready(self) -> bool:
        """Whether every gate passed."""
        return all(gate.passed for gate in self.gates)

    @property
    def failed(self) -> tuple[str, ...]:
        """Names of the gates that refused."""
        return tuple(gate.name for gate in self.gates if not gate.passed)


def judge(figures: GateFigures, settings: GateSettings) -> GateVerdict:
    """Hold ``figures`` against ``settings``; an unknown figure fails its gate."""
    return GateVerdict(tuple(_gate(name, figures, settings) for name in _GATES))


def _gate(name: str, figures: GateFigures, settings: GateSettings) -> Gate:
    title, operator, description = _GATES[name]
    value: Metric = getattr(figures, name)
    threshold: float = getattr(settings, name)
    passed = value.value is not None and _HOLDS[operator](value.value, threshold)
    return Gate(name, title, value, threshold, operator, passed, description)


_GATES: Mapping[str, tuple[str, Operator, str]] = {
    "sharpe": ("Sharpe ratio", Operator.AT_LEAST, "Return for its variation, net of costs, a year."),
    "sortino": ("Sortino ratio", Operator.AT_LEAST, "Return for its losing sessions, a year."),
    "calmar": ("Calmar ratio", Operator.AT_LEAST, "Yearly growth over the largest drawdown."),
    "max_drawdown": ("Maximum drawdown", Operator.AT_MOST, "Largest fall from a peak, share of the capital."),
    "profit_factor": ("Profit factor", Operator.AT_LEAST, "Won over lost by all trades, net of costs."),
    "win_rate": ("Win rate", Operator.AT_LEAST, "Share of trades that earn after costs."),
    "deflated_sharpe": (
        "Deflated Sharpe ratio",
        Operator.AT_LEAST,
        "Probability that the Sharpe ratio is not the luck of the best of all trials.",
    ),
    "cagr_fall": ("CAGR lost at 1.25 × costs", Operator.AT_MOST, "How much of the growth thin costs carry."),
    "sortino_gap": (
        "Sortino, training against test",
        Operator.AT_MOST,
        "A large gap means that the training part was learned by heart.",
    ),
    "advantage_bps": (
        "Advantage over matched exposure",
        Operator.ABOVE,
        "Lower bound of the paired bootstrap, bps a session: timing, not standing exposure.",
    ),
    "inference_p99_ms": ("Inference, p99", Operator.AT_MOST, "Milliseconds for one decision of the policy."),
    "end_to_end_p99_ms": ("End to end, p99", Operator.AT_MOST, "Milliseconds from closed bar to order."),
}
