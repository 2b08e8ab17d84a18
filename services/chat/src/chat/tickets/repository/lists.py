"""Lists of tickets, and how many there are of what is not closed."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, UnaryExpression, and_, false, literal_column, or_, union_all
from sqlalchemy import select as sql_select
from sqlmodel import col, select, tuple_
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data.batch import fetch_beside
from atende_platform.data.db import execute
from chat.contacts.models import Contact
from chat.messages.models import Message
from chat.policies.scope import Scope
from chat.tickets.domain import PRIORITIES, TicketFilter, TicketOrder, TicketStatus
from chat.tickets.models import Ticket


@dataclass(frozen=True, slots=True)
class Position:
    """The last ticket of the page before, by what the order goes by."""

    at: datetime
    """When it was last written to; in the order of waiting, since when it waits."""
    id: UUID
    priority: int = 0


# Each from its own index. What was done with a ticket is no message.
_BESIDE: Final = """
SELECT t.id AS ticket, reading.inbound_count AS read, latest.*
FROM unnest(CAST(:tickets AS uuid[])) AS t (id)
LEFT JOIN ticket_readings reading
    ON reading.company_id = :company_id AND reading.ticket_id = t.id AND reading.user_id = :user_id
LEFT JOIN LATERAL (
    SELECT * FROM messages m
    WHERE m.company_id = :company_id AND m.ticket_id = t.id AND m.target IS NULL AND m.kind <> 'timeline'
    ORDER BY m.sent_at DESC, m.id DESC LIMIT 1
) AS latest ON true
"""
_VISIBLE: Final = """
(:everything OR queue_id IS NULL OR queue_id = ANY(CAST(:queues AS uuid[])) OR assignee_id = :user_id
 OR CAST(:user_id AS uuid) = ANY(participant_ids))
"""
_COUNT: Final = f"""
SELECT queue_id, channel_id, assignee_id, count(*) AS tickets,
       count(*) FILTER (WHERE status = 'snoozed') AS snoozed,
       count(*) FILTER (WHERE waiting_since IS NOT NULL) AS waiting,
       count(*) FILTER (WHERE unread > 0) AS unread,
       count(*) FILTER (WHERE CAST(:user_id AS uuid) = ANY(participant_ids)) AS participating,
       min(waiting_since) AS waiting_since
FROM tickets WHERE company_id = :company_id AND status <> 'closed' AND {_VISIBLE}
GROUP BY queue_id, channel_id, assignee_id
"""  # noqa: S608 (our own constants)
_COUNT_TAGS: Final = f"""
SELECT tag_id, count(*) AS tickets
FROM tickets CROSS JOIN LATERAL unnest(tag_ids) AS tag_id
WHERE company_id = :company_id AND status <> 'closed' AND tag_ids <> '{{}}' AND {_VISIBLE}
GROUP BY tag_id
"""  # noqa: S608 (our own constants)


# Written as the conditions of indexes are.
_CLOSED: Final[ColumnElement[bool]] = literal_column("tickets.status = 'closed'")
_NOT_CLOSED: Final[ColumnElement[bool]] = literal_column("tickets.status <> 'closed'")
_IS_UNREAD: Final[ColumnElement[bool]] = literal_column("tickets.unread > 0")
_HAS_PARTICIPANTS: Final[ColumnElement[bool]] = literal_column("tickets.participant_ids <> '{}'")


class Beside(NamedTuple):
    """What a row of a list shows besides its ticket."""

    latest: Message | None
    """The last message or note."""
    read: int | None
    """How many of the customer's messages the user has read; None if they never looked."""


class Counted(NamedTuple):
    """How many tickets that are not closed have all of these in common."""

    queue_id: UUID | None
    channel_id: UUID
    assignee_id: UUID | None
    tickets: int
    snoozed: int
    waiting: int
    unread: int
    participating: int
    waiting_since: datetime | None


MOST_TAGGED: Final = 2_000
"""Tickets with a tag that are looked for by the tag; of one that more have, the next are never far."""
_TAGGED: Final = """
SELECT id FROM tickets
WHERE company_id = :company_id AND tag_ids <> '{}' AND tag_ids @> ARRAY[CAST(:tag_id AS uuid)] LIMIT :limit
"""


async def tagged(finder: AsyncSession, company_id: UUID, tag_id: UUID) -> list[UUID] | None:
    """Return the ids of all tickets with a tag; None if there are more than `MOST_TAGGED`.

    Takes a session of the worker role: under a policy that compares companies PostgreSQL does not use an
    index of lists.
    """
    found = await execute(finder, _TAGGED, company_id=company_id, tag_id=tag_id, limit=MOST_TAGGED + 1)
    ids = [row.id for row in found]
    return ids if len(ids) <= MOST_TAGGED else None


class TicketLists:
    """One company's tickets, as far as a user may see them."""

    def __init__(self, session: AsyncSession, company_id: UUID, scope: Scope) -> None:
        self._session = session
        self._company_id = company_id
        self._scope = scope

    async def page(
        self,
        wanted: TicketFilter,
        order: TicketOrder,
        contact_ids: Collection[UUID] | None,
        ticket_ids: Collection[UUID] | None,
        position: Position | None,
        limit: int,
    ) -> Sequence[tuple[Ticket, Contact]]:
        """Return up to ``limit`` tickets behind ``position``, of these contacts, or these, only if given."""
        keys, behind = _order(order, position)
        # Each part is read from an index of its own in this order, and no further than the limit.
        parts = [
            part.where(*_conditions(wanted), *behind).order_by(*keys).limit(limit)
            for part in self._parts(wanted, order, contact_ids, ticket_ids)
        ]
        found = union_all(*parts) if len(parts) > 1 else parts[0]
        query = (
            select(Ticket, Contact)
            .join(
                Contact,
                and_(
                    col(Contact.company_id) == col(Ticket.company_id),
                    col(Contact.id) == col(Ticket.contact_id),
                ),
            )
            .where(Ticket.company_id == self._company_id, col(Ticket.id).in_(found))
            .order_by(*keys)
            .limit(limit)
        )
        return [(ticket, contact) for ticket, contact in await self._session.exec(query)]

    def _parts(
        self,
        wanted: TicketFilter,
        order: TicketOrder,
        contact_ids: Collection[UUID] | None,
        ticket_ids: Collection[UUID] | None,
    ) -> Iterator[Select[Any]]:
        """Yield queries for ids that together find what is wanted, as far as the user may see it.

        What is closed has indexes of its own, which cost nothing while a ticket is worked on. Of what is not
        closed there is never so much that it could not be gone through.
        """
        ids = sql_select(col(Ticket.id)).where(col(Ticket.company_id) == self._company_id)
        if order is not TicketOrder.RECENT:
            ids = ids.where(_NOT_CLOSED)
        if contact_ids is not None or ticket_ids is not None:
            given = ids.where(*self._visible())
            if contact_ids is not None:
                # Fenced in: by way of the contacts, whatever the order.
                of_contacts = ids.where(col(Ticket.contact_id).in_(contact_ids)).offset(0)
                given = given.where(col(Ticket.id).in_(of_contacts))
            if ticket_ids is not None:
                given = given.where(col(Ticket.id).in_(ticket_ids))
            yield given
            return
        with_closed = finds_closed(wanted, order)
        if with_closed and self._scope.everything and wanted.is_everything:
            yield ids
            return
        if wanted.statuses != {TicketStatus.CLOSED}:
            yield ids.where(_NOT_CLOSED, *self._visible())
        elif not with_closed:
            yield ids.where(false())
        if with_closed:
            yield from self._closed_parts(ids.where(_CLOSED), wanted)

    def _closed_parts(self, closed: Select[Any], wanted: TicketFilter) -> Iterator[Select[Any]]:
        scope = self._scope
        if scope.everything or wanted.is_narrow:
            yield closed.where(*self._visible())
            return
        yield closed.where(col(Ticket.queue_id).is_(None))
        yield closed.where(col(Ticket.assignee_id) == scope.user_id)
        yield closed.where(_HAS_PARTICIPANTS, col(Ticket.participant_ids).contains([scope.user_id]))
        for queue_id in scope.queue_ids:
            yield closed.where(col(Ticket.queue_id) == queue_id)

    def _visible(self) -> Iterator[ColumnElement[bool]]:
        if not self._scope.everything:
            user_id = self._scope.user_id
            yield or_(
                col(Ticket.queue_id).is_(None),
                col(Ticket.queue_id).in_(self._scope.queue_ids),
                col(Ticket.assignee_id) == user_id,
                col(Ticket.participant_ids).contains([user_id]),
            )

    async def beside(self, tickets: Collection[UUID]) -> dict[UUID, Beside]:
        """Return what rows show besides these tickets."""
        if not tickets:
            return {}
        found = await fetch_beside(
            self._session,
            Message,
            _BESIDE,
            2,
            company_id=self._company_id,
            user_id=self._scope.user_id,
            tickets=list(tickets),
        )
        return {
            ticket: Beside(None if message.id is None else message, read) for message, (ticket, read) in found
        }

    async def counted(self) -> list[Counted]:
        """Return how many tickets are not closed, by what they have in common."""
        return [Counted._make(row) for row in await execute(self._session, _COUNT, **self._parameters())]

    async def counted_tags(self) -> dict[UUID, int]:
        """Return how many tickets that are not closed have each tag."""
        found = await execute(self._session, _COUNT_TAGS, **self._parameters())
        return {row.tag_id: row.tickets for row in found}

    def _parameters(self) -> dict[str, Any]:
        return {
            "company_id": self._company_id,
            "user_id": self._scope.user_id,
            "everything": self._scope.everything,
            "queues": list(self._scope.queue_ids),
        }


def finds_closed(wanted: TicketFilter, order: TicketOrder) -> bool:
    """Tell whether closed tickets can be among what is wanted. None of them waits for an answer."""
    if order is not TicketOrder.RECENT or wanted.is_waiting:
        return False
    return not wanted.statuses or TicketStatus.CLOSED in wanted.statuses


def _order(
    order: TicketOrder, position: Position | None
) -> tuple[list[UnaryExpression[Any]], list[ColumnElement[bool]]]:
    """Return what an order goes by, and the conditions of what is behind a position."""
    written, id_ = col(Ticket.last_message_at), col(Ticket.id)
    match order:
        case TicketOrder.RECENT:
            behind = [tuple_(written, id_) < (position.at, position.id)] if position else []
            return [written.desc(), id_.desc()], behind
        case TicketOrder.WAITING:
            since = col(Ticket.waiting_since)
            behind = [tuple_(since, id_) > (position.at, position.id)] if position else []
            return [since.asc(), id_.asc()], [since.is_not(None), *behind]
        case TicketOrder.PRIORITY:
            rank = col(Ticket.priority)
            behind = (
                [tuple_(rank, written, id_) < (position.priority, position.at, position.id)]
                if position
                else []
            )
            return [rank.desc(), written.desc(), id_.desc()], behind


def _conditions(wanted: TicketFilter) -> Iterator[ColumnElement[bool]]:
    values = {
        "assignee_id": wanted.assignee_id,
        "queue_id": wanted.queue_id,
        "channel_id": wanted.channel_id,
        "contact_id": wanted.contact_id,
        "number": wanted.number,
        "priority": PRIORITIES.index(wanted.priority) if wanted.priority else None,
    }
    for name, value in values.items():
        if value is not None:
            yield col(getattr(Ticket, name)) == value
    if wanted.statuses:
        yield col(Ticket.status).in_(wanted.statuses)
    if wanted.participant_id is not None:
        yield _HAS_PARTICIPANTS
        yield col(Ticket.participant_ids).contains([wanted.participant_id])
    if wanted.tag_id is not None:
        yield literal_column("tickets.tag_ids <> '{}'")  # The condition of the index.
        yield col(Ticket.tag_ids).contains([wanted.tag_id])
    if wanted.since is not None:
        yield col(Ticket.last_message_at) >= wanted.since
    if wanted.until is not None:
        yield col(Ticket.last_message_at) < wanted.until
    yield from _marks(wanted)


def _marks(wanted: TicketFilter) -> Iterator[ColumnElement[bool]]:
    if wanted.is_unassigned:
        yield col(Ticket.assignee_id).is_(None)
    if wanted.has_no_queue:
        yield col(Ticket.queue_id).is_(None)
    if wanted.is_waiting:
        yield col(Ticket.waiting_since).is_not(None)
    if wanted.is_unread:
        yield _IS_UNREAD
