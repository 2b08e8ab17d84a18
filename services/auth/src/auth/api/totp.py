"""The second factor: one's own, and taking away that of somebody who lost it.

The routes that check a password or a code open their transactions themselves, see
`auth.api.sessions`; a refusal is raised when what was noted of it is committed.
"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter

from atende_platform.access import TenantSession, requires
from atende_platform.context import TenantContext
from atende_platform.errors import InvalidInput
from atende_platform.permissions import Permission
from atende_platform.runtime import Runtime
from auth.deps import AuthRuntime, AuthTools, RequestDevice, Tools
from auth.domain import Account
from auth.schemas import RecoveryCodes, TotpConfirm, TotpEnrol, TotpPending, TotpProof
from auth.service import totp, users
from auth.settings import Settings
from auth.totp import Given

router = APIRouter()


@router.post("/auth/totp", status_code=201, tags=["auth"])
async def enrol_totp(
    body: TotpEnrol,
    actor: Annotated[TenantContext, requires(Permission.SELF)],
    runtime: AuthRuntime,
    tools: AuthTools,
    device: RequestDevice,
) -> TotpPending:
    """Begin to use an authenticator app: enter the secret there, and confirm it with a code."""
    attempt = await tools.throttle.attempt(str(actor.user_id), device.address)
    account = await _checked(
        runtime, tools, actor, body.current_password.get_secret_value(), "currentPassword"
    )
    await tools.throttle.succeeded(attempt)
    async with runtime.database.tenant(actor.company_id) as session:
        secret, uri = await totp.enrol(session, account, tools.totp)
    return TotpPending(secret=secret, otpauth_uri=uri)


@router.post("/auth/totp/confirm", tags=["auth"])
async def confirm_totp(
    body: TotpConfirm,
    actor: Annotated[TenantContext, requires(Permission.SELF)],
    runtime: AuthRuntime,
    tools: AuthTools,
    device: RequestDevice,
) -> RecoveryCodes:
    """Confirm the app with a code of it: signing in takes one from now on. Recovery codes are shown once."""
    attempt = await tools.throttle.attempt(str(actor.user_id), device.address)
    async with runtime.database.tenant(actor.company_id) as session:
        codes = await totp.confirm(session, actor, body.code, device, totp=tools.totp)
    if codes is None:
        raise _wrong(Given(code=body.code))
    await tools.throttle.succeeded(attempt)
    return RecoveryCodes(recovery_codes=codes)


@router.post("/auth/totp/recovery-codes", tags=["auth"])
async def replace_recovery_codes(
    body: TotpProof,
    actor: Annotated[TenantContext, requires(Permission.SELF)],
    runtime: AuthRuntime,
    tools: AuthTools,
    device: RequestDevice,
) -> RecoveryCodes:
    """Get ten new recovery codes, shown once; the old ones are worth nothing from now on."""
    given = _given(body)
    attempt = await tools.throttle.attempt(str(actor.user_id), device.address)
    account = await _checked(runtime, tools, actor, body.password.get_secret_value(), "password")
    async with runtime.database.tenant(actor.company_id) as session:
        codes = await totp.replace_codes(session, account, given, device, totp=tools.totp)
    if codes is None:
        raise _wrong(given)
    await tools.throttle.succeeded(attempt)
    return RecoveryCodes(recovery_codes=codes)


@router.delete("/auth/totp", status_code=204, tags=["auth"])
async def disable_totp(
    body: TotpProof,
    actor: Annotated[TenantContext, requires(Permission.SELF)],
    runtime: AuthRuntime,
    tools: AuthTools,
    device: RequestDevice,
) -> None:
    """Sign in with the password alone again."""
    given = _given(body)
    attempt = await tools.throttle.attempt(str(actor.user_id), device.address)
    account = await _checked(runtime, tools, actor, body.password.get_secret_value(), "password")
    async with runtime.database.tenant(actor.company_id) as session:
        disabled = await totp.disable(session, account, given, device, totp=tools.totp)
    if not disabled:
        raise _wrong(given)
    await tools.throttle.succeeded(attempt)


@router.delete("/users/{user_id}/totp", status_code=204, tags=["users"])
async def reset_totp(
    user_id: UUID,
    actor: Annotated[TenantContext, requires(Permission.USERS_WRITE)],
    session: TenantSession,
    device: RequestDevice,
) -> None:
    """Take away the second factor of somebody who lost it; only an owner an owner's. Not your own."""
    await totp.reset(session, actor, user_id, device)


async def _checked(
    runtime: Runtime[Settings], tools: Tools, actor: TenantContext, password: str, field: str
) -> Account:
    async with runtime.database.tenant(actor.company_id) as session:
        account = await users.get_self(session, actor)
    await users.require_password(tools.passwords, account, password, field=field)
    return account


def _given(body: TotpProof) -> Given:
    given = Given(body.code, body.recovery_code)
    if not given:
        raise InvalidInput("Give a code of your app, or a recovery code.", field="code")
    return given


def _wrong(given: Given) -> InvalidInput:
    field = "code" if given.recovery_code is None else "recoveryCode"
    return InvalidInput("This code is wrong, or was used before.", field=field, code="wrong-code")
