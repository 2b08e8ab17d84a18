"""What providers tell of channels: written down as it came; what we understand is acted on."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, Protocol
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.channels import ProviderUpdateReportedV1
from gateway.domain.channels import standing_of
from gateway.repository import journal
from gateway.service import channels, health, templates

KEPT_DAYS: Final = 90
KEPT_ENTRIES: Final = 1000
"""Of each channel, the latest."""


class JournalEntry(Protocol):
    """An entry as the repository returns it."""

    id: UUID
    field: str
    value: dict[str, Any]
    at: datetime
    received_at: datetime


async def keep(session: AsyncSession, events: Sequence[ProviderUpdateReportedV1]) -> None:
    """Write updates down; those that are new change what is known of their channel."""
    if not events:
        return
    new = await journal.add(session, events)
    await journal.trim(session, {(event.company_id, event.channel_id) for event in events}, most=KEPT_ENTRIES)
    told = [event for event in events if event.id in new]
    await templates.heed(session, told)
    await health.heed(session, told)
    for event in sorted(events, key=lambda event: event.at):
        if event.id in new:
            new.remove(event.id)
            standing = standing_of(event.field, event.value)
            # Webhooks come late, and again for days: the last word on a ban counts.
            if standing is not None and not (
                (standing.stopped or standing.reinstated)
                and await journal.has_later_ban_update(session, event)
            ):
                await channels.take_standing(session, event.company_id, event.channel_id, standing)


async def forget_old(session: AsyncSession) -> None:
    """Drop entries that nobody will ask for any more."""
    await journal.drop_old(session, days=KEPT_DAYS)


async def list_entries(
    session: AsyncSession,
    company_id: UUID,
    channel_id: UUID,
    *,
    limit: int,
    before: tuple[datetime, UUID] | None,
) -> Sequence[JournalEntry]:
    """Return a page of a channel's journal, and one more if there is one. Raises `NotFound`."""
    await channels.get_channel(session, company_id, channel_id)
    return await journal.page(session, company_id, channel_id, limit=limit + 1, before=before)
