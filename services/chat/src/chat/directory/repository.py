"""What other services told us. A revision never replaces a later one."""

from collections.abc import Collection, Sequence
from typing import Any, Final
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.db import execute
from chat.directory.domain import File, User
from chat.directory.models import ChannelCopy, CompanySettings
from chat.rows import Row, as_json, fetch

_STORE_COMPANIES: Final = """
INSERT INTO company_settings (company_id, reopen_hours, time_zone, locale, revision)
SELECT company_id, reopen_hours, time_zone, locale, revision
FROM jsonb_populate_recordset(CAST(NULL AS company_settings), CAST(:rows AS jsonb))
ORDER BY company_id
ON CONFLICT (company_id) DO UPDATE
SET reopen_hours = excluded.reopen_hours, time_zone = excluded.time_zone, locale = excluded.locale,
    revision = excluded.revision
WHERE excluded.revision > company_settings.revision
"""
_STORE_CHANNELS: Final = """
INSERT INTO channel_copy (company_id, id, name, provider, status, display_phone, revision)
SELECT company_id, id, name, provider, status, display_phone, revision
FROM jsonb_populate_recordset(CAST(NULL AS channel_copy), CAST(:rows AS jsonb))
ORDER BY company_id, id
ON CONFLICT (company_id, id) DO UPDATE
SET name = excluded.name, provider = excluded.provider, status = excluded.status,
    display_phone = excluded.display_phone, revision = excluded.revision
WHERE excluded.revision > channel_copy.revision
RETURNING *
"""


async def store_companies(session: AsyncSession, companies: Sequence[Row]) -> None:
    """Store companies' settings, at most one row per company."""
    await execute(session, _STORE_COMPANIES, rows=as_json(companies))


async def store_channels(session: AsyncSession, channels: Sequence[Row]) -> list[ChannelCopy]:
    """Store channels, at most one row per channel; return those that this changed."""
    return await fetch(session, ChannelCopy, _STORE_CHANNELS, rows=as_json(channels))


async def reopen_hours(session: AsyncSession, company_ids: Collection[UUID]) -> dict[UUID, float]:
    """Return the reopen rule of each company that auth has told us of."""
    query = select(CompanySettings.company_id, CompanySettings.reopen_hours).where(
        col(CompanySettings.company_id).in_(company_ids)
    )
    return dict((await session.exec(query)).all())


async def find_company(session: AsyncSession, company_id: UUID) -> CompanySettings | None:
    query = select(CompanySettings).where(CompanySettings.company_id == company_id)
    return (await session.exec(query)).first()


async def find_channel(session: AsyncSession, company_id: UUID, channel_id: UUID) -> ChannelCopy | None:
    query = select(ChannelCopy).where(ChannelCopy.company_id == company_id, ChannelCopy.id == channel_id)
    return (await session.exec(query)).first()


_STORE_USERS: Final = """
INSERT INTO users_copy (company_id, id, state, revision)
SELECT company_id, id, state, revision
FROM jsonb_populate_recordset(CAST(NULL AS users_copy), CAST(:rows AS jsonb))
ORDER BY company_id, id
ON CONFLICT (company_id, id) DO UPDATE SET state = excluded.state, revision = excluded.revision
WHERE excluded.revision > users_copy.revision
"""


async def store_users(session: AsyncSession, users: Sequence[Row]) -> None:
    """Store users, at most one row per user. A revision never replaces a later one."""
    await execute(session, _STORE_USERS, rows=as_json(users))


async def is_disabled(session: AsyncSession, user: User) -> bool:
    """Tell whether auth told us that a user may no longer work."""
    result = await execute(
        session,
        "SELECT EXISTS (SELECT FROM users_copy"
        " WHERE company_id = :company_id AND id = :id AND state = 'disabled')",
        company_id=user.company_id,
        id=user.id,
    )
    return bool(result.scalar_one())


async def disabled_after(session: AsyncSession, after: User, limit: int) -> Sequence[User]:
    """Return up to ``limit`` disabled users of all companies behind one."""
    result = await execute(
        session,
        "SELECT company_id, id FROM users_copy"
        " WHERE state = 'disabled' AND (company_id, id) > (:company, :id)"
        " ORDER BY company_id, id LIMIT :limit",
        company=after.company_id,
        id=after.id,
        limit=limit,
    )
    return [User(row.company_id, row.id) for row in result]


_STORE_FILES: Final = """
INSERT INTO files_copy (company_id, id, mime_type, filename, size)
SELECT company_id, id, mime_type, filename, size
FROM jsonb_populate_recordset(CAST(NULL AS files_copy), CAST(:rows AS jsonb))
ORDER BY company_id, id
ON CONFLICT DO NOTHING
"""


async def store_files(session: AsyncSession, files: Sequence[Row]) -> None:
    """Store files; one that is known stays as it is."""
    await execute(session, _STORE_FILES, rows=as_json(files))


async def known_files(session: AsyncSession, files: Collection[File]) -> dict[File, dict[str, Any]]:
    """Return what is known of files, in the words of a message's ``media``."""
    if not files:
        return {}
    result = await execute(
        session,
        "SELECT company_id, id, mime_type, filename, size FROM files_copy"
        " JOIN unnest(CAST(:companies AS uuid[]), CAST(:ids AS uuid[])) AS wanted (company_id, id)"
        " USING (company_id, id)",
        companies=[company_id for company_id, _ in files],
        ids=[id_ for _, id_ in files],
    )
    return {
        (row.company_id, row.id): {
            "state": "stored",
            "mime_type": row.mime_type,
            "filename": row.filename,
            "size": row.size,
        }
        for row in result
    }
