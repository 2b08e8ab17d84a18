"""All SQL of erasures. One statement per batch; every one names the company."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final, NamedTuple
from uuid import UUID

import orjson
from sqlmodel import col, select, tuple_
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data.batch import fetch
from atende_platform.data.db import execute
from chat.erasure.domain import OWN, SERVICES, ErasureStatus, Gone
from chat.erasure.models import ContactErasure

_DUE: Final = """
SELECT DISTINCT company_id FROM contact_erasures
WHERE status = 'running' AND due_at <= :now AND company_id > :after ORDER BY company_id LIMIT :companies
"""
_TAKE: Final = """
SELECT due.* FROM unnest(CAST(:companies AS uuid[])) AS company (company_id) CROSS JOIN LATERAL (
    SELECT e.* FROM contact_erasures e
    WHERE e.company_id = company.company_id AND e.status = 'running' AND e.due_at <= :now
    ORDER BY e.due_at LIMIT 1 FOR UPDATE SKIP LOCKED
) AS due
"""


async def due(session: AsyncSession, after: UUID, now: datetime, companies: int) -> list[UUID]:
    """Return some companies behind one, in their order, with erasures that are due."""
    result = await execute(session, _DUE, after=after, now=now, companies=companies)
    return [row.company_id for row in result]


async def take(session: AsyncSession, companies: Sequence[UUID], now: datetime) -> list[ContactErasure]:
    """Return an erasure that is due of each company, locked until the transaction ends."""
    return await fetch(session, ContactErasure, _TAKE, companies=[*companies], now=now)


# Each part is read from its own index up to the limit, however much the person has written.
_MESSAGES: Final = """
WITH chosen AS MATERIALIZED (
    SELECT id FROM (
        (SELECT m.id FROM tickets t CROSS JOIN LATERAL (
            SELECT id FROM messages
            WHERE company_id = t.company_id AND ticket_id = t.id
              AND (state <> 'queued' OR created_at < :patience) LIMIT :limit
         ) AS m WHERE t.company_id = :company AND t.contact_id = :contact AND t.group_id IS NULL LIMIT :limit)
        UNION
        (SELECT m.id FROM unnest(CAST(:names AS uuid[])) AS n (id) CROSS JOIN LATERAL (
            SELECT id FROM messages
            WHERE company_id = :company AND contact_id = n.id AND ticket_id IS NULL
              AND (state <> 'queued' OR created_at < :patience) LIMIT :limit
         ) AS m LIMIT :limit)
        UNION
        (SELECT m.id FROM messages m
         WHERE m.company_id = :company AND m.contact_id = :contact AND m.group_id IS NOT NULL
           AND (m.state <> 'queued' OR m.created_at < :patience)
           -- What agents wrote in a group stays, unless nobody else is in it.
           AND (m.direction = 'in' OR NOT EXISTS (
               SELECT FROM messages o WHERE o.company_id = m.company_id AND o.ticket_id = m.ticket_id
                 AND o.direction = 'in' AND o.contact_id <> :contact))
         LIMIT :limit)
    ) AS mine LIMIT :limit
), gone AS (
    DELETE FROM messages m USING chosen WHERE m.company_id = :company AND m.id = chosen.id
    RETURNING m.channel_id, m.provider_message_id, m.send_id, m.content #>> '{whole,id}' AS whole
), changes AS (
    DELETE FROM message_changes c USING gone
    WHERE c.company_id = :company AND c.channel_id = gone.channel_id AND c.target = gone.provider_message_id
    RETURNING 1
)
SELECT channel_id, provider_message_id, send_id, whole, (SELECT count(*) FROM changes) AS changes FROM gone
"""


async def erase_messages(
    session: AsyncSession, erasure: ContactErasure, patience: datetime, limit: int
) -> tuple[list[Gone], int]:
    """Delete some of a person's messages with their changes; return them, and how many changes.

    One that waits to be sent is left until its outcome is known, or it is older than ``patience``.
    """
    result = await execute(
        session,
        _MESSAGES,
        company=erasure.company_id,
        contact=erasure.contact_id,
        names=erasure.names,
        patience=patience,
        limit=limit,
    )
    rows = result.all()
    gone = [
        Gone(row.channel_id, row.provider_message_id, row.send_id, UUID(row.whole) if row.whole else None)
        for row in rows
    ]
    return gone, rows[0].changes if rows else 0


_QUEUED: Final = """
SELECT EXISTS (
    SELECT FROM tickets t CROSS JOIN LATERAL (
        SELECT FROM messages
        WHERE company_id = t.company_id AND ticket_id = t.id AND state = 'queued' LIMIT 1
    ) AS m WHERE t.company_id = :company AND t.contact_id = :contact AND t.group_id IS NULL
) OR EXISTS (
    SELECT FROM unnest(CAST(:names AS uuid[])) AS n (id)
    JOIN messages m ON m.company_id = :company AND m.contact_id = n.id
    WHERE m.ticket_id IS NULL AND m.state = 'queued'
) OR EXISTS (
    SELECT FROM messages m
    WHERE m.company_id = :company AND m.contact_id = :contact AND m.group_id IS NOT NULL
      AND m.state = 'queued' AND NOT EXISTS (
          SELECT FROM messages o WHERE o.company_id = m.company_id AND o.ticket_id = m.ticket_id
            AND o.direction = 'in' AND o.contact_id <> :contact)
)
"""


async def has_queued(session: AsyncSession, erasure: ContactErasure) -> bool:
    """Tell whether a message to the person is still on its way."""
    result = await execute(
        session,
        _QUEUED,
        company=erasure.company_id,
        contact=erasure.contact_id,
        names=erasure.names,
    )
    return bool(result.scalar_one())


_LEAVE_GROUPS: Final = """
UPDATE tickets t SET contact_id = other.contact_id, revision = t.revision + 1
FROM (
    SELECT g.company_id, g.id, m.contact_id FROM tickets g CROSS JOIN LATERAL (
        SELECT m.contact_id FROM messages m
        JOIN contacts c ON c.company_id = m.company_id AND c.id = m.contact_id
        WHERE m.company_id = g.company_id AND m.ticket_id = g.id AND m.contact_id <> :contact
          AND m.direction = 'in' LIMIT 1
    ) AS m
    WHERE g.company_id = :company AND g.contact_id = :contact AND g.group_id IS NOT NULL
) AS other
WHERE t.company_id = other.company_id AND t.id = other.id
"""
_TICKETS: Final = """
WITH chosen AS MATERIALIZED (
    SELECT id FROM tickets WHERE company_id = :company AND contact_id = :contact ORDER BY id LIMIT :limit
), clocks AS (
    DELETE FROM sla_tickets s USING chosen WHERE s.company_id = :company AND s.ticket_id = chosen.id
)
DELETE FROM tickets t USING chosen WHERE t.company_id = :company AND t.id = chosen.id
"""
_CONTACT: Final = "DELETE FROM contacts WHERE company_id = :company AND id = :contact"

_TICKETS_OF: Final = """
SELECT id FROM tickets WHERE company_id = :company AND contact_id = :contact AND group_id IS NULL
ORDER BY id LIMIT :limit
"""
# The log has no gaps: what names the person becomes another entry that says that the contact was deleted.
_CLEAN_LOG: Final = """
WITH part AS MATERIALIZED (
    SELECT seq, type, payload FROM event_log WHERE company_id = :company AND seq > :after
    ORDER BY seq LIMIT :limit
), cleaned AS (
    UPDATE event_log e SET namespace = 'chat', type = 'contact.deleted',
        payload = jsonb_build_object('contactId', CAST(:contact AS text))
    FROM part WHERE e.company_id = :company AND e.seq = part.seq AND part.type <> 'contact.deleted'
      AND CAST(part.payload AS text) ~ :pattern
    RETURNING 1
)
SELECT max(seq) AS last, count(*) AS read, (SELECT count(*) FROM cleaned) AS cleaned FROM part
"""


async def tickets_of(session: AsyncSession, erasure: ContactErasure, limit: int) -> list[UUID]:
    """Return some of the person's tickets, whose ids stand in the event log: those that are erased first."""
    found = await execute(
        session, _TICKETS_OF, company=erasure.company_id, contact=erasure.contact_id, limit=limit
    )
    return [row.id for row in found]


async def clean_log(
    session: AsyncSession, erasure: ContactErasure, pattern: str, limit: int
) -> tuple[int, bool, int]:
    """Take the person from some entries of the event log.

    Return how far it was looked through, whether that was the end, and how many named the person.
    """
    result = await execute(
        session,
        _CLEAN_LOG,
        company=erasure.company_id,
        contact=str(erasure.contact_id),
        after=erasure.log_position,
        pattern=pattern,
        limit=limit,
    )
    row = result.one()
    return row.last or erasure.log_position, row.read < limit, row.cleaned


_EXPORTS: Final = "DELETE FROM contact_exports WHERE company_id = :company AND contact_id = :contact"
_MERGES: Final = """
DELETE FROM contact_merges WHERE company_id = :company AND (contact_id = :contact OR gone_id = :contact)
"""
_ANSWERS: Final = "DELETE FROM idempotency_keys WHERE company_id = :company AND body ~ :pattern"
_REJECTS: Final = """
DELETE FROM import_rejects WHERE company_id = :company
  AND regexp_replace(array_to_string(cells, ' '), '[^0-9 ]', '', 'g') ~ CAST(:numbers AS text)
"""


async def erase_copies(
    session: AsyncSession, erasure: ContactErasure, pattern: str, numbers: str | None
) -> dict[str, int]:
    """Delete what else names the person: answers that are kept, refused rows of imports, exports, merges."""
    named = {"company": erasure.company_id}
    contact = {**named, "contact": erasure.contact_id}
    erased = {
        "contact_exports": (await execute(session, _EXPORTS, contact)).rowcount,
        "contact_merges": (await execute(session, _MERGES, contact)).rowcount,
        "idempotency_keys": (await execute(session, _ANSWERS, {**named, "pattern": pattern})).rowcount,
    }
    if numbers is not None:
        found = await execute(session, _REJECTS, {**named, "numbers": numbers})
        erased["import_rejects"] = found.rowcount
    return erased


async def erase_tickets(session: AsyncSession, erasure: ContactErasure, limit: int) -> int:
    """Delete some of a person's tickets, whose messages are gone; return how many.

    The ticket of a group goes on with somebody else who wrote there.
    """
    named = {"company": erasure.company_id, "contact": erasure.contact_id}
    await execute(session, _LEAVE_GROUPS, named)
    return int((await execute(session, _TICKETS, {**named, "limit": limit})).rowcount)


async def erase_contact(session: AsyncSession, erasure: ContactErasure) -> int:
    """Delete the row of a contact who has no tickets any more; return how many there were: one or none."""
    found = await execute(session, _CONTACT, company=erasure.company_id, contact=erasure.contact_id)
    return int(found.rowcount)


_ADVANCE: Final = """
UPDATE contact_erasures SET messages = messages + :messages, tickets = tickets + :tickets, due_at = :due_at,
    log_position = :log_position, erased = CAST(:erased AS jsonb)
WHERE company_id = :company AND id = :id
"""
_FINISH: Final = """
UPDATE contact_erasures SET status = 'erased', erased_at = :now, names = '{}', aliases = '{}'
WHERE company_id = :company AND id = :id
"""


async def advance(
    session: AsyncSession,
    erasure: ContactErasure,
    due_at: datetime,
    erased: Mapping[str, int] | None = None,
    *,
    log_position: int | None = None,
) -> None:
    """Write down what a batch has deleted of each table, and when the next one is due."""
    erased = erased or {}
    ours = dict(erasure.erased.get(OWN, {}))
    for table, count in erased.items():
        if count:
            ours[table] = ours.get(table, 0) + count
    await execute(
        session,
        _ADVANCE,
        company=erasure.company_id,
        id=erasure.id,
        messages=erased.get("messages", 0),
        tickets=erased.get("tickets", 0),
        due_at=due_at,
        log_position=erasure.log_position if log_position is None else log_position,
        erased=orjson.dumps({**erasure.erased, OWN: ours}).decode(),
    )


async def finish(session: AsyncSession, erasure: ContactErasure, now: datetime) -> None:
    """Write down that chat has nothing of the person any more, names included."""
    await execute(session, _FINISH, company=erasure.company_id, id=erasure.id, now=now)


_CONFIRM: Final = """
WITH told AS (
    SELECT * FROM unnest(CAST(:companies AS uuid[]), CAST(:ids AS uuid[]), CAST(:confirmations AS text[]),
                         CAST(:erased AS text[]))
    AS c (company_id, id, confirmations, erased)
), locked AS MATERIALIZED (
    SELECT e.company_id, e.id, CAST(c.confirmations AS jsonb) || e.confirmations AS confirmations,
           CAST(c.erased AS jsonb) || e.erased AS erased
    FROM contact_erasures e JOIN told c ON c.company_id = e.company_id AND c.id = e.id
    ORDER BY e.company_id, e.id FOR UPDATE OF e
)
UPDATE contact_erasures e SET confirmations = locked.confirmations, erased = locked.erased, status = CASE
    WHEN e.status = 'erased' AND locked.confirmations ?& CAST(:services AS text[]) THEN 'confirmed'
    ELSE e.status END
FROM locked WHERE e.company_id = locked.company_id AND e.id = locked.id
"""


class Confirmed(NamedTuple):
    """What services said of an erasure, as JSON by service: when, and what went."""

    confirmations: str
    erased: str


async def confirm(session: AsyncSession, confirmed: Mapping[tuple[UUID, UUID], Confirmed]) -> None:
    """Write down which services confirmed when, by (company, erasure). The first time counts."""
    await execute(
        session,
        _CONFIRM,
        companies=[company_id for company_id, _ in confirmed],
        ids=[erasure_id for _, erasure_id in confirmed],
        confirmations=[each.confirmations for each in confirmed.values()],
        erased=[each.erased for each in confirmed.values()],
        services=list(SERVICES),
    )


class Erasures:
    """One company's erasures."""

    def __init__(self, session: AsyncSession, company_id: UUID) -> None:
        self._session = session
        self._company_id = company_id

    async def add(
        self, contact_id: UUID, requested_by: UUID, names: list[UUID], aliases: list[str], now: datetime
    ) -> ContactErasure:
        """Store an erasure, due now."""
        erasure = ContactErasure(
            company_id=self._company_id,
            contact_id=contact_id,
            status=ErasureStatus.RUNNING,
            names=names,
            aliases=aliases,
            requested_by=requested_by,
            requested_at=now,
            due_at=now,
        )
        self._session.add(erasure)
        await self._session.flush()
        return erasure

    async def find(self, erasure_id: UUID) -> ContactErasure | None:
        query = select(ContactErasure).where(
            ContactErasure.company_id == self._company_id, ContactErasure.id == erasure_id
        )
        return (await self._session.exec(query)).first()

    async def page(self, position: tuple[datetime, UUID] | None, limit: int) -> Sequence[ContactErasure]:
        """Return up to ``limit`` erasures behind ``position``, newest first."""
        query = select(ContactErasure).where(ContactErasure.company_id == self._company_id)
        order = tuple_(col(ContactErasure.requested_at), col(ContactErasure.id))
        if position:
            query = query.where(order < position)
        query = query.order_by(col(ContactErasure.requested_at).desc(), col(ContactErasure.id).desc())
        return (await self._session.exec(query.limit(limit))).all()
