"""What other services told us of companies and channels. A revision never replaces a later one."""

from collections.abc import Collection, Sequence
from typing import Final
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.db import execute
from chat.models import ChannelCopy, CompanySettings
from chat.repository.rows import Row, as_json, fetch

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
