"""What several routes take."""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query

from atende_contracts.permissions import Permission
from atende_platform.http.access import requires
from atende_platform.identity.context import TenantContext
from reporting.domain.filters import Filter
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
    UUID | None, Query(alias="queueId", description="Of tickets: only those that are in this queue")
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
