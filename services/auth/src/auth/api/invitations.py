"""Inviting people, and accepting an invitation."""

from email.message import EmailMessage
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter

from atende_contracts.permissions import Permission
from atende_platform.http.access import PUBLIC, TenantSession, requires
from atende_platform.http.pagination import Cursor, Limit, Page, decode_cursor, next_cursor
from atende_platform.identity.context import TenantContext
from atende_platform.runtime import Runtime
from auth import deps, mail
from auth.deps import AuthRuntime, AuthTools, RequestDevice, Tools
from auth.domain import Device
from auth.passwords import require_acceptable
from auth.schemas.invitations import (
    InvitationAccept,
    InvitationCreate,
    InvitationInspect,
    InvitationRead,
    InvitationShown,
)
from auth.schemas.sessions import SignedIn
from auth.service import invitations, logins, sessions
from auth.service.invitations import Letter
from auth.service.sessions import SignIn
from auth.service.totp import Verdict
from auth.settings import Settings
from auth.totp import Given

router = APIRouter()


@router.post("/users/invitations", operation_id="users.invite", status_code=201)
async def invite(
    body: InvitationCreate,
    actor: Annotated[TenantContext, requires(Permission.USERS_WRITE)],
    runtime: AuthRuntime,
    tools: AuthTools,
    device: RequestDevice,
) -> InvitationRead:
    """Invite a person by e-mail. Inviting the same address again replaces the invitation.

    If the e-mail cannot be sent (503), the invitation is there all the same; invite again.
    """
    await deps.limit_invitations(runtime, actor.company_id)
    async with runtime.database.tenant(actor.company_id) as session:
        letter = await invitations.invite(
            session,
            actor,
            body.email,
            body.role,
            device,
            settings=runtime.settings,
            quotas=runtime.quotas,
        )
    await tools.mail.send(invitation_mail(runtime.settings, letter))
    return InvitationRead.model_validate(letter.invited)


def invitation_mail(settings: Settings, letter: Letter) -> EmailMessage:
    """Return the e-mail of an invitation."""
    return mail.invitation(
        settings,
        to=letter.invited.email,
        company=letter.company.name,
        locale=letter.company.locale,
        token=letter.token,
    )


@router.get("/users/invitations", operation_id="users.listInvitations")
async def list_invitations(
    actor: Annotated[TenantContext, requires(Permission.USERS_WRITE)],
    session: TenantSession,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[InvitationRead]:
    """Invitations that were neither accepted nor revoked, newest first."""
    invited = await invitations.list_open(session, actor, decode_cursor(cursor), limit + 1)
    return Page(
        items=[InvitationRead.model_validate(one) for one in invited[:limit]],
        next_cursor=next_cursor(invited, limit, lambda one: (one.created_at, one.id)),
    )


@router.delete(
    "/users/invitations/{invitation_id}",
    operation_id="users.revokeInvitation",
    status_code=204,
)
async def revoke_invitation(
    invitation_id: UUID,
    actor: Annotated[TenantContext, requires(Permission.USERS_WRITE)],
    session: TenantSession,
    device: RequestDevice,
) -> None:
    """Take an invitation back: its link is worth nothing from now on."""
    await invitations.revoke(session, actor, invitation_id, device)


@router.post("/auth/invitations/inspect", operation_id="auth.inspectInvitation", dependencies=[PUBLIC])
async def inspect_invitation(
    body: InvitationInspect, runtime: AuthRuntime, device: RequestDevice
) -> InvitationShown:
    """What you are invited to, and whether accepting takes the password of an account that you have."""
    await deps.limit_login(runtime, device)
    async with runtime.database.worker() as session:
        invited = await invitations.find(session, body.token)
        company_name = await invitations.company_name(session, invited)
        found = await logins.find(session, invited.email)
    return InvitationShown(
        company_name=company_name, email=invited.email, role=invited.role, has_account=found is not None
    )


@router.post(
    "/auth/invitations/accept",
    operation_id="auth.acceptInvitation",
    status_code=201,
    dependencies=[PUBLIC],
)
async def accept_invitation(
    body: InvitationAccept, runtime: AuthRuntime, tools: AuthTools, device: RequestDevice
) -> SignedIn:
    """Become a user of the company that invited you; you are signed in there.

    With an account that you have already, or with a new one.
    """
    return SignedIn.model_validate(await enter_invited(body, runtime, tools, device))


async def enter_invited(
    body: InvitationAccept, runtime: Runtime[Settings], tools: Tools, device: Device
) -> SignIn:
    """Open a session in the company of an invitation."""
    await deps.limit_registration(runtime, device)
    async with runtime.database.worker() as session:
        invited = await invitations.find(session, body.token)
        found = await logins.find(session, invited.email)
    password = body.password.get_secret_value()
    attempt = await tools.throttle.attempt(invited.email, device.address)
    new_hash = None
    if found is not None:
        await logins.require_password(tools.passwords, found.login, password, field="password")
    else:
        require_acceptable(password, email=invited.email)
        new_hash = await tools.passwords.hash(password)
    async with runtime.database.worker() as session:
        accepted = await invitations.accept(
            session,
            invited,
            body.name,
            found.login if found else None,
            new_hash,
            device,
            given=Given(body.totp_code, body.recovery_code),
            totp=tools.totp,
        )
        if not isinstance(accepted, Verdict):
            company, account = accepted
            opened = await sessions.open_session(
                session, company, account, device, access=tools.access, settings=runtime.settings
            )
    # Raised outside the transaction: that a code was wrong must be committed.
    if isinstance(accepted, Verdict):
        raise deps.second_factor_lacks(accepted)
    await tools.throttle.succeeded(attempt)
    return opened
