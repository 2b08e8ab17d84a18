"""A channel, and what the provider tells of it."""

import re
from dataclasses import dataclass
from typing import Any, Final, Literal
from uuid import UUID

from atende_contracts.event import ProviderError
from gateway.domain.errors import rule_of

UNUSABLE: Final = "unusable"
"""The status of a `ChannelAccess` whose secrets cannot be read: it has none, until the key is mended."""

PENDING: Final = "pending"
"""The status of a channel whose company has not proved yet that the number is its own."""

EVERY_CHANNEL: Final = UUID(int=0)
"""Stands for "all channels of the company" where NULL could not be part of a key."""


def people_per_day(messaging_limit: str | None) -> int | None:
    """Return how many people an account may begin to write to in a day; None: no limit is known.

    Meta says it as ``TIER_250``, ``TIER_2K``, ``TIER_UNLIMITED``, or as a number.
    """
    found = re.fullmatch(r"(?:TIER_)?([0-9]{1,9})(K?)", messaging_limit or "")
    return int(found[1]) * (1000 if found[2] else 1) if found else None


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
    revision: int = 0
    messaging_limit: str | None = None

    @property
    def app_secrets(self) -> tuple[str, ...]:
        """Return the secrets that sign this channel's webhooks: two while one replaces the other."""
        return tuple(secret for secret in (self.app_secret, self.previous_app_secret) if secret)

    def __repr__(self) -> str:
        return f"ChannelAccess({self.channel_id}, {self.status})"


@dataclass(frozen=True, slots=True)
class Health:
    """What a provider answers when it is asked about a channel; None: it did not say."""

    token_valid: bool
    number_known: bool | None = None
    subscribed: bool | None = None
    """Whether an app is subscribed to the account, so that webhooks come."""
    quality: str | None = None
    messaging_limit: str | None = None
    throughput: str | None = None
    name_status: str | None = None
    problem: ProviderError | None = None


@dataclass(frozen=True, slots=True)
class Objection:
    """Why a provider does not confirm that a channel's token may use its number and its account."""

    about: Literal["access_token", "waba_id"]
    error: ProviderError
    final: bool
    """The token has no access, whatever is asked. Otherwise it may have: the provider refuses for now."""

    @property
    def words(self) -> str:
        """Return it as people read it."""
        return f"{self.error.code}: {self.error.title}"


CLAIM_BURST: Final = 5
"""How often a number is asked about without a pause."""
CLAIM_PAUSE_SECONDS: Final = 5.0
"""The pause before each further try that somebody asks for."""
CLAIM_LONGEST_WAIT_SECONDS: Final = 3600.0

"""How long the worker waits at most before it asks again; the first waits are a second, two, four, …"""

RATES: Final = {"STANDARD": 80.0, "HIGH": 1000.0}
"""Messages in a second, in and out together, by the throughput that a provider grants a number."""

HEALTH_FIELDS: Final = frozenset(
    {
        "phone_number_quality_update",
        "phone_number_name_update",
        "business_capability_update",
        "account_update",
        "account_review_update",
    }
)
"""The updates after which the provider says something else about the channel when it is asked."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What an update says of a channel; None: nothing about that."""

    display_phone: str | None = None
    """The number it is about; None: all numbers of the account."""
    quality: str | None = None
    messaging_limit: str | None = None
    stopped: str | None = None
    """Why the provider takes nothing from it any more."""
    reinstated: bool = False
    """The provider takes messages from it again."""


BAN_UPDATE: Final = "DISABLED_UPDATE"
_CODE: Final = re.compile(r"([0-9]{1,9}): ")
_OF_THE_ACCOUNT: Final = frozenset({"account_blocked", "channel_setup"})


def ends_with_reinstatement(status_reason: str | None) -> bool:
    """Tell whether a channel that stopped for this reason works again once its account is reinstated.

    Not when it was its token or a permission, or if the account was deleted.
    """
    reason = status_reason or ""
    if code := _CODE.match(reason):
        return rule_of(int(code[1])).reason in _OF_THE_ACCOUNT
    return reason == f"WhatsApp: {BAN_UPDATE}"


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
            state = ban.get("waba_ban_state") if isinstance(ban, dict) else None
            if event == "ACCOUNT_DELETED" or (event == BAN_UPDATE and state == "DISABLE"):
                return Standing(stopped=f"WhatsApp: {event}")
            if event == BAN_UPDATE and state == "REINSTATE":
                return Standing(reinstated=True)
    return None


def _word(value: Any) -> str | None:
    text = str(value) if isinstance(value, str | int) else ""
    return text[:100] or None
