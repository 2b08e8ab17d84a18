"""Contacts that turn out to be one person become one contact, with the tickets and the history of both.

WhatsApp tells so: by a message that says who has a new number or user id, by a message or a status that
names a number and a user id together.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from chat import domain
from chat.domain import TicketStatus
from chat.repository import contacts as contact_rows
from chat.repository import merging as repository
from chat.repository import tickets as ticket_rows
from chat.repository.rows import Row
from chat.schemas import MAX_CUSTOM_FIELDS, MAX_TAGS
from chat.service.tickets import state_of

if TYPE_CHECKING:
    from chat.models import Contact, Ticket


_MANY: Final = 1000
"""Messages: contacts of as many thousands are alike."""
_MOST_COUNTED: Final = 100 * _MANY


@dataclass(frozen=True, slots=True)
class SamePerson:
    """Contacts of which WhatsApp told that they are one person."""

    company_id: UUID
    contacts: tuple[UUID, ...]
    renamed: bool
    """Whether it told of a change of names; otherwise names stood beside each other, which two may share."""


@dataclass(slots=True)
class Merged:
    """The result of joining contacts that are one person."""

    successors: dict[UUID, UUID] = field(default_factory=dict)
    """Which contact goes on, by each that is gone."""
    gone: "list[Contact]" = field(default_factory=list)
    rows: dict[UUID, Row] = field(default_factory=dict)
    """The contacts that go on, as they are to be stored."""
    tickets: "dict[UUID, Ticket]" = field(default_factory=dict)
    """Those that moved or ended, as they are now."""

    def contact_of(self, contact_id: UUID) -> UUID:
        """Return the contact that somebody is now."""
        while contact_id in self.successors:
            contact_id = self.successors[contact_id]
        return contact_id


async def merge(
    session: AsyncSession, people: Iterable[SamePerson], contacts: "dict[UUID, Contact]", now: datetime
) -> Merged:
    """Make one contact of each person: the one that is known longest, unless another has far more messages.

    What moves is then never much more than what stays, so that nobody can have the same long history moved
    again and again.

    ``contacts`` are all of them, locked. The rows that go on are not stored here: more may be learnt.
    """
    merged = Merged()
    for person in people:
        ids = sorted({merged.contact_of(id_) for id_ in person.contacts})
        known = [merged.rows.get(id_) or contacts[id_].model_dump() for id_ in ids if id_ in contacts]
        if len(known) < 2 or not (person.renamed or _are_one(known)):
            continue
        lengths = await repository.histories(session, person.company_id, ids, _MOST_COUNTED)
        known.sort(key=lambda contact: (-(lengths[contact["id"]] // _MANY), contact["id"]))
        first, *others = known
        for other in others:
            await _give_all(session, person.company_id, other["id"], first["id"], merged, now)
            merged.successors[other["id"]] = first["id"]
            merged.gone.append(contacts[other["id"]])
            merged.rows.pop(other["id"], None)
            first = _joined(first, other)
        merged.rows[first["id"]] = first
    return merged


def _are_one(contacts: Sequence[Row]) -> bool:
    """Tell whether no name of one contradicts a name of another: a number is one's, a user id the other's."""
    numbers = {domain.number_of(contact["wa_id"] or contact["phone"]) for contact in contacts} - {None}
    user_ids = {contact["bsuid"] for contact in contacts} - {None}
    return len(numbers) < 2 and len(user_ids) < 2


def _joined(first: Row, other: Row) -> Row:
    """Return a contact with what only the other one has, as far as there is room."""
    tags = list(dict.fromkeys([*first["tags"], *other["tags"]]))
    fields = first["custom_fields"] | (other["custom_fields"] | first["custom_fields"])  # Its own come first.
    filled = {name: first[name] or other[name] for name in ("name", "phone", "wa_id", "bsuid", "lid")}
    return {
        **first,
        **filled,
        "tags": tags[:MAX_TAGS],
        "custom_fields": dict(list(fields.items())[:MAX_CUSTOM_FIELDS]),
    }


async def _give_all(
    session: AsyncSession, company_id: UUID, contact_id: UUID, to: UUID, merged: Merged, now: datetime
) -> None:
    tickets = await repository.lock_tickets(session, company_id, (contact_id, to))
    await repository.move_messages(session, company_id, contact_id, to)
    open_: dict[UUID, list[Ticket]] = {}
    for ticket in tickets:
        if ticket.status != TicketStatus.CLOSED and ticket.group_id is None:
            open_.setdefault(ticket.channel_id, []).append(ticket)
    for pair in open_.values():
        if len(pair) == 2:
            await _fold(session, *sorted(pair, key=_rank), merged=merged, now=now)
    for ticket in await repository.move_tickets(session, company_id, contact_id, to):
        merged.tickets[ticket.id] = ticket
    await contact_rows.hand_over(session, [(company_id, contact_id, to)])
    await repository.remove(session, company_id, contact_id)


def _rank(ticket: "Ticket") -> tuple[bool, UUID]:
    """One that an agent has goes on before one that nobody has, and the older before the newer."""
    return ticket.assignee_id is None, ticket.id


async def _fold(
    session: AsyncSession, kept: "Ticket", ended: "Ticket", *, merged: Merged, now: datetime
) -> None:
    """Let one of two open tickets of a conversation go on with the messages of both."""
    await repository.fold(session, kept.company_id, ended.id, kept.id)
    first_reply_at = min(filter(None, (kept.first_reply_at, ended.first_reply_at)), default=None)
    state = replace(state_of(kept), unread=kept.unread + ended.unread, first_reply_at=first_reply_at)
    last = max(kept.last_message_at, ended.last_message_at)
    last_inbound_at = max(filter(None, (kept.last_inbound_at, ended.last_inbound_at)), default=None)
    # First the one that ends: of a contact only one may be open.
    rows = [{**ended.model_dump(), **asdict(domain.closed(state_of(ended), now))}]
    updated = await ticket_rows.update(session, rows)
    times = {"last_message_at": last, "last_inbound_at": last_inbound_at}
    rows = [{**kept.model_dump(), **asdict(state), **times}]
    updated += await ticket_rows.update(session, rows)
    merged.tickets.update({ticket.id: ticket for ticket in updated})
