"""The span of a POST to a provider, in the trace of what ordered the message; the outcome is in it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from opentelemetry.trace import INVALID_SPAN, Span, SpanKind, Status, StatusCode

from atende_platform.process import tracing
from gateway.domain.sends import Accepted, Order, Outcome


@dataclass(frozen=True, slots=True)
class Post:
    """An attempt to send a message."""

    span: Span
    order: Order
    """Whose outcome belongs to the span."""

    def ended(self, outcome: Outcome) -> None:
        """Say what came of it."""
        if not self.span.is_recording():
            return
        self.span.set_attribute("atende.outcome", type(outcome).__name__.lower())
        if not isinstance(outcome, Accepted):
            self.span.set_attribute("error.type", outcome.error.reason or str(outcome.error.code))
            self.span.set_attribute("atende.provider.code", outcome.error.code)
            self.span.set_status(Status(StatusCode.ERROR))


@contextmanager
def posting(order: Order, provider: str) -> Iterator[Post]:
    """Be in the span of an order's POST. Nothing is done for one that belongs to no recorded trace."""
    if order.traceparent is None:
        yield Post(INVALID_SPAN, order)
        return
    told = {
        "atende.provider": provider,
        "atende.send_id": str(order.send_id),
        "atende.channel_id": str(order.channel_id),
        "atende.attempt": order.attempts,
    }
    with tracing.continued("POST to the provider", order.traceparent, SpanKind.CLIENT, told) as span:
        if span.is_recording():
            order = replace(order, traceparent=tracing.written(span.get_span_context()))
        yield Post(span, order)
