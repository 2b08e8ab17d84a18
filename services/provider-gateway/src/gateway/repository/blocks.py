"""Blocks of sends that are claimed ahead of their channel's rate: how far each may have been posted.

A block's row says up to which place its sends may have left; that is committed before they do. So what lies
beyond, when the lease of a worker ends that was killed or stood still, was never posted and may be sent anew.
Once a block is closed its worker posts no more of it: `advance` says so before each portion. A block without
a row is one that may have left as a whole, and its sends are treated like those that never were in a block.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, Literal
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data.db import execute
from atende_platform.data.purges import deleting
from gateway.domain.channels import EVERY_CHANNEL
from gateway.domain.sends import Order

Step = Literal["next", "last", "none"]
"""What is written of a block: that its next portion may leave, that its last may, or nothing."""

_STOPS: Final = """
    ARRAY(
        SELECT c.campaign_id FROM campaign_control c
        WHERE c.company_id = :company_id AND c.campaign_id = ANY(CAST(:campaign_ids AS uuid[]))
          AND c.state <> 'running'
    ) AS campaigns,
    ARRAY(
        SELECT p.identity FROM suppressions p
        WHERE p.company_id = :company_id AND p.identity = ANY(CAST(:identities AS text[])) AND p.opted_out
          AND p.channel_id IN (:channel_id, :every_channel)
    ) AS identities"""


_IS_OPEN: Final = """EXISTS (SELECT FROM written)
    AND NOT EXISTS (SELECT FROM company_erasures WHERE company_id = :company_id) AS is_open"""


def _after(written: str) -> str:
    return f"WITH written AS ({written}) SELECT {_IS_OPEN}, {_STOPS}"


_ADVANCE: Final = _after("""
    UPDATE send_blocks SET posted = :posted
    WHERE company_id = :company_id AND block_id = :block_id AND NOT closed
    RETURNING block_id""")
_ADVANCE_TO_THE_END: Final = _after("""
    DELETE FROM send_blocks
    WHERE company_id = :company_id AND block_id = :block_id AND NOT closed
    RETURNING block_id""")
_ASK_AGAIN: Final = _after("SELECT CAST(:block_id AS uuid)")
_STATEMENTS: Final[dict[Step, str]] = {"next": _ADVANCE, "last": _ADVANCE_TO_THE_END, "none": _ASK_AGAIN}


@dataclass(frozen=True, slots=True)
class Portion:
    """Sends of a block that are to be posted next."""

    company_id: UUID
    channel_id: UUID
    block_id: UUID
    posted: int
    """The place of the last of them."""
    campaign_ids: Collection[UUID]
    identities: Collection[str]
    """All names of the recipients."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What of a portion may be posted."""

    is_open: bool
    """False: nothing, for the block was closed, or the company is erased."""
    stopped: frozenset[UUID]
    """Campaigns that do not run."""
    opted_out: frozenset[str]
    """Names of recipients who opted out."""

    def allows(self, order: Order) -> bool:
        """Return whether nothing stops an order."""
        return (
            self.is_open
            and order.campaign_id not in self.stopped
            and self.opted_out.isdisjoint(order.recipient_keys)
        )


async def advance(session: AsyncSession, portion: Portion, step: Step) -> Answer:
    """Write that a portion may leave from now on; return what of it may not. One statement."""
    result = await execute(
        session,
        _STATEMENTS[step],
        company_id=portion.company_id,
        block_id=portion.block_id,
        posted=portion.posted,
        campaign_ids=list(portion.campaign_ids),
        identities=list(portion.identities),
        channel_id=portion.channel_id,
        every_channel=EVERY_CHANNEL,
    )
    row = result.one()
    return Answer(row.is_open, frozenset(row.campaigns), frozenset(row.identities))


_CLOSE: Final = """
WITH expired AS (
    SELECT company_id, block_id FROM send_blocks WHERE NOT closed AND lease_until < now()
    ORDER BY company_id, block_id FOR UPDATE
)
UPDATE send_blocks b SET closed = true
FROM expired e WHERE b.company_id = e.company_id AND b.block_id = e.block_id
"""


async def close_expired(session: AsyncSession) -> None:
    """Close the blocks whose lease ended: from then on none of their sends leaves."""
    await execute(session, _CLOSE)


_PURGE: Final = deleting("send_blocks", "lease_until < now() - interval '1 day'", "lease_until")


async def purge(session: AsyncSession, limit: int) -> int:
    """Delete some blocks that were not posted to their end, long after their sends were taken back."""
    return (await execute(session, _PURGE, limit=limit)).rowcount
