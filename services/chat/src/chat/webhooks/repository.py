"""All SQL of outgoing webhooks.

Events are not copied: what waits for an endpoint stands in the event log behind its ``position``, and only
the next `WINDOW` of it as rows. So an endpoint that is dead costs a few rows, whatever happens meanwhile.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data import batch
from atende_platform.data.db import execute
from chat.rows import Row
from chat.webhooks.models import Webhook, WebhookDelivery

__all__ = ["Deliveries", "Due", "Webhook", "WebhookDelivery", "Webhooks"]


class Webhooks:
    """One company's webhooks."""

    def __init__(self, session: AsyncSession, company_id: UUID) -> None:
        self._session = session
        self._company_id = company_id

    async def all(self) -> Sequence[Webhook]:
        """Return them, the oldest first."""
        query = select(Webhook).where(Webhook.company_id == self._company_id).order_by(col(Webhook.id))
        return (await self._session.exec(query)).all()

    async def count(self) -> int:
        query = select(func.count()).select_from(Webhook).where(Webhook.company_id == self._company_id)
        return (await self._session.exec(query)).one()

    async def find(self, webhook_id: UUID, *, lock: bool = False) -> Webhook | None:
        """Return a webhook; with ``lock`` it is ours until the transaction ends."""
        query = select(Webhook).where(Webhook.company_id == self._company_id, Webhook.id == webhook_id)
        if lock:
            query = query.with_for_update()
        return (await self._session.exec(query)).first()

    async def store(self, webhook: Webhook) -> None:
        """Write a webhook that is new or was changed."""
        self._session.add(webhook)
        await self._session.flush()

    async def delete(self, webhook: Webhook) -> None:
        """Delete a webhook. What its deliveries came to is forgotten with their age."""
        await self._session.delete(webhook)
        await self._session.flush()


class Deliveries:
    """The deliveries of one webhook."""

    def __init__(self, session: AsyncSession, company_id: UUID, webhook_id: UUID) -> None:
        self._session = session
        self._key = (WebhookDelivery.company_id == company_id, WebhookDelivery.webhook_id == webhook_id)

    async def page(self, status: str | None, before: UUID | None, limit: int) -> Sequence[WebhookDelivery]:
        """Return deliveries, newest first."""
        query = select(WebhookDelivery).where(*self._key)
        if status is not None:
            query = query.where(WebhookDelivery.status == status)
            if status in ("failed", "dropped"):  # As the index says it.
                query = query.where(col(WebhookDelivery.status).in_(("failed", "dropped")))
        if before is not None:
            query = query.where(WebhookDelivery.id < before)
        return (await self._session.exec(query.order_by(col(WebhookDelivery.id).desc()).limit(limit))).all()

    async def find(self, delivery_id: UUID, *, lock: bool = False) -> WebhookDelivery | None:
        query = select(WebhookDelivery).where(*self._key, WebhookDelivery.id == delivery_id)
        if lock:
            query = query.with_for_update()
        return (await self._session.exec(query)).first()

    async def store(self, delivery: WebhookDelivery) -> None:
        """Write a delivery that is new or was changed."""
        self._session.add(delivery)
        await self._session.flush()


# --- from the log to deliveries ---------------------------------------------------------------

_SUBSCRIBERS: Final = "SELECT DISTINCT company_id FROM webhooks WHERE active"


async def subscribers(session: AsyncSession) -> set[UUID]:
    """Return the companies that have a webhook that is on."""
    return {row.company_id for row in await execute(session, _SUBSCRIBERS)}


# Endpoints that are behind, each locked, so that what else changes one (what was delivered, a user) comes
# before or after. Of each the next part of its company's log is read; events of types that it does not get
# only move its position. A number between that is not in the log any more was an event that it did not get.
_FEED: Final = """
WITH behind AS MATERIALIZED (
    SELECT webhook.company_id, webhook.id, webhook.position, webhook.event_types, counter.last_seq
    FROM webhooks AS webhook JOIN event_counters AS counter ON counter.company_id = webhook.company_id
    WHERE webhook.active AND webhook.position < counter.last_seq AND webhook.waiting < :window
      AND (CAST(:companies AS uuid[]) IS NULL OR webhook.company_id = ANY (CAST(:companies AS uuid[])))
    ORDER BY random() LIMIT :endpoints
    FOR UPDATE OF webhook SKIP LOCKED
), read AS MATERIALIZED (
    SELECT behind.company_id, behind.id AS webhook_id, behind.position, behind.last_seq,
           logged.seq, logged.type, logged.created_at,
           logged.type <> ALL (CAST(:never AS text[]))
           AND (behind.event_types = '{}' OR logged.type = ANY (behind.event_types)) AS wanted,
           logged.created_at < :oldest OR logged.seq <= behind.last_seq - :most AS late
    FROM behind LEFT JOIN LATERAL (
        SELECT seq, type, created_at FROM event_log
        WHERE event_log.company_id = behind.company_id AND event_log.seq > behind.position
        ORDER BY event_log.seq LIMIT :events
    ) AS logged ON true
), added AS (
    INSERT INTO webhook_deliveries (
        company_id, webhook_id, id, seq, type, status, attempts, next_at, event_at, waiting_since, created_at)
    SELECT company_id, webhook_id, uuidv7(), seq, type, 'waiting', 0, :now, created_at, created_at, :now
    FROM read WHERE wanted AND NOT late ORDER BY company_id, webhook_id, seq
), tally AS (
    SELECT company_id, webhook_id, coalesce(max(seq), max(last_seq)) AS position,
           count(*) FILTER (WHERE wanted AND NOT late) AS more,
           count(*) FILTER (WHERE wanted AND late)
           + coalesce(min(seq), max(last_seq) + 1) - max(position) - 1 AS dropped
    FROM read GROUP BY company_id, webhook_id
)
UPDATE webhooks AS webhook
SET position = tally.position, waiting = webhook.waiting + tally.more,
    dropped = webhook.dropped + tally.dropped,
    dropped_at = CASE WHEN tally.dropped > 0 THEN :now ELSE webhook.dropped_at END,
    next_at = CASE WHEN tally.more = 0 THEN webhook.next_at
              ELSE least(webhook.next_at, greatest(:now, webhook.paused_until)) END
FROM tally
WHERE webhook.company_id = tally.company_id AND webhook.id = tally.webhook_id
RETURNING tally.more
"""


@dataclass(frozen=True, slots=True)
class Fed:
    """What a round of feeding came to."""

    endpoints: int
    deliveries: int


async def feed(
    session: AsyncSession,
    companies: Collection[UUID] | None,
    now: datetime,
    *,
    window: int,
    endpoints: int,
    events: int,
    oldest: datetime,
    most: int,
    never: Sequence[str],
) -> Fed:
    """Make the next events of endpoints that are behind into deliveries: of all companies, or of these.

    Dropped are events before ``oldest``, and those that ``most`` newer ones of the company follow.
    """
    result = await execute(
        session,
        _FEED,
        companies=None if companies is None else list(companies),
        now=now,
        window=window,
        endpoints=endpoints,
        events=events,
        oldest=oldest,
        most=most,
        never=list(never),
    )
    more = [row.more for row in result]
    return Fed(len(more), sum(more))


_DROP: Final = """
WITH late AS MATERIALIZED (
    SELECT webhook.company_id, webhook.id
    FROM webhooks AS webhook
    WHERE webhook.active AND webhook.next_at IS NOT NULL AND EXISTS (
        SELECT FROM webhook_deliveries AS delivery
        WHERE delivery.company_id = webhook.company_id AND delivery.webhook_id = webhook.id
          AND delivery.status = 'waiting' AND delivery.waiting_since < :oldest)
    LIMIT :endpoints FOR UPDATE OF webhook SKIP LOCKED
), dropped AS (
    UPDATE webhook_deliveries AS delivery SET status = 'dropped'
    FROM late
    WHERE delivery.company_id = late.company_id AND delivery.webhook_id = late.id
      AND delivery.status = 'waiting' AND delivery.waiting_since < :oldest
    RETURNING delivery.company_id, delivery.webhook_id
), tally AS (
    SELECT company_id, webhook_id, count(*) AS dropped FROM dropped GROUP BY company_id, webhook_id
)
UPDATE webhooks AS webhook
SET waiting = webhook.waiting - tally.dropped, dropped = webhook.dropped + tally.dropped, dropped_at = :now
FROM tally
WHERE webhook.company_id = tally.company_id AND webhook.id = tally.webhook_id
"""


async def drop_late(session: AsyncSession, oldest: datetime, now: datetime, *, endpoints: int) -> int:
    """Drop deliveries that wait since before ``oldest``; return of how many endpoints."""
    return (await execute(session, _DROP, oldest=oldest, now=now, endpoints=endpoints)).rowcount


# --- from deliveries to their endpoints -------------------------------------------------------

# Every company's first endpoint comes before any company's second. How many a company has under way is looked
# up, not joined: see `Settings.worker_planning`.
_CLAIM: Final = """
WITH held AS MATERIALIZED (
    SELECT jsonb_object_agg(company_id, places) AS places FROM (
        SELECT company_id, count(*) AS places FROM webhooks WHERE leased_until > :now GROUP BY company_id
    ) AS leased
), due AS MATERIALIZED (
    SELECT company_id, id, next_at FROM webhooks
    WHERE active AND next_at <= :now AND leased_until <= :now
    ORDER BY next_at LIMIT 10000
), ranked AS MATERIALIZED (
    SELECT company_id, id, next_at,
           row_number() OVER (PARTITION BY company_id ORDER BY next_at, id)
           + coalesce(CAST((SELECT places FROM held) ->> CAST(company_id AS text) AS integer), 0) AS nth
    FROM due
), chosen AS MATERIALIZED (
    SELECT webhook.company_id, webhook.id
    FROM ranked JOIN webhooks AS webhook
      ON webhook.company_id = ranked.company_id AND webhook.id = ranked.id
    WHERE ranked.nth <= :each AND webhook.leased_until <= :now
    ORDER BY ranked.nth, ranked.next_at LIMIT :places
    FOR UPDATE OF webhook SKIP LOCKED
)
UPDATE webhooks AS webhook SET leased_until = :until, lease = :lease
FROM chosen
WHERE webhook.company_id = chosen.company_id AND webhook.id = chosen.id
RETURNING webhook.*
"""


async def claim(
    session: AsyncSession, now: datetime, *, places: int, each: int, lease: UUID, until: datetime
) -> list[Webhook]:
    """Take endpoints that something is to be delivered to, until a time; of one company ``each`` in all."""
    return await batch.fetch(
        session, Webhook, _CLAIM, now=now, places=places, each=each, lease=lease, until=until
    )


@dataclass(frozen=True, slots=True)
class Due:
    """A delivery, and what is to be delivered."""

    delivery: WebhookDelivery
    payload: dict[str, Any] | None
    """Of its event; None for a test, or when the event is no longer kept."""
    traceparent: str | None = None
    """Where the trace of its event goes on, if that is recorded."""


_DUE: Final = """
SELECT logged.payload AS payload, logged.traceparent AS traceparent, delivery.*
FROM webhook_deliveries AS delivery LEFT JOIN event_log AS logged
  ON logged.company_id = delivery.company_id AND logged.seq = delivery.seq
WHERE delivery.company_id = :company_id AND delivery.webhook_id = :webhook_id
  AND delivery.status = 'waiting' AND delivery.next_at <= :now
ORDER BY delivery.seq NULLS FIRST, delivery.id LIMIT :limit
"""


async def due(session: AsyncSession, webhook: Webhook, now: datetime, limit: int) -> list[Due]:
    """Return the endpoint's deliveries whose time has come, in the order of their events."""
    found = await batch.fetch_beside(
        session,
        WebhookDelivery,
        _DUE,
        2,
        company_id=webhook.company_id,
        webhook_id=webhook.id,
        now=now,
        limit=limit,
    )
    return [Due(delivery, payload, traceparent) for delivery, [payload, traceparent] in found]


_LOCK: Final = "SELECT * FROM webhooks WHERE company_id = :company_id AND id = :id FOR UPDATE"


async def lock(session: AsyncSession, company_id: UUID, webhook_id: UUID) -> Webhook | None:
    """Return a webhook that is ours until the transaction ends; it is for reading."""
    found = await batch.fetch(session, Webhook, _LOCK, company_id=company_id, id=webhook_id)
    return found[0] if found else None


# Only of what waits: a delivery that another worker has settled meanwhile stays as it is. Said in a way that
# the index of what waits, of all companies, is not taken for.
_ATTEMPTED: Final = batch.Recordset(
    WebhookDelivery,
    "company_id, webhook_id, id, status, attempts, next_at, code, error, duration_ms, excerpt, attempted_at",
)
_RECORD: Final = f"""
UPDATE webhook_deliveries AS stored
SET status = given.status, attempts = given.attempts, next_at = given.next_at, code = given.code,
    error = given.error, duration_ms = given.duration_ms, excerpt = given.excerpt,
    attempted_at = given.attempted_at
FROM {_ATTEMPTED} AS given
WHERE stored.company_id = given.company_id AND stored.webhook_id = given.webhook_id AND stored.id = given.id
  AND stored.status NOT IN ('delivered', 'failed', 'dropped')
RETURNING given.status <> 'waiting' AS is_over
"""  # noqa: S608 (made of the model)


async def record(session: AsyncSession, attempts: Sequence[Row]) -> int:
    """Store what came of deliveries; return how many of them wait no longer."""
    result = await execute(session, _RECORD, _ATTEMPTED.arrays(attempts))
    return sum(row.is_over for row in result)


_UPDATE: Final = batch.update(
    Webhook,
    "waiting, failures, failing_since, paused_until, last_success_at, active, disabled_reason, disabled_at,"
    " revision",
)


async def update(session: AsyncSession, webhook: Webhook) -> None:
    """Store how a locked endpoint answers."""
    await _UPDATE.run(session, [webhook])


# The endpoint was locked by a statement before, so that this one sees what was fed until then.
_RELEASE: Final = """
UPDATE webhooks AS webhook
SET leased_until = CASE WHEN webhook.lease = :lease THEN :now ELSE webhook.leased_until END,
    next_at = greatest(webhook.paused_until, (
        SELECT min(delivery.next_at) FROM webhook_deliveries AS delivery
        WHERE delivery.company_id = webhook.company_id AND delivery.webhook_id = webhook.id
          AND delivery.status = 'waiting'))
WHERE webhook.company_id = :company_id AND webhook.id = :id
RETURNING webhook.waiting
"""


async def release(session: AsyncSession, webhook: Webhook, now: datetime) -> None:
    """Let a locked endpoint be claimed, when its next delivery is due."""
    await execute(
        session, _RELEASE, company_id=webhook.company_id, id=webhook.id, lease=webhook.lease, now=now
    )


# --- what is old, and other keys --------------------------------------------------------------

_PURGE: Final = """
DELETE FROM webhook_deliveries AS delivery
USING (SELECT company_id, webhook_id, id FROM webhook_deliveries
       WHERE created_at < :before ORDER BY created_at LIMIT :limit) AS old
WHERE delivery.company_id = old.company_id AND delivery.webhook_id = old.webhook_id AND delivery.id = old.id
"""


async def purge(session: AsyncSession, before: datetime, limit: int) -> int:
    """Forget deliveries from before a time, up to ``limit``; return how many."""
    return (await execute(session, _PURGE, before=before, limit=limit)).rowcount


_SEALED_BEFORE: Final = """
SELECT * FROM webhooks
WHERE (company_id, id) > (:company_id, :id)
  AND (substr(secret, 1, 4) <> :mark OR substr(previous_secret, 1, 4) <> :mark)
ORDER BY company_id, id LIMIT :limit
FOR UPDATE
"""


async def sealed_before(
    session: AsyncSession, mark: bytes, after: tuple[UUID, UUID], limit: int
) -> list[Webhook]:
    """Return webhooks with secrets that another key sealed, locked."""
    company_id, webhook_id = after
    return await batch.fetch(
        session, Webhook, _SEALED_BEFORE, mark=mark, company_id=company_id, id=webhook_id, limit=limit
    )


_RESEAL: Final = batch.update(Webhook, "secret, previous_secret")


async def reseal(session: AsyncSession, webhooks: Sequence[Webhook]) -> None:
    """Store other sealed forms of the secrets of locked webhooks."""
    await _RESEAL.run(session, webhooks)
