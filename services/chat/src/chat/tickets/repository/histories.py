"""Giving one contact the tickets and messages that were another's."""

from collections.abc import Collection
from typing import Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data.batch import fetch
from atende_platform.data.db import execute
from chat.tickets.models import Ticket

_LOCK: Final = """
SELECT t.* FROM tickets t WHERE t.company_id = :company AND t.contact_id = ANY(CAST(:contacts AS uuid[]))
ORDER BY t.company_id, t.contact_id, t.channel_id, t.id FOR UPDATE
"""
_MOVE_TICKETS: Final = """
UPDATE tickets SET contact_id = :to, revision = revision + 1
WHERE company_id = :company AND contact_id = :of RETURNING *
"""
# A client's id of a message is unique in its ticket: of two alike the one that moves loses its own.
_FOLD: Final = """
UPDATE messages m
SET ticket_id = :to, revision = m.revision + 1, client_message_id = CASE WHEN NOT EXISTS (
        SELECT FROM messages k WHERE k.company_id = m.company_id AND k.ticket_id = :to
        AND k.client_message_id = m.client_message_id
    ) THEN m.client_message_id END
WHERE m.company_id = :company AND m.ticket_id = :of RETURNING m.id
"""
_MOVE_CHANGES: Final = """
UPDATE message_changes c SET contact_id = :to
FROM tickets t JOIN messages m ON m.company_id = t.company_id AND m.ticket_id = t.id
WHERE t.company_id = :company AND t.contact_id = :of
  AND c.company_id = m.company_id AND c.channel_id = m.channel_id AND c.target = m.provider_message_id
  AND c.contact_id = :of
"""
_MOVE_MESSAGES: Final = """
UPDATE messages m SET contact_id = :to, revision = m.revision + 1 FROM tickets t
WHERE t.company_id = :company AND t.contact_id = :of
  AND m.company_id = t.company_id AND m.ticket_id = t.id AND m.contact_id = :of
"""
_MOVE_ENTRIES: Final = """
UPDATE messages SET contact_id = :to, revision = revision + 1
WHERE company_id = :company AND contact_id = :of AND ticket_id IS NULL
"""
_MOVE_AS_MEMBER: Final = """
UPDATE messages SET contact_id = :to, revision = revision + 1
WHERE company_id = :company AND contact_id = :of AND group_id IS NOT NULL
"""
_WITHOUT_TICKET: Final = """
(SELECT id FROM messages WHERE company_id = :company AND contact_id = :contact AND ticket_id IS NULL
 LIMIT :most)
UNION
(SELECT id FROM messages WHERE company_id = :company AND contact_id = :contact AND group_id IS NOT NULL
 LIMIT :most)
"""


async def lock_tickets(session: AsyncSession, company_id: UUID, contacts: Collection[UUID]) -> list[Ticket]:
    """Return all tickets of contacts, locked. Lock the contacts before."""
    return await fetch(session, Ticket, _LOCK, company=company_id, contacts=list(contacts))


async def fold(session: AsyncSession, company_id: UUID, ticket_id: UUID, into: UUID) -> list[UUID]:
    """Move the messages of a ticket into another; return them."""
    result = await execute(session, _FOLD, company=company_id, of=ticket_id, to=into)
    return [row.id for row in result]


async def move_messages(session: AsyncSession, company_id: UUID, contact_id: UUID, to: UUID) -> None:
    """Give a contact's messages and reactions to another. Tickets come after, since they lead to these."""
    for statement in (_MOVE_CHANGES, _MOVE_MESSAGES, _MOVE_ENTRIES, _MOVE_AS_MEMBER):
        await execute(session, statement, company=company_id, of=contact_id, to=to)


async def move_tickets(session: AsyncSession, company_id: UUID, contact_id: UUID, to: UUID) -> list[Ticket]:
    """Give a contact's tickets to another; return them."""
    return await fetch(session, Ticket, _MOVE_TICKETS, company=company_id, of=contact_id, to=to)


async def without_ticket(session: AsyncSession, company_id: UUID, contact_id: UUID, most: int) -> list[UUID]:
    """Return the messages of a contact that stand in no ticket of theirs alone."""
    result = await execute(session, _WITHOUT_TICKET, company=company_id, contact=contact_id, most=most)
    return [UUID(str(row.id)) for row in result]
