"""Tags of contacts: what they look like, and which are on their way to another name."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlmodel import col, func, select
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.ids import uuid7
from atende_platform.data.batch import fetch
from atende_platform.data.db import execute
from chat.contacts.domain import DEFAULT_COLOR, MAX_TAG_OBJECTS
from chat.contacts.models import Contact, ContactTag, ContactTagMove

_STORED: Final = """
SELECT g.name, coalesce(t.name, m.new) AS stored
FROM unnest(CAST(:names AS text[])) AS g (name)
LEFT JOIN contact_tags t ON t.company_id = :company AND lower(t.name) = lower(g.name)
LEFT JOIN LATERAL (
    SELECT new FROM contact_tag_moves WHERE company_id = :company AND lower(old) = lower(g.name)
    ORDER BY requested_at DESC LIMIT 1
) AS m ON true
"""
_ADD: Final = """
INSERT INTO contact_tags (company_id, id, name, color, revision, created_at, updated_at)
SELECT :company, g.id, g.name, :color, 1, now(), now()
FROM unnest(CAST(:ids AS uuid[]), CAST(:names AS text[])) AS g (id, name)
WHERE (SELECT count(*) FROM contact_tags WHERE company_id = :company)
    + cardinality(CAST(:ids AS uuid[])) <= :most
ORDER BY lower(g.name) ON CONFLICT DO NOTHING
"""


async def stored_names(
    session: AsyncSession, company_id: UUID, names: Collection[str]
) -> dict[str, str | None]:
    """Return how each tag is written, None for one that the company does not have yet."""
    result = await execute(session, _STORED, company=company_id, names=list(names))
    return {row.name: row.stored for row in result}


async def add_names(session: AsyncSession, company_id: UUID, names: Collection[str]) -> None:
    """Store tags that are new, none of them if the company would have too many."""
    await execute(
        session,
        _ADD,
        company=company_id,
        ids=[uuid7() for _ in names],
        names=list(names),
        color=DEFAULT_COLOR,
        most=MAX_TAG_OBJECTS,
    )


# Of a company the oldest: the others wait for it.
_DUE: Final = """
SELECT DISTINCT m.company_id FROM contact_tag_moves m
WHERE m.company_id > :after AND m.due_at <= :now AND NOT EXISTS (
    SELECT FROM contact_tag_moves e
    WHERE e.company_id = m.company_id AND (e.requested_at, e.id) < (m.requested_at, m.id)
)
ORDER BY m.company_id LIMIT :companies
"""
_TAKE: Final = """
SELECT due.* FROM unnest(CAST(:companies AS uuid[])) AS company (company_id) CROSS JOIN LATERAL (
    SELECT m.* FROM contact_tag_moves m
    WHERE m.company_id = company.company_id AND m.due_at <= :now AND NOT EXISTS (
        SELECT FROM contact_tag_moves e
        WHERE e.company_id = m.company_id AND (e.requested_at, e.id) < (m.requested_at, m.id)
    )
    FOR UPDATE OF m SKIP LOCKED
) AS due
"""
# Those that are locked are passed over, so that nobody waits for a batch; a later one has them.
_RETAG: Final = """
WITH chosen AS MATERIALIZED (
    SELECT c.company_id, c.id FROM contacts c
    WHERE c.company_id = :company AND c.tags <> '{}' AND c.tags @> ARRAY[CAST(:old AS text)]
    LIMIT :limit FOR NO KEY UPDATE SKIP LOCKED
)
UPDATE contacts c SET revision = c.revision + 1, updated_at = :now, tags = CASE
    WHEN CAST(:new AS text) IS NULL OR c.tags @> ARRAY[CAST(:new AS text)]
    THEN array_remove(c.tags, CAST(:old AS text))
    ELSE array_replace(c.tags, CAST(:old AS text), CAST(:new AS text)) END
FROM chosen WHERE c.company_id = chosen.company_id AND c.id = chosen.id
RETURNING c.*
"""
_IS_LEFT: Final = """
SELECT EXISTS (
    SELECT FROM contacts c
    WHERE c.company_id = :company AND c.tags <> '{}' AND c.tags @> ARRAY[CAST(:old AS text)]
)
"""
_WAIT: Final = "UPDATE contact_tag_moves SET due_at = :due_at WHERE company_id = :company AND id = :id"
_END: Final = "DELETE FROM contact_tag_moves WHERE company_id = :company AND id = :id"


async def due(session: AsyncSession, after: UUID, now: datetime, companies: int) -> list[UUID]:
    """Return some companies behind one, in their order, with a move that is due."""
    result = await execute(session, _DUE, after=after, now=now, companies=companies)
    return [row.company_id for row in result]


async def take(session: AsyncSession, companies: Sequence[UUID], now: datetime) -> list[ContactTagMove]:
    """Return the oldest move of each company, if it is due, locked until the transaction ends."""
    return await fetch(session, ContactTagMove, _TAKE, companies=[*companies], now=now)


async def retag(session: AsyncSession, move: ContactTagMove, now: datetime, limit: int) -> list[Contact]:
    """Give some contacts the new tag for the old one, or none; return them as they are now."""
    return await fetch(
        session,
        Contact,
        _RETAG,
        company=move.company_id,
        old=move.old,
        new=move.new,
        now=now,
        limit=limit,
    )


async def is_left(session: AsyncSession, move: ContactTagMove) -> bool:
    """Tell whether a contact still has the old tag."""
    result = await execute(session, _IS_LEFT, company=move.company_id, old=move.old)
    return bool(result.scalar_one())


async def wait(session: AsyncSession, move: ContactTagMove, until: datetime) -> None:
    """Go on later."""
    await execute(session, _WAIT, company=move.company_id, id=move.id, due_at=until)


async def end(session: AsyncSession, move: ContactTagMove) -> None:
    """Forget a move that is done."""
    await execute(session, _END, company=move.company_id, id=move.id)


class ContactTags:
    """One company's tags of contacts."""

    def __init__(self, session: AsyncSession, company_id: UUID) -> None:
        self._session = session
        self._company_id = company_id

    async def all(self) -> Sequence[ContactTag]:
        """Return the tags by name."""
        query = select(ContactTag).where(ContactTag.company_id == self._company_id)
        return (await self._session.exec(query.order_by(func.lower(ContactTag.name)))).all()

    async def moves(self) -> Sequence[ContactTagMove]:
        """Return the moves that are under way, the oldest first."""
        query = select(ContactTagMove).where(ContactTagMove.company_id == self._company_id)
        return (await self._session.exec(query.order_by(col(ContactTagMove.requested_at)))).all()

    async def find(self, tag_id: UUID) -> ContactTag | None:
        """Return a tag, locked until the transaction ends."""
        query = select(ContactTag).where(ContactTag.company_id == self._company_id, ContactTag.id == tag_id)
        return (await self._session.exec(query.with_for_update())).first()

    async def add(self, **columns: Any) -> ContactTag:
        """Store a new tag."""
        tag = ContactTag(company_id=self._company_id, **columns)
        await self.store(tag)
        return tag

    async def store(self, tag: ContactTag) -> None:
        """Write a tag that is new or was changed."""
        self._session.add(tag)
        await self._session.flush()

    async def delete(self, tag: ContactTag) -> None:
        await self._session.delete(tag)
        await self._session.flush()

    async def add_move(self, old: str, new: str | None, now: datetime) -> ContactTagMove:
        """Have contacts get another tag for one that they have, or none."""
        move = ContactTagMove(company_id=self._company_id, old=old, new=new, requested_at=now, due_at=now)
        self._session.add(move)
        await self._session.flush()
        return move
