"""The spans of events on their way: from the outbox into Kafka, and while a batch of them is handled.

Each record that belongs to a recorded trace goes on in that trace, in a span of its own. A batch of records
from several traces has a span besides, a trace of its own, and they are linked to each other. Batches without
such a record, which is all of them where traces are not exported, have no spans.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, TypeAlias

from aiokafka import ConsumerRecord
from opentelemetry.trace import Link, Span, SpanKind

from atende_platform.process import tracing
from atende_platform.process.tracing import Traceparent

TRACEPARENT: Final = "traceparent"
"""The header with a record's place in a trace."""

_Record: TypeAlias = ConsumerRecord[Any, Any]


@dataclass(frozen=True, slots=True)
class Handling:
    """A try to handle a batch."""

    spans: Sequence[Span] = ()

    def fail(self, error: Exception) -> None:
        """Say of all its spans that it failed."""
        for span in self.spans:
            tracing.fail(span, error)


_UNSEEN: Final = Handling()


@contextmanager
def handling(group: str, records: Sequence[_Record]) -> Iterator[Handling]:
    """Be in the traces of these records while they are handled: what comes of each goes on in its trace."""
    places = [place_of(record) for record in records] if tracing.is_on() or len(records) == 1 else []
    recorded = [nth for nth, place in enumerate(places) if tracing.is_recorded(place)]
    if not recorded or not tracing.is_on():
        with tracing.within(places[0] if len(places) == 1 else None):
            yield _UNSEEN
    elif len(set(places)) == 1:
        told = _told(group, records[0]) | _many(records)
        with tracing.continued(_name(records[0]), places[0], SpanKind.CONSUMER, told) as span:
            yield Handling([span])
    else:
        with _several(group, records, places, recorded) as spans:
            yield Handling(spans)


@contextmanager
def _several(
    group: str, records: Sequence[_Record], places: Sequence[Traceparent | None], recorded: Sequence[int]
) -> Iterator[list[Span]]:
    links = [Link(context) for nth in recorded if (context := tracing.read(places[nth])) is not None]
    told = {"messaging.consumer.group.name": group, **_system(records[0].topic), **_many(records)}
    with tracing.begun(f"{_name(records[0])} batch", SpanKind.CONSUMER, told, links=links) as batch:
        to_batch = [Link(batch.get_span_context())]
        spans = {
            nth: tracing.start(
                _name(records[nth]),
                places[nth],
                SpanKind.CONSUMER,
                _told(group, records[nth]),
                links=to_batch,
            )
            for nth in recorded
        }
        # What comes of no event in particular is recorded only if all of the batch is: one recorded trace
        # must not have recorded what came of a thousand others.
        whole = tracing.written(batch.get_span_context())
        causes = tracing.Causes(whole if len(recorded) == len(records) else whole[:-2] + "00")
        for nth, record in enumerate(records):
            span = spans.get(nth)
            place = places[nth] if span is None else tracing.written(span.get_span_context())
            causes.add(record.value, place)
        try:
            with tracing.in_effect(causes):
                yield [batch, *spans.values()]
        finally:
            for span in spans.values():
                span.end()


def place_of(record: _Record) -> Traceparent | None:
    """Return where in which trace a record was published."""
    for name, value in record.headers:
        if name == TRACEPARENT and value is not None:
            return bytes(value).decode("latin-1")
    return None


def publishing(topic: str, trace: Traceparent, event_id: str, since: datetime) -> Span:
    """Return the span of an event on its way from the outbox, where it waits ``since``, into Kafka."""
    told = {**_system(topic), "messaging.message.id": event_id, "messaging.operation.type": "send"}
    began = int(since.timestamp() * 1_000_000_000)
    return tracing.start(f"{topic} publish", trace, SpanKind.PRODUCER, told, began=began)


def _name(record: _Record) -> str:
    return f"{record.topic} process"


def _system(topic: str) -> dict[str, Any]:
    return {"messaging.system": "kafka", "messaging.destination.name": topic}


def _many(records: Sequence[_Record]) -> dict[str, Any]:
    return {"messaging.batch.message_count": len(records)} if len(records) > 1 else {}


def _told(group: str, record: _Record) -> dict[str, Any]:
    headers = {name: bytes(value or b"").decode("latin-1") for name, value in record.headers}
    return {
        **_system(record.topic),
        "messaging.consumer.group.name": group,
        "messaging.operation.type": "process",
        "messaging.message.id": headers.get("id", ""),
        "messaging.destination.partition.id": str(record.partition),
        "messaging.kafka.offset": record.offset,
        "atende.event.type": headers.get("type", ""),
    }
