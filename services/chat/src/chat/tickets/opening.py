"""Writing first: an agent opens a ticket with a contact."""

from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.event import Party
from atende_contracts.ids import uuid7
from atende_contracts.window import WINDOW
from atende_platform.errors import InvalidFields, InvalidInput, NotFound
from atende_platform.identity.context import TenantContext
from atende_platform.messaging import outbox
from atende_platform.phones import PhoneInvalid, normalise_phone
from chat.contacts import service as contacts
from chat.directory import service as directory
from chat.messages.schemas import MessageRead
from chat.tickets.domain import Conversation, TicketActive, TicketState
from chat.tickets.events import ticket_changed
from chat.tickets.identify import resolve
from chat.tickets.moves import require_agent, require_queue
from chat.tickets.reply import Outgoing, reply, send
from chat.tickets.repository import tickets as repository
from chat.tickets.repository.tickets import Tickets
from chat.tickets.schemas import TicketCreate, TicketOpened, TicketRead
from chat.tickets.service import get_with_contact, require_working
from chat.updates import service as updates

if TYPE_CHECKING:
    from chat.tickets.models import Ticket


def _before_the_window(now: datetime) -> datetime:
    """Return when who never wrote may as well have written: only a template reaches them."""
    return now - WINDOW


async def open_ticket(
    session: AsyncSession, actor: TenantContext, body: TicketCreate, now: datetime
) -> tuple[TicketOpened, bool]:
    """Open a ticket with a contact and queue its first message, both or neither.

    Returns them, and whether they are new: the same ``client_message_id`` gives the first ones. Raises
    `TicketActive` when the contact has a ticket on the channel that is not closed, `NotFound`,
    `InvalidInput`, and what `chat.tickets.reply.reply` raises.
    """
    await require_working(session, actor)
    if not await directory.has_channel(session, actor.company_id, body.channel_id):
        raise InvalidInput("channel_unknown", field="channelId")
    await require_queue(session, actor.company_id, body.queue_id)
    await require_agent(session, actor.company_id, body.assignee_id)
    contact_id = await _contact(session, actor, body, now)
    key = Conversation(actor.company_id, body.channel_id, contact_id)
    latest = (await repository.lock_latest(session, [key])).get(key)
    tickets = Tickets(session, actor.company_id)
    if latest is not None:
        before = await tickets.before_reply(latest, actor.user_id, body.message.client_message_id)
        if before.earlier is not None:
            return await _opened(session, actor, latest.id, body, now)
        if latest.closed_at is None:
            raise TicketActive(ticket_id=str(latest.id))
    state = TicketState(queue_id=body.queue_id, assignee_id=body.assignee_id or actor.user_id)
    ticket = await _new_ticket(session, key, state, latest, body.subject, now)
    return await _opened(session, actor, ticket.id, body, now)


async def write_to(
    session: AsyncSession,
    actor: TenantContext,
    contact_id: UUID,
    channel_id: UUID,
    outgoing: Outgoing,
    now: datetime,
) -> tuple[MessageRead, bool]:
    """Send a message to a contact, in their ticket on the channel or in a new one of the actor's.

    Returns and raises what `chat.tickets.reply.send` does, and `NotFound` and `InvalidInput` for a contact
    and a channel that there are not. The same ``client_message_id`` in their latest ticket gives the first.
    """
    await require_working(session, actor)
    if not await directory.has_channel(session, actor.company_id, channel_id):
        raise InvalidInput("channel_unknown", field="channelId")
    if not await contacts.lock(session, [(actor.company_id, contact_id)]):
        raise NotFound("contact-not-found")
    key = Conversation(actor.company_id, channel_id, contact_id)
    latest = (await repository.lock_latest(session, [key])).get(key)
    if latest is not None:
        earlier = await Tickets(session, actor.company_id).before_reply(
            latest, actor.user_id, outgoing.client_message_id
        )
        if latest.closed_at is None or earlier.earlier is not None:
            return await send(session, actor, latest.id, outgoing, now)
    ticket = await _new_ticket(session, key, TicketState(assignee_id=actor.user_id), latest, None, now)
    return await send(session, actor, ticket.id, outgoing, now)


async def _new_ticket(
    session: AsyncSession,
    key: Conversation,
    state: TicketState,
    latest: "Ticket | None",
    subject: str | None,
    now: datetime,
) -> "Ticket":
    [ticket] = await repository.insert(
        session,
        [
            {
                **key._asdict(),
                **state.columns(),
                "id": uuid7(),
                "subject": subject,
                "opened_at": now,
                "last_message_at": now,
                # What was written in the last ticket keeps the window open in this one.
                "last_inbound_at": (latest and latest.last_inbound_at) or _before_the_window(now),
            }
        ],
    )
    await outbox.add(session, [ticket_changed(ticket)])
    return ticket


async def _opened(
    session: AsyncSession, actor: TenantContext, ticket_id: UUID, body: TicketCreate, now: datetime
) -> tuple[TicketOpened, bool]:
    message, is_new = await reply(session, actor, ticket_id, body.message, now)
    ticket, contact = await get_with_contact(session, actor, ticket_id)
    return TicketOpened(ticket=TicketRead.of(ticket, contact), message=message), is_new


async def _contact(session: AsyncSession, actor: TenantContext, body: TicketCreate, now: datetime) -> UUID:
    """Return whom the ticket is to be with, locked; who has that phone becomes a contact."""
    if body.contact_id is not None:
        locked = await contacts.lock(session, [(actor.company_id, body.contact_id)])
        if not locked:
            raise NotFound("contact-not-found")
        return body.contact_id
    try:
        region = await contacts.region_of_company(session, actor.company_id)
        phone = normalise_phone(body.phone or "", region)
    except PhoneInvalid as error:
        raise InvalidFields([error.at("phone")]) from None
    resolved = await resolve(session, [(actor.company_id, Party(phone=phone))], now)
    await outbox.add(session, resolved.events())
    await updates.append(session, resolved.entries())
    return resolved.ids[0]
