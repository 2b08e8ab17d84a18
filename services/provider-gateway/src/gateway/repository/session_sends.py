"""What the holder of a session asks of the database before it sends: may it, for whom is there something, and
where do people want to be written to."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data.db import execute
from gateway.repository.sessions import Lease

_WAITING: Final = """
SELECT h.id FROM channels h
WHERE h.company_id = ANY(CAST(:company_ids AS uuid[])) AND h.id = ANY(CAST(:channel_ids AS uuid[]))
  AND h.status = 'active'
  AND EXISTS (
    SELECT 1 FROM sends s
    WHERE s.company_id = h.company_id AND s.channel_id = h.id AND s.next_attempt_at <= now()
      AND s.state = 'retryable'
    OFFSET 0)
"""


async def waiting(session: AsyncSession, leases: Sequence[Lease]) -> set[UUID]:
    """Return the channels, of those that are held, on which something is to be sent now."""
    result = await execute(
        session,
        _WAITING,
        company_ids=sorted({lease.company_id for lease in leases}),
        channel_ids=[lease.channel_id for lease in leases],
    )
    return {row.id for row in result}


@dataclass(frozen=True, slots=True)
class Standing:
    """What a session may send."""

    campaigns: bool
    cold_until: datetime | None
    """Until then only those get messages who have written before."""
    now: datetime
    """By the database's clock."""

    @property
    def cold_stopped(self) -> bool:
        return self.cold_until is not None and self.cold_until > self.now


_STANDING: Final = """
SELECT campaigns, cold_until, clock_timestamp() AS now FROM sessions
WHERE company_id = :company_id AND channel_id = :channel_id
  AND owner = :owner AND fence = :fence AND lease_until > now() AND state = 'open'
"""
_STANDING_LOCKED: Final = f"{_STANDING} FOR SHARE"


async def standing(session: AsyncSession, lease: Lease, *, lock: bool = False) -> Standing | None:
    """Return what a session may send; None: it is not open, or another process holds it by now.

    With ``lock`` it stays so for the rest of the transaction.
    """
    result = await execute(
        session,
        _STANDING_LOCKED if lock else _STANDING,
        company_id=lease.company_id,
        channel_id=lease.channel_id,
        owner=lease.owner,
        fence=lease.fence,
    )
    row = result.one_or_none()
    return None if row is None else Standing(row.campaigns, row.cold_until, row.now)


_CHATS: Final = """
SELECT alias, jid FROM session_chats
WHERE company_id = :company_id AND channel_id = :channel_id AND alias = ANY(CAST(:aliases AS text[]))
ORDER BY at
"""


async def chats(
    session: AsyncSession, company_id: UUID, channel_id: UUID, aliases: Collection[str]
) -> dict[str, str]:
    """Return the addresses that people wrote from, by their aliases; who never wrote has none."""
    result = await execute(
        session, _CHATS, company_id=company_id, channel_id=channel_id, aliases=sorted(aliases)
    )
    return {row.alias: row.jid for row in result}
