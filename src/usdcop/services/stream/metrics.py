"""What the stream tells Prometheus: read from the tally when asked, so that counting costs clients nothing."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from prometheus_client import CollectorRegistry, Histogram
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, Metric
from prometheus_client.registry import Collector

from usdcop.services.stream.tally import Tally

_BUCKETS: Final = (0.001, 0.0025, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1.0, 5.0)


@dataclass(frozen=True, slots=True)
class Load:
    """What a process carries at an instant."""

    clients: int
    subscriptions: int
    slow: int
    """Clients whose socket takes no more at the moment."""
    behind: int
    """Events that clients are behind, of the one who is furthest."""
    unsent: int
    """Bytes that wait in this process for sockets to take them."""


class StreamMetrics(Collector):
    """Figures of one process.

    Args:
        registry: where they are registered.
        tally: what is counted.
        load: looks at the clients.
    """

    def __init__(self, registry: CollectorRegistry, tally: Tally, load: Callable[[], Load]) -> None:
        self.latency = Histogram(
            "usdcop_stream_latency_seconds",
            "From the entry of an event into Redis until it was written to the last socket.",
            buckets=_BUCKETS,
            registry=registry,
        )
        self.fan_out = Histogram(
            "usdcop_stream_fan_out_seconds",
            "Time to write one event to all its clients.",
            buckets=_BUCKETS,
            registry=registry,
        )
        self._tally = tally
        self._load = load
        registry.register(self)

    def describe(self) -> Iterator[Metric]:
        """Nothing in advance: what there is, is told when collected."""
        yield from ()

    def collect(self) -> Iterator[Metric]:
        """Gauges of now, and counts since the start."""
        load, tally = self._load(), self._tally
        yield _gauge("clients", "Clients connected.", load.clients)
        yield _gauge("subscriptions", "Subscriptions of all clients.", load.subscriptions)
        yield _gauge("slow_clients", "Clients whose socket takes no more at the moment.", load.slow)
        yield _gauge("queue_depth", "Events that the client furthest behind is behind.", load.behind)
        yield _gauge("unsent_bytes", "Bytes that wait for sockets to take them.", load.unsent)
        yield _counter("connections", "Connections made.", tally.connected)
        yield _counter("messages_in", "Messages received.", tally.messages_in)
        yield _counter("messages_out", "Messages written to sockets.", tally.messages_out)
        yield _counter(
            "conflated", "Ticks left out for slow clients, as newer ones had come.", tally.conflated
        )
        yield _counter("replayed", "Events sent to clients who came back.", tally.replayed)
        yield _counter("snapshots", "Snapshots sent.", tally.snapshots)
        yield _counter("gaps", "Gaps told.", tally.gaps)
        yield _counted("errors", "Errors told to clients.", "code", tally.problems)
        yield _counted("handshakes_refused", "Handshakes refused.", "code", tally.refused)
        yield _counted("dropped", "Connections closed by the service.", "reason", tally.dropped)


def _gauge(name: str, text: str, value: float) -> GaugeMetricFamily:
    return GaugeMetricFamily(f"usdcop_stream_{name}", text, value)


def _counter(name: str, text: str, value: float) -> CounterMetricFamily:
    return CounterMetricFamily(f"usdcop_stream_{name}", text, value)


def _counted(name: str, text: str, label: str, counts: Mapping[str, int]) -> CounterMetricFamily:
    family = CounterMetricFamily(f"usdcop_stream_{name}", text, labels=(label,))
    for value, count in counts.items():
        family.add_metric((value,), count)
    return family
