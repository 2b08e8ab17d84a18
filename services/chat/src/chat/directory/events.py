"""How channels and users are reported to clients' sockets."""

from typing import TYPE_CHECKING, Literal
from uuid import UUID

from pydantic import AwareDatetime

from atende_contracts.channels import SessionState
from atende_contracts.pairing import PairingNews
from chat.updates.domain import CHANNELS, CHAT, LogEntry
from chat.updates.schemas import Notice, Update

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
    session: SessionState | None = None
    """Where the session of a WhatsApp Web channel is; null of a channel that has none."""


def channel_changed(channel: "ChannelCopy") -> LogEntry:
    return ChannelChanged(
        channel_id=channel.id,
        name=channel.name,
        provider=channel.provider,
        status=channel.status,
        display_phone=channel.display_phone,
        session=channel.session,
    ).entry(channel.company_id)


class PairingChanged(Notice):
    """A channel of WhatsApp Web has another QR code or pairing code, or (``kind`` null) none any more.

    For those who may manage channels (`channels:write`). Before the first one, and after a reconnection,
    `GET /channels/{id}/pairing` has the one in force. The code opens the account: keep it nowhere.
    """

    TYPE = "pairing"
    NAMESPACE = CHANNELS

    channel_id: UUID
    kind: Literal["qr", "code"] | None
    code: str | None
    """What is to be shown as a QR code, or typed on the phone."""
    expires_at: AwareDatetime | None


def pairing_changed(news: PairingNews) -> PairingChanged:
    """Return what sockets get of a pairing."""
    pairing = news.pairing
    return PairingChanged(
        channel_id=news.channel_id,
        kind=pairing.kind if pairing else None,
        code=pairing.code if pairing else None,
        expires_at=pairing.expires_at if pairing else None,
    )


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
