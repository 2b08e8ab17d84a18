"""What WhatsApp's answers to a message ask of us, and the reason that the rest of the system knows them by.

WhatsApp documents none of its numbers. Those below are the ones that the library names (Baileys 7.0.0-rc14,
``decode-wa-message.js``: 463, 479, 487 to 552), that WhatsApp's own web client names (421, 475), and those
of XMPP, from which its protocol came. Each comes in the place of an acceptance: the message was not taken.
"""

from dataclasses import dataclass
from typing import Final

from atende_contracts.event import ProviderError
from atende_contracts.reasons import ReasonCode
from gateway.domain.errors import OWN_ERROR, Treatment
from gateway.domain.sends import Refused, Uncertain


@dataclass(frozen=True, slots=True)
class Rule:
    """What a number asks of us, and what an agent learns about it."""

    treatment: Treatment
    reason: ReasonCode
    title: str


_REFUSED: Final = Rule(Treatment.PERMANENT, "provider_refused", "WhatsApp refused the message")
_BUSY: Final = Rule(Treatment.RETRY, "provider_busy", "WhatsApp has a passing problem")
_INVALID: Final = Rule(Treatment.PERMANENT, "invalid_content", "WhatsApp could not read the message")
_FORBIDDEN: Final = Rule(Treatment.PERMANENT, "provider_refused", "The account may not write in this chat")

NEW_CHATS_STOPPED: Final = 463
"""The account may not write to people whom it has no chat with, for a time. To try again makes it longer."""
NEW_CHATS_CAPPED: Final = 475

ACKS: Final[dict[int, Rule]] = {
    400: _INVALID,
    401: Rule(Treatment.CHANNEL_STOPPED, "channel_auth", "The device is not linked to the account any more"),
    403: _FORBIDDEN,
    404: Rule(Treatment.PERMANENT, "not_on_whatsapp", "There is no such chat"),
    405: Rule(Treatment.PERMANENT, "unsupported", "WhatsApp does not take this kind of message here"),
    406: _FORBIDDEN,
    421: Rule(Treatment.RETRY, "provider_busy", "The group has another kind of addresses by now"),
    429: Rule(Treatment.THROTTLED, "too_fast", "Too many messages in a short time"),
    NEW_CHATS_STOPPED: Rule(
        Treatment.COLD_LIMITED, "spam_limited", "The account may not begin new conversations now"
    ),
    NEW_CHATS_CAPPED: Rule(
        Treatment.COLD_LIMITED, "cold_limited", "The account has begun all the conversations it may"
    ),
    479: Rule(Treatment.RETRY, "provider_busy", "The recipient's devices have changed"),
    **dict.fromkeys((487, 488, 489, 490, 491, 495), _INVALID),
    **dict.fromkeys((500, 502, 503, 504), _BUSY),
    **dict.fromkeys((550, 551), _FORBIDDEN),
    552: _BUSY,
}


def refusal_of(told: str) -> Refused:
    """Return what an ack with an error means; a number that nobody knows is never tried again."""
    digits = told.strip()
    code = int(digits) if digits.isascii() and digits.isdecimal() and len(digits) <= 6 else None
    rule = _REFUSED if code is None else ACKS.get(code, _REFUSED)
    error = ProviderError(
        code=OWN_ERROR if code is None else code,
        title=rule.title,
        details=None if code is not None and code in ACKS else f"ack {told[:32]!r}",
        reason=rule.reason,
    )
    return Refused(error, rule.treatment)


def own_refusal(title: str, reason: ReasonCode, *, details: str | None = None) -> Refused:
    """Return that a message cannot be sent at all, for a reason of ours."""
    error = ProviderError(code=OWN_ERROR, title=title, details=details, reason=reason)
    return Refused(error, Treatment.PERMANENT)


def not_written(details: str) -> Refused:
    """Return that nothing has left: the session is not there, or could not write."""
    error = ProviderError(
        code=OWN_ERROR, title="The channel's session is not connected", details=details, reason="session_away"
    )
    return Refused(error, Treatment.UNREACHABLE)


def not_written_now(details: str) -> Refused:
    """Return that nothing has left, though the session is there: its file, say, could not be uploaded."""
    error = ProviderError(
        code=OWN_ERROR, title="The message could not be written", details=details, reason="provider_busy"
    )
    return Refused(error, Treatment.RETRY)


def no_answer(details: str) -> Uncertain:
    """Return that a message may have left, and WhatsApp's server did not say that it took it."""
    error = ProviderError(code=OWN_ERROR, title="No answer", details=details, reason="no_answer")
    return Uncertain(error)
