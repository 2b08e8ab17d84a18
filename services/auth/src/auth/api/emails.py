"""Changing one's e-mail address."""

from typing import Annotated, Final

import structlog
from fastapi import APIRouter, BackgroundTasks

from atende_contracts.permissions import Permission
from atende_platform.http.access import PUBLIC, requires
from atende_platform.identity.context import TenantContext
from atende_platform.runtime import Runtime
from auth import deps, mail
from auth.deps import AuthRuntime, AuthTools, RequestDevice, Tools
from auth.schemas.emails import EmailChange, EmailChangeConfirm, EmailChangeRequested
from auth.service import emails, logins
from auth.service.emails import Asked
from auth.service.totp import Verdict
from auth.settings import Settings
from auth.totp import Given

log = structlog.get_logger(__name__)

router = APIRouter(prefix="/auth/email")

_REQUESTED: Final = EmailChangeRequested(
    detail="A link to go on with is on its way to the new e-mail address."
)


@router.post("", operation_id="auth.changeEmail", status_code=202)
async def change_email(
    body: EmailChange,
    actor: Annotated[TenantContext, requires(Permission.SELF)],
    runtime: AuthRuntime,
    tools: AuthTools,
    device: RequestDevice,
    later: BackgroundTasks,
) -> EmailChangeRequested:
    """Change the e-mail address that you sign in with, by a link that is sent to the new one.

    The answer is the same if the address has an account.
    """
    attempt = await tools.throttle.attempt(str(actor.user_id), device.address)
    async with runtime.database.worker() as session:
        login = await logins.of_actor(session, actor)
    await logins.require_password(tools.passwords, login, body.password.get_secret_value(), field="password")
    async with runtime.database.worker() as session:
        asked = await emails.ask(
            session,
            login,
            body.email,
            Given(body.totp_code, body.recovery_code),
            device,
            totp=tools.totp,
            settings=runtime.settings,
        )
    # Raised outside the transaction: that a code was wrong must be committed.
    if isinstance(asked, Verdict):
        raise deps.second_factor_lacks(asked)
    await tools.throttle.succeeded(attempt)
    later.add_task(_send, runtime, tools, body.email, asked)
    return _REQUESTED


async def _send(runtime: Runtime[Settings], tools: Tools, email: str, asked: Asked) -> None:
    settings, locale = runtime.settings, asked.locale
    try:
        if not await deps.may_be_sent_a_registration(runtime, email):
            return
        if asked.token is None:
            await tools.mail.send(mail.already_registered(settings, to=email, locale=locale))
        else:
            await tools.mail.send(mail.email_change(settings, to=email, locale=locale, token=asked.token))
    except Exception as error:
        # The request has been answered: people who get no mail asks again.
        log.error("email_change.not_sent", error=type(error).__name__)


@router.post("/confirm", operation_id="auth.confirmEmail", status_code=204, dependencies=[PUBLIC])
async def confirm_email(
    body: EmailChangeConfirm,
    runtime: AuthRuntime,
    tools: AuthTools,
    device: RequestDevice,
    later: BackgroundTasks,
) -> None:
    """Confirm your new e-mail address; you are signed out everywhere, and the old address is notified."""
    await deps.limit_login(runtime, device)
    async with runtime.database.worker() as session:
        login = await emails.find(session, body.token)
    attempt = await tools.throttle.attempt(login.email, device.address)
    await logins.require_password(tools.passwords, login, body.password.get_secret_value(), field="password")
    await tools.throttle.succeeded(attempt)
    async with runtime.database.worker() as session:
        changed = await emails.confirm(session, login, body.token, device)
    await deps.announce_ended(runtime, changed.ended)
    later.add_task(_tell, runtime, tools, changed)


async def _tell(runtime: Runtime[Settings], tools: Tools, changed: emails.Changed) -> None:
    try:
        await tools.mail.send(
            mail.email_changed(runtime.settings, to=changed.before.email, locale=changed.locale)
        )
    except Exception as error:
        log.error("email_change.notice_not_sent", error=type(error).__name__)
