"""The send ledger in SQL: claim before the POST, record after it, never a query per row.

Times are the database's, never this process's. Rows are locked in key order wherever several are
changed, so that the sender, the sweeps and the reconciler cannot deadlock. The promise "never twice"
needs the server's ``synchronous_commit = on``, PostgreSQL's default: with it off, a crash of the
server was measured to lose intents and send again.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal
from uuid import UUID

from pydantic import BaseModel, TypeAdapter
from pydantic_core import PydanticSerializationError
from sqlalchemy import Double
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.content import MessageContent
from atende_contracts.event import Party, ProviderError
from atende_contracts.messages import DeliveryState, Quoted
from atende_platform.data import batch
from atende_platform.data.db import execute
from gateway.domain.contents import PerContent
from gateway.domain.sends import MAX_AGE_SECONDS, Order, Settlement
from gateway.models import Send

_CONTENT: Final[TypeAdapter[MessageContent]] = TypeAdapter(MessageContent)

Verdict = Literal["claimed", "known", "returned", "suppressed"]

# Of whom a campaign may not send to, and for which campaigns nothing is sent now. `s` is the send.
# A campaign we have not heard of counts as running: its event may be behind the send by a moment.
# With OFFSET 0 each is looked up in its index, where a hash of the whole table may seem cheaper.
STOPPED: Final = """EXISTS (
    SELECT 1 FROM campaign_control c
    WHERE c.company_id = s.company_id AND c.campaign_id = s.campaign_id AND c.state <> 'running'
    OFFSET 0)"""
_OPTED_OUT: Final = """(s.origin = 'campaign' AND EXISTS (
    SELECT 1 FROM suppressions p
    WHERE p.company_id = s.company_id AND p.identity = ANY(s.recipient_keys) AND p.opted_out
      AND p.channel_id IN (s.channel_id, '00000000-0000-0000-0000-000000000000')
    OFFSET 0))"""
# For a company that is erased nothing is sent, whatever of it is left: who opted out may be forgotten before
# what was ordered.
SUPPRESSED: Final = f"""({_OPTED_OUT} OR EXISTS (
    SELECT 1 FROM company_erasures g WHERE g.company_id = s.company_id OFFSET 0))"""  # noqa: S608


# The columns of a `SendStatus` that are the same whatever the outcome of the send.
COLUMNS: Final = (
    "s.company_id, s.send_id, s.channel_id, s.campaign_id, s.message_id, s.provider_message_id, s.traceparent"
)


@dataclass(frozen=True, slots=True)
class SendStatus:
    """Which status a send has, in the words that are published."""

    company_id: UUID
    send_id: UUID
    channel_id: UUID
    campaign_id: UUID | None
    message_id: UUID | None
    state: DeliveryState
    provider_message_id: str | None
    error: ProviderError | None
    at: datetime
    request: dict[str, Any] | None = None
    """What was ordered, where others learn that it may have left; only of what no agent wrote."""
    traceparent: str | None = None


@dataclass(frozen=True, slots=True)
class Intent:
    """An order with the state its ledger row starts in, if it gets one.

    ``unknown``: it may have been sent before this database was restored. It is recorded whatever its campaign
    and its recipient say now, and never sent.
    """

    order: Order
    state: Literal["sending", "retryable", "failed", "unknown"] = "sending"
    error: ProviderError | None = None
    retry_after: float | None = None
    block_id: UUID | None = None
    """Where it is claimed ahead of the channel's rate; `place` is in the block, from 1."""
    place: int | None = None


KEYS: Final = batch.Recordset(Send, "company_id, send_id")
_INTENTS: Final = batch.Recordset(
    Send,
    "company_id, send_id, origin, campaign_id, message_id, channel_id, recipient_keys, request, state, error,"
    " block_id, block_place, traceparent",
    written="request",
    retry_after=Double,
)

_CLAIM: Final = f"""
WITH judged AS (
    SELECT s.*, CASE
        WHEN EXISTS (SELECT FROM sends k
                     WHERE k.company_id = s.company_id AND k.send_id = s.send_id OFFSET 0) THEN 'known'
        WHEN s.state = 'unknown' THEN 'claimed'
        WHEN {STOPPED} THEN 'returned'
        WHEN {SUPPRESSED} THEN 'suppressed'
        ELSE 'claimed' END AS verdict
    FROM {_INTENTS} s
),
claimed AS (
    INSERT INTO sends (company_id, send_id, origin, campaign_id, message_id, channel_id, recipient_keys,
                       request, state, fence, attempts, lease_until, next_attempt_at, error, block_id,
                       block_place, resent_at, traceparent)
    SELECT company_id, send_id, origin, campaign_id, message_id, channel_id, recipient_keys,
           CASE WHEN state <> 'failed' THEN request END, state, 1,
           CASE WHEN state = 'sending' THEN 1 ELSE 0 END,
           CASE WHEN state = 'sending' THEN now() + make_interval(secs => :lease) END,
           CASE WHEN state = 'retryable' THEN now() + make_interval(secs => retry_after) END, error,
           block_id, block_place, CASE WHEN state = 'unknown' THEN now() END, traceparent
    FROM judged WHERE verdict = 'claimed'
    ORDER BY company_id, send_id
    ON CONFLICT DO NOTHING
    RETURNING company_id, send_id, block_id, lease_until
),
blocks AS (
    INSERT INTO send_blocks (company_id, block_id, lease_until)
    SELECT DISTINCT company_id, block_id, lease_until FROM claimed WHERE block_id IS NOT NULL
)
SELECT company_id, send_id, 'claimed' AS verdict FROM claimed
UNION ALL SELECT company_id, send_id, verdict FROM judged WHERE verdict <> 'claimed'
"""  # noqa: S608 (made of constants)
# What another worker wrote in the same moment is in neither. The two are not joined: without hashes
# (ADR 0030) each row of one would be compared with each of the other.


async def claim(
    session: AsyncSession, intents: Sequence[Intent], *, lease: float
) -> dict[tuple[UUID, UUID], Verdict]:
    """Write the intents' rows; return a verdict for each. Only ``claimed`` ones are the caller's.

    A row that exists already, no matter who wrote it and in which state, is ``known``: it was claimed before.
    ``returned`` and ``suppressed`` ones leave no row, so that they can be ordered again.
    The intents' keys must be distinct.
    """
    rows = [
        {
            "company_id": order.company_id,
            "send_id": order.send_id,
            "origin": order.origin,
            "campaign_id": order.campaign_id,
            "message_id": order.message_id,
            "channel_id": order.channel_id,
            "recipient_keys": order.recipient_keys,
            "request": _request(order),
            "state": intent.state,
            "error": _json(intent.error),
            "retry_after": intent.retry_after,
            "block_id": intent.block_id,
            "block_place": intent.place,
            "traceparent": order.traceparent,
        }
        for intent in intents
        for order in (intent.order,)
    ]
    result = await execute(session, _CLAIM, {**_INTENTS.arrays(rows), "lease": lease})
    known: dict[tuple[UUID, UUID], Verdict] = {intent.order.key: "known" for intent in intents}
    return known | {(row.company_id, row.send_id): row.verdict for row in result}


_FIND_STATUSES: Final = f"""
SELECT {COLUMNS}, CASE s.state WHEN 'unknown' THEN 'unconfirmed' ELSE s.state END AS state,
       s.error, s.updated_at AS at
FROM sends s JOIN {KEYS} AS given USING (company_id, send_id)
WHERE s.state NOT IN ('sending', 'retryable')
"""  # noqa: S608 (made of constants)


async def find_statuses(session: AsyncSession, keys: Sequence[tuple[UUID, UUID]]) -> list[SendStatus]:
    """Return the statuses of sends whose outcome was published; those under way are left out."""
    rows = [{"company_id": company_id, "send_id": send_id} for company_id, send_id in keys]
    return await read_statuses(session, _FIND_STATUSES, **KEYS.arrays(rows))


_DUE: Final = """
SELECT s.*, extract(epoch FROM now() - s.created_at)::float8 AS age FROM (
    SELECT q.*, row_number() OVER (PARTITION BY q.company_id, q.channel_id, q.origin
                                   ORDER BY q.next_attempt_at, q.created_at, q.send_id) AS place
    FROM sends q
    JOIN channels h ON h.company_id = q.company_id AND h.id = q.channel_id AND h.status = 'active'
        AND h.provider <> ALL(CAST(:held AS text[]))
    WHERE q.state = 'retryable' AND q.next_attempt_at <= now()
) s
WHERE s.place <= :per_channel
ORDER BY s.place, s.next_attempt_at, s.send_id LIMIT :limit
"""


async def due(
    session: AsyncSession, *, per_channel: int, limit: int, held: Collection[str] = ()
) -> list[Order]:
    """Return orders whose next attempt is due, on channels that work; nothing is claimed yet.

    The oldest of each channel and origin first, so that a slow channel, or a campaign that is stopped,
    keeps nobody else from their turn. Channels of the providers ``held`` are left out: see `due_on`.
    """
    result = await execute(session, _DUE, per_channel=per_channel, limit=limit, held=list(held))
    return [order_of(row) for row in result]


# Nothing overtakes what was written before to the same person and waits for a later try.
_DUE_ON: Final = """
SELECT s.*, extract(epoch FROM now() - s.created_at)::float8 AS age FROM sends s
JOIN channels h ON h.company_id = s.company_id AND h.id = s.channel_id AND h.status = 'active'
WHERE s.company_id = :company_id AND s.channel_id = :channel_id
  AND s.state = 'retryable' AND s.next_attempt_at <= now()
  AND NOT EXISTS (
    SELECT 1 FROM sends b
    WHERE b.company_id = s.company_id AND b.channel_id = s.channel_id AND b.next_attempt_at > now()
      AND b.state = 'retryable' AND b.origin = s.origin AND b.recipient_keys[1] = s.recipient_keys[1]
      AND (b.created_at, b.send_id) < (s.created_at, s.send_id)
    OFFSET 0)
  AND (NOT CAST(:warm AS boolean)
    OR EXISTS (SELECT 1 FROM session_chats c WHERE c.company_id = s.company_id
        AND c.channel_id = s.channel_id AND c.alias = ANY(s.recipient_keys) OFFSET 0)
    OR EXISTS (SELECT 1 FROM unnest(s.recipient_keys) AS k (name) WHERE k.name LIKE 'wa_id:%@g.us'))
ORDER BY s.origin = 'campaign', s.next_attempt_at, s.created_at, s.send_id LIMIT :limit
"""


async def due_on(
    session: AsyncSession, company_id: UUID, channel_id: UUID, *, limit: int, warm: bool = False
) -> list[Order]:
    """Return what is due on one channel, if it works: replies first, the oldest first; nothing is claimed.

    With ``warm`` only what goes to groups and to people who have written to the channel before.
    """
    result = await execute(
        session, _DUE_ON, company_id=company_id, channel_id=channel_id, limit=limit, warm=warm
    )
    return [order_of(row) for row in result]


HELD_SENDS: Final = "held sends"
"""What the holders of channels are woken for when something is to be sent on one."""


_RECLAIM: Final = f"""
WITH taken AS (
    SELECT s.company_id, s.send_id FROM sends s JOIN {KEYS} AS given USING (company_id, send_id)
    WHERE s.state = 'retryable' AND s.next_attempt_at <= now()
      AND NOT {STOPPED} AND NOT {SUPPRESSED}
    ORDER BY s.company_id, s.send_id
    FOR UPDATE OF s SKIP LOCKED
)
UPDATE sends s SET state = 'sending', fence = s.fence + 1, attempts = s.attempts + 1,
    lease_until = now() + make_interval(secs => :lease), next_attempt_at = NULL, updated_at = now()
FROM taken t WHERE s.company_id = t.company_id AND s.send_id = t.send_id
RETURNING s.*, extract(epoch FROM now() - s.created_at)::float8 AS age
"""  # noqa: S608 (made of constants)


async def reclaim(session: AsyncSession, orders: Sequence[Order], *, lease: float) -> list[Order]:
    """Take due orders for another attempt under a new fence; return those that are the caller's now.

    What another worker took, what a campaign's pause or an opt-out stopped meanwhile, is left out.
    """
    return await claim_again(session, _RECLAIM, orders, lease=lease)


async def claim_again(
    session: AsyncSession, statement: str, orders: Sequence[Order], *, lease: float
) -> list[Order]:
    """Claim sends by a statement with their keys as ``given``; return those it claimed, in their order."""
    result = await execute(session, statement, {**KEYS.arrays(orders), "lease": lease})
    taken = {(row.company_id, row.send_id): order_of(row) for row in result}
    return [taken[order.key] for order in orders if order.key in taken]


_OUTCOMES: Final = batch.Recordset(
    Send, "company_id, send_id, fence, state, provider_message_id, error", retry_after=Double
)

_RECORD: Final = f"""
WITH given AS (SELECT * FROM {_OUTCOMES} AS outcomes),
locked AS (
    SELECT given.* FROM sends s JOIN given USING (company_id, send_id, fence)
    WHERE s.state IN ('sending', 'unknown')
    ORDER BY s.company_id, s.send_id
    FOR UPDATE OF s
)
UPDATE sends s SET
    state = given.state, error = given.error, provider_message_id = given.provider_message_id,
    next_attempt_at = CASE WHEN given.state = 'retryable'
                           THEN now() + make_interval(secs => given.retry_after) END,
    request = CASE WHEN given.state IN ('retryable', 'unknown') THEN s.request END,
    lease_until = NULL, updated_at = now()
FROM locked AS given
WHERE s.company_id = given.company_id AND s.send_id = given.send_id
RETURNING s.company_id, s.send_id
"""  # noqa: S608 (made of constants)


async def record(session: AsyncSession, settlements: Sequence[Settlement]) -> set[tuple[UUID, UUID]]:
    """Write outcomes of attempts; return which were recorded.

    Fenced: an outcome counts only for the attempt that it belongs to, and while nothing better is known.
    An outcome that comes after the sweep gave the send up is still the truth, so ``unknown`` gives way.
    """
    rows = [
        {
            "company_id": settlement.order.company_id,
            "send_id": settlement.order.send_id,
            "fence": settlement.order.fence,
            "state": settlement.state,
            "provider_message_id": settlement.provider_message_id,
            "error": _json(settlement.error),
            "retry_after": settlement.retry_after,
        }
        for settlement in settlements
    ]
    result = await execute(session, _RECORD, _OUTCOMES.arrays(rows))
    return {(row.company_id, row.send_id) for row in result}


# What is surely not posted waits: it stands in its block behind all that may have left. Blocks are of first
# attempts only; what was claimed once more has a later fence.
_END_LEASES: Final = f"""
WITH expired AS (
    SELECT s.company_id, s.send_id, coalesce(s.fence = 1 AND s.block_place > b.posted, false) AS waits
    FROM sends s LEFT JOIN send_blocks b ON b.company_id = s.company_id AND b.block_id = s.block_id
    WHERE s.state = 'sending' AND s.lease_until < now() AND coalesce(b.closed, true)
    ORDER BY s.company_id, s.send_id LIMIT :limit FOR UPDATE OF s SKIP LOCKED
),
ended AS (
    UPDATE sends s SET state = CASE WHEN e.waits THEN 'retryable' ELSE 'unknown' END, lease_until = NULL,
        next_attempt_at = CASE WHEN e.waits THEN now() END, updated_at = now()
    FROM expired e WHERE s.company_id = e.company_id AND s.send_id = e.send_id
    RETURNING s.*
)
SELECT {COLUMNS}, 'unconfirmed' AS state, NULL AS error, now() AS at,
       CASE WHEN s.message_id IS NULL THEN s.request END AS request
FROM ended s WHERE s.state = 'unknown'
"""  # noqa: S608 (made of constants)


async def end_leases(session: AsyncSession, *, limit: int) -> list[SendStatus]:
    """End the attempts whose lease ended without an outcome; return those that are ``unknown`` now.

    Those are never sendable again. What its worker had only claimed waits for another: its block is closed
    (`gateway.repository.blocks`) in this transaction or an earlier one, so that worker posts it no more.
    """
    return await read_statuses(session, _END_LEASES, limit=limit)


MOST_UNCONFIRMED: Final = 10_000
"""What is counted: more is as bad."""

# The condition is that of the index `ix_sends_unknown`.
_COUNT_UNCONFIRMED: Final = f"""
SELECT count(*) FROM (
    SELECT FROM sends
    WHERE state = 'unknown' AND request IS NOT NULL AND lease_until IS NULL AND next_attempt_at IS NULL
    LIMIT {MOST_UNCONFIRMED}) AS unconfirmed
"""  # noqa: S608 (our own constants)


async def count_unconfirmed(session: AsyncSession) -> int:
    """Return how many sends have no known fate."""
    return int((await execute(session, _COUNT_UNCONFIRMED)).scalar_one())


_FAIL_OUTDATED: Final = f"""
WITH outdated AS (
    SELECT company_id, send_id FROM sends
    WHERE state = 'retryable' AND next_attempt_at IS NOT NULL AND (
        created_at < now() - CASE origin
            WHEN 'reply' THEN make_interval(secs => :reply_age)
            ELSE make_interval(secs => :campaign_age) END
        OR (company_id, channel_id) IN (SELECT company_id, id FROM channels WHERE status = 'deleted'))
    ORDER BY company_id, send_id LIMIT :limit FOR UPDATE SKIP LOCKED
)
UPDATE sends s SET state = 'failed', request = NULL, next_attempt_at = NULL, updated_at = now()
FROM outdated o WHERE s.company_id = o.company_id AND s.send_id = o.send_id
RETURNING {COLUMNS}, 'failed' AS state, s.error, now() AS at
"""  # noqa: S608 (made of constants)


async def fail_outdated(session: AsyncSession, *, limit: int) -> list[SendStatus]:
    """Fail what cannot be sent any more: its channel is gone, or it has lost its sense with time."""
    return await read_statuses(
        session,
        _FAIL_OUTDATED,
        limit=limit,
        reply_age=MAX_AGE_SECONDS["reply"],
        campaign_age=MAX_AGE_SECONDS["campaign"],
    )


_RELEASE: Final = f"""
WITH stopped AS (
    SELECT s.company_id, s.send_id,
           CASE WHEN {STOPPED} THEN 'returned' ELSE 'suppressed' END AS state
    FROM sends s
    WHERE s.state = 'retryable' AND s.next_attempt_at IS NOT NULL AND ({STOPPED} OR {_OPTED_OUT})
    ORDER BY s.company_id, s.send_id LIMIT :limit FOR UPDATE OF s SKIP LOCKED
)
DELETE FROM sends s USING stopped t WHERE s.company_id = t.company_id AND s.send_id = t.send_id
RETURNING {COLUMNS}, t.state, CASE t.state WHEN 'returned' THEN s.error END AS error, now() AS at
"""  # noqa: S608 (made of constants)


async def release_stopped(session: AsyncSession, *, limit: int) -> list[SendStatus]:
    """Delete waiting sends from the ledger whose campaign does not run or whose recipient opted out.

    Nothing was sent for them, so the campaign may order them again under the same id. Those of a company that
    is erased are left to that.
    """
    return await read_statuses(session, _RELEASE, limit=limit)


_PURGE: Final = """
WITH old AS (
    SELECT company_id, send_id FROM sends
    WHERE created_at < now() - make_interval(days => :days)
      AND state NOT IN ('sending', 'retryable')
    LIMIT :limit FOR UPDATE SKIP LOCKED
)
DELETE FROM sends s USING old o WHERE s.company_id = o.company_id AND s.send_id = o.send_id
"""


async def purge(session: AsyncSession, *, days: int, limit: int) -> int:
    """Delete sends of so many days ago that are over; return how many."""
    result = await execute(session, _PURGE, days=days, limit=limit)
    return result.rowcount


async def read_statuses(session: AsyncSession, statement: str, **parameters: Any) -> list[SendStatus]:
    """Run a statement that returns `COLUMNS`, ``state``, ``error``, ``at`` and perhaps ``request``."""
    result = await execute(session, statement, **parameters)
    return [
        SendStatus(
            company_id=row.company_id,
            send_id=row.send_id,
            channel_id=row.channel_id,
            campaign_id=row.campaign_id,
            message_id=row.message_id,
            state=row.state,
            provider_message_id=row.provider_message_id,
            error=ProviderError.model_validate(row.error) if row.error else None,
            at=row.at,
            request=getattr(row, "request", None),
            traceparent=row.traceparent,
        )
        for row in result
    ]


# --- rows and orders -------------------------------------------------------------------------


def _request(order: Order) -> str:
    recipient, reply_to = _written(order.recipient), json.dumps(order.reply_to)
    quoted = "" if order.quoted is None else f',"quoted":{_written(order.quoted)}'
    return f'{{"recipient":{recipient},"content":{_content_of(order.content)},"reply_to":{reply_to}{quoted}}}'


def _written(part: BaseModel) -> str:
    try:
        return part.model_dump_json(exclude_none=True)
    except PydanticSerializationError:  # Halves of surrogate pairs, which PostgreSQL will refuse.
        return json.dumps(part.model_dump(mode="json", exclude_none=True))


_content_of: Final = PerContent(_written)


def read_request(request: dict[str, Any]) -> tuple[Party, MessageContent, str | None]:
    """Return the recipient, the content and the message answered of a ``request`` in the ledger."""
    return (
        Party.model_validate(request["recipient"]),
        _CONTENT.validate_python(request["content"]),
        request["reply_to"],
    )


def order_of(row: Any) -> Order:
    """Return the order that a row of the ledger, with its ``age`` in seconds, was made of."""
    recipient, content, reply_to = read_request(row.request)
    quoted = row.request.get("quoted")
    return Order(
        company_id=row.company_id,
        send_id=row.send_id,
        channel_id=row.channel_id,
        origin=row.origin,
        recipient=recipient,
        content=content,
        reply_to=reply_to,
        quoted=None if quoted is None else Quoted.model_validate(quoted),
        campaign_id=row.campaign_id,
        message_id=row.message_id,
        fence=row.fence,
        attempts=row.attempts,
        age_seconds=row.age,
        resent=row.resent_at is not None,
        traceparent=row.traceparent,
    )


def _json(error: ProviderError | None) -> dict[str, Any] | None:
    return error.model_dump(mode="json") if error is not None else None
