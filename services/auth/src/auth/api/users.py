"""Users: those of the company, and oneself.

The routes that hash a password or end sessions open their transactions themselves, see
`auth.api.sessions`.
"""

from typing import Annotated
from uuid import UUID

import structlog
from fastapi import APIRouter, BackgroundTasks, Response

from atende_contracts.permissions import Permission, permissions_of
from atende_platform.errors import Forbidden, InvalidInput
from atende_platform.http.access import TenantSession, requires
from atende_platform.http.idempotency import Repeatable
from atende_platform.http.pagination import Cursor, Limit, Page, decode_cursor, next_cursor
from atende_platform.identity.context import TenantContext
from atende_platform.runtime import Runtime
from auth import deps
from auth.api.invitations import invitation_mail
from auth.deps import AuthRuntime, AuthTools, RequestDevice, Tools
from auth.domain import may_grant
from auth.passwords import require_acceptable
from auth.schemas.companies import CompanyRead
from auth.schemas.sessions import Me
from auth.schemas.users import PasswordChange, SelfUpdate, UserCreate, UserRead, UserUpdate
from auth.service import invitations, logins, roles, sessions, totp, users
from auth.service.invitations import Letter
from auth.service.users import NewUser
from auth.settings import Settings

log = structlog.get_logger(__name__)

router = APIRouter()


@router.get("/users", operation_id="users.list")
async def list_users(
    actor: Annotated[TenantContext, requires(Permission.USERS_READ)],
    session: TenantSession,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[UserRead]:
    """The users of your company, oldest first."""
    accounts = await users.list_users(session, actor, decode_cursor(cursor), limit + 1)
    return Page(
        items=[UserRead.model_validate(account) for account in accounts[:limit]],
        next_cursor=next_cursor(accounts, limit, lambda account: (account.created_at, account.id)),
    )


@router.post("/users", operation_id="users.create", status_code=201, response_model=UserRead)
async def create_user(
    body: UserCreate,
    actor: Annotated[TenantContext, requires(Permission.USERS_WRITE)],
    runtime: AuthRuntime,
    tools: AuthTools,
    device: RequestDevice,
    later: BackgroundTasks,
    repeatable: Repeatable,
) -> UserRead | Response:
    """Add a user to your company. Only an owner can add an owner.

    A person who has an account already keeps their password and gets an e-mail, by which they accept;
    the answer is the same.
    """
    if not may_grant(actor.role, body.role):  # Asked again of the account; this is before a hash is made.
        raise Forbidden("owner-grants-owner")
    await deps.limit_new_users(runtime, actor.company_id)
    password_hash = None
    if body.password is not None:
        _require_password_allowed(runtime.settings)
        password = body.password.get_secret_value()
        require_acceptable(password, email=body.email)
        password_hash = await tools.passwords.hash(password)
    new = NewUser(name=body.name, email=body.email, password_hash=password_hash, role=body.role)
    async with runtime.database.worker() as session:
        if (again := await repeatable.answered(session, actor)) is not None:
            return again
        account = await users.create_user(session, actor, new, device, runtime.quotas)
        letter = None
        if account.login_id is None:
            letter = await invitations.add(
                session, actor, body.email, body.role, device, settings=runtime.settings
            )
        created = UserRead.model_validate(account)
        await repeatable.keep(session, actor, created)
    if letter is not None:
        # Behind the answer, whose time would else tell that there is such an account.
        later.add_task(_send_invitation, runtime, tools, letter)
    return created


def _require_password_allowed(settings: Settings) -> None:
    if settings.email_verification == "required":
        raise InvalidInput("password-not-allowed", field="password")


async def _send_invitation(runtime: Runtime[Settings], tools: Tools, letter: Letter) -> None:
    try:
        await tools.mail.send(invitation_mail(runtime.settings, letter))
    except Exception as error:
        # The request has been answered: people who get no mail are invited again.
        log.error("invitation.not_sent", error=type(error).__name__)


@router.get("/users/{user_id}", operation_id="users.get")
async def get_user(
    user_id: UUID, actor: Annotated[TenantContext, requires(Permission.USERS_READ)], session: TenantSession
) -> UserRead:
    """One user of your company."""
    return UserRead.model_validate(await users.get_user(session, actor, user_id))


@router.patch("/users/{user_id}", operation_id="users.update")
async def change_user(
    user_id: UUID,
    body: UserUpdate,
    actor: Annotated[TenantContext, requires(Permission.USERS_WRITE)],
    runtime: AuthRuntime,
    tools: AuthTools,
    device: RequestDevice,
) -> UserRead:
    """Rename a user, give another role, disable or enable them; what is absent stays as it is.

    Only an owner can change an owner, and a company always keeps one. Another role ends access tokens of
    the user, who refreshes them. A disabled user is signed out everywhere. API keys and pending
    invitations that the user could no longer give out are revoked.
    """
    async with runtime.database.tenant(actor.company_id) as session:
        changed = await roles.change_user(session, actor, user_id, body, device)
    await deps.announce_changed(runtime, tools, changed.ended)
    return UserRead.model_validate(changed.user)


# --- oneself ---------------------------------------------------------------------------------


@router.get("/auth/me", operation_id="auth.getMe")
async def me(actor: Annotated[TenantContext, requires(Permission.SELF)], runtime: AuthRuntime) -> Me:
    """Who you are, and what you may do."""
    async with runtime.database.worker() as session:
        account, company = await sessions.who_am_i(session, actor)
        totp_enabled = await totp.is_enabled(session, actor)
    return Me(
        user=UserRead.model_validate(account),
        company=CompanyRead.model_validate(company),
        permissions=sorted(permissions_of(actor.role)),
        session_id=actor.session_id,
        totp_enabled=totp_enabled,
    )


@router.patch("/auth/me", operation_id="auth.updateMe")
async def rename_me(
    body: SelfUpdate,
    actor: Annotated[TenantContext, requires(Permission.SELF)],
    session: TenantSession,
    device: RequestDevice,
) -> UserRead:
    """Change your name."""
    return UserRead.model_validate(await users.rename_self(session, actor, body.name, device))


@router.post("/auth/password", operation_id="auth.changePassword", status_code=204)
async def change_password(
    body: PasswordChange,
    actor: Annotated[TenantContext, requires(Permission.SELF)],
    runtime: AuthRuntime,
    tools: AuthTools,
    device: RequestDevice,
) -> None:
    """Change your password; you are signed out everywhere but here, in all your companies."""
    attempt = await tools.throttle.attempt(str(actor.user_id), device.address)
    async with runtime.database.worker() as session:
        login = await logins.of_actor(session, actor)
    await logins.require_password(tools.passwords, login, body.current_password.get_secret_value())
    await tools.throttle.succeeded(attempt)
    password = body.new_password.get_secret_value()
    require_acceptable(password, email=login.email, field="newPassword")
    new_hash = await tools.passwords.hash(password)
    async with runtime.database.worker() as session:
        ended = await logins.change_password(session, actor, login, new_hash, device)
    await deps.announce_ended(runtime, ended)
