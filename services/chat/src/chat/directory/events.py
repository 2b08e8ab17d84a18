"""How channels are reported to the agents' sockets."""

from typing import TYPE_CHECKING, Literal
from uuid import UUID

from chat.updates.domain import CHANNELS, LogEntry
from chat.updates.schemas import Update

if TYPE_CHECKING:
    from chat.directory.models import ChannelCopy


class ChannelChanged(Update):
    """A channel is new or has changed."""

    TYPE = "channel.changed"
    NAMESPACE = CHANNELS

    channel_id: UUID
    name: str
    provider: str
    status: Literal["active", "disabled", "error", "deleted"]
    display_phone: str | None


def channel_changed(channel: "ChannelCopy") -> LogEntry:
    return ChannelChanged(
        channel_id=channel.id,
        name=channel.name,
        provider=channel.provider,
        status=channel.status,
        display_phone=channel.display_phone,
    ).entry(channel.company_id)
