"""The audit log."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from atende_contracts.permissions import Permission
from atende_platform.http.access import TenantSession, requires
from atende_platform.http.fields import Instant
from atende_platform.http.pagination import Cursor, Limit, Page, decode_cursor, next_cursor
from atende_platform.identity.context import TenantContext
from auth.repository.audit import AuditFilter
from auth.schemas.audit import AuditRead
from auth.service import audit

router = APIRouter(prefix="/audit")

_Action = Annotated[str | None, Query(max_length=100, pattern=r"^[a-z.-]+$", examples=["user.changed"])]
_ObjectType = Annotated[
    str | None, Query(alias="objectType", max_length=50, pattern=r"^[a-z-]+$", examples=["user"])
]


@router.get("", operation_id="audit.list")
async def list_audit(
    actor: Annotated[TenantContext, requires(Permission.AUDIT_READ)],
    session: TenantSession,
    action: _Action = None,
    actor_id: Annotated[UUID | None, Query(alias="actorId")] = None,
    object_type: _ObjectType = None,
    object_id: Annotated[
        str | None, Query(alias="objectId", min_length=1, max_length=200, pattern=r"^[!-~]+$")
    ] = None,
    since: Annotated[Instant | None, Query(alias="from")] = None,
    until: Annotated[Instant | None, Query(alias="to", description="Exclusive")] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[AuditRead]:
    """Who did what from where, newest first."""
    wanted = AuditFilter(action, actor_id, object_type, object_id, since, until)
    entries = await audit.list_entries(session, actor, wanted, decode_cursor(cursor), limit + 1)
    return Page(
        items=[AuditRead.model_validate(entry) for entry in entries[:limit]],
        next_cursor=next_cursor(entries, limit, lambda entry: (entry.at, entry.id)),
    )
