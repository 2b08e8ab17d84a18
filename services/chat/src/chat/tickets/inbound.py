"""What comes in from customers: whole batches, a handful of statements each."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.bounds import MAX_INBOUND_TEXT, MAX_PROVIDER_ID
from atende_contracts.ids import uuid7
from atende_contracts.messages import (
    MessageMediaChangedV1,
    MessageReceivedV1,
)
from atende_contracts.window import opens_window
from atende_platform.data.storable import storable
from atende_platform.messaging import outbox
from atende_platform.process import tracing
from chat.contacts import service as contacts
from chat.contacts.domain import phone_of
from chat.messages import service as messages
from chat.messages.domain import ACTIVITIES, CHANGES, Origin
from chat.policies import service as policies
from chat.rows import Row
from chat.tickets import domain
from chat.tickets.answers import Said, is_answer
from chat.tickets.domain import (
    NOBODY,
    Conversation,
    TicketState,
    TicketStatus,
)
from chat.tickets.events import ticket_changed, tickets_updated
from chat.tickets.identify import resolve
from chat.tickets.repository import tickets as repository
from chat.tickets.service import state_of

if TYPE_CHECKING:
    from chat.contacts.models import Contact
    from chat.messages.models import Message
    from chat.tickets.models import Ticket


async def receive(
    session: AsyncSession, received: Sequence[MessageReceivedV1 | MessageMediaChangedV1], now: datetime
) -> None:
    """Put customers' messages into tickets; a message that is stored already changes nothing.

    Reactions, edits, revokes and news of files are kept by themselves, for the message they name. They
    count as nothing unread and open no ticket, and neither do activities. What somebody writes whom the
    company has blocked is kept, and published to no socket. The contacts stay locked from
    here to the commit, so two batches never decide about the same conversation at once. Messages are stored
    before tickets (their foreign key is checked at the commit): only what is really new may open or reopen
    one.
    """
    senders = [(event.company_id, event.sender) for event in received]
    former = [event.former if isinstance(event, MessageReceivedV1) else None for event in received]
    resolved = await resolve(session, senders, now, former)
    conversations: dict[Conversation, list[MessageReceivedV1]] = {}
    rows: list[tuple[MessageReceivedV1, Conversation | None, Row]] = []
    changes: list[Row] = []
    for event, contact_id in zip(received, resolved.ids, strict=True):
        if isinstance(event, MessageMediaChangedV1) or is_change(event):
            changes.append(change_row(event, contact_id, now))
        elif event.kind in ACTIVITIES:
            rows.append((event, None, message_row(event, contact_id, now) | {"origin": Origin.ACTIVITY}))
        elif group_of(event) is None and resolved.contacts[contact_id].blocked_at is not None:
            rows.append((event, None, message_row(event, contact_id, now) | {"origin": Origin.BLOCKED}))
        else:
            key = _conversation(event.company_id, event.channel_id, contact_id, group_of(event))
            conversations.setdefault(key, []).append(event)
            rows.append((event, key, message_row(event, contact_id, now)))
    current, answered = await _current_tickets(session, conversations, resolved.strangers)
    ticket_ids = {key: current[key].id if key in current else uuid7() for key in conversations}
    new, preceded = await messages.insert_received(
        session, [row | {"ticket_id": ticket_ids[key] if key else None} for _, key, row in rows]
    )
    if (causes := tracing.causes()) is not None:
        for event, of_ticket, row in rows:
            ticket_id = ticket_ids[of_ticket] if of_ticket else None
            causes.note(event.id, row["id"], row["contact_id"], ticket_id)
    names = {key: _name_of_group(events) for key, events in conversations.items() if key.group_id}
    created, updated, moved, reopened = await _store_tickets(session, new, current, answered, names, now)
    changed = await messages.insert_new_changes(session, changes)
    known = await contacts_of([*created, *updated], resolved.contacts, session)
    changed_tickets = [
        ticket_changed(ticket, reopened=ticket.id in reopened) for ticket in (*created, *moved)
    ]
    await outbox.add(session, [*resolved.events(), *changed_tickets])
    await messages.tell(
        session,
        [
            *resolved.entries(),
            *tickets_updated([*created, *updated], known),
        ],
        created=[one for one in new if one.origin != Origin.BLOCKED],
        changed=changed,
        # Who does something to a customer's message waits for the contact, but in a group.
        untouched={one.id for one in new if one.group_id is None and one.id not in preceded},
    )


def is_change(event: MessageReceivedV1) -> bool:
    """Tell whether an event says something about an earlier message and is none itself."""
    return event.kind in CHANGES and event.target is not None


def _conversation(company_id: UUID, channel_id: UUID, contact_id: UUID, group_id: str | None) -> Conversation:
    return Conversation(company_id, channel_id, NOBODY if group_id else contact_id, group_id)


async def _current_tickets(
    session: AsyncSession,
    conversations: dict[Conversation, list[MessageReceivedV1]],
    strangers: Collection[UUID],
) -> "tuple[dict[Conversation, Ticket], set[Conversation]]":
    """Return the ticket that each conversation goes on in, where there is one by the reopen rule.

    And of which of them nothing is said but the answer to what was asked after the closing.
    """
    known = [key for key in conversations if key.contact_id not in strangers]
    if not known:
        return {}, set()
    latest = await repository.lock_latest(session, known)
    closed = {key: ticket for key, ticket in latest.items() if ticket.closed_at is not None}
    answered = {key for key, ticket in closed.items() if _is_answer(ticket, conversations[key])}
    others = {(key.company_id, key.channel_id) for key in closed if key not in answered}
    hours = await policies.reopen_rules(session, others)
    current = {
        key: ticket
        for key, ticket in latest.items()
        if key in answered
        or domain.continues(
            ticket.closed_at,
            min(event.sent_at for event in conversations[key]),
            hours.get((key.company_id, key.channel_id), 0.0),
        )
    }
    return current, answered


def _is_answer(ticket: "Ticket", events: Sequence[MessageReceivedV1]) -> bool:
    return ticket.group_id is None and all(
        is_answer(
            ticket.id,
            ticket.awaited,
            ticket.awaited_until,
            Said(event.text, event.reply.id if event.reply else None, event.sent_at),
        )
        for event in events
    )


async def contacts_of(
    stored: "Sequence[Ticket]", known: "dict[UUID, Contact]", session: AsyncSession
) -> "dict[UUID, Contact]":
    """Return the tickets' contacts, too: a group's ticket has the contact who wrote first there."""
    others = {(one.company_id, one.contact_id) for one in stored if one.contact_id not in known}
    found = await contacts.of(session, others) if others else []
    return known | {contact.id: contact for contact in found}


async def _store_tickets(
    session: AsyncSession,
    new: "list[Message]",
    current: "dict[Conversation, Ticket]",
    answered: Collection[Conversation],
    names: Mapping[Conversation, str | None],
    now: datetime,
) -> "tuple[list[Ticket], list[Ticket], list[Ticket], set[UUID]]":
    """Return the tickets created, those updated, and which of the latter changed their status.

    And, by their ids, those of them that were closed.
    """
    written: dict[Conversation, list[Message]] = {}
    for message in new:
        if message.ticket_id is not None:
            key = _conversation(message.company_id, message.channel_id, message.contact_id, message.group_id)
            written.setdefault(key, []).append(message)
    to_create: list[Row] = []
    to_update: list[Row] = []
    moved: set[UUID] = set()
    reopened: set[UUID] = set()
    for key, of_key in written.items():
        # A provider's clock that is ahead of ours must not make times of the future.
        first = min(now, min(message.sent_at for message in of_key))
        last = min(now, max(message.sent_at for message in of_key))
        opening = [one.sent_at for one in of_key if one.group_id is None and opens_window(one.kind)]
        times = {"last_message_at": last, "last_inbound_at": min(now, max(opening)) if opening else None}
        ticket = current.get(key)
        if ticket is None:
            state = domain.written_to(TicketState(), len(of_key), first)
            row = {**key._asdict(), "contact_id": of_key[0].contact_id, "id": of_key[0].ticket_id}
            row |= {"opened_at": first, "revision": 1, "attention_at": None if key.group_id else now}
            row |= {"group_name": names.get(key)}
            to_create.append({**row, **state.columns(), **times})
            continue
        before = state_of(ticket)
        state = before if key in answered else domain.written_to(before, len(of_key), first)
        if state.status is not before.status:
            moved.add(ticket.id)
            if before.status is TicketStatus.CLOSED:
                reopened.add(ticket.id)
        to_update.append(
            {
                "company_id": ticket.company_id,
                "id": ticket.id,
                **state.columns(),
                **times,
                "attention_at": now,
                "group_name": names.get(key),
            }
        )
    created = await repository.insert(session, to_create)
    updated = await repository.store_received(session, to_update)
    return created, updated, [ticket for ticket in updated if ticket.id in moved], reopened


def _name_of_group(events: Sequence[MessageReceivedV1]) -> str | None:
    """Return what a group is called by the last of its messages that says so."""
    named = [event for event in events if event.group_name]
    return storable(max(named, key=lambda event: event.sent_at).group_name) if named else None


def message_row(event: MessageReceivedV1, contact_id: UUID, now: datetime) -> Row:
    """Return what a conversation keeps of a message, but for its ticket."""
    return {
        "company_id": event.company_id,
        "channel_id": event.channel_id,
        "contact_id": contact_id,
        "group_id": group_of(event),
        "sender_name": _name_of_sender(event),
        "id": uuid7(),
        "direction": "in",
        "kind": storable(event.kind),
        "text": _text_of(event),
        "content": _content_of(event),
        "media": storable(event.media.model_dump(exclude_none=True)) if event.media else None,
        "reply_to": storable(event.reply_to),
        "raw": storable(event.raw),
        "provider_message_id": storable(event.provider_message_id),
        "state": "received",
        "sent_at": event.sent_at,
        "created_at": now,
    }


def group_of(event: MessageReceivedV1) -> str | None:
    """Return the group that a message was written to; in older events it is a part of the content."""
    told = event.group_id or event.content.get("group_id")
    return storable(told) if isinstance(told, str) and 0 < len(told) <= MAX_PROVIDER_ID else None


def _name_of_sender(event: MessageReceivedV1) -> str | None:
    """Return what a group's member is called who wrote, or their number."""
    if group_of(event) is None:
        return None
    name: str | None = storable(event.sender.name or phone_of(event.sender) or event.sender.lid)
    return name


def _text_of(event: MessageReceivedV1) -> str | None:
    # The gateway cuts it; events from before it did are longer.
    return storable(event.text[:MAX_INBOUND_TEXT]) if event.text else event.text


def _content_of(event: MessageReceivedV1) -> Row:
    content: Row = {name: part for name, part in event.content.items() if name != "whole"}
    if event.reply:
        content["reply"] = event.reply.model_dump(exclude_none=True)
    if event.whole:
        content["whole"] = event.whole.model_dump(mode="json", exclude_none=True)
    stored: Row = storable(content)
    return stored


def change_row(event: MessageReceivedV1 | MessageMediaChangedV1, contact_id: UUID, now: datetime) -> Row:
    """Return what is kept of a change."""
    row = {
        "company_id": event.company_id,
        "channel_id": event.channel_id,
        "contact_id": contact_id,
        "created_at": now,
    }
    if isinstance(event, MessageMediaChangedV1):
        return row | {
            "target": storable(event.provider_message_id),
            "id": str(event.id),
            "kind": "media",
            "content": storable(event.media.model_dump(mode="json", exclude_none=True)),
            "at": event.occurred_at,
        }
    reaction = event.content.get("reaction")
    emoji = reaction.get("emoji") if isinstance(reaction, dict) else None
    return row | {
        "target": storable(event.target),
        "id": storable(event.provider_message_id),
        "kind": event.kind,
        "text": storable(emoji) if event.kind == "reaction" else _text_of(event),
        "content": _content_of(event),
        "at": event.sent_at,
    }
