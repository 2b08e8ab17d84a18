"""What the API gives of what stands now; sockets get the same shape."""

from typing import Annotated
from uuid import UUID

from fastapi import Query
from pydantic import AwareDatetime, Field

from atende_platform.http.models import ApiModel
from chat.presence.domain import Status

ChannelId = Annotated[UUID | None, Query(alias="channelId", description="Only what is on this channel")]
QueueId = Annotated[UUID | None, Query(alias="queueId", description="Of tickets: only those of this queue")]


class LiveAgent(ApiModel):
    """Who is here, or has tickets that are not closed."""

    user_id: UUID
    status: Status
    open: int = Field(description="Tickets that they have, without snoozed ones")
    waiting: int = Field(description="Of all that they have: those whose customer waits for an answer")


class LiveQueue(ApiModel):
    queue_id: UUID | None = Field(description="Null: tickets of no queue")
    open: int
    pending: int
    waiting: int
    longest_wait_since: AwareDatetime | None
    agents_online: int = Field(description="Members who are online; of no queue: everybody who is")


class LiveToday(ApiModel):
    """What happened since midnight in the company's time zone."""

    opened: int = Field(description="Tickets")
    closed: int = Field(description="Tickets that were closed and not reopened since")
    received: int = Field(description="Messages of customers")
    sent: int = Field(description="Messages of agents and rules; not those of campaigns")


class LiveRead(ApiModel):
    """What stands now, of tickets that are not closed."""

    at: AwareDatetime = Field(description="When it was counted")
    channel_id: UUID | None = Field(description="The channel that was asked for; null: all")
    queue_id: UUID | None = Field(description="The queue that was asked for; null: all")
    open: int = Field(description="An agent has them")
    pending: int = Field(description="Nobody has them yet")
    snoozed: int
    waiting: int = Field(description="The customer waits for an answer")
    longest_wait_since: AwareDatetime | None = Field(
        description="Since when the customer waits who waits longest"
    )
    messages_per_minute: int = Field(description="Received and sent in the last minute, without campaigns")
    agents_online: int = Field(description="Agents who are online, neither busy nor away")
    agents: list[LiveAgent]
    queues: list[LiveQueue]
    today: LiveToday
