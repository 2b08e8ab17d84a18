"""What routes ask for: the process's tools, where a request comes from, and the limits on guessing."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Annotated, Final
from uuid import UUID

import structlog
from fastapi import Depends, Request
from redis.exceptions import RedisError

from atende_platform.addresses import prefix
from atende_platform.data.db import now
from atende_platform.errors import TooManyRequests, Unauthenticated
from atende_platform.http.access import runtime_of
from atende_platform.identity import revocation
from atende_platform.identity.api_keys import Directory
from atende_platform.mail import Mail
from atende_platform.runtime import Runtime
from auth.domain import Device
from auth.passwords import Passwords
from auth.service.api_keys import REVOKED_TOLD
from auth.service.offboarding import Ended
from auth.service.totp import Verdict
from auth.settings import Settings
from auth.throttle import Throttle
from auth.tokens import AccessTokens
from auth.totp import Totp

log = structlog.get_logger(__name__)

_USER_AGENT_CHARS: Final = 300


@dataclass(frozen=True, slots=True)
class Tools:
    """What the api role has beyond its runtime; kept in ``app.state.tools``."""

    passwords: Passwords
    access: AccessTokens
    mail: Mail
    throttle: Throttle
    totp: Totp


async def _runtime(request: Request) -> Runtime[Settings]:
    return runtime_of(request)


async def _tools(request: Request) -> Tools:
    tools: Tools = request.app.state.tools
    return tools


async def _device(request: Request) -> Device:
    return Device(
        address=request.client.host if request.client else "unknown",
        user_agent=request.headers.get("user-agent", "")[:_USER_AGENT_CHARS],
    )


AuthRuntime = Annotated[Runtime[Settings], Depends(_runtime)]
AuthTools = Annotated[Tools, Depends(_tools)]
RequestDevice = Annotated[Device, Depends(_device)]


async def limit_login(runtime: Runtime[Settings], device: Device) -> None:
    """Count an attempt against the address, whosever account it is."""
    limit = runtime.settings.login_attempts_per_address
    await _take(runtime, f"login:address:{prefix(device.address)}", limit, 60)


async def limit_registration(runtime: Runtime[Settings], device: Device) -> None:
    """Count a registration against the address."""
    limit = runtime.settings.registrations_per_address
    await _take(runtime, f"register:address:{prefix(device.address)}", limit, 3600)


async def may_be_sent_a_registration(runtime: Runtime[Settings], email: str) -> bool:
    """Count a registration against its e-mail address: nobody's mailbox is to be filled from here."""
    limit = runtime.settings.registrations_per_email
    address = hashlib.sha256(email.casefold().encode()).hexdigest()
    try:
        await _take(runtime, f"register:email:{address}", limit, 3600)
    except TooManyRequests:
        return False
    return True


async def limit_invitations(runtime: Runtime[Settings], company_id: UUID) -> None:
    """Count an invitation against the company: nobody's mailbox is to be filled from here."""
    limit = runtime.settings.invitations_per_company
    await _take(runtime, f"invitations:company:{company_id}", limit, 3600)


async def limit_new_users(runtime: Runtime[Settings], company_id: UUID) -> None:
    """Count a new user against the company: some get an e-mail, and which shows nowhere."""
    limit = runtime.settings.invitations_per_company
    await _take(runtime, f"users:company:{company_id}", limit, 3600)


async def limit_resets(runtime: Runtime[Settings], device: Device) -> None:
    """Count a forgotten password against the address."""
    limit = runtime.settings.password_resets_per_address
    await _take(runtime, f"reset:address:{prefix(device.address)}", limit, 3600)


async def may_be_sent_a_reset(runtime: Runtime[Settings], user_id: UUID) -> bool:
    """Count a link against the account: nobody's mailbox is to be filled from here."""
    limit = runtime.settings.password_resets_per_account
    try:
        await _take(runtime, f"reset:user:{user_id}", limit, 3600)
    except TooManyRequests:
        return False
    return True


def second_factor_lacks(verdict: Verdict) -> Unauthenticated:
    """Return the answer to a right password without the second factor that is needed."""
    if verdict is Verdict.MISSING:
        return Unauthenticated("totp-required")
    return Unauthenticated("wrong-code")


async def announce_changed(runtime: Runtime[Settings], tools: Tools, ended: Ended) -> None:
    """Tell every process of what ended with a changed role or state, once it is committed."""
    await announce_ended(runtime, [*ended.sessions, *ended.generations])
    await announce_revoked(runtime, tools, ended.api_keys)


async def announce_revoked(runtime: Runtime[Settings], tools: Tools, keys: Sequence[UUID]) -> None:
    """Tell every process of API keys whose end is committed. The worker will, if Redis is away."""
    if keys:
        await Directory(runtime.redis, tools.access.keys).remove(keys)
        await revocation.announce(runtime.redis, dict.fromkeys(keys, now() + REVOKED_TOLD))


async def announce_ended(runtime: Runtime[Settings], ended: Sequence[UUID]) -> None:
    """Tell every process of sessions whose end is committed. The worker will, if Redis is away."""
    if ended:
        over = now() + timedelta(seconds=runtime.settings.access_token_seconds)
        await revocation.announce(runtime.redis, dict.fromkeys(ended, over))


async def _take(runtime: Runtime[Settings], key: str, limit: int, seconds: int) -> None:
    try:
        grant = await runtime.limiter.take(key, per_second=limit / seconds, burst=limit)
    except (RedisError, OSError) as error:
        # An outage of Redis keeps no user out; guessing stays bounded by the hashing queue.
        log.warning("rate_limiter.unavailable", error=repr(error))
        return
    if not grant.granted:
        raise TooManyRequests("too-many-attempts", retry_after=grant.wait)
