"""How a service records who did what, by the actions of `atende_contracts.audit_actions`.

`record` puts an event into the outbox, in the transaction of what it tells; auth keeps it. (Auth itself
writes its log directly.)
"""

from collections.abc import Mapping
from typing import Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.audit import AuditRecordedV1
from atende_contracts.audit_actions import Action, object_type
from atende_platform.identity.context import TenantContext
from atende_platform.messaging import outbox

_MAX_CHARS: Final = 200

Details = Mapping[str, str | float | bool | None]
"""What changed, for people to read. Never secrets, never what customers wrote or read."""


async def record(
    session: AsyncSession,
    actor: TenantContext,
    action: Action,
    object_id: UUID,
    details: Details | None = None,
) -> None:
    """Record what the actor did to an object, if and when the session's transaction commits."""
    event = AuditRecordedV1(
        company_id=actor.company_id,
        actor_id=actor.user_id,
        actor_kind=actor.kind,
        action=action,
        object_type=object_type(action),
        object_id=str(object_id),
        address=actor.address,
        details=_bounded(details),
    )
    await outbox.add(session, [event])


async def record_by_system(
    session: AsyncSession, company_id: UUID, action: Action, object_id: UUID, details: Details | None = None
) -> None:
    """Record what the system did by itself: for nobody, from nowhere."""
    event = AuditRecordedV1(
        company_id=company_id,
        action=action,
        object_type=object_type(action),
        object_id=str(object_id),
        details=_bounded(details),
    )
    await outbox.add(session, [event])


def _bounded(details: Details | None) -> dict[str, str | float | bool | None]:
    return {
        name: value[:_MAX_CHARS] if isinstance(value, str) else value
        for name, value in (details or {}).items()
    }
