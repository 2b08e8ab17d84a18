"""Claims of numbers: which pending channels the provider is asked about, and whose a number is.

These are questions over all companies, so they are worker SQL; what a company learns is decided above.
"""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlalchemy import func
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data.db import execute
from gateway.domain.channels import CLAIM_BURST, CLAIM_LONGEST_WAIT_SECONDS, CLAIM_PAUSE_SECONDS, PENDING
from gateway.models import Channel
from gateway.repository.channels import Channels

_COUNTED: Final = """UPDATE channels c SET
    claim_attempts = claim_attempts + 1, claim_tried_at = clock_timestamp(),
    claim_due_at = clock_timestamp() + make_interval(secs =>
        least(power(2, least(claim_attempts, 16)), :longest))"""

_BEGIN: Final = f"""
{_COUNTED}
WHERE company_id = :company_id AND id = :channel_id AND status = 'pending'
  AND (claim_attempts < :burst OR claim_tried_at <= now() - make_interval(secs => :pause))
"""


async def begin(session: AsyncSession, company_id: UUID, channel_id: UUID) -> bool:
    """Count a try that a user asks for; False when there were too many of late, or it is not pending."""
    result = await execute(
        session,
        _BEGIN,
        company_id=company_id,
        channel_id=channel_id,
        burst=CLAIM_BURST,
        pause=CLAIM_PAUSE_SECONDS,
        longest=CLAIM_LONGEST_WAIT_SECONDS,
    )
    return result.rowcount == 1


_BEGIN_DUE: Final = f"""
WITH due AS (
    SELECT company_id, id FROM channels WHERE status = 'pending' AND claim_due_at <= now()
    ORDER BY claim_due_at LIMIT :limit FOR UPDATE SKIP LOCKED
)
{_COUNTED}
FROM due WHERE c.company_id = due.company_id AND c.id = due.id
RETURNING c.company_id, c.id
"""  # noqa: S608 (made of constants)


async def begin_due(session: AsyncSession, *, limit: int) -> list[tuple[UUID, UUID]]:
    """Claim pending channels whose time has come; count their tries."""
    result = await execute(session, _BEGIN_DUE, limit=limit, longest=CLAIM_LONGEST_WAIT_SECONDS)
    return [(row.company_id, row.id) for row in result]


async def holder(session: AsyncSession, phone_number_id: str) -> Channel | None:
    """Return the channel that has proved a number, locked."""
    statement = (
        select(Channel)
        .where(
            Channel.phone_number_id == phone_number_id,
            col(Channel.status).not_in([PENDING, "deleted"]),
        )
        .with_for_update()
    )
    return (await session.exec(statement)).one_or_none()


async def save_as_holder(session: AsyncSession, channel: Channel) -> bool:
    """Write a channel that is pending no more; False when another was quicker, and nothing is written."""
    try:
        async with session.begin_nested():
            await Channels(session, channel.company_id).save(channel)
    except IntegrityError as error:
        if "uq_channels_phone_number_id" not in str(error.orig):
            raise
        return False
    return True


async def pending(
    session: AsyncSession, company_id: UUID, channel_id: UUID, *, revision: int
) -> Channel | None:
    """Return a pending channel, locked, if it has not changed since that revision."""
    statement = (
        select(Channel)
        .where(
            Channel.company_id == company_id,
            Channel.id == channel_id,
            Channel.status == PENDING,
            Channel.revision == revision,
        )
        .with_for_update()
    )
    return (await session.exec(statement)).one_or_none()


async def expired(session: AsyncSession, *, limit: int) -> Sequence[Channel]:
    """Return pending channels whose time is over, locked."""
    statement = (
        select(Channel)
        .where(Channel.status == PENDING, col(Channel.claim_expires_at) <= func.now())
        .order_by(col(Channel.claim_expires_at))
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    return (await session.exec(statement)).all()
