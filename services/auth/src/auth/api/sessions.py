"""Signing in and out, and the sessions of one's own.

The routes that hash a password open their transactions themselves instead of asking for a
session: hashing may queue, and no connection of the pool is to wait for it. So do those that end
sessions, because the others learn of it once it is committed. What concerns a login, which belongs
to no company, happens as the worker role (docs/adr/0014).
"""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Annotated, Final
from uuid import UUID

from fastapi import APIRouter, Request, Response

from atende_contracts.permissions import Permission
from atende_platform.errors import Conflict, Unauthenticated
from atende_platform.http.access import PUBLIC, requires
from atende_platform.http.pagination import Cursor, Limit, Page, decode_cursor, next_cursor
from atende_platform.http.problems import problem
from atende_platform.identity.context import TenantContext
from atende_platform.runtime import Runtime
from auth import deps
from auth.deps import AuthRuntime, AuthTools, RequestDevice, Tools
from auth.domain import Device, MyCompany
from auth.schemas.companies import MyCompanies, MyCompanyRead
from auth.schemas.sessions import (
    CompanyChoose,
    CompanySwitch,
    LoginRequest,
    RefreshRequest,
    SessionRead,
    SignedIn,
    TokenPair,
)
from auth.service import logins, sessions
from auth.service.sessions import CompanyChoice, Refused, SignIn
from auth.service.totp import Verdict
from auth.settings import Settings
from auth.totp import Given

router = APIRouter(prefix="/auth")

JWKS_PATH: Final = "/api/v1/auth/jwks.json"
HASHING_PATHS: Final = (
    "/api/v1/auth/login",
    "/api/v1/auth/register",
    "/api/v1/auth/register/confirm",
    "/api/v1/auth/web/login",
    "/api/v1/auth/web/register",
    "/api/v1/auth/web/register/confirm",
    "/api/v1/auth/totp/reset/confirm",
    "/api/v1/auth/email/confirm",
)
"""Where anybody can have a password hashed."""

# --- signing in and out ----------------------------------------------------------------------


@router.post("/login", operation_id="auth.login", dependencies=[PUBLIC], response_model=SignedIn)
async def login(
    body: LoginRequest,
    request: Request,
    runtime: AuthRuntime,
    tools: AuthTools,
    device: RequestDevice,
) -> SignedIn | Response:
    """Sign in with e-mail and password, and a second factor if the account has one (``totp-required``).

    If you belong to several companies and name none, the answer is 409 ``company-required`` with
    ``companies`` and a ``choiceToken`` for `POST /auth/login/company`.
    """
    opened = await enter_by_password(body, request, runtime, tools, device)
    return opened if isinstance(opened, Response) else SignedIn.model_validate(opened)


async def enter_by_password(
    body: LoginRequest, request: Request, runtime: Runtime[Settings], tools: Tools, device: Device
) -> SignIn | Response:
    """Open a session, or return the answer to a wrong password. Raises `AppError` for what else it takes."""
    await deps.limit_login(runtime, device)
    attempt = await tools.throttle.attempt(body.email, device.address)
    async with runtime.database.worker() as session:
        found = await logins.find(session, body.email)
    password = body.password.get_secret_value()
    try:
        login = await sessions.check_password(tools.passwords, found, password)
    except Unauthenticated as refused:
        if found is not None:
            for refusal in sessions.refusals_of(found, device):
                runtime.refusals.note(refusal)
        return problem(refused, request.scope)
    outdated = tools.passwords.is_outdated(login.password_hash)
    new_hash = await tools.passwords.hash(password) if outdated else None
    async with runtime.database.worker() as session:
        opened = await sessions.sign_in(
            session,
            login,
            device,
            company_id=body.company_id,
            given=Given(body.totp_code, body.recovery_code),
            totp=tools.totp,
            new_hash=new_hash,
            access=tools.access,
            settings=runtime.settings,
        )
    # Raised outside the transaction: that a code was wrong must be committed.
    if isinstance(opened, Verdict):
        raise deps.second_factor_lacks(opened)
    await tools.throttle.succeeded(attempt)
    if isinstance(opened, CompanyChoice):
        raise _company_required(opened)
    return opened


def _company_required(choice: CompanyChoice) -> Conflict:
    return Conflict(
        "company-required",
        extra={
            "companies": [
                {"id": str(one.company_id), "name": one.name, "role": one.role} for one in choice.companies
            ],
            "choiceToken": choice.token,
        },
    )


@router.post("/login/company", operation_id="auth.chooseCompany", dependencies=[PUBLIC])
async def choose_company(
    body: CompanyChoose, runtime: AuthRuntime, tools: AuthTools, device: RequestDevice
) -> SignedIn:
    """Enter one of the companies that signing in offered, within five minutes."""
    return SignedIn.model_validate(await enter_chosen(body, runtime, tools, device))


async def enter_chosen(
    body: CompanyChoose, runtime: Runtime[Settings], tools: Tools, device: Device
) -> SignIn:
    """Open a session in the company of a choice."""
    await deps.limit_login(runtime, device)
    async with runtime.database.worker() as session:
        return await sessions.choose(
            session,
            body.choice_token,
            body.company_id,
            device,
            access=tools.access,
            settings=runtime.settings,
        )


@router.get("/companies", operation_id="auth.listCompanies")
async def list_my_companies(
    actor: Annotated[TenantContext, requires(Permission.SELF)], runtime: AuthRuntime
) -> MyCompanies:
    """The companies that you belong to, by name; 100 at most."""
    async with runtime.database.worker() as session:
        mine = await logins.my_companies(session, actor)
    return MyCompanies(items=shown_companies(mine, actor.company_id))


def shown_companies(mine: Sequence[MyCompany], current: UUID) -> list[MyCompanyRead]:
    """Return a person's companies, of which one is the current."""
    return [
        MyCompanyRead(id=one.company_id, name=one.name, role=one.role, current=one.company_id == current)
        for one in mine
    ]


@router.post("/sessions/switch", operation_id="auth.switchCompany", status_code=201)
async def switch_company(
    body: CompanySwitch,
    actor: Annotated[TenantContext, requires(Permission.SELF)],
    runtime: AuthRuntime,
    tools: AuthTools,
    device: RequestDevice,
) -> SignedIn:
    """Enter another of your companies without signing in again. The session that asks goes on."""
    return SignedIn.model_validate(await enter_another(body, actor, runtime, tools, device))


async def enter_another(
    body: CompanySwitch, actor: TenantContext, runtime: Runtime[Settings], tools: Tools, device: Device
) -> SignIn:
    """Open a session in another company of the actor's."""
    async with runtime.database.worker() as session:
        return await sessions.switch(
            session, actor, body.company_id, device, access=tools.access, settings=runtime.settings
        )


@router.post("/refresh", operation_id="auth.refresh", dependencies=[PUBLIC])
async def refresh(
    body: RefreshRequest, runtime: AuthRuntime, tools: AuthTools, device: RequestDevice
) -> TokenPair:
    """Exchange a refresh token for the next pair. Each can be exchanged once."""
    grace = runtime.settings.refresh_grace_seconds
    return TokenPair.model_validate(
        await exchange(body.refresh_token, runtime, tools, device, grace_seconds=grace)
    )


async def exchange(
    presented: str, runtime: Runtime[Settings], tools: Tools, device: Device, *, grace_seconds: float
) -> SignIn:
    """Exchange a refresh token. Raises `Unauthenticated` for one that buys nothing."""
    refused = Unauthenticated("invalid-refresh-token")
    async with runtime.database.worker() as session:
        company_id = await sessions.find_company_of_token(session, presented, runtime.settings)
    if company_id is None:
        raise refused
    async with runtime.database.tenant(company_id) as session:
        refreshed = await sessions.refresh(
            session,
            company_id,
            presented,
            device,
            access=tools.access,
            settings=runtime.settings,
            grace_seconds=grace_seconds,
        )
    # Raised outside the transaction, which may have ended a session and must be committed.
    if isinstance(refreshed, Refused):
        await deps.announce_ended(runtime, refreshed.ended)
        raise refused
    return refreshed


@router.post("/logout", operation_id="auth.logout", status_code=204)
async def logout(
    actor: Annotated[TenantContext, requires(Permission.SELF)], runtime: AuthRuntime, device: RequestDevice
) -> None:
    """End the session of the access token: nothing of it is worth anything from now on."""
    async with runtime.database.tenant(actor.company_id) as session:
        ended = await sessions.sign_out(session, actor, device)
    await deps.announce_ended(runtime, ended)


@router.get("/jwks.json", operation_id="auth.getKeys", dependencies=[PUBLIC])
async def jwks(tools: AuthTools, response: Response) -> dict[str, list[dict[str, str]]]:
    """The public keys that access tokens are verified with (RFC 7517)."""
    response.headers["Cache-Control"] = "public, max-age=60"
    return tools.access.keys.document


# --- the own sessions ------------------------------------------------------------------------


@router.get("/sessions", operation_id="auth.listSessions")
async def list_sessions(
    actor: Annotated[TenantContext, requires(Permission.SELF)],
    runtime: AuthRuntime,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[SessionRead]:
    """Where you are signed in, in all your companies, newest first."""
    async with runtime.database.worker() as session:
        opened = await sessions.list_own(session, actor, decode_cursor(cursor), limit + 1)
    return Page(
        items=[SessionRead(**asdict(one), current=one.id == actor.session_id) for one in opened[:limit]],
        next_cursor=next_cursor(opened, limit, lambda one: (one.created_at, one.id)),
    )


@router.delete("/sessions", operation_id="auth.endOtherSessions", status_code=204)
async def end_other_sessions(
    actor: Annotated[TenantContext, requires(Permission.SELF)], runtime: AuthRuntime, device: RequestDevice
) -> None:
    """Sign out everywhere but here, in all your companies."""
    async with runtime.database.worker() as session:
        ended = await sessions.end_others(session, actor, device)
    await deps.announce_ended(runtime, ended)


@router.delete("/sessions/{session_id}", operation_id="auth.endSession", status_code=204)
async def end_session(
    session_id: UUID,
    actor: Annotated[TenantContext, requires(Permission.SELF)],
    runtime: AuthRuntime,
    device: RequestDevice,
) -> None:
    """Sign out one of your devices."""
    async with runtime.database.worker() as session:
        ended = await sessions.end_own(session, actor, session_id, device)
    await deps.announce_ended(runtime, ended)
