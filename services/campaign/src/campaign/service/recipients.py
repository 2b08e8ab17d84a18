"""The results of a campaign's recipients, as the API shows it."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, Protocol
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.http.reasons import read_code
from campaign.domain.states import CampaignStatus, RecipientStatus
from campaign.repository import recipients
from campaign.repository.campaigns import CampaignRow, is_marked
from campaign.repository.recipients import RecipientFilter
from campaign.schemas.recipients import ErrorRead, ProgressRead, RecipientRead
from campaign.service.campaigns import existing

COUNTED_AT_ONCE: Final = 20_000
"""How many recipients are counted in some milliseconds."""


async def as_reported(session: AsyncSession, company_id: UUID, campaign_id: UUID) -> tuple[CampaignRow, bool]:
    """Return a campaign, and whether its last report is what to show; or else to count. Raises `NotFound`.

    What was last reported is the truth until something changes. While it does, a campaign of more than
    `COUNTED_AT_ONCE` is not counted for each who asks: its last report is seconds old.
    """
    # Asked first: a report that takes the marks between the two questions then only makes us count.
    marked = await is_marked(session, company_id, campaign_id)
    campaign = await existing(session, company_id, campaign_id)
    large = campaign.target_count > COUNTED_AT_ONCE
    return campaign, campaign.progress_at is not None and (large or not marked)


async def get_progress(
    session: AsyncSession, company_id: UUID, campaign_id: UUID, at: datetime
) -> ProgressRead:
    """Count a campaign's recipients, or return what `as_reported` says. Raises `NotFound`."""
    campaign, reported = await as_reported(session, company_id, campaign_id)
    counts, replies, counted_at = campaign.counts, campaign.replies, campaign.progress_at
    if not reported:
        counted_at = at
        counts = await recipients.count_by_state(session, company_id, campaign_id)
        replies = (await recipients.count_replies(session, company_id, campaign_id)).total()
    return ProgressRead(
        campaign_id=campaign.id,
        status=CampaignStatus(campaign.state),
        state=CampaignStatus(campaign.state),
        targets=campaign.target_count,
        total=sum(counts.values()),
        counts={RecipientStatus(state): count for state, count in counts.items()},
        replies=replies,
        counted_at=counted_at,
        started_at=campaign.started_at,
        finished_at=campaign.finished_at,
    )


async def list_recipients(
    session: AsyncSession,
    company_id: UUID,
    campaign_id: UUID,
    *,
    wanted: RecipientFilter,
    after_send_id: UUID | None,
    limit: int,
) -> list[RecipientRead]:
    """Return a page of recipients and one more if there is one. Raises `NotFound`."""
    await existing(session, company_id, campaign_id)
    rows = await recipients.list_recipients(
        session, company_id, campaign_id, wanted, after=after_send_id, limit=limit + 1
    )
    return [recipient_read(row) for row in rows]


class Named(Protocol):
    """Who has a party, as it is stored."""

    @property
    def party(self) -> dict[str, Any]: ...


def phone_of(row: Named) -> str | None:
    """Return somebody's number, as WhatsApp knows it if no other is known."""
    party: Mapping[str, Any] = row.party
    return party.get("phone") or (f"+{party['wa_id']}" if party.get("wa_id") else None)


def recipient_read(row: recipients.RecipientRow) -> RecipientRead:
    """Return a recipient as the API shows it."""
    has_error = row.error_code is not None or row.error_title is not None
    return RecipientRead.model_validate(
        {
            **row.model_dump(
                include={
                    "send_id", "contact_id", "variant", "state", "reason", "updated_at", "dispatched_at",
                    "accepted_at", "sent_at", "delivered_at", "read_at", "failed_at", "replied_at",
                }
            ),
            "name": row.party.get("name"),
            "phone": phone_of(row),
            "reason_words": read_code(row.reason, row.error_title),
            "error": ErrorRead(code=row.error_code, title=row.error_title) if has_error else None,
        }
    )  # fmt: skip
