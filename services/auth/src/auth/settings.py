"""What an installation may choose about signing in. Durations are in seconds."""

from dataclasses import fields
from functools import cached_property
from pathlib import Path
from typing import Final, Literal, Self

from pydantic import Field, SecretStr, model_validator

from atende_platform.identity.company_limits import Limits
from atende_platform.mail import MailSettings
from atende_platform.sealing import keys_of

_DAY: Final = 24 * 60 * 60


class Settings(MailSettings):
    """The settings of auth (see `.env.example`)."""

    jwt_keys_file: Path = Path("jwt-keys.json")
    """The private signing keys, made by ``python -m auth keys init``. They sign tokens (api) and
    and the statements to other services in Redis (api, worker)."""
    jwt_keys_check_seconds: float = Field(default=2.0, gt=0, le=60)
    """How soon a running api notices that the file was changed."""

    registration: Literal["closed", "open"] = "closed"
    """``open``: anybody creates companies; ``closed``: operators (``python -m auth companies create``)."""
    email_verification: Literal["required", "off"] = "required"
    """``required``: nothing is created before the person confirms by a link in an e-mail.
    ``off``, for development only: anybody may use anybody's address, and find out who has an account."""
    registration_seconds: int = Field(default=_DAY, ge=60)
    """How long a registration can be confirmed before it is forgotten."""

    access_token_seconds: int = Field(default=15 * 60, ge=30, le=60 * 60)
    refresh_token_seconds: int = Field(default=14 * _DAY, ge=60)
    """A session that is not refreshed for this long has ended."""
    refresh_grace_seconds: float = Field(default=10.0, ge=0, le=60)
    """A refresh token that comes again within this time (two tabs, a lost answer) is not a theft."""
    browser_refresh_grace_seconds: float = Field(default=60.0, ge=0, le=600)
    """The same for the cookie of a browser, which pages that are closed or loaded again leave as it was."""
    session_seconds: int = Field(default=90 * _DAY, ge=60)
    """The longest life of a session, however often it is refreshed."""
    session_kept_seconds: int = Field(default=30 * _DAY, ge=0)
    """How long an ended session can still be looked at before it is deleted."""
    expiry_interval_seconds: float = Field(default=300.0, gt=0)

    password_threads: int = Field(default=0, ge=0, le=64)
    """Passwords hashed at the same time; 0 means one per core."""
    password_queue: int = Field(default=64, ge=0)
    """Hashes that may wait for a thread; beyond it callers get 503."""

    login_attempts_per_address: int = Field(default=30, ge=1)
    """Per minute. Generous, because a whole company may share one address."""
    login_failures_per_address: int = Field(default=5, ge=1)
    """Wrong passwords for one account from one address before each further one doubles the wait."""
    login_failures_per_account: int = Field(default=50, ge=1)
    """The same from all addresses that the account has not signed in from; the wait is a minute at most."""
    registrations_per_address: int = Field(default=10, ge=1)
    """Per hour."""
    registrations_per_email: int = Field(default=3, ge=1)
    """E-mails to one address per hour, no matter who registers with it."""
    invitations_per_company: int = Field(default=100, ge=1)
    """Per hour."""

    password_resets_per_account: int = Field(default=3, ge=1)
    """Links sent per hour."""
    password_resets_per_address: int = Field(default=20, ge=1)
    """Links asked for per hour."""

    password_reset_seconds: int = Field(default=60 * 60, ge=60)
    """How long the link to choose another password is good."""

    totp_reset_seconds: int = Field(default=_DAY, ge=60)
    """How long the link to remove a lost authenticator app is good, and the leave of each company for it."""

    totp_key: SecretStr = SecretStr("")
    """32 bytes in base64: seals the secrets of authenticator apps. Empty: nobody can begin to use one."""
    totp_previous_keys: SecretStr = SecretStr("")
    """Comma-separated keys that older secrets may still be sealed with."""

    audit_checkpoint_seconds: float = Field(default=3600.0, gt=0)
    """How often the worker logs how far the chains of the audit log have come."""

    company_sockets: int = Field(default=1000, ge=1)
    """Open realtime connections of a company that has chosen no other limit."""
    company_sockets_max: int = Field(default=10_000, ge=1)
    """What a company may choose at most."""
    company_requests_per_minute: int = Field(default=6000, ge=60)
    """Of all users and API keys of a company that has chosen no other limit."""
    company_requests_per_minute_max: int = Field(default=60_000, ge=60)
    """What a company may choose at most."""
    company_messages_per_second: float = Field(default=1000.0, ge=1)
    """Sent over all channels of a company that has chosen no other limit."""
    company_messages_per_second_max: float = Field(default=5000.0, ge=1)
    """What a company may choose at most."""

    company_webhook_updates_per_second: float = Field(default=20.0, gt=0)
    """Messages and other updates, without statuses, that webhooks of one company bring, per process of the
    gateway's API; ten seconds' worth at once."""
    company_webhook_bytes_per_second: int = Field(default=2_000_000, ge=1)
    """Of the bodies of one company's webhooks, counted likewise."""
    company_imports_per_hour: int = Field(default=60, ge=1)
    """Files of contacts, phones and opt-outs that one company uploads."""
    company_users: int = Field(default=500, ge=1)
    """Accounts of one company that may sign in."""
    company_invitations: int = Field(default=200, ge=1)
    """Invitations of one company that wait to be accepted."""
    company_api_keys: int = Field(default=50, ge=1)
    """API keys of one company that can be used."""
    company_channels: int = Field(default=50, ge=1)
    """Channels of one company that are not deleted."""
    company_web_channels: int = Field(default=10, ge=0)
    """Channels of one company by WhatsApp Web, each of which a process holds all the time; 0: none."""
    company_contacts: int = Field(default=1_000_000, ge=1)
    """Contacts of one company; beyond it none is created by the API and by imports."""
    company_campaigns: int = Field(default=10_000, ge=1)
    """Campaigns of one company, whatever their state."""
    company_segments: int = Field(default=500, ge=1)
    """Segments that one company keeps under a name."""
    company_audience_rows: int = Field(default=5_000_000, ge=1)
    """Rows of files in the audiences of one company's campaigns."""
    company_stored_bytes: int = Field(default=10_000_000_000, ge=1)
    """Of one company's files of messages in the media storage."""

    invitation_seconds: int = Field(default=7 * _DAY, ge=60)
    """How long an invitation can be accepted."""

    @model_validator(mode="after")
    def _check_keys(self) -> Self:
        if not self.totp_keys and self.totp_previous_keys.get_secret_value():
            raise ValueError("totp_previous_keys needs a totp_key")
        return self

    @model_validator(mode="after")
    def _check_limits(self) -> Self:
        for name, most in self.company_limits_max.items():
            if getattr(self.company_limits, name) > most:
                raise ValueError(f"company_{name} exceeds company_{name}_max")
        return self

    @cached_property
    def longest_grace_seconds(self) -> float:
        """How long a refresh token that was used may come again, from wherever."""
        return max(self.refresh_grace_seconds, self.browser_refresh_grace_seconds)

    @cached_property
    def company_limits(self) -> Limits:
        """The limits of a company for which no others were set: each is the setting of its name."""
        return Limits.named({field.name: getattr(self, f"company_{field.name}") for field in fields(Limits)})

    @cached_property
    def company_limits_max(self) -> dict[str, float]:
        """The limits that a company may choose itself, and the largest of each."""
        return {
            "sockets": self.company_sockets_max,
            "requests_per_minute": self.company_requests_per_minute_max,
            "messages_per_second": self.company_messages_per_second_max,
        }

    @cached_property
    def totp_keys(self) -> tuple[bytes, ...]:
        """The keys in bytes, the current one first; none if there is no current one."""
        current = self.totp_key.get_secret_value()
        previous = self.totp_previous_keys.get_secret_value()
        return keys_of("totp_key", current, previous) if current else ()
