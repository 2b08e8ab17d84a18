"""Updates: what happened in a company, as its clients get it over sockets and by REST."""

from datetime import datetime
from typing import Annotated, Any, ClassVar, Final
from uuid import UUID

from pydantic import AwareDatetime, Field

from atende_contracts.campaigns import CampaignStatus
from atende_platform.http.fields import STATUS, former_state, one_of
from atende_platform.http.models import ApiModel
from chat.updates.domain import CAMPAIGNS, CHAT, LogEntry


class Update(ApiModel):
    """The payload of one type of update. On a socket it comes with the log's number as ``id``."""

    TYPE: ClassVar[str]
    NAMESPACE: ClassVar[str]

    def entry(self, company_id: UUID) -> LogEntry:
        """Return what is stored of it, and sent from there."""
        return LogEntry(company_id, self.NAMESPACE, self.TYPE, self.model_dump(mode="json"))


class Notice(ApiModel):
    """What clients get in passing: it is not in the log, has no ``id``, and is not sent again."""

    TYPE: ClassVar[str]
    NAMESPACE: ClassVar[str]


class CampaignProgress(Update):
    """How far a campaign is: ``counts`` are recipients by status."""

    TYPE = "campaign.progress"
    NAMESPACE = CAMPAIGNS

    campaign_id: UUID
    name: str
    status: CampaignStatus = Field(validation_alias=STATUS)
    state: CampaignStatus = former_state()
    total: int
    counts: dict[str, int]
    replies: int
    started_at: AwareDatetime | None
    finished_at: AwareDatetime | None


class CampaignFinished(CampaignProgress):
    """A campaign has ended, with its last counts."""

    TYPE = "campaign.finished"


_DISABLED: Final = ("user", "gone", "failing", "secret_unreadable")


class WebhookUpdated(Update):
    """An outgoing webhook was added, changed, switched off or deleted: read it again.

    Where it goes is not said: agents see this. Webhooks themselves do not get it.
    """

    TYPE = "webhook.updated"
    NAMESPACE = CHAT

    webhook_id: UUID
    active: bool
    disabled_reason: Annotated[str, one_of(_DISABLED)] | None
    revision: int


class EventRead(ApiModel):
    """An entry of the event log, as it was stored. ``id`` is the company's sequence number."""

    id: int
    namespace: str
    type: str
    payload: dict[str, Any]
    created_at: datetime
