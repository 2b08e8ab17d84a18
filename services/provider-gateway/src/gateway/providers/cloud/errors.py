"""What each of Meta's error codes asks of us, and the reason that the rest of the system knows it by."""

from dataclasses import dataclass
from typing import Final

from atende_contracts.reasons import ReasonCode
from gateway.domain.errors import Treatment


@dataclass(frozen=True, slots=True)
class Rule:
    """What an error code asks of us, and what an agent learns about it."""

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
    80008: _TOO_FAST,
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
