"""A crowd of readers over HTTP: they are turned away in words, and what is urgent is served meanwhile."""

import socket
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import pytest
import structlog
from fastapi import APIRouter, FastAPI
from sqlalchemy import Engine, text
from structlog.testing import capture_logs

from support.services import Service, running_service, shared_for
from usdcop.adapters.postgres.database import open_database, transaction
from usdcop.adapters.postgres.shares import PoolRule
from usdcop.core.errors import SourceError
from usdcop.services.kit.access import Reader
from usdcop.services.kit.app import About, Shared, create_app
from usdcop.services.kit.health import Component, Status
from usdcop.services.kit.lanes import LaneRule, Lanes

READS = LaneRule(at_once=2, waiting=2, patience=0.05, burst=0.0, burst_patience=0.05)
LANES = Lanes(reads=READS, urgent=LaneRule(at_once=2, waiting=2, patience=5), urgent_paths=("/api/urgent",))
LARGE = "0123456789" * 200_000


@dataclass
class Gate:
    """Holds reads until it is opened, each with a connection of the database."""

    engine: Engine
    opened: threading.Event = field(default_factory=threading.Event)
    inside: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    def routes(self) -> APIRouter:
        routes = APIRouter(prefix="/api")

        @routes.get("/held")
        def held(_who: Reader) -> str:
            with transaction(self.engine):
                self.inside.release()
                self.opened.wait(20)
            return "held"

        @routes.get("/large")
        def large(_who: Reader) -> str:
            return LARGE

        @routes.put("/urgent")
        def urgent() -> int:
            with transaction(self.engine) as connection:
                return int(connection.execute(text("SELECT 7")).scalar_one())

        @routes.put("/other")
        def other() -> str:
            return "done"

        return routes

    def health(self) -> list[Component]:
        try:
            with transaction(self.engine):
                return [Component("database")]
        except SourceError:
            return [Component("database", Status.DOWN, "away", "Look.")]

    def create(self, shared: Shared) -> FastAPI:
        about = About("sample", "Sample", "A service with a gate.", LANES)
        return create_app(about, [self.routes()], shared, None)


@pytest.fixture
def gate(postgres_url: str) -> Iterator[Gate]:
    engine = open_database(postgres_url, PoolRule(size=3, reserved=1, patience=0.05, urgent_patience=5))
    yield Gate(engine)
    engine.dispose()


@contextmanager
def crowd(service: Service, gate: Gate) -> Iterator[ThreadPoolExecutor]:
    """Two reads hold the lane, and all connections that reads may take, while the block runs."""
    with ThreadPoolExecutor(16) as pool:
        held = [pool.submit(service.client.get, "/api/held") for _ in range(2)]
        try:
            assert all(gate.inside.acquire(timeout=10) for _ in held)
            yield pool
        finally:
            gate.opened.set()
        assert [one.result(20).json() for one in held] == ["held", "held"]


@pytest.fixture
def service(gate: Gate, postgres: Engine, redis_url: str) -> Iterator[Service]:
    shared = replace(shared_for(postgres, redis_url), health=gate.health)
    with running_service(gate.create, postgres, redis_url, shared) as running:
        yield running


def test_readers_are_turned_away_and_what_is_urgent_is_served(service: Service, gate: Gate) -> None:
    with crowd(service, gate) as pool:
        answers = [one.result(20) for one in [pool.submit(service.client.get, "/api/held") for _ in range(8)]]
        assert {told.status_code for told in answers} == {503}
        assert {told.json()["code"] for told in answers} == {"OVERLOADED"}
        assert {told.headers["retry-after"] for told in answers} == {"1"}
        assert all(told.json()["cure"] and told.json()["request_id"] for told in answers)
        for _ in range(3):
            assert service.client.put("/api/urgent").json() == 7
        assert service.client.put("/api/other").status_code == 503  # a write, but none that is urgent
    assert service.client.get("/api/large").json() == LARGE


def test_a_service_that_is_busy_is_not_ill(service: Service, gate: Gate) -> None:
    with crowd(service, gate):
        health = service.client.get("/health")
        assert (health.status_code, health.json()["status"]) == (200, "ok")
        assert service.client.get("/metrics").status_code == 200


def test_a_crowd_is_counted_and_not_each_of_it_is_logged(service: Service, gate: Gate) -> None:
    with crowd(service, gate), capture_logs(processors=[structlog.contextvars.merge_contextvars]) as lines:
        for _ in range(8):
            assert service.client.get("/api/held").status_code == 503
        counted = service.client.get("/metrics").text
    assert 'usdcop_http_rejected_total{code="OVERLOADED"} 8.0' in counted
    assert 1 <= sum(line.get("status") == 503 for line in lines) <= 3


def test_who_reads_an_answer_slowly_keeps_no_place(service: Service) -> None:
    host, port = service.url.removeprefix("http://").split(":")
    slow = [socket.create_connection((host, int(port)), timeout=10) for _ in range(6)]
    try:
        for one in slow:
            one.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            one.sendall(b"GET /api/large HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
        time.sleep(0.3)
        assert service.client.get("/api/large").status_code == 200
    finally:
        for one in slow:
            one.close()
