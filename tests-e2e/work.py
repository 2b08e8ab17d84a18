"""How much work the system does for a load: what it asks PostgreSQL to do, and what it writes to Kafka.

Work is counted, not timed, so that a busy machine counts the same as an idle one, as nearly as that can be:
how many messages a batch has is a matter of time, and so are statements and records that are one for a batch.
What goes on also when nothing happens is left out (`Counter.watch`).
"""

import asyncio
from collections.abc import AsyncIterator, Set
from contextlib import asynccontextmanager
from dataclasses import asdict, dataclass
from typing import Any, Final

import asyncpg
from aiokafka import AIOKafkaConsumer, TopicPartition
from records import kafka, unread
from system import System, eventually

from atende_contracts.topics import TOPICS
from atende_sandbox.services import DATABASE

IDLE_SECONDS: Final = 6.0
"""A statement that is executed within this time though nothing happens is a matter of time."""
REPORTED_SECONDS: Final = 12.0
"""By then every session has told what it wrote (PostgreSQL: ten seconds after its last transaction)."""

# A transaction begins in more than one way, by what its connection was used for before.
_STATEMENTS: Final = """
SELECT queryid, sum(calls) AS calls FROM pg_stat_statements
WHERE queryid IS NOT NULL AND query NOT LIKE 'BEGIN%' GROUP BY queryid
"""
_ROWS: Final = "SELECT sum(n_tup_ins + n_tup_upd + n_tup_del) FROM pg_stat_user_tables"
_WAL: Final = "SELECT pg_current_wal_insert_lsn() - '0/0'::pg_lsn"


@dataclass
class Work:
    """Of a load, or by message of it."""

    statements: float
    """That PostgreSQL executed, without those that are executed anyway."""
    row_writes: float
    """Rows inserted, updated and deleted, in all services' tables."""
    wal_bytes: float
    """Of PostgreSQL's log, which is what it writes to disk."""
    kafka_records: float
    kafka_bytes: float
    """Of keys, values and headers, before they are compressed."""

    def per(self, messages: int) -> "Work":
        """Return the work for each of so many messages."""
        return Work(**{name: round(value / messages, 2) for name, value in asdict(self).items()})

    def beyond(self, most: "Work") -> dict[str, str]:
        """Return what exceeds a ceiling, in words."""
        own, ceiling = asdict(self), asdict(most)
        return {
            name: f"{own[name]:g}, at most {ceiling[name]:g}" for name in own if own[name] > ceiling[name]
        }


class Counter:
    """Counts the work of a system whose PostgreSQL counts statements (`Settings.counted`)."""

    def __init__(self, system: System, database: asyncpg.Connection, consumer: AIOKafkaConsumer) -> None:
        self._system = system
        self._database = database
        self._consumer = consumer
        self._parts = [TopicPartition(topic.name, n) for topic in TOPICS for n in range(topic.partitions)]
        self._usual: Set[int] = frozenset()

    async def watch(self) -> None:
        """Learn which statements are executed when nothing happens."""
        await self._rest()
        before = await self._statements()
        await asyncio.sleep(IDLE_SECONDS)
        self._usual = {
            query for query, calls in (await self._statements()).items() if calls > before.get(query, 0)
        }

    @asynccontextmanager
    async def counting(self) -> AsyncIterator[Work]:
        """Count the work of the body. What it yields is filled in at the end, when all is handled."""
        await self._rest()
        statements, rows, wal = await self._statements(), await self._one(_ROWS), await self._one(_WAL)
        starts = await self._consumer.end_offsets(self._parts)
        work = Work(0, 0, 0, 0, 0)
        yield work
        await self._rest()
        work.statements = sum(
            calls - statements.get(query, 0)
            for query, calls in (await self._statements()).items()
            if query not in self._usual
        )
        work.row_writes = await self._one(_ROWS) - rows
        work.wal_bytes = await self._one(_WAL) - wal
        work.kafka_records, work.kafka_bytes = await self._written(starts)

    async def _rest(self) -> None:
        """Wait until every consumer has read to the end, and all sessions have told what they did."""

        async def all_read() -> None:
            assert await unread(self._system) == {}

        await eventually(all_read, timeout=60, every=0.5)
        await asyncio.sleep(REPORTED_SECONDS)
        await eventually(all_read, timeout=60, every=0.5)

    async def _statements(self) -> dict[int, int]:
        return {row["queryid"]: int(row["calls"]) for row in await self._database.fetch(_STATEMENTS)}

    async def _one(self, query: str) -> float:
        return float(await self._database.fetchval(query))

    async def _written(self, starts: dict[TopicPartition, int]) -> tuple[int, int]:
        """Return how many records topics have got since, and their bytes."""
        ends = await self._consumer.end_offsets(self._parts)
        self._consumer.assign(self._parts)
        for part, start in starts.items():
            self._consumer.seek(part, start)
        records = size = 0
        while any([await self._consumer.position(part) < end for part, end in ends.items()]):
            for batch in (await self._consumer.getmany(timeout_ms=200)).values():
                records += len(batch)
                size += sum(map(_size, batch))
        return records, size


def _size(record: Any) -> int:
    headers = sum(len(name) + len(value) for name, value in record.headers)
    return len(record.key or b"") + len(record.value or b"") + headers


@asynccontextmanager
async def counter(system: System) -> AsyncIterator[Counter]:
    """Open what counts a system's work, and learn what it does anyway."""
    admin = system.world.settings.database_admin_url
    database = await asyncpg.connect(admin, database=DATABASE)
    consumer = AIOKafkaConsumer(**kafka(system))
    await consumer.start()
    try:
        await database.execute("CREATE EXTENSION IF NOT EXISTS pg_stat_statements")
        opened = Counter(system, database, consumer)
        await opened.watch()
        yield opened
    finally:
        await consumer.stop()
        await database.close()
