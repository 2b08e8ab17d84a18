"""Counting anew, from the facts: what an upgrade counts for the first time, or a doubt is to be settled by.

Customers' messages and opt-outs have no facts here: what was counted of them stays.
"""

from collections.abc import Awaitable, Callable, Sequence
from typing import Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from reporting.domain.facts import F
from reporting.repository import rebuild
from reporting.repository.facts import MOMENTS, SENDS, TICKETS, Facts
from reporting.service.projections import count_sends, count_tickets

_PAGE: Final = 5_000


async def companies(session: AsyncSession) -> Sequence[UUID]:
    """Return all companies that there is something to count of."""
    return await rebuild.companies(session)


async def rebuild_company(session: AsyncSession, company_id: UUID) -> int:
    """Count a company's facts anew; return how many they are. Events wait meanwhile."""
    await rebuild.clear(session, company_id)
    sends = await _each(
        session, SENDS, company_id, lambda facts: count_sends(session, [(None, fact) for fact in facts])
    )
    tickets = await _each(
        session,
        TICKETS,
        company_id,
        lambda facts: count_tickets(session, [(None, fact) for fact in facts], []),
    )
    moments = await _each(
        session,
        MOMENTS,
        company_id,
        lambda facts: count_tickets(session, [], [(None, fact) for fact in facts]),
    )
    return sends + tickets + moments


async def _each(
    session: AsyncSession,
    facts: Facts[F],
    company_id: UUID,
    count: Callable[[Sequence[F]], Awaitable[None]],
) -> int:
    found, after = 0, None
    while page := await facts.page(session, company_id, after, _PAGE):
        await count(page)
        found += len(page)
        after = page[-1].key[1]
    return found
