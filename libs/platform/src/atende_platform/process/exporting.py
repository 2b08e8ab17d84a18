"""Where spans go: to an OTLP collector, by a thread that sends them in groups and drops what is too much.

Imported only where an endpoint is set: with Protocol Buffers and the SDK it takes memory and time to start.
"""

import atexit
import threading
from collections.abc import Sequence
from typing import Final

from opentelemetry.context import Context
from opentelemetry.exporter.otlp.proto.http.trace_exporter import OTLPSpanExporter
from opentelemetry.sdk.resources import Resource
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import BatchSpanProcessor
from opentelemetry.sdk.trace.sampling import (
    ALWAYS_OFF,
    ALWAYS_ON,
    ParentBased,
    Sampler,
    SamplingResult,
    TraceIdRatioBased,
)
from opentelemetry.trace import Link, SpanKind
from opentelemetry.trace.span import TraceState
from opentelemetry.util.types import Attributes

from atende_platform.process.settings import ServiceSettings

_EXPORT_SECONDS: Final = 5.0
"""For one request to the collector, with its repetitions."""


def exporting_provider(service: str, settings: ServiceSettings) -> TracerProvider:
    """Return what makes spans of a service, and sends them to the endpoint of its settings."""
    endpoint = f"{settings.otel_exporter_otlp_endpoint.rstrip('/')}/v1/traces"
    provider = TracerProvider(
        resource=Resource.create(
            {"service.name": f"atende-{service}", "deployment.environment.name": settings.environment}
        ),
        sampler=sampler_of(settings.otel_traces_sampler, settings.otel_traces_sampler_arg),
        shutdown_on_exit=False,  # It waits for half a minute.
    )
    provider.add_span_processor(BatchSpanProcessor(OTLPSpanExporter(endpoint, timeout=_EXPORT_SECONDS)))
    atexit.register(send_rest, provider, _EXPORT_SECONDS)  # Of commands: who serves ends by a signal.
    return provider


def send_rest(provider: TracerProvider, seconds: float) -> bool:
    """Send the spans that are left, and make no more; give up after so many seconds. Return whether it ended.

    The SDK waits for 30 seconds, which nothing sets, so it does that in a thread that ends with the process.
    """
    sending = threading.Thread(target=provider.shutdown, name="last spans", daemon=True)
    sending.start()
    sending.join(seconds)
    return not sending.is_alive()


def sampler_of(name: str, ratio: float) -> Sampler:
    """Return the sampler of a name that OpenTelemetry specifies (``OTEL_TRACES_SAMPLER``)."""
    root = {"on": ALWAYS_ON, "off": ALWAYS_OFF}.get(name.rpartition("_")[2]) or TraceIdRatioBased(ratio)
    return Linked(ParentBased(root) if name.startswith("parentbased_") else root)


class Linked(Sampler):
    """Records also what is linked to something that is recorded: the batch in which a message was handled."""

    def __init__(self, otherwise: Sampler) -> None:
        self._otherwise = otherwise

    def should_sample(
        self,
        parent_context: Context | None,
        trace_id: int,
        name: str,
        kind: SpanKind | None = None,
        attributes: Attributes = None,
        links: Sequence[Link] | None = None,
        trace_state: TraceState | None = None,
    ) -> SamplingResult:
        is_linked = any(link.context.trace_flags.sampled for link in links or ())
        sampler = ALWAYS_ON if is_linked else self._otherwise
        return sampler.should_sample(
            parent_context, trace_id, name, kind, attributes, links, trace_state=trace_state
        )

    def get_description(self) -> str:
        return f"Linked{{{self._otherwise.get_description()}}}"
