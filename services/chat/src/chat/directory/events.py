"""How channels and users are reported to clients' sockets."""

from typing import TYPE_CHECKING, Literal
from uuid import UUID

from chat.updates.domain import CHANNELS, CHAT, LogEntry
from chat.updates.schemas import Update

if TYPE_CHECKING:
    from chat.directory.models import ChannelCopy, UserCopy


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


class UserChanged(Update):
    """A user of the company is new, or their name, role or status has changed: load them again.

    Who they are is for those with `users:read`, which not all have who read tickets.
    """

    TYPE = "user.changed"
    NAMESPACE = CHAT

    user_id: UUID
    revision: int


def user_changed(user: "UserCopy") -> LogEntry:
    return UserChanged(user_id=user.id, revision=user.revision).entry(user.company_id)
