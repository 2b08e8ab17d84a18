"""What a company may use and keep at most, known to every process within seconds.

Auth owns the limits: the installation's defaults, what its administrators allow a company, and what
companies chose. Its worker publishes them again and again into one hash in Redis, which each process reads
every other second (`CompanyLimits`, run by the platform), so that no request waits for them. What was read
stays in force while Redis is away; a process that has never read any limits nothing. They are signed
(`atende_platform.identity.statements`): anyone who can write to Redis cannot raise them, nor bring back
older ones.
"""

import hashlib
import json
import time
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any, Final
from uuid import UUID

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from atende_platform.errors import Forbidden, Unavailable
from atende_platform.identity import statements
from atende_platform.identity.revocation import Outage
from atende_platform.identity.statements import Keys, NotAStatement, Signer

log = structlog.get_logger(__name__)

_KEY: Final = "company-limits:signed"
_KIND: Final = "company-limits"
_GOOD_SECONDS: Final = 3600.0
_SIGNED_ANEW_SECONDS: Final = 300
UNLIMITED: Final = 2**53
"""Of a kind of which auth says nothing, because it runs an older version. Exact as a float, too."""

_telling = Outage("company limits cannot be published")


@dataclass(frozen=True, slots=True)
class Limits:
    """A company's limits, each over all services and replicas unless it says otherwise."""

    sockets: int = UNLIMITED
    """Open realtime connections."""
    requests_per_minute: int = UNLIMITED
    """Of all its users and API keys."""
    messages_per_second: float = UNLIMITED
    """Sent over all its channels. Webhooks may report four statuses for each."""

    webhook_updates_per_second: float = UNLIMITED
    """Messages and other updates of webhooks, without statuses; per process of the gateway's API."""
    webhook_bytes_per_second: int = UNLIMITED
    """Of the bodies of signed webhooks; per process of the gateway's API."""
    imports_per_hour: int = UNLIMITED
    """Files of contacts, phones and opt-outs that are uploaded to be imported."""

    users: int = UNLIMITED
    """Accounts that may sign in."""
    invitations: int = UNLIMITED
    """That wait to be accepted."""
    api_keys: int = UNLIMITED
    """That can be used."""
    channels: int = UNLIMITED
    """That are not deleted."""
    web_channels: int = UNLIMITED
    """Of these, those of WhatsApp Web: each is held by a process, all the time."""
    contacts: int = UNLIMITED
    """Beyond it none is created by the API and by imports; customers who write always become contacts."""
    campaigns: int = UNLIMITED
    """That are stored, whatever their state."""
    segments: int = UNLIMITED
    """That are kept under a name."""
    audience_rows: int = UNLIMITED
    """Rows of files in the audiences of all campaigns."""
    stored_bytes: int = UNLIMITED
    """Of messages' files in the media storage."""

    @classmethod
    def named(cls, values: Mapping[str, float]) -> "Limits":
        """Return limits by name. Names that this version does not know are passed over."""
        return cls(**{name: value for name, value in values.items() if name in _NAMES})  # type: ignore[arg-type]


_NAMES: Final = frozenset(field.name for field in fields(Limits))


def company_suspended() -> Forbidden:
    """Return what is answered to users and keys of a suspended company."""
    return Forbidden("company-suspended")


async def publish(
    redis: Redis,
    signer: Signer,
    default: Limits,
    companies: Mapping[UUID, Limits],
    suspended: Collection[UUID] = (),
) -> None:
    """Tell every process the default, the companies whose limits are others, and those that are suspended.

    Redis may be away.
    """
    usual = asdict(default)
    others = {company.hex: asdict(limits) for company, limits in sorted(companies.items())}
    for limits in others.values():
        for name in [name for name, value in limits.items() if value == usual[name]]:
            del limits[name]
    content = {
        "default": usual,
        "companies": others,
        "suspended": sorted(company.hex for company in suspended),
    }
    # The same for all replicas, and another every few minutes and after a rotation: then it is signed anew.
    signed_with = [signer.key_id, int(time.time()) // _SIGNED_ANEW_SECONDS]
    version = hashlib.sha256(json.dumps([content, signed_with]).encode()).digest()
    try:
        if await redis.hget(_KEY, "version") != version:
            body = statements.sign(signer, _KIND, content, seconds=_GOOD_SECONDS)
            await redis.hset(_KEY, mapping={"version": version, "body": body})
    except (RedisError, OSError) as error:
        _telling.begins(error)
    else:
        _telling.ends()


class CompanyLimits:
    """The limits that this process knows of. `refresh` is to be called every second or two."""

    def __init__(self, redis: Redis, keys: Keys) -> None:
        self._redis = redis
        self._keys = keys
        self._said_at = 0
        self._outage = Outage("company limits cannot be read; those known stay in force")
        self._version: Any = None
        self._default: Limits | None = None
        self._companies: dict[UUID, Limits] = {}
        self._suspended: frozenset[UUID] = frozenset()

    def of(self, company_id: UUID) -> Limits | None:
        """Return a company's limits; None if auth has not told us of any yet."""
        return self._companies.get(company_id, self._default)

    def is_suspended(self, company_id: UUID) -> bool:
        """Tell whether the installation has suspended a company: it may do nothing, and is sent nothing."""
        return company_id in self._suspended

    async def refresh(self) -> None:
        """Learn what was published: a few bytes if nothing changed. Redis may be away, or empty."""
        version, body = self._version, None
        try:
            told: Any = await self._redis.hget(_KEY, "version")
            if told not in (None, self._version):
                said: list[Any] = await self._redis.hmget(_KEY, ["version", "body"])
                version, body = said
        except (RedisError, OSError) as error:
            self._outage.begins(error)
            return
        self._outage.ends()
        if body is not None and (content := await self._read(body)):
            default, companies = content["default"], content["companies"]
            self._default = Limits.named(default)
            self._companies = {
                UUID(company): Limits.named({**default, **limits}) for company, limits in companies.items()
            }
            self._suspended = frozenset(UUID(company) for company in content.get("suspended", ()))
            self._version = version

    async def _read(self, body: bytes) -> dict[str, Any] | None:
        """Return what auth said, or None if it did not say it, or said something else since."""
        try:
            content = await statements.verify(self._keys, _KIND, body)
        except Unavailable:  # No key is known yet: at the next time.
            return None
        except NotAStatement as error:
            log.error("company_limits.forged", error=str(error))
            return None
        if content["iat"] < self._said_at:
            log.error("company_limits.outdated")
            return None
        self._said_at = content["iat"]
        return content
