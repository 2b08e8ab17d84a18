"""Who wrote, with the tickets and messages of contacts that turn out to be one person."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.contacts import ContactNamesReportedV1, ContactsReportedV1, TicketClosing
from atende_contracts.event import Event, Party
from atende_contracts.messages import DeliveryStatusChangedV1
from atende_platform.messaging import outbox
from chat.contacts import identify
from chat.contacts import service as contacts
from chat.contacts.identify import Resolved
from chat.contacts.merge import MOST_MOVED, Succession, remember
from chat.queues import service as queues
from chat.rows import Row
from chat.tickets import domain
from chat.tickets.domain import TicketStatus
from chat.tickets.events import closing_of, ticket_changed, tickets_updated
from chat.tickets.repository import histories, tickets
from chat.tickets.service import state_of
from chat.updates import service as updates
from chat.updates.domain import LogEntry

if TYPE_CHECKING:
    from chat.tickets.models import Ticket


@dataclass(frozen=True)
class Identified(Resolved):
    """The contacts of a batch of senders, with the tickets of those that were joined."""

    moved: "Sequence[Ticket]"
    """Tickets that are another contact's now, or ended, as they are now."""
    closings: Mapping[UUID, TicketClosing]
    """How those ended that did."""

    def joined(self) -> list[Event]:
        moved = (ticket_changed(ticket, closing=self.closings.get(ticket.id)) for ticket in self.moved)
        return [*super().joined(), *moved]

    def entries(self, of: Collection[UUID] | None = None) -> list[LogEntry]:
        return [*super().entries(of), *tickets_updated(self.moved, self.contacts)]


async def resolve(
    session: AsyncSession,
    senders: Sequence[tuple[UUID, Party]],
    now: datetime,
    former: Sequence[Party | None] = (),
) -> Identified:
    """Return the contact of each sender, as `chat.contacts.identify.resolve`.

    Contacts that turn out to be one person become one, with the tickets and the messages of both.
    """
    resolved = await identify.resolve(session, senders, now, former)
    moved: dict[UUID, Ticket] = {}
    closings: dict[UUID, TicketClosing] = {}
    for succession in resolved.merged.successions:
        memory = resolved.merged.memories[succession.contact_id]
        tickets_, ended = await _move(session, succession, memory, now)
        moved.update((ticket.id, ticket) for ticket in tickets_)
        closings |= ended
    return Identified(
        resolved.ids,
        resolved.contacts,
        resolved.changed,
        resolved.merged,
        resolved.strangers,
        list(moved.values()),
        closings,
    )


def with_names(statuses: Sequence[DeliveryStatusChangedV1]) -> list[list[DeliveryStatusChangedV1]]:
    """Return the statuses that say by which names WhatsApp knows the recipient, in one portion."""
    named = [status for status in statuses if status.reported_as is not None]
    return [named] if named else []


async def learn_names(
    session: AsyncSession, statuses: Sequence[DeliveryStatusChangedV1], now: datetime
) -> None:
    """Give contacts the names that WhatsApp reports beside one that they have. No contact is created."""
    reported = [(one.company_id, one.reported_as) for one in statuses if one.reported_as is not None]
    await _learn(session, reported, now)


async def learn_told_names(
    session: AsyncSession, reports: Sequence[ContactNamesReportedV1], now: datetime
) -> None:
    """Give contacts the names that are one person's by what WhatsApp told; two that have them become one."""
    await _learn(session, [(one.company_id, person) for one in reports for person in one.people], now)


async def _learn(session: AsyncSession, reported: Sequence[tuple[UUID, Party]], now: datetime) -> None:
    named = [(company_id, party) for company_id, party in reported if party.identity() != "unknown:"]
    news = await identify.partly_known(session, named)
    if not news:
        return
    resolved = await resolve(session, news, now)
    await outbox.add(session, resolved.events())
    await updates.append(session, resolved.entries())


async def take_address_books(
    session: AsyncSession, reports: Sequence[ContactsReportedV1], now: datetime
) -> None:
    """Have a contact for everybody in phones' address books; what is known of one stays as it is.

    Sockets get no update of each, as of an import; other services do.
    """
    people = [(report.company_id, person) for report in reports for person in report.people]
    resolved = await resolve(session, people, now)
    await outbox.add(session, resolved.events())
    await updates.append(session, resolved.entries(of=()))


async def _move(
    session: AsyncSession, succession: Succession, memory: Row, now: datetime
) -> "tuple[list[Ticket], dict[UUID, TicketClosing]]":
    """Give a contact's tickets and messages to another; return the tickets that moved or ended, and how.

    What has moved is kept, so that it can go back; of a contact with very much only that it is another.
    """
    company_id, contact_id, to = succession
    found = await histories.lock_tickets(session, company_id, (contact_id, to))
    entries = await histories.without_ticket(session, company_id, contact_id, MOST_MOVED + 1)
    await histories.move_messages(session, company_id, contact_id, to)
    changed: list[Ticket] = []
    closed: list[Ticket] = []
    folded: dict[str, list[str]] = {}
    open_: dict[UUID, list[Ticket]] = {}
    for ticket in found:
        if ticket.status != TicketStatus.CLOSED and ticket.group_id is None:
            open_.setdefault(ticket.channel_id, []).append(ticket)
    for pair in open_.values():
        if len(pair) == 2:
            kept, ended = sorted(pair, key=_rank)
            tickets_, messages = await _fold(session, kept, ended, now=now)
            changed += tickets_
            closed.append(ended)
            folded[str(ended.id)] = [str(one) for one in messages]
    moved = await histories.move_tickets(session, company_id, contact_id, to)
    await contacts.remove(session, company_id, contact_id)
    if max(len(moved), len(entries), sum(map(len, folded.values()))) > MOST_MOVED:
        memory = memory | {"before": {}, "after": {}, "gone": {}, "names": []}
        moved_back: Row = {}
    else:
        moved_back = {"tickets": [one.id for one in moved], "messages": entries, "folded": folded}
    await remember(session, company_id, **memory, **moved_back, merged_by=None, merged_at=now)
    return [*changed, *moved], await _closings(session, closed, None, now)


async def hand_over(
    session: AsyncSession, company_id: UUID, contact_id: UUID, to: UUID, by: UUID, now: datetime
) -> "tuple[list[Ticket], list[UUID], dict[UUID, TicketClosing]]":
    """Give a contact's tickets and messages to another, both locked.

    Returns the tickets, the messages that stand in none of these, and how tickets ended. Of two tickets of a
    channel that are not closed the one that moves is closed, and keeps its messages: so they can go back.
    """
    found = await histories.lock_tickets(session, company_id, (contact_id, to))
    entries = await histories.without_ticket(session, company_id, contact_id, MOST_MOVED)
    await histories.move_messages(session, company_id, contact_id, to)
    active = [one for one in found if one.status != TicketStatus.CLOSED and one.group_id is None]
    taken = {ticket.channel_id for ticket in active if ticket.contact_id == to}
    ended = [one for one in active if one.contact_id == contact_id and one.channel_id in taken]
    rows = [{**one.model_dump(), **domain.closed(state_of(one), now).columns()} for one in ended]
    await tickets.update(session, rows)
    moved = await histories.move_tickets(session, company_id, contact_id, to)
    return moved, entries, await _closings(session, ended, by, now)


async def _closings(
    session: AsyncSession, ended: "Sequence[Ticket]", by: UUID | None, now: datetime
) -> dict[UUID, TicketClosing]:
    """Return how tickets were closed, by somebody or by themselves; ``ended`` are as they were before."""
    hours = await queues.hours_of(session, {(one.company_id, one.queue_id) for one in ended})
    return {one.id: closing_of(one, by, now, hours.get((one.company_id, one.queue_id))) for one in ended}


def _rank(ticket: "Ticket") -> tuple[bool, UUID]:
    """One that an agent has goes on before one that nobody has, and the older before the newer."""
    return ticket.assignee_id is None, ticket.id


async def _fold(
    session: AsyncSession, kept: "Ticket", ended: "Ticket", *, now: datetime
) -> "tuple[list[Ticket], list[UUID]]":
    """Let one of two open tickets of a conversation go on with the messages of both; return what moved."""
    messages = await histories.fold(session, kept.company_id, ended.id, kept.id)
    first_reply_at = min(filter(None, (kept.first_reply_at, ended.first_reply_at)), default=None)
    state = replace(state_of(kept), unread=kept.unread + ended.unread, first_reply_at=first_reply_at)
    last = max(kept.last_message_at, ended.last_message_at)
    last_inbound_at = max(filter(None, (kept.last_inbound_at, ended.last_inbound_at)), default=None)
    # First the one that ends: of a contact only one may be open.
    rows = [{**ended.model_dump(), **domain.closed(state_of(ended), now).columns()}]
    updated = await tickets.update(session, rows)
    times = {"last_message_at": last, "last_inbound_at": last_inbound_at}
    rows = [{**kept.model_dump(), **state.columns(), **times}]
    updated += await tickets.update(session, rows)
    return updated, messages
