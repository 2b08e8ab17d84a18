"""A channel, and what the provider reports about it."""

from dataclasses import dataclass
from typing import Final, Literal, cast
from uuid import UUID

from atende_contracts.event import ProviderError
from atende_contracts.reasons import ReasonCode

Capability = Literal["account", "media", "read_receipts", "service_window", "templates", "webhooks"]
"""What a provider may be able to do besides; each is a part of `gateway.providers.Provider`."""

Quality = Literal["high", "medium", "low"]
"""How a provider rates the quality of a number's messages. Campaigns of one that falls to low pause."""

UNLIMITED: Final = "unlimited"
"""The messaging limit of an account that has none; others are a number of people."""

UNUSABLE: Final = "unusable"
"""The status of a `ChannelAccess` whose secrets cannot be read: it has none, until the key is mended."""

PENDING: Final = "pending"
"""The status of a channel whose company has not proved yet that the number is its own."""

WHATSAPP_WEB: Final = "whatsapp_web"
"""The provider whose channels are linked devices: they have a session in place of credentials."""

EVERY_CHANNEL: Final = UUID(int=0)
"""Stands for "all channels of the company" where NULL could not be part of a key."""


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
    """People to whom the account may begin to write in a day, or `UNLIMITED`; None: not known."""

    @property
    def people_per_day(self) -> int | None:
        """Return the messaging limit; None: there is none, or it is not known."""
        return int(self.messaging_limit) if self.messaging_limit and self.messaging_limit.isdigit() else None

    @property
    def app_secrets(self) -> tuple[str, ...]:
        """Return the secrets that sign this channel's webhooks: two while one replaces the other."""
        return tuple(secret for secret in (self.app_secret, self.previous_app_secret) if secret)

    def __repr__(self) -> str:
        return f"ChannelAccess({self.channel_id}, {self.status})"


@dataclass(frozen=True, slots=True)
class ChannelReason:
    """Why a channel is as it is: a code that others decide by, and what the provider or we said of it."""

    code: ReasonCode
    detail: str


NO_ANSWER: Final = ChannelReason("no_answer", "The provider did not answer")


def in_words(error: ProviderError) -> str:
    """Return an error in its provider's words."""
    return f"{error.code}: {error.title}"


def reason_of(error: ProviderError) -> ChannelReason:
    """Return what an error says of its channel."""
    code = cast("ReasonCode", error.reason or "provider_refused")
    return ChannelReason(code, in_words(error))


@dataclass(frozen=True, slots=True)
class Health:
    """What a provider answers when it is asked about a channel; None: it did not say."""

    token_valid: bool
    number_known: bool | None = None
    subscribed: bool | None = None
    """Whether an app is subscribed to the account, so that webhooks come."""
    quality: Quality | None = None
    messaging_limit: str | None = None
    """A number of people in a day, or `UNLIMITED`."""
    throughput: str | None = None
    messages_per_second: float | None = None
    """The rate that the provider grants the number."""
    name_status: str | None = None
    problem: ProviderError | None = None


@dataclass(frozen=True, slots=True)
class TokenRefusal:
    """Why a provider does not confirm that a channel's token may use its number and its account."""

    about: Literal["access_token", "waba_id"]
    error: ProviderError
    final: bool
    """The token has no access, whatever is asked. Otherwise it may have: the provider refuses for now."""

    @property
    def reason(self) -> ChannelReason:
        return ChannelReason("number_not_confirmed", in_words(self.error))


CLAIM_BURST: Final = 5
"""How often a number is asked about without a pause."""
CLAIM_PAUSE_SECONDS: Final = 5.0
"""The pause before each further try that a user asks for."""
CLAIM_LONGEST_WAIT_SECONDS: Final = 3600.0
"""How long the worker waits at most before it asks again; the first waits are a second, two, four, …"""


@dataclass(frozen=True, slots=True)
class ChannelReport:
    """What a provider's update says of a channel; None: nothing about that."""

    display_phone: str | None = None
    """The number it is about; None: all numbers of the account."""
    quality: Quality | None = None
    messaging_limit: str | None = None
    stopped: ChannelReason | None = None
    """Why the provider takes nothing from it any more."""
    reinstated: bool = False
    """The provider takes messages from it again."""

    @property
    def decides(self) -> bool:
        """Whether it says if the channel may send: only the last word on that counts."""
        return self.stopped is not None or self.reinstated


ENDS_WITH_REINSTATEMENT: Final[frozenset[str | None]] = frozenset({"account_blocked", "channel_setup"})
"""Reasons for which a channel stopped that is active again once its account is reinstated.

Not its token or a permission, nor that the account was deleted.
"""
