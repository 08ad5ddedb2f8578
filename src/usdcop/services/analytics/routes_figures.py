"""Figures of a model, all from its ledger."""

from dataclasses import asdict
from datetime import date
from typing import Annotated, Any

import numpy as np
from fastapi import APIRouter, Query

from usdcop.backtest.breakdown import distribution_of
from usdcop.core.episodes import Floats
from usdcop.core.metrics import drawdowns, equity
from usdcop.core.record import Record
from usdcop.core.sessions import BAR
from usdcop.services.analytics import schemas
from usdcop.services.analytics.cards import cards_of
from usdcop.services.analytics.context import About, Wanted
from usdcop.services.analytics.figures import (
    cost_rows,
    heat_cells,
    judged_of,
    kpis,
    risk,
    rl_metrics,
    split,
    stresses,
    trade_summary,
)
from usdcop.services.kit.access import Reader
from usdcop.services.kit.errors import PROBLEMS, documented

# untested: here, but over HTTP in tests/main/serve/test_analytics.py

routes = APIRouter(prefix="/api/analytics", tags=["figures"], responses={**PROBLEMS, **documented(404)})

MINUTES = BAR.total_seconds() / 60
MULTIPLES = (1.0, 2.0, 3.0)


@routes.get("/rl-metrics", summary="How the policy acts")
def rl(about: About, _who: Reader) -> schemas.RlMetrics:
    """Trades, holding, action balance and costs, from decisions and fills."""
    record = about.record()
    lines = ((line.name, line.record) for line in about.lines())
    baselines = [schemas.RlBaseline(name=name, **_acts(one)) for name, one in lines]
    return schemas.RlMetrics.model_validate({**about.common(record), **_acts(record), "baselines": baselines})


@routes.get("/performance-kpis", summary="Performance, net of costs")
def performance(about: About, _who: Reader) -> schemas.PerformanceKpis:
    """Ratios a year (252 sessions); equity is additive on constant capital."""
    record = about.record()
    values, reasons = split(kpis(record, _held_long(about)))
    found = schemas.Kpis.model_validate(values)
    return schemas.PerformanceKpis.model_validate({**about.common(record), "kpis": found, "reasons": reasons})


@routes.get("/session-pnl", summary="P&L of one session")
def session_pnl(
    about: About,
    _who: Reader,
    session_date: Annotated[
        date | None, Query(description="A session; none: the newest of the period.")
    ] = None,
) -> schemas.SessionPnl:
    """Net P&L in pesos; a session without a bar has no data, one without a fill earned nothing."""
    record = about.record()
    day = session_date or (record.expected[-1] if record.expected else about.today())
    result = record.results.get(day)
    fills = [fill for fill in record.fills if fill.session == day]
    return schemas.SessionPnl.model_validate(
        {
            **about.common(record),
            "session_date": day,
            "session_open": record.first_closes.get(day),
            "session_close": fills[-1].price if fills else None,
            "session_pnl": result.pnl if result else None,
            "session_pnl_usd": result.pnl / record.first_closes[day] if result else None,
            "session_pnl_percent": result.gain if result else None,
            "has_data": result is not None,
        }
    )


@routes.get("/risk-metrics", summary="Empirical risk of one session")
def risk_metrics(about: About, _who: Reader) -> schemas.RiskMetrics:
    """Quantiles of the period's session returns, on the capital of one unit at the newest price."""
    record = about.record()
    price = list(record.first_closes.values())[-1] if record.first_closes else None
    capital = record.notional * price if price else 0.0
    values, reasons = split(risk(record, capital))
    held = record.decisions[-1].target * record.notional if about.in_session(record) else 0.0
    value = capital + sum(result.pnl for result in record.results.values()) if price else None
    return schemas.RiskMetrics.model_validate(
        {
            **about.common(record),
            **values,
            "portfolioValue": value,
            "grossExposure": abs(held),
            "netExposure": held,
            "leverage": abs(held) / record.notional,
            "timeToLiquidate": MINUTES if held else 0.0,
            "stressTestResults": [asdict(row) for row in stresses(held, price or 0.0)],
            "reasons": reasons
            if price
            else reasons | {"portfolioValue": "there is no session in the period"},
        }
    )


@routes.get("/trade-distribution", summary="How trades ended")
def trade_distribution(about: About, _who: Reader) -> schemas.TradeDistribution:
    """Histogram of net P&L a trade, with counts by local hour and weekday of entry."""
    record = about.record()
    found = distribution_of(record.trades, record.trade_bps, about.ports.market.calendar)
    values, reasons = split(trade_summary(record.trade_bps))
    return schemas.TradeDistribution.model_validate(
        {
            **about.common(record),
            "trades": len(record.trades),
            "edges_bps": found.edges_bps,
            "counts": found.counts,
            "by_hour": {str(hour): count for hour, count in found.by_hour.items()},
            "by_weekday": found.by_weekday,
            "winners": int((record.trade_bps > 0).sum()),
            **values,
            "reasons": reasons,
        }
    )


@routes.get("/equity", summary="Equity and drawdown beside the baselines")
def equity_lines(about: About, _who: Reader) -> schemas.Equity:
    """One unit of capital, additive over sessions; baselines over the same sessions at the same costs."""
    record = about.record()
    figures = cost_rows(record)
    costs = [
        _line(f"costs x{multiple:g}", record.at_costs(multiple).returns)
        | {"metrics": split(figures[f"x{multiple:g}"])[0]}
        for multiple in MULTIPLES
    ]
    return schemas.Equity.model_validate(
        {
            **about.common(record),
            "sessions": record.expected,
            "equity": equity(record.returns).tolist(),
            "drawdown": drawdowns(record.returns).tolist(),
            "returns": record.returns.tolist(),
            "costs": costs,
            "baselines": [_line(line.name, line.returns) for line in about.lines()],
        }
    )


@routes.get("/heatmap", summary="Return and exposure by time of day and weekday")
def heatmap(about: About, _who: Reader) -> schemas.HeatMap:
    """Quarters of an hour of the local session, from trades and decisions."""
    record = about.record()
    cells = [asdict(cell) for cell in heat_cells(record, about.ports.market.calendar)]
    return schemas.HeatMap.model_validate({**about.common(record), "cells": cells})


@routes.get("/diagnosis", summary="What a careful reader would notice")
def diagnosis(about: About, _who: Reader) -> schemas.Diagnosis:
    """Ways to be deceived, each with the evidence for or against it."""
    record = about.record()
    cards = cards_of(record, about.ports.studio.filling(about.model, about.basis))
    report = about.ports.studio.evaluation(about.model.digest)
    notes = [note["sentence"] for note in report["evaluation"]["notes"]] if report else []
    return schemas.Diagnosis.model_validate(
        {
            **about.common(record),
            **judged_of(report, about.ports.studio.standing(about.model).judged_on),
            "cards": [asdict(card) for card in cards],
            "notes": notes,
        }
    )


def _line(name: str, returns: Floats) -> dict[str, Any]:
    return {"name": name, "equity": equity(returns).tolist(), "drawdown": drawdowns(returns).tolist()}


def _acts(record: Record) -> dict[str, Any]:
    """How the policy of ``record`` acts, and why some of it cannot be known."""
    told = record.metrics
    values, reasons = split(rl_metrics(told))
    shares, unknown = split({name: getattr(told.action_balance, name) for name in ("buy", "sell", "hold")})
    balance = schemas.ActionBalance.model_validate(shares)
    figures = schemas.RlFigures.model_validate({**values, "actionBalance": balance})
    return {"metrics": figures, "reasons": reasons | unknown}


def _held_long(about: Wanted) -> Floats:
    """Returns of holding one unit long; empty where there is no such line beside the record."""
    return next((line.returns for line in about.lines() if line.name == "long"), np.empty(0))
