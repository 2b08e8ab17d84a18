"""The rules of sending: who a recipient is, what an outcome leads to, how statuses move a send forward.

Pure: no database, no network, no clock.
"""

from dataclasses import dataclass
from enum import Enum
from typing import Any, Final, Literal
from uuid import UUID

from atende_contracts.content import MessageContent
from atende_contracts.delivery import RANK, moves_forward
from atende_contracts.event import Party, ProviderError
from atende_contracts.messages import DeliveryState
from atende_contracts.reasons import ReasonCode

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
    content: MessageContent
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
    SUPPRESS = "suppress"  # nor any other broadcast to this recipient: they said so to the provider
    RETRY = "retry"  # a passing fault; a bounded number of tries
    THROTTLED = "throttled"  # too fast: the whole channel slows down
    PAIR_LIMITED = "pair limited"  # too many to this recipient; others are not affected
    SPAM_LIMITED = "spam limited"  # recipients complained: the number's campaigns pause
    HELD = "held"  # needs a person, such as a paused template: the campaign pauses
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
    retry_after: float | None = None
    """Seconds, where the provider says how long a passing fault lasts."""


@dataclass(frozen=True, slots=True)
class Uncertain:
    """The request may have left and no answer told its fate. Never sent again by itself."""

    error: ProviderError


Outcome = Accepted | Refused | Uncertain


@dataclass(frozen=True, slots=True)
class Rule:
    """What an error code asks of us, and what an agent is told of it."""

    treatment: Treatment
    reason: ReasonCode
    retry_after: float | None = None


_SETUP: Final = Rule(Treatment.CHANNEL_STOPPED, "channel_setup")
_BLOCKED: Final = Rule(Treatment.CHANNEL_STOPPED, "account_blocked")
_AUTH: Final = Rule(Treatment.CHANNEL_STOPPED, "channel_auth")
_PERMISSION: Final = Rule(Treatment.CHANNEL_STOPPED, "channel_permission")
_TOO_FAST: Final = Rule(Treatment.THROTTLED, "too_fast")
_BUSY: Final = Rule(Treatment.RETRY, "provider_busy")
_INVALID: Final = Rule(Treatment.PERMANENT, "invalid_content")
_MISMATCH: Final = Rule(Treatment.PERMANENT, "template_mismatch")

# Meta's error codes (its page of December 2025). A campaign pauses by the reason (`reasons.PAUSING`).
ERRORS: Final[dict[int, Rule]] = {
    # The channel: nothing can be sent, and no recipient is burnt.
    0: _AUTH,
    190: _AUTH,
    3: _PERMISSION,
    10: _PERMISSION,
    **dict.fromkeys(range(200, 300), _PERMISSION),
    131005: _PERMISSION,
    368: _BLOCKED,
    130497: _BLOCKED,
    131031: _BLOCKED,
    131037: _SETUP,
    131042: _SETUP,
    131045: _SETUP,
    133010: _SETUP,
    # Too fast: the app, the account, the number; a maintenance of about a minute.
    4: _TOO_FAST,
    80007: _TOO_FAST,
    130429: _TOO_FAST,
    131057: Rule(Treatment.THROTTLED, "provider_busy"),
    131056: Rule(Treatment.PAIR_LIMITED, "recipient_busy"),
    131048: Rule(Treatment.SPAM_LIMITED, "spam_limited"),
    # Passing faults.
    1: _BUSY,
    2: _BUSY,
    131000: _BUSY,
    131016: _BUSY,
    133004: _BUSY,
    134101: Rule(Treatment.RETRY, "template_syncing", retry_after=600.0),
    # Needs a person.
    132015: Rule(Treatment.HELD, "template_paused"),
    132068: Rule(Treatment.HELD, "flow_unavailable"),
    132069: Rule(Treatment.HELD, "flow_unavailable"),
    # This recipient, now or ever.
    131050: Rule(Treatment.SUPPRESS, "opted_out"),
    130472: Rule(Treatment.PERMANENT, "experiment"),
    131021: Rule(Treatment.PERMANENT, "recipient_is_sender"),
    131026: Rule(Treatment.PERMANENT, "not_on_whatsapp"),
    131047: Rule(Treatment.PERMANENT, "window_closed"),
    131049: Rule(Treatment.PERMANENT, "delivery_capped"),
    131062: Rule(Treatment.PERMANENT, "no_phone"),
    # This message.
    33: _INVALID,
    100: _INVALID,
    131008: _INVALID,
    131009: _INVALID,
    135000: _INVALID,
    131051: Rule(Treatment.PERMANENT, "unsupported"),
    131052: Rule(Treatment.PERMANENT, "media_unusable"),
    131053: Rule(Treatment.PERMANENT, "media_unusable"),
    # This template, and so the whole campaign.
    132000: _MISMATCH,
    132005: _MISMATCH,
    132012: _MISMATCH,
    132001: Rule(Treatment.PERMANENT, "template_missing"),
    132007: Rule(Treatment.PERMANENT, "template_refused"),
    132016: Rule(Treatment.PERMANENT, "template_refused"),
    # Of interfaces that we do not send through.
    131055: Rule(Treatment.PERMANENT, "provider_refused"),
    131059: Rule(Treatment.PERMANENT, "provider_refused"),
    134100: Rule(Treatment.PERMANENT, "provider_refused"),
    134102: Rule(Treatment.PERMANENT, "provider_refused"),
}


def rule_of(code: int, *, status: int = 400, transient: bool = False) -> Rule:
    """Return what a code asks of us, and for an unknown one what the HTTP status suggests.

    Unknown codes: 429 slows down, 401 stops the channel, a fault of the provider's (5xx, or one that it
    calls transient) is tried again, and everything else is never tried again.
    """
    known = ERRORS.get(code)
    if known is not None:
        return known
    if status == 429:
        return _TOO_FAST
    if status == 401:
        return _AUTH
    return _BUSY if transient or status >= 500 else Rule(Treatment.PERMANENT, "provider_refused")


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
        case Refused(error, treatment, retry_after):
            after = _retry_after(order, treatment)
            if after is not None and retry_after is not None:
                after = retry_after
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
        case Treatment.PERMANENT | Treatment.SUPPRESS:
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


# --- a channel that does not answer ----------------------------------------------------------


class Circuit:
    """Whether a channel is worth trying: after failures in a row it rests for a growing time.

    closed ─(failures in a row)─► open ─(rested)─► half-open: one probe ─(answered)─► closed
                                   ▲                                     └(failed)─► open, for longer

    A failure is that the provider did not answer, or said that the fault is its own. Whatever else it
    answers shows that it works. All times are the caller's, in seconds of one clock.
    """

    FAILURES: Final = 5
    FIRST_REST: Final = 2.0
    LONGEST_REST: Final = 60.0
    PROBE_SECONDS: Final = 20.0
    """After this time a probe of which nothing was heard is given up: its order may not have been ours."""
    REPLIES_FIRST: Final = 1.5
    """So long campaigns wait after the channel works again, while what agents wrote leaves."""

    def __init__(self) -> None:
        self._failures = 0
        self._rest = 0.0
        self._open_until: float | None = None
        self._probe_until = 0.0
        self._campaigns_from = 0.0

    @property
    def is_open(self) -> bool:
        """Tell whether the channel is not, or only by a probe, being tried."""
        return self._open_until is not None

    def wait(self, origin: Origin, now: float) -> float:
        """Return for how many seconds nothing may be tried; 0: something may."""
        if self._open_until is None:
            return max(0.0, self._campaigns_from - now) if origin == "campaign" else 0.0
        return max(0.0, self._open_until - now, min(1.0, self._probe_until - now))

    def admit(self, wanted: int, now: float) -> int:
        """Return how many of ``wanted`` may be tried when `wait` is over: of a half-open one, a probe."""
        if self._open_until is None or not wanted:
            return wanted
        self._probe_until = now + self.PROBE_SECONDS
        return 1

    def heed(self, outcome: Outcome, now: float) -> float | None:
        """Learn from an attempt. Return the seconds it rests from now, 0 when it has closed, None else."""
        if not _is_outage(outcome):
            self._failures = 0
            if self._open_until is None or now < self._open_until:
                return None  # An answer of before the rest proves little.
            self._open_until, self._rest, self._probe_until = None, 0.0, 0.0
            self._campaigns_from = now + self.REPLIES_FIRST
            return 0.0
        self._failures += 1
        if self._open_until is None and self._failures < self.FAILURES:
            return None
        if self._open_until is not None and now < self._open_until:
            return None  # It was under way when the others failed.
        self._rest = min(self._rest * 2 or self.FIRST_REST, self.LONGEST_REST)
        self._open_until, self._probe_until = now + self._rest, 0.0
        return self._rest


def _is_outage(outcome: Outcome) -> bool:
    match outcome:
        case Uncertain():
            return True
        case Refused(_, Treatment.UNREACHABLE):
            return True
        case Refused(error, Treatment.RETRY):
            return error.reason == "provider_busy"
    return False


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
