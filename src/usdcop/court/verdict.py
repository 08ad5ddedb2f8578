"""The verdict: one plain sentence, then what was proven and what was not."""

from collections.abc import Iterator
from dataclasses import dataclass

from usdcop.backtest.statistics import Deflated, Interval
from usdcop.core.metrics import Metrics
from usdcop.court.attribution import Attribution
from usdcop.court.gate import Gate, GateVerdict, Unit
from usdcop.court.proof import PowerLine


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the evaluation comes to."""

    sentence: str
    edge_found: bool
    """Whether the edge gate passed: that alone says that something is earned."""
    proven: tuple[str, ...]
    not_proven: tuple[str, ...]
    power: str
    """What so many sessions and looks can find."""


@dataclass(frozen=True, slots=True)
class Case:
    """What the verdict is made from."""

    metrics: Metrics
    gates: GateVerdict
    power: PowerLine
    attribution: Attribution
    deflated: Deflated
    synthetic: bool
    """Whether the market was made up: then nothing is said about the real one."""


def verdict_on(case: Case) -> Verdict:
    """Judge ``case``."""
    proven: list[str] = []
    not_proven: list[str] = []
    for holds, claim in _claims(case):
        (proven if holds else not_proven).append(claim)
    sentence = _sentence(case)
    if case.synthetic:
        sentence += " The market is synthetic: this says nothing about the real one."
        not_proven.append("Anything about the real market: this one is synthetic.")
    return Verdict(sentence, _edge(case).passed, tuple(proven), tuple(not_proven), case.power.sentence)


def _edge(case: Case) -> Gate:
    return next(gate for gate in case.gates.gates if gate.name == "edge")


def _sentence(case: Case) -> str:
    mean = case.metrics.mean_session_bps.value
    if case.metrics.trades == 0 or mean is None:
        return "No edge found: it stays flat. It never traded in the judged sessions."
    edge = _edge(case)
    earned = f"the mean net return of {_signed(mean)} bps a session ({_range(edge.interval)})"
    if not edge.passed:
        doubt = "is not above zero" if mean <= 0 else f"cannot be told from zero ({_measured(edge)})"
        return f"No edge found: {earned} {doubt}."
    refusing = [gate.title for gate in case.gates.gates if not gate.passed]
    if refusing:
        return (
            f"Profit, but not fit for production: {earned} is above zero ({_measured(edge)}), yet {len(refusing)} of "
            f"{len(case.gates.gates)} gates refuse: {', '.join(refusing)}."
        )
    return f"Edge found: {earned} is above zero ({_measured(edge)}) and every gate passes."


def _measured(gate: Gate) -> str:
    """What an edge gate measured against what it asks, in words."""
    if gate.value.value is None:
        return gate.value.reason
    if gate.unit is Unit.PROBABILITY:
        return f"p = {gate.value.value:.2g}, at most {gate.threshold:.2g} asked"
    return f"wealth {gate.value.value:.2f}, at least {gate.threshold:,.0f} asked"


def _claims(case: Case) -> Iterator[tuple[bool, str]]:
    """(whether it is proven, the claim). What never traded proves nothing beside that."""
    edge, trades = _edge(case), case.metrics.trades > 0
    gap = _range(edge.interval)
    yield (
        edge.passed,
        f"Net return above zero ({gap})." if edge.passed else f"That it earns anything ({gap}).",
    )
    exposure = case.gates.passes("exposure") and trades
    told = "More than its own mean position earns." if exposure else "That it is more than standing exposure."
    yield exposure, told
    if trades and case.attribution.sentence:
        low = case.attribution.interval.low.value
        yield (
            low is not None and low > 0.0,
            f"{case.attribution.sentence} ({_range(case.attribution.interval)})",
        )
    chance, count = case.deflated.probability.value, case.deflated.trials
    if trades and count > 1 and chance is not None:
        holds = chance >= 0.95  # noqa: PLR2004 - the usual level of proof
        yield (
            holds,
            f"A Sharpe ratio above the luck of the best of {count} trials (probability {chance:.2f}).",
        )


def _range(interval: Interval) -> str:
    low, high = interval.low.value, interval.high.value
    if low is None:
        why = interval.low.reason
        return (
            f"no interval: {why}"
            if high is None
            else f"95 % interval up to {_signed(high)}, open below: {why}"
        )
    if high is None:
        return f"95 % interval from {_signed(low)}, open above: {interval.high.reason}"
    return f"95 % interval {_signed(low)} to {_signed(high)}"


def _signed(number: float) -> str:
    rounded = round(number, 2)
    return f"{rounded:+.2f}".replace("-", "−") if rounded else "0.00"
