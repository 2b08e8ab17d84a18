"""What a ticket is called and marked with, and who follows it: what does not change where it stands."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.errors import NotFound
from atende_platform.http.revisions import ANY, Expected
from atende_platform.identity.context import TenantContext
from atende_platform.messaging import outbox
from chat.directory import service as directory
from chat.directory.domain import User
from chat.messages import service as messages
from chat.rows import Row
from chat.tags import service as tags
from chat.tickets import domain, timeline
from chat.tickets.domain import PRIORITIES
from chat.tickets.events import ticket_changed, ticket_updated
from chat.tickets.repository.tickets import Tickets
from chat.tickets.schemas import TicketRead, TicketUpdate
from chat.tickets.service import get_with_contact

if TYPE_CHECKING:
    from chat.contacts.models import Contact
    from chat.tickets.models import Ticket


async def update(
    session: AsyncSession,
    actor: TenantContext,
    ticket_id: UUID,
    body: TicketUpdate,
    now: datetime,
    expected: Expected = ANY,
) -> TicketRead:
    """Change the priority and the subject, as far as they are given. Raises `NotFound`."""
    ticket, contact = await get_with_contact(session, actor, ticket_id, lock=True)
    expected.require(ticket.revision)
    changes = body.changes()
    if "priority" in changes:
        changes["priority"] = PRIORITIES.index(changes["priority"])
    changes = {name: value for name, value in changes.items() if value != getattr(ticket, name)}
    entries = [
        timeline.entry(
            ticket, actor.user_id, now, name, **{name: PRIORITIES[value] if name == "priority" else value}
        )
        for name, value in changes.items()
    ]
    return await _store(session, ticket, contact, changes, entries)


async def add_tag(
    session: AsyncSession, actor: TenantContext, ticket_id: UUID, tag_id: UUID, now: datetime
) -> TicketRead:
    """Put a tag on a ticket. Raises `NotFound` and `TooManyTagsOnTicket`."""
    tag = await tags.get_usable(session, actor.company_id, tag_id)
    ticket, contact = await get_with_contact(session, actor, ticket_id, lock=True)
    after = domain.tagged(ticket.tag_ids, tag.id)
    entries = [timeline.entry(ticket, actor.user_id, now, "tagged", tag_id=tag.id)]
    return await _store(session, ticket, contact, _changed(ticket, tag_ids=after), entries)


async def remove_tag(
    session: AsyncSession, actor: TenantContext, ticket_id: UUID, tag_id: UUID, now: datetime
) -> TicketRead:
    """Take a tag off a ticket, archived or not. Raises `NotFound` if there is no such ticket."""
    ticket, contact = await get_with_contact(session, actor, ticket_id, lock=True)
    after = domain.untagged(ticket.tag_ids, tag_id)
    entries = [timeline.entry(ticket, actor.user_id, now, "untagged", tag_id=tag_id)]
    return await _store(session, ticket, contact, _changed(ticket, tag_ids=after), entries)


async def add_participant(
    session: AsyncSession, actor: TenantContext, ticket_id: UUID, user_id: UUID, now: datetime
) -> TicketRead:
    """Have a user follow a ticket. Raises `NotFound` and `TooManyParticipants`."""
    if not await directory.may_have_tickets(session, User(actor.company_id, user_id)):
        raise NotFound("user-not-found")
    ticket, contact = await get_with_contact(session, actor, ticket_id, lock=True)
    after = domain.joined_by(ticket.participant_ids, user_id)
    entries = [timeline.entry(ticket, actor.user_id, now, "joined", user_id=user_id)]
    return await _store(session, ticket, contact, _changed(ticket, participant_ids=after), entries)


async def remove_participant(
    session: AsyncSession, actor: TenantContext, ticket_id: UUID, user_id: UUID, now: datetime
) -> TicketRead:
    """Have a user no longer follow a ticket. Raises `NotFound` if there is no such ticket."""
    ticket, contact = await get_with_contact(session, actor, ticket_id, lock=True)
    after = domain.left_by(ticket.participant_ids, user_id)
    entries = [timeline.entry(ticket, actor.user_id, now, "left", user_id=user_id)]
    return await _store(session, ticket, contact, _changed(ticket, participant_ids=after), entries)


def _changed(ticket: "Ticket", **details: list[UUID]) -> Row:
    return {name: value for name, value in details.items() if value != getattr(ticket, name)}


async def _store(
    session: AsyncSession, ticket: "Ticket", contact: "Contact", changes: Row, entries: list[Row]
) -> TicketRead:
    """Store what has changed, if anything, and publish it with ``entries`` of the timeline."""
    if changes:
        ticket = await Tickets(session, ticket.company_id).set_details(ticket, changes)
        noted = await messages.insert_new_messages(session, entries)
        await outbox.add(session, [ticket_changed(ticket)])
        await messages.tell(session, [ticket_updated(ticket, contact)], created=noted)
    return TicketRead.of(ticket, contact)
