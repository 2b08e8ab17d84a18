"""Spans of records: each goes on in its own trace, alone or in a batch, and so does what comes of it."""

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID, uuid4

import pytest
from aiokafka import ConsumerRecord
from opentelemetry.trace import SpanKind, StatusCode

from atende_contracts.contacts import ContactChangedV1
from atende_contracts.event import Party
from atende_contracts.registry import encode
from atende_platform.data.db import Database, execute
from atende_platform.messaging import outbox
from atende_platform.messaging.consumer import Consumer, Record
from atende_platform.messaging.dead_letters import DeadLetters
from atende_platform.process import tracing
from atende_platform.testing.spans import Recorded, place_of, recording, trace_id_of

NAME = "contact.changed process"


def change(contact: UUID, company: UUID) -> ContactChangedV1:
    return ContactChangedV1(company_id=company, contact_id=contact, revision=1, party=Party(), tags=[])


def place(number: int, *, recorded: bool = True) -> str:
    return f"00-{number:032x}-{number:016x}-0{int(recorded)}"


def record(event: ContactChangedV1, offset: int, traceparent: str | None) -> Record:
    headers = [("type", event.type.encode()), ("id", str(event.id).encode())]
    if traceparent is not None:
        headers.append(("traceparent", traceparent.encode()))
    return ConsumerRecord(
        topic=event.topic,
        partition=0,
        offset=offset,
        timestamp=0,
        timestamp_type=0,
        key=event.key().encode(),
        value=encode(event),
        checksum=None,
        serialized_key_size=0,
        serialized_value_size=0,
        headers=tuple(headers),
    )


class Handled:
    """A consumer that writes an event about each contact of its events, and where it was then."""

    def __init__(self) -> None:
        self.consumer = Consumer(DeadLetters(self, "group"), "group", self.handle)
        self.current: list[str | None] = []
        self.cause_of: dict[UUID, str | None] = {}
        self.place_of: Callable[[str], str | None] = lambda _: None
        self.fails = False

    async def handle(self, events: Sequence[ContactChangedV1]) -> None:
        self.current.append(tracing.current())
        if self.fails:
            raise KeyError("Maria")
        for event in events:
            self.cause_of[event.contact_id] = tracing.recorded_cause(event.id)
        causes = tracing.causes()
        if causes is not None:
            self.place_of = causes.of

    async def publish(self, *_: Any, **__: Any) -> None:
        pass


async def test_a_record_is_handled_in_its_trace(spans: Recorded) -> None:
    handled, event = Handled(), change(uuid4(), uuid4())
    await handled.consumer.on_records([record(event, 7, place(5))])
    span = spans.one(NAME)
    assert (trace_id_of(span), span.kind) == (f"{5:032x}", SpanKind.CONSUMER)
    assert handled.current == [tracing.written(place_of(span))]
    assert handled.cause_of[event.contact_id] == handled.current[0]
    assert span.attributes is not None
    assert span.attributes["messaging.kafka.offset"] == 7
    assert span.attributes["messaging.message.id"] == str(event.id)
    assert span.attributes["atende.event.type"] == "contact.changed.v1"


async def test_each_record_of_a_batch_goes_on_in_its_own_trace(spans: Recorded) -> None:
    handled, company = Handled(), uuid4()
    events = [change(uuid4(), company) for _ in range(3)]
    places = [place(5), place(6), place(7, recorded=False)]
    await handled.consumer.on_records(
        [record(event, nth, where) for nth, (event, where) in enumerate(zip(events, places, strict=True))]
    )
    batch = spans.one(f"{NAME} batch")
    one, two = spans.named(NAME)
    assert [trace_id_of(one), trace_id_of(two)] == [f"{5:032x}", f"{6:032x}"]
    assert [f"{link.context.trace_id:032x}" for link in batch.links] == [trace_id_of(one), trace_id_of(two)]
    assert all(span.links[0].context.span_id == place_of(batch).span_id for span in (one, two))
    causes = [handled.cause_of[event.contact_id] for event in events]
    assert causes == [tracing.written(place_of(one)), tracing.written(place_of(two)), None]
    # What names the third belongs to it; what names none of them is recorded only if all of the batch is.
    assert handled.place_of(f"contact {events[2].contact_id} of {company}") == places[2]
    assert not tracing.is_recorded(handled.place_of(f"{company} {uuid4()}"))


@pytest.mark.parametrize("places", [[None, None], [place(5, recorded=False)], [None]])
async def test_what_nobody_records_has_ids_and_no_spans(spans: Recorded, places: list[str | None]) -> None:
    handled = Handled()
    records = [record(change(uuid4(), uuid4()), nth, where) for nth, where in enumerate(places)]
    await handled.consumer.on_records(records)
    assert not spans.all()
    assert handled.current[0] is not None
    assert places == [None] * len(places) or handled.current == places


@pytest.mark.parametrize("given", ["", "nonsense", f"{place(5)}-zz", "ü"])
async def test_a_record_with_nonsense_for_a_trace_is_handled(spans: Recorded, given: str) -> None:
    handled, events = Handled(), [change(uuid4(), uuid4()) for _ in range(3)]
    await handled.consumer.on_records([record(events[0], 0, given)])
    assert not spans.all()
    await handled.consumer.on_records([record(events[1], 1, given), record(events[2], 2, place(6))])
    assert trace_id_of(spans.one(NAME)) == f"{6:032x}"
    assert handled.cause_of.keys() == {event.contact_id for event in events}
    assert handled.cause_of[events[1].contact_id] is None


async def test_without_an_exporter_a_record_is_handled_under_the_ids_of_its_trace() -> None:
    handled = Handled()
    await handled.consumer.on_records([record(change(uuid4(), uuid4()), 0, place(5))])
    await handled.consumer.on_records([record(change(uuid4(), uuid4()), nth, place(nth)) for nth in (1, 2)])
    assert handled.current[0] == place(5)
    assert handled.current[1] not in (None, place(1), place(2))
    assert set(handled.cause_of.values()) == {None}


async def test_a_try_that_fails_is_seen_to_fail_without_its_words(spans: Recorded) -> None:
    handled = Handled()
    handled.fails = True
    await handled.consumer.on_records([record(change(uuid4(), uuid4()), nth, place(nth)) for nth in (1, 2)])
    assert {span.status.status_code for span in spans.all()} == {StatusCode.ERROR}
    assert "Maria" not in "".join(span.to_json() for span in spans.all())


async def test_at_a_low_ratio_a_batch_is_recorded_with_what_is_recorded_in_it() -> None:
    with recording("parentbased_traceidratio", 0.0) as recorded:
        handled = Handled()
        places = [place(5), place(6, recorded=False)]
        records = [record(change(uuid4(), uuid4()), nth, where) for nth, where in enumerate(places)]
        await handled.consumer.on_records(records)
    assert sorted(span.name for span in recorded.all()) == [NAME, f"{NAME} batch"]


# --- the outbox -------------------------------------------------------------------------------


async def _traceparents(database: Database, *events: Any, **options: Any) -> list[str | None]:
    async with database.worker() as session:
        await outbox.add(session, events, **options)
        rows = await execute(session, "SELECT traceparent FROM outbox ORDER BY id DESC LIMIT 9")
        return [row.traceparent for row in rows][: len(events)][::-1]


async def test_an_event_is_written_with_the_trace_that_caused_it(database: Database, spans: Recorded) -> None:
    company, first, second = uuid4(), uuid4(), uuid4()
    events = [change(second, company), change(first, company), change(uuid4(), company)]
    causes = tracing.Causes(place(9))
    causes.add(f"{company} {first}", place(1))
    causes.add(f"{company} {second}", place(2))
    with tracing.in_effect(causes):
        assert await _traceparents(database, *events) == [place(2), place(1), place(9)]
        told = {events[0].id: place(3)}
        assert await _traceparents(database, *events[:2], traces=told) == [place(3), None]
    with tracing.begun("request"):
        assert await _traceparents(database, events[0]) == [tracing.current()]
    assert spans.one("request")
    assert await _traceparents(database, events[0]) == [None]
