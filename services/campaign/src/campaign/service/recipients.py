"""What became of a campaign's recipients, as the API shows it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from campaign.domain.states import CampaignState, RecipientState
from campaign.repository import recipients
from campaign.schemas.recipients import ErrorRead, ProgressRead, RecipientRead
from campaign.service.campaigns import existing


async def get_progress(session: AsyncSession, company_id: UUID, campaign_id: UUID) -> ProgressRead:
    """Count a campaign's recipients as they are now. Raises `NotFound`."""
    campaign = await existing(session, company_id, campaign_id)
    counts = await recipients.count_by_state(session, company_id, campaign_id)
    return ProgressRead(
        campaign_id=campaign.id,
        state=CampaignState(campaign.state),
        targets=campaign.target_count,
        total=sum(counts.values()),
        counts={RecipientState(state): count for state, count in counts.items()},
        started_at=campaign.started_at,
        finished_at=campaign.finished_at,
    )


async def list_recipients(
    session: AsyncSession,
    company_id: UUID,
    campaign_id: UUID,
    *,
    state: RecipientState | None,
    after_send_id: UUID | None,
    limit: int,
) -> list[RecipientRead]:
    """Return a page of recipients and one more if there is one. Raises `NotFound`."""
    await existing(session, company_id, campaign_id)
    rows = await recipients.list_recipients(
        session, company_id, campaign_id, state=state, after=after_send_id, limit=limit + 1
    )
    return [recipient_read(row) for row in rows]


def recipient_read(row: recipients.RecipientRow) -> RecipientRead:
    """Return a recipient as the API shows it."""
    party: Mapping[str, Any] = row.party
    phone = party.get("phone") or (f"+{party['wa_id']}" if party.get("wa_id") else None)
    has_error = row.error_code is not None or row.error_title is not None
    return RecipientRead.model_validate(
        {
            **row.model_dump(
                include={
                    "send_id", "contact_id", "state", "reason", "updated_at", "dispatched_at",
                    "accepted_at", "sent_at", "delivered_at", "read_at", "failed_at",
                }
            ),
            "name": party.get("name"),
            "phone": phone,
            "error": ErrorRead(code=row.error_code, title=row.error_title) if has_error else None,
        }
    )  # fmt: skip
