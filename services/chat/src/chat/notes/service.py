"""Notes that agents write for each other in a ticket, and who is mentioned in them."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

import orjson
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.permissions import Permission
from atende_platform.errors import InvalidInput, NotFound
from atende_platform.http.pagination import Page, decode_cursor, next_cursor
from atende_platform.identity.context import TenantContext
from chat.directory import service as directory
from chat.directory.domain import User
from chat.messages import service as messages
from chat.messages.schemas import MessageRead
from chat.notes import repository
from chat.notes.domain import KEPT_DAYS, NotYourNote
from chat.notes.events import MentionCreated
from chat.notes.repository import Notes
from chat.notes.schemas import MentionCounts, MentionRead, NoteCreate
from chat.policies.scope import viewer_of
from chat.tickets import details, timeline
from chat.tickets.domain import ClientMessageIdReused
from chat.tickets.service import get_with_contact

if TYPE_CHECKING:
    from chat.messages.models import Message


async def add(
    session: AsyncSession, actor: TenantContext, ticket_id: UUID, body: NoteCreate, now: datetime
) -> tuple[MessageRead, bool]:
    """Write a note, and have those who are mentioned follow the ticket.

    Returns the note, and whether it is new. Raises `NotFound`, `ClientMessageIdReused`,
    `TooManyParticipants`, and `InvalidInput` for a user who cannot be mentioned.
    """
    ticket, _ = await get_with_contact(session, actor, ticket_id, lock=True)
    notes = Notes(session, actor.company_id)
    earlier = await notes.find_sent(ticket_id, body.client_message_id)
    if earlier is not None:
        if (earlier.kind, earlier.text) != ("note", body.text):
            raise ClientMessageIdReused(message_id=str(earlier.id))
        return (await messages.show(session, [earlier]))[0], False
    mentioned = dict.fromkeys(body.mentions)
    await _require_agents(session, actor.company_id, mentioned)
    row = timeline.note(ticket, actor.user_id, now, body.text, [*mentioned])
    [note] = await messages.insert_new_messages(
        session, [row | {"client_message_id": body.client_message_id}]
    )
    if mentioned:
        await notes.mention(note, mentioned, now)
    for user_id in mentioned:
        if user_id not in (ticket.assignee_id, *ticket.participant_ids):
            await details.add_participant(session, actor, ticket_id, user_id, now)
    entries = [
        MentionCreated(user_id=user_id, ticket_id=ticket_id, message_id=note.id).entry(actor.company_id)
        for user_id in mentioned
    ]
    await messages.tell(session, entries, created=[note])
    return (await messages.show(session, [note]))[0], True


async def _require_agents(session: AsyncSession, company_id: UUID, users: Collection[UUID]) -> None:
    for nth, user_id in enumerate(users):
        if not await directory.may_have_tickets(session, User(company_id, user_id)):
            raise InvalidInput("agent_unknown", field=f"mentions.{nth}")


async def rewrite(
    session: AsyncSession, actor: TenantContext, note_id: UUID, text: str, now: datetime
) -> MessageRead:
    """Change the text of a note of one's own. Raises `NotFound` and `NotYourNote`."""
    note = await _find(session, actor, note_id)
    if note.author_id != actor.user_id:
        raise NotYourNote()
    return await _write(session, note, text, {"edited_at": now.isoformat()})


async def remove(session: AsyncSession, actor: TenantContext, note_id: UUID, now: datetime) -> None:
    """Empty a note of one's own or, with the right to manage the inbox, of anyone; its place stays.

    Raises `NotFound` and `NotYourNote`.
    """
    note = await _find(session, actor, note_id)
    if note.author_id != actor.user_id and not actor.may(Permission.TICKETS_MANAGE):
        raise NotYourNote()
    await Notes(session, actor.company_id).forget(note_id)
    await _write(session, note, None, {"removed_at": now.isoformat()})


async def _find(session: AsyncSession, actor: TenantContext, note_id: UUID) -> "Message":
    note = await Notes(session, actor.company_id).find(note_id)
    if note is None or note.ticket_id is None or note.text is None:
        raise NotFound("note-not-found")
    await get_with_contact(session, actor, note.ticket_id)
    return note


async def _write(
    session: AsyncSession, note: "Message", text: str | None, marks: dict[str, Any]
) -> MessageRead:
    content = {"note": {**note.content.get("note", {}), **marks}}
    written = await Notes(session, note.company_id).write(note.id, text, orjson.dumps(content).decode())
    await messages.tell(session, updated=[written])
    return (await messages.show(session, [written]))[0]


async def list_mentions(
    session: AsyncSession, actor: TenantContext, cursor: str | None, limit: int, *, unread: bool
) -> Page[MentionRead]:
    """Return a page of the notes in which the actor is mentioned, of tickets that they see, newest first."""
    notes = Notes(session, actor.company_id)
    found = await notes.mentions(
        actor.user_id, viewer_of(actor), decode_cursor(cursor), limit + 1, unread=unread
    )
    return Page(
        items=[MentionRead.model_validate(row) for row in found[:limit]],
        next_cursor=next_cursor(found, limit, lambda row: (row.created_at, row.message_id)),
    )


async def count_mentions(session: AsyncSession, actor: TenantContext) -> MentionCounts:
    notes = Notes(session, actor.company_id)
    return MentionCounts(unread=await notes.count_unread(actor.user_id, viewer_of(actor)))


async def mark_mentions_read(
    session: AsyncSession, actor: TenantContext, ticket_id: UUID | None, now: datetime
) -> None:
    """Have the actor's mentions count as read: those in a ticket, or all."""
    await Notes(session, actor.company_id).mark_read(actor.user_id, ticket_id, now)


async def purge(session: AsyncSession, limit: int, now: datetime) -> int:
    """Remove some old mentions of all companies; the notes stay."""
    return await repository.purge(session, now - timedelta(days=KEPT_DAYS), limit)
