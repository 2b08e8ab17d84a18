"""Events about campaigns."""

from typing import Annotated, ClassVar, Final, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from atende_contracts.bounds import Line, Word
from atende_contracts.event import Event, Value

CampaignStatus = Literal[
    "draft", "scheduled", "expanding", "running", "paused", "finished", "cancelled", "failed"
]

MAX_VARIANTS: Final = 10
"""How many messages a campaign may have of which each recipient gets one."""


class CampaignControlChangedV1(Event):
    """Whether the gateway may send for a campaign. The last one per campaign is the truth."""

    topic: ClassVar[str] = "campaign.control"
    type: Literal["campaign.control_changed.v1"] = "campaign.control_changed.v1"
    campaign_id: UUID
    channel_id: UUID
    state: Literal["running", "paused", "cancelled", "finished"]
    revision: int
    """Grows with each change of the campaign; an older one never replaces a newer one."""

    def key(self) -> str:
        return str(self.campaign_id)


class VariantProgress(Value):
    """One of the messages of a campaign that has several: ``counts`` of those who were to get it."""

    number: int
    """Its place among the campaign's messages, from 1."""
    name: Word
    total: int
    counts: dict[str, int] = Field(default_factory=dict)
    replies: int = 0
    opt_outs: int = 0


class CampaignProgressV1(Event):
    """How far a campaign is. ``counts`` by recipient state; their sum is ``total``."""

    topic: ClassVar[str] = "campaign.progress"
    type: Literal["campaign.progress.v1"] = "campaign.progress.v1"
    campaign_id: UUID
    channel_id: UUID
    name: Line
    state: CampaignStatus
    total: int
    counts: dict[str, int] = Field(default_factory=dict)
    replies: int = 0
    """Recipients who wrote to the channel in the days after the message; they are in ``counts``, too."""
    opt_outs: int = 0
    """Recipients who left broadcasts in the days after the message; they are in ``counts``, too."""
    variants: Annotated[list[VariantProgress], Field(max_length=MAX_VARIANTS)] = Field(default_factory=list)
    """Its messages, if there are several; their counts are in ``counts``, too."""
    started_at: AwareDatetime | None = None
    finished_at: AwareDatetime | None = None
    revision: int = 0

    def key(self) -> str:
        return str(self.campaign_id)


class CampaignFinishedV1(Event):
    """A campaign has nothing left to send. Delivery and read reports may still follow."""

    topic: ClassVar[str] = "campaign.progress"
    type: Literal["campaign.finished.v1"] = "campaign.finished.v1"
    campaign_id: UUID
    channel_id: UUID
    name: Line
    state: Literal["finished", "cancelled", "failed"]
    total: int
    counts: dict[str, int] = Field(default_factory=dict)
    replies: int = 0
    """Recipients who wrote to the channel in the days after the message; they are in ``counts``, too."""
    opt_outs: int = 0
    """Recipients who left broadcasts in the days after the message; they are in ``counts``, too."""
    variants: Annotated[list[VariantProgress], Field(max_length=MAX_VARIANTS)] = Field(default_factory=list)
    """Its messages, if there are several; their counts are in ``counts``, too."""
    started_at: AwareDatetime | None = None
    finished_at: AwareDatetime
    revision: int = 0

    def key(self) -> str:
        return str(self.campaign_id)
