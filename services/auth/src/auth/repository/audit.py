"""The audit log."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import tuple_
from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.audit import AuditRecordedV1
from atende_contracts.audit_actions import Action, object_type
from atende_contracts.ids import uuid7
from atende_platform.data import batch
from atende_platform.data.db import execute
from auth.models import AuditEntry, AuditUnsealed


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which entries are wanted; what is None is not asked. From ``since`` on, before ``until``."""

    action: str | None = None
    actor_id: UUID | None = None
    object_type: str | None = None
    object_id: str | None = None
    since: datetime | None = None
    until: datetime | None = None


class AuditLog:
    """Who did what in one company. It can only grow."""

    def __init__(self, session: AsyncSession, company_id: UUID) -> None:
        self._session = session
        self._company_id = company_id

    def add(
        self,
        action: Action,
        *,
        actor_id: UUID | None,
        actor_kind: str = "user",
        object_id: UUID | None = None,
        address: str | None = None,
        details: dict[str, Any] | None = None,
    ) -> None:
        """Note an action; it is written when the transaction commits."""
        entry_id = uuid7()
        self._session.add(
            AuditEntry(
                company_id=self._company_id,
                id=entry_id,
                actor_id=actor_id,
                actor_kind=actor_kind,
                action=action,
                object_type=object_type(action),
                object_id=str(object_id) if object_id else None,
                address=address,
                details=details or {},
            )
        )
        self._session.add(AuditUnsealed(company_id=self._company_id, entry_id=entry_id))

    async def page(
        self, wanted: AuditFilter, before: tuple[datetime, UUID] | None, limit: int
    ) -> Sequence[AuditEntry]:
        """Return up to ``limit`` entries behind a position, newest first."""
        query = select(AuditEntry).where(AuditEntry.company_id == self._company_id)
        for column, value in (
            (AuditEntry.action, wanted.action),
            (AuditEntry.actor_id, wanted.actor_id),
            (AuditEntry.object_type, wanted.object_type),
            (AuditEntry.object_id, wanted.object_id),
        ):
            if value is not None:
                query = query.where(col(column) == value)
        if wanted.since is not None:
            query = query.where(col(AuditEntry.at) >= wanted.since)
        if wanted.until is not None:
            query = query.where(col(AuditEntry.at) < wanted.until)
        if before is not None:
            query = query.where(tuple_(col(AuditEntry.at), col(AuditEntry.id)) < before)
        query = query.order_by(col(AuditEntry.at).desc(), col(AuditEntry.id).desc()).limit(limit)
        return (await self._session.exec(query)).all()


_RECORDED: Final = batch.Recordset(AuditEntry)
_ADD_RECORDED: Final = f"""
WITH added AS (
    INSERT INTO audit_log ({", ".join(_RECORDED.names)})
    SELECT {", ".join(_RECORDED.names)} FROM {_RECORDED} AS given
    WHERE EXISTS (SELECT FROM companies WHERE companies.company_id = given.company_id)
    ON CONFLICT DO NOTHING RETURNING company_id, id
)
INSERT INTO audit_unsealed (company_id, entry_id) SELECT company_id, id FROM added
"""  # noqa: S608 (made of the model)


async def add_recorded(session: AsyncSession, events: Sequence[AuditRecordedV1]) -> None:
    """Store what other services recorded, of companies that exist; what is there already stays as it is."""
    entries = [event.model_dump() | {"at": event.occurred_at} for event in events]
    await execute(session, _ADD_RECORDED, _RECORDED.arrays(entries))
