"""Why we do not send: errors of our own, and orders for channels that cannot."""

from typing import Final

from atende_contracts.event import ProviderError
from atende_contracts.reasons import ReasonCode
from gateway.domain.channels import PENDING, UNUSABLE, ChannelAccess
from gateway.domain.errors import OWN_ERROR
from gateway.domain.sends import STOPPED_RETRY_SECONDS, Order, Uncertain
from gateway.repository.ledger import Intent


def own_error(title: str, reason: ReasonCode) -> ProviderError:
    return ProviderError(code=OWN_ERROR, title=title, reason=reason)


DISABLED: Final = own_error("The channel is disabled", "channel_disabled")
NOT_CONFIRMED: Final = own_error(
    "The provider has not confirmed the channel's number yet", "channel_disabled"
)
STOPPED: Final = own_error("The provider refuses this channel", "channel_auth")
UNREADABLE: Final = own_error("The channel's credentials cannot be read", "channel_auth")
NO_CHANNEL: Final = own_error("There is no such channel", "channel_disabled")
LATE: Final = own_error("Not attempted: the sending slot expired", "too_fast")
INTERRUPTED: Final = own_error("The provider does not answer", "channel_interrupted")
RATE_LIMITED: Final = own_error("Waiting for the channel's rate limit", "too_fast")
DAILY_LIMIT: Final = own_error("The account's daily limit of recipients is reached", "messaging_limit")
RECIPIENT_BUSY: Final = own_error("Waiting for the recipient's rate limit", "recipient_busy")
NOT_CONNECTED: Final = own_error("Waiting for the channel's session", "session_late")
CAMPAIGNS_OFF: Final = own_error("Campaigns are switched off on this channel", "campaigns_off")
NEW_CHATS_STOPPED: Final = own_error(
    "WhatsApp lets this number begin no new conversations for now", "spam_limited"
)
NEW_CHATS_LIMIT: Final = own_error(
    "The number has begun all the new conversations it may in a day", "cold_limited"
)
UPLOADING: Final = own_error("Its file is being uploaded to the provider", "provider_busy")
FILE_UNUSABLE: Final = own_error(
    "The file does not exist or the provider does not accept it", "media_unusable"
)
UNSTORABLE: Final = own_error("It contains characters that cannot be stored", "invalid_content")


def uncertain(error: Exception) -> Uncertain:
    """Return the outcome of an attempt that failed by a fault of ours: it may have left."""
    internal = own_error("Internal error", "internal")
    return Uncertain(internal.model_copy(update={"details": repr(error)}))


def refused(order: Order, channel: ChannelAccess | None) -> Intent:
    """Return how the ledger records an order for a channel that cannot send.

    A reply fails at once, so that the agent can act. A campaign's waits in the ledger: its window fills
    up, it stops by itself, and no recipient is burnt.
    """
    if channel is None:
        return Intent(order, "failed", NO_CHANNEL)
    error = {"disabled": DISABLED, PENDING: NOT_CONFIRMED, UNUSABLE: UNREADABLE}.get(channel.status, STOPPED)
    if order.origin == "reply":
        return Intent(order, "failed", error)
    return Intent(order, "retryable", error, STOPPED_RETRY_SECONDS)
