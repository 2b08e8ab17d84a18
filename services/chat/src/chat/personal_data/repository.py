"""All SQL of exports of people; every statement names the company."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import orjson
from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.privacy import ContactExportedV1
from atende_platform.data.db import execute
from atende_platform.data.purges import deleting
from chat.personal_data.domain import ExportStatus
from chat.personal_data.models import ContactExport, ContactExportPart

# Of events of an export that is gone nothing is kept.
_STORE_PARTS: Final = """
INSERT INTO contact_export_parts (company_id, export_id, service, part, kind, rows)
SELECT g.company_id, g.export_id, g.service, g.part, g.kind, CAST(g.rows AS jsonb)
FROM unnest(CAST(:companies AS uuid[]), CAST(:exports AS uuid[]), CAST(:services AS text[]),
            CAST(:parts AS int[]), CAST(:kinds AS text[]), CAST(:rows AS text[]))
     AS g (company_id, export_id, service, part, kind, rows)
JOIN contact_exports e ON e.company_id = g.company_id AND e.id = g.export_id
ORDER BY g.company_id, g.export_id, g.part ON CONFLICT DO NOTHING
"""
_READY: Final = """
UPDATE contact_exports SET status = 'ready', ready_at = coalesce(ready_at, :now)
WHERE (company_id, id) IN (SELECT * FROM unnest(CAST(:companies AS uuid[]), CAST(:exports AS uuid[])))
"""


async def store_parts(session: AsyncSession, told: Sequence[ContactExportedV1], now: datetime) -> None:
    """Keep what services know of people; the last part makes an export ready."""
    await execute(
        session,
        _STORE_PARTS,
        companies=[event.company_id for event in told],
        exports=[event.export_id for event in told],
        services=[event.service for event in told],
        parts=[event.part for event in told],
        kinds=[event.kind for event in told],
        rows=[orjson.dumps(event.rows).decode() for event in told],
    )
    if last := [event for event in told if event.last]:
        await execute(
            session,
            _READY,
            companies=[event.company_id for event in last],
            exports=[event.export_id for event in last],
            now=now,
        )


_PURGE: Final = deleting(
    "contact_exports", "requested_at < now() - make_interval(secs => :age)", "requested_at"
)


async def purge(session: AsyncSession, limit: int, age: float) -> int:
    """Delete some exports older than so many seconds; return how many."""
    return int((await execute(session, _PURGE, age=age, limit=limit)).rowcount)


_CONTACT: Final = """
SELECT to_jsonb(c) - 'company_id' || jsonb_build_object('identities', coalesce((
    SELECT jsonb_agg(jsonb_build_object('kind', i.kind, 'value', i.value)) FROM contact_identities i
    WHERE i.company_id = c.company_id AND i.contact_id = c.id), '[]')) AS line, c.id
FROM contacts c WHERE c.company_id = :company AND c.id = :contact AND CAST(:after AS uuid) IS NULL
"""
_TICKETS: Final = """
SELECT to_jsonb(t) - 'company_id' AS line, t.id FROM tickets t
WHERE t.company_id = :company AND t.contact_id = :contact AND t.group_id IS NULL
  AND (CAST(:after AS uuid) IS NULL OR t.id > :after) ORDER BY t.id LIMIT :limit
"""
_MESSAGES: Final = """
SELECT to_jsonb(m) - ARRAY['company_id', 'raw', 'client_digest', 'client_message_id'] AS line, m.id
FROM (
    SELECT m.* FROM tickets t JOIN messages m ON m.company_id = t.company_id AND m.ticket_id = t.id
    WHERE t.company_id = :company AND t.contact_id = :contact AND t.group_id IS NULL
    UNION ALL
    SELECT m.* FROM messages m
    WHERE m.company_id = :company AND m.contact_id = ANY(CAST(:names AS uuid[])) AND m.ticket_id IS NULL
    UNION ALL
    SELECT m.* FROM messages m
    WHERE m.company_id = :company AND m.contact_id = :contact AND m.group_id IS NOT NULL
      AND m.direction = 'in'
) AS m
WHERE CAST(:after AS uuid) IS NULL OR m.id > :after ORDER BY m.id LIMIT :limit
"""
_CHANGES: Final = """
SELECT jsonb_build_object('message_id', m.id, 'changes', jsonb_agg(to_jsonb(c) - 'company_id' ORDER BY c.at))
       AS line, m.id
FROM tickets t JOIN messages m ON m.company_id = t.company_id AND m.ticket_id = t.id
JOIN message_changes c ON c.company_id = m.company_id AND c.channel_id = m.channel_id
  AND c.target = m.provider_message_id
WHERE t.company_id = :company AND t.contact_id = :contact AND t.group_id IS NULL
  AND (CAST(:after AS uuid) IS NULL OR m.id > :after)
GROUP BY m.id ORDER BY m.id LIMIT :limit
"""
_RATINGS: Final = """
SELECT to_jsonb(s) - 'company_id' AS line, s.ticket_id AS id FROM satisfaction_ratings s
JOIN tickets t ON t.company_id = s.company_id AND t.id = s.ticket_id
WHERE s.company_id = :company AND t.contact_id = :contact
  AND (CAST(:after AS uuid) IS NULL OR s.ticket_id > :after) ORDER BY s.ticket_id LIMIT :limit
"""
OWN: Final = {
    "contact": _CONTACT,
    "tickets": _TICKETS,
    "messages": _MESSAGES,
    "message_changes": _CHANGES,
    "satisfaction_ratings": _RATINGS,
}
"""What chat itself knows of a person, by the name of the file that it becomes."""


class ContactExports:
    """One company's exports of people."""

    def __init__(self, session: AsyncSession, company_id: UUID) -> None:
        self._session = session
        self._company_id = company_id

    async def add(self, contact_id: UUID, requested_by: UUID, now: datetime) -> ContactExport:
        """Store an export that others have still to answer."""
        export = ContactExport(
            company_id=self._company_id,
            contact_id=contact_id,
            status=ExportStatus.COLLECTING,
            requested_by=requested_by,
            requested_at=now,
        )
        self._session.add(export)
        await self._session.flush()
        return export

    async def count(self) -> int:
        query = select(func.count()).where(col(ContactExport.company_id) == self._company_id)
        return int((await self._session.exec(query)).one())

    async def find(self, export_id: UUID) -> ContactExport | None:
        query = select(ContactExport).where(
            ContactExport.company_id == self._company_id, ContactExport.id == export_id
        )
        return (await self._session.exec(query)).first()

    async def page_of(
        self, statement: str, contact_id: UUID, names: Sequence[UUID], after: UUID | None, limit: int
    ) -> tuple[list[dict[str, Any]], UUID | None]:
        """Return some rows of a kind behind one, and behind which the next ones are, if there are any."""
        result = await execute(
            self._session,
            statement,
            company=self._company_id,
            contact=contact_id,
            names=[*names],
            after=after,
            limit=limit,
        )
        rows = result.all()
        more = len(rows) == limit
        return [_line(row.line) for row in rows], rows[-1].id if more else None

    async def parts(self, export_id: UUID) -> Sequence[ContactExportPart]:
        """Return what other services told, in order."""
        query = (
            select(ContactExportPart)
            .where(ContactExportPart.company_id == self._company_id, ContactExportPart.export_id == export_id)
            .order_by(ContactExportPart.service, col(ContactExportPart.part))
        )
        return (await self._session.exec(query)).all()


def _line(line: Any) -> dict[str, Any]:
    read: dict[str, Any] = orjson.loads(line) if isinstance(line, str | bytes) else line
    return read
