"""Tickets and the conversations in them."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response

from atende_contracts.permissions import Permission
from atende_platform.data.db import now
from atende_platform.http.access import TenantSession, requires
from atende_platform.http.idempotency import idempotent
from atende_platform.http.revisions import IfMatch, Tagged
from atende_platform.identity.context import TenantContext
from chat.messages.schemas import MessageCreate, MessageRead
from chat.tickets import details, holds, moves, opening, service
from chat.tickets import reply as replies
from chat.tickets.schemas import (
    Closing,
    HandOver,
    Hold,
    TicketAssignment,
    TicketCreate,
    TicketOpened,
    TicketRead,
    TicketSnooze,
    TicketTransfer,
    TicketUpdate,
)

router = APIRouter(prefix="/tickets")


Reader = Annotated[TenantContext, requires(Permission.TICKETS_READ)]
Agent = Annotated[TenantContext, requires(Permission.TICKETS_WRITE)]
Manager = Annotated[TenantContext, requires(Permission.TICKETS_MANAGE)]


@router.post(
    "",
    operation_id="tickets.open",
    status_code=201,
    responses={200: {"model": TicketOpened, "description": "This client message id was sent before"}},
)
@idempotent()
async def open_ticket(
    actor: Agent, session: TenantSession, body: TicketCreate, response: Response
) -> TicketOpened:
    """Write first to a contact. Outside the 24-hour window it takes a template. Safe to repeat.

    409 `ticket-active` when the contact has a ticket on the channel that is not closed: write in that one.
    """
    opened, is_new = await opening.open_ticket(session, actor, body, now())
    if not is_new:
        response.status_code = 200
    return opened


@router.get("/{ticket_id}", operation_id="tickets.get")
async def get_ticket(actor: Reader, session: TenantSession, ticket_id: UUID, tagged: Tagged) -> TicketRead:
    """One ticket, with its contact."""
    return tagged(await service.get_ticket(session, actor, ticket_id))


@router.post(
    "/{ticket_id}/messages",
    operation_id="tickets.reply",
    status_code=201,
    responses={200: {"model": MessageRead, "description": "This client message id was sent before"}},
)
@idempotent()
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
    """Take a ticket; 409 when another agent has it, whom `params.assigneeId` names."""
    return await moves.accept(session, actor, ticket_id, now())


@router.post("/{ticket_id}/take-over", operation_id="tickets.takeOver")
async def take_over(actor: Manager, session: TenantSession, ticket_id: UUID) -> TicketRead:
    """Take a ticket, also one that another agent has."""
    return await moves.accept(session, actor, ticket_id, now(), take_over=True)


@router.post("/{ticket_id}/assign", operation_id="tickets.assign")
async def assign(actor: Agent, session: TenantSession, ticket_id: UUID, body: TicketAssignment) -> TicketRead:
    """Give a ticket to an agent, or to nobody: then all may take it. Safe to repeat."""
    return await moves.assign(session, actor, ticket_id, body.assignee_id, now())


@router.post("/{ticket_id}/transfer", operation_id="tickets.transfer")
async def transfer(actor: Agent, session: TenantSession, ticket_id: UUID, body: TicketTransfer) -> TicketRead:
    """Move a ticket to a queue and, if named, an agent, with a note for them."""
    if "queue_id" not in body.model_fields_set:
        return await moves.assign(session, actor, ticket_id, body.assignee_id, now(), body.note)
    return await moves.transfer(session, actor, ticket_id, body.queue_id, body.assignee_id, body.note, now())


@router.post("/{ticket_id}/hold", operation_id="tickets.hold")
async def hold(actor: Agent, session: TenantSession, ticket_id: UUID, body: Hold) -> TicketRead:
    """Hold a ticket that no agent has, for a program with an API key: people are not offered it meanwhile.

    Repeat it to hold it for longer. 409 when an agent or another program has it.
    """
    return await holds.hold(session, actor, ticket_id, body, now())


@router.post("/{ticket_id}/hand-over", operation_id="tickets.handOver")
async def hand_over(actor: Agent, session: TenantSession, ticket_id: UUID, body: HandOver) -> TicketRead:
    """Give a ticket that a program holds to people: to a queue and, if named, an agent, with a note for them.

    The program does it, or a user.
    """
    return await holds.hand_over(session, actor, ticket_id, body, now())


@router.post("/{ticket_id}/snooze", operation_id="tickets.snooze")
async def snooze(actor: Agent, session: TenantSession, ticket_id: UUID, body: TicketSnooze) -> TicketRead:
    """Let a ticket sleep until a time or, in any case, until the customer writes."""
    return await moves.snooze(session, actor, ticket_id, body.until, now())


@router.post("/{ticket_id}/reopen", operation_id="tickets.reopen")
async def reopen(actor: Agent, session: TenantSession, ticket_id: UUID) -> TicketRead:
    """Have a closed ticket go on; 409 when the customer has a later one. Safe to repeat."""
    return await moves.reopen(session, actor, ticket_id, now())


@router.patch("/{ticket_id}", operation_id="tickets.update")
async def update(
    actor: Agent,
    session: TenantSession,
    ticket_id: UUID,
    body: TicketUpdate,
    expected: IfMatch,
    tagged: Tagged,
) -> TicketRead:
    """Change a ticket's priority and subject."""
    return tagged(await details.update(session, actor, ticket_id, body, now(), expected=expected))


@router.post("/{ticket_id}/read", operation_id="tickets.markRead")
async def read(actor: Agent, session: TenantSession, ticket_id: UUID) -> TicketRead:
    """Count nothing as unread, and show the customer that it was read. Safe to repeat."""
    return await service.read(session, actor, ticket_id)


@router.post("/{ticket_id}/unread", operation_id="tickets.markUnread")
async def mark_unread(actor: Agent, session: TenantSession, ticket_id: UUID) -> TicketRead:
    """Have a ticket seen again, as if its last message were new. Safe to repeat."""
    return await service.mark_unread(session, actor, ticket_id)


@router.post("/{ticket_id}/typing", operation_id="tickets.showTyping", status_code=204)
async def show_typing(actor: Agent, session: TenantSession, ticket_id: UUID) -> None:
    """Show the customer for 25 seconds that an answer is being written; repeat it while it is.

    WhatsApp then shows their messages as read, too.
    """
    await service.show_typing(session, actor, ticket_id)


@router.post("/{ticket_id}/close", operation_id="tickets.close")
async def close(
    actor: Agent, session: TenantSession, ticket_id: UUID, body: Closing | None = None
) -> TicketRead:
    """Close a ticket, with a reason if there is one to tell; closing a closed one changes nothing."""
    return await moves.close(session, actor, ticket_id, now(), body.reason if body else None)


@router.put("/{ticket_id}/tags/{tag_id}", operation_id="tickets.addTag")
async def add_tag(actor: Agent, session: TenantSession, ticket_id: UUID, tag_id: UUID) -> TicketRead:
    """Put a tag on a ticket, which has 20 at most. Safe to repeat."""
    return await details.add_tag(session, actor, ticket_id, tag_id, now())


@router.delete("/{ticket_id}/tags/{tag_id}", operation_id="tickets.removeTag")
async def remove_tag(actor: Agent, session: TenantSession, ticket_id: UUID, tag_id: UUID) -> TicketRead:
    """Take a tag off a ticket. Safe to repeat."""
    return await details.remove_tag(session, actor, ticket_id, tag_id, now())


@router.put("/{ticket_id}/participants/{user_id}", operation_id="tickets.addParticipant")
async def add_participant(actor: Agent, session: TenantSession, ticket_id: UUID, user_id: UUID) -> TicketRead:
    """Have a user follow a ticket, which 20 may besides its agent. Safe to repeat."""
    return await details.add_participant(session, actor, ticket_id, user_id, now())


@router.delete("/{ticket_id}/participants/{user_id}", operation_id="tickets.removeParticipant")
async def remove_participant(
    actor: Agent, session: TenantSession, ticket_id: UUID, user_id: UUID
) -> TicketRead:
    """Have a user no longer follow a ticket. Safe to repeat."""
    return await details.remove_participant(session, actor, ticket_id, user_id, now())
