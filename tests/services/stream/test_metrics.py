from prometheus_client import CollectorRegistry, generate_latest

from usdcop.services.stream.metrics import Load, StreamMetrics
from usdcop.services.stream.tally import Tally


def test_figures_are_those_of_the_moment_they_are_asked_for() -> None:
    registry, tally = CollectorRegistry(), Tally()
    metrics = StreamMetrics(registry, tally, lambda: Load(3, 5, 1, 40, 1_000))
    tally.messages_out, tally.conflated = 17, 4
    tally.dropped["too slow"] += 2
    metrics.latency.observe(0.003)
    lines = generate_latest(registry).decode().splitlines()
    for line in (
        "usdcop_stream_clients 3.0",
        "usdcop_stream_subscriptions 5.0",
        "usdcop_stream_slow_clients 1.0",
        "usdcop_stream_queue_depth 40.0",
        "usdcop_stream_unsent_bytes 1000.0",
        "usdcop_stream_messages_out_total 17.0",
        "usdcop_stream_conflated_total 4.0",
        'usdcop_stream_dropped_total{reason="too slow"} 2.0',
        'usdcop_stream_latency_seconds_bucket{le="0.005"} 1.0',
    ):
        assert line in lines
