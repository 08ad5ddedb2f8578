from dataclasses import replace

from prometheus_client import CollectorRegistry, generate_latest
from sqlalchemy import Engine

from support.sample_service import create
from support.services import Service, running_service, shared_for
from usdcop.services.kit.metrics import HttpMetrics, Pool, watch_pool


def figures(text: str) -> dict[str, float]:
    lines = (line.rpartition(" ") for line in text.splitlines() if not line.startswith("#"))
    return {name: float(value) for name, _, value in lines}


def test_percentiles_are_of_the_newest_requests_of_a_route() -> None:
    registry = CollectorRegistry()
    metrics = HttpMetrics(registry)
    for milliseconds in (*[9_000] * 50, *range(1_000)):
        metrics.answered("GET", "/a", 200, milliseconds / 1_000)
    found = figures(generate_latest(registry).decode())
    name = 'usdcop_http_request_quantile_seconds{quantile="%s",route="/a"}'
    assert [found[name % quantile] for quantile in ("0.5", "0.95", "0.99")] == [0.5, 0.95, 0.99]
    assert found['usdcop_http_requests_total{method="GET",route="/a",status="200"}'] == 1_050


def test_a_pool_is_measured_when_it_is_looked_at() -> None:
    registry, held = CollectorRegistry(), [Pool(5, 1), Pool(5, 1), Pool(5, 4), Pool(5, 4)]
    watch_pool(registry, lambda: held.pop(0))
    first, second = (figures(generate_latest(registry).decode()) for _ in range(2))
    assert first == {"usdcop_database_pool_size": 5, "usdcop_database_pool_in_use": 1}
    assert second["usdcop_database_pool_in_use"] == 4


def test_requests_are_counted_by_the_template_of_their_route(service: Service) -> None:
    for symbol in ("USDCOP", "EURUSD", "x" * 500):
        service.client.get(f"/api/latest/{symbol}")
    service.client.get("/nowhere/1")
    service.client.get("/nowhere/2")
    service.client.get("/api/open", headers={"Host": "evil.example"})
    told = service.client.get("/metrics")
    assert told.headers["content-type"].startswith("text/plain")
    found = figures(told.text)
    route = 'usdcop_http_requests_total{method="GET",route="/api/latest/{symbol}",status="%s"}'
    assert [found[route % status] for status in (200, 404)] == [1, 2]
    assert found['usdcop_http_requests_total{method="GET",route="unmatched",status="404"}'] == 2
    assert found['usdcop_http_rejected_total{code="HOST"}'] == 1
    assert found['usdcop_http_rejected_total{code="UNKNOWN"}'] == 2
    assert found["usdcop_http_requests_in_flight"] == 1
    assert found['usdcop_http_request_seconds_count{route="/api/latest/{symbol}"}'] == 3
    assert not any("xxx" in name or "nowhere" in name for name in found)


def test_a_service_adds_figures_of_its_own_and_shows_its_pool(postgres: Engine, redis_url: str) -> None:
    shared = replace(shared_for(postgres, redis_url), pool=lambda: Pool(5, 2))
    with running_service(create, postgres, redis_url, shared) as service:
        assert figures(service.client.get("/metrics").text)["usdcop_database_pool_in_use"] == 2
