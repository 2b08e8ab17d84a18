"""What operators ask of all companies: channels and sends, by a session of `Database.worker`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data.db import execute
from gateway.models import Channel, Send


async def channels(
    session: AsyncSession, *, company_id: UUID | None, status: str | None, limit: int
) -> Sequence[Channel]:
    """Return channels of all companies, or of one, those that were changed last first."""
    query = select(Channel).where(Channel.status != "deleted")
    if company_id is not None:
        query = query.where(Channel.company_id == company_id)
    if status is not None:
        query = query.where(Channel.status == status)
    return (await session.exec(query.order_by(col(Channel.updated_at).desc()).limit(limit))).all()


async def company_of(session: AsyncSession, channel_id: UUID) -> UUID | None:
    """Return whose channel it is, unless it is deleted."""
    query = select(Channel.company_id).where(Channel.id == channel_id, Channel.status != "deleted")
    return (await session.exec(query)).first()


async def sends(session: AsyncSession, send_id: UUID) -> Sequence[Send]:
    """Return the ledger's rows of a send's id, or of the message that it is for; there is one, or none."""
    query = select(Send).where(Send.send_id == send_id)
    found = (await session.exec(query)).all()
    if found:
        return found
    return (await session.exec(select(Send).where(Send.message_id == send_id))).all()


_COUNTS: Final = """
SELECT (SELECT count(*) FROM channels WHERE status = 'active') AS active,
       (SELECT count(*) FROM channels WHERE status = 'error') AS error,
       (SELECT count(*) FROM sends WHERE request IS NOT NULL AND lease_until IS NULL
            AND next_attempt_at IS NULL AND state = 'unknown') AS unconfirmed
"""


async def counts(session: AsyncSession) -> tuple[int, int, int]:
    """Return how many channels are active, how many in error, and how many sends of unknown fate are kept."""
    row = (await execute(session, _COUNTS)).one()
    return row.active, row.error, row.unconfirmed


@dataclass(frozen=True, slots=True)
class Unconfirmed:
    """A send of unknown fate whose message is still kept."""

    company_id: UUID
    send_id: UUID
    channel_id: UUID
    campaign_id: UUID | None
    origin: str
    error: dict[str, Any] | None
    created_at: datetime
    updated_at: datetime
    resent_at: datetime | None
    asked: bool
    """Whether an operator asked for another attempt, which has not begun."""


# Without a condition on the time: what is kept is what the index of these has (`ix_sends_unknown`), and those
# for which another attempt was asked are in the index of such times.
_UNCONFIRMED: Final = """
SELECT company_id, send_id, channel_id, campaign_id, origin, error, created_at, updated_at, resent_at,
       next_attempt_at IS NOT NULL AS asked
FROM (
    SELECT * FROM sends
    WHERE request IS NOT NULL AND lease_until IS NULL AND next_attempt_at IS NULL AND state = 'unknown'
    UNION ALL
    SELECT * FROM sends WHERE next_attempt_at IS NOT NULL AND state = 'unknown'
) s
WHERE (CAST(:company_id AS uuid) IS NULL OR company_id = :company_id)
  AND (CAST(:channel_id AS uuid) IS NULL OR channel_id = :channel_id)
  AND (CAST(:campaign_id AS uuid) IS NULL OR campaign_id = :campaign_id)
ORDER BY updated_at, send_id LIMIT :limit
"""


async def unconfirmed(
    session: AsyncSession,
    *,
    company_id: UUID | None = None,
    channel_id: UUID | None = None,
    campaign_id: UUID | None = None,
    limit: int,
) -> list[Unconfirmed]:
    """Return sends of unknown fate, the oldest first."""
    result = await execute(
        session,
        _UNCONFIRMED,
        company_id=company_id,
        channel_id=channel_id,
        campaign_id=campaign_id,
        limit=limit,
    )
    return [Unconfirmed(**row._mapping) for row in result]
