import socket
import threading
import time

import httpx
import pytest
import structlog
from sqlalchemy import Engine
from structlog.testing import capture_logs

from support.sample_service import create
from support.services import Service, running_service, shared_for
from usdcop.core.access import Role
from usdcop.services.kit import bodies


def test_every_answer_has_a_name_and_the_headers_of_safety(service: Service) -> None:
    answers = [
        service.client.get("/api/open"),
        service.client.get("/nowhere"),
        service.client.get("/api/broken/otherwise"),
        service.client.get("/api/open", headers={"Host": "evil.example"}),
    ]
    for told in answers:
        assert told.headers["x-content-type-options"] == "nosniff"
        assert told.headers["x-frame-options"] == "DENY"
        assert told.headers["referrer-policy"] == "no-referrer"
        assert "default-src 'none'" in told.headers["content-security-policy"]
        assert "server" not in told.headers
    assert len({told.headers["x-request-id"] for told in answers}) == len(answers)


def test_what_was_asked_with_a_token_is_not_stored(service: Service) -> None:
    assert "cache-control" not in service.client.get("/api/open").headers
    told = service.client.get("/api/open", headers=service.headers(Role.VIEWER))
    assert told.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("name", ["X-Request-ID", "X-Whatever"])
def test_headers_of_a_request_do_not_come_back(service: Service, name: str) -> None:
    told = service.client.get("/api/open", headers={name: "injected"})
    assert "injected" not in str(told.headers)


def test_a_line_is_logged_for_each_request_and_holds_no_secret(service: Service) -> None:
    header = service.headers(Role.TRADER)
    with capture_logs(processors=[structlog.contextvars.merge_contextvars]) as lines:
        told = service.client.get("/api/latest/USDCOP?factor=2", headers=header)
        service.client.post("/api/auth/token", data={"username": "maria", "password": "hunter2 hunter2"})
        service.client.get("/api/latest/USDCOP?password=hunter2")
        service.client.get("/health")
    first = next(line for line in lines if line["event"] == "request")
    assert (first["method"], first["route"], first["status"]) == ("GET", "/api/latest/{symbol}", 200)
    assert (first["subject"], first["client"]) == ("trader", "127.0.0.1")
    assert first["request_id"] == told.headers["x-request-id"]
    assert first["milliseconds"] > 0
    assert [line["status"] for line in lines if line["event"] == "request"] == [200, 401, 422]
    assert "hunter2" not in str(lines)
    assert header["Authorization"].split()[1] not in str(lines)


def test_a_failure_is_logged_with_its_trace_and_answered_without(service: Service) -> None:
    with capture_logs() as lines:
        assert service.client.get("/api/broken/otherwise").json()["code"] == "INTERNAL_ERROR"
    (failed,) = [line for line in lines if line["event"] == "request failed"]
    assert isinstance(failed["exc_info"], RuntimeError)


@pytest.mark.alone
def test_a_body_that_does_not_come_is_not_waited_for(
    service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies, "PIECE_SECONDS", 0.2)
    with _connected(service) as (connection, read):
        connection.sendall(
            b"POST /api/echo HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            b'Content-Length: 50\r\n\r\n{"quan'
        )
        started = time.monotonic()
        assert read().startswith(b"HTTP/1.1 408")
        assert time.monotonic() - started < 5


def test_header_injection_is_refused(service: Service) -> None:
    with _connected(service) as (connection, read):
        connection.sendall(b"GET /api/open HTTP/1.1\r\nHost: localhost\r\nX: a\rInjected: b\r\n\r\n")
        told = read()
    assert told.startswith(b"HTTP/1.1 400")
    assert b"application/problem+json" in told


def test_a_client_that_hangs_up_is_noted_and_forgotten(service: Service) -> None:
    with capture_logs() as lines:
        with _connected(service) as (connection, _):
            connection.sendall(b"GET /api/slow HTTP/1.1\r\nHost: localhost\r\n\r\n")
        deadline = time.monotonic() + 10
        while not any(line["event"] == "request" for line in lines) and time.monotonic() < deadline:
            time.sleep(0.02)
    assert any(line["event"] == "request" for line in lines)
    assert service.client.get("/api/open").status_code == 200


def test_requests_side_by_side_do_not_share_their_names(service: Service) -> None:
    found: list[str] = []

    def call() -> None:
        with httpx.Client(base_url=service.url) as client:
            found.append(client.get("/api/open").headers["x-request-id"])

    callers = [threading.Thread(target=call) for _ in range(8)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    assert len(set(found)) == 8


def test_a_database_that_cannot_tell_who_is_signed_in_closes_the_door(
    postgres: Engine, redis_url: str
) -> None:
    shared = shared_for(postgres, redis_url)
    with running_service(create, postgres, redis_url, shared) as service:
        header = service.headers(Role.TRADER)
        postgres.dispose()
        with postgres.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE sign_ins RENAME TO sign_ins_away")
        try:
            told = service.client.post("/api/orders", json={"quantity": 1}, headers=header)
        finally:
            with postgres.begin() as connection:
                connection.exec_driver_sql("ALTER TABLE sign_ins_away RENAME TO sign_ins")
        assert told.status_code >= 400
        assert service.client.get("/health").status_code == 200


class _Connection:
    def __init__(self, service: Service) -> None:
        host, port = service.url.removeprefix("http://").split(":")
        self.socket = socket.create_connection((host, int(port)), timeout=10)

    def __enter__(self) -> tuple[socket.socket, "_Read"]:
        return self.socket, _Read(self.socket)

    def __exit__(self, *_: object) -> None:
        self.socket.close()


class _Read:
    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection

    def __call__(self) -> bytes:
        return self._connection.recv(65_536)


def _connected(service: Service) -> _Connection:
    return _Connection(service)
