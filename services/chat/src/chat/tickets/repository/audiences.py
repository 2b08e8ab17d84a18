"""Where tickets belong, for those who are to learn of them."""

from collections.abc import Collection, Sequence
from typing import Any, Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data.db import execute

_FIND: Final = """
SELECT id, queue_id, assignee_id, participant_ids FROM tickets
WHERE company_id = :company_id AND id = ANY(CAST(:ids AS uuid[]))
"""


async def find(session: AsyncSession, company_id: UUID, ticket_ids: Collection[UUID]) -> Sequence[Any]:
    """Return of each of a company's tickets its queue, its agent and its participants."""
    return (await execute(session, _FIND, company_id=company_id, ids=[*ticket_ids])).all()
