"""Merging contacts by hand."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter

from atende_contracts.permissions import Permission
from atende_platform.data.db import now
from atende_platform.http.access import TenantSession, requires
from atende_platform.http.idempotency import idempotent
from atende_platform.http.pagination import Page
from atende_platform.identity.context import TenantContext
from chat.merges import service
from chat.merges.schemas import MergeCreate, MergePreview, MergeRead

router = APIRouter(prefix="/contacts/{contact_id}/merges", tags=["contacts"])
Manager = Annotated[TenantContext, requires(Permission.CONTACTS_MANAGE)]


@router.post("/preview", operation_id="contacts.previewMerge")
async def preview_merge(
    actor: Manager, session: TenantSession, contact_id: UUID, body: MergeCreate
) -> MergePreview:
    """What it would come to if another contact became a part of this one. Nothing changes."""
    return await service.preview(session, actor.company_id, contact_id, body)


@router.post("", operation_id="contacts.merge", status_code=201)
@idempotent()
async def merge_contacts(
    actor: Manager, session: TenantSession, contact_id: UUID, body: MergeCreate
) -> MergeRead:
    """Make another contact a part of this one, with its numbers, tickets and messages.

    Up to 5,000 messages are moved. It can be taken back for 30 days.
    """
    return await service.merge(session, actor, contact_id, body, now())


@router.get("", operation_id="contacts.listMerges")
async def list_merges(actor: Manager, session: TenantSession, contact_id: UUID) -> Page[MergeRead]:
    """The merges by hand that made this contact, the last first; the last hundred."""
    found = await service.list_merges(session, actor.company_id, contact_id, now())
    return Page(items=found, next_cursor=None)


@router.post("/{merge_id}/undo", operation_id="contacts.undoMerge")
async def undo_merge(actor: Manager, session: TenantSession, contact_id: UUID, merge_id: UUID) -> MergeRead:
    """Make two contacts of one again: names, tickets and messages go back, what was written since stays."""
    return await service.undo(session, actor, contact_id, merge_id, now())
