"""The keywords of companies; one that has chosen none has the defaults."""

from collections.abc import Collection
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.db import execute
from campaign.domain.keywords import DEFAULT, Keywords
from campaign.models import OptOutSettings


async def keywords_of(session: AsyncSession, company_ids: Collection[UUID]) -> dict[UUID, Keywords]:
    """Return the keywords of each of the companies."""
    query = select(OptOutSettings).where(col(OptOutSettings.company_id).in_(company_ids))
    chosen = {
        row.company_id: Keywords(
            frozenset(row.leave), frozenset(row.back), row.confirm_leave, row.confirm_return
        )
        for row in (await session.exec(query)).all()
    }
    return {company_id: chosen.get(company_id, DEFAULT) for company_id in company_ids}


async def put_keywords(session: AsyncSession, company_id: UUID, keywords: Keywords) -> None:
    """Store a company's keywords in place of those it had."""
    await execute(
        session,
        """
        INSERT INTO opt_out_settings (company_id, leave, back, confirm_leave, confirm_return)
        VALUES (:company_id, CAST(:leave AS text[]), CAST(:back AS text[]), :confirm_leave, :confirm_return)
        ON CONFLICT (company_id) DO UPDATE SET
            leave = excluded.leave, back = excluded.back,
            confirm_leave = excluded.confirm_leave, confirm_return = excluded.confirm_return
        """,
        company_id=company_id,
        leave=sorted(keywords.leave),
        back=sorted(keywords.back),
        confirm_leave=keywords.confirm_leave,
        confirm_return=keywords.confirm_return,
    )
