"""The last outcomes of campaigns: locked and written once per batch."""

from collections.abc import Mapping, Sequence
from typing import Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data import batch
from atende_platform.data.db import execute
from campaign.domain.health import Outcomes
from campaign.models import OutcomeWindow

Key = tuple[UUID, UUID]
"""Company and campaign."""


_LOCK_OUTCOMES: Final = """
INSERT INTO outcome_windows AS w (company_id, campaign_id)
SELECT * FROM unnest(CAST(:company_ids AS uuid[]), CAST(:campaign_ids AS uuid[]))
ON CONFLICT (company_id, campaign_id) DO UPDATE SET heard = w.heard
RETURNING w.company_id, w.campaign_id, w.heard, w.failed, (
    SELECT c.pause_error_rate FROM campaigns c WHERE c.company_id = w.company_id AND c.id = w.campaign_id
) AS pause_rate
"""


async def lock_outcomes(
    session: AsyncSession, campaigns: Sequence[Key]
) -> dict[Key, tuple[Outcomes, float | None]]:
    """Return the last outcomes of campaigns; no other transaction changes them until this one ends.

    Beside them is the share of failures from which a campaign pauses, if it has one of its own.
    """
    ordered = sorted(campaigns)
    result = await execute(
        session,
        _LOCK_OUTCOMES,
        company_ids=[company_id for company_id, _ in ordered],
        campaign_ids=[campaign_id for _, campaign_id in ordered],
    )
    return {
        (row.company_id, row.campaign_id): (Outcomes(row.heard, row.failed), row.pause_rate) for row in result
    }


_STORE_OUTCOMES: Final = batch.update(OutcomeWindow, "heard, failed")


async def store_outcomes(session: AsyncSession, outcomes: Mapping[Key, Outcomes]) -> None:
    """Replace the last outcomes of campaigns."""
    rows = [
        OutcomeWindow(company_id=company_id, campaign_id=campaign_id, heard=each.reported, failed=each.failed)
        for (company_id, campaign_id), each in outcomes.items()
    ]
    await _STORE_OUTCOMES.run(session, rows)


_RESET_OUTCOMES: Final = """
DELETE FROM outcome_windows WHERE company_id = :company_id AND campaign_id = :campaign_id
"""


async def reset_outcomes(session: AsyncSession, company_id: UUID, campaign_id: UUID) -> None:
    """Begin anew: what was before a campaign was resumed does not count against it."""
    await execute(
        session,
        _RESET_OUTCOMES,
        company_id=company_id,
        campaign_id=campaign_id,
    )
