"""The chains of the audit log: links, heads, and the queue of entries that wait for their link."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data import batch
from atende_platform.data.db import execute
from auth.models import AuditHead, AuditLink


@dataclass(frozen=True, slots=True)
class Entry:
    """What a link vouches for: everything that an entry of the audit log says."""

    company_id: UUID
    id: UUID
    at: datetime
    actor_id: UUID | None
    actor_kind: str
    action: str
    object_type: str
    object_id: str | None
    address: str | None
    details: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Link:
    """A place in a company's chain. ``hash`` is of the link before and of the entry."""

    company_id: UUID
    position: int
    entry_id: UUID
    hash: bytes


@dataclass(frozen=True, slots=True)
class Head:
    """The last link of a company's chain."""

    position: int
    hash: bytes


_ENTRY: Final = (
    "log.id, log.at, log.actor_id, log.actor_kind, log.action, log.object_type, log.object_id, log.address,"
    " log.details"
)


_LOCK: Final = "SELECT pg_try_advisory_xact_lock(hashtext('audit-chain.' || current_schema()))"


async def lock(session: AsyncSession) -> bool:
    """Become the only one that seals, until the transaction ends; return whether that was possible."""
    result = await execute(session, _LOCK)
    return bool(result.scalar_one())


_TAKE_UNSEALED: Final = f"""
WITH oldest AS (SELECT company_id, entry_id FROM audit_unsealed ORDER BY number LIMIT :limit),
taken AS (DELETE FROM audit_unsealed AS queue USING oldest
    WHERE queue.company_id = oldest.company_id AND queue.entry_id = oldest.entry_id
    RETURNING queue.company_id, queue.entry_id, queue.number)
SELECT taken.company_id, taken.entry_id, {_ENTRY} FROM taken LEFT JOIN audit_log AS log
    ON log.company_id = taken.company_id AND log.id = taken.entry_id ORDER BY taken.number
"""  # noqa: S608 (a constant)


async def take_unsealed(session: AsyncSession, limit: int) -> list[tuple[UUID, UUID, Entry | None]]:
    """Take up to ``limit`` entries off the queue, oldest first: company, id, and what the log has."""
    result = await execute(session, _TAKE_UNSEALED, limit=limit)
    return [(row["company_id"], row["entry_id"], _entry(row)) for row in result.mappings()]


_FIND_HEADS: Final = """
SELECT company_id, position, hash FROM audit_heads
WHERE CAST(:companies AS uuid[]) IS NULL OR company_id = ANY (CAST(:companies AS uuid[]))
ORDER BY company_id
"""


async def heads(session: AsyncSession, companies: Collection[UUID] | None = None) -> dict[UUID, Head]:
    """Return the heads of these companies' chains, or of all."""
    result = await execute(session, _FIND_HEADS, companies=None if companies is None else list(companies))
    return {row.company_id: Head(row.position, row.hash) for row in result}


_ADD_LINKS: Final = batch.insert(AuditLink, Link)
_HEADS: Final = batch.Recordset(AuditHead, "company_id, position, hash")
_MOVE_HEADS: Final = f"""
INSERT INTO audit_heads (company_id, position, hash, checkpoint_position)
SELECT company_id, position, hash, 0 FROM {_HEADS} AS given
ON CONFLICT (company_id) DO UPDATE SET position = excluded.position, hash = excluded.hash
"""  # noqa: S608 (made of the model)


async def append(session: AsyncSession, links: Sequence[Link], new_heads: Mapping[UUID, Head]) -> None:
    """Store links, and the heads that the chains have with them."""
    await _ADD_LINKS.run(session, links)
    moved = [
        {"company_id": company_id, "position": head.position, "hash": head.hash}
        for company_id, head in new_heads.items()
    ]
    await execute(session, _MOVE_HEADS, _HEADS.arrays(moved))


_TAKE_CHECKPOINTS: Final = """
UPDATE audit_heads AS head SET checkpoint_position = head.position FROM (
    SELECT company_id FROM audit_heads WHERE position > checkpoint_position
    ORDER BY company_id LIMIT :limit FOR UPDATE SKIP LOCKED
) AS moved WHERE head.company_id = moved.company_id
RETURNING head.company_id, head.position, head.hash
"""


async def take_checkpoints(session: AsyncSession, limit: int) -> dict[UUID, Head]:
    """Return up to ``limit`` heads that moved since they were last returned."""
    result = await execute(session, _TAKE_CHECKPOINTS, limit=limit)
    return {row.company_id: Head(row.position, row.hash) for row in result}


# --- verifying ---------------------------------------------------------------------------------


_FREEZE: Final = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY"


async def freeze(session: AsyncSession) -> None:
    """Let the session's transaction, which must be new, see one state of the database and change nothing."""
    await execute(session, _FREEZE)


_COMPANIES_WITH_LINKS: Final = """
SELECT company_id FROM audit_heads UNION SELECT company_id FROM audit_links ORDER BY 1
"""


async def companies_with_links(session: AsyncSession) -> list[UUID]:
    """Return all companies that have a link or a head."""
    result = await execute(session, _COMPANIES_WITH_LINKS)
    return list(result.scalars())


_LINKS_AFTER: Final = f"""
SELECT link.company_id, link.position, link.entry_id, link.hash, {_ENTRY}
FROM audit_links AS link LEFT JOIN audit_log AS log
    ON log.company_id = link.company_id AND log.id = link.entry_id
WHERE link.company_id = :company_id AND link.position > :position
ORDER BY link.position LIMIT :limit
"""  # noqa: S608 (a constant)


async def links_after(
    session: AsyncSession, company_id: UUID, position: int, limit: int
) -> list[tuple[Link, Entry | None]]:
    """Return up to ``limit`` links behind a position, each with the entry that the log has for it."""
    result = await execute(session, _LINKS_AFTER, company_id=company_id, position=position, limit=limit)
    return [
        (Link(row["company_id"], row["position"], row["entry_id"], row["hash"]), _entry(row))
        for row in result.mappings()
    ]


_UNLINKED: Final = """
SELECT log.company_id, count(*) AS entries FROM audit_log AS log
WHERE NOT EXISTS (SELECT FROM audit_links AS link
    WHERE link.company_id = log.company_id AND link.entry_id = log.id)
AND NOT EXISTS (SELECT FROM audit_unsealed AS queue
    WHERE queue.company_id = log.company_id AND queue.entry_id = log.id)
GROUP BY log.company_id ORDER BY log.company_id
"""


async def unlinked(session: AsyncSession) -> dict[UUID, int]:
    """Return how many entries are in no chain and do not wait for their link, by company."""
    result = await execute(session, _UNLINKED)
    return {row.company_id: row.entries for row in result}


def _entry(row: Any) -> Entry | None:
    if row["id"] is None:
        return None
    return Entry(
        company_id=row["company_id"],
        id=row["id"],
        at=row["at"],
        actor_id=row["actor_id"],
        actor_kind=row["actor_kind"],
        action=row["action"],
        object_type=row["object_type"],
        object_id=row["object_id"],
        address=row["address"],
        details=row["details"],
    )
