"""Figures of a record, as the analytics endpoints give them. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

import numpy as np

from usdcop.backtest.breakdown import BUCKET_SLOTS, WEEKDAYS
from usdcop.core.episodes import Floats
from usdcop.core.metrics import Metric, Metrics, current_drawdown, known, max_drawdown, unknown
from usdcop.core.record import Record
from usdcop.core.sessions import BAR, Calendar
from usdcop.core.units import BPS
from usdcop.pipeline.changes import Mark
from usdcop.services.analytics.ports import Basis
from usdcop.services.kit.marks import bars_changed

Figures = Mapping[str, Metric]

STRESS_MOVES = (-0.10, -0.05, -0.02, 0.02, 0.05, 0.10)
"""Sudden moves of the price at which the newest position is shown."""


def split(figures: Figures) -> tuple[dict[str, float | None], dict[str, str]]:
    """Values by name (None where unknown, never minus zero), and the reasons of those that are unknown."""
    values = {name: None if metric.value is None else metric.value + 0.0 for name, metric in figures.items()}
    return values, {name: metric.reason for name, metric in figures.items() if metric.value is None}


def judged_of(report: Mapping[str, Any] | None, mark: Mark | None) -> dict[str, Any]:
    """Ledger and sessions that the figures of a stored ``report`` come from, as ``schemas.Judged`` names them.

    ``mark``: what changed their bars since.
    """
    sessions = report["evaluation"]["sessions"] if report else ()
    return {
        "judged_basis": Basis.BACKTEST if sessions else None,
        "judged_first": sessions[0] if sessions else None,
        "judged_last": sessions[-1] if sessions else None,
        "judged_on_changed": bars_changed(mark) if sessions else None,
    }


def kpis(record: Record, benchmark: Floats) -> Figures:
    """The performance figures; ``benchmark`` (n,) are the returns of holding the dollar all session."""
    told = record.metrics
    gap = float(record.returns.sum() - benchmark.sum())
    spread = known(gap) if len(benchmark) else unknown("there is no benchmark beside this ledger")
    return {
        "sharpeRatio": told.sharpe,
        "sortinoRatio": told.sortino,
        "calmarRatio": told.calmar,
        "maxDrawdown": told.max_drawdown,
        "currentDrawdown": told.current_drawdown,
        "profitFactor": told.profit_factor,
        "winRate": told.win_rate,
        "cagr": told.cagr,
        "volatility": told.volatility,
        "benchmarkSpread": spread,
    }


def rl_metrics(metrics: Metrics) -> Figures:
    """How the policy acts, but for its action balance."""
    return {
        "tradesPerEpisode": metrics.trades_per_episode,
        "avgHolding": metrics.average_holding,
        "spreadPaid": metrics.spread_paid,
        "exposure": metrics.exposure,
        "meanPosition": metrics.mean_position,
        "turnover": metrics.turnover,
        "meanSessionBps": metrics.mean_session_bps,
        "totalReturn": metrics.total_return,
    }


def all_metrics(metrics: Metrics) -> Figures:
    """Every plain figure of ``metrics`` by its own name."""
    found = ((part.name, getattr(metrics, part.name)) for part in fields(metrics))
    return {name: value for name, value in found if isinstance(value, Metric)}


def risk(record: Record, capital: float) -> Figures:
    """Empirical risk of one session, in pesos where not named a percentage; ``capital`` in pesos."""
    told, returns = record.metrics, record.returns
    return {
        "portfolioVaR95": _in_pesos(told.var_95, capital),
        "portfolioVaR99": _in_pesos(told.var_99, capital),
        "portfolioVaR95Percent": told.var_95,
        "expectedShortfall95": _in_pesos(told.expected_shortfall_95, capital),
        "portfolioVolatility": told.volatility,
        "currentDrawdown": current_drawdown(returns),
        "maximumDrawdown": max_drawdown(returns),
        "bestCaseScenario": known(capital * float(returns.max())) if len(returns) else unknown("no session"),
        "worstCaseScenario": known(capital * float(returns.min())) if len(returns) else unknown("no session"),
    }


def _in_pesos(share: Metric, capital: float) -> Metric:
    return share if share.value is None else known(share.value * capital)


def trade_summary(bps: Floats) -> Figures:
    """The middle and the ends of (T,) net P&L a trade in bps of the session's capital."""
    if not len(bps):
        return dict.fromkeys(("mean_bps", "median_bps", "best_bps", "worst_bps"), unknown("no trade"))
    return {
        "mean_bps": known(float(bps.mean())),
        "median_bps": known(float(np.median(bps))),
        "best_bps": known(float(bps.max())),
        "worst_bps": known(float(bps.min())),
    }


@dataclass(frozen=True, slots=True)
class Cell:
    """One weekday and quarter of an hour."""

    weekday: str
    starts: str
    """Local time of the first decision in it."""
    trades: int
    sessions: int
    """Sessions with a decision in it."""
    bps: float | None
    """Mean net P&L of the trades entered in it, bps of the session's capital; None without a trade."""
    exposure: float | None
    """Mean absolute target of the decisions in it; None without a decision."""


def heat_cells(record: Record, calendar: Calendar) -> list[Cell]:
    """Return and exposure by weekday and quarter of an hour."""
    bps: dict[tuple[int, int], list[float]] = {}
    held: dict[tuple[int, int], list[float]] = {}
    seen: dict[tuple[int, int], set[date]] = {}
    for trade, gain in zip(record.trades, record.trade_bps.tolist(), strict=True):
        # An entry is filled one bar after it was decided, at the earliest.
        bps.setdefault((trade.session.weekday(), trade.entry_slot // BUCKET_SLOTS), []).append(gain)
    for decision in record.decisions:
        where = (decision.session.weekday(), decision.slot // BUCKET_SLOTS)
        held.setdefault(where, []).append(abs(decision.target))
        seen.setdefault(where, set()).add(decision.session)
    rows = range((calendar.hours.slots + BUCKET_SLOTS - 1) // BUCKET_SLOTS)
    return [
        Cell(
            weekday=name,
            starts=_time_of(row * BUCKET_SLOTS, calendar),
            trades=len(bps.get((day, row), ())),
            sessions=len(seen.get((day, row), ())),
            bps=_mean(bps.get((day, row))),
            exposure=_mean(held.get((day, row))),
        )
        for day, name in enumerate(WEEKDAYS)
        for row in rows
    ]


def _mean(values: list[float] | None) -> float | None:
    return float(np.mean(values)) if values else None


def _time_of(slot: int, calendar: Calendar) -> str:
    opened = datetime.combine(date.min, calendar.hours.opens)
    return f"{opened + (slot + 1) * BAR:%H:%M}"


@dataclass(frozen=True, slots=True)
class Stress:
    """What a sudden move of the price would do to the newest position."""

    scenario: str
    move: float
    """Of the price, as a fraction."""
    pnl_cop: float


def stresses(position_usd: float, price: float) -> list[Stress]:
    """P&L in pesos of ``position_usd`` dollars at each of ``STRESS_MOVES`` from ``price``."""
    return [
        Stress(f"USD/COP {100 * move:+.0f} %", move, position_usd * price * move) for move in STRESS_MOVES
    ]


def cost_rows(record: Record) -> dict[str, Figures]:
    """The same fills at once, twice and three times their costs."""
    rows = {f"x{multiple}": record.at_costs(float(multiple)).metrics for multiple in (1, 2, 3)}
    return {name: all_metrics(told) for name, told in rows.items()}


def gross_bps(record: Record) -> tuple[float, float]:
    """Mean return before costs and mean cost, in bps a session."""
    sessions = max(len(record.expected), 1)
    cost = BPS * record.activity.cost / sessions
    return BPS * float(record.returns.sum()) / sessions + cost, cost
