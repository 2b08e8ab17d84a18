"""Who did what in a company, also what the other services tell."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.audit import AuditRecordedV1
from atende_platform.identity.context import TenantContext
from auth.repository import audit
from auth.repository.audit import AuditFilter, AuditLog

if TYPE_CHECKING:
    from auth.models import AuditEntry


async def list_entries(
    session: AsyncSession,
    actor: TenantContext,
    wanted: AuditFilter,
    before: tuple[datetime, UUID] | None,
    limit: int,
) -> "Sequence[AuditEntry]":
    """Return up to ``limit`` entries of the actor's company behind a position, newest first."""
    return await list_of(session, actor.company_id, wanted, before, limit)


async def list_of(
    session: AsyncSession,
    company_id: UUID,
    wanted: AuditFilter,
    before: tuple[datetime, UUID] | None,
    limit: int,
) -> "Sequence[AuditEntry]":
    """Return up to ``limit`` entries of a log behind a position, newest first."""
    return await AuditLog(session, company_id).page(wanted, before, limit)


async def record(session: AsyncSession, events: Sequence[AuditRecordedV1]) -> None:
    """Keep what other services recorded. The same event again changes nothing."""
    await audit.add_recorded(session, events)
