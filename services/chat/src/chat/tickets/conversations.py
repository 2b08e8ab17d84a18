"""Conversations as agents read them: of a ticket, and of all tickets with a contact."""

from typing import TYPE_CHECKING
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.http.pagination import Page, decode_cursor, next_cursor
from chat.contacts import service as contacts
from chat.messages import service as messages
from chat.messages.schemas import MessageRead
from chat.tickets.repository.conversations import Conversations
from chat.tickets.service import get_with_contact

if TYPE_CHECKING:
    pass


async def of_ticket(
    session: AsyncSession, company_id: UUID, ticket_id: UUID, cursor: str | None, limit: int
) -> Page[MessageRead]:
    """Return a page of a ticket's conversation, newest first."""
    ticket, _ = await get_with_contact(session, company_id, ticket_id)
    found = await Conversations(session, company_id).of_ticket(ticket, decode_cursor(cursor), limit + 1)
    shown = await messages.show(session, found[:limit])
    if ticket.group_id is None:
        # What was sent to a name before it was a contact's is the contact's all the same.
        shown = [message.with_contact(ticket.contact_id) for message in shown]
    return Page(
        items=shown,
        next_cursor=next_cursor(found, limit, lambda message: (message.sent_at, message.id)),
    )


async def of_contact(
    session: AsyncSession, company_id: UUID, contact_id: UUID, cursor: str | None, limit: int
) -> Page[MessageRead]:
    """Return a page of what stands in the conversations with a contact, newest first. Raises `NotFound`."""
    await contacts.get_contact(session, company_id, contact_id)
    found = await Conversations(session, company_id).of_contact(contact_id, decode_cursor(cursor), limit + 1)
    shown = await messages.show(session, found[:limit])
    return Page(
        items=[message.with_contact(contact_id) for message in shown],
        next_cursor=next_cursor(found, limit, lambda message: (message.sent_at, message.id)),
    )
