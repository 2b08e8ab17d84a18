"""What a rebuild does to the tables of counters before it counts anew."""

from collections.abc import Sequence
from typing import Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data.db import execute
from reporting.domain.counters import COUNTERS, PRIMARY

_COMPANIES: Final = """
SELECT company_id FROM (
    SELECT company_id FROM send_facts UNION SELECT company_id FROM ticket_facts
    UNION SELECT company_id FROM ticket_moments
) AS known ORDER BY company_id
"""
_HOLD: Final = "LOCK TABLE send_facts, ticket_facts, ticket_moments IN SHARE MODE"
_ZERO_ROLLUPS: Final = f"""
UPDATE rollups SET {", ".join(f"{name} = 0" for name in COUNTERS if name not in PRIMARY)}
WHERE company_id = :company_id
"""  # noqa: S608 (our own constants)
_CLEAR_MEASURES: Final = "DELETE FROM measures WHERE company_id = :company_id"
_CLEAR_FAILURES: Final = "DELETE FROM failures WHERE company_id = :company_id"
_CLEAR_CURVES: Final = "DELETE FROM campaign_curve WHERE company_id = :company_id"
_CLEAR_TEMPLATES: Final = "DELETE FROM template_sends WHERE company_id = :company_id"
_CLEAR_CAMPAIGNS: Final = "DELETE FROM campaign_sends WHERE company_id = :company_id"


async def companies(session: AsyncSession) -> Sequence[UUID]:
    """Return all companies of which there are facts."""
    return (await execute(session, _COMPANIES)).scalars().all()


async def clear(session: AsyncSession, company_id: UUID) -> None:
    """Take away all that is counted from facts. No fact of anybody changes until the transaction ends."""
    await execute(session, _HOLD)
    await execute(session, _ZERO_ROLLUPS, company_id=company_id)
    await execute(session, _CLEAR_MEASURES, company_id=company_id)
    await execute(session, _CLEAR_FAILURES, company_id=company_id)
    await execute(session, _CLEAR_CURVES, company_id=company_id)
    await execute(session, _CLEAR_TEMPLATES, company_id=company_id)
    await execute(session, _CLEAR_CAMPAIGNS, company_id=company_id)
