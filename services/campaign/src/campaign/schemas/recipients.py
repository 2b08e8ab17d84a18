"""Recipients and progress."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from atende_contracts.notices import SKIPPED
from atende_contracts.reasons import REASONS
from atende_platform.http.fields import STATUS, former_state, one_of
from atende_platform.http.models import ApiModel
from atende_platform.http.reasons import ReasonRead
from campaign.domain.states import CampaignStatus, RecipientStatus

RecipientReason = Annotated[str, one_of([*SKIPPED, *REASONS])]


class ErrorRead(ApiModel):
    code: int | None
    title: str | None


class RecipientRead(ApiModel):
    send_id: UUID
    contact_id: UUID | None
    """Null for a phone of a file that is no contact's."""
    name: str | None
    phone: str | None
    status: RecipientStatus = Field(validation_alias=STATUS)
    state: RecipientStatus = former_state()
    variant: str | None = Field(description="Which of the campaign's messages; null when there is only one")
    reason: RecipientReason | None = Field(
        description="Why a recipient was skipped, or why the message failed"
    )
    reason_words: ReasonRead | None
    error: ErrorRead | None = Field(description="The provider's error")
    updated_at: datetime
    dispatched_at: datetime | None
    accepted_at: datetime | None
    sent_at: datetime | None
    delivered_at: datetime | None
    read_at: datetime | None
    failed_at: datetime | None
    replied_at: datetime | None = Field(
        description="When they first wrote to the channel in the days after the message"
    )


class ProgressRead(ApiModel):
    """The sum of ``counts`` is ``total``, always."""

    campaign_id: UUID
    status: CampaignStatus = Field(validation_alias=STATUS)
    state: CampaignStatus = former_state()
    targets: int
    total: int = Field(
        description="Recipients; fewer than targets while expanding, while contacts are waited for,"
        " or where contacts were doubles"
    )
    counts: dict[RecipientStatus, int]
    replies: int = Field(description="Recipients who wrote to the channel in the days after the message")
    counted_at: datetime = Field(description="Of a large campaign under way some seconds ago, else now")
    started_at: datetime | None
    finished_at: datetime | None
