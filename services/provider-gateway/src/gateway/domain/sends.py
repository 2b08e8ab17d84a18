"""A send: what is ordered, what an attempt leads to, how statuses move it forward."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final, Literal
from uuid import UUID

from atende_contracts.content import MessageContent
from atende_contracts.delivery import RANK, moves_forward
from atende_contracts.event import Party, ProviderError
from atende_contracts.identity import aliases
from atende_contracts.messages import DeliveryState, Quoted
from gateway.domain.errors import Treatment

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


@dataclass(frozen=True)
class Order:
    """One message to be sent at most once under its ``send_id``, its content frozen."""

    company_id: UUID
    send_id: UUID
    channel_id: UUID
    origin: Origin
    recipient: Party
    content: MessageContent
    reply_to: str | None = None
    quoted: Quoted | None = None
    """What is known of that message, or of the one that a reaction stands under."""
    campaign_id: UUID | None = None
    message_id: UUID | None = None
    fence: int = 1
    """Which attempt may record its outcome; grows with each attempt."""
    attempts: int = 1
    age_seconds: float = 0.0
    resent: bool = False
    """Whether the fate of the attempt before is not known: a refusal of this one says nothing of that."""
    traceparent: str | None = None
    """Where the trace of what ordered it goes on, if that is recorded."""

    @property
    def key(self) -> tuple[UUID, UUID]:
        return self.company_id, self.send_id

    @cached_property
    def recipient_keys(self) -> list[str]:
        """The recipient's aliases, which several parts of the sender ask for."""
        return aliases(self.recipient)

    @property
    def person(self) -> str:
        """The first of them, by which all messages to one person are known; empty if there is none."""
        return next(iter(self.recipient_keys), "")

    @property
    def channel_key(self) -> tuple[UUID, UUID]:
        return self.company_id, self.channel_id


# --- the outcome of an attempt ---------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Accepted:
    """The provider took the message. That is not yet delivery."""

    provider_message_id: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Surely not sent."""

    error: ProviderError
    treatment: Treatment
    retry_after: float | None = None
    """Seconds, where the provider says how long a passing fault lasts."""
    file_lost: bool = False
    """It may be that the provider does not have the message's file any more."""


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
        case Uncertain(error) | Refused(error) if order.resent:
            return Settlement(order, "unknown", error=error)
        case Uncertain(error):
            return Settlement(order, "unknown", error=error)
        case Refused(error, treatment, retry_after):
            after = _retry_after(order, treatment)
            if after is not None and retry_after is not None:
                after = retry_after
            if after is None or order.age_seconds + after > MAX_AGE_SECONDS[order.origin]:
                return Settlement(order, "failed", error=error)
            return Settlement(order, "retryable", error=error, retry_after=after)


def postpone(order: Order, error: ProviderError | None, after: float) -> Settlement:
    """Put off an order that was claimed but not tried. One that is sent again has only this chance."""
    if order.resent:
        return Settlement(order, "unknown", error=error)
    return Settlement(order, "retryable", error=error, retry_after=after)


def _retry_after(order: Order, treatment: Treatment) -> float | None:
    """Return the seconds until the next try; None: there is none."""
    step = min(order.attempts - 1, 20)
    match treatment:
        case Treatment.PERMANENT | Treatment.SUPPRESS | Treatment.COLD_LIMITED:
            return None
        case Treatment.RETRY:
            return 2.0 * 2.0**step if order.attempts < MAX_TRIES else None
        case Treatment.THROTTLED | Treatment.UNREACHABLE:
            return min(2.0**step, 60.0)
        case Treatment.PAIR_LIMITED:
            return min(4.0**step, 300.0)  # Meta: 4^X seconds, X from 0
        # An agent waits for an answer and can act; a campaign's recipients must not be burnt.
        case Treatment.SPAM_LIMITED | Treatment.HELD:
            return HOLD_SECONDS if order.origin == "campaign" else None
        case Treatment.CHANNEL_STOPPED:
            return STOPPED_RETRY_SECONDS if order.origin == "campaign" else None


# --- statuses --------------------------------------------------------------------------------


def advance(current: str, reported: list[DeliveryState]) -> list[DeliveryState]:
    """Return the states that a send passes through, in order, when ``reported`` are reported in any order.

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
