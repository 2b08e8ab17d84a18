"""All SQL of exports of people; every statement names the company."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
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
    WHERE i.company_id = c.company_id AND i.contact_id = c.id), '[]')) AS line
FROM contacts c WHERE c.company_id = :company AND c.id = :contact
"""
_TICKET_IDS: Final = """
SELECT id FROM tickets WHERE company_id = :company AND contact_id = :contact AND group_id IS NULL ORDER BY id
"""
_GROUP_TICKET_IDS: Final = """
SELECT DISTINCT ticket_id AS id FROM messages
WHERE company_id = :company AND contact_id = :contact AND group_id IS NOT NULL AND ticket_id IS NOT NULL
  AND direction = 'in' ORDER BY ticket_id
"""
_TICKETS: Final = """
SELECT to_jsonb(t) - 'company_id' AS line FROM tickets t
WHERE t.company_id = :company AND t.id = ANY(CAST(:tickets AS uuid[])) ORDER BY t.id
"""
_RATINGS: Final = """
SELECT to_jsonb(s) - 'company_id' AS line FROM satisfaction_ratings s
WHERE s.company_id = :company AND s.ticket_id = ANY(CAST(:tickets AS uuid[])) ORDER BY s.ticket_id
"""


def _messages(match: str) -> str:
    """Return a page of the messages that match a key ``k``, of several keys, each read from its own index."""
    return f"""
SELECT to_jsonb(m) - ARRAY['company_id', 'raw', 'client_digest', 'client_message_id'] AS line,
       k.place, m.sent_at, m.id, m.channel_id, m.provider_message_id
FROM unnest(CAST(:keys AS uuid[])) WITH ORDINALITY AS k (id, place) CROSS JOIN LATERAL (
    SELECT * FROM messages m WHERE m.company_id = :company AND {match}
      AND (m.sent_at, m.id) > (
          CASE WHEN k.place = 1 THEN CAST(:sent_at AS timestamptz) ELSE '-infinity' END,
          CASE WHEN k.place = 1 THEN CAST(:id AS uuid) ELSE '00000000-0000-0000-0000-000000000000' END)
    ORDER BY m.sent_at, m.id LIMIT :limit
) AS m ORDER BY k.place, m.sent_at, m.id LIMIT :limit
"""  # noqa: S608 (our own SQL)


OF_TICKETS: Final = _messages("m.ticket_id = k.id")
WITHOUT_TICKET: Final = _messages("m.contact_id = k.id AND m.ticket_id IS NULL")
IN_GROUPS: Final = _messages("m.ticket_id = k.id AND m.contact_id = :contact AND m.direction = 'in'")
_CHANGES: Final = """
SELECT jsonb_build_object('message_id', m.id, 'changes', jsonb_agg(to_jsonb(c) - 'company_id' ORDER BY c.at))
       AS line
FROM unnest(CAST(:ids AS uuid[]), CAST(:channels AS uuid[]), CAST(:targets AS text[]))
     WITH ORDINALITY AS m (id, channel_id, target, place)
JOIN message_changes c ON c.company_id = :company AND c.channel_id = m.channel_id AND c.target = m.target
GROUP BY m.place, m.id ORDER BY m.place
"""
_BEFORE_ALL: Final = datetime(1, 1, 1, tzinfo=UTC)
_NONE: Final = UUID(int=0)


@dataclass(frozen=True, slots=True)
class Place:
    """Behind which message the next page begins, and of which keys there may be more."""

    keys: Sequence[UUID]
    sent_at: datetime = _BEFORE_ALL
    id: UUID = _NONE


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

    async def contact(self, contact_id: UUID) -> list[dict[str, Any]]:
        """Return the contact, if there is one."""
        return await self._lines(_CONTACT, contact=contact_id)

    async def ticket_ids(self, contact_id: UUID) -> list[UUID]:
        """Return the person's tickets."""
        return await self._ids(_TICKET_IDS, contact_id)

    async def group_ticket_ids(self, contact_id: UUID) -> list[UUID]:
        """Return the tickets of groups in which the person wrote."""
        return await self._ids(_GROUP_TICKET_IDS, contact_id)

    async def tickets(self, tickets: Sequence[UUID]) -> list[dict[str, Any]]:
        """Return some tickets."""
        return await self._lines(_TICKETS, tickets=[*tickets])

    async def ratings(self, tickets: Sequence[UUID]) -> list[dict[str, Any]]:
        """Return how customers rated some tickets."""
        return await self._lines(_RATINGS, tickets=[*tickets])

    async def messages(
        self, statement: str, contact_id: UUID, place: Place, limit: int
    ) -> tuple[Sequence[Any], Place | None]:
        """Return some messages behind a place, and behind which the next ones are, if there are any."""
        result = await execute(
            self._session,
            statement,
            company=self._company_id,
            keys=[*place.keys],
            sent_at=place.sent_at,
            id=place.id,
            limit=limit,
            **({"contact": contact_id} if statement is IN_GROUPS else {}),
        )
        rows = result.all()
        if len(rows) < limit:
            return rows, None
        last = rows[-1]
        return rows, Place(place.keys[last.place - 1 :], last.sent_at, last.id)

    async def changes(self, messages: Sequence[Any]) -> list[dict[str, Any]]:
        """Return what happened to some messages that were read here."""
        named = [message for message in messages if message.provider_message_id is not None]
        return await self._lines(
            _CHANGES,
            ids=[message.id for message in named],
            channels=[message.channel_id for message in named],
            targets=[message.provider_message_id for message in named],
        )

    async def _ids(self, statement: str, contact_id: UUID) -> list[UUID]:
        found = await execute(self._session, statement, company=self._company_id, contact=contact_id)
        return [row.id for row in found]

    async def _lines(self, statement: str, **values: Any) -> list[dict[str, Any]]:
        found = await execute(self._session, statement, company=self._company_id, **values)
        return [line_of(row) for row in found]

    async def parts(self, export_id: UUID) -> Sequence[ContactExportPart]:
        """Return what other services told, in order."""
        query = (
            select(ContactExportPart)
            .where(ContactExportPart.company_id == self._company_id, ContactExportPart.export_id == export_id)
            .order_by(ContactExportPart.service, col(ContactExportPart.part))
        )
        return (await self._session.exec(query)).all()


def line_of(row: Any) -> dict[str, Any]:
    """Return what a row says, as a line of a file."""
    line = row.line
    read: dict[str, Any] = orjson.loads(line) if isinstance(line, str | bytes) else line
    return read
