"""A day of a company as events in Kafka: for `reports.py`."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, Final

import asyncpg
from aiokafka import AIOKafkaProducer

from atende_contracts.contacts import (
    TicketChangedV1,
    TicketClosing,
    TicketRatedV1,
    TicketReply,
    TicketSlaEndedV1,
)
from atende_contracts.event import Event, Party
from atende_contracts.ids import uuid7
from atende_contracts.messages import DeliveryState, DeliveryStatusChangedV1, MessageReceivedV1
from atende_contracts.registry import encode
from atende_platform.messaging.partitions import partition_of
from atende_sandbox.settings import Settings

HOURS: Final = 8
STATES: Final[tuple[DeliveryState, ...]] = ("accepted", "sent", "delivered", "read")
_INBOUND: Final = 5
_SENDS: Final = 5
"""Of a ticket; the last one is a campaign's."""


@dataclass
class Told:
    """How many events there were, and how many facts and marks they make."""

    events: int = 0
    facts: int = 0


class Day:
    """One company's day, ticket by ticket."""

    def __init__(self, tickets: int) -> None:
        self._random = Random(1)
        self._tickets = tickets
        self._company = uuid7()
        self._campaign = uuid7()
        self._channels = [uuid7() for _ in range(4)]
        self._queues = [uuid7() for _ in range(10)]
        self._agents = [uuid7() for _ in range(50)]
        self._tags = [uuid7() for _ in range(10)]
        self.told = Told()

    def events(self) -> Iterator[Event]:
        """Yield all events; those of a ticket together."""
        begun = datetime.now(UTC) - timedelta(hours=HOURS + 1)
        for number in range(self._tickets):
            at = begun + timedelta(seconds=number * HOURS * 3600 / self._tickets)
            place = {"company_id": self._company, "channel_id": self._random.choice(self._channels)}
            for event in (*self._messages(place, at), *self._ticket(place, at, number)):
                self.told.events += 1
                yield event

    def _messages(self, place: dict[str, Any], at: datetime) -> Iterator[Event]:
        for number in range(_INBOUND):
            self.told.facts += 1
            yield MessageReceivedV1(
                **place,
                provider_message_id=f"wamid.{uuid7()}",
                sender=Party(wa_id="551187654321"),
                kind="text",
                text="Boa tarde! Meu pedido ainda não chegou.",
                sent_at=at + timedelta(seconds=40 * number),
            )
        for number in range(_SENDS):
            self.told.facts += 1
            of_campaign = number == _SENDS - 1
            send = {
                "send_id": uuid7(),
                "campaign_id": self._campaign if of_campaign else None,
                "message_id": None if of_campaign else uuid7(),
            }
            for step, state in enumerate(STATES):
                moment = at + timedelta(seconds=60 + 30 * number + step)
                yield DeliveryStatusChangedV1(**place, **send, state=state, at=moment)

    def _ticket(self, place: dict[str, Any], at: datetime, number: int) -> Iterator[Event]:
        self.told.facts += 5 if number % 3 == 0 else 4
        choose = self._random
        agent, queue, tag = (
            choose.choice(self._agents),
            choose.choice(self._queues),
            choose.choice(self._tags),
        )
        ticket = {**place, "ticket_id": uuid7(), "queue_id": queue}
        state: dict[str, Any] = {**ticket, "contact_id": uuid7(), "opened_at": at}
        yield TicketChangedV1(**state, status="pending", revision=1)
        answered = at + timedelta(seconds=choose.randrange(10, 900))
        state |= {"assignee_id": agent, "first_reply_at": answered, "tag_ids": [tag]}
        for revision in range(2, 5):
            moment = answered + timedelta(seconds=200 * (revision - 2))
            since = at if revision == 2 else moment - timedelta(seconds=choose.randrange(5, 180))
            reply = TicketReply(
                at=moment, agent_id=agent, first=revision == 2, since=since, business_seconds=4
            )
            yield TicketChangedV1(**state, status="open", revision=revision, reply=reply)
        closed = answered + timedelta(seconds=choose.randrange(500, 3_000))
        closing = TicketClosing(closed_by=agent, business_seconds=300)
        yield TicketChangedV1(**state, status="closed", closed_at=closed, revision=5, closing=closing)
        yield TicketSlaEndedV1(
            **ticket,
            agent_id=agent,
            tag_ids=[tag],
            target="first_reply",
            started_at=at,
            ended_at=answered,
            kept=True,
        )
        if number % 3 == 0:
            yield TicketRatedV1(**ticket, agent_id=agent, score=5, asked_at=closed, rated_at=closed)


async def publish(settings: Settings, tickets: int) -> Told:
    """Publish a day of so many tickets."""
    day = Day(tickets)
    producer = AIOKafkaProducer(
        bootstrap_servers=settings.kafka_bootstrap, linger_ms=20, partitioner=partition_of
    )
    await producer.start()
    try:
        for event in day.events():
            headers = [("type", event.type.encode()), ("id", str(event.id).encode())]
            await producer.send(event.topic, encode(event), key=event.key().encode(), headers=headers)
    finally:
        await producer.stop()
    return day.told


_ROWS: Final = """
SELECT sum(n_tup_ins) FROM pg_stat_user_tables
WHERE schemaname = 'reporting' AND relname IN ('inbox', 'send_facts', 'ticket_facts', 'ticket_moments')
"""


async def count_rows(admin: asyncpg.Connection) -> int:
    """Return how many facts and marks were written since the server started."""
    return int(await admin.fetchval(_ROWS) or 0)
