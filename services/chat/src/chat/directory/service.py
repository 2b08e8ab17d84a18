"""Following what other services tell us, and what of it others may ask for."""

from collections.abc import Sequence

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.channels import ChannelChangedV1
from atende_contracts.users import UserChangedV1
from chat.directory import repository
from chat.directory.events import channel_changed, user_changed
from chat.directory.repository import (
    account_of,
    apply_companies,
    apply_files,
    channels_of,
    disabled_of,
    find_company,
    has_channel,
    is_disabled,
    known_files,
    may_have_tickets,
    name_of,
    status_of,
    with_disabled,
)
from chat.updates import service as updates

__all__ = [
    "account_of",
    "apply_channels",
    "apply_companies",
    "apply_files",
    "apply_users",
    "channels_of",
    "disabled_of",
    "find_company",
    "has_channel",
    "is_disabled",
    "known_files",
    "may_have_tickets",
    "name_of",
    "status_of",
    "with_disabled",
]


async def apply_channels(session: AsyncSession, events: Sequence[ChannelChangedV1]) -> None:
    """Keep what channels are, and have clients see it."""
    changed = await repository.store_channels(session, events)
    await updates.append(session, [channel_changed(channel) for channel in changed])


async def apply_users(session: AsyncSession, events: Sequence[UserChangedV1]) -> None:
    """Keep who works in companies, and have clients see it."""
    changed = await repository.store_users(session, events)
    await updates.append(session, [user_changed(user) for user in changed])
