"""API keys: how one is written, how every process verifies it, and how auth tells them of it.

A key is ``atk_<id>_<secret><checksum>``. Auth keeps its SHA-256 and puts what a process has to know of
it, an `Entry`, into one hash in Redis (`Directory`); a process looks an entry up when a key is
presented (`ApiKeys`) and goes on with it for a few seconds. That a key was revoked is also announced
as the end of a session is (`atende_platform.identity.revocation`): a key's session is the key itself.

Entries are signed by auth (`atende_platform.identity.statements`) and made anew every few minutes: anyone
who can write to Redis cannot make a key, change whose it is or what it may, nor bring back a revoked one for
longer than `ENTRY_SECONDS`.
"""

import base64
import binascii
import hashlib
import hmac
import re
import secrets
import time
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from math import inf, isinf
from typing import Any, Final
from uuid import UUID

import structlog
from prometheus_client import Counter
from redis.asyncio import Redis
from redis.exceptions import RedisError

from atende_contracts.permissions import KEY_SCOPES, Permission, Role
from atende_platform.errors import Unauthenticated, Unavailable
from atende_platform.identity import statements
from atende_platform.identity.context import TenantContext, Verified
from atende_platform.identity.revocation import Outage
from atende_platform.identity.statements import Keys, NotAStatement, Signer

log = structlog.get_logger(__name__)

_refused = Counter("api_key_entries_refused_total", "Entries of API keys in Redis that auth did not sign")

PREFIX: Final = "atk_"
_SECRET_BYTES: Final = 32
_FORM: Final = re.compile(r"(atk_([A-Za-z0-9_-]{22})_[A-Za-z0-9_-]{43})([A-Za-z0-9_-]{6})")

_FRESH_SECONDS: Final = 3.0
"""How long an entry is not looked up again."""
ENTRY_SECONDS: Final = 900.0
"""How long an entry is good for, be Redis or auth away: as long as an access token lives."""
_SIGNED_ANEW_SECONDS: Final = 180.0
_KIND: Final = "api-key"
_SIGNED_AT_ONCE: Final = 100
"""Entries signed before others have their turn in the event loop: 5 ms."""
_RETRY_SECONDS: Final = 1.0
"""While Redis is away, so that not every request waits for it in vain."""
_MOST_KNOWN: Final = 4096
_USE_NOTED_SECONDS: Final = 60
_COMPLETE_SECONDS: Final = 10.0
"""How long after auth looked the entries can be taken for all that there are."""
_PER_CALL: Final = 1000

_ENTRIES: Final = "{api-keys}:signed"
_USES: Final = "{api-keys}:uses"
# A field among the entries (whose fields have 16 bytes): whatever loses the entries loses it, too.
_COMPLETE: Final = b"complete-until"

# KEYS: the entries. ARGV: the field, how many entries there should be, and its value. They are counted
# in the same step, because Redis may have lost them since they were written.
_MARK_COMPLETE: Final = """
if redis.call('HLEN', KEYS[1]) - redis.call('HEXISTS', KEYS[1], ARGV[1]) >= tonumber(ARGV[2]) then
  redis.call('HSET', KEYS[1], ARGV[1], ARGV[3])
end
"""


# --- how a key is written ----------------------------------------------------------------------


def new_key(key_id: UUID) -> str:
    """Return the text of a new key, with 256 random bits."""
    body = f"{PREFIX}{_encoded(key_id.bytes)}_{_encoded(secrets.token_bytes(_SECRET_BYTES))}"
    return body + _checksum(body)


def hash_key(key: str) -> bytes:
    """Return how a key is stored. It is random, so a plain hash is enough."""
    return hashlib.sha256(key.encode()).digest()


def id_of(key: str) -> UUID:
    """Return the id that a key names. Raises `Unauthenticated` if the text is not an intact key."""
    form = _FORM.fullmatch(key)
    if form is None or form[3] != _checksum(form[1]):
        raise Unauthenticated("malformed-api-key")
    return UUID(bytes=base64.urlsafe_b64decode(form[2] + "=="))


def _encoded(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def _checksum(body: str) -> str:
    return _encoded(binascii.crc32(body.encode()).to_bytes(4, "big"))


# --- what Redis says about a key ---------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Entry:
    """What a process has to know of a key in order to verify it."""

    id: UUID
    company_id: UUID
    key_hash: bytes
    scopes: frozenset[Permission]
    expires_at: float
    """In seconds since the epoch; infinity if it does not expire."""

    def sign(self, signer: Signer) -> bytes:
        """Return the entry as it stands in Redis, under the key's id."""
        claims = {
            "sub": self.id.hex,
            "company": self.company_id.hex,
            "hash": self.key_hash.hex(),
            "scopes": sorted(self.scopes),
            "expires": None if isinf(self.expires_at) else self.expires_at,
        }
        return statements.sign(signer, _KIND, claims, seconds=ENTRY_SECONDS)

    @classmethod
    async def verify(cls, keys: Keys, key_id: UUID, value: bytes) -> "tuple[Entry, float]":
        """Return what `sign` made and until when it is good (seconds since the epoch).

        It is without scopes that this version does not give to keys. Raises `NotAStatement`.
        """
        claims = await statements.verify(keys, _KIND, value)
        if claims["sub"] != key_id.hex:
            raise NotAStatement("of another key")
        entry = cls(
            id=key_id,
            company_id=UUID(claims["company"]),
            key_hash=bytes.fromhex(claims["hash"]),
            scopes=frozenset(scope for scope in KEY_SCOPES if scope in claims["scopes"]),
            expires_at=inf if claims["expires"] is None else float(claims["expires"]),
        )
        return entry, float(claims["exp"])


@dataclass(frozen=True, slots=True)
class Use:
    """That a key was used, and when at last."""

    company_id: UUID
    key_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class Told:
    """Which keys have an entry, and which of these need no new signature yet."""

    ids: frozenset[UUID]
    fresh: frozenset[UUID]


class Directory:
    """The entries in Redis, as auth keeps them. While Redis is away nothing is raised: see `told`."""

    def __init__(self, redis: Redis, signer: Signer) -> None:
        self._redis = redis
        self._signer = signer
        self._signed: dict[UUID, tuple[str, float]] = {}
        """With which key each entry was signed here, and when (monotonic)."""
        self._mark_complete = redis.register_script(_MARK_COMPLETE)
        self._outage = Outage("API keys cannot be published")

    async def put(self, entries: Sequence[Entry]) -> None:
        """Publish keys, for the next `ENTRY_SECONDS`."""
        with self._tolerant():
            for start in range(0, len(entries), _SIGNED_AT_ONCE):
                chunk = entries[start : start + _SIGNED_AT_ONCE]
                signed_with = self._signer.key_id, time.monotonic()
                fields: dict[Any, Any] = {entry.id.bytes: entry.sign(self._signer) for entry in chunk}
                await self._redis.hset(_ENTRIES, mapping=fields)
                self._signed.update((entry.id, signed_with) for entry in chunk)

    async def remove(self, keys: Collection[UUID]) -> None:
        """Let keys be unknown from now on."""
        fields: list[Any] = [key.bytes for key in keys]
        with self._tolerant():
            for start in range(0, len(fields), _PER_CALL):
                await self._redis.hdel(_ENTRIES, *fields[start : start + _PER_CALL])

    async def told(self) -> Told | None:
        """Return which keys Redis knows, or None while it is away.

        To be asked before the database: what is here and not there has then really gone.
        """
        with self._tolerant():
            fields: list[Any] = await self._redis.hkeys(_ENTRIES)
            ids = frozenset(UUID(bytes=field) for field in fields if field != _COMPLETE)
            # A key that signs no more may soon be published no more, or be in wrong hands.
            signed_with, since = self._signer.key_id, time.monotonic() - _SIGNED_ANEW_SECONDS
            self._signed = {
                id_: (key_id, at)
                for id_, (key_id, at) in self._signed.items()
                if id_ in ids and key_id == signed_with and at > since
            }
            return Told(ids, frozenset(self._signed))
        return None

    async def complete(self, expected: int) -> None:
        """Say for the next seconds that a key that is not here is none, if that many are here."""
        with self._tolerant():
            await self._mark_complete(
                keys=[_ENTRIES], args=[_COMPLETE, expected, time.time() + _COMPLETE_SECONDS]
            )

    async def take_uses(self) -> list[Use]:
        """Return the uses that processes noted since the last call."""
        with self._tolerant():
            pipeline: Any = self._redis.pipeline(transaction=True)
            uses, _ = await pipeline.hgetall(_USES).delete(_USES).execute()
            return [
                Use(UUID(bytes=field[:16]), UUID(bytes=field[16:]), datetime.fromtimestamp(int(at), UTC))
                for field, at in uses.items()
            ]
        return []

    @contextmanager
    def _tolerant(self) -> Iterator[None]:
        try:
            yield
        except (RedisError, OSError) as error:
            self._outage.begins(error)
        else:
            self._outage.ends()


# --- verifying ---------------------------------------------------------------------------------


@dataclass(slots=True, eq=False)
class _Known:
    entry: Entry
    value: bytes
    """The statement, which need not be verified again as long as it is the same."""
    good_until: float
    """In seconds since the epoch."""
    read_at: float
    """By the monotonic clock."""
    used_at: int = 0
    """In seconds since the epoch, as is `noted_at`."""
    noted_at: int = 0


class ApiKeys:
    """The keys that this process verifies. `note_uses` is to be called every few seconds."""

    def __init__(self, redis: Redis, keys: Keys) -> None:
        self._redis = redis
        self._keys = keys
        self._known: dict[UUID, _Known] = {}
        """Oldest first. Holds only keys that exist, so nobody can fill it with made-up ones."""
        self._away_until = float("-inf")
        self._outage = Outage("API keys cannot be looked up; those in use go on for a while")

    async def verify(self, key: str) -> Verified:
        """Return who the key speaks for.

        Raises `Unauthenticated`, in one wording whatever is wrong with an intact key, and `Unavailable`
        while it is unknown whether there is such a key.
        """
        key_id = id_of(key)
        known = self._known.get(key_id)
        if known is None or time.monotonic() - known.read_at > _FRESH_SECONDS:
            known = await self._look_up(key_id)
        entry = known.entry
        if not hmac.compare_digest(entry.key_hash, hash_key(key)) or entry.expires_at <= time.time():
            raise invalid_key()
        known.used_at = int(time.time())
        context = TenantContext(
            company_id=entry.company_id,
            user_id=key_id,
            # The least: what a key may is said by its scopes, and a rule about roles must not favour it.
            role=Role.VIEWER,
            session_id=key_id,
            kind="api-key",
            scopes=entry.scopes,
        )
        return Verified(context, entry.expires_at)

    async def note_uses(self) -> None:
        """Note in Redis which keys were used, each at most once a minute."""
        due = [
            (known, known.used_at)
            for known in self._known.values()
            if known.used_at - known.noted_at >= _USE_NOTED_SECONDS
        ]
        if not due:
            return
        uses: dict[Any, Any] = {
            known.entry.company_id.bytes + known.entry.id.bytes: used_at for known, used_at in due
        }
        try:
            await self._redis.hset(_USES, mapping=uses)
        except (RedisError, OSError):
            return  # The next call will.
        for known, used_at in due:
            known.noted_at = used_at

    async def _look_up(self, key_id: UUID) -> _Known:
        if time.monotonic() >= self._away_until:
            try:
                answer: list[Any] = await self._redis.hmget(_ENTRIES, [key_id.bytes, _COMPLETE])
            except (RedisError, OSError) as error:
                self._outage.begins(error)
                self._away_until = time.monotonic() + _RETRY_SECONDS
            else:
                self._outage.ends()
                value, complete_until = answer
                if value is not None and (told := await self._read(key_id, value)):
                    return told
                if complete_until is not None and float(complete_until) > time.time():
                    self._known.pop(key_id, None)
                    raise invalid_key()
        known = self._known.get(key_id)
        if known is None or known.good_until <= time.time():
            raise Unavailable("api-keys-unavailable", retry_after=2)
        return known

    async def _read(self, key_id: UUID, value: bytes) -> _Known | None:
        """Return what an entry says, or None if auth did not say it, or too long ago."""
        known = self._known.get(key_id)
        if known is not None and known.value == value:
            entry, good_until = known.entry, known.good_until
        else:
            try:
                entry, good_until = await Entry.verify(self._keys, key_id, value)
            except NotAStatement as error:
                _refused.inc()
                log.error("api_key.forged_entry", key_id=str(key_id), error=str(error))
                return None
        return self._remember(entry, value, good_until) if good_until > time.time() else None

    def _remember(self, entry: Entry, value: bytes, good_until: float) -> _Known:
        known = self._known.pop(entry.id, None) or _Known(entry, value, good_until, 0)
        known.entry, known.value, known.good_until = entry, value, good_until
        known.read_at = time.monotonic()
        while len(self._known) >= _MOST_KNOWN:
            del self._known[next(iter(self._known))]
        self._known[entry.id] = known
        return known


def invalid_key() -> Unauthenticated:
    """Return the refusal of a key, which does not tell whether it is unknown, revoked or expired."""
    return Unauthenticated("invalid-api-key")
