"""Traces: made and sent only where ``OTEL_EXPORTER_OTLP_ENDPOINT`` is set; else not even reckoned."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Final

from opentelemetry import trace
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import SpanLimits, TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor

from usdcop.main.settings import Settings

SEND_SECONDS: Final = 5
"""Longest wait for the collector; spans it does not take are dropped, requests go on."""
MOST_WAITING: Final = 4096
"""Spans held until they are sent."""
LONGEST_ATTRIBUTE: Final = 512
"""Characters."""


@contextmanager
def tracing(settings: Settings, name: str, run: str) -> Iterator[TracerProvider | None]:
    """Send the spans of the process ``name`` while the block runs; None where nobody asked for them.

    Anybody below gets a tracer with ``opentelemetry.trace.get_tracer("usdcop.…")``: without an endpoint it does
    nothing. What is still held is sent at the end.
    """
    endpoint = settings.environment.otlp_endpoint
    if endpoint is None:
        yield None
        return
    provider = provider_for(endpoint, f"usdcop-{name}", {"run": run, "data_kind": settings.mode.value})
    trace.set_tracer_provider(provider)
    try:
        yield provider
    finally:
        provider.shutdown()


def provider_for(endpoint: str, service: str, facts: Mapping[str, str]) -> TracerProvider:
    """A provider whose spans go to the collector at ``endpoint``, as of ``service`` with ``facts``."""
    names = {f"usdcop.{name}": value for name, value in facts.items()}
    resource = Resource.create({"service.name": service, **names})
    provider = TracerProvider(
        resource=resource, span_limits=SpanLimits(max_attribute_length=LONGEST_ATTRIBUTE)
    )
    exporter = OTLPSpanExporter(endpoint=f"{endpoint.rstrip('/')}/v1/traces", timeout=SEND_SECONDS)
    provider.add_span_processor(BatchSpanProcessor(exporter, max_queue_size=MOST_WAITING))
    return provider
