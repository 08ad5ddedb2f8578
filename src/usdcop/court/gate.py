"""A gate: what was measured, what is asked, and what would have had to be seen. An unknown figure fails."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from operator import ge, gt, le

from usdcop.backtest.statistics import Interval
from usdcop.core.metrics import Metric, unknown


class Operator(StrEnum):
    """How a value must stand to its threshold."""

    AT_LEAST = "≥"
    AT_MOST = "≤"
    ABOVE = ">"


class Unit(StrEnum):
    """What a gate's value is counted in."""

    PROBABILITY = "p"
    SHARE = "share"
    COUNT = "count"
    MULTIPLE = "multiple"
    MILLISECONDS = "ms"


_HOLDS: Mapping[Operator, Callable[[float, float], bool]] = {
    Operator.AT_LEAST: ge,
    Operator.AT_MOST: le,
    Operator.ABOVE: gt,
}

NO_INTERVAL = Interval(unknown("it has no interval"), unknown("it has no interval"))


@dataclass(frozen=True, slots=True)
class Gate:
    """One gate with its judgement."""

    name: str
    title: str
    value: Metric
    unit: Unit
    operator: Operator
    threshold: float
    passed: bool
    description: str
    """What it asks, and why there."""
    interval: Interval = NO_INTERVAL
    """Of what ``measured`` names."""
    measured: str = ""
    """What the interval is of, with its unit."""
    needed: str = ""
    """What would have had to be seen to pass, where that can be said."""


@dataclass(frozen=True, slots=True)
class Question:
    """A gate before anything is measured."""

    name: str
    title: str
    unit: Unit
    operator: Operator
    description: str

    def put(
        self,
        value: Metric,
        threshold: float,
        *,
        interval: Interval = NO_INTERVAL,
        measured: str = "",
        needed: str = "",
    ) -> Gate:
        """The gate that holds ``value`` against ``threshold``."""
        passed = value.value is not None and _HOLDS[self.operator](value.value, threshold)
        return Gate(
            name=self.name,
            title=self.title,
            value=value,
            unit=self.unit,
            operator=self.operator,
            threshold=threshold,
            passed=passed,
            description=self.description,
            interval=interval,
            measured=measured,
            needed="" if passed else needed,
        )


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
        """Whether there are gates, and every one passed."""
        return bool(self.gates) and all(gate.passed for gate in self.gates)

    @property
    def failed(self) -> tuple[str, ...]:
        """Names of the gates that refused."""
        return tuple(gate.name for gate in self.gates if not gate.passed)

    def passes(self, name: str) -> bool:
        """Whether the gate called ``name`` is there and passed."""
        return any(gate.passed for gate in self.gates if gate.name == name)


@dataclass(frozen=True, slots=True)
class GateSettings:
    """Thresholds of the gates, each with its reason. A verdict is bound to them."""

    fewest_sessions: int = 120
    """Fewer expected sessions cannot be judged: there the tests' own errors grow past what they say."""
    paired_level: float = 0.05
    """Level of the paired tests: against exposure, against simple rules, at higher costs."""
    stress_multiple: float = 1.25
    """Cost multiple at which a mean significantly below zero refuses: costs are known to about a quarter."""
    largest_session: float = 0.5
    """Largest share of the profit that one session may carry."""
    sessions_traded: int = 60
    """Fewest sessions with a trade."""
    drawdown: float = 3.0
    """Largest drawdown, in daily-loss limits of the account."""
    drawdown_95: float = 4.0
    """Largest 95 % of the resampled drawdown, in the same limits."""
    inference_p99_ms: float = 20.0
    """An opinion must be there long before the bar that fills it."""
    end_to_end_p99_ms: float = 100.0
    """From closed bar to order, with room for the database."""
    most_looks: int = 20
    """Looks after which a test set is used up; it can only be lowered."""

    def __post_init__(self) -> None:
        if not 1 <= self.most_looks <= 20:  # noqa: PLR2004 - as the docstring says
            raise ValueError("most_looks can only be lowered from 20")
