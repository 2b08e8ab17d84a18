"""Signing in from a browser: the refresh token is in a cookie, which no script of the page can read.

The cookie is sent to these routes only, by pages of the same site only (``SameSite=Strict``), and they take
requests only whose ``Origin`` is the address that they came to, or the console's own (docs/adr/0051). A
browser has one session: the one that it had before ends when another is opened in it.
"""

from dataclasses import dataclass
from typing import Annotated, Final
from urllib.parse import urlsplit

from fastapi import APIRouter, BackgroundTasks, Depends, Request, Response

from atende_contracts.permissions import Permission, permissions_of
from atende_platform.errors import Forbidden
from atende_platform.http.access import PUBLIC, requires
from atende_platform.http.idempotency import Repeatable
from atende_platform.identity.context import TenantContext
from atende_platform.runtime import Runtime
from auth import deps
from auth.api import invitations, registrations, sessions
from auth.deps import AuthRuntime, AuthTools, RequestDevice
from auth.domain import Device
from auth.schemas.companies import CompanyCreate, CompanyRead
from auth.schemas.invitations import InvitationAccept
from auth.schemas.registrations import RegisterRequest, RegistrationConfirm, RegistrationRequested
from auth.schemas.sessions import (
    BrowserSession,
    CompanyChoose,
    CompanySwitch,
    LoginRequest,
    SessionRefresh,
)
from auth.schemas.users import UserRead
from auth.service import browsers
from auth.service.sessions import SignIn, end_presented
from auth.settings import Settings

PATH: Final = "/api/v1/auth/web"
COOKIE: Final = "atende_session"
_MOST_CHARS: Final = 200
"""Of a refresh token."""

router = APIRouter(prefix="/auth/web")


@dataclass(frozen=True, slots=True)
class _Browser:
    """The browser that a request comes from, and the refresh token that it has."""

    token: str | None


async def _browser(request: Request) -> _Browser:
    origin = urlsplit(request.headers.get("origin", ""))
    console = urlsplit(request.app.state.runtime.settings.console_url)
    is_own = origin.netloc == request.headers.get("host")
    is_console = (origin.scheme, origin.netloc) == (console.scheme, console.netloc)
    if origin.scheme not in {"http", "https"} or not origin.netloc or not (is_own or is_console):
        raise Forbidden("origin-refused")
    token = request.cookies.get(COOKIE, "")
    return _Browser(token if 0 < len(token) <= _MOST_CHARS else None)


Browser = Annotated[_Browser, Depends(_browser)]


async def _opened(
    opened: SignIn,
    browser: _Browser,
    response: Response,
    runtime: Runtime[Settings],
    device: Device,
) -> BrowserSession:
    """Answer with a session that was opened; the one that the browser had before ends."""
    async with runtime.database.worker() as session:
        ended = await end_presented(session, browser.token, device) if browser.token else ()
        person = await browsers.describe(session, opened)
    await deps.announce_ended(runtime, ended)
    return _shown(opened, person, response, runtime.settings)


def _shown(opened: SignIn, person: browsers.Person, response: Response, settings: Settings) -> BrowserSession:
    response.set_cookie(
        COOKIE,
        opened.refresh_token,
        max_age=settings.refresh_token_seconds,
        path=PATH,
        secure=True,
        httponly=True,
        samesite="strict",
    )
    return BrowserSession(
        user=UserRead.model_validate(opened.user),
        company=CompanyRead.model_validate(opened.company),
        permissions=sorted(permissions_of(opened.user.role)),
        session_id=opened.session_id,
        totp_enabled=person.totp_enabled,
        access_token=opened.access_token,
        expires_in=opened.expires_in,
        companies=sessions.shown_companies(person.companies, opened.company.company_id),
        preferences=person.preferences,
    )


@router.post("/login", operation_id="web.login", dependencies=[PUBLIC], response_model=BrowserSession)
async def login(
    body: LoginRequest,
    browser: Browser,
    request: Request,
    response: Response,
    runtime: AuthRuntime,
    tools: AuthTools,
    device: RequestDevice,
) -> BrowserSession | Response:
    """Sign in as with `POST /auth/login`, and with the same errors."""
    opened = await sessions.enter_by_password(body, request, runtime, tools, device)
    if isinstance(opened, Response):
        return opened
    return await _opened(opened, browser, response, runtime, device)


@router.post("/login/company", operation_id="web.chooseCompany", dependencies=[PUBLIC])
async def choose_company(
    body: CompanyChoose,
    browser: Browser,
    response: Response,
    runtime: AuthRuntime,
    tools: AuthTools,
    device: RequestDevice,
) -> BrowserSession:
    """Enter one of the companies that signing in offered, within five minutes."""
    opened = await sessions.enter_chosen(body, runtime, tools, device)
    return await _opened(opened, browser, response, runtime, device)


@router.post(
    "/refresh",
    operation_id="web.refresh",
    dependencies=[PUBLIC],
    response_model=BrowserSession,
    responses={204: {"description": "This browser has no session"}},
)
async def refresh(
    _: SessionRefresh,
    browser: Browser,
    response: Response,
    runtime: AuthRuntime,
    tools: AuthTools,
    device: RequestDevice,
) -> BrowserSession | Response:
    """Get the next access token, and who it is of: when a page is loaded, and before a token expires.

    Several tabs may do so at once: for a minute the same cookie gets the same successor.
    """
    if browser.token is None:
        return Response(status_code=204)
    grace = runtime.settings.browser_refresh_grace_seconds
    opened = await sessions.exchange(browser.token, runtime, tools, device, grace_seconds=grace)
    async with runtime.database.worker() as session:
        person = await browsers.describe(session, opened)
    return _shown(opened, person, response, runtime.settings)


@router.post("/logout", operation_id="web.logout", status_code=204, dependencies=[PUBLIC])
async def logout(
    _: SessionRefresh, browser: Browser, response: Response, runtime: AuthRuntime, device: RequestDevice
) -> None:
    """End the browser's session, also when the access token has expired. Safe to repeat."""
    if browser.token is not None:
        async with runtime.database.worker() as session:
            ended = await end_presented(session, browser.token, device)
        await deps.announce_ended(runtime, ended)
    response.delete_cookie(COOKIE, path=PATH, secure=True, httponly=True, samesite="strict")


@router.post("/switch", operation_id="web.switchCompany", status_code=201)
async def switch_company(
    body: CompanySwitch,
    actor: Annotated[TenantContext, requires(Permission.SELF)],
    browser: Browser,
    response: Response,
    runtime: AuthRuntime,
    tools: AuthTools,
    device: RequestDevice,
) -> BrowserSession:
    """Enter another of your companies without signing in again, in all tabs of the browser."""
    opened = await sessions.enter_another(body, actor, runtime, tools, device)
    return await _opened(opened, browser, response, runtime, device)


@router.post("/companies", operation_id="web.createCompany", status_code=201, response_model=BrowserSession)
async def create_company(
    body: CompanyCreate,
    actor: Annotated[TenantContext, requires(Permission.SELF)],
    browser: Browser,
    response: Response,
    runtime: AuthRuntime,
    tools: AuthTools,
    device: RequestDevice,
    repeatable: Repeatable,
) -> BrowserSession | Response:
    """Create another company that you own, and enter it."""
    opened = await registrations.enter_new_company(body, actor, runtime, tools, device, repeatable)
    if isinstance(opened, Response):
        return opened
    return await _opened(opened, browser, response, runtime, device)


@router.post(
    "/register",
    operation_id="web.register",
    status_code=201,
    dependencies=[PUBLIC],
    responses={202: {"model": RegistrationRequested, "description": "Confirm it by the link in an e-mail"}},
)
async def register(
    body: RegisterRequest,
    browser: Browser,
    response: Response,
    runtime: AuthRuntime,
    tools: AuthTools,
    device: RequestDevice,
    later: BackgroundTasks,
) -> BrowserSession | RegistrationRequested:
    """Create a company that you own, as with `POST /auth/register`: at once, or once you confirm it (202)."""
    opened = await registrations.enter_registered(body, runtime, tools, device, later)
    if opened is None:
        response.status_code = 202
        return registrations.REQUESTED
    return await _opened(opened, browser, response, runtime, device)


@router.post(
    "/register/confirm", operation_id="web.confirmRegistration", status_code=201, dependencies=[PUBLIC]
)
async def confirm_registration(
    body: RegistrationConfirm,
    browser: Browser,
    response: Response,
    runtime: AuthRuntime,
    tools: AuthTools,
    device: RequestDevice,
) -> BrowserSession:
    """Create the company that you registered; you are signed in."""
    opened = await registrations.enter_confirmed(body, runtime, tools, device)
    return await _opened(opened, browser, response, runtime, device)


@router.post(
    "/invitations/accept", operation_id="web.acceptInvitation", status_code=201, dependencies=[PUBLIC]
)
async def accept_invitation(
    body: InvitationAccept,
    browser: Browser,
    response: Response,
    runtime: AuthRuntime,
    tools: AuthTools,
    device: RequestDevice,
) -> BrowserSession:
    """Become a user of the company that invited you; you are signed in there."""
    opened = await invitations.enter_invited(body, runtime, tools, device)
    return await _opened(opened, browser, response, runtime, device)
