"""Every figure that is shown in two places is read in both, for the same sessions, and compared."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from support.homes import settings_of
from support.services import Service, running_service
from usdcop.main.serve.analytics import app_of
from usdcop.main.wiring import open_system

Figures = Mapping[str, float | None]

KPIS = {
    "sharpeRatio": "sharpe",
    "sortinoRatio": "sortino",
    "calmarRatio": "calmar",
    "maxDrawdown": "max_drawdown",
    "currentDrawdown": "current_drawdown",
    "profitFactor": "profit_factor",
    "winRate": "win_rate",
    "cagr": "cagr",
    "volatility": "volatility",
}
ACTS = {
    "tradesPerEpisode": "trades_per_episode",
    "avgHolding": "average_holding",
    "spreadPaid": "spread_paid",
    "exposure": "exposure",
    "meanPosition": "mean_position",
    "turnover": "turnover",
    "meanSessionBps": "mean_session_bps",
    "totalReturn": "total_return",
}
RISK = {
    "portfolioVaR95Percent": "var_95",
    "portfolioVolatility": "volatility",
    "currentDrawdown": "current_drawdown",
    "maximumDrawdown": "max_drawdown",
}


@pytest.fixture(scope="module")
def service(shared_home: Path) -> Iterator[Service]:
    with (
        open_system(settings_of(shared_home), as_service=True) as system,
        running_service(
            lambda shared: app_of(system, shared), system.engine, system.addresses.redis
        ) as running,
    ):
        yield running


@pytest.fixture(scope="module")
def reported(service: Service) -> dict[str, Any]:
    """The evaluation of the newest stored report."""
    report_id = get(service, "reports")["data"][-1]
    found: dict[str, Any] = get(service, f"reports/{report_id}")["evaluation"]
    return found


@pytest.fixture(scope="module")
def told(reported: dict[str, Any]) -> dict[str, float | None]:
    """The plain metrics of the report."""
    return {
        name: one["value"]
        for name, one in reported["metrics"].items()
        if isinstance(one, dict) and "value" in one
    }


def get(service: Service, path: str, **query: str) -> dict[str, Any]:
    answer = service.client.get(f"/api/analytics/{path}", params=query)
    assert answer.status_code == 200, (path, answer.text)
    body: dict[str, Any] = answer.json()
    return body


def same(found: Figures, names: Mapping[str, str], told: Figures) -> None:
    """Compare, figure by figure: null where the other is null, else equal to 9 digits."""
    wrong = {
        own: (found[own], told[other])
        for own, other in names.items()
        if found[own] != told[other] and found[own] != pytest.approx(told[other], rel=1e-9, abs=1e-12)
    }
    assert not wrong


def test_figures_of_the_test_set_are_those_of_the_report(service: Service, told: Figures) -> None:
    kpis = get(service, "performance-kpis", window="judged")
    acts, risk = get(service, "rl-metrics", window="judged"), get(service, "risk-metrics", window="judged")
    assert kpis["data_points"] > 10
    same(kpis["kpis"], KPIS, told)
    same(acts["metrics"], ACTS, told)
    same(risk, RISK, told)


def test_the_row_of_a_model_and_its_costs_are_those_of_the_report(service: Service, told: Figures) -> None:
    (row,) = get(service, "models")["data"]
    names = {name: name for name in told}
    same(row["metrics"], names, told)
    same(row["costs"]["x1"], names, told)


def test_every_place_names_the_same_ledger_and_sessions(service: Service, reported: dict[str, Any]) -> None:
    (row,) = get(service, "models")["data"]
    gates, notes = get(service, "production-gates"), get(service, "diagnosis")
    span = ("backtest", reported["sessions"][0], reported["sessions"][-1])
    for body in (row, gates, notes):
        assert (body["judged_basis"], body["judged_first"], body["judged_last"]) == span
    for name in ("performance-kpis", "rl-metrics", "risk-metrics", "equity", "trade-distribution"):
        body = get(service, name, window="judged")
        assert (body["basis"], body["first_session"], body["last_session"]) == span, name
        assert (body["window"], body["data_points"]) == ("judged", len(reported["sessions"])), name


def test_the_ledger_of_trials_shows_the_sharpe_of_the_report(service: Service, told: Figures) -> None:
    trials = get(service, "trials")
    (own,) = [row for row in trials["data"] if row["chosen"]]
    same(trials, {"sharpe": "sharpe"}, told)
    same(own, {"sharpe": "sharpe"}, told)


def test_the_kept_evaluations_are_those_of_the_report(service: Service, reported: dict[str, Any]) -> None:
    (kept,) = get(service, "evaluations")["data"]
    metrics = reported["metrics"]
    assert (kept["last_session"], kept["trades"]) == (reported["sessions"][-1], metrics["trades"])
    for name in ("sharpe", "sortino", "max_drawdown", "win_rate"):  # the table keeps four digits
        value = metrics[name]["value"]
        assert kept[name] == (None if value is None else pytest.approx(value, abs=5e-5)), name
    paid = sum(one["pnl"] for one in reported["trades"])
    assert kept["pnl_cop"] == pytest.approx(paid, abs=0.01)


def test_the_gates_are_those_of_the_report(service: Service, reported: dict[str, Any]) -> None:
    shown = get(service, "production-gates")
    judged = reported["gates"]["gates"]
    assert [(one["name"], one["value"], one["status"] == "passed") for one in shown["gates"]] == [
        (one["name"], one["value"]["value"], one["passed"]) for one in judged
    ]
    assert shown["verdict"] == reported["verdict"]["sentence"]


@pytest.mark.parametrize("window", ["judged", "period"])
def test_lines_trades_and_sessions_tell_the_figures_beside_them(service: Service, window: str) -> None:
    """Of one window: the curve, the histogram and the sessions add up to the figures."""
    line, kpis = get(service, "equity", window=window), get(service, "performance-kpis", window=window)
    acts, risk = get(service, "rl-metrics", window=window), get(service, "risk-metrics", window=window)
    ended = get(service, "trade-distribution", window=window)
    figures = kpis["kpis"]
    assert max(line["drawdown"]) == pytest.approx(figures["maxDrawdown"] or 0.0)
    assert risk["maximumDrawdown"] == figures["maxDrawdown"]
    assert line["drawdown"][-1] == pytest.approx(figures["currentDrawdown"] or 0.0)
    assert sum(line["returns"]) == pytest.approx(acts["metrics"]["totalReturn"])
    assert line["costs"][0]["equity"] == line["equity"]
    assert sum(ended["counts"]) == ended["trades"]
    assert acts["metrics"]["tradesPerEpisode"] == pytest.approx(ended["trades"] / line["data_points"])
    if ended["trades"]:
        assert figures["winRate"] == pytest.approx(ended["winners"] / ended["trades"])
    for day, gain in list(zip(line["sessions"], line["returns"], strict=True))[-5:]:
        told = get(service, "session-pnl", window=window, session_date=day)
        assert (told["session_pnl_percent"] or 0.0) == pytest.approx(gain)


def test_a_benchmark_is_the_line_beside_it(service: Service) -> None:
    line = get(service, "equity", window="judged")
    (long,) = [one for one in line["baselines"] if one["name"] == "long"]
    spread = get(service, "performance-kpis", window="judged")["kpis"]["benchmarkSpread"]
    assert spread == pytest.approx(line["equity"][-1] - long["equity"][-1])
