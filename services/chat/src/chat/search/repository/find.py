"""Looking into the index.

Takes sessions of the worker role, as the search of contacts does (`chat.contacts.repository.search`): under
a policy that compares companies PostgreSQL lets no operator near an index that is not marked
``LEAKPROOF``. Only ids are found here, of the company named in every statement; the messages are read
under row-level security.
"""

from collections.abc import Collection, Sequence
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data.batch import fetch_beside
from atende_platform.data.db import execute
from chat.messages.models import Message
from chat.policies.scope import Scope
from chat.search.domain import Filters

MOST: Final = 2_000
"""Messages of a conversation that are looked at for one page."""
_BEGINNING: Final = datetime(1, 1, 1, tzinfo=UTC)

_SEGMENTS: Final = """
SELECT * FROM search_segments
WHERE company_id = :company AND first_at <= :until AND last_at >= :since
ORDER BY last_at DESC, id DESC
"""
# A look into the index for each segment: its words are nowhere else, so no other company's lists are read.
# OFFSET 0: by nothing but the index of words.
_HITS: Final = """
hits AS MATERIALIZED (
    SELECT found.message_id, found.sent_at FROM unnest(CAST(:queries AS text[])) AS asked (query)
    CROSS JOIN LATERAL (
        SELECT d.company_id, d.message_id, d.sent_at FROM search_documents d
        WHERE array_to_tsvector(d.words) @@ CAST(asked.query AS tsquery) OFFSET 0
    ) AS found
    WHERE found.company_id = :company AND (found.sent_at, found.message_id) < (:at, :after)
      AND found.sent_at >= :since
)
"""
# One row at least, which tells how many were looked at. In their order, so that no more of them are joined
# than it takes for a page.
_CHOSEN: Final = """
(SELECT count(*) FROM hits) AS examined, one.message_id, one.sent_at
FROM (VALUES (1)) AS always LEFT JOIN LATERAL (
    SELECT h.message_id, h.sent_at FROM (SELECT * FROM hits ORDER BY sent_at DESC, message_id DESC) AS h
"""
_IN_ORDER: Final = """
    ORDER BY h.sent_at DESC, h.message_id DESC LIMIT :limit
) AS one ON true
ORDER BY one.sent_at DESC, one.message_id DESC
"""
_MESSAGE: Final = "JOIN messages m ON m.company_id = :company AND m.id = h.message_id"
_MESSAGE_FITS: Final = """
    (CAST(:channel AS uuid) IS NULL OR m.channel_id = :channel)
    AND (CAST(:author AS uuid) IS NULL OR m.author_id = :author)
    AND (CAST(:kind AS text) IS NULL OR m.kind = :kind)
"""
# A message without a ticket stands in the newest conversation with its contact on its channel.
_TICKET: Final = """
    LEFT JOIN tickets t ON t.company_id = m.company_id AND t.id = coalesce(m.ticket_id, (
        SELECT l.id FROM tickets l WHERE l.company_id = m.company_id AND l.contact_id = m.contact_id
        AND l.channel_id = m.channel_id AND l.group_id IS NULL ORDER BY l.closed_at DESC NULLS FIRST LIMIT 1
    ))
"""
_TICKET_FITS: Final = """
    (CAST(:assignee AS uuid) IS NULL OR t.assignee_id = :assignee)
    AND (CAST(:queue AS uuid) IS NULL OR t.queue_id = :queue)
    AND (CAST(:tag AS uuid) IS NULL OR t.tag_ids @> ARRAY[CAST(:tag AS uuid)])
    AND (CAST(:everything AS boolean) OR t.queue_id IS NULL OR t.queue_id = ANY(CAST(:queues AS uuid[]))
         OR t.assignee_id = CAST(:user AS uuid) OR t.participant_ids @> ARRAY[CAST(:user AS uuid)])
"""
_FIND: Final = f"WITH {_HITS} SELECT {_CHOSEN} {_IN_ORDER}"
_FIND_BY_MESSAGE: Final = f"WITH {_HITS} SELECT {_CHOSEN} {_MESSAGE} WHERE {_MESSAGE_FITS} {_IN_ORDER}"
_FIND_BY_TICKET: Final = (
    f"WITH {_HITS} SELECT {_CHOSEN} {_MESSAGE} {_TICKET} WHERE {_MESSAGE_FITS} AND {_TICKET_FITS} {_IN_ORDER}"
)
# A conversation is read as it is shown, the newest first, and not by way of the index.
_CONVERSATION: Final = """
hits AS MATERIALIZED (
    SELECT parts.id AS message_id, parts.sent_at FROM ({parts}) AS parts
    ORDER BY parts.sent_at DESC, parts.id DESC LIMIT :most
), last AS (SELECT sent_at, message_id FROM hits ORDER BY sent_at, message_id LIMIT 1)
"""
_LAST: Final = "(SELECT sent_at FROM last) AS last_at, (SELECT message_id FROM last) AS last_id"
_WORDS: Final = """
    JOIN search_documents d ON d.company_id = :company AND d.message_id = h.message_id
"""
_WORDS_FIT: Final = """
    array_to_tsvector(d.words) @@ CAST(replace(:query, '#', CAST(d.segment_id AS text)) AS tsquery)
"""
_BOUNDS: Final = (
    "AND (sent_at, id) < (:at, :after) AND sent_at >= :since ORDER BY sent_at DESC, id DESC LIMIT :most"
)
_OF_TICKET: Final = f"""
    (SELECT id, sent_at FROM messages WHERE company_id = :company AND ticket_id = :ticket {_BOUNDS})
    UNION ALL
    (SELECT entry.id, entry.sent_at FROM tickets t CROSS JOIN LATERAL (
        SELECT id, sent_at FROM messages e WHERE e.company_id = t.company_id AND e.contact_id = t.contact_id
        AND e.ticket_id IS NULL AND e.group_id IS NULL AND e.channel_id = t.channel_id
        AND e.sent_at <= coalesce(t.closed_at, 'infinity') {_BOUNDS}
    ) AS entry WHERE t.company_id = :company AND t.id = :ticket AND t.group_id IS NULL)
"""  # noqa: S608 (our own constants)
_OF_CONTACT: Final = f"""
    (SELECT own.id, own.sent_at FROM tickets t CROSS JOIN LATERAL (
        SELECT id, sent_at FROM messages o
        WHERE o.company_id = t.company_id AND o.ticket_id = t.id {_BOUNDS}
    ) AS own WHERE t.company_id = :company AND t.contact_id = :contact AND t.group_id IS NULL)
    UNION ALL
    (SELECT id, sent_at FROM messages WHERE company_id = :company AND contact_id = :contact
     AND ticket_id IS NULL AND group_id IS NULL {_BOUNDS})
"""  # noqa: S608 (our own constants)
_REST: Final = (
    f"{_WORDS} {_MESSAGE} {_TICKET} WHERE {_WORDS_FIT} AND {_MESSAGE_FITS} AND {_TICKET_FITS} {_IN_ORDER}"
)
_FIND_IN_TICKET: Final = f"WITH {_CONVERSATION.format(parts=_OF_TICKET)} SELECT {_LAST}, {_CHOSEN} {_REST}"
_FIND_OF_CONTACT: Final = f"WITH {_CONVERSATION.format(parts=_OF_CONTACT)} SELECT {_LAST}, {_CHOSEN} {_REST}"

_READ: Final = """
SELECT c.id, c.name, c.phone, coalesce(m.ticket_id, (
    SELECT l.id FROM tickets l WHERE l.company_id = m.company_id AND l.contact_id = m.contact_id
    AND l.channel_id = m.channel_id AND l.group_id IS NULL ORDER BY l.closed_at DESC NULLS FIRST LIMIT 1
)), m.*
FROM unnest(CAST(:ids AS uuid[])) AS wanted (id)
JOIN messages m ON m.company_id = :company AND m.id = wanted.id
LEFT JOIN contacts c ON c.company_id = m.company_id AND c.id = m.contact_id
ORDER BY m.sent_at DESC, m.id DESC
"""


class Position(NamedTuple):
    """A message's place in their order: by when they were sent, the newest first."""

    at: datetime
    id: UUID


FIRST: Final = Position(datetime(9999, 1, 1, tzinfo=UTC), UUID(int=2**128 - 1))


class Segment(NamedTuple):
    id: int
    last_at: datetime


class Looked(NamedTuple):
    """What a look into the index gave."""

    hits: list[Position]
    examined: int
    """How many were found by their words."""
    behind: Position | None = None
    """Of a conversation: where there may be more."""


class Finds:
    """One company's messages, found by their words, the newest first."""

    def __init__(self, session: AsyncSession, company_id: UUID, scope: Scope, filters: Filters) -> None:
        self._session = session
        self._company_id = company_id
        self._scope = scope
        self._filters = filters
        self._since = filters.since or _BEGINNING

    async def segments(self, until: datetime) -> list[Segment]:
        """Return the segments that may have messages up to a time, the one with the newest first."""
        found = await execute(
            self._session, _SEGMENTS, company=self._company_id, until=until, since=self._since
        )
        return [Segment(row.id, row.last_at) for row in found]

    async def in_segments(self, queries: Sequence[str], before: Position, limit: int) -> Looked:
        """Return up to ``limit`` messages before a position that are found by any of these."""
        filters = self._filters
        values: dict[str, Any] = {"queries": [*queries]}
        statement = _FIND
        if filters.of_tickets or not self._scope.everything:
            statement = _FIND_BY_TICKET
            values |= self._of_messages() | self._of_tickets()
        elif filters.of_messages:
            statement = _FIND_BY_MESSAGE
            values |= self._of_messages()
        rows = await self._look(statement, before, limit, values)
        return Looked(_hits(rows), rows[0].examined)

    async def in_conversation(self, query: str, before: Position, limit: int) -> Looked:
        """Return up to ``limit`` messages of a ticket or a contact, of the `MOST` before a position."""
        filters = self._filters
        statement = _FIND_IN_TICKET if filters.ticket_id else _FIND_OF_CONTACT
        of = {"ticket": filters.ticket_id} if filters.ticket_id else {"contact": filters.contact_id}
        values = {"query": query, "most": MOST, **of, **self._of_messages(), **self._of_tickets()}
        rows = await self._look(statement, before, limit, values)
        first = rows[0]
        behind = Position(first.last_at, first.last_id) if first.examined == MOST else None
        return Looked(_hits(rows), first.examined, behind)

    async def _look(self, statement: str, before: Position, limit: int, values: dict[str, Any]) -> list[Any]:
        rows = await execute(
            self._session,
            statement,
            company=self._company_id,
            at=before.at,
            after=before.id,
            since=self._since,
            limit=limit,
            **values,
        )
        return [*rows]

    def _of_messages(self) -> dict[str, Any]:
        filters = self._filters
        return {"channel": filters.channel_id, "author": filters.author_id, "kind": filters.kind}

    def _of_tickets(self) -> dict[str, Any]:
        filters, scope = self._filters, self._scope
        return {
            "assignee": filters.assignee_id,
            "queue": filters.queue_id,
            "tag": filters.tag_id,
            "everything": scope.everything,
            "queues": [*scope.queue_ids],
            "user": scope.user_id,
        }


def _hits(rows: Sequence[Any]) -> list[Position]:
    return [Position(row.sent_at, row.message_id) for row in rows if row.message_id is not None]


class Found(NamedTuple):
    """A message that was found, with its contact and the ticket that it is shown in."""

    message: Message
    ticket_id: UUID | None
    contact_id: UUID | None
    contact_name: str | None
    contact_phone: str | None


async def read(session: AsyncSession, company_id: UUID, ids: Collection[UUID]) -> list[Found]:
    """Return messages by their ids, the newest first. Takes the session of a request."""
    if not ids:
        return []
    found = await fetch_beside(session, Message, _READ, 4, company=company_id, ids=[*ids])
    return [
        Found(message, ticket_id, contact_id, name, phone)
        for message, (contact_id, name, phone, ticket_id) in found
    ]
