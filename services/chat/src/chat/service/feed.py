"""Projections of what other services tell us, and the event log as it is read."""

from collections.abc import Collection, Sequence
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.campaigns import CampaignFinishedV1, CampaignProgressV1
from atende_contracts.channels import ChannelChangedV1, CompanyChangedV1
from atende_contracts.messages import MediaStoredV1
from atende_platform import inbox
from atende_platform.pagination import Page
from chat.domain import EventsExpired, latest_by_revision, storable
from chat.repository import events, files, projections
from chat.repository.events import EventLog
from chat.schemas import EventRead
from chat.service.announcements import campaign_moved, channel_changed


async def apply_companies(session: AsyncSession, told: Sequence[CompanyChangedV1]) -> None:
    latest = latest_by_revision((event.company_id, event.revision) for event in told)
    await projections.store_companies(
        session,
        [
            told[position].model_dump(
                include={"company_id", "reopen_hours", "time_zone", "locale", "revision"}
            )
            for position in latest.values()
        ],
    )


async def store_files(session: AsyncSession, told: Sequence[MediaStoredV1]) -> None:
    """Keep what files are that the company uploaded."""
    await files.store(
        session,
        [
            {
                "company_id": event.company_id,
                "id": event.media.id,
                "mime_type": storable(event.media.mime_type),
                "filename": storable(event.media.filename),
                "size": event.media.size,
            }
            for event in told
        ],
    )


async def apply_channels(session: AsyncSession, told: Sequence[ChannelChangedV1]) -> None:
    latest = latest_by_revision(((event.company_id, event.channel_id), event.revision) for event in told)
    rows = [told[position] for position in latest.values()]
    changed = await projections.store_channels(
        session,
        [
            {
                **event.model_dump(
                    include={"company_id", "name", "provider", "status", "display_phone", "revision"}
                ),
                "id": event.channel_id,
            }
            for event in rows
        ],
    )
    await events.append(session, [channel_changed(channel) for channel in changed])


async def record_campaigns(
    session: AsyncSession, told: Sequence[CampaignProgressV1 | CampaignFinishedV1]
) -> None:
    """Show campaigns' progress to the sockets, each report once."""
    fresh = await inbox.unseen(session, "campaign.progress", told)
    await events.append(session, [campaign_moved(event) for event in fresh])


async def events_after(
    session: AsyncSession, company_id: UUID, seq: int, namespaces: Collection[str], limit: int
) -> Page[EventRead]:
    """Return a page of events behind ``seq``; its cursor is the next ``after``.

    Raises `EventsExpired` when some of them are no longer kept.
    """
    log = EventLog(session, company_id)
    first, last = await log.first_seq(), await log.last_seq()
    if seq < last and (first is None or seq + 1 < first):
        raise EventsExpired("Some of these events are no longer kept. Load the current state.")
    found = await log.after(seq, limit + 1, namespaces=namespaces)
    items = [
        EventRead(
            id=event.seq,
            namespace=event.namespace,
            type=event.type,
            payload=event.payload,
            created_at=event.created_at,
        )
        for event in found[:limit]
    ]
    return Page(items=items, next_cursor=str(items[-1].id) if len(found) > limit else None)
