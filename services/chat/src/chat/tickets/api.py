"""Tickets and the conversations in them."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response

from atende_contracts.permissions import Permission
from atende_platform.data.db import now
from atende_platform.http.access import TenantSession, requires, runtime_of
from atende_platform.http.pagination import Cursor, Limit, Page
from atende_platform.identity.context import TenantContext
from chat.contacts.service import find_contacts
from chat.messages.schemas import MessageCreate, MessageRead
from chat.tickets import reply as replies
from chat.tickets import service
from chat.tickets.domain import TicketStatus
from chat.tickets.schemas import TicketRead

router = APIRouter(prefix="/tickets")


Reader = Annotated[TenantContext, requires(Permission.TICKETS_READ)]
Agent = Annotated[TenantContext, requires(Permission.TICKETS_WRITE)]
Search = Annotated[
    str | None, Query(min_length=1, max_length=100, description="In names and phones of their contacts")
]


@router.get("", operation_id="tickets.list")
async def list_tickets(
    actor: Reader,
    session: TenantSession,
    request: Request,
    status: TicketStatus | None = None,
    assignee_id: Annotated[UUID | None, Query(alias="assigneeId")] = None,
    tag_id: Annotated[UUID | None, Query(alias="tagId")] = None,
    q: Search = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[TicketRead]:
    """The company's tickets, the last written to first; of an agent (``assigneeId``), with a tag (``tagId``).

    With `q` those of contacts in whose name or phone it is found, of the 500 newest such contacts.
    """
    contact_ids = None
    if q is not None:
        async with runtime_of(request).database.worker() as finder:
            contact_ids = await find_contacts(finder, actor.company_id, q)
    return await service.list_tickets(
        session, actor.company_id, status, assignee_id, tag_id, cursor, limit, contact_ids
    )


@router.get("/{ticket_id}", operation_id="tickets.get")
async def get_ticket(actor: Reader, session: TenantSession, ticket_id: UUID) -> TicketRead:
    """One ticket, with its contact."""
    return await service.get_ticket(session, actor.company_id, ticket_id)


@router.post(
    "/{ticket_id}/messages",
    operation_id="tickets.reply",
    status_code=201,
    responses={200: {"model": MessageRead, "description": "This client message id was sent before"}},
)
async def reply(
    actor: Agent, session: TenantSession, ticket_id: UUID, body: MessageCreate, response: Response
) -> MessageRead:
    """Write to the customer, or react to a message. A pending ticket becomes the agent's. Safe to repeat."""
    message, is_new = await replies.reply(session, actor, ticket_id, body, now())
    if not is_new:
        response.status_code = 200
    return message


@router.post("/{ticket_id}/accept", operation_id="tickets.accept")
async def accept(actor: Agent, session: TenantSession, ticket_id: UUID) -> TicketRead:
    """Take a ticket; 409 when another agent has it."""
    return await service.accept(session, actor, ticket_id)


@router.post("/{ticket_id}/read", operation_id="tickets.markRead")
async def read(actor: Agent, session: TenantSession, ticket_id: UUID) -> TicketRead:
    """Count nothing as unread, and show the customer that it was read. Safe to repeat."""
    return await service.read(session, actor, ticket_id)


@router.post("/{ticket_id}/typing", operation_id="tickets.showTyping", status_code=204)
async def show_typing(actor: Agent, session: TenantSession, ticket_id: UUID) -> None:
    """Show the customer for 25 seconds that an answer is being written; repeat it while it is.

    WhatsApp then shows their messages as read, too.
    """
    await service.show_typing(session, actor, ticket_id)


@router.post("/{ticket_id}/close", operation_id="tickets.close")
async def close(actor: Agent, session: TenantSession, ticket_id: UUID) -> TicketRead:
    """Close a ticket; closing a closed one changes nothing."""
    return await service.close(session, actor, ticket_id, now())


@router.put("/{ticket_id}/tags/{tag_id}", operation_id="tickets.addTag")
async def add_tag(actor: Agent, session: TenantSession, ticket_id: UUID, tag_id: UUID) -> TicketRead:
    """Put a tag on a ticket, which has 20 at most. Safe to repeat."""
    return await service.add_tag(session, actor.company_id, ticket_id, tag_id)


@router.delete("/{ticket_id}/tags/{tag_id}", operation_id="tickets.removeTag")
async def remove_tag(actor: Agent, session: TenantSession, ticket_id: UUID, tag_id: UUID) -> TicketRead:
    """Take a tag off a ticket. Safe to repeat."""
    return await service.remove_tag(session, actor.company_id, ticket_id, tag_id)
