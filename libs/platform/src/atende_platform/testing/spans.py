"""The spans that a test's code makes, in memory: `Recorded` finds them by name and by trace."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanContext, format_trace_id

from atende_platform.process import tracing
from atende_platform.process.exporting import sampler_of


class Recorded:
    """The spans that have ended."""

    def __init__(self, exporter: InMemorySpanExporter) -> None:
        self._exporter = exporter

    def all(self) -> Sequence[ReadableSpan]:
        """Return all of them."""
        return self._exporter.get_finished_spans()

    def named(self, name: str) -> list[ReadableSpan]:
        """Return those of a name; topics in it are without their prefix."""
        return [span for span in self.all() if span.name == name or span.name.endswith(f".{name}")]

    def one(self, name: str) -> ReadableSpan:
        """Return the only one of a name."""
        named = self.named(name)
        assert len(named) == 1, f"{len(named)} spans are called {name}"
        return named[0]

    def of_trace(self, trace_id: str) -> list[ReadableSpan]:
        """Return those of a trace, by its id in hexadecimal digits."""
        return [span for span in self.all() if trace_id_of(span) == trace_id]


def place_of(span: ReadableSpan) -> SpanContext:
    """Return the ids of a span."""
    context: SpanContext | None = span.get_span_context()
    assert context is not None
    return context


def trace_id_of(span: ReadableSpan) -> str:
    """Return a span's trace, in hexadecimal digits."""
    return format_trace_id(place_of(span).trace_id)


@contextmanager
def recording(sampler: str = "parentbased_always_on", ratio: float = 1.0) -> Iterator[Recorded]:
    """Have spans made for the time of the context, and kept."""
    exporter = InMemorySpanExporter()
    provider = TracerProvider(sampler=sampler_of(sampler, ratio), shutdown_on_exit=False)
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    tracing.switch_on(provider)
    try:
        yield Recorded(exporter)
    finally:
        tracing.switch_on(None)
