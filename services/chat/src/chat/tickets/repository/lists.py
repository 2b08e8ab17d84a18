"""Lists of tickets, and how many there are of what is not closed."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, and_, literal_column, or_
from sqlmodel import col, select, tuple_
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data.batch import fetch_beside
from atende_platform.data.db import execute
from chat.contacts.models import Contact
from chat.messages.models import Message
from chat.policies.scope import Scope
from chat.tickets.domain import PRIORITIES, TicketFilter, TicketOrder
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
        position: Position | None,
        limit: int,
    ) -> Sequence[tuple[Ticket, Contact]]:
        """Return up to ``limit`` tickets behind ``position``, of these contacts only if any are named."""
        query = select(Ticket, Contact).join(
            Contact,
            and_(
                col(Contact.company_id) == col(Ticket.company_id), col(Contact.id) == col(Ticket.contact_id)
            ),
        )
        query = query.where(Ticket.company_id == self._company_id, *_conditions(wanted), *self._visible())
        if contact_ids is not None:
            query = query.where(col(Ticket.contact_id).in_(contact_ids))
        match order:
            case TicketOrder.RECENT:
                keys = (col(Ticket.last_message_at), col(Ticket.id))
                if position:
                    query = query.where(tuple_(*keys) < (position.at, position.id))
                query = query.order_by(*(key.desc() for key in keys))
            case TicketOrder.WAITING:
                query = query.where(col(Ticket.waiting_since).is_not(None), Ticket.status != "closed")
                waiting = (col(Ticket.waiting_since), col(Ticket.id))
                if position:
                    query = query.where(tuple_(*waiting) > (position.at, position.id))
                query = query.order_by(*waiting)
            case TicketOrder.PRIORITY:
                query = query.where(Ticket.status != "closed")
                ranked = (col(Ticket.priority), col(Ticket.last_message_at), col(Ticket.id))
                if position:
                    query = query.where(tuple_(*ranked) < (position.priority, position.at, position.id))
                query = query.order_by(*(key.desc() for key in ranked))
        found = await self._session.exec(query.limit(limit))
        return [(ticket, contact) for ticket, contact in found]

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
        if "closed" not in wanted.statuses:
            yield col(Ticket.status) != "closed"  # The condition of the index.
    if wanted.participant_id is not None:
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
        yield col(Ticket.unread) > 0
