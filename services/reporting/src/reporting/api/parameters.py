"""What several routes take."""

from datetime import date
from typing import Annotated, Any, Final, Literal
from uuid import UUID

from fastapi import Depends, Query

from atende_contracts.campaigns import CampaignStatus
from atende_contracts.permissions import Permission
from atende_platform.files.made_workbooks import MEDIA_TYPE
from atende_platform.http.access import requires
from atende_platform.identity.context import TenantContext
from reporting.domain.filters import Filter
from reporting.service.campaigns import AskedCampaigns
from reporting.service.tickets import Asked

Reader = Annotated[TenantContext, requires(Permission.REPORTS_READ)]


# The bounds keep every day within what clocks and time zones can express.
_FIRST, _LAST = date(2000, 1, 1), date(2099, 12, 31)

From = Annotated[
    date | None, Query(alias="from", ge=_FIRST, le=_LAST, description="First day, in the company's time zone")
]

To = Annotated[
    date | None, Query(alias="to", ge=_FIRST, le=_LAST, description="Last day, which belongs to the period")
]

ChannelId = Annotated[UUID | None, Query(alias="channelId", description="Only what happened on this channel")]
QueueId = Annotated[
    UUID | None,
    Query(
        alias="queueId",
        description="Of tickets: only those that are in this queue. Agents may name those they belong to",
    ),
]
AgentId = Annotated[
    UUID | None,
    Query(alias="agentId", description="Of tickets: only those of this agent. Agents may name themselves"),
]
TagId = Annotated[UUID | None, Query(alias="tagId", description="Of tickets: only those that have this tag")]
Compare = Annotated[bool, Query(description="Whether `previous` has as many days that lie right before")]


def _asked(
    first: From = None,
    last: To = None,
    channel_id: ChannelId = None,
    queue_id: QueueId = None,
    agent_id: AgentId = None,
    tag_id: TagId = None,
    compare: Compare = False,
) -> Asked:
    return Asked(first, last, Filter(channel_id, queue_id, agent_id, tag_id), compare)


Question = Annotated[Asked, Depends(_asked)]
"""The parameters of most reports."""


def _asked_of_messages(
    first: From = None, last: To = None, channel_id: ChannelId = None, compare: Compare = False
) -> Asked:
    return Asked(first, last, Filter(channel_id), compare)


MessageQuestion = Annotated[Asked, Depends(_asked_of_messages)]
"""The parameters of reports of messages, of which only the channel is known."""


_StartedFrom = Annotated[
    date | None,
    Query(
        alias="from",
        ge=_FIRST,
        le=_LAST,
        description="Started on this day of the company's time zone or later",
    ),
]
_StartedTo = Annotated[
    date | None, Query(alias="to", ge=_FIRST, le=_LAST, description="Started on this day or earlier")
]
_OfChannel = Annotated[UUID | None, Query(alias="channelId", description="Only campaigns of this channel")]
_InStatus = Annotated[CampaignStatus | None, Query(description="Only campaigns that have it now")]


def _asked_campaigns(
    first: _StartedFrom = None,
    last: _StartedTo = None,
    channel_id: _OfChannel = None,
    status: _InStatus = None,
) -> AskedCampaigns:
    return AskedCampaigns(first, last, channel_id, status)


CampaignQuestion = Annotated[AskedCampaigns, Depends(_asked_campaigns)]
"""The parameters of lists of campaigns."""

FileFormat = Annotated[Literal["csv", "xlsx"], Query(alias="format")]
WORKBOOK: Final[dict[str, Any]] = {
    "description": "The file",
    "content": {MEDIA_TYPE: {"schema": {"type": "string", "format": "binary"}}},
}
TABLE: Final[dict[int | str, dict[str, Any]]] = {
    200: {
        "description": "The file",
        "content": {"text/csv": {"schema": {"type": "string"}}, **WORKBOOK["content"]},
    }
}
"""A file's answers in the API document."""
