from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from support.homes import settings_of
from support.promises import keeps_its_promises
from support.services import Service, running_service
from usdcop.core.access import Role
from usdcop.main.serve.analytics import app_of
from usdcop.main.wiring import open_system

FIGURES = (
    "rl-metrics",
    "performance-kpis",
    "production-gates",
    "session-pnl",
    "risk-metrics",
    "trade-distribution",
    "equity",
    "heatmap",
    "diagnosis",
    "models",
    "runs",
    "trials",
    "evaluations",
    "reports",
    "promotions",
)


@contextmanager
def served(home: Path) -> Iterator[Service]:
    with (
        open_system(settings_of(home), as_service=True) as system,
        running_service(
            lambda shared: app_of(system, shared), system.engine, system.addresses.redis
        ) as running,
    ):
        yield running


@pytest.fixture
def service(own_home: Path) -> Iterator[Service]:
    with served(own_home) as running:
        yield running


@pytest.fixture(scope="module")
def read_only(shared_home: Path) -> Iterator[Service]:
    """A service that is only asked, never told."""
    with served(shared_home) as running:
        yield running


def test_every_figure_is_served_without_a_token(read_only: Service) -> None:
    for name in FIGURES:
        answer = read_only.client.get(f"/api/analytics/{name}")
        assert answer.status_code == 200, (name, answer.text)
    kpis = read_only.client.get("/api/analytics/performance-kpis").json()
    assert kpis["data_kind"] == "replay"
    assert kpis["data_points"] > 10
    assert set(kpis["kpis"]) >= {"sharpeRatio", "maxDrawdown", "benchmarkSpread"}
    assert all((value is None) == (name in kpis["reasons"]) for name, value in kpis["kpis"].items())
    gates = read_only.client.get("/api/analytics/production-gates").json()
    assert gates["total_gates"] == 12 == len(gates["gates"])
    assert gates["production_ready"] is False
    failed = read_only.client.get("/api/analytics/models").json()["data"][0]["failed_gates"]
    assert [one["name"] for one in gates["gates"] if one["status"] == "failed"] == failed
    assert {one["name"] for one in gates["rivals"]} >= {"flat", "long", "short", "matched exposure"}
    assert all(one["beats"] is ((one["low_bps"] or 0.0) > 0) for one in gates["rivals"])
    line = read_only.client.get("/api/analytics/equity").json()
    assert len(line["sessions"]) == len(line["equity"]) == line["data_points"]
    assert {one["name"] for one in line["baselines"]} >= {"flat", "long", "short", "matched exposure"}
    assert line["costs"][0]["drawdown"] == line["drawdown"]
    assert all(len(one["drawdown"]) == len(one["equity"]) for one in line["baselines"])
    acts = read_only.client.get("/api/analytics/rl-metrics").json()
    beside = {one["name"]: one["metrics"] for one in acts["baselines"]}
    assert set(beside) == {one["name"] for one in line["baselines"]}
    assert beside["flat"]["tradesPerEpisode"] == 0.0
    assert beside["long"]["meanPosition"] == -beside["short"]["meanPosition"] > 0.9
    reports = read_only.client.get("/api/analytics/reports").json()
    (report_id,) = reports["data"]
    assert (reports["stale"], reports["bars_changed"]) == ([], {})
    assert read_only.client.get(f"/api/analytics/reports/{report_id}/pdf").content.startswith(b"%PDF")
    assert "evaluation" in read_only.client.get(f"/api/analytics/reports/{report_id}").json()


def test_one_figure_is_the_same_wherever_it_stands(read_only: Service) -> None:
    def told(name: str, **query: str | int) -> dict[str, Any]:
        answer: dict[str, Any] = read_only.client.get(f"/api/analytics/{name}", params=query).json()
        return answer

    (model,) = told("models")["data"]
    kpis, acts = told("performance-kpis", window="judged"), told("rl-metrics", window="judged")
    equity, risk = told("equity", window="judged"), told("risk-metrics", window="judged")
    costs = {one["name"]: one["metrics"] for one in equity["costs"]}
    verdict, once = model["metrics"], costs["costs x1"]
    own = [row["sharpe"] for row in told("trials")["data"] if row["chosen"]]
    places = {
        "sharpe": [kpis["kpis"]["sharpeRatio"], once["sharpe"], told("trials")["sharpe"], *own],
        "max_drawdown": [kpis["kpis"]["maxDrawdown"], once["max_drawdown"], risk["maximumDrawdown"]],
        "win_rate": [kpis["kpis"]["winRate"], once["win_rate"]],
        "profit_factor": [kpis["kpis"]["profitFactor"], once["profit_factor"]],
        "mean_session_bps": [acts["metrics"]["meanSessionBps"], once["mean_session_bps"]],
        "total_return": [acts["metrics"]["totalReturn"], once["total_return"], equity["equity"][-1] - 1.0],
        "spread_paid": [acts["metrics"]["spreadPaid"], once["spread_paid"]],
    }
    for name, found in places.items():
        assert found == [verdict[name] if verdict[name] is None else pytest.approx(verdict[name])] * len(
            found
        ), name
    for multiple in ("x1", "x2", "x3"):
        for name, value in costs[f"costs {multiple}"].items():
            assert value == (
                None
                if model["costs"][multiple][name] is None
                else pytest.approx(model["costs"][multiple][name])
            ), (multiple, name)


def test_a_figure_says_which_sessions_it_is_of(read_only: Service) -> None:
    ask = read_only.client.get
    (model,) = ask("/api/analytics/models").json()["data"]
    judged = ask("/api/analytics/performance-kpis", params={"window": "judged", "period_days": 30}).json()
    assert judged["window"] == "judged"
    assert (judged["first_session"], judged["last_session"]) == (model["test_first"], model["test_last"])
    period = ask("/api/analytics/performance-kpis", params={"period_days": 30}).json()
    assert period["window"] == "period"
    assert period["data_points"] < judged["data_points"]


def test_roles_are_asked_for_where_something_changes(service: Service) -> None:
    path = "/api/analytics/models/1/promotions"
    body = {"alias": "champion", "reason": "looks good", "override": False}
    assert service.client.post(path, json=body).status_code == 401
    assert service.client.post(path, json=body, headers=service.headers(Role.TRADER)).status_code == 403
    operator, second = service.headers(Role.OPERATOR), service.headers(Role.COMPLIANCE)
    refused = service.client.post(path, json=body, headers=operator)
    assert (refused.status_code, refused.json()["code"]) == (409, "GATE_REFUSED")
    asked = service.client.post(path, json={**body, "override": True}, headers=operator)
    assert (asked.status_code, asked.json()["status"]) == (202, "waiting")
    approve = f"/api/analytics/promotions/{asked.json()['id']}/approve"
    assert service.client.post(approve, headers=operator).status_code == 403
    assert service.client.post(approve, headers=second).json()["status"] == "applied"
    badge = service.client.get("/api/analytics/models").json()["data"][0]["badge"]
    assert badge == "CHAMPION UNPROVEN"


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("symbol=EURUSD", 404),
        ("model=99", 404),
        ("model=" + "9" * 400, 422),
        ("period_days=-1", 422),
        ("period_days=1e400", 422),
        ("basis=dreams", 422),
        ("basis=paper", 404),
        ("model=1'%20OR%20'1'='1", 404),
        ("unknown=1", 422),
    ],
)
def test_what_cannot_be_answered_says_why(read_only: Service, query: str, status: int) -> None:
    answer = read_only.client.get(f"/api/analytics/performance-kpis?{query}")
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["cure"]


def test_the_service_keeps_what_its_openapi_promises(service: Service) -> None:
    assert keeps_its_promises(service.url, service.headers(Role.ADMIN), examples=5) > 15
