"""The outbox: events are rows of the same transaction as what they tell, and a relay sends them.

`add` is all that a service sees of Kafka when it speaks. The relay is one leader per service
(advisory lock), so ``ORDER BY id`` keeps the order per key without further care. It reads every
row that is there rather than "ids above the last one": identity values are given at INSERT but
become visible in commit order, and a cursor relay loses rows (measured: 45 % under contention).
"""

import asyncio
from collections.abc import Awaitable, Iterator, Mapping, Sequence
from typing import Final
from uuid import UUID

import asyncpg
import structlog
from aiokafka import AIOKafkaProducer
from aiokafka.errors import KafkaError
from opentelemetry.trace import Span
from prometheus_client import Counter
from sqlalchemy import BigInteger, Column, DateTime, Identity, MetaData, Table, Text, Uuid, func
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.event import Event
from atende_contracts.registry import encode
from atende_platform.data.db import TOGETHER, asyncpg_url, execute
from atende_platform.errors import TooLarge
from atende_platform.messaging.kafka import make_producer
from atende_platform.messaging.spans import TRACEPARENT, publishing
from atende_platform.process import tracing
from atende_platform.process.progress import Progress
from atende_platform.process.settings import ServiceSettings
from atende_platform.process.tasks import Task, wait

log = structlog.get_logger(__name__)

BATCH: Final = 1000
WINDOW: Final = 20_000
"""Of so many events that wait, a batch takes some of each company: one's thousands do not come first."""
MAX_EVENT_BYTES: Final = 1_000_000
"""Kafka takes 1 MiB by record, with its key and headers."""
PARKED: Final = "parked:"
"""Before the topic of an event that an operator keeps from being published (``atende outbox park``)."""
IDLE_POLL_SECONDS: Final = 1.0
GATHER_SECONDS: Final = 0.02
"""Pause after a batch: the first event leaves at once, those behind it leave together."""
STANDBY_POLL_SECONDS: Final = 1.0

_CONNECT_SECONDS: Final = 10.0
_COMMAND_SECONDS: Final = 30.0
_LATE_SECONDS: Final = 60.0
"""How long a batch may take until health says so. While Kafka is away it takes as long as that."""
_LOOK_SECONDS: Final = 5.0

_published = Counter("outbox_published_total", "Events the relay handed to Kafka", ["topic"])


def outbox_table(metadata: MetaData) -> Table:
    """Define the outbox in a service's metadata."""
    return Table(
        "outbox",
        metadata,
        Column("id", BigInteger, Identity(always=True), primary_key=True),
        Column("company_id", Uuid, nullable=False),
        Column("event_id", Uuid, nullable=False),
        Column("topic", Text, nullable=False),
        Column("key", Text, nullable=False),
        Column("type", Text, nullable=False),
        Column("payload", Text, nullable=False),
        Column("traceparent", Text),
        Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    )


# The notification only wakes the relay early; polling is the guarantee.
_INSERT: Final = """
WITH added AS (
    INSERT INTO outbox (company_id, event_id, topic, key, type, payload, traceparent)
    SELECT * FROM unnest(
        CAST(:company_ids AS uuid[]), CAST(:event_ids AS uuid[]), CAST(:topics AS text[]),
        CAST(:keys AS text[]), CAST(:types AS text[]), CAST(:payloads AS text[]),
        CAST(:traceparents AS text[])
    )
    RETURNING 1
)
SELECT pg_notify('outbox.' || current_schema(), '') FROM (SELECT count(*) FROM added) AS counted
"""


async def add(
    session: AsyncSession,
    events: Sequence[Event],
    *,
    traces: Mapping[UUID, tracing.Traceparent] | None = None,
) -> None:
    """Write events into the session's transaction; they are published if and when it commits.

    One of many things is divided if it is larger than Kafka takes. Raises `TooLarge` for any other: in the
    outbox it would hold back, for ever, all that the service says.

    ``traces`` says by the events' ids which traces they belong to, if it is given: those of what was ordered
    at another time. Else they belong to what is being handled.
    """
    told = [(event.id, event) for event in events]
    if not session.info.get(TOGETHER, True):
        told = [(event.id, part) for event in events for part in event.parts()]
    if not told:
        return
    ids, written, payloads = zip(
        *((id_, part, payload) for id_, event in told for part, payload in _encoded(event)), strict=True
    )
    texts = [payload.decode() for payload in payloads]
    await execute(
        session,
        _INSERT,
        company_ids=[event.company_id for event in written],
        event_ids=[event.id for event in written],
        topics=[event.topic for event in written],
        keys=[event.key() for event in written],
        types=[event.type for event in written],
        payloads=texts,
        traceparents=tracing.causes_of(texts) if traces is None else [traces.get(id_) for id_ in ids],
    )


def _encoded(event: Event) -> Iterator[tuple[Event, bytes]]:
    payload = encode(event)
    if len(payload) <= MAX_EVENT_BYTES:
        yield event, payload
        return
    halves = event.halves()
    if not halves:
        raise TooLarge("change-too-large")
    for half in halves:
        yield from _encoded(half)


# Companies take turns within what waits longest; each one's events stay in their order.
_IN_TURNS: Final = f"""
SELECT id, event_id, topic, key, type, payload, traceparent, created_at
FROM (SELECT id, row_number() OVER (PARTITION BY company_id ORDER BY id) AS turn
      FROM (SELECT id, company_id FROM outbox WHERE NOT starts_with(topic, '{PARKED}')
            ORDER BY id LIMIT {WINDOW}) AS longest
      ORDER BY turn, id LIMIT {BATCH}) AS chosen
JOIN outbox USING (id)
ORDER BY turn, id
"""  # noqa: S608 (our own constants)


_TAKE: Final = f"""
SELECT id, event_id, topic, key, type, payload, traceparent, created_at
FROM outbox WHERE NOT starts_with(topic, '{PARKED}') ORDER BY id LIMIT $1
"""  # noqa: S608 (our own constants)
_DROP: Final = "DELETE FROM outbox WHERE id = ANY($1::bigint[])"


class Relay:
    """Moves a service's outbox to Kafka: at least once, in order per key, one leader at a time."""

    def __init__(self, settings: ServiceSettings) -> None:
        self._settings = settings
        self._wake = asyncio.Event()
        self._progress = Progress("relay", limit=_LATE_SECONDS, step=3 * _COMMAND_SECONDS)

    @property
    def task(self) -> Task:
        """What runs it, and shows that it moves."""
        return Task("relay", self.run, (self._progress,))

    async def run(self) -> None:
        """Relay until cancelled. Raises when the database or Kafka is lost; the caller starts it again."""
        self._progress.due()
        connection = await asyncpg.connect(
            asyncpg_url(self._settings.database_worker_url),
            timeout=_CONNECT_SECONDS,
            # A server that vanished says nothing: neither may we wait for it, nor may its successor
            # wait until TCP has noticed that a leader vanished, for the leader's lock.
            command_timeout=_COMMAND_SECONDS,
            server_settings={"tcp_keepalives_idle": "10", "tcp_keepalives_interval": "5"},
        )
        try:
            await self._become_leader(connection)
            schema = await connection.fetchval("SELECT current_schema()")
            await connection.add_listener(f"outbox.{schema}", lambda *_: self._wake.set())
            async with make_producer(self._settings) as producer:
                while True:
                    self._wake.clear()
                    self._progress.due()
                    relayed = await self._relay_batch(connection, producer)
                    self._progress.done()
                    if relayed == 0:
                        await wait(self._wake, IDLE_POLL_SECONDS)
                    elif relayed < BATCH:
                        await asyncio.sleep(GATHER_SECONDS)
        finally:
            connection.terminate()

    async def _become_leader(self, connection: "asyncpg.Connection[asyncpg.Record]") -> None:
        # Asked for again and again, not waited for: a waiting statement holds its snapshot, for as
        # long as the leader lives, and vacuum could remove no row that was deleted since.
        ask = "SELECT pg_try_advisory_lock(hashtext('relay.' || current_schema()))"
        while not await connection.fetchval(ask):
            self._progress.done()
            await asyncio.sleep(STANDBY_POLL_SECONDS)
            self._progress.due()

    async def _relay_batch(
        self, connection: "asyncpg.Connection[asyncpg.Record]", producer: AIOKafkaProducer
    ) -> int:
        rows = await connection.fetch(_TAKE, BATCH)
        if not rows:
            return 0
        if len(rows) == BATCH:
            rows = await connection.fetch(_IN_TURNS)
        futures: list[Awaitable[object]] = []
        spans: dict[int, Span] = {}
        refused: BaseException | None = None
        for place, row in enumerate(rows):
            try:
                futures.append(await self._send(producer, row, place, spans))
            except (KafkaError, ValueError) as error:
                refused = error  # Too large, say. What lies before it is still sent and told apart.
                break
        # An idempotent producer never gives up by itself: while Kafka is away these futures wait,
        # and sending again beside them is what would make duplicates.
        together = asyncio.gather(*futures, return_exceptions=True)
        try:
            while not together.done():
                await asyncio.wait({together}, timeout=_LOOK_SECONDS)
                self._progress.turned()  # It is known what this waits for.
        finally:
            together.cancel()
            for span in spans.values():
                span.end()
        results = together.result()
        sent = _acknowledged_prefix(results)
        await connection.execute(_DROP, [row["id"] for row in rows[:sent]])
        for row in rows[:sent]:
            _published.labels(row["topic"]).inc()
        failure = results[sent] if sent < len(results) else refused
        if isinstance(failure, BaseException):
            log.error("outbox.not_published", type=rows[sent]["type"], event_id=str(rows[sent]["event_id"]))
            raise failure
        return sent

    async def _send(
        self, producer: AIOKafkaProducer, row: asyncpg.Record, place: int, spans: dict[int, Span]
    ) -> Awaitable[object]:
        headers = [("type", row["type"].encode()), ("id", str(row["event_id"]).encode())]
        trace, topic = row["traceparent"], self._settings.kafka_topic_prefix + row["topic"]
        if tracing.is_on() and tracing.is_recorded(trace):
            spans[place] = publishing(topic, trace, str(row["event_id"]), row["created_at"])
            trace = tracing.written(spans[place].get_span_context())
        if trace:
            headers.append((TRACEPARENT, trace.encode()))
        future: Awaitable[object] = await producer.send(
            topic,
            # Nothing is a tombstone: what a compacted topic has under the key is forgotten.
            value=row["payload"].encode() or None,
            key=row["key"].encode(),
            headers=headers,
        )
        return future


def _acknowledged_prefix(results: Sequence[object]) -> int:
    """Return how many leading results are acknowledgements: what lies behind a failure is sent again."""
    for index, result in enumerate(results):
        if isinstance(result, BaseException):
            return index
    return len(results)
