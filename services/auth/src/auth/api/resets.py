"""A forgotten password: asking for a link, and choosing another password with it.

What depends on whether there is such an account happens after the answer, which therefore tells
nothing, neither by its body nor by its time.
"""

from typing import Final

import structlog
from fastapi import APIRouter, BackgroundTasks

from atende_platform.http.access import PUBLIC
from atende_platform.runtime import Runtime
from auth import deps, mail
from auth.deps import AuthRuntime, AuthTools, RequestDevice, Tools
from auth.domain import Device
from auth.passwords import require_acceptable
from auth.schemas.api_keys import ApiKeyRead
from auth.schemas.resets import (
    CompanyAccessRead,
    PasswordReset,
    PasswordResetConfirm,
    PasswordResetDone,
    PasswordResetRequested,
    PasswordResetRevoke,
)
from auth.schemas.users import UserRead
from auth.service import logins, resets
from auth.service.resets import CompanyAccess
from auth.service.totp import Verdict
from auth.settings import Settings
from auth.totp import Given

log = structlog.get_logger(__name__)

router = APIRouter(prefix="/auth/password/reset")

_ANSWER: Final = PasswordResetRequested(
    detail="If there is an account with this e-mail address, a link is on its way to it."
)


@router.post("", operation_id="auth.requestPasswordReset", status_code=202, dependencies=[PUBLIC])
async def request_reset(
    body: PasswordReset, runtime: AuthRuntime, tools: AuthTools, device: RequestDevice, later: BackgroundTasks
) -> PasswordResetRequested:
    """Ask for a link to choose another password with. The answer is the same if there is no such account.

    A newer link makes the older one worth nothing.
    """
    await deps.limit_resets(runtime, device)
    later.add_task(_send_link, runtime, tools, device, body.email)
    return _ANSWER


@router.post("/confirm", operation_id="auth.confirmPasswordReset", dependencies=[PUBLIC])
async def confirm_reset(
    body: PasswordResetConfirm,
    runtime: AuthRuntime,
    tools: AuthTools,
    device: RequestDevice,
    later: BackgroundTasks,
) -> PasswordResetDone:
    """Choose another password; you are signed out everywhere, and told by e-mail.

    The answer lists what else has access to your companies: API keys, other owners and admins.
    """
    async with runtime.database.worker() as session:
        found = await resets.find(session, body.token)
    password = body.new_password.get_secret_value()
    require_acceptable(password, email=found.login.email, field="newPassword")
    new_hash = await tools.passwords.hash(password)
    async with runtime.database.worker() as session:
        done = await resets.confirm(
            session,
            body.token,
            new_hash,
            Given(body.totp_code, body.recovery_code),
            device,
            totp=tools.totp,
        )
    # Raised outside the transaction: that a code was wrong must be committed.
    if isinstance(done, Verdict):
        raise deps.second_factor_lacks(done)
    await deps.announce_changed(runtime, tools, done.ended)
    # Anyone who reads the mailbox may now sign in, however much another is guessing.
    await tools.throttle.proved(done.login.email, device.address)
    later.add_task(_tell, runtime, tools, done)
    return PasswordResetDone(
        companies=[_access_read(one) for one in done.companies], review_token=done.review_token
    )


def _access_read(access: CompanyAccess) -> CompanyAccessRead:
    return CompanyAccessRead(
        id=access.company.company_id,
        name=access.company.name,
        role=access.company.role,
        ended_sessions=access.ended_sessions,
        api_keys=[ApiKeyRead.model_validate(key) for key in access.api_keys],
        administrators=[UserRead.model_validate(account) for account in access.administrators],
    )


@router.post("/revoke", operation_id="auth.revokePasswordReset", status_code=204, dependencies=[PUBLIC])
async def revoke_after_reset(
    body: PasswordResetRevoke, runtime: AuthRuntime, tools: AuthTools, device: RequestDevice
) -> None:
    """Revoke API keys and disable users of one of your companies, as listed when you reset your password."""
    await deps.limit_login(runtime, device)
    async with runtime.database.worker() as session:
        revoked = await resets.revoke(
            session, body.review_token, body.company_id, body.api_keys, body.users, device
        )
    await deps.announce_changed(runtime, tools, revoked)


async def _send_link(runtime: Runtime[Settings], tools: Tools, device: Device, email: str) -> None:
    try:
        async with runtime.database.worker() as session:
            found = await logins.find(session, email)
        # An address that is asked for too often is not told so: that would tell whether it is an account's.
        if (
            found is None
            or not found.may_enter
            or not await deps.may_be_sent_a_reset(runtime, found.login.id)
        ):
            return
        async with runtime.database.worker() as session:
            token = await resets.request(session, found, device, settings=runtime.settings)
        locale = found.may_enter[0].locale
        await tools.mail.send(
            mail.password_reset(runtime.settings, to=found.login.email, locale=locale, token=token)
        )
    except Exception as error:
        # The request has been answered: people who get no mail asks again.
        log.error("password_reset.not_sent", error=type(error).__name__)


async def _tell(runtime: Runtime[Settings], tools: Tools, done: resets.Reset) -> None:
    try:
        await tools.mail.send(
            mail.password_changed(runtime.settings, to=done.login.email, locale=done.locale)
        )
    except Exception as error:
        log.error("password_change.notice_not_sent", error=type(error).__name__)
