"""A company's settings."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any
from uuid import UUID

from pydantic.alias_generators import to_camel
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.audit_actions import Action
from atende_contracts.channels import CompanyChangedV1
from atende_contracts.permissions import Permission
from atende_platform.data.db import now
from atende_platform.errors import InvalidInput
from atende_platform.identity.company_limits import Limits, company_suspended
from atende_platform.identity.context import TenantContext
from atende_platform.messaging import outbox
from auth.domain import Device
from auth.repository.audit import AuditLog
from auth.repository.companies import Companies, own_limits
from auth.schemas.companies import CompanyUpdate, LimitsUpdate
from auth.service import authority

if TYPE_CHECKING:
    from auth.models import Company


async def get_company(session: AsyncSession, actor: TenantContext) -> "Company":
    """Return the actor's company."""
    return await Companies(session, actor.company_id).get()


async def change_company(
    session: AsyncSession, actor: TenantContext, update: CompanyUpdate, device: Device
) -> "Company":
    """Change what is given; services that keep a copy learn of it, unless nothing really changed."""
    company = await Companies(session, actor.company_id).get(lock=True)
    await authority.require(session, actor, Permission.COMPANY_WRITE)
    wanted = update.model_dump(exclude_none=True, by_alias=False)
    await _change(session, actor, company, wanted, device)
    return company


async def choose_limits(
    session: AsyncSession,
    actor: TenantContext,
    chosen: LimitsUpdate,
    most: Mapping[str, float],
    device: Device,
) -> "Company":
    """Replace what the company chose as its limits. Raises `InvalidInput` beyond ``most``."""
    limits = chosen.model_dump(exclude_none=True, by_alias=False)
    company = await Companies(session, actor.company_id).get(lock=True)
    await authority.require(session, actor, Permission.COMPANY_WRITE)
    most = {**most, **company.granted_limits}
    for name, value in limits.items():
        if value > most[name]:
            raise InvalidInput("limit_above_installation", field=to_camel(name), most=most[name])
    await _change(session, actor, company, {"limits": limits}, device)
    return company


async def _change(
    session: AsyncSession, actor: TenantContext, company: "Company", wanted: dict[str, Any], device: Device
) -> None:
    changes = {name: value for name, value in wanted.items() if getattr(company, name) != value}
    if not changes:
        return
    for name, value in changes.items():
        setattr(company, name, value)
    AuditLog(session, actor.company_id).add(
        Action.COMPANY_CHANGED,
        actor_id=actor.user_id,
        actor_kind=actor.kind,
        object_id=company.id,
        address=device.address,
        details=changes,
    )
    await store_change(session, company)


async def store_change(session: AsyncSession, company: "Company") -> None:
    """Count a change of a locked company, and tell services that keep a copy."""
    company.revision += 1
    company.updated_at = now()
    await announce(session, company)


def require_not_suspended(company: "Company") -> None:
    """Raise `Forbidden` if the installation has suspended the company."""
    if company.suspended_at is not None:
        raise company_suspended()


async def limits_of_companies(session: AsyncSession, default: Limits) -> dict[UUID, Limits]:
    """Return the limits of all companies that chose any."""
    own = await own_limits(session)
    return {company_id: in_force(chosen, granted, default) for company_id, (chosen, granted) in own.items()}


def limits_of(company: "Company", default: Limits) -> Limits:
    """Return what is in force for a company."""
    return in_force(company.limits, company.granted_limits, default)


def in_force(chosen: Mapping[str, float], granted: Mapping[str, float], default: Limits) -> Limits:
    """Return the default, or what a company is granted, or what it chose if that is not more."""
    limits = {**asdict(default), **granted}
    less = {name: min(value, granted.get(name, value)) for name, value in chosen.items()}
    return Limits.named({**limits, **less})


async def announce(session: AsyncSession, company: "Company") -> None:
    """Tell services that keep a copy what the company now is."""
    event = CompanyChangedV1(
        company_id=company.company_id,
        name=company.name,
        time_zone=company.time_zone,
        locale=company.locale,
        reopen_hours=company.reopen_hours,
        limits=company.limits,
        suspended=company.suspended_at is not None,
        revision=company.revision,
    )
    await outbox.add(session, [event])
