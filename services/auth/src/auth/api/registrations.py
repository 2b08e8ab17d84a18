"""Creating companies: registering, confirming it, and creating another.

What depends on whether an address has an account happens after the answer to a registration, which
therefore tells nothing, neither by its body nor by its time.
"""

from typing import Annotated, Final

import structlog
from fastapi import APIRouter, BackgroundTasks, Response

from atende_contracts.permissions import Permission
from atende_platform.errors import InvalidInput
from atende_platform.http.access import PUBLIC, requires
from atende_platform.identity.context import TenantContext
from atende_platform.runtime import Runtime
from auth import deps, mail
from auth.deps import AuthRuntime, AuthTools, RequestDevice, Tools
from auth.domain import Registration
from auth.passwords import require_acceptable
from auth.schemas.companies import CompanyCreate
from auth.schemas.registrations import RegisterRequest, RegistrationConfirm, RegistrationRequested
from auth.schemas.sessions import SignedIn
from auth.service import registrations
from auth.settings import Settings

log = structlog.get_logger(__name__)

router = APIRouter(prefix="/auth")

_REQUESTED: Final = RegistrationRequested(detail="A link to go on with is on its way to this e-mail address.")


@router.post(
    "/register",
    operation_id="auth.register",
    status_code=201,
    dependencies=[PUBLIC],
    responses={202: {"model": RegistrationRequested, "description": "Confirm it by the link in an e-mail"}},
)
async def register(
    body: RegisterRequest,
    runtime: AuthRuntime,
    tools: AuthTools,
    device: RequestDevice,
    response: Response,
    later: BackgroundTasks,
) -> SignedIn | RegistrationRequested:
    """Create a company that you own: as soon as you confirm it by the link in an e-mail (202).

    The answer is the same if the address has an account, whose owner is notified by e-mail. Where the
    installation verifies no addresses you are signed in at once (201).
    """
    registrations.require_open(runtime.settings)
    password = body.password.get_secret_value()
    require_acceptable(password, email=body.email)
    await deps.limit_registration(runtime, device)
    password_hash = await tools.passwords.hash(password)
    wanted = Registration(body.company_name, body.name, body.email, password_hash)
    if runtime.settings.email_verification == "required":
        later.add_task(_begin, runtime, tools, wanted)
        response.status_code = 202
        return _REQUESTED
    async with runtime.database.worker() as session:
        opened = await registrations.register(
            session, wanted, device, verified=False, access=tools.access, settings=runtime.settings
        )
    await tools.throttle.proved(body.email, device.address)
    return SignedIn.model_validate(opened)


async def _begin(runtime: Runtime[Settings], tools: Tools, wanted: Registration) -> None:
    settings = runtime.settings
    try:
        if not await deps.may_be_sent_a_registration(runtime, wanted.email):
            return
        async with runtime.database.worker() as session:
            begun = await registrations.begin(session, wanted, settings=settings)
        if begun.token is None:
            message = mail.already_registered(settings, to=wanted.email, locale=begun.locale)
        else:
            message = mail.registration(
                settings, to=wanted.email, company=wanted.company_name, token=begun.token
            )
        await tools.mail.send(message)
    except Exception as error:
        # The request has been answered: people who get no mail registers again.
        log.error("registration.not_sent", error=type(error).__name__)


@router.post(
    "/register/confirm", operation_id="auth.confirmRegistration", status_code=201, dependencies=[PUBLIC]
)
async def confirm_registration(
    body: RegistrationConfirm, runtime: AuthRuntime, tools: AuthTools, device: RequestDevice
) -> SignedIn:
    """Create the company that you registered; you are signed in."""
    registrations.require_open(runtime.settings)
    await deps.limit_registration(runtime, device)
    async with runtime.database.worker() as session:
        registration = await registrations.find(session, body.token)
    attempt = await tools.throttle.attempt(registration.email, device.address)
    if not await tools.passwords.verify(registration.password_hash, body.password.get_secret_value()):
        raise InvalidInput("wrong-registration-password", field="password")
    async with runtime.database.worker() as session:
        opened = await registrations.confirm(
            session, body.token, device, access=tools.access, settings=runtime.settings
        )
    await tools.throttle.succeeded(attempt)
    return SignedIn.model_validate(opened)


@router.post("/companies", operation_id="auth.createCompany", status_code=201)
async def create_company(
    body: CompanyCreate,
    actor: Annotated[TenantContext, requires(Permission.SELF)],
    runtime: AuthRuntime,
    tools: AuthTools,
    device: RequestDevice,
) -> SignedIn:
    """Create another company that you own; you are signed in there. The session that asks goes on."""
    registrations.require_open(runtime.settings)
    await deps.limit_registration(runtime, device)
    async with runtime.database.worker() as session:
        opened = await registrations.create_another(
            session, actor, body.name, device, access=tools.access, settings=runtime.settings
        )
    return SignedIn.model_validate(opened)
