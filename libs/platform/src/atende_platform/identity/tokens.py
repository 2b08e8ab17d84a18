"""Verifies bearer tokens offline: access tokens against the key set that auth publishes, and API keys.

RFC 9068 (``typ: at+jwt``) and RFC 8725: one algorithm, and issuer, audience, times and subject
required. The key set is fetched at most every few seconds, so that tokens with made-up key ids
cannot make us hammer auth; what was fetched stays in use, and no request waits for a newer set,
while auth is slow or away. Sessions that were ended are refused although their tokens have not
expired, and so are tokens from before their user's role was changed (`atende_platform.identity.revocation`).
What begins like an API key is one (`atende_platform.identity.api_keys`).
"""

import asyncio
import json
import re
import time
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

import httpx
import jwt
import structlog
from jwt import PyJWK
from jwt.utils import base64url_decode

from atende_contracts.permissions import Role
from atende_platform.errors import Unauthenticated, Unavailable
from atende_platform.identity.api_keys import PREFIX, ApiKeys, invalid_key
from atende_platform.identity.company_limits import CompanyLimits, company_suspended
from atende_platform.identity.context import TenantContext, Verified
from atende_platform.identity.revocation import Revocations

log = structlog.get_logger(__name__)

ALGORITHM: Final = "EdDSA"
TOKEN_TYPE: Final = "at+jwt"  # noqa: S105 (a media type)
LEEWAY_SECONDS: Final = 5
"""How far two machines' clocks may be apart; without it a fresh token can be "not yet issued"."""
_MAX_TOKEN_CHARS: Final = 4096
_SHAPE: Final = re.compile(r"[\w-]+\.[\w-]+\.[\w-]{86}", re.ASCII)
"""Without padding, which PyJWT takes: one token has one spelling. A signature has 64 bytes."""
_CACHED_SECONDS: Final = 5.0
"""How long a verified token is not verified again. Short, because a key may be withdrawn meanwhile."""
_MOST_CACHED: Final = 4096


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name comes twice")
    return found


def _json_object(data: bytes) -> dict[str, Any]:
    """Parse an object of a token. Raises `DecodeError`, also for a name that comes twice.

    RFC 7515 §4 lets a reader take the last: one more thing in which two readers of a token can differ.
    """
    try:
        found = json.loads(data, object_pairs_hook=_unique)
    except (ValueError, RecursionError) as error:
        raise jwt.DecodeError(str(error)) from None
    if not isinstance(found, dict):
        raise jwt.DecodeError("not an object")
    return found


class _Jwt(jwt.PyJWT):
    """PyJWT with our reading of claims."""

    def _decode_payload(self, decoded: dict[str, Any]) -> dict[str, Any]:
        return _json_object(decoded["payload"])


_JWT: Final = _Jwt()


@dataclass(frozen=True, slots=True)
class _Cached:
    verified: Verified
    fresh_until: float
    """By the monotonic clock."""


class KeySet:
    """The public keys of auth, by key id, kept fresh from its JWKS endpoint."""

    def __init__(self, url: str, *, max_age: float = 300.0, min_interval: float = 5.0) -> None:
        self._url = url
        self._max_age = max_age
        self._min_interval = min_interval
        self._keys: dict[str, PyJWK] = {}
        self._fetched_at = float("-inf")
        self._tried_at = float("-inf")
        self._lock = asyncio.Lock()
        self._refreshing: asyncio.Task[None] | None = None

    async def get(self, key_id: str) -> PyJWK:
        """Return a key by its id.

        Raises `Unauthenticated` when auth does not publish it, `Unavailable` when none is known yet.
        """
        if key_id not in self._keys:
            await self._refresh()
        elif time.monotonic() - self._fetched_at > self._max_age:
            self._refresh_meanwhile()
        key = self._keys.get(key_id)
        if key is not None:
            return key
        if not self._keys:
            raise Unavailable("signing-keys-unavailable", retry_after=2)
        raise Unauthenticated("unknown-signing-key")

    def put(self, document: dict[str, Any]) -> None:
        """Replace the keys by those of a JWKS document; keys we could not verify with are passed over."""
        keys: dict[str, PyJWK] = {}
        for entry in document.get("keys", []):
            if entry.get("kid") and entry.get("kty") == "OKP" and entry.get("use", "sig") == "sig":
                try:
                    keys[entry["kid"]] = PyJWK(entry, algorithm=ALGORITHM)
                except jwt.PyJWTError as error:
                    log.warning("jwks.entry_ignored", kid=entry["kid"], error=str(error))
        if keys:
            self._keys = keys
            self._fetched_at = time.monotonic()

    async def close(self) -> None:
        """Stop a fetch that may be under way."""
        if self._refreshing is not None:
            self._refreshing.cancel()
            await asyncio.gather(self._refreshing, return_exceptions=True)

    def _refresh_meanwhile(self) -> None:
        if self._refreshing is None or self._refreshing.done():
            self._refreshing = asyncio.create_task(self._refresh(), name="jwks refresh")

    async def _refresh(self) -> None:
        async with self._lock:
            if time.monotonic() - self._tried_at < self._min_interval:
                return
            self._tried_at = time.monotonic()
            try:
                async with httpx.AsyncClient(timeout=3.0) as client:
                    response = await client.get(self._url)
                    response.raise_for_status()
                    self.put(response.json())
            except (httpx.HTTPError, ValueError) as error:
                log.warning("jwks.not_fetched", url=self._url, error=str(error))


class TokenVerifier:
    """Tells who a bearer token, be it an access token or an API key, speaks for, or refuses it.

    A signature costs more to check than all else that is done for a token, and clients send the same
    one again and again: what was verified is remembered for a few seconds (measured by
    ``tests-e2e/bench/jwt_verify.py``). Expiry and revocation are looked at every time.
    """

    def __init__(
        self,
        keys: KeySet,
        *,
        issuer: str,
        audience: str,
        revocations: Revocations | None = None,
        api_keys: ApiKeys | None = None,
        company_limits: CompanyLimits | None = None,
    ) -> None:
        self._keys = keys
        self._issuer = issuer
        self._audience = audience
        self._revocations = revocations
        self._api_keys = api_keys
        self._company_limits = company_limits
        self._cache: dict[str, _Cached] = {}
        """Oldest first. Holds only tokens that were valid, so nobody can fill it with made-up ones."""

    async def verify(self, token: str) -> Verified:
        """Return who the token speaks for, and until when.

        Raises `Unauthenticated`: ``token-expired`` and ``session-revoked`` tell a client to refresh
        or to sign in, and every defect has one and the same wording. Raises `Unavailable` when it
        is unknown at the moment.
        """
        if self._api_keys is not None and token.startswith(PREFIX):
            verified = await self._api_keys.verify(token)
            if self._is_revoked(verified.context.session_id):
                raise invalid_key()
            self._require_not_suspended(verified.context)
            return verified
        known = self._cached(token)
        if known is None:
            known = await self._verify(token)
            self._remember(token, known)
        if self._is_revoked(known.context.session_id):
            raise Unauthenticated("session-revoked")
        if self._is_revoked(known.context.generation):
            # Not of the session: what a client does about an expired token is right here, too.
            raise Unauthenticated("role-changed")
        self._require_not_suspended(known.context)
        return known

    def _require_not_suspended(self, context: TenantContext) -> None:
        if self._is_suspended(context):
            raise company_suspended()

    def _is_suspended(self, context: TenantContext) -> bool:
        return self._company_limits is not None and self._company_limits.is_suspended(context.company_id)

    def has_ended(self, context: TenantContext) -> bool:
        """Tell whether what was verified as ``context`` has been ended since."""
        revoked = self._is_revoked(context.session_id) or self._is_revoked(context.generation)
        return revoked or self._is_suspended(context)

    def _is_revoked(self, id_: UUID | None) -> bool:
        return id_ is not None and self._revocations is not None and self._revocations.is_revoked(id_)

    def _cached(self, token: str) -> Verified | None:
        cached = self._cache.get(token)
        if (
            cached is None
            or cached.fresh_until <= time.monotonic()
            or cached.verified.expires_at <= time.time() - LEEWAY_SECONDS
        ):
            return None
        return cached.verified

    def _remember(self, token: str, verified: Verified) -> None:
        self._cache.pop(token, None)
        now = time.monotonic()
        while self._cache:
            oldest = next(iter(self._cache))
            if len(self._cache) < _MOST_CACHED and self._cache[oldest].fresh_until > now:
                break
            del self._cache[oldest]
        self._cache[token] = _Cached(verified, now + _CACHED_SECONDS)

    async def _verify(self, token: str) -> Verified:
        if len(token) > _MAX_TOKEN_CHARS or not _SHAPE.fullmatch(token):
            raise Unauthenticated("invalid-token")
        try:
            header = _json_object(base64url_decode(token.partition(".")[0]))
        except (jwt.PyJWTError, ValueError):
            raise Unauthenticated("invalid-token") from None
        if (
            header.get("alg") != ALGORITHM
            or str(header.get("typ", "")).lower() != TOKEN_TYPE
            or not isinstance(header.get("kid"), str)
            or "crit" in header
        ):
            raise Unauthenticated("invalid-token")
        key = await self._keys.get(header["kid"])
        try:
            claims = _JWT.decode(
                token,
                key,
                algorithms=[ALGORITHM],
                issuer=self._issuer,
                audience=self._audience,
                leeway=LEEWAY_SECONDS,
                options={
                    "require": ["iss", "aud", "exp", "iat", "sub", "jti", "sid", "company_id", "role"],
                    "strict_aud": True,
                },
            )
            context = TenantContext(
                company_id=UUID(str(claims["company_id"])),
                user_id=UUID(str(claims["sub"])),
                role=Role(claims["role"]),
                session_id=UUID(str(claims["sid"])),
                generation=UUID(str(claims["gen"])) if "gen" in claims else None,
            )
            return Verified(context, int(claims["exp"]))
        except jwt.ExpiredSignatureError:
            raise Unauthenticated("token-expired") from None
        except (jwt.PyJWTError, ValueError):
            raise Unauthenticated("invalid-token") from None
