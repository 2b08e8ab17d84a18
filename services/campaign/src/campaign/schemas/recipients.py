"""Recipients and progress."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from atende_platform.http import ApiModel
from campaign.domain.states import CampaignState, RecipientState, SkipReason


class ErrorRead(ApiModel):
    code: int | None
    title: str | None


class RecipientRead(ApiModel):
    send_id: UUID
    contact_id: UUID
    name: str | None
    phone: str | None
    state: RecipientState
    reason: SkipReason | None = Field(description="Why a recipient was skipped")
    error: ErrorRead | None
    updated_at: datetime
    dispatched_at: datetime | None
    accepted_at: datetime | None
    sent_at: datetime | None
    delivered_at: datetime | None
    read_at: datetime | None
    failed_at: datetime | None


class ProgressRead(ApiModel):
    """The sum of ``counts`` is ``total``, always."""

    campaign_id: UUID
    state: CampaignState
    targets: int
    total: int = Field(
        description="Recipients; fewer than targets while expanding, while contacts are waited for,"
        " or where contacts were doubles"
    )
    counts: dict[RecipientState, int]
    started_at: datetime | None
    finished_at: datetime | None
