"""Records of many events: written as one row, handled as what they stand for, and the bad ones found."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

import pytest
from aiokafka import ConsumerRecord

from atende_contracts.event import Party, TextContent
from atende_contracts.many import MOST_TOGETHER
from atende_contracts.messages import DeliveryStatusChangedV1, DeliveryStatusesChangedV2
from atende_contracts.registry import decode, encode
from atende_platform.data.db import TOGETHER, Database, execute
from atende_platform.errors import TooLarge
from atende_platform.messaging import consumer as consumer_module
from atende_platform.messaging import outbox
from atende_platform.messaging.consumer import MOST_EVENTS, Consumer, Record
from atende_platform.messaging.dead_letters import DeadLetters

COMPANY: Final = UUID(int=1)


def status(send: int, *, bad: bool = False, **more: Any) -> DeliveryStatusChangedV1:
    return DeliveryStatusChangedV1(
        company_id=COMPANY,
        send_id=UUID(int=send),
        channel_id=UUID(int=2),
        state="failed" if bad else "sent",
        at=datetime(2026, 11, 29, tzinfo=UTC),
        **more,
    )


def together(sends: int, *, bad: frozenset[int] = frozenset()) -> DeliveryStatusesChangedV2:
    """Return one event about so many sends, whatever their partitions."""
    events = [status(send, bad=send in bad) for send in range(sends)]
    return DeliveryStatusesChangedV2(company_id=COMPANY, items=events)


def record(event: DeliveryStatusesChangedV2, offset: int) -> Record:
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
        headers=(("type", event.type.encode()), ("id", str(event.id).encode()), ("traceparent", b"00-1")),
    )


@dataclass
class Log:
    """A consumer, and what came of the events that it was given."""

    handled: list[int] = field(default_factory=list)
    calls: list[int] = field(default_factory=list)
    letters: list[tuple[bytes | None, dict[str, str], bytes | None]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.consumer = Consumer(DeadLetters(self, "group"), "group", self.handle)

    async def handle(self, events: list[DeliveryStatusChangedV1]) -> None:
        self.calls.append(len(events))
        if any(event.state == "failed" for event in events):
            raise KeyError
        self.handled += [event.send_id.int for event in events]

    async def publish(
        self, message: bytes | None, *, topic: str, key: bytes | None, headers: dict[str, str]
    ) -> None:
        assert topic == "group.dlq"
        self.letters.append((message, headers, key))


async def test_a_handler_gets_the_events_that_a_record_stands_for() -> None:
    log = Log()
    await log.consumer.on_records([record(together(3), 0), record(together(2), 1)])
    assert log.handled == [0, 1, 2, 0, 1]
    assert log.calls == [5]


async def test_a_handler_gets_no_more_at_once_however_many_are_in_a_record() -> None:
    log = Log()
    records = [record(together(MOST_TOGETHER), offset) for offset in range(5)]
    await log.consumer.on_records(records)
    assert sum(log.calls) == 5 * MOST_TOGETHER
    assert max(log.calls) == MOST_EVENTS


async def test_bad_events_become_dead_letters_and_their_neighbours_are_handled() -> None:
    log = Log()
    bad = frozenset({7, 8, 30})
    await log.consumer.on_records([record(together(40, bad=bad), 0), record(together(3), 1)])
    assert set(log.handled) == set(range(40)) - bad
    assert log.handled[-3:] == [0, 1, 2]
    letters = [(decode(headers["type"], value or b""), headers, key) for value, headers, key in log.letters]
    assert [(type(event), key) for event, _, key in letters] == [
        (DeliveryStatusChangedV1, str(UUID(int=send)).encode()) for send in sorted(bad)
    ]
    for event, headers, _ in letters:
        assert headers["id"] == str(event.id)
        assert headers["traceparent"] == "00-1"
        assert (headers["dlq-offset"], headers["dlq-reason"]) == ("0", "KeyError")


async def test_what_comes_again_puts_no_second_letter(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nor is one of its events passed over, because its neighbours were dealt with."""
    log = Log()
    monkeypatch.setattr(consumer_module, "DEAD_LETTERS_IN_A_ROW", 2)
    first = record(together(6, bad=frozenset({0, 1, 2, 3})), 0)
    with pytest.raises(consumer_module.DeadLetterLimit):
        await log.consumer.on_records([first])
    assert not log.consumer.is_dealt_with(first)
    monkeypatch.setattr(consumer_module, "DEAD_LETTERS_IN_A_ROW", 100)
    await log.consumer.on_records([first])
    sends = [UUID(key.decode()).int for _, _, key in log.letters if key is not None]
    assert sorted(sends) == [0, 1, 2, 3]
    assert set(log.handled) == {4, 5}


# --- the outbox -------------------------------------------------------------------------------


async def _written(database: Database, *events: DeliveryStatusesChangedV2) -> list[Any]:
    async with database.worker() as session:
        await outbox.add(session, events)
        rows = (await execute(session, "SELECT type, payload, key, event_id FROM outbox ORDER BY id")).all()
    return [(decode(row.type, row.payload.encode()), row) for row in rows]


async def test_what_kafka_would_not_take_is_divided(database: Database) -> None:
    text = TextContent(body="x" * 30_000)
    events = [status(1, content=text, recipient=Party(wa_id=str(number))) for number in range(100)]
    (whole,) = DeliveryStatusesChangedV2.gather(events)
    written = await _written(database, whole)
    assert len(written) == 4
    parts = [part for event, _ in written for part in event.parts()]
    assert [part.recipient.wa_id for part in parts] == [str(number) for number in range(100)]
    assert {row.key for _, row in written} == {whole.key()}
    assert len({row.event_id for _, row in written}) == 4


async def test_one_thing_that_is_too_large_is_refused(database: Database) -> None:
    events = [status(1), status(1, content=TextContent(body="x" * 1_000_000))]
    with pytest.raises(TooLarge):
        await _written(database, *DeliveryStatusesChangedV2.gather(events))


async def test_services_of_the_version_before_are_told_one_by_one(database: Database) -> None:
    async with database.worker() as session:
        session.info[TOGETHER] = False
        await outbox.add(session, [together(3)])
        rows = (await execute(session, "SELECT type, key FROM outbox ORDER BY id")).all()
    assert [tuple(row) for row in rows] == [
        ("delivery.status_changed.v1", str(UUID(int=send))) for send in range(3)
    ]
