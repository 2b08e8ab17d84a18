"""What other services told us. A revision never replaces a later one."""

from collections.abc import Collection, Sequence
from typing import Any, Final, TypeVar
from uuid import UUID

from sqlmodel import SQLModel, select
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.channels import ChannelChangedV1, CompanyChangedV1
from atende_contracts.event import Event
from atende_contracts.messages import MediaStoredV1
from atende_contracts.users import UserChangedV1
from atende_platform.data import batch
from atende_platform.data.db import execute
from atende_platform.data.storable import storable
from chat.directory.domain import File, KnownChannel, User
from chat.directory.models import ChannelCopy, CompanySettings, FileCopy, UserCopy

_STORE_COMPANIES: Final = batch.upsert(CompanySettings, newer="revision")
_STORE_CHANNELS: Final = batch.upsert(ChannelCopy, newer="revision")
_STORE_USERS: Final = batch.upsert(UserCopy, newer="revision")
_STORE_FILES: Final = batch.insert(FileCopy, or_nothing=True)
M = TypeVar("M", bound=SQLModel)


def _copy(model: type[M], event: Event, **others: UUID) -> M:
    """Return a row with what the event has under the names of its columns, and others."""
    named = {name: getattr(event, name) for name in model.model_fields if hasattr(event, name)}
    return model(**named | others)


async def apply_companies(session: AsyncSession, events: Sequence[CompanyChangedV1]) -> None:
    """Keep companies' settings."""
    await _STORE_COMPANIES.run(session, [_copy(CompanySettings, event) for event in events])


async def store_channels(session: AsyncSession, events: Sequence[ChannelChangedV1]) -> list[ChannelCopy]:
    """Keep what channels are; return those that this changed."""
    return await _STORE_CHANNELS.fetch(
        session, [_copy(ChannelCopy, event, id=event.channel_id) for event in events]
    )


async def store_users(session: AsyncSession, events: Sequence[UserChangedV1]) -> list[UserCopy]:
    """Keep who works in companies; return those that this changed."""
    users = [_copy(UserCopy, event, id=event.user_id) for event in events]
    for user in users:
        user.name = storable(user.name)
    return await _STORE_USERS.fetch(session, users)


async def apply_files(session: AsyncSession, events: Sequence[MediaStoredV1]) -> None:
    """Keep what files are that the company uploaded; one that is known stays as it is."""
    await _STORE_FILES.run(
        session,
        [
            FileCopy(
                company_id=event.company_id,
                id=event.media.id,
                mime_type=storable(event.media.mime_type),
                filename=storable(event.media.filename),
                size=event.media.size,
                width=event.media.width,
                height=event.media.height,
                duration_ms=event.media.duration_ms,
                thumbnail=event.media.thumbnail,
            )
            for event in events
            if event.media.id is not None
        ],
    )


async def find_company(session: AsyncSession, company_id: UUID) -> CompanySettings | None:
    query = select(CompanySettings).where(CompanySettings.company_id == company_id)
    return (await session.exec(query)).first()


async def account_of(session: AsyncSession, company_id: UUID, channel_id: UUID) -> str | None:
    """Return the provider's account of a channel, whose templates it may use; None if it is not known."""
    query = select(ChannelCopy.account_id).where(
        ChannelCopy.company_id == company_id, ChannelCopy.id == channel_id
    )
    return (await session.exec(query)).first()


_STATUS: Final = "SELECT state FROM users_copy WHERE company_id = :company_id AND id = :id"


async def status_of(session: AsyncSession, user: User) -> str | None:
    """Return whether a user is ``active`` or ``disabled``; None of one that auth has not reported."""
    result = await execute(session, _STATUS, company_id=user.company_id, id=user.id)
    found: str | None = result.scalar_one_or_none()
    return found


_HAS_CHANNEL: Final = """
SELECT EXISTS (SELECT FROM channel_copy WHERE company_id = :company_id AND id = :id)
"""


async def has_channel(session: AsyncSession, company_id: UUID, channel_id: UUID) -> bool:
    """Tell whether the gateway has reported a channel."""
    result = await execute(session, _HAS_CHANNEL, company_id=company_id, id=channel_id)
    return bool(result.scalar_one())


_CHANNELS: Final = """
SELECT company_id, id, status, service_window FROM channel_copy
JOIN unnest(CAST(:companies AS uuid[]), CAST(:ids AS uuid[])) AS wanted (company_id, id)
USING (company_id, id)
"""


async def channels_of(
    session: AsyncSession, channels: Collection[tuple[UUID, UUID]]
) -> dict[tuple[UUID, UUID], KnownChannel]:
    """Return what is known of channels, by company and id."""
    if not channels:
        return {}
    result = await execute(
        session,
        _CHANNELS,
        companies=[company_id for company_id, _ in channels],
        ids=[id_ for _, id_ in channels],
    )
    return {(row.company_id, row.id): KnownChannel(row.status, row.service_window) for row in result}


_IS_DISABLED: Final = """
SELECT EXISTS (SELECT FROM users_copy
WHERE company_id = :company_id AND id = :id AND state = 'disabled')
"""


async def is_disabled(session: AsyncSession, user: User) -> bool:
    """Tell whether auth told us that a user may no longer work."""
    result = await execute(session, _IS_DISABLED, company_id=user.company_id, id=user.id)
    return bool(result.scalar_one())


async def name_of(session: AsyncSession, user: User) -> str | None:
    """Return what a user is called, as far as auth told us."""
    query = select(UserCopy.name).where(UserCopy.company_id == user.company_id, UserCopy.id == user.id)
    return (await session.exec(query)).first()


_MAY_HAVE_TICKETS: Final = """
SELECT EXISTS (SELECT FROM users_copy
WHERE company_id = :company_id AND id = :id AND state = 'active' AND role IS DISTINCT FROM 'viewer')
"""


async def may_have_tickets(session: AsyncSession, user: User) -> bool:
    """Tell whether auth told us of a user who works with customers."""
    result = await execute(session, _MAY_HAVE_TICKETS, company_id=user.company_id, id=user.id)
    return bool(result.scalar_one())


_WITH_DISABLED: Final = """
SELECT DISTINCT company_id FROM users_copy
WHERE state = 'disabled' AND company_id > :after ORDER BY company_id LIMIT :companies
"""
_DISABLED_OF: Final = """
SELECT company_id, id FROM users_copy
WHERE state = 'disabled' AND company_id = ANY(CAST(:companies AS uuid[])) ORDER BY company_id, id
"""


async def with_disabled(session: AsyncSession, after: UUID, companies: int) -> list[UUID]:
    """Return some companies behind one, in their order, with disabled users."""
    result = await execute(session, _WITH_DISABLED, after=after, companies=companies)
    return [row.company_id for row in result]


async def disabled_of(session: AsyncSession, companies: Sequence[UUID]) -> Sequence[User]:
    """Return the disabled users of companies."""
    result = await execute(session, _DISABLED_OF, companies=[*companies])
    return [User(row.company_id, row.id) for row in result]


_OF_FILE: Final = ("mime_type", "filename", "size", "width", "height", "duration_ms", "thumbnail")
_KNOWN_FILES: Final = f"""
SELECT company_id, id, {", ".join(_OF_FILE)} FROM files_copy
JOIN unnest(CAST(:companies AS uuid[]), CAST(:ids AS uuid[])) AS wanted (company_id, id)
USING (company_id, id)
"""  # noqa: S608 (our own constant)


async def known_files(session: AsyncSession, files: Collection[File]) -> dict[File, dict[str, Any]]:
    """Return what is known of files, in the words of a message's ``media``."""
    if not files:
        return {}
    result = await execute(
        session,
        _KNOWN_FILES,
        companies=[company_id for company_id, _ in files],
        ids=[id_ for _, id_ in files],
    )
    return {
        (row.company_id, row.id): {"state": "stored"} | {name: getattr(row, name) for name in _OF_FILE}
        for row in result
    }
