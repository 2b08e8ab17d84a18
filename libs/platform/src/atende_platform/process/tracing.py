"""Traces across processes: what rows and records carry of them, and whose trace what comes of a batch is in.

Between processes a trace travels as a ``traceparent`` (W3C Trace Context): in a header of HTTP and of Kafka,
in a column of rows that are read by others. A trace is recorded or not, which its first span decides
(``OTEL_TRACES_SAMPLER``). Of one that is not, and wherever traces are exported nowhere, only the ids exist,
for log lines: no span is made, and nothing is looked up.

Spans say what was done and how long it took, never what customers wrote or who they are: no texts of errors,
no queries of URLs.
"""

import os
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import Context as Variables
from contextvars import ContextVar, copy_context
from dataclasses import dataclass
from time import time_ns
from typing import Any, Final, TypeAlias
from uuid import UUID

from opentelemetry import context as contexts
from opentelemetry import trace
from opentelemetry.context import Context
from opentelemetry.trace import (
    INVALID_SPAN,
    Link,
    NonRecordingSpan,
    Span,
    SpanContext,
    SpanKind,
    Status,
    StatusCode,
    TraceFlags,
    Tracer,
    TracerProvider,
)

Traceparent: TypeAlias = str
Attributes: TypeAlias = Mapping[str, Any]

_TRACEPARENT: Final = re.compile(r"00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})")
_ID: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
_NOBODY_S: Final = ""
"""What several events of a batch name: it does not tell whose trace something belongs to."""

Ending: TypeAlias = Callable[[float], bool]
"""Sends the spans that are left, for so many seconds at most; returns whether it got that far."""

_tracer: Tracer | None = None
_ending: Ending | None = None


def switch_on(provider: TracerProvider | None, ending: Ending | None = None) -> None:
    """Have spans made by this provider, from now on; by None: none at all. ``ending`` is for `end`."""
    global _tracer, _ending
    _tracer = None if provider is None else provider.get_tracer("atende")
    _ending = ending


def end(seconds: float) -> bool:
    """Send the spans that are left, before the process ends; return whether that was done in this time."""
    return _ending is None or _ending(seconds)


def is_on() -> bool:
    """Tell whether spans are exported from this process."""
    return _tracer is not None


# --- what is carried --------------------------------------------------------------------------


def written(context: SpanContext) -> Traceparent:
    """Return a span's place as it is carried."""
    return f"00-{context.trace_id:032x}-{context.span_id:016x}-{context.trace_flags:02x}"


def read(traceparent: Traceparent | None) -> SpanContext | None:
    """Return the place that was carried; None if there is none, or nothing sensible."""
    match = _TRACEPARENT.fullmatch(traceparent) if traceparent else None
    if match is None:
        return None
    trace_id, span_id, flags = (int(each, 16) for each in match.groups())
    context = SpanContext(trace_id, span_id, is_remote=True, trace_flags=TraceFlags(flags))
    return context if context.is_valid else None


def is_recorded(traceparent: Traceparent | None) -> bool:
    """Tell whether what is carried belongs to a trace that is recorded."""
    place = read(traceparent)
    return place is not None and place.trace_flags.sampled


def current() -> Traceparent | None:
    """Return the current span's place; None outside of all spans."""
    context = trace.get_current_span().get_span_context()
    return written(context) if context.is_valid else None


def current_recorded() -> Traceparent | None:
    """Return the current span's place if its trace is recorded."""
    if _tracer is None:
        return None
    context = trace.get_current_span().get_span_context()
    return written(context) if context.trace_flags.sampled else None


def cause() -> Traceparent | None:
    """Return what the things belong to that are written now: the current span, or else the round of work.

    With the first of them the round begins a trace.
    """
    place = current()
    of_round = _round.get()
    return place if place is not None or of_round is None else of_round.begin()


# --- spans ------------------------------------------------------------------------------------


def start(
    name: str,
    parent: Traceparent | None,
    kind: SpanKind,
    attributes: Attributes,
    *,
    links: Sequence[Link] = (),
    began: int | None = None,
) -> Span:
    """Return a span behind ``parent`` that is not current; it records nothing if that is not recorded.

    ``began`` is when it did, in nanoseconds, if that was not now. The caller ends it.
    """
    if _tracer is None or (place := read(parent)) is None or not place.trace_flags.sampled:
        return INVALID_SPAN
    behind = trace.set_span_in_context(NonRecordingSpan(place), Context())
    return _tracer.start_span(name, behind, kind, attributes, links, began, record_exception=False)


@contextmanager
def continued(
    name: str,
    parent: Traceparent | None,
    kind: SpanKind = SpanKind.INTERNAL,
    attributes: Attributes | None = None,
    *,
    links: Sequence[Link] = (),
) -> Iterator[Span]:
    """Go on in the trace of ``parent``, in a span of its own; change nothing if that is not recorded."""
    if _tracer is None or not is_recorded(parent):
        yield INVALID_SPAN
        return
    with current_while(start(name, parent, kind, attributes or {}, links=links)) as span:
        yield span


def mark(name: str, place: Traceparent, attributes: Attributes) -> Traceparent:
    """Have it seen in another trace that something happened now, which is known from the current one.

    Return where that trace goes on.
    """
    known = trace.get_current_span().get_span_context()
    links = [Link(known)] if known.trace_flags.sampled else []
    span = start(name, place, SpanKind.INTERNAL, attributes, links=links)
    span.end()
    return place if span is INVALID_SPAN else written(span.get_span_context())


@contextmanager
def begun(
    name: str,
    kind: SpanKind = SpanKind.INTERNAL,
    attributes: Attributes | None = None,
    *,
    caller: Traceparent | None = None,
    links: Sequence[Link] = (),
) -> Iterator[Span]:
    """Begin a trace, or go on in the one of a ``caller`` from outside, recorded or not: it has its ids."""
    place = read(caller)
    if _tracer is None:
        span: Span = NonRecordingSpan(place or _made_up())
    else:
        behind = Context() if place is None else trace.set_span_in_context(NonRecordingSpan(place), Context())
        span = _tracer.start_span(name, behind, kind, attributes, links, record_exception=False)
    with current_while(span):
        yield span


@contextmanager
def within(place: Traceparent | None) -> Iterator[None]:
    """Be in a trace without a span of one's own: log lines and events have its ids; without one, new ids."""
    token = contexts.attach(trace.set_span_in_context(NonRecordingSpan(read(place) or _made_up())))
    try:
        yield
    finally:
        contexts.detach(token)


@contextmanager
def current_while(span: Span) -> Iterator[Span]:
    """Make a span the current one for the time of the context, and end it there."""
    token = contexts.attach(trace.set_span_in_context(span))
    try:
        yield span
    except BaseException as error:
        fail(span, error)
        raise
    finally:
        contexts.detach(token)
        span.end()


def apart() -> Variables:
    """Return a context, in no trace, for a task that outlives what it began in and works for others, too."""

    def leave() -> None:
        contexts.attach(trace.set_span_in_context(INVALID_SPAN))
        _causes.set(None)
        _round.set(None)

    variables = copy_context()
    variables.run(leave)
    return variables


def fail(span: Span, error: BaseException) -> None:
    """Say of a span that it failed: how, but not the error's text, which may quote a customer."""
    span.set_attribute("error.type", type(error).__qualname__)
    span.set_status(Status(StatusCode.ERROR))


def _made_up() -> SpanContext:
    """Return the ids of a trace that nobody records."""
    ids = int.from_bytes(os.urandom(24), "big") | (1 << 64) | 1
    return SpanContext(ids >> 64, ids & (2**64 - 1), is_remote=False)


# --- rounds of work that nobody asked for -----------------------------------------------------


@dataclass(slots=True)
class _Round:
    name: str
    tracer: Tracer
    since: int
    span: Span | None = None
    is_over: bool = False

    def begin(self) -> Traceparent | None:
        if self.is_over:  # For a task that it began, and that goes on.
            return None
        if self.span is None:
            self.span = self.tracer.start_span(self.name, Context(), start_time=self.since)
        return written(self.span.get_span_context())


_round: ContextVar[_Round | None] = ContextVar("round", default=None)


@contextmanager
def round_of(name: str) -> Iterator[None]:
    """Be in a round of repeated work, which is a trace only if something is written in it."""
    if _tracer is None:
        yield
        return
    this = _Round(name, _tracer, time_ns())
    token = _round.set(this)
    try:
        yield
    except BaseException as error:
        if this.span is not None:
            fail(this.span, error)
        raise
    finally:
        _round.reset(token)
        this.is_over = True
        if this.span is not None:
            this.span.end()


# --- batches ----------------------------------------------------------------------------------


class Causes:
    """The traces that the events of a batch belong to, while it is handled; what comes of them is there, too.

    An event's trace is known by what the event names: its own id, the message, the send, the ticket. What is
    written while the batch is handled belongs to the event with which it has such an id in common, and which
    is the only one in the batch to have it. Use cases that make new ids `note` them.
    """

    def __init__(self, otherwise: Traceparent | None) -> None:
        self._otherwise = otherwise
        self._by_name: dict[str, Traceparent | None] = {}

    def add(self, event: bytes | str, place: Traceparent | None) -> None:
        """Add an event, by its text, and where its trace goes on."""
        text = event.decode(errors="replace") if isinstance(event, bytes) else event
        for name in set(_ID.findall(text)):
            known = self._by_name.get(name, place)
            self._by_name[name] = place if known == place else _NOBODY_S

    def note(self, event_id: UUID, *names: UUID | None) -> None:
        """Say what else is named in what comes of an event."""
        place = self._by_name.get(str(event_id))
        for name in names:
            if name is not None:
                self._by_name[str(name)] = place

    def of(self, text: str) -> Traceparent | None:
        """Return whose trace something belongs to, by its text."""
        for name in _ID.findall(text):
            place = self._by_name.get(name, _NOBODY_S)
            if place != _NOBODY_S:
                return place
        return self._otherwise


_causes: ContextVar[Causes | None] = ContextVar("causes", default=None)


def causes() -> Causes | None:
    """Return which traces the events are in that are being handled; None where that is the current one."""
    return _causes.get()


@contextmanager
def in_effect(of_batch: Causes) -> Iterator[None]:
    """Have what is written for the time of the context belong to these."""
    token = _causes.set(of_batch)
    try:
        yield
    finally:
        _causes.reset(token)


def causes_of(things: Sequence[object]) -> list[Traceparent | None]:
    """Return what things belong to that are written now, by their texts."""
    of_batch = _causes.get()
    return [cause()] * len(things) if of_batch is None else [of_batch.of(str(thing)) for thing in things]


def recorded_cause(event_id: UUID) -> Traceparent | None:
    """Return where the trace of an event that is being handled goes on, if it is recorded."""
    if _tracer is None:
        return None
    of_batch = _causes.get()
    if of_batch is None:
        return current_recorded()
    place = of_batch.of(str(event_id))
    return place if is_recorded(place) else None
