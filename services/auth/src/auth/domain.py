"""The rules of signing in and of what a company may choose. Pure: no database, no framework, no clock."""

import ipaddress
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from enum import StrEnum
from functools import cache
from typing import Final
from uuid import UUID
from zoneinfo import available_timezones

from atende_contracts.permissions import Permission, Role

_LOCALE: Final = re.compile(r"[a-z]{2,3}(-[A-Z][a-z]{3})?(-([A-Z]{2}|[0-9]{3}))?")


class UserStatus(StrEnum):
    ACTIVE = "active"
    DISABLED = "disabled"


@dataclass(frozen=True, slots=True)
class Device:
    """Where a request comes from, as the session list and the audit log will show it."""

    address: str
    user_agent: str


@dataclass(frozen=True, slots=True)
class Login:
    """How a person signs in, to any of their companies."""

    id: UUID
    email: str
    password_hash: str = field(repr=False)
    password_changed_at: datetime
    email_verified_at: datetime | None
    """When the person showed that they read this mailbox."""


@dataclass(frozen=True, slots=True)
class Account:
    """A person as the user of one company, with the role there."""

    company_id: UUID
    id: UUID
    login_id: UUID | None
    """None until the person accepts to be a user of the company."""
    name: str
    email: str
    role: Role
    state: UserStatus
    created_at: datetime
    joined_at: datetime | None
    """When the person first entered the company."""
    generation: UUID
    """What access tokens of the account name."""
    revision: int = 1


@dataclass(frozen=True, slots=True)
class MyCompany:
    """A company of a login, and who the login is there."""

    company_id: UUID
    name: str
    locale: str
    user_id: UUID
    role: Role
    active: bool
    """Whether the login may enter it."""


class NoticeKind(StrEnum):
    """What a person gets by e-mail, so that they learn of it if it was another."""

    NEW_DEVICE = "sign-in.new-device"
    API_KEY_CREATED = "api-key.created"
    OWNER_ADDED = "owner.added"
    TOTP_ENABLED = "totp.enabled"
    TOTP_DISABLED = "totp.disabled"
    TOTP_RESET = "totp.reset"
    RECOVERY_CODES_REPLACED = "totp.recovery-codes-replaced"
    RECOVERY_CODE_USED = "totp.recovery-code-used"

    @property
    def subject(self) -> str:
        """What notices are counted by."""
        return self.partition(".")[0]


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice to be sent. Each value of ``data`` is one short line."""

    company_id: UUID
    id: UUID
    kind: NoticeKind
    email: str
    locale: str
    data: Mapping[str, str]
    last: bool
    """Whether no other on the subject is sent within the hour."""
    at: datetime


class LinkKind(StrEnum):
    """What the holder of a link may do, once."""

    PASSWORD_RESET = "password-reset"  # noqa: S105 (a kind, not a secret)
    TOTP_RESET = "totp-reset"
    EMAIL_CHANGE = "email-change"
    COMPANY_CHOICE = "company-choice"
    RESET_REVIEW = "reset-review"


def changed(
    account: Account, *, name: str | None = None, role: Role | None = None, state: UserStatus | None = None
) -> Account:
    """Return the account with what is given."""
    after = replace(
        account, name=name or account.name, role=role or account.role, state=state or account.state
    )
    return after if after == account else replace(after, revision=account.revision + 1)


def is_active_owner(account: Account) -> bool:
    """Tell whether this is one of those of whom a company always keeps one."""
    return account.role is Role.OWNER and account.state is UserStatus.ACTIVE and account.joined_at is not None


@dataclass(frozen=True, slots=True)
class Invited:
    """An invitation as it is stored, and whether it can be accepted."""

    company_id: UUID
    id: UUID
    email: str
    role: Role
    invited_by: UUID | None
    """None: an operator of the installation."""
    created_at: datetime
    expires_at: datetime
    accepted_at: datetime | None
    revoked_at: datetime | None
    expired: bool


@dataclass(frozen=True, slots=True)
class Registration:
    """A company that a person asked for, and who is to own it."""

    company_name: str
    name: str
    email: str
    password_hash: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class ApiKey:
    """An API key as it is stored, without what it could be verified with."""

    id: UUID
    name: str
    scopes: list[Permission]
    created_by: UUID
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    revoked_at: datetime | None


class Reuse(StrEnum):
    """What a refresh token that was not exchanged just now deserves."""

    REPEAT = "repeat"
    """Give the same successor again: two tabs, or an answer that got lost."""
    REVOKE = "revoke"
    """End the session: thief and owner look the same, but one of them just came late."""
    REFUSE = "refuse"
    """It is simply over."""


def judge_reuse(
    *, used_at: datetime | None, expires_at: datetime, now: datetime, grace: timedelta, has_successor: bool
) -> Reuse:
    """Decide about a known refresh token that could not be exchanged.

    ``has_successor`` tells whether its successor is still kept, which it is at least for the grace.
    """
    if used_at is None or expires_at <= now:
        return Reuse.REFUSE
    if now - used_at <= grace and has_successor:
        return Reuse.REPEAT
    return Reuse.REVOKE


def may_grant(granter: Role, role: Role) -> bool:
    """Tell whether a user who may manage users may give out a role: only owners make owners."""
    return granter is Role.OWNER or role is not Role.OWNER


# The first that is found counts: browsers name those that they descend from, too.
_BROWSERS: Final = {
    "Edg": "Edge",
    "OPR": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "Chrome": "Chrome",
    "CriOS": "Chrome",
    "Safari": "Safari",
}
_SYSTEMS: Final = {
    "Android": "Android",
    "iPhone": "iOS",
    "iPad": "iOS",
    "Windows": "Windows",
    "Mac OS X": "macOS",
    "Linux": "Linux",
}
_PRODUCT_CHARS: Final = 40


def device_key(device: Device) -> str:
    """Return what a device is known by: its network, and its browser and system in whatever version."""
    agent = device.user_agent
    product = re.match(r"[\w.-]*", agent, re.ASCII)
    other = product[0][:_PRODUCT_CHARS] if product else ""
    browser = next((name for mark, name in _BROWSERS.items() if mark in agent), other)
    system = next((name for mark, name in _SYSTEMS.items() if mark in agent), "")
    return f"{_network(device.address)} {browser} {system}".rstrip()


def _network(address: str) -> str:
    """Return the network of 24 bits of an IPv4 address, of 64 bits of an IPv6 address."""
    try:
        parsed = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address[:_PRODUCT_CHARS]
    if isinstance(parsed, ipaddress.IPv6Address) and parsed.ipv4_mapped is not None:
        parsed = parsed.ipv4_mapped
    bits = 24 if isinstance(parsed, ipaddress.IPv4Address) else 64
    return str(ipaddress.ip_network((parsed, bits), strict=False))


@cache
def _time_zones() -> frozenset[str]:
    # Without a slash there are only machine-local files ("localtime", "Factory") and old aliases.
    return frozenset(name for name in available_timezones() if "/" in name) | {"UTC"}


def is_time_zone(name: str) -> bool:
    """Tell whether every service will find this IANA time zone."""
    return name in _time_zones()


def is_locale(tag: str) -> bool:
    """Tell whether ``tag`` is a language with optional script and region, as BCP 47 writes it."""
    return _LOCALE.fullmatch(tag) is not None


class ErasureStatus(StrEnum):
    """How far the erasure of a company is."""

    SCHEDULED = "scheduled"
    """It can be taken back."""
    RUNNING = "running"
    ERASED = "erased"


ERASING_SERVICES: Final = frozenset({"chat", "campaign", "gateway", "reporting"})
"""Who has to confirm before auth deletes what it has itself."""
