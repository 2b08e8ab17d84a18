"""The audit log."""

from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from auth.models import AuditEntry


class AuditLog:
    """Who did what in one company. It can only grow."""

    def __init__(self, session: AsyncSession, company_id: UUID) -> None:
        self._session = session
        self._company_id = company_id

    def add(
        self,
        action: str,
        *,
        actor_id: UUID | None,
        subject_id: UUID | None = None,
        address: str | None = None,
        details: dict[str, Any] | None = None,
    ) -> None:
        """Note an action; it is written when the transaction commits."""
        self._session.add(
            AuditEntry(
                company_id=self._company_id,
                actor_id=actor_id,
                action=action,
                subject_id=subject_id,
                address=address,
                details=details or {},
            )
        )
