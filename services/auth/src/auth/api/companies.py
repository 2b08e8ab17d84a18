"""The own company."""

from typing import Annotated

from fastapi import APIRouter

from atende_platform.access import TenantSession, requires
from atende_platform.context import TenantContext
from atende_platform.permissions import Permission
from auth.deps import RequestDevice
from auth.schemas import CompanyRead, CompanyUpdate, OwnerUpdate, UserRead
from auth.service import companies, users

router = APIRouter(prefix="/companies/current", tags=["companies"])


@router.get("")
async def get_company(
    actor: Annotated[TenantContext, requires(Permission.COMPANY_READ)], session: TenantSession
) -> CompanyRead:
    """Your company's settings."""
    return CompanyRead.model_validate(await companies.get_company(session, actor))


@router.patch("")
async def change_company(
    body: CompanyUpdate,
    actor: Annotated[TenantContext, requires(Permission.COMPANY_WRITE)],
    session: TenantSession,
    device: RequestDevice,
) -> CompanyRead:
    """Change your company's settings; what is absent stays as it is."""
    return CompanyRead.model_validate(await companies.change_company(session, actor, body, device))


@router.post("/owner")
async def hand_over(
    body: OwnerUpdate,
    actor: Annotated[TenantContext, requires(Permission.USERS_WRITE)],
    session: TenantSession,
    device: RequestDevice,
) -> UserRead:
    """Hand the company over: the other user owns it in your place, and you stay as an admin."""
    return UserRead.model_validate(await users.hand_over(session, actor, body.user_id, device))
