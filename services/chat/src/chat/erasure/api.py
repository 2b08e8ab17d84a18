"""Deleting contacts, and how far that is."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter

from atende_contracts.permissions import Permission
from atende_platform.data.db import now
from atende_platform.http.access import TenantSession, requires
from atende_platform.http.pagination import Cursor, Limit, Page
from atende_platform.identity.context import TenantContext
from chat.erasure import service
from chat.erasure.schemas import ErasureRead

router = APIRouter(prefix="/contacts", tags=["contacts"])
Manager = Annotated[TenantContext, requires(Permission.CONTACTS_MANAGE)]


@router.get("/erasures", operation_id="contacts.listErasures")
async def list_erasures(
    actor: Manager, session: TenantSession, cursor: Cursor = None, limit: Limit = 50
) -> Page[ErasureRead]:
    """The contacts that were deleted, newest first, and how far that is. Nothing of the persons is kept."""
    return await service.list_erasures(session, actor.company_id, cursor, limit)


@router.get("/erasures/{erasure_id}", operation_id="contacts.getErasure")
async def get_erasure(actor: Manager, session: TenantSession, erasure_id: UUID) -> ErasureRead:
    """How far a deletion is: ``confirmed`` when no service has anything of the person any more."""
    return await service.get(session, actor.company_id, erasure_id)


@router.delete("/{contact_id}", operation_id="contacts.delete", status_code=202)
async def delete_contact(actor: Manager, session: TenantSession, contact_id: UUID) -> ErasureRead:
    """Delete a contact with everything of the person: tickets, messages, notes, files, in every service.

    The contact is gone at once, the rest within minutes; `/contacts/erasures/{id}` tells how far it is. It
    cannot be undone. Opt-outs stay, so that the person is not written to again.
    """
    return ErasureRead.model_validate(await service.request(session, actor, contact_id, now()))
