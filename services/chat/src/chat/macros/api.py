"""Macros, and doing them to tickets."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter

from atende_contracts.permissions import Permission
from atende_platform.data.db import now
from atende_platform.http.access import TenantSession, requires
from atende_platform.http.idempotency import idempotent
from atende_platform.http.pagination import Page
from atende_platform.http.revisions import IfMatch, Tagged
from atende_platform.identity.context import TenantContext
from chat.macros import service
from chat.macros.schemas import MacroCreate, MacroRead, MacroUpdate
from chat.tickets.schemas import TicketRead

router = APIRouter(prefix="/macros", tags=["macros"])
of_tickets = APIRouter(prefix="/tickets", tags=["macros"])

Reader = Annotated[TenantContext, requires(Permission.TICKETS_READ)]
Agent = Annotated[TenantContext, requires(Permission.TICKETS_WRITE)]
Manager = Annotated[TenantContext, requires(Permission.TICKETS_MANAGE)]


@router.get("", operation_id="macros.list")
async def list_macros(actor: Reader, session: TenantSession) -> Page[MacroRead]:
    """The company's macros, by name. All of them: there is one page."""
    found = await service.list_macros(session, actor.company_id)
    return Page(items=[MacroRead.of(macro) for macro in found], next_cursor=None)


@router.post("", status_code=201, operation_id="macros.create")
@idempotent()
async def create_macro(
    actor: Manager, session: TenantSession, body: MacroCreate, tagged: Tagged
) -> MacroRead:
    """Add a macro; 409 when there is one of this name, in upper or lower case."""
    return tagged(MacroRead.of(await service.create_macro(session, actor, body, now())))


@router.get("/{macro_id}", operation_id="macros.get")
async def get_macro(actor: Reader, session: TenantSession, macro_id: UUID, tagged: Tagged) -> MacroRead:
    """One macro."""
    return tagged(MacroRead.of(await service.get_macro(session, actor.company_id, macro_id)))


@router.patch("/{macro_id}", operation_id="macros.update")
async def update_macro(
    actor: Manager,
    session: TenantSession,
    macro_id: UUID,
    body: MacroUpdate,
    expected: IfMatch,
    tagged: Tagged,
) -> MacroRead:
    """Change a macro. Its actions are replaced as a whole."""
    return tagged(
        MacroRead.of(await service.update_macro(session, actor, macro_id, body, now(), expected=expected))
    )


@router.delete("/{macro_id}", status_code=204, operation_id="macros.delete")
async def delete_macro(actor: Manager, session: TenantSession, macro_id: UUID, expected: IfMatch) -> None:
    """Delete a macro; what was done with it stays."""
    await service.delete_macro(session, actor, macro_id, expected=expected)


@of_tickets.post("/{ticket_id}/macros/{macro_id}", operation_id="macros.run")
@idempotent(status=200)
async def run(actor: Agent, session: TenantSession, ticket_id: UUID, macro_id: UUID) -> TicketRead:
    """Do all that a macro says to a ticket, as oneself, or nothing.

    An error is that of the first action that cannot be done; ``action`` says which one, from 0.
    """
    return await service.run(session, actor, ticket_id, macro_id, now())
