"""The keywords that companies chose, and where Spanish is spoken among them."""

from collections.abc import Collection
from typing import Final
from uuid import UUID

from sqlmodel import col, select, tuple_
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data.db import execute
from campaign.domain.keywords import DEFAULT, SPANISH, Keywords, is_spanish_locale, is_spanish_number
from campaign.models import ChannelCopy, CompanyCopy, OptOutSettings


async def chosen_keywords(session: AsyncSession, company_ids: Collection[UUID]) -> dict[UUID, Keywords]:
    """Return the keywords of those of the companies that have chosen their own."""
    query = select(OptOutSettings).where(col(OptOutSettings.company_id).in_(company_ids))
    return {
        row.company_id: Keywords(
            frozenset(row.leave), frozenset(row.back), row.confirm_leave, row.confirm_return
        )
        for row in (await session.exec(query)).all()
    }


async def find_keywords(session: AsyncSession, company_id: UUID) -> Keywords:
    """Return a company's keywords, or those that all have, or all of its language."""
    chosen = await chosen_keywords(session, [company_id])
    locale = (
        await session.exec(select(CompanyCopy.locale).where(CompanyCopy.company_id == company_id))
    ).first()
    return chosen.get(company_id, SPANISH if is_spanish_locale(locale) else DEFAULT)


async def spanish_channels(
    session: AsyncSession, channels: Collection[tuple[UUID, UUID]]
) -> set[tuple[UUID, UUID]]:
    """Return which channels, given as (company, id), are of companies or have numbers that speak Spanish."""
    query = (
        select(ChannelCopy.company_id, ChannelCopy.channel_id, ChannelCopy.display_phone, CompanyCopy.locale)
        .join(CompanyCopy, col(CompanyCopy.company_id) == ChannelCopy.company_id, isouter=True)
        .where(tuple_(col(ChannelCopy.company_id), col(ChannelCopy.channel_id)).in_(channels))
    )
    return {
        (company_id, channel_id)
        for company_id, channel_id, phone, locale in (await session.exec(query)).all()
        if is_spanish_locale(locale) or is_spanish_number(phone)
    }


_PUT_KEYWORDS: Final = """
INSERT INTO opt_out_settings (company_id, leave, back, confirm_leave, confirm_return)
VALUES (:company_id, CAST(:leave AS text[]), CAST(:back AS text[]), :confirm_leave, :confirm_return)
ON CONFLICT (company_id) DO UPDATE SET
    leave = excluded.leave, back = excluded.back,
    confirm_leave = excluded.confirm_leave, confirm_return = excluded.confirm_return
"""


async def put_keywords(session: AsyncSession, company_id: UUID, keywords: Keywords) -> None:
    """Store a company's keywords in place of those it had."""
    await execute(
        session,
        _PUT_KEYWORDS,
        company_id=company_id,
        leave=sorted(keywords.leave),
        back=sorted(keywords.back),
        confirm_leave=keywords.confirm_leave,
        confirm_return=keywords.confirm_return,
    )
