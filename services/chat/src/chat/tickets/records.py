"""What the provider reports about conversations besides what customers write to us now: whole batches."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.contacts import TicketChangedV1
from atende_contracts.messages import (
    MessageReceivedV1,
    Recorded,
    RecordedMessage,
)
from atende_platform.data.storable import storable
from atende_platform.messaging import outbox
from chat.contacts.domain import Identity, stand_in
from chat.messages import service as messages
from chat.messages.domain import Origin, Target
from chat.queues import service as queues
from chat.rows import Row
from chat.tickets import domain
from chat.tickets.domain import (
    NOBODY,
    Conversation,
    TicketStatus,
)
from chat.tickets.events import reply_of, ticket_changed, tickets_updated
from chat.tickets.identify import resolve
from chat.tickets.inbound import change_row, contacts_of, is_change, message_row
from chat.tickets.repository import tickets as repository
from chat.tickets.service import state_of

if TYPE_CHECKING:
    from chat.messages.models import Message
    from chat.tickets.models import Ticket


_PORTION: Final = 200
"""Messages stored in one transaction, about."""


def portions(events: Iterable[Recorded]) -> Iterator[list[Recorded]]:
    """Divide events, in their order, into what is stored together."""
    portion: list[Recorded] = []
    for event in events:
        portion.append(event)
        if sum(len(one.messages) for one in portion) >= _PORTION:
            yield portion
            portion = []
    if portion:
        yield portion


async def store(session: AsyncSession, events: Sequence[Recorded], now: datetime) -> None:
    """Put messages into their conversations; one that is stored already changes nothing.

    None of them opens a ticket or is unread. What the business wrote on the phone answers the ticket that is
    open. Sockets hear of it, but not of a history.
    """
    told = [
        (event, message, received)
        for event in events
        for message, received in zip(event.messages, event.as_received(), strict=True)
    ]
    written_here = [one for one in told if not _is_to_group(one[1])]
    people = [(event.company_id, message.party) for event, message, _ in written_here]
    resolved = await resolve(session, people, now)
    ids = {id(one[1]): contact_id for one, contact_id in zip(written_here, resolved.ids, strict=True)}
    rows: dict[tuple[UUID, UUID, str], Row] = {}
    changes: list[Row] = []
    for event, message, received in told:
        contact_id = ids.get(id(message)) or _group_itself(event.company_id, message)
        if message.direction == "in" and is_change(received):
            changes.append(change_row(received, contact_id, now))
            continue
        key = event.company_id, event.channel_id, message.provider_message_id
        if key not in rows or rows[key]["kind"] == "media_placeholder":
            rows[key] = _row(event, message, received, contact_id, now)
    new = await messages.insert_recorded(session, list(rows.values()))
    live = [message for message in new if message.origin != Origin.HISTORY]
    answered, told_tickets = await _answer_tickets(session, live, now)
    changed = await messages.insert_new_changes(session, changes)
    changed |= {Target(one.company_id, one.channel_id, one.target) for one in live if one.target}
    await outbox.add(session, resolved.events())
    await outbox.add(session, told_tickets)
    seen = {message.contact_id for message in live}
    await messages.tell(
        session,
        [
            *resolved.entries(seen),
            *tickets_updated(answered, await contacts_of(answered, resolved.contacts, session)),
        ],
        created=[message for message in live if message.target is None],
        changed=changed,
    )


def _is_to_group(message: RecordedMessage) -> bool:
    """Tell whether the business wrote it to a group: then its party is no person."""
    return message.group_id is not None and message.direction == "out"


def _group_itself(company_id: UUID, message: RecordedMessage) -> UUID:
    """Return what stands in place of a contact in what the business wrote to a group."""
    return stand_in(company_id, Identity("wa_id", str(message.group_id)))


def _row(
    event: Recorded,
    message: RecordedMessage,
    received: MessageReceivedV1,
    contact_id: UUID,
    now: datetime,
) -> Row:
    row = message_row(received, contact_id, now)
    reaction = message.content.get("reaction")
    if message.kind == "reaction" and isinstance(reaction, dict):
        row["text"] = storable(reaction.get("emoji"))
    return row | {
        "sender_name": None if message.direction == "out" else row["sender_name"],
        "origin": event.origin,
        "direction": message.direction,
        "state": message.state,
        "target": storable(message.target),
    }


async def _answer_tickets(
    session: AsyncSession, new: "Sequence[Message]", now: datetime
) -> "tuple[list[Ticket], list[TicketChangedV1]]":
    """Return the tickets that were answered on the phone, and the events about answers."""
    latest: dict[Conversation, datetime] = {}
    for message in new:
        if message.origin == Origin.PHONE_APP and message.target is None:
            whom = message.contact_id if message.group_id is None else NOBODY
            key = Conversation(message.company_id, message.channel_id, whom, message.group_id)
            # A provider's clock that is ahead of ours must not make times of the future.
            at = min(now, message.sent_at)
            latest[key] = max(latest.get(key, at), at)
    if not latest:
        return [], []
    rows: list[Row] = []
    before: dict[UUID, Ticket] = {}
    keyed = await repository.lock_latest(session, latest)
    for key, ticket in keyed.items():
        # What the customer has written since is not answered by it.
        if ticket.status != TicketStatus.CLOSED and latest[key] >= ticket.last_message_at:
            state = domain.answered(state_of(ticket), latest[key])
            rows.append({**ticket.model_dump(), **state.columns(), "last_message_at": latest[key]})
            if ticket.first_reply_at is None or ticket.waiting_since is not None:
                before[ticket.id] = ticket
    answered = await repository.update(session, rows)
    hours = await queues.hours_of(session, {(one.company_id, one.queue_id) for one in before.values()})
    written = {ticket.id: latest[key] for key, ticket in keyed.items()}
    return answered, [
        ticket_changed(
            one,
            reply=reply_of(
                before[one.id],
                state_of(one),
                None,
                written[one.id],
                hours.get((one.company_id, one.queue_id)),
            ),
        )
        for one in answered
        if one.id in before
    ]
