"""Diagnosis: what a careful reader would notice about a result, said in plain sentences."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np

from usdcop.backtest.breakdown import HeatMap
from usdcop.core.episodes import Floats
from usdcop.core.metrics import Metric, Metrics
from usdcop.core.units import BPS


@dataclass(frozen=True, slots=True)
class DiagnosisSettings:
    """When a note is worth making."""

    few_trades: int = 100
    """Fewer trades than this prove little."""
    best_sessions: int = 5
    """So many sessions should not carry half of the profit."""
    one_sided: float = 0.9
    """Share of the exposure on one side above which the policy is a standing bet."""
    one_row: float = 0.5
    """Share of the profit in one quarter of an hour above which it hangs on that time of day."""


@dataclass(frozen=True, slots=True)
class Note:
    """One remark; ``code`` is stable, the sentence is for people."""

    code: str
    sentence: str


@dataclass(frozen=True, slots=True, eq=False)
class Facts:
    """What the remarks are made from, all of the test part at single costs unless said otherwise."""

    returns: Floats
    metrics: Metrics
    heat: HeatMap
    minimum_track_record: Metric


def diagnose(facts: Facts, settings: DiagnosisSettings) -> tuple[Note, ...]:
    """Every remark that applies, most serious first."""
    if facts.metrics.trades == 0:
        return (Note("no_trades", "The policy never traded: it found nothing worth the costs."),)
    return tuple(note for remark in _REMARKS for note in remark(facts, settings))


def gross_and_cost_bps(metrics: Metrics) -> tuple[float, float]:
    """Mean return before costs and mean cost, in bps a session."""
    cost = BPS * (metrics.spread_paid.value or 0.0) / max(metrics.sessions, 1)
    return (metrics.mean_session_bps.value or 0.0) + cost, cost


def _few_trades(facts: Facts, settings: DiagnosisSettings) -> Iterator[Note]:
    if facts.metrics.trades < settings.few_trades:
        yield Note("few_trades", f"Only {facts.metrics.trades} trades: too few to tell skill from luck.")


def _costs(facts: Facts, _settings: DiagnosisSettings) -> Iterator[Note]:
    gross, cost = gross_and_cost_bps(facts.metrics)
    if gross <= 0:
        yield Note("loses_before_costs", f"It loses {-gross:.2f} bps a session even before costs.")
    elif gross <= cost:
        yield Note(
            "costs_eat_profit",
            f"Before costs it earns {gross:.2f} bps a session, but costs take {cost:.2f}: it trades too much "
            "for what it knows.",
        )
    elif gross <= 2 * cost:
        yield Note(
            "thin_margin", f"It breaks even at {gross / cost:.2f} times the assumed costs: a thin margin."
        )


def _luck(facts: Facts, settings: DiagnosisSettings) -> Iterator[Note]:
    total = float(facts.returns.sum())
    if total <= 0:
        return
    best = float(np.sort(facts.returns)[-settings.best_sessions :].sum())
    if best > total / 2:
        yield Note(
            "few_sessions",
            f"The best {settings.best_sessions} sessions carry {100 * best / total:.0f} % of the profit.",
        )
    tenths = [float(part.sum()) for part in np.array_split(facts.returns, 10)]
    if total - max(tenths) <= 0:
        where = tenths.index(max(tenths)) + 1
        yield Note("lucky_decile", f"All of the profit fell into tenth {where} of 10 of the test part.")


def _decay(facts: Facts, _settings: DiagnosisSettings) -> Iterator[Note]:
    first, second = (float(half.sum()) for half in np.array_split(facts.returns, 2))
    if first > 0 >= second:
        yield Note(
            "decay",
            f"It earned {first:.2%} in the first half of the test part and {second:.2%} in the second.",
        )


def _one_sided(facts: Facts, settings: DiagnosisSettings) -> Iterator[Note]:
    mean, exposure = facts.metrics.mean_position.value, facts.metrics.exposure.value
    if mean is not None and exposure and abs(mean) / exposure > settings.one_sided:
        side = "long" if mean > 0 else "short"
        yield Note(
            "one_sided", f"It is {side} nearly whenever it is in the market: a standing bet, not timing."
        )


def _one_time_of_day(facts: Facts, settings: DiagnosisSettings) -> Iterator[Note]:
    rows = (facts.heat.bps * np.array(facts.heat.sessions)).sum(axis=1)
    total = float(rows.sum())
    if total > 0 and rows.max() > settings.one_row * total:
        start = facts.heat.starts[int(rows.argmax())]
        yield Note(
            "one_time_of_day",
            f"The quarter of an hour from {start:%H:%M} carries {100 * rows.max() / total:.0f} % of the profit.",
        )


def _short_record(facts: Facts, _settings: DiagnosisSettings) -> Iterator[Note]:
    needed = facts.minimum_track_record.value
    if needed is not None and needed > facts.metrics.sessions:
        yield Note(
            "short_record",
            f"A Sharpe ratio like this needs {needed:,.0f} sessions to be believed; there are "
            f"{facts.metrics.sessions:,}.",
        )


_REMARKS: tuple[Callable[[Facts, DiagnosisSettings], Iterator[Note]], ...] = (
    _costs,
    _few_trades,
    _luck,
    _decay,
    _one_sided,
    _one_time_of_day,
    _short_record,
)
