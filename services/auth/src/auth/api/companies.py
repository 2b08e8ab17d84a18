"""The own company."""

from typing import TYPE_CHECKING, Annotated, Any, Final

from fastapi import APIRouter

from atende_contracts.permissions import Permission
from atende_platform.http.access import TenantSession, requires
from atende_platform.http.openapi import problem_response
from atende_platform.identity.context import TenantContext
from auth import deps
from auth.deps import AuthRuntime, AuthTools, RequestDevice
from auth.schemas.companies import (
    CompanyLimits,
    CompanyRead,
    CompanyUpdate,
    LimitsMaximum,
    LimitsRead,
    LimitsUpdate,
    OwnerUpdate,
)
from auth.schemas.users import UserRead
from auth.service import companies, roles
from auth.settings import Settings

if TYPE_CHECKING:
    from auth.models import Company

router = APIRouter(prefix="/companies/current")

_GONE: Final[dict[int | str, dict[str, Any]]] = {404: problem_response("Your company is there no more")}


@router.get("", operation_id="companies.get", responses=_GONE)
async def get_company(
    actor: Annotated[TenantContext, requires(Permission.COMPANY_READ)], session: TenantSession
) -> CompanyRead:
    """Your company's settings."""
    return CompanyRead.model_validate(await companies.get_company(session, actor))


@router.patch("", operation_id="companies.update")
async def change_company(
    body: CompanyUpdate,
    actor: Annotated[TenantContext, requires(Permission.COMPANY_WRITE)],
    session: TenantSession,
    device: RequestDevice,
) -> CompanyRead:
    """Change your company's settings; what is absent stays as it is."""
    return CompanyRead.model_validate(await companies.change_company(session, actor, body, device))


@router.get("/limits", operation_id="companies.getLimits", responses=_GONE)
async def get_limits(
    actor: Annotated[TenantContext, requires(Permission.COMPANY_READ)],
    session: TenantSession,
    runtime: AuthRuntime,
) -> CompanyLimits:
    """Your company's limits. Over all services; in force a few seconds after a change."""
    company = await companies.get_company(session, actor)
    return _limits(company, runtime.settings)


@router.put("/limits", operation_id="companies.setLimits")
async def choose_limits(
    body: LimitsUpdate,
    actor: Annotated[TenantContext, requires(Permission.COMPANY_WRITE)],
    session: TenantSession,
    device: RequestDevice,
    runtime: AuthRuntime,
) -> CompanyLimits:
    """Choose your company's limits, up to the installation's maximum, such as to rein in an integration."""
    settings = runtime.settings
    company = await companies.choose_limits(session, actor, body, settings.company_limits_max, device)
    return _limits(company, settings)


def _limits(company: "Company", settings: Settings) -> CompanyLimits:
    most = {**settings.company_limits_max, **company.granted_limits}
    return CompanyLimits(
        limits=LimitsRead.model_validate(companies.limits_of(company, settings.company_limits)),
        chosen=LimitsUpdate(**company.limits),
        maximum=LimitsMaximum(**{name: most[name] for name in LimitsMaximum.model_fields}),
    )


@router.post("/owner", operation_id="companies.transferOwnership")
async def hand_over(
    body: OwnerUpdate,
    actor: Annotated[TenantContext, requires(Permission.USERS_WRITE)],
    runtime: AuthRuntime,
    tools: AuthTools,
    device: RequestDevice,
) -> UserRead:
    """Hand the company over: the other user owns it in your place, and you stay as an admin.

    Access tokens of both end: refresh yours.
    """
    async with runtime.database.tenant(actor.company_id) as session:
        changed = await roles.hand_over(session, actor, body.user_id, device)
    await deps.announce_changed(runtime, tools, changed.ended)
    return UserRead.model_validate(changed.user)
