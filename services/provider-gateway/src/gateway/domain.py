"""The rules of sending: who a recipient is, what an outcome leads to, how statuses move a send forward.

Pure: no database, no network, no clock.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Any, Final, Literal
from uuid import UUID

from atende_contracts.delivery import RANK, moves_forward
from atende_contracts.event import OutboundContent, Party, ProviderError
from atende_contracts.messages import DeliveryState

Origin = Literal["reply", "campaign"]

SendState = Literal[
    "sending",  # the intent is committed; the POST may be under way
    "retryable",  # surely not sent; will be tried again at next_attempt_at
    "unknown",  # the POST may have been taken; only a status can tell
    "accepted",
    "sent",
    "delivered",
    "read",
    "played",
    "failed",
]

OWN_ERROR: Final = -1
"""The ``code`` of errors that are ours and not the provider's; providers' codes are not negative."""

UNUSABLE: Final = "unusable"
"""The status of a `ChannelAccess` whose secrets cannot be read: it has none, until the key is mended."""

EVERY_CHANNEL: Final = UUID(int=0)
"""Stands for "all channels of the company" where NULL could not be part of a key."""


# --- who -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ChannelAccess:
    """A channel with what is needed to use it. Its secrets are in memory only, and not in its repr."""

    company_id: UUID
    channel_id: UUID
    provider: str
    phone_number_id: str
    status: str
    messages_per_second: float
    verify_token: str
    access_token: str
    app_secret: str
    previous_app_secret: str = ""
    """Signs webhooks still, for a day after it was replaced."""
    waba_id: str | None = None

    @property
    def app_secrets(self) -> tuple[str, ...]:
        """Return the secrets that sign this channel's webhooks: two while one replaces the other."""
        return tuple(secret for secret in (self.app_secret, self.previous_app_secret) if secret)

    def __repr__(self) -> str:
        return f"ChannelAccess({self.channel_id}, {self.status})"


# --- what is to be sent ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Order:
    """One message to be sent at most once under its ``send_id``, its content frozen."""

    company_id: UUID
    send_id: UUID
    channel_id: UUID
    origin: Origin
    recipient: Party
    content: OutboundContent
    reply_to: str | None = None
    campaign_id: UUID | None = None
    message_id: UUID | None = None
    fence: int = 1
    """Which attempt may record its outcome; grows with each attempt."""
    attempts: int = 1
    age_seconds: float = 0.0

    @property
    def key(self) -> tuple[UUID, UUID]:
        return self.company_id, self.send_id

    @property
    def channel_key(self) -> tuple[UUID, UUID]:
        return self.company_id, self.channel_id


# --- what became of an attempt ---------------------------------------------------------------


class Treatment(Enum):
    """What a refusal asks of us."""

    PERMANENT = "permanent"  # this message will never be taken
    RETRY = "retry"  # a passing fault; a bounded number of tries
    THROTTLED = "throttled"  # too fast: the whole channel slows down
    PAIR_LIMITED = "pair limited"  # too many to this recipient; others are not affected
    SPAM_LIMITED = "spam limited"  # recipients complained: the number's campaigns pause
    HELD = "held"  # needs a person or hours, such as a paused template: the campaign pauses
    CHANNEL_STOPPED = "channel stopped"  # token, permission, account: nothing can be sent
    UNREACHABLE = "unreachable"  # no connection was made


@dataclass(frozen=True, slots=True)
class Accepted:
    """The provider took the message. That is not yet delivery."""

    provider_message_id: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Surely not sent."""

    error: ProviderError
    treatment: Treatment


@dataclass(frozen=True, slots=True)
class Uncertain:
    """The request may have left and no answer told its fate. Never sent again by itself."""

    error: ProviderError


Outcome = Accepted | Refused | Uncertain

MAX_TRIES: Final = 5
MAX_AGE_SECONDS: Final[dict[Origin, float]] = {"reply": 3600.0, "campaign": 24 * 3600.0}
"""After this time a message that could not be sent is a failure: it has lost its sense."""

STOPPED_RETRY_SECONDS: Final = 30.0
HOLD_SECONDS: Final = 900.0


@dataclass(frozen=True, slots=True)
class Settlement:
    """What the ledger records of an attempt. ``retry_after`` (seconds) only with ``retryable``."""

    order: Order
    state: Literal["accepted", "failed", "retryable", "unknown"]
    provider_message_id: str | None = None
    error: ProviderError | None = None
    retry_after: float | None = None


def settle(order: Order, outcome: Outcome) -> Settlement:
    """Decide what an attempt's outcome leads to."""
    match outcome:
        case Accepted(provider_message_id):
            return Settlement(order, "accepted", provider_message_id=provider_message_id)
        case Uncertain(error):
            return Settlement(order, "unknown", error=error)
        case Refused(error, treatment):
            after = _retry_after(order, treatment)
            if after is None or order.age_seconds + after > MAX_AGE_SECONDS[order.origin]:
                return Settlement(order, "failed", error=error)
            return Settlement(order, "retryable", error=error, retry_after=after)


def postpone(order: Order, error: ProviderError | None, after: float) -> Settlement:
    """Put off an order that was claimed but not tried."""
    return Settlement(order, "retryable", error=error, retry_after=after)


def _retry_after(order: Order, treatment: Treatment) -> float | None:
    """Return the seconds until the next try; None: there is none."""
    step = min(order.attempts - 1, 20)
    match treatment:
        case Treatment.PERMANENT:
            return None
        case Treatment.RETRY:
            return 2.0 * 2.0**step if order.attempts < MAX_TRIES else None
        case Treatment.THROTTLED | Treatment.UNREACHABLE:
            return min(2.0**step, 60.0)
        case Treatment.PAIR_LIMITED:
            return min(4.0**step, 300.0)  # Meta: 4^X seconds, X from 0
        case Treatment.SPAM_LIMITED | Treatment.HELD:
            return min(HOLD_SECONDS * 2.0**step, 3 * 3600.0)
        case Treatment.CHANNEL_STOPPED:
            # An agent waits for an answer and can act; a campaign's recipients must not be burnt.
            return STOPPED_RETRY_SECONDS if order.origin == "campaign" else None


# --- statuses --------------------------------------------------------------------------------


def advance(current: str, reported: list[DeliveryState]) -> list[DeliveryState]:
    """Return the states that a send passes through, in order, when ``reported`` are told in any order.

    A failure that the same reports contradict is not passed through.
    """
    steps: list[DeliveryState] = []
    for state in sorted(set(reported), key=RANK.__getitem__):
        if moves_forward(current, state):
            steps.append(state)
            current = state
    if len(steps) > 1 and "failed" in steps and steps[-1] != "failed":
        steps.remove("failed")
    return steps


# --- what the provider tells of a channel ----------------------------------------------------


@dataclass(frozen=True, slots=True)
class Standing:
    """What an update says of a channel; None: nothing about that."""

    display_phone: str | None = None
    """The number it is about; None: all numbers of the account."""
    quality: str | None = None
    messaging_limit: str | None = None
    stopped: str | None = None
    """Why the provider takes nothing from it any more."""


def standing_of(field: str, value: dict[str, Any]) -> Standing | None:
    """Return what an update changes of its channel; None when it is only for people to read."""
    event = _word(value.get("event"))
    limit = _word(value.get("max_daily_conversations_per_business")) or _word(value.get("current_limit"))
    match field:
        case "phone_number_quality_update":
            quality = event if event in {"FLAGGED", "UNFLAGGED"} else None
            return Standing(_word(value.get("display_phone_number")), quality, limit)
        case "business_capability_update":
            return Standing(messaging_limit=limit)
        case "account_update":
            ban = value.get("ban_info")
            banned = isinstance(ban, dict) and ban.get("waba_ban_state") == "DISABLE"
            if event == "ACCOUNT_DELETED" or (event == "DISABLED_UPDATE" and banned):
                return Standing(stopped=f"WhatsApp: {event}")
    return None


def _word(value: Any) -> str | None:
    text = str(value) if isinstance(value, str | int) else ""
    return text[:100] or None
