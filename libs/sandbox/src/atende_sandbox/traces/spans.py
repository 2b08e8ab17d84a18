"""Spans as OTLP brings them: read into a class of our own, and written as Zipkin takes them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest
from opentelemetry.proto.common.v1.common_pb2 import AnyValue, KeyValue
from opentelemetry.proto.trace.v1 import trace_pb2

_KINDS: Final = {
    trace_pb2.Span.SPAN_KIND_SERVER: "SERVER",
    trace_pb2.Span.SPAN_KIND_CLIENT: "CLIENT",
    trace_pb2.Span.SPAN_KIND_PRODUCER: "PRODUCER",
    trace_pb2.Span.SPAN_KIND_CONSUMER: "CONSUMER",
}


@dataclass(frozen=True, slots=True)
class Span:
    """One span. Ids are hexadecimal digits, times nanoseconds since 1970."""

    trace_id: str
    span_id: str
    parent_id: str
    """Empty for the first of a trace."""
    name: str
    kind: str
    """As Zipkin calls it; empty for what happens within a process."""
    service: str
    start: int
    end: int
    failed: bool = False
    attributes: dict[str, Any] = field(default_factory=dict)
    links: tuple[str, ...] = ()
    """Other traces that it has to do with."""


def read(body: bytes) -> list[Span]:
    """Return the spans of a request of an OTLP exporter. Raises ``ValueError`` if it is none."""
    request = ExportTraceServiceRequest()
    try:
        request.ParseFromString(body)
    except Exception as error:  # Protocol Buffers' own class differs by implementation.
        raise ValueError("not a request of an OTLP exporter") from error
    return [
        _span(span, str(_attributes(of_resource.resource.attributes).get("service.name", "")))
        for of_resource in request.resource_spans
        for of_scope in of_resource.scope_spans
        for span in of_scope.spans
    ]


def _span(span: trace_pb2.Span, service: str) -> Span:
    return Span(
        trace_id=span.trace_id.hex(),
        span_id=span.span_id.hex(),
        parent_id=span.parent_span_id.hex(),
        name=span.name,
        kind=_KINDS.get(span.kind, ""),
        service=service.removeprefix("atende-"),
        start=span.start_time_unix_nano,
        end=span.end_time_unix_nano,
        failed=span.status.code == trace_pb2.Status.STATUS_CODE_ERROR,
        attributes=_attributes(span.attributes),
        links=tuple(dict.fromkeys(link.trace_id.hex() for link in span.links)),
    )


def _attributes(pairs: Iterable[KeyValue]) -> dict[str, Any]:
    return {pair.key: _value(pair.value) for pair in pairs}


def _value(value: AnyValue) -> Any:
    kind = value.WhichOneof("value")
    return None if kind is None else getattr(value, kind)


def as_zipkin(spans: Sequence[Span]) -> list[dict[str, Any]]:
    """Return spans as Zipkin's API takes them (version 2)."""
    return [_as_zipkin(span) for span in spans]


def _as_zipkin(span: Span) -> dict[str, Any]:
    tags = {name: str(value) for name, value in span.attributes.items()}
    if span.failed:
        tags["error"] = tags.get("error.type", "failed")
    if span.links:
        tags["linked traces"] = ", ".join(span.links)
    return {
        "traceId": span.trace_id,
        "id": span.span_id,
        **({"parentId": span.parent_id} if span.parent_id else {}),
        "name": span.name,
        **({"kind": span.kind} if span.kind else {}),
        "timestamp": span.start // 1000,
        "duration": max(1, (span.end - span.start) // 1000),
        "localEndpoint": {"serviceName": span.service},
        "tags": tags,
    }
