"""What installation administrators do: see companies, suspend and resume them, grant them limits.

Their grant is a token of its own, which is made by a command on the server and which no role of a company
contains. Every act is kept in the installation's own audit log, and in that of the company without telling
who. Everything here takes a session of `Database.worker`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.audit_actions import Action
from atende_platform.data.db import now
from atende_platform.errors import Conflict, InvalidInput, NotFound, Unauthenticated
from atende_platform.identity.company_limits import Limits
from auth import tokens
from auth.repository import company_erasures
from auth.repository import installation as stored
from auth.repository.audit import AuditLog
from auth.repository.companies import Companies
from auth.repository.installation import Admin, CompanyOverview
from auth.service import companies

LOG: Final = UUID(int=0)
"""Under which company the installation's own acts are kept: no company has this id."""
LONGEST_LIFE: Final = timedelta(days=366)
LIMIT_NAMES: Final = tuple(field.name for field in fields(Limits))
_MOST: Final = 1e15


@dataclass(frozen=True, slots=True)
class Operator:
    """Who acts for the installation: an administrator, or a person on the server (no ``id``)."""

    id: UUID | None
    name: str
    address: str | None = None


# --- administrators --------------------------------------------------------------------------


async def add_admin(
    session: AsyncSession, operator: Operator, name: str, life: timedelta
) -> tuple[Admin, str]:
    """Make an administrator; return them and their token, which is known to nobody else."""
    if not timedelta() < life <= LONGEST_LIFE:
        raise InvalidInput("token_days", field="days", most=LONGEST_LIFE.days)
    token = tokens.new_installation_token()
    admin = await stored.add_admin(
        session, name=name, token_hash=tokens.hash_link_token(token), seconds=life.total_seconds()
    )
    note(session, operator, Action.INSTALLATION_ADMIN_ADDED, admin.id, {"name": name})
    return admin, token


async def list_admins(session: AsyncSession) -> Sequence[Admin]:
    """Return all administrators, newest first."""
    return await stored.list_admins(session)


async def revoke_admin(session: AsyncSession, operator: Operator, admin_id: UUID) -> bool:
    """Make an administrator's token worth nothing; return whether it was not so before."""
    revoked = await stored.revoke_admin(session, admin_id)
    if revoked:
        note(session, operator, Action.INSTALLATION_ADMIN_REVOKED, admin_id, {})
    return revoked


async def authenticate(session: AsyncSession, token: str, address: str | None) -> Operator:
    """Return whose token it is. Raises `Unauthenticated`."""
    admin = await stored.find_admin(session, tokens.hash_link_token(token))
    if admin is None:
        raise Unauthenticated("invalid-installation-token")
    return Operator(admin.id, admin.name, address)


# --- companies -------------------------------------------------------------------------------


async def list_companies(
    session: AsyncSession, before: tuple[datetime, UUID] | None, limit: int, *, suspended: bool | None
) -> Sequence[CompanyOverview]:
    """Return up to ``limit`` companies behind a position, newest first."""
    return await stored.companies(session, before, limit, suspended=suspended)


async def get_company(session: AsyncSession, company_id: UUID) -> CompanyOverview:
    """Return a company. Raises `NotFound`."""
    found = await stored.companies(session, None, 1, company_id=company_id)
    if not found:
        raise NotFound("company-not-found")
    return found[0]


async def suspend(session: AsyncSession, operator: Operator, company_id: UUID, reason: str) -> None:
    """Stop a company: nobody signs in, its tokens and keys end, nothing is sent. Again changes nothing.

    What its customers write is still taken.
    """
    company = await Companies(session, company_id).get(lock=True)
    if company.suspended_at is not None:
        return
    company.suspended_at, company.suspended_reason = now(), reason
    await companies.store_change(session, company)
    note(session, operator, Action.COMPANY_SUSPENDED, company_id, {"reason": reason}, company_id)


async def resume(session: AsyncSession, operator: Operator, company_id: UUID) -> None:
    """Let a company go on. Its campaigns stay paused. Again changes nothing.

    Raises `Conflict` if it is to be erased: that has to be taken back first.
    """
    if await company_erasures.find(session, company_id) is not None:
        raise Conflict("company-is-erased")
    company = await Companies(session, company_id).get(lock=True)
    if company.suspended_at is None:
        return
    company.suspended_at = company.suspended_reason = None
    await companies.store_change(session, company)
    note(session, operator, Action.COMPANY_RESUMED, company_id, {}, company_id)


async def grant_limits(
    session: AsyncSession,
    operator: Operator,
    company_id: UUID,
    limits: Mapping[str, float],
    *,
    reason: str = "",
) -> None:
    """Replace what a company is granted, by the names of `Limits`; the installation's hold for others.

    Raises `InvalidInput` for an unknown name and an impossible number.
    """
    for name, value in limits.items():
        if name not in LIMIT_NAMES:
            raise InvalidInput("unknown_limit", field=name, name=name, known=list(LIMIT_NAMES))
        if not 0 <= value <= _MOST:
            raise InvalidInput("not_within", field=name, least=0, most=_MOST)
    company = await Companies(session, company_id).get(lock=True)
    if company.granted_limits == limits:
        return
    company.granted_limits = dict(limits)
    await companies.store_change(session, company)
    details: dict[str, str | float] = {**limits, **({"reason": reason} if reason else {})}
    note(session, operator, Action.COMPANY_LIMITS_GRANTED, company_id, details, company_id)


def note(
    session: AsyncSession,
    operator: Operator,
    action: Action,
    object_id: UUID,
    details: dict[str, str | float],
    company_id: UUID | None = None,
) -> None:
    """Keep an act in the installation's log, and in that of a company without telling who."""
    AuditLog(session, LOG).add(
        action,
        actor_id=operator.id,
        actor_kind="installation",
        object_id=object_id,
        address=operator.address,
        details={"by": operator.name, **details},
    )
    if company_id is not None:
        AuditLog(session, company_id).add(
            action, actor_id=None, actor_kind="installation", object_id=object_id, details=details
        )


async def suspended_companies(session: AsyncSession) -> set[UUID]:
    """Return all companies that are suspended."""
    return await stored.suspended_companies(session)
