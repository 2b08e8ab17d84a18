"""How much a user of a company has under way."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data.db import execute


@dataclass(frozen=True, slots=True)
class Counts:
    """Sessions that are open, keys and invitations that are good."""

    sessions: int
    api_keys: int
    invitations: int


_COUNT: Final = """
SELECT (SELECT count(*) FROM sessions WHERE company_id = :company_id AND user_id = :user_id
AND revoked_at IS NULL AND expires_at > now()) AS sessions,
(SELECT count(*) FROM api_keys WHERE company_id = :company_id AND created_by = :user_id
AND revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())) AS api_keys,
(SELECT count(*) FROM invitations WHERE company_id = :company_id AND invited_by = :user_id
AND accepted_at IS NULL AND revoked_at IS NULL AND expires_at > now()) AS invitations
"""


async def count(session: AsyncSession, company_id: UUID, user_id: UUID) -> Counts:
    """Count what a user has under way."""
    result = await execute(session, _COUNT, company_id=company_id, user_id=user_id)
    return Counts(**result.mappings().one())
