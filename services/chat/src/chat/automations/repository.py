"""All SQL of automations."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlmodel import col, select, tuple_
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data import batch
from atende_platform.data.batch import fetch, fetch_beside, read
from atende_platform.data.db import execute
from atende_platform.data.purges import deleting
from chat.automations.models import Automation, AutomationRun
from chat.contacts.models import Contact
from chat.tickets.models import Ticket
from chat.updates.domain import Stretch


class Automations:
    """One company's automations."""

    def __init__(self, session: AsyncSession, company_id: UUID) -> None:
        self._session = session
        self._company_id = company_id

    async def all(self) -> Sequence[Automation]:
        """Return all automations in their order."""
        query = select(Automation).where(Automation.company_id == self._company_id)
        return (await self._session.exec(query.order_by(col(Automation.position), col(Automation.id)))).all()

    async def find(self, automation_id: UUID, *, lock: bool = False) -> Automation | None:
        """Return an automation; with ``lock`` it is ours until the transaction ends."""
        query = select(Automation).where(
            Automation.company_id == self._company_id, Automation.id == automation_id
        )
        if lock:
            query = query.with_for_update()
        return (await self._session.exec(query)).first()

    async def store(self, *automations: Automation) -> None:
        """Write automations that are new or were changed."""
        self._session.add_all(automations)
        await self._session.flush()

    async def delete(self, automation: Automation) -> None:
        await self._session.delete(automation)
        await self._session.flush()

    async def runs(
        self, automation_id: UUID, position: tuple[datetime, UUID] | None, limit: int
    ) -> Sequence[AutomationRun]:
        """Return up to ``limit`` runs of an automation behind ``position``, the last first."""
        query = select(AutomationRun).where(
            AutomationRun.company_id == self._company_id, AutomationRun.automation_id == automation_id
        )
        if position:
            query = query.where(tuple_(col(AutomationRun.at), col(AutomationRun.id)) < position)
        order = (col(AutomationRun.at).desc(), col(AutomationRun.id).desc())
        return (await self._session.exec(query.order_by(*order).limit(limit))).all()


def new(company_id: UUID, **columns: Any) -> Automation:
    """Return an automation that is not stored yet."""
    return Automation(company_id=company_id, **columns)


_ACTIVE: Final = """
SELECT * FROM automations WHERE company_id = :company AND active_since IS NOT NULL ORDER BY position, id
"""


async def active(session: AsyncSession, company_id: UUID) -> list[Automation]:
    """Return the automations of a company that act, in their order."""
    return await fetch(session, Automation, _ACTIVE, company=company_id)


_PUBLISHED: Final = """
SELECT first_seq, last_seq, depth FROM automation_runs
WHERE company_id = :company AND last_seq > :after AND first_seq <= :last
"""


async def published_in(session: AsyncSession, stretch: Stretch) -> list[tuple[int, int, int]]:
    """Return which entries in a stretch of the log automations published: from, to, and how deep."""
    result = await execute(
        session, _PUBLISHED, company=stretch.company_id, after=stretch.after, last=stretch.last
    )
    return [(row.first_seq, row.last_seq, row.depth) for row in result]


class Situation(NamedTuple):
    """A ticket, its contact, and when its queue works."""

    ticket: Ticket
    contact: Contact
    hours: Any
    """As they are stored; None: always."""
    time_zone: str | None


_CONTACT: Final = [*Contact.model_fields]
_OF_CONTACT: Final = ", ".join(f"c.{name}" for name in _CONTACT)
_SITUATIONS: Final = f"""
SELECT q.hours, coalesce(q.time_zone, s.time_zone) AS zone, {_OF_CONTACT}, t.*
FROM unnest(CAST(:ids AS uuid[])) AS k (id)
JOIN tickets t ON t.company_id = :company AND t.id = k.id
JOIN contacts c ON c.company_id = t.company_id AND c.id = t.contact_id
LEFT JOIN queues q ON q.company_id = t.company_id AND q.id = t.queue_id
LEFT JOIN company_settings s ON s.company_id = t.company_id
"""  # noqa: S608 (made of the model)


async def situations(
    session: AsyncSession, company_id: UUID, ticket_ids: Collection[UUID]
) -> dict[UUID, Situation]:
    """Return tickets as they now are, with what conditions need beside them."""
    if not ticket_ids:
        return {}
    found = await fetch_beside(
        session, Ticket, _SITUATIONS, 2 + len(_CONTACT), company=company_id, ids=[*ticket_ids]
    )
    return {
        ticket.id: Situation(ticket, read(Contact, _CONTACT, others[2:]), others[0], others[1])
        for ticket, others in found
    }


_FIRST: Final = """
SELECT m.id FROM unnest(CAST(:ids AS uuid[])) AS k (id)
JOIN messages m ON m.company_id = :company AND m.id = k.id
WHERE NOT EXISTS (
    SELECT FROM messages earlier WHERE earlier.company_id = m.company_id AND earlier.ticket_id = m.ticket_id
      AND earlier.direction = 'in' AND (earlier.sent_at, earlier.id) < (m.sent_at, m.id)
)
"""


async def first_messages(session: AsyncSession, company_id: UUID, message_ids: Collection[UUID]) -> set[UUID]:
    """Return which of some messages of customers are the first in their ticket."""
    if not message_ids:
        return set()
    result = await execute(session, _FIRST, company=company_id, ids=[*message_ids])
    return {row.id for row in result}


_RECENT: Final = """
SELECT count(*) FROM automation_runs
WHERE company_id = :company AND ticket_id = :ticket AND at > :since AND status <> 'skipped'
"""


async def count_recent(session: AsyncSession, company_id: UUID, ticket_id: UUID, since: datetime) -> int:
    """Return how often automations have acted on a ticket since a time."""
    result = await execute(session, _RECENT, company=company_id, ticket=ticket_id, since=since)
    return int(result.scalar_one())


_ADD_RUNS: Final = batch.insert(AutomationRun)


def new_run(**columns: Any) -> AutomationRun:
    """Return a run that is not stored yet."""
    return AutomationRun(**columns)


async def add_runs(session: AsyncSession, runs: Sequence[AutomationRun]) -> None:
    """Store what automations did."""
    await _ADD_RUNS.run(session, runs)


_PURGE_OLD: Final = deleting("automation_runs", "at < :before", "at")
_PURGE_MANY: Final = """
DELETE FROM automation_runs WHERE ctid = ANY (ARRAY(
    SELECT r.ctid FROM (
        SELECT a.company_id, a.id, (
            SELECT x.at FROM automation_runs x WHERE x.company_id = a.company_id AND x.automation_id = a.id
            ORDER BY x.at DESC, x.id DESC OFFSET :most LIMIT 1
        ) AS cutoff FROM automations a
    ) AS kept
    JOIN automation_runs r ON r.company_id = kept.company_id AND r.automation_id = kept.id
    WHERE r.at <= kept.cutoff AND r.at < :recent LIMIT :limit
))
"""


async def purge_old(session: AsyncSession, before: datetime, limit: int) -> int:
    """Delete some runs older than a time; return how many."""
    return (await execute(session, _PURGE_OLD, before=before, limit=limit)).rowcount


async def purge_many(session: AsyncSession, recent: datetime, most: int, limit: int) -> int:
    """Delete of each automation some runs beyond its newest, none that is recent; return how many."""
    return (await execute(session, _PURGE_MANY, most=most, recent=recent, limit=limit)).rowcount
