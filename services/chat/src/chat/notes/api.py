"""Notes in tickets, and mentions."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from atende_contracts.permissions import Permission
from atende_platform.data.db import now
from atende_platform.http.access import TenantSession, requires
from atende_platform.http.idempotency import idempotent
from atende_platform.http.pagination import Cursor, Limit, Page
from atende_platform.identity.context import TenantContext
from chat.messages.schemas import MessageRead
from chat.notes import service
from chat.notes.schemas import MentionCounts, MentionRead, NoteCreate, NoteUpdate

of_tickets = APIRouter(prefix="/tickets", tags=["notes"])
router = APIRouter(prefix="/notes", tags=["notes"])
of_mentions = APIRouter(prefix="/mentions", tags=["mentions"])

Reader = Annotated[TenantContext, requires(Permission.TICKETS_READ)]
Agent = Annotated[TenantContext, requires(Permission.TICKETS_WRITE)]


@of_tickets.post(
    "/{ticket_id}/notes",
    operation_id="notes.add",
    status_code=201,
    responses={200: {"model": MessageRead, "description": "This client message id was sent before"}},
)
@idempotent()
async def add_note(
    actor: Agent, session: TenantSession, ticket_id: UUID, body: NoteCreate, response: Response
) -> MessageRead:
    """Write for colleagues, never for the customer. Who is mentioned follows the ticket. Safe to repeat."""
    note, is_new = await service.add(session, actor, ticket_id, body, now())
    if not is_new:
        response.status_code = 200
    return note


@router.patch("/{note_id}", operation_id="notes.update")
async def update_note(actor: Agent, session: TenantSession, note_id: UUID, body: NoteUpdate) -> MessageRead:
    """Change the text of a note of your own."""
    return await service.rewrite(session, actor, note_id, body.text, now())


@router.delete("/{note_id}", operation_id="notes.remove", status_code=204)
async def remove_note(actor: Agent, session: TenantSession, note_id: UUID) -> None:
    """Empty a note of your own; those who manage the inbox can empty any. Its place stays visible."""
    await service.remove(session, actor, note_id, now())


@of_mentions.get("", operation_id="mentions.list")
async def list_mentions(
    actor: Reader,
    session: TenantSession,
    unread: Annotated[bool, Query(description="Only those that you have not read")] = False,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[MentionRead]:
    """The notes of the last 90 days in which you are mentioned, newest first."""
    return await service.list_mentions(session, actor, cursor, limit, unread=unread)


@of_mentions.get("/counts", operation_id="mentions.count")
async def count_mentions(actor: Reader, session: TenantSession) -> MentionCounts:
    """How many mentions of you are unread."""
    return await service.count_mentions(session, actor)


@of_mentions.post("/read", operation_id="mentions.markRead", status_code=204)
async def mark_mentions_read(
    actor: Reader,
    session: TenantSession,
    ticket_id: Annotated[
        UUID | None, Query(alias="ticketId", description="Only those in this ticket")
    ] = None,
) -> None:
    """Have your mentions count as read. Safe to repeat."""
    await service.mark_mentions_read(session, actor, ticket_id, now())
