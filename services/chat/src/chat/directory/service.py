"""Following what other services tell us, and what of it others may ask for."""

from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.channels import ChannelChangedV1, CompanyChangedV1
from atende_contracts.messages import MediaStoredV1
from atende_contracts.users import UserChangedV1
from atende_platform.storable import storable
from chat.directory import repository
from chat.directory.domain import latest_by_revision
from chat.directory.events import channel_changed
from chat.directory.repository import (
    disabled_after,
    find_channel,
    find_company,
    is_disabled,
    known_files,
    reopen_hours,
)
from chat.updates import service as updates

__all__ = [
    "apply_channels",
    "apply_companies",
    "apply_files",
    "apply_users",
    "disabled_after",
    "find_channel",
    "find_company",
    "is_disabled",
    "known_files",
    "reopen_hours",
]


async def apply_companies(session: AsyncSession, told: Sequence[CompanyChangedV1]) -> None:
    latest = latest_by_revision((event.company_id, event.revision) for event in told)
    await repository.store_companies(
        session,
        [
            told[position].model_dump(
                include={"company_id", "reopen_hours", "time_zone", "locale", "revision"}
            )
            for position in latest.values()
        ],
    )


async def apply_files(session: AsyncSession, told: Sequence[MediaStoredV1]) -> None:
    """Keep what files are that the company uploaded."""
    await repository.store_files(
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
    changed = await repository.store_channels(
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
    await updates.append(session, [channel_changed(channel) for channel in changed])


async def apply_users(session: AsyncSession, told: Sequence[UserChangedV1]) -> None:
    """Keep whether users may work."""
    latest = latest_by_revision(((event.company_id, event.user_id), event.revision) for event in told)
    rows = [told[position] for position in latest.values()]
    await repository.store_users(
        session,
        [
            {
                "company_id": event.company_id,
                "id": event.user_id,
                "state": event.state,
                "revision": event.revision,
            }
            for event in rows
        ],
    )
