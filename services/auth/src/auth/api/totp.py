"""The second factor: one's own, and taking away that of a user who lost it.

The routes that check a password or a code open their transactions themselves, see
`auth.api.sessions`; a refusal is raised when what was noted of it is committed.
"""

from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter

from atende_contracts.permissions import Permission
from atende_platform.errors import InvalidInput
from atende_platform.http.access import PUBLIC, requires
from atende_platform.identity.context import TenantContext
from atende_platform.runtime import Runtime
from auth import deps, mail
from auth.deps import AuthRuntime, AuthTools, RequestDevice, Tools
from auth.domain import Login
from auth.schemas.totp import (
    RecoveryCodes,
    TotpConfirm,
    TotpEnrol,
    TotpPending,
    TotpProof,
    TotpReset,
    TotpResetRequested,
)
from auth.service import logins, totp
from auth.settings import Settings
from auth.totp import Given

router = APIRouter()

_REQUESTED: Final = TotpResetRequested(
    detail="If this user has an authenticator app, a link to remove it is on its way to them."
)


@router.post("/auth/totp", operation_id="auth.enrolTotp", status_code=201)
async def enrol_totp(
    body: TotpEnrol,
    actor: Annotated[TenantContext, requires(Permission.SELF)],
    runtime: AuthRuntime,
    tools: AuthTools,
    device: RequestDevice,
) -> TotpPending:
    """Begin to use an authenticator app: enter the secret there, and confirm it with a code."""
    attempt = await tools.throttle.attempt(str(actor.user_id), device.address)
    login = await _checked(runtime, tools, actor, body.current_password.get_secret_value(), "currentPassword")
    await tools.throttle.succeeded(attempt)
    async with runtime.database.worker() as session:
        secret, uri = await totp.enrol(session, login, tools.totp)
    return TotpPending(secret=secret, otpauth_uri=uri)


@router.post("/auth/totp/confirm", operation_id="auth.confirmTotp")
async def confirm_totp(
    body: TotpConfirm,
    actor: Annotated[TenantContext, requires(Permission.SELF)],
    runtime: AuthRuntime,
    tools: AuthTools,
    device: RequestDevice,
) -> RecoveryCodes:
    """Confirm the app with a code of it: signing in takes one from now on. Recovery codes are shown once.

    You are signed out everywhere but here.
    """
    attempt = await tools.throttle.attempt(str(actor.user_id), device.address)
    async with runtime.database.worker() as session:
        confirmed = await totp.confirm(session, actor, body.code, device, totp=tools.totp)
    if confirmed is None:
        raise _wrong(Given(code=body.code))
    codes, ended = confirmed
    await deps.announce_ended(runtime, ended)
    await tools.throttle.succeeded(attempt)
    return RecoveryCodes(recovery_codes=codes)


@router.post("/auth/totp/recovery-codes", operation_id="auth.replaceRecoveryCodes")
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
    login = await _checked(runtime, tools, actor, body.password.get_secret_value(), "password")
    async with runtime.database.worker() as session:
        codes = await totp.replace_codes(session, login, given, device, totp=tools.totp)
    if codes is None:
        raise _wrong(given)
    await tools.throttle.succeeded(attempt)
    return RecoveryCodes(recovery_codes=codes)


@router.delete("/auth/totp", operation_id="auth.disableTotp", status_code=204)
async def disable_totp(
    body: TotpProof,
    actor: Annotated[TenantContext, requires(Permission.SELF)],
    runtime: AuthRuntime,
    tools: AuthTools,
    device: RequestDevice,
) -> None:
    """Sign in with the password alone again. You are signed out everywhere but here."""
    given = _given(body)
    attempt = await tools.throttle.attempt(str(actor.user_id), device.address)
    login = await _checked(runtime, tools, actor, body.password.get_secret_value(), "password")
    async with runtime.database.worker() as session:
        ended = await totp.disable(session, actor, login, given, device, totp=tools.totp)
    if ended is None:
        raise _wrong(given)
    await deps.announce_ended(runtime, ended)
    await tools.throttle.succeeded(attempt)


@router.delete("/users/{user_id}/totp", operation_id="users.allowTotpReset", status_code=202)
async def allow_totp_reset(
    user_id: UUID,
    actor: Annotated[TenantContext, requires(Permission.USERS_WRITE)],
    runtime: AuthRuntime,
    tools: AuthTools,
    device: RequestDevice,
) -> TotpResetRequested:
    """Let a user remove the authenticator app that they lost; only an owner an owner. Not yourself.

    They get a link by e-mail, which asks for their password: the app guards their other companies, too. The
    answer is the same if they have no app.
    """
    await deps.limit_invitations(runtime, actor.company_id)
    async with runtime.database.worker() as session:
        letter = await totp.allow_reset(session, actor, user_id, device, settings=runtime.settings)
    if letter is not None:
        await tools.mail.send(
            mail.totp_reset(
                runtime.settings,
                to=letter.email,
                company=letter.company.name,
                locale=letter.company.locale,
                token=letter.token,
            )
        )
    return _REQUESTED


@router.post(
    "/auth/totp/reset/confirm",
    operation_id="auth.confirmTotpReset",
    status_code=204,
    dependencies=[PUBLIC],
)
async def confirm_totp_reset(
    body: TotpReset, runtime: AuthRuntime, tools: AuthTools, device: RequestDevice
) -> None:
    """Remove the authenticator app that you lost; you are signed out everywhere."""
    await deps.limit_login(runtime, device)
    async with runtime.database.worker() as session:
        login = await totp.find_reset(session, body.token)
    attempt = await tools.throttle.attempt(login.email, device.address)
    await logins.require_password(tools.passwords, login, body.password.get_secret_value(), field="password")
    await tools.throttle.succeeded(attempt)
    async with runtime.database.worker() as session:
        ended = await totp.confirm_reset(session, login, body.token, device)
    await deps.announce_ended(runtime, ended)


async def _checked(
    runtime: Runtime[Settings], tools: Tools, actor: TenantContext, password: str, field: str
) -> Login:
    async with runtime.database.worker() as session:
        login = await logins.of_actor(session, actor)
    await logins.require_password(tools.passwords, login, password, field=field)
    return login


def _given(body: TotpProof) -> Given:
    given = Given(body.code, body.recovery_code)
    if not given:
        raise InvalidInput("code_missing", field="code")
    return given


def _wrong(given: Given) -> InvalidInput:
    field = "code" if given.recovery_code is None else "recoveryCode"
    return InvalidInput("wrong-totp-code", field=field)
