"""The orchestrator's service over HTTP, on reports of every kind."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import Engine

from support.promises import keeps_its_promises
from support.services import Service, running_service
from usdcop.core.access import Role
from usdcop.core.errors import ConflictError
from usdcop.core.feed import L0Run
from usdcop.core.sessions import MARKETS
from usdcop.core.trading import OrchestratorState, StateRow, TradingState
from usdcop.live.condition import Cause, Incident, Trouble
from usdcop.live.report import BarCounts, Report, Waiting
from usdcop.live.skew import Skew
from usdcop.services.kit.health import Component, Status
from usdcop.services.orchestrator.app import create
from usdcop.services.orchestrator.metrics import FeedFigures
from usdcop.services.orchestrator.ports import OrchestratorPorts

DAY = date(2024, 7, 10)
OPENS = datetime(2024, 7, 10, 13, tzinfo=UTC)
AT = OPENS + timedelta(minutes=12)
REAL = datetime(2026, 1, 2, tzinfo=UTC)
FRESH = Report(
    symbol="USDCOP",
    state=OrchestratorState.CLOSED,
    phase=OrchestratorState.CLOSED,
    since=OPENS,
    at=AT,
    cause=None,
    causes=(),
    incidents=(),
    failures=0,
    leading=True,
    session=None,
    closed=None,
    waiting=None,
    bars=None,
    quotes={},
    quoted_at=None,
    poll_interval=None,
    credits={},
    trading_state=None,
    skew=None,
    data_kind="replay",
    replay_ended=False,
    unsettled=0,
)
WAITING = replace(
    FRESH,
    state=OrchestratorState.WAITING_FOR_L0,
    phase=OrchestratorState.WAITING_FOR_L0,
    session=DAY,
    waiting=Waiting(
        DAY, OPENS, OPENS + timedelta(minutes=30), L0Run("running", OPENS, None, None), "poll_again"
    ),
)
FAILING = replace(
    FRESH,
    state=OrchestratorState.DEGRADED,
    phase=OrchestratorState.COLLECTING,
    cause="The vendor fails. Wait.",
    causes=(Cause(Trouble.VENDOR, "The vendor fails.", "Wait.", AT),),
    incidents=tuple(
        Incident(AT, REAL, Trouble.VENDOR, f"Failure {number}.", "Wait.", '{"event":"feed.trouble"}')
        for number in range(3)
    ),
    failures=7,
    session=DAY,
    bars=BarCounts(2, 1, 1, 0, 0, 1, 0),
    quotes={"opened": 1, "updated": 4},
    quoted_at=AT - timedelta(seconds=9),
    poll_interval=timedelta(seconds=26.5),
    credits={"608c5951ca670ed3": 412},
    trading_state=StateRow(TradingState.HALTED, 3, "maria", "odd", AT, REAL),
    skew=Skew("PostgreSQL", timedelta(seconds=-3)),
)


class Stand:
    """What the service is handed: a report that a test chooses, and what was asked of it."""

    def __init__(self) -> None:
        self.report = FRESH
        self.forced: list[str] = []

    def force_start(self, actor: str) -> date:
        if self.report.waiting is None:
            raise ConflictError("No session waits for L0 now.", "Look.", "NOT_WAITING")
        self.forced.append(actor)
        return self.report.waiting.session

    def ports(self) -> OrchestratorPorts:
        findings = [Component("disk"), Component("clock", Status.DEGRADED, "3 s off.", "Use NTP.")]
        return OrchestratorPorts(MARKETS["USDCOP"], lambda: self.report, self.force_start, lambda: findings)


@pytest.fixture
def stand() -> Stand:
    return Stand()


@pytest.fixture
def service(stand: Stand, postgres: Engine, redis_url: str) -> Iterator[Service]:
    with running_service(lambda shared: create(shared, stand.ports()), postgres, redis_url) as running:
        running.shared.registry.register(FeedFigures(lambda: stand.report))
        yield running


def test_the_status_before_the_first_session_has_nulls_and_no_guesses(service: Service) -> None:
    status = service.client.get("/status").json()
    assert status["state"] == "CLOSED"
    assert status["data_kind"] == "replay"
    nothing = (
        "cause",
        "session",
        "bars",
        "quoted_at",
        "quote_age_seconds",
        "poll_interval_seconds",
        "trading_state",
    )
    assert [status[name] for name in nothing] == [None] * len(nothing)


def test_a_degraded_feed_tells_cause_next_step_and_figures(service: Service, stand: Stand) -> None:
    stand.report = FAILING
    status = service.client.get("/status").json()
    assert (status["state"], status["phase"]) == ("DEGRADED", "COLLECTING")
    assert status["causes"] == [
        {
            "trouble": "vendor",
            "sentence": "The vendor fails.",
            "next_step": "Wait.",
            "since": "2024-07-10T13:12:00Z",
        }
    ]
    assert status["market_open"] is True
    assert status["quote_age_seconds"] == 9.0
    assert status["poll_interval_seconds"] == 26.5
    assert status["credits"] == [{"key": "608c5951ca670ed3", "left": 412}]
    assert status["trading_state"]["state"] == "HALTED"
    assert status["clock_skew"] == {"reference": "PostgreSQL", "seconds": -3.0}
    assert status["bars"]["missing"] == 1


def test_the_dependency_tells_how_long_it_still_waits(service: Service, stand: Stand) -> None:
    assert service.client.get("/api/pipeline-dependency").json()["decision"] is None
    stand.report = WAITING
    found = service.client.get("/api/pipeline-dependency").json()
    assert (found["waiting"], found["decision"], found["l0_status"]) == (True, "poll_again", "running")
    assert found["patience_left_seconds"] == 18 * 60
    assert found["l0_completed_at"] is None


def test_errors_come_newest_first_with_their_lines(service: Service, stand: Stand) -> None:
    stand.report = FAILING
    found = service.client.get("/api/errors", params={"limit": 2}).json()
    assert found["total"] == 7
    assert [one["sentence"] for one in found["errors"]] == ["Failure 2.", "Failure 1."]
    assert found["errors"][0]["log_line"] == '{"event":"feed.trouble"}'
    assert service.client.get("/api/errors", params={"limit": 101}).status_code == 422


def test_only_an_operator_starts_by_hand_and_only_what_waits(service: Service, stand: Stand) -> None:
    client = service.client
    assert client.post("/api/force-start").status_code == 401
    assert client.post("/api/force-start", headers=service.headers(Role.TRADER)).status_code == 403
    operator = service.headers(Role.OPERATOR)
    refused = client.post("/api/force-start", headers=operator)
    assert (refused.status_code, refused.json()["code"]) == (409, "NOT_WAITING")
    stand.report = WAITING
    started = client.post("/api/force-start", headers=operator)
    assert started.status_code == 200
    assert (started.json()["session"], started.json()["actor"]) == ("2024-07-10", "operator")
    assert stand.forced == ["operator"]


def test_the_doctor_needs_an_operator_and_tells_the_worst(service: Service) -> None:
    assert service.client.get("/api/doctor").status_code == 401
    found = service.client.get("/api/doctor", headers=service.headers(Role.OPERATOR)).json()
    assert found["status"] == "degraded"
    assert [one["name"] for one in found["findings"]] == ["disk", "clock"]


@pytest.mark.parametrize("report", [FRESH, WAITING, FAILING], ids=["fresh", "waiting", "failing"])
def test_answers_keep_what_the_openapi_promises(service: Service, stand: Stand, report: Report) -> None:
    stand.report = report
    assert keeps_its_promises(service.url, service.headers(Role.OPERATOR), examples=3) >= 6


def test_figures_for_prometheus_follow_the_report(service: Service, stand: Stand) -> None:
    stand.report = FAILING
    text = service.client.get("/metrics").text
    for line in (
        'usdcop_feed_state{state="DEGRADED"} 1.0',
        'usdcop_feed_state{state="COLLECTING"} 0.0',
        "usdcop_quote_age_seconds 9.0",
        "usdcop_quote_interval_seconds 26.5",
        'usdcop_vendor_credits_left{key="608c5951ca670ed3"} 412.0',
        'usdcop_session_bars{kind="missing"} 1.0',
        'usdcop_quotes_total{verdict="updated"} 4.0',
        "usdcop_feed_failures_total 7.0",
        "usdcop_clock_skew_seconds -3.0",
    ):
        assert line in text
