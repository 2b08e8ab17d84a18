"""The send ledger in SQL: claim before the POST, record after it, never a query per row.

Times are the database's, never this process's. Rows are locked in key order wherever several are
changed, so that the sender, the sweeps and the reconciler cannot deadlock. The promise "never twice"
needs the server's ``synchronous_commit = on``, PostgreSQL's default: with it off, a crash of the
server was measured to forget intents and send again.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Literal
from uuid import UUID

from pydantic import TypeAdapter
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.content import MessageContent
from atende_contracts.event import Party, ProviderError
from atende_contracts.identity import aliases
from atende_contracts.messages import DeliveryState
from atende_platform.db import execute
from gateway.domain.sends import MAX_AGE_SECONDS, Order, Settlement

_CONTENT: Final[TypeAdapter[MessageContent]] = TypeAdapter(MessageContent)

Verdict = Literal["claimed", "known", "returned", "suppressed"]

# Of whom a campaign may not send to, and for which campaigns nothing is sent now. `s` is the send.
# A campaign we have not heard of counts as running: its event may be behind the send by a moment.
STOPPED: Final = """EXISTS (
    SELECT 1 FROM campaign_control c
    WHERE c.company_id = s.company_id AND c.campaign_id = s.campaign_id AND c.state <> 'running')"""
SUPPRESSED: Final = """(s.origin = 'campaign' AND EXISTS (
    SELECT 1 FROM suppressions p
    WHERE p.company_id = s.company_id AND p.identity = ANY(s.recipient_keys) AND p.opted_out
      AND p.channel_id IN (s.channel_id, '00000000-0000-0000-0000-000000000000')))"""


# The columns of a `Standing` that are the same whatever the outcome of the send.
_TOLD: Final = "s.company_id, s.send_id, s.channel_id, s.campaign_id, s.message_id, s.provider_message_id"


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a send stands, in the words that are published."""

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


@dataclass(frozen=True, slots=True)
class Intent:
    """An order with the state its ledger row starts in, if it gets one."""

    order: Order
    state: Literal["sending", "retryable", "failed"] = "sending"
    error: ProviderError | None = None
    retry_after: float | None = None


_CLAIM: Final = f"""
WITH input AS (
    SELECT i.*, string_to_array(i.recipient, chr(31)) AS recipient_keys
    FROM unnest(
        CAST(:company_ids AS uuid[]), CAST(:send_ids AS uuid[]), CAST(:origins AS text[]),
        CAST(:campaign_ids AS uuid[]), CAST(:message_ids AS uuid[]), CAST(:channel_ids AS uuid[]),
        CAST(:recipients AS text[]), CAST(:requests AS text[]), CAST(:states AS text[]),
        CAST(:retry_after AS float8[]), CAST(:errors AS text[])
    ) AS i (company_id, send_id, origin, campaign_id, message_id, channel_id, recipient, request, state,
            retry_after, error)
),
judged AS (
    SELECT s.*, CASE
        WHEN EXISTS (SELECT 1 FROM sends k WHERE k.company_id = s.company_id AND k.send_id = s.send_id)
            THEN 'known'
        WHEN {STOPPED} THEN 'returned'
        WHEN {SUPPRESSED} THEN 'suppressed'
        ELSE 'claimed' END AS verdict
    FROM input s
),
claimed AS (
    INSERT INTO sends (company_id, send_id, origin, campaign_id, message_id, channel_id, recipient_keys,
                       request, state, fence, attempts, lease_until, next_attempt_at, error)
    SELECT company_id, send_id, origin, campaign_id, message_id, channel_id, recipient_keys,
           CASE WHEN state = 'failed' THEN NULL ELSE CAST(request AS jsonb) END, state, 1,
           CASE WHEN state = 'sending' THEN 1 ELSE 0 END,
           CASE WHEN state = 'sending' THEN now() + make_interval(secs => :lease) END,
           CASE WHEN state = 'retryable' THEN now() + make_interval(secs => retry_after) END,
           CAST(error AS jsonb)
    FROM judged WHERE verdict = 'claimed'
    ORDER BY company_id, send_id
    ON CONFLICT DO NOTHING
    RETURNING company_id, send_id
)
SELECT j.company_id, j.send_id,
       CASE WHEN j.verdict = 'claimed' AND c.send_id IS NULL THEN 'known' ELSE j.verdict END AS verdict
FROM judged j LEFT JOIN claimed c USING (company_id, send_id)
"""  # noqa: S608 (made of constants)


async def claim(
    session: AsyncSession, intents: Sequence[Intent], *, lease: float
) -> dict[tuple[UUID, UUID], Verdict]:
    """Write the intents' rows; return a verdict for each. Only ``claimed`` ones are the caller's.

    A row that exists already, no matter who wrote it and in which state, is ``known``: somebody had it.
    ``returned`` and ``suppressed`` ones leave no row, so that they can be ordered again.
    The intents' keys must be distinct.
    """
    orders = [intent.order for intent in intents]
    result = await execute(
        session,
        _CLAIM,
        company_ids=[order.company_id for order in orders],
        send_ids=[order.send_id for order in orders],
        origins=[order.origin for order in orders],
        campaign_ids=[order.campaign_id for order in orders],
        message_ids=[order.message_id for order in orders],
        channel_ids=[order.channel_id for order in orders],
        recipients=["\x1f".join(aliases(order.recipient)) for order in orders],
        requests=[_request(order) for order in orders],
        states=[intent.state for intent in intents],
        retry_after=[intent.retry_after for intent in intents],
        errors=[_json(intent.error) for intent in intents],
        lease=lease,
    )
    return {(row.company_id, row.send_id): row.verdict for row in result}


async def standings(session: AsyncSession, keys: Sequence[tuple[UUID, UUID]]) -> list[Standing]:
    """Return where sends stand whose outcome was published; those under way are left out."""
    return await _standings(
        session,
        f"""
        SELECT {_TOLD}, CASE s.state WHEN 'unknown' THEN 'unconfirmed' ELSE s.state END AS state,
               s.error, s.updated_at AS at
        FROM sends s
        JOIN unnest(CAST(:company_ids AS uuid[]), CAST(:send_ids AS uuid[])) AS i (company_id, send_id)
          ON i.company_id = s.company_id AND i.send_id = s.send_id
        WHERE s.state NOT IN ('sending', 'retryable')
        """,  # noqa: S608 (made of constants)
        company_ids=[company_id for company_id, _ in keys],
        send_ids=[send_id for _, send_id in keys],
    )


async def due(session: AsyncSession, *, per_channel: int, limit: int) -> list[Order]:
    """Return orders whose next attempt is due, on channels that work; nothing is claimed yet.

    The oldest of each channel and origin first, so that a slow channel, or a campaign that is held,
    keeps nobody else from their turn.
    """
    result = await execute(
        session,
        "SELECT s.*, extract(epoch FROM now() - s.created_at)::float8 AS age FROM ("
        "  SELECT q.*, row_number() OVER (PARTITION BY q.company_id, q.channel_id, q.origin"
        "                                 ORDER BY q.next_attempt_at, q.created_at, q.send_id) AS place"
        "  FROM sends q"
        "  JOIN channels h ON h.company_id = q.company_id AND h.id = q.channel_id AND h.status = 'active'"
        "  WHERE q.state = 'retryable' AND q.next_attempt_at <= now()"
        " ) s WHERE s.place <= :per_channel"
        " ORDER BY s.place, s.next_attempt_at, s.send_id LIMIT :limit",
        per_channel=per_channel,
        limit=limit,
    )
    return [order_of(row) for row in result]


async def reclaim(session: AsyncSession, orders: Sequence[Order], *, lease: float) -> list[Order]:
    """Take due orders for another attempt under a new fence; return those that are the caller's now.

    What another worker took, what a campaign's pause or an opt-out stopped meanwhile, is left out.
    """
    result = await execute(
        session,
        f"""
        WITH taken AS (
            SELECT s.company_id, s.send_id FROM sends s
            JOIN unnest(CAST(:company_ids AS uuid[]), CAST(:send_ids AS uuid[])) AS i (company_id, send_id)
              ON i.company_id = s.company_id AND i.send_id = s.send_id
            WHERE s.state = 'retryable' AND s.next_attempt_at <= now()
              AND NOT {STOPPED} AND NOT {SUPPRESSED}
            ORDER BY s.company_id, s.send_id
            FOR UPDATE OF s SKIP LOCKED
        )
        UPDATE sends s SET state = 'sending', fence = s.fence + 1, attempts = s.attempts + 1,
            lease_until = now() + make_interval(secs => :lease), next_attempt_at = NULL, updated_at = now()
        FROM taken t WHERE s.company_id = t.company_id AND s.send_id = t.send_id
        RETURNING s.*, extract(epoch FROM now() - s.created_at)::float8 AS age
        """,  # noqa: S608 (made of constants)
        company_ids=[order.company_id for order in orders],
        send_ids=[order.send_id for order in orders],
        lease=lease,
    )
    taken = {(row.company_id, row.send_id): order_of(row) for row in result}
    return [taken[order.key] for order in orders if order.key in taken]


async def record(session: AsyncSession, settlements: Sequence[Settlement]) -> set[tuple[UUID, UUID]]:
    """Write outcomes of attempts; return which were taken.

    Fenced: an outcome counts only for the attempt that it belongs to, and while nothing better is known.
    An outcome that comes after the sweep gave the send up is still the truth, so ``unknown`` gives way.
    """
    orders = [settlement.order for settlement in settlements]
    result = await execute(
        session,
        """
        WITH input AS (
            SELECT * FROM unnest(
                CAST(:company_ids AS uuid[]), CAST(:send_ids AS uuid[]), CAST(:fences AS bigint[]),
                CAST(:states AS text[]), CAST(:provider_message_ids AS text[]), CAST(:errors AS text[]),
                CAST(:retry_after AS float8[])
            ) AS i (company_id, send_id, fence, state, provider_message_id, error, retry_after)
        ),
        locked AS (
            SELECT s.company_id, s.send_id FROM sends s
            JOIN input i ON i.company_id = s.company_id AND i.send_id = s.send_id AND i.fence = s.fence
            WHERE s.state IN ('sending', 'unknown')
            ORDER BY s.company_id, s.send_id
            FOR UPDATE OF s
        )
        UPDATE sends s SET
            state = i.state, error = CAST(i.error AS jsonb), provider_message_id = i.provider_message_id,
            next_attempt_at = CASE WHEN i.state = 'retryable'
                                   THEN now() + make_interval(secs => i.retry_after) END,
            request = CASE WHEN i.state IN ('retryable', 'unknown') THEN s.request END,
            lease_until = NULL, updated_at = now()
        FROM locked l JOIN input i ON i.company_id = l.company_id AND i.send_id = l.send_id
        WHERE s.company_id = l.company_id AND s.send_id = l.send_id
        RETURNING s.company_id, s.send_id
        """,
        company_ids=[order.company_id for order in orders],
        send_ids=[order.send_id for order in orders],
        fences=[order.fence for order in orders],
        states=[settlement.state for settlement in settlements],
        provider_message_ids=[settlement.provider_message_id for settlement in settlements],
        errors=[_json(settlement.error) for settlement in settlements],
        retry_after=[settlement.retry_after for settlement in settlements],
    )
    return {(row.company_id, row.send_id) for row in result}


async def give_up_expired(session: AsyncSession, *, limit: int) -> list[Standing]:
    """Turn sends whose lease ended without an outcome into ``unknown``: never back into sendable ones."""
    return await _standings(
        session,
        f"""
        WITH expired AS (
            SELECT company_id, send_id FROM sends
            WHERE state = 'sending' AND lease_until < now()
            ORDER BY company_id, send_id LIMIT :limit FOR UPDATE SKIP LOCKED
        )
        UPDATE sends s SET state = 'unknown', lease_until = NULL, updated_at = now()
        FROM expired e WHERE s.company_id = e.company_id AND s.send_id = e.send_id
        RETURNING {_TOLD}, 'unconfirmed' AS state, NULL AS error, now() AS at,
                  CASE WHEN s.message_id IS NULL THEN s.request END AS request
        """,  # noqa: S608 (made of constants)
        limit=limit,
    )


async def fail_hopeless(session: AsyncSession, *, limit: int) -> list[Standing]:
    """Fail what cannot be sent any more: its channel is gone, or it has lost its sense with time."""
    return await _standings(
        session,
        f"""
        WITH hopeless AS (
            SELECT company_id, send_id FROM sends
            WHERE state = 'retryable' AND (
                created_at < now() - CASE origin
                    WHEN 'reply' THEN make_interval(secs => :reply_age)
                    ELSE make_interval(secs => :campaign_age) END
                OR (company_id, channel_id) IN (SELECT company_id, id FROM channels WHERE status = 'deleted'))
            ORDER BY company_id, send_id LIMIT :limit FOR UPDATE SKIP LOCKED
        )
        UPDATE sends s SET state = 'failed', request = NULL, next_attempt_at = NULL, updated_at = now()
        FROM hopeless h WHERE s.company_id = h.company_id AND s.send_id = h.send_id
        RETURNING {_TOLD}, 'failed' AS state, s.error, now() AS at
        """,  # noqa: S608 (made of constants)
        limit=limit,
        reply_age=MAX_AGE_SECONDS["reply"],
        campaign_age=MAX_AGE_SECONDS["campaign"],
    )


async def release_stopped(session: AsyncSession, *, limit: int) -> list[Standing]:
    """Take waiting sends out of the ledger whose campaign does not run or whose recipient opted out.

    Nothing was sent for them, so the campaign may order them again under the same id.
    """
    return await _standings(
        session,
        f"""
        WITH stopped AS (
            SELECT s.company_id, s.send_id,
                   CASE WHEN {STOPPED} THEN 'returned' ELSE 'suppressed' END AS state
            FROM sends s
            WHERE s.state = 'retryable' AND ({STOPPED} OR {SUPPRESSED})
            ORDER BY s.company_id, s.send_id LIMIT :limit FOR UPDATE OF s SKIP LOCKED
        )
        DELETE FROM sends s USING stopped t WHERE s.company_id = t.company_id AND s.send_id = t.send_id
        RETURNING {_TOLD}, t.state, CASE t.state WHEN 'returned' THEN s.error END AS error, now() AS at
        """,  # noqa: S608 (made of constants)
        limit=limit,
    )


async def forget(session: AsyncSession, *, days: int, limit: int) -> int:
    """Delete sends of so many days ago that are over; return how many."""
    result = await execute(
        session,
        """
        WITH old AS (
            SELECT company_id, send_id FROM sends
            WHERE created_at < now() - make_interval(days => :days)
              AND state NOT IN ('sending', 'retryable')
            LIMIT :limit FOR UPDATE SKIP LOCKED
        )
        DELETE FROM sends s USING old o WHERE s.company_id = o.company_id AND s.send_id = o.send_id
        """,
        days=days,
        limit=limit,
    )
    return result.rowcount


async def _standings(session: AsyncSession, statement: str, **parameters: Any) -> list[Standing]:
    result = await execute(session, statement, **parameters)
    return [
        Standing(
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
        )
        for row in result
    ]


# --- rows and orders -------------------------------------------------------------------------


def _request(order: Order) -> str:
    return json.dumps(
        {
            "recipient": order.recipient.model_dump(mode="json", exclude_none=True),
            "content": order.content.model_dump(mode="json", exclude_none=True),
            "reply_to": order.reply_to,
        }
    )


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
    return Order(
        company_id=row.company_id,
        send_id=row.send_id,
        channel_id=row.channel_id,
        origin=row.origin,
        recipient=recipient,
        content=content,
        reply_to=reply_to,
        campaign_id=row.campaign_id,
        message_id=row.message_id,
        fence=row.fence,
        attempts=row.attempts,
        age_seconds=row.age,
        resent=row.resent_at is not None,
    )


def _json(error: ProviderError | None) -> str | None:
    return error.model_dump_json() if error is not None else None
