"""All SQL of merges; every statement names the company."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlmodel import col, select
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data.batch import fetch
from atende_platform.data.db import execute
from chat.merges.models import ContactMerge
from chat.tickets.models import Ticket

_MOST_LISTED: Final = 100

_COUNT_TICKETS: Final = """
SELECT count(*) FROM (
    SELECT FROM tickets WHERE company_id = :company AND contact_id = :contact LIMIT :most
) AS counted
"""
_WITHOUT_TICKET: Final = """
(SELECT id FROM messages WHERE company_id = :company AND contact_id = :contact AND ticket_id IS NULL
 LIMIT :most)
UNION
(SELECT id FROM messages WHERE company_id = :company AND contact_id = :contact AND group_id IS NOT NULL
 LIMIT :most)
"""


async def count_tickets(session: AsyncSession, company_id: UUID, contact_id: UUID, most: int) -> int:
    """Return how many tickets a contact has, counted up to ``most``."""
    result = await execute(session, _COUNT_TICKETS, company=company_id, contact=contact_id, most=most)
    return int(result.scalar_one())


async def without_ticket(session: AsyncSession, company_id: UUID, contact_id: UUID, most: int) -> list[UUID]:
    """Return the messages of a contact that stand in no ticket of theirs alone."""
    result = await execute(session, _WITHOUT_TICKET, company=company_id, contact=contact_id, most=most)
    return [UUID(str(row.id)) for row in result]


# Of messages in groups only those that were named before.
_MOVE_MEMBER: Final = """
UPDATE messages SET contact_id = :to, revision = revision + 1
WHERE company_id = :company AND contact_id = :of AND id = ANY(CAST(:messages AS uuid[]))
"""
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


async def move_named(
    session: AsyncSession, company_id: UUID, contact_id: UUID, to: UUID, messages: Collection[UUID]
) -> None:
    """Give messages of a contact to another."""
    await execute(session, _MOVE_MEMBER, company=company_id, of=contact_id, to=to, messages=list(messages))


async def give_back(session: AsyncSession, merge: ContactMerge) -> list[Ticket]:
    """Give tickets and messages to the contact that they came from; return the tickets."""
    moved = {"company": merge.company_id, "of": merge.contact_id, "to": merge.gone_id}
    for statement in (_CHANGES_BACK, _MESSAGES_BACK):
        await execute(session, statement, {**moved, "tickets": merge.tickets})
    await move_named(session, merge.company_id, merge.contact_id, merge.gone_id, merge.messages)
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


_PURGE: Final = """
UPDATE contact_merges
SET before = '{}', after = '{}', gone = '{}', names = '{}', tickets = '{}', messages = '{}'
WHERE (company_id, id) IN (
    SELECT company_id, id FROM contact_merges WHERE merged_at < :before AND gone <> '{}' LIMIT :limit
)
"""


async def purge(session: AsyncSession, before: datetime, limit: int) -> int:
    """Delete what it takes to take back merges from before then; return of how many."""
    return int((await execute(session, _PURGE, before=before, limit=limit)).rowcount)


class Merges:
    """One company's merges."""

    def __init__(self, session: AsyncSession, company_id: UUID) -> None:
        self._session = session
        self._company_id = company_id

    async def add(self, **columns: Any) -> ContactMerge:
        merge = ContactMerge(company_id=self._company_id, **columns)
        await self.store(merge)
        return merge

    async def store(self, merge: ContactMerge) -> None:
        """Write a merge that is new or was changed."""
        self._session.add(merge)
        await self._session.flush()

    async def find(self, contact_id: UUID, merge_id: UUID) -> ContactMerge | None:
        """Return a merge of a contact, locked until the transaction ends."""
        query = select(ContactMerge).where(
            ContactMerge.company_id == self._company_id,
            ContactMerge.id == merge_id,
            ContactMerge.contact_id == contact_id,
        )
        return (await self._session.exec(query.with_for_update())).first()

    async def of(self, contact_id: UUID) -> Sequence[ContactMerge]:
        """Return the merges of a contact, the last first."""
        query = select(ContactMerge).where(
            ContactMerge.company_id == self._company_id, ContactMerge.contact_id == contact_id
        )
        return (
            await self._session.exec(query.order_by(col(ContactMerge.merged_at).desc()).limit(_MOST_LISTED))
        ).all()
