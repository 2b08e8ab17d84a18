"""All SQL of merges; every statement names the company."""

from typing import Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data.batch import fetch
from atende_platform.data.db import execute
from chat.contacts.models import ContactMerge
from chat.tickets.models import Ticket

_COUNT_TICKETS: Final = """
SELECT count(*) FROM (
    SELECT FROM tickets WHERE company_id = :company AND contact_id = :contact LIMIT :most
) AS counted
"""


async def count_tickets(session: AsyncSession, company_id: UUID, contact_id: UUID, most: int) -> int:
    """Return how many tickets a contact has, counted up to ``most``."""
    result = await execute(session, _COUNT_TICKETS, company=company_id, contact=contact_id, most=most)
    return int(result.scalar_one())


_TICKETS_BACK: Final = """
UPDATE tickets SET contact_id = :to, revision = revision + 1
WHERE company_id = :company AND contact_id = :of AND id = ANY(CAST(:tickets AS uuid[])) RETURNING *
"""
_CHANGES_BACK: Final = """
UPDATE message_changes c SET contact_id = :to
FROM messages m
WHERE m.company_id = :company AND m.ticket_id = ANY(CAST(:tickets AS uuid[])) AND m.group_id IS NULL
  AND c.company_id = m.company_id AND c.channel_id = m.channel_id AND c.target = m.provider_message_id
  AND c.contact_id = :of
"""
_MESSAGES_BACK: Final = """
UPDATE messages SET contact_id = :to, revision = revision + 1
WHERE company_id = :company AND contact_id = :of AND ticket_id = ANY(CAST(:tickets AS uuid[]))
  AND group_id IS NULL
"""


_FOLDED_BACK: Final = """
UPDATE messages m SET ticket_id = t.id, revision = m.revision + 1
FROM unnest(CAST(:tickets AS uuid[]), CAST(:messages AS uuid[])) AS folded (ticket, message)
JOIN tickets t ON t.company_id = :company AND t.id = folded.ticket
WHERE m.company_id = :company AND m.id = folded.message AND m.contact_id = :of
"""
_ENTRIES_BACK: Final = """
UPDATE messages SET contact_id = :to, revision = revision + 1
WHERE company_id = :company AND contact_id = :of AND id = ANY(CAST(:messages AS uuid[]))
"""


async def give_back(session: AsyncSession, merge: ContactMerge) -> list[Ticket]:
    """Give tickets and messages to the contact that they came from; return the tickets."""
    moved = {"company": merge.company_id, "of": merge.contact_id, "to": merge.gone_id}
    folded = [(UUID(ticket), UUID(one)) for ticket, messages in merge.folded.items() for one in messages]
    await execute(
        session,
        _FOLDED_BACK,
        company=merge.company_id,
        of=merge.contact_id,
        tickets=[ticket for ticket, _ in folded],
        messages=[message for _, message in folded],
    )
    for statement in (_CHANGES_BACK, _MESSAGES_BACK):
        await execute(session, statement, {**moved, "tickets": merge.tickets})
    await execute(session, _ENTRIES_BACK, {**moved, "messages": merge.messages})
    return await fetch(session, Ticket, _TICKETS_BACK, tickets=merge.tickets, **moved)


_NAMES_BACK: Final = """
UPDATE contact_identities SET contact_id = :to
WHERE company_id = :company AND contact_id = :of
  AND kind || ':' || value = ANY(CAST(:names AS text[]))
"""


async def names_back(session: AsyncSession, merge: ContactMerge) -> None:
    """Give a contact's identities back to it, as far as nobody else has them by now."""
    await execute(
        session,
        _NAMES_BACK,
        company=merge.company_id,
        of=merge.contact_id,
        to=merge.gone_id,
        names=merge.names,
    )
