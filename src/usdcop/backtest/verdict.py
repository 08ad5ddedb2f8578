"""The verdict: one plain sentence, then what was proven and what was not."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from usdcop.backtest.rivals import MATCHED_EXPOSURE, Rival
from usdcop.backtest.statistics import Deflated, Interval
from usdcop.core.gates import GateVerdict
from usdcop.core.metrics import Metrics

FEWEST_TRADES = 30
"""Fewer trades than this are never called an edge, whatever they earned."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the evaluation comes to."""

    sentence: str
    edge_found: bool
    """Whether enough trades earned more than zero and than matched exposure, beyond doubt of the bootstrap."""
    proven: tuple[str, ...]
    not_proven: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Case:
    """What the verdict is made from."""

    metrics: Metrics
    mean_bps: Interval
    rivals: Sequence[Rival]
    deflated: Deflated
    gates: GateVerdict
    synthetic: bool
    """Whether the market was made up: then nothing is said about the real one."""


def verdict_on(case: Case) -> Verdict:
    """Judge ``case``."""
    proven, not_proven = _sorted_claims(case)
    sentence = _sentence(case)
    if case.synthetic:
        sentence += " The market is synthetic: this says nothing about the real one."
        not_proven.append("Anything about the real market: this one is synthetic.")
    return Verdict(sentence, _edge(case), tuple(proven), tuple(not_proven))


def _edge(case: Case) -> bool:
    mean = case.metrics.mean_session_bps.value
    return mean is not None and not _doubt(case, mean)


def _beats(case: Case, name: str) -> bool:
    return any(rival.advantage.beats for rival in case.rivals if rival.name == name)


def _sentence(case: Case) -> str:
    mean = case.metrics.mean_session_bps.value
    if case.metrics.trades == 0 or mean is None:
        return "No edge found: the policy never traded in the test part."
    earned = f"the mean net return of {_signed(mean)} bps a session ({_range(case.mean_bps)})"
    doubt = _doubt(case, mean)
    if doubt:
        return f"No edge found: {earned} {doubt}."
    if not case.gates.production_ready:
        refusing = f"{len(case.gates.failed)} of {len(case.gates.gates)} gates refuse"
        return f"Profit, but not fit for production: {earned} is above zero, yet {refusing}."
    return f"Edge found: {earned} is above zero and every gate passes."


def _doubt(case: Case, mean: float) -> str:
    """Why the profit is not believed; empty where it is."""
    low = case.mean_bps.low.value
    if low is None:
        return "rests on too few sessions to judge"
    if case.metrics.trades < FEWEST_TRADES:
        return f"rests on {case.metrics.trades} trades, too few to judge"
    if mean <= 0:
        return "is below zero" if (case.mean_bps.high.value or 0.0) < 0 else "is not above zero"
    if low <= 0:
        return "cannot be told from zero"
    if not _beats(case, MATCHED_EXPOSURE):
        return "is not clearly better than holding its own mean position constantly"
    return ""


def _sorted_claims(case: Case) -> tuple[list[str], list[str]]:
    proven: list[str] = []
    not_proven: list[str] = []
    for holds, yes, no in _claims(case):
        (proven if holds else not_proven).append(yes if holds else no)
    return proven, not_proven


def _claims(case: Case) -> Iterator[tuple[bool, str, str]]:
    """(whether it holds, what is then proven, what is else not proven); intervals in brackets."""
    low, gap = case.mean_bps.low.value, _bounds(case.mean_bps)
    yield (
        low is not None and low > 0,
        f"Net return above zero ({gap}).",
        f"That it earns anything after costs ({gap}).",
    )
    for rival in case.rivals:
        gap = _bounds(rival.advantage.interval)
        yield (
            rival.advantage.beats,
            f"Better than {rival.name} ({gap}).",
            f"That it beats {rival.name} ({gap}).",
        )
    chance = case.deflated.probability.value
    trials = f"{case.deflated.trials} {'trial' if case.deflated.trials == 1 else 'trials'}"
    shown = case.deflated.probability.reason if chance is None else f"probability {chance:.2f}"
    yield (
        chance is not None and chance >= 0.95,  # noqa: PLR2004 - the usual level of proof
        f"A Sharpe ratio that is not the luck of {trials}.",
        f"That its Sharpe ratio is not the luck of {trials} ({shown}).",
    )


def _range(interval: Interval) -> str:
    return _bounds(interval) if interval.low.value is None else f"95 % interval {_bounds(interval)}"


def _bounds(interval: Interval) -> str:
    if interval.low.value is None or interval.high.value is None:
        return f"no interval: {interval.low.reason}"
    return f"{_signed(interval.low.value)} to {_signed(interval.high.value)}"


def _signed(number: float) -> str:
    rounded = round(number, 2)
    return f"{rounded:+.2f}".replace("-", "−") if rounded else "0.00"
