"""A company is erased from a service: every row of every table that is the company's, in batches.

PostgreSQL's catalogue says which tables there are, so that one that is added tomorrow is erased, too. Of
what a compacted topic keeps of the company, the service publishes tombstones. Events that an operator keeps
in the outbox are deleted, too: put into Kafka later they would bring the company back. What late events
bring back is deleted again: while Kafka keeps any event of the company, the tables are gone through every few
hours.
"""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from graphlib import TopologicalSorter
from typing import Any, Final, Literal
from uuid import UUID

import orjson
import structlog
from sqlalchemy import Boolean, Column, DateTime, Index, MetaData, Table, Uuid
from sqlalchemy import text as sql
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.privacy import CompanyErasedV1, CompanyErasureRequestedV1
from atende_contracts.topics import COMPANY_ERASED, COMPANY_ERASURE
from atende_platform.data.db import Database, execute, now
from atende_platform.messaging import outbox
from atende_platform.messaging.outbox import PARKED

log = structlog.get_logger(__name__)

ERASURE_SECONDS: Final = 2.0
"""How often it is looked for companies to be erased."""
BATCH: Final = 2000
"""Rows deleted in one transaction."""
PAUSE: Final = timedelta(seconds=5)
"""Until it is looked again whether what others delete is gone."""
SETTLE: Final = timedelta(seconds=20)
"""After all was deleted it is looked once more: what was being handled then may have added something."""
AGAIN: Final = timedelta(hours=6)
WATCHED: Final = timedelta(days=31)
"""Longer than Kafka keeps any event, dead letters included, that could bring something back."""
KEPT: Final = frozenset({"outbox", "company_erasures"})
"""What tells others that the company is gone. Of the outbox, what is parked is not kept."""
_TOLD: Final = tuple(PARKED + topic.name for topic in (COMPANY_ERASURE, COMPANY_ERASED))

ErasingService = Literal["chat", "campaign", "gateway", "reporting"]


def company_erasures_table(metadata: MetaData) -> Table:
    """Define the table of companies that are, or were, to be erased, in a service's metadata."""
    return Table(
        "company_erasures",
        metadata,
        Column("company_id", Uuid, primary_key=True),
        Column("erasure_id", Uuid, nullable=False),
        Column("requested_at", DateTime(timezone=True), nullable=False),
        Column("due_at", DateTime(timezone=True)),
        Column("settled", Boolean, nullable=False, server_default=sql("false")),
        Column("erased", JSONB, nullable=False, server_default=sql("'{}'")),
        Column("confirmed_at", DateTime(timezone=True)),
        Index("ix_company_erasures_due_at", "due_at", postgresql_where=sql("due_at IS NOT NULL")),
    )


@dataclass(frozen=True, slots=True)
class Tombstones:
    """What a compacted topic keeps for each row of a table."""

    topic: str
    keys: str
    """SQL: the keys of the row, which is called ``gone``; a set if they are several."""


_TABLES: Final = """
SELECT c.relname AS name FROM pg_class c
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'company_id' AND NOT a.attisdropped
WHERE c.relnamespace = CAST(current_schema() AS regnamespace) AND c.relkind IN ('r', 'p')
  AND NOT c.relispartition AND has_table_privilege(c.oid, 'DELETE')
ORDER BY c.relname
"""
_REFERENCES: Final = """
SELECT child.relname AS child, parent.relname AS parent FROM pg_constraint k
JOIN pg_class child ON child.oid = k.conrelid JOIN pg_class parent ON parent.oid = k.confrelid
WHERE k.contype = 'f' AND k.connamespace = CAST(current_schema() AS regnamespace) AND child.oid <> parent.oid
"""


async def tables_of_companies(session: AsyncSession) -> list[str]:
    """Return the tables with rows of companies that may be deleted, those that refer to others first."""
    names = [row.name for row in await execute(session, _TABLES)]
    order: TopologicalSorter[str] = TopologicalSorter(dict.fromkeys(names, ()))
    for row in await execute(session, _REFERENCES):
        order.add(row.parent, row.child)
    known = set(names) - KEPT
    return [name for name in order.static_order() if name in known]


def _deleting(table: str, tombstones: Tombstones | None) -> str:
    told = (
        f""", told AS (
    INSERT INTO outbox (company_id, event_id, topic, key, type, payload)
    SELECT company_id, gen_random_uuid(), '{tombstones.topic}', key, 'tombstone', ''
    FROM (SELECT gone.company_id, {tombstones.keys} AS key FROM gone) AS keyed
)"""  # noqa: S608 (our own SQL)
        if tombstones
        else ""
    )
    return f"""
WITH gone AS (
    DELETE FROM {table} AS gone WHERE ctid = ANY (ARRAY(
        SELECT ctid FROM {table} WHERE company_id = :company LIMIT :limit
    )) AND company_id = :company RETURNING gone.*
){told}
SELECT count(*) FROM gone
"""  # noqa: S608 (tables named by the catalogue, and our own SQL)


_PARKED: Final = """
WITH gone AS (
    DELETE FROM outbox WHERE id = ANY (ARRAY(
        SELECT id FROM outbox WHERE company_id = :company AND starts_with(topic, :parked)
            AND payload <> '' AND topic <> ALL (CAST(:told AS text[])) LIMIT :limit
    )) RETURNING 1
)
SELECT count(*) FROM gone
"""
"""Tombstones have no payload: they wait on, as does what tells that the company is gone."""


async def _delete_parked(session: AsyncSession, company_id: UUID, limit: int) -> int:
    found = await execute(session, _PARKED, company=company_id, parked=PARKED, told=[*_TOLD], limit=limit)
    return int(found.scalar_one())


async def delete_batch(
    session: AsyncSession,
    company_id: UUID,
    tables: Sequence[str],
    tombstones: Mapping[str, Tombstones],
    limit: int = BATCH,
) -> dict[str, int]:
    """Delete up to so many rows of a company; return how many of each table, none when nothing is left."""
    erased: dict[str, int] = {}
    for table in tables:
        statement = _deleting(table, tombstones.get(table))
        count = int((await execute(session, statement, company=company_id, limit=limit)).scalar_one())
        if count:
            erased[table] = count
            limit -= count
        if limit <= 0:
            return erased
    parked = await _delete_parked(session, company_id, limit)
    return {**erased, "outbox": parked} if parked else erased


_REQUEST: Final = """
INSERT INTO company_erasures (company_id, erasure_id, requested_at, due_at)
SELECT company_id, erasure_id, :now, :now
FROM unnest(CAST(:companies AS uuid[]), CAST(:ids AS uuid[])) AS g (company_id, erasure_id)
ORDER BY company_id
ON CONFLICT (company_id) DO UPDATE
SET erasure_id = excluded.erasure_id, due_at = excluded.due_at, settled = false, confirmed_at = NULL
"""


async def request(session: AsyncSession, events: Sequence[CompanyErasureRequestedV1], at: datetime) -> None:
    """Write down which companies are to be erased; `CompanyEraser` does it, and confirms if asked again."""
    wanted = {event.company_id: event.erasure_id for event in events}
    await execute(session, _REQUEST, companies=[*wanted], ids=[*wanted.values()], now=at)


_TAKE: Final = """
SELECT * FROM company_erasures WHERE due_at <= :now ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED
"""
_STORE: Final = """
UPDATE company_erasures SET due_at = :due_at, settled = :settled, erased = CAST(:erased AS jsonb),
    confirmed_at = coalesce(confirmed_at, :confirmed_at)
WHERE company_id = :company
"""


@dataclass(frozen=True, slots=True)
class Prepared:
    """How far it is prepared that a company's rows are deleted, and what the proof has to say of that."""

    waits: bool
    noted: Mapping[str, int]


Preparer = Callable[[AsyncSession, UUID, datetime, datetime], Awaitable[Prepared]]
"""Does what needs the rows, before any goes: of a company, whose erasure was requested at a time, now."""
Remover = Callable[[AsyncSession, UUID, datetime], Awaitable[bool]]
"""Has deleted what takes more than a statement, such as files; tells whether something of it is left."""


class CompanyEraser:
    """Deletes what a service has of companies, and confirms to auth. Any number of workers may run one.

    Tables that ``remover`` empties are ``left`` to it. Nothing is deleted while ``preparer`` waits.
    """

    def __init__(
        self,
        database: Database,
        service: ErasingService,
        tombstones: Mapping[str, Tombstones] | None = None,
        *,
        preparer: Preparer | None = None,
        remover: Remover | None = None,
        left: Collection[str] = (),
    ) -> None:
        self._database = database
        self._service: ErasingService = service
        self._tombstones = tombstones or {}
        self._preparer = preparer
        self._remover = remover
        self._left = frozenset(left)

    async def step(self, at: datetime | None = None) -> bool:
        """Delete a batch of the company that is due; tell whether there may be more to do at once."""
        at = at or now()
        async with self._database.worker() as session:
            erasure = (await execute(session, _TAKE, now=at)).first()
            if erasure is None:
                return False
            prepared = await self._prepare(session, erasure, at)
            if prepared.waits:
                await self._store(session, erasure, {}, at, is_left=True)
                return False
            # With each company anew: a table may have come with a migration since.
            tables = [one for one in await tables_of_companies(session) if one not in self._left]
            erased = await delete_batch(session, erasure.company_id, tables, self._tombstones)
            is_left = await self._remover(session, erasure.company_id, at) if self._remover else False
            await self._store(session, erasure, {**erased, **prepared.noted}, at, is_left=is_left)
        return bool(erased)

    async def _prepare(self, session: AsyncSession, erasure: Any, at: datetime) -> Prepared:
        if self._preparer is None:
            return Prepared(waits=False, noted={})
        prepared = await self._preparer(session, erasure.company_id, erasure.requested_at, at)
        # Once: it is the same until the rows that it is about are gone.
        noted = {what: count for what, count in prepared.noted.items() if what not in erasure.erased}
        return Prepared(prepared.waits, noted)

    async def _store(
        self, session: AsyncSession, erasure: Any, erased: Mapping[str, int], at: datetime, *, is_left: bool
    ) -> None:
        total = dict(erasure.erased)
        for table, count in erased.items():
            total[table] = total.get(table, 0) + count
        due_at: datetime | None = at
        settled, confirmed_at = erasure.settled and not erased and not is_left, None
        if erased:
            pass
        elif is_left:
            due_at = at + PAUSE
        elif not settled:
            due_at, settled = at + SETTLE, True
        else:
            confirmed_at = at
            due_at = at + AGAIN if at < erasure.requested_at + WATCHED else None
            if erasure.confirmed_at is None:
                await self._confirm(session, erasure, total)
        await execute(
            session,
            _STORE,
            company=erasure.company_id,
            due_at=due_at,
            settled=settled,
            erased=orjson.dumps(total).decode(),
            confirmed_at=confirmed_at,
        )

    async def _confirm(self, session: AsyncSession, erasure: Any, erased: Mapping[str, int]) -> None:
        confirmed = CompanyErasedV1(
            company_id=erasure.company_id,
            erasure_id=erasure.erasure_id,
            service=self._service,
            erased=dict(erased),
        )
        await outbox.add(session, [confirmed])
        log.info("company.erased", company_id=str(erasure.company_id), rows=sum(erased.values()))
