"""The REST API of auth: signing in and out, the own company, its users.

The routes that hash a password open their transactions themselves instead of asking for a
session: hashing may queue, and no connection of the pool is to wait for it. Signing in and
refreshing first look over all companies, because who asks is what they have to find out; all that
follows is bound to the company that was found.
"""

from typing import Annotated, Final

from fastapi import APIRouter, Response

from atende_contracts.ids import uuid7
from atende_platform.access import PUBLIC, TenantSession, requires
from atende_platform.context import TenantContext
from atende_platform.errors import Unauthenticated
from atende_platform.pagination import Cursor, Limit, Page, decode_cursor, next_cursor
from atende_platform.permissions import Permission, Role, permissions_of
from auth import deps, service
from auth.deps import NEVER_STORED, AuthRuntime, AuthTools, RequestDevice
from auth.passwords import require_acceptable
from auth.schemas import (
    CompanyRead,
    CompanyUpdate,
    LoginRequest,
    Me,
    RefreshRequest,
    RegisterRequest,
    SignedIn,
    TokenPair,
    UserCreate,
    UserRead,
)
from auth.service import NewUser

router = APIRouter(prefix="/api/v1")

JWKS_PATH: Final = "/api/v1/auth/jwks.json"

# --- signing in and out ----------------------------------------------------------------------


@router.post("/auth/register", status_code=201, tags=["auth"], dependencies=[PUBLIC, NEVER_STORED])
async def register(
    body: RegisterRequest, runtime: AuthRuntime, tools: AuthTools, device: RequestDevice
) -> SignedIn:
    """Create a company; you own it and are signed in."""
    password = body.password.get_secret_value()
    require_acceptable(password, email=body.email)
    await deps.limit_registration(runtime, device)
    password_hash = await tools.passwords.hash(password)
    company_id = uuid7()
    async with runtime.database.tenant(company_id) as session:
        opened = await service.register(
            session,
            company_id,
            body.company_name,
            NewUser(name=body.name, email=body.email, password_hash=password_hash, role=Role.OWNER),
            device,
            access=tools.access,
            settings=runtime.settings,
        )
    return SignedIn.model_validate(opened)


@router.post("/auth/login", tags=["auth"], dependencies=[PUBLIC, NEVER_STORED])
async def login(
    body: LoginRequest, runtime: AuthRuntime, tools: AuthTools, device: RequestDevice
) -> SignedIn:
    """Sign in with e-mail and password."""
    await deps.limit_login(runtime, device, body.email)
    async with runtime.database.worker() as session:
        found = await service.find_login(session, body.email)
    password = body.password.get_secret_value()
    account = await service.check_password(tools.passwords, found, password)
    outdated = tools.passwords.is_outdated(account.password_hash)
    new_hash = await tools.passwords.hash(password) if outdated else None
    async with runtime.database.tenant(account.company_id) as session:
        opened = await service.sign_in(
            session, account, device, new_hash=new_hash, access=tools.access, settings=runtime.settings
        )
    return SignedIn.model_validate(opened)


@router.post("/auth/refresh", tags=["auth"], dependencies=[PUBLIC, NEVER_STORED])
async def refresh(
    body: RefreshRequest, runtime: AuthRuntime, tools: AuthTools, device: RequestDevice
) -> TokenPair:
    """Exchange a refresh token for the next pair. Each can be exchanged once."""
    refused = Unauthenticated("The refresh token is not valid. Sign in again.", code="invalid-refresh-token")
    async with runtime.database.worker() as session:
        company_id = await service.find_company_of_token(session, body.refresh_token)
    if company_id is None:
        raise refused
    async with runtime.database.tenant(company_id) as session:
        refreshed = await service.refresh(
            session,
            company_id,
            body.refresh_token,
            device,
            access=tools.access,
            settings=runtime.settings,
        )
    # Raised outside the transaction, which may have ended a session and must be committed.
    if refreshed is None:
        raise refused
    return TokenPair.model_validate(refreshed)


@router.post("/auth/logout", status_code=204, tags=["auth"])
async def logout(
    actor: Annotated[TenantContext, requires(Permission.SELF)], session: TenantSession, device: RequestDevice
) -> None:
    """End the session of the access token: its refresh tokens are worth nothing from now on."""
    await service.sign_out(session, actor, device)


@router.get("/auth/me", tags=["auth"], dependencies=[NEVER_STORED])
async def me(actor: Annotated[TenantContext, requires(Permission.SELF)], session: TenantSession) -> Me:
    """Who you are, and what you may do."""
    account, company = await service.who_am_i(session, actor)
    return Me(
        user=UserRead.model_validate(account),
        company=CompanyRead.model_validate(company),
        permissions=sorted(permissions_of(actor.role)),
        session_id=actor.session_id,
    )


@router.get("/auth/jwks.json", tags=["auth"], dependencies=[PUBLIC])
async def jwks(tools: AuthTools, response: Response) -> dict[str, list[dict[str, str]]]:
    """The public keys that access tokens are verified with (RFC 7517)."""
    response.headers["Cache-Control"] = "public, max-age=60"
    return tools.access.keys.document


# --- the own company -------------------------------------------------------------------------


@router.get("/companies/current", tags=["companies"])
async def get_company(
    actor: Annotated[TenantContext, requires(Permission.COMPANY_READ)], session: TenantSession
) -> CompanyRead:
    """Your company's settings."""
    return CompanyRead.model_validate(await service.get_company(session, actor))


@router.patch("/companies/current", tags=["companies"])
async def change_company(
    body: CompanyUpdate,
    actor: Annotated[TenantContext, requires(Permission.COMPANY_WRITE)],
    session: TenantSession,
) -> CompanyRead:
    """Change your company's settings; what is absent stays as it is."""
    return CompanyRead.model_validate(await service.change_company(session, actor, body))


# --- users -----------------------------------------------------------------------------------


@router.get("/users", tags=["users"])
async def list_users(
    actor: Annotated[TenantContext, requires(Permission.USERS_READ)],
    session: TenantSession,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[UserRead]:
    """The users of your company, oldest first."""
    accounts = await service.list_users(session, actor, decode_cursor(cursor), limit + 1)
    return Page(
        items=[UserRead.model_validate(account) for account in accounts[:limit]],
        next_cursor=next_cursor(accounts, limit, lambda account: (account.created_at, account.id)),
    )


@router.post("/users", status_code=201, tags=["users"])
async def create_user(
    body: UserCreate,
    actor: Annotated[TenantContext, requires(Permission.USERS_WRITE)],
    runtime: AuthRuntime,
    tools: AuthTools,
) -> UserRead:
    """Add a user to your company. Only an owner can add an owner."""
    service.require_may_grant(actor, body.role)
    password = body.password.get_secret_value()
    require_acceptable(password, email=body.email)
    password_hash = await tools.passwords.hash(password)
    async with runtime.database.tenant(actor.company_id) as session:
        account = await service.create_user(
            session,
            actor,
            NewUser(name=body.name, email=body.email, password_hash=password_hash, role=body.role),
        )
    return UserRead.model_validate(account)
