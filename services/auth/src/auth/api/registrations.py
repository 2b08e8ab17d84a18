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
from atende_platform.http.idempotency import Repeatable
from atende_platform.identity.context import TenantContext
from atende_platform.runtime import Runtime
from auth import deps, mail
from auth.deps import AuthRuntime, AuthTools, RequestDevice, Tools
from auth.domain import Device, Registration
from auth.passwords import require_acceptable
from auth.schemas.companies import CompanyCreate
from auth.schemas.registrations import RegisterRequest, RegistrationConfirm, RegistrationRequested
from auth.schemas.sessions import SignedIn
from auth.service import registrations
from auth.service.sessions import SignIn
from auth.settings import Settings

log = structlog.get_logger(__name__)

router = APIRouter(prefix="/auth")

REQUESTED: Final = RegistrationRequested(detail="A link to go on with is on its way to this e-mail address.")


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
    opened = await enter_registered(body, runtime, tools, device, later)
    if opened is None:
        response.status_code = 202
        return REQUESTED
    return SignedIn.model_validate(opened)


async def enter_registered(
    body: RegisterRequest,
    runtime: Runtime[Settings],
    tools: Tools,
    device: Device,
    later: BackgroundTasks,
) -> SignIn | None:
    """Open a session in the company that is created; None where it is created once it is confirmed."""
    registrations.require_open(runtime.settings)
    password = body.password.get_secret_value()
    require_acceptable(password, email=body.email)
    await deps.limit_registration(runtime, device)
    password_hash = await tools.passwords.hash(password)
    wanted = Registration(body.company_name, body.name, body.email, password_hash)
    if runtime.settings.email_verification == "required":
        later.add_task(_begin, runtime, tools, wanted)
        return None
    async with runtime.database.worker() as session:
        opened = await registrations.register(
            session, wanted, device, verified=False, access=tools.access, settings=runtime.settings
        )
    await tools.throttle.proved(body.email, device.address)
    return opened


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
    return SignedIn.model_validate(await enter_confirmed(body, runtime, tools, device))


async def enter_confirmed(
    body: RegistrationConfirm, runtime: Runtime[Settings], tools: Tools, device: Device
) -> SignIn:
    """Open a session in the company of a registration."""
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
    return opened


@router.post("/companies", operation_id="auth.createCompany", status_code=201, response_model=SignedIn)
async def create_company(
    body: CompanyCreate,
    actor: Annotated[TenantContext, requires(Permission.SELF)],
    runtime: AuthRuntime,
    tools: AuthTools,
    device: RequestDevice,
    repeatable: Repeatable,
) -> SignedIn | Response:
    """Create another company that you own; you are signed in there. The session that asks goes on."""
    opened = await enter_new_company(body, actor, runtime, tools, device, repeatable)
    return opened if isinstance(opened, Response) else SignedIn.model_validate(opened)


async def enter_new_company(
    body: CompanyCreate,
    actor: TenantContext,
    runtime: Runtime[Settings],
    tools: Tools,
    device: Device,
    repeatable: Repeatable,
) -> SignIn | Response:
    """Open a session in another company, which is created."""
    registrations.require_open(runtime.settings)
    await deps.limit_registration(runtime, device)
    async with runtime.database.worker() as session:
        if (again := await repeatable.answered(session, actor)) is not None:
            return again
        opened = await registrations.create_another(
            session, actor, body.name, device, access=tools.access, settings=runtime.settings
        )
        await repeatable.keep(session, actor, None)  # The answer holds tokens.
    return opened
