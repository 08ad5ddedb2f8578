import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from sqlalchemy import Engine

from support.sample_service import create
from support.services import running_service, shared_for
from usdcop.main.settings import read_settings
from usdcop.main.tracing import provider_for, tracing


class Collector(ThreadingHTTPServer):
    """Keeps what is sent to it."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.taken: list[tuple[str, bytes]] = []

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"


class Handler(BaseHTTPRequestHandler):
    """Takes spans."""

    server: Collector

    def do_POST(self) -> None:
        self.server.taken.append((self.path, self.rfile.read(int(self.headers["Content-Length"]))))
        self.send_response(200)
        self.end_headers()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the shape of the class above
        """Say nothing."""


@pytest.fixture
def collector() -> Iterator[Collector]:
    with Collector() as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_nothing_is_traced_where_nobody_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("USDCOP_HOME", str(tmp_path))
    monkeypatch.delenv("OTEL_EXPORTER_OTLP_ENDPOINT", raising=False)
    with tracing(read_settings(), "trading", "r1") as provider:
        assert provider is None


def test_requests_become_spans_named_by_their_route(
    postgres: Engine, redis_url: str, collector: Collector
) -> None:
    provider = provider_for(collector.url, "usdcop-trading", {"run": "r1"})
    shared = replace(shared_for(postgres, redis_url), tracing=provider)
    with running_service(create, postgres, redis_url, shared) as service:
        service.client.get("/api/latest/USDCOP")
    provider.shutdown()
    ((path, body),) = collector.taken
    sent = ExportTraceServiceRequest.FromString(body).resource_spans[0]
    about = {one.key: one.value.string_value for one in sent.resource.attributes}
    assert (path, about["service.name"], about["usdcop.run"]) == ("/v1/traces", "usdcop-trading", "r1")
    names = [span.name for scope in sent.scope_spans for span in scope.spans]
    assert "GET /api/latest/{symbol}" in names


def test_a_collector_that_is_away_does_not_hold_anybody_up(postgres: Engine, redis_url: str) -> None:
    provider = provider_for("http://127.0.0.1:9", "usdcop-trading", {})
    shared = replace(shared_for(postgres, redis_url), tracing=provider)
    with running_service(create, postgres, redis_url, shared) as service:
        assert service.client.get("/api/latest/USDCOP").elapsed.total_seconds() < 3
