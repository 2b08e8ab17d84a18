"""A company's settings."""

from typing import TYPE_CHECKING

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.channels import CompanyChangedV1
from atende_platform import outbox
from atende_platform.audit import Action
from atende_platform.context import TenantContext
from atende_platform.db import now
from auth.domain import Device
from auth.repository.audit import AuditLog
from auth.repository.companies import Companies
from auth.schemas import CompanyUpdate

if TYPE_CHECKING:
    from auth.models import Company


async def get_company(session: AsyncSession, actor: TenantContext) -> "Company":
    """Return the actor's company."""
    return await Companies(session, actor.company_id).get()


async def change_company(
    session: AsyncSession, actor: TenantContext, update: CompanyUpdate, device: Device
) -> "Company":
    """Change what is given; whoever keeps a copy learns of it, unless nothing really changed."""
    company = await Companies(session, actor.company_id).get(lock=True)
    wanted = update.model_dump(exclude_none=True, by_alias=False)
    changes = {name: value for name, value in wanted.items() if getattr(company, name) != value}
    if changes:
        for name, value in changes.items():
            setattr(company, name, value)
        company.revision += 1
        company.updated_at = now()
        AuditLog(session, actor.company_id).add(
            Action.COMPANY_CHANGED,
            actor_id=actor.user_id,
            actor_kind=actor.kind,
            object_id=company.id,
            address=device.address,
            details=changes,
        )
        await announce(session, company)
    return company


async def announce(session: AsyncSession, company: "Company") -> None:
    """Tell whoever keeps a copy what the company now is."""
    event = CompanyChangedV1(
        company_id=company.company_id,
        name=company.name,
        time_zone=company.time_zone,
        locale=company.locale,
        reopen_hours=company.reopen_hours,
        revision=company.revision,
    )
    await outbox.add(session, [event])
