"""What a service counts and measures of itself, for Prometheus."""

import threading
from collections import defaultdict, deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram
from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

RECENT: Final = 1_000
"""Requests of a route that its percentiles are of."""
QUANTILES: Final = (0.5, 0.95, 0.99)
_BUCKETS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)


@dataclass(frozen=True, slots=True)
class Pool:
    """A pool of database connections, at an instant."""

    size: int
    in_use: int


class Latencies(Collector):
    """The newest durations of each route, and their percentiles."""

    def __init__(self) -> None:
        self._recent: dict[str, deque[float]] = defaultdict(lambda: deque(maxlen=RECENT))
        self._lock = threading.Lock()

    def observe(self, route: str, seconds: float) -> None:
        """A request of ``route`` took ``seconds``."""
        with self._lock:
            self._recent[route].append(seconds)

    def collect(self) -> Iterator[Metric]:
        """Percentiles by route."""
        found = GaugeMetricFamily(
            "usdcop_http_request_quantile_seconds",
            f"Latency of the newest {RECENT} requests of a route.",
            labels=("route", "quantile"),
        )
        with self._lock:
            recent = {route: sorted(durations) for route, durations in self._recent.items()}
        for route, durations in recent.items():
            for quantile in QUANTILES:
                at = min(len(durations) - 1, int(quantile * len(durations)))
                found.add_metric((route, str(quantile)), durations[at])
        yield found


class HttpMetrics:
    """Requests: how many, how long, how many now, how many were turned away and why."""

    def __init__(self, registry: CollectorRegistry) -> None:
        self.requests = Counter(
            "usdcop_http_requests", "Requests answered.", ("method", "route", "status"), registry=registry
        )
        self.seconds = Histogram(
            "usdcop_http_request_seconds",
            "Latency of requests.",
            ("route",),
            buckets=_BUCKETS,
            registry=registry,
        )
        self.in_flight = Gauge(
            "usdcop_http_requests_in_flight", "Requests being answered now.", registry=registry
        )
        self.rejected = Counter(
            "usdcop_http_rejected",
            "Requests answered with a problem, by its code.",
            ("code",),
            registry=registry,
        )
        self.latencies = Latencies()
        registry.register(self.latencies)

    def answered(self, method: str, route: str, status: int, seconds: float) -> None:
        """A request of ``route`` was answered."""
        self.requests.labels(method, route, str(status)).inc()
        self.seconds.labels(route).observe(seconds)
        self.latencies.observe(route, seconds)


def watch_pool(registry: CollectorRegistry, pool: Callable[[], Pool]) -> None:
    """Gauges of a pool of database connections."""
    size = Gauge("usdcop_database_pool_size", "Database connections a process may hold.", registry=registry)
    in_use = Gauge("usdcop_database_pool_in_use", "Database connections in use.", registry=registry)
    size.set_function(lambda: pool().size)
    in_use.set_function(lambda: pool().in_use)
