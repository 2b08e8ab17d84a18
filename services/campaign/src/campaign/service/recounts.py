"""What an upgrade counts for the first time, of all that was before it."""

from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from campaign.repository import campaign_opt_outs
from campaign.repository.campaigns import NOBODY, mark_variants

Position = tuple[UUID, UUID]
START: Final[Position] = (NOBODY, NOBODY)
_PAGE: Final = 1_000


async def count_opt_outs(session: AsyncSession, after: Position, *, within: timedelta) -> Position | None:
    """Count some of all who ever left as results of campaigns; return where to go on, or None at the end.

    Who is counted already stays so.
    """
    leaving, position = await campaign_opt_outs.leaving_in_history(session, after, _PAGE)
    if leaving:
        await campaign_opt_outs.attribute(session, leaving, within=within)
    return position


async def report_variants(session: AsyncSession) -> int:
    """Have all campaigns of several messages report anew; return how many they are."""
    return await mark_variants(session)
