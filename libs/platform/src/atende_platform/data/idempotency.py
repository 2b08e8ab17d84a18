"""Requests that were answered: a request that is repeated under its key gets the same answer once more.

An answer is stored in the transaction of what the request did, so that there is one exactly if that was done.
"""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import Column, DateTime, Integer, LargeBinary, MetaData, Table, Text, Uuid, func
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data.db import Database, execute
from atende_platform.process.tasks import LONG_ROUND_SECONDS, Task, every

KEPT_HOURS: Final = 24
MAX_KEY: Final = 255
MAX_ROUTE: Final = 300
MAX_BODY_BYTES: Final = 64 * 1024
"""Of an answer that is kept; a longer one is not, and a repetition learns that."""
_PURGED: Final = 20_000
_EXPIRY_SECONDS: Final = 600.0


def idempotency_table(metadata: MetaData) -> Table:
    """Define the table in a service's metadata."""
    return Table(
        "idempotency_keys",
        metadata,
        Column("company_id", Uuid, primary_key=True),
        Column("actor_id", Uuid, primary_key=True),
        Column("route", Text, primary_key=True),
        Column("key", Text, primary_key=True),
        Column("digest", LargeBinary, nullable=False),
        Column("status", Integer, nullable=False),
        Column("body", Text, nullable=True),
        Column("etag", Text, nullable=True),
        Column("created_at", DateTime(timezone=True), nullable=False, server_default=func.now(), index=True),
    )


@dataclass(frozen=True, slots=True)
class Place:
    """Whose key for which route."""

    company_id: UUID
    actor_id: UUID
    route: str
    key: str


@dataclass(frozen=True, slots=True)
class Kept:
    """What a request was answered with; ``digest`` is the request's own."""

    digest: bytes
    status: int
    body: str | None
    """None: it was too long, or nothing to be kept."""
    etag: str | None


# Never waited for: a request that waited would hold one of its company's connections.
_TRY: Final = "SELECT pg_try_advisory_xact_lock(hashtextextended(:place, 0)) AS is_first"


async def begin(session: AsyncSession, place: Place) -> bool:
    """Tell whether this is the only request under the key that goes on now, and stay so until it commits."""
    name = f"idempotency:{place.company_id}:{place.actor_id}:{place.route}:{place.key}"
    result = await execute(session, _TRY, place=name)
    return bool(result.one().is_first)


_FIND: Final = """
SELECT digest, status, body, etag FROM idempotency_keys
WHERE company_id = :company_id AND actor_id = :actor_id AND route = :route AND key = :key
  AND created_at > now() - make_interval(hours => :hours)
"""


async def find(session: AsyncSession, place: Place) -> Kept | None:
    """Return what a request under the key was answered with in the last day."""
    result = await execute(
        session,
        _FIND,
        company_id=place.company_id,
        actor_id=place.actor_id,
        route=place.route,
        key=place.key,
        hours=KEPT_HOURS,
    )
    row = result.first()
    return None if row is None else Kept(row.digest, row.status, row.body, row.etag)


_KEEP: Final = """
INSERT INTO idempotency_keys (company_id, actor_id, route, key, digest, status, body, etag)
VALUES (:company_id, :actor_id, :route, :key, :digest, :status, :body, :etag)
ON CONFLICT (company_id, actor_id, route, key) DO UPDATE
SET digest = excluded.digest, status = excluded.status, body = excluded.body, etag = excluded.etag,
    created_at = now()
"""


async def keep(session: AsyncSession, place: Place, kept: Kept) -> None:
    """Keep an answer, if and when the session's transaction commits."""
    fits = kept.body is not None and len(kept.body.encode()) <= MAX_BODY_BYTES
    await execute(
        session,
        _KEEP,
        company_id=place.company_id,
        actor_id=place.actor_id,
        route=place.route,
        key=place.key,
        digest=kept.digest,
        status=kept.status,
        body=kept.body if fits else None,
        etag=kept.etag,
    )


_PURGE: Final = """
DELETE FROM idempotency_keys AS kept
USING (SELECT company_id, actor_id, route, key FROM idempotency_keys
       WHERE created_at < now() - make_interval(hours => :hours) ORDER BY created_at LIMIT :limit) AS old
WHERE kept.company_id = old.company_id AND kept.actor_id = old.actor_id
  AND kept.route = old.route AND kept.key = old.key
"""


async def purge(session: AsyncSession) -> bool:
    """Forget what is older than a day, so much at a time; tell whether there is more."""
    result = await execute(session, _PURGE, hours=KEPT_HOURS, limit=_PURGED)
    return result.rowcount == _PURGED


def expiry(database: Database) -> Task:
    """Return the task of a worker that forgets old answers."""

    async def step() -> bool:
        async with database.worker() as session:
            return await purge(session)

    return every("expiry of idempotency keys", _EXPIRY_SECONDS, step, limit=LONG_ROUND_SECONDS)
