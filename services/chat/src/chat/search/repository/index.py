"""Writing the index. One company at a time: `lock` keeps other workers out until the transaction ends."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data import batch
from atende_platform.data.batch import fetch
from atende_platform.data.db import execute
from chat.messages.models import Message
from chat.rows import Row
from chat.search.domain import NOT_SEARCHED
from chat.search.models import SearchDocument, SearchProgress, SearchSegment

NOBODY: Final = UUID(int=0)

# Every company has a counter once anything happened in it; it goes on with most of what is new.
_ACTIVE: Final = """
SELECT c.company_id FROM event_counters c LEFT JOIN search_progress p USING (company_id)
WHERE c.company_id > :after AND (p.company_id IS NULL OR c.last_seq > p.seen_seq)
ORDER BY c.company_id LIMIT :limit
"""
# Of a history sockets hear nothing: the companies are gone through, each found behind the one before.
_NEXT: Final = """
WITH RECURSIVE company (id, nth) AS (
    (SELECT company_id, 1 FROM messages WHERE company_id > :after ORDER BY company_id LIMIT 1)
    UNION ALL
    SELECT (SELECT company_id FROM messages WHERE company_id > company.id ORDER BY company_id LIMIT 1),
           nth + 1
    FROM company WHERE company.id IS NOT NULL AND nth < :limit
)
SELECT company.id, p.head IS NULL
    OR p.settled < p.head AND p.settled_at < :settled_before
    OR EXISTS (SELECT FROM messages m WHERE m.company_id = company.id AND m.id > p.head OFFSET 0)
    OR EXISTS (SELECT FROM search_changes c WHERE c.company_id = company.id OFFSET 0) AS due
FROM company LEFT JOIN search_progress p ON p.company_id = company.id
WHERE company.id IS NOT NULL ORDER BY company.id
"""
_BEGIN: Final = """
INSERT INTO search_progress (company_id, head, settled, settled_at, seen_seq)
VALUES (:company, :nobody, :nobody, :now, 0) ON CONFLICT DO NOTHING
"""
_LOCK: Final = """
SELECT p.*, coalesce((SELECT last_seq FROM event_counters WHERE company_id = :company), 0) AS last_seq
FROM search_progress p WHERE company_id = :company FOR NO KEY UPDATE OF p SKIP LOCKED
"""
_ADVANCE: Final = """
UPDATE search_progress SET head = :head, settled = :settled, settled_at = :settled_at, seen_seq = :seen_seq
WHERE company_id = :company
"""
_NOT_SEARCHED: Final = ", ".join(f"'{origin}'" for origin in sorted(NOT_SEARCHED))
_IS_SEARCHED: Final = f"(m.origin IS NULL OR m.origin NOT IN ({_NOT_SEARCHED}))"
_WAS_CHANGED: Final = """
m.provider_message_id IS NOT NULL AND EXISTS (SELECT FROM message_changes c WHERE c.company_id = m.company_id
AND c.channel_id = m.channel_id AND c.target = m.provider_message_id OFFSET 0)
"""
_COLUMNS: Final = f"""
m.id, m.sent_at, m.channel_id, m.author_id, m.kind, m.text, m.content, m.media, m.target,
{_IS_SEARCHED} AS searched, {_WAS_CHANGED} AS changed
"""
_AFTER: Final = f"""
SELECT {_COLUMNS} FROM messages m WHERE m.company_id = :company AND m.id > :head ORDER BY m.id LIMIT :limit
"""  # noqa: S608 (our own constants)
_APPEARED: Final = f"""
SELECT {_COLUMNS} FROM messages m
WHERE m.company_id = :company AND m.id > :settled AND m.id <= :until AND {_IS_SEARCHED} AND m.target IS NULL
  AND NOT EXISTS (SELECT FROM search_documents d WHERE d.company_id = m.company_id AND d.message_id = m.id
                  OFFSET 0)
ORDER BY m.id LIMIT :limit
"""  # noqa: S608 (our own constants)
_TAKE_CHANGES: Final = """
DELETE FROM search_changes WHERE company_id = :company AND id IN (
    SELECT id FROM search_changes WHERE company_id = :company ORDER BY id LIMIT :limit
) RETURNING message_id, channel_id, target
"""
_MESSAGES: Final = """
SELECT m.* FROM unnest(CAST(:ids AS uuid[])) AS wanted (id)
JOIN messages m ON m.company_id = :company AND m.id = wanted.id
"""
_TARGETS: Final = """
SELECT m.* FROM unnest(CAST(:channels AS uuid[]), CAST(:targets AS text[])) AS wanted (channel_id, target)
JOIN messages m ON m.company_id = :company AND m.channel_id = wanted.channel_id
AND m.provider_message_id = wanted.target
"""
_OPEN: Final = "SELECT * FROM search_segments WHERE company_id = :company AND NOT closed"
_NEW_SEGMENT: Final = """
INSERT INTO search_segments (company_id, late, closed, documents, first_at, last_at)
VALUES (:company, :late, false, 0, :at, :at) RETURNING *
"""
_UPDATE_SEGMENTS: Final = batch.update(SearchSegment, "closed, documents, first_at, last_at")
_SEGMENTS_OF: Final = """
SELECT d.message_id, d.segment_id FROM unnest(CAST(:ids AS uuid[])) AS wanted (id)
JOIN search_documents d ON d.company_id = :company AND d.message_id = wanted.id
"""
_INSERT: Final = batch.insert(SearchDocument, dict, or_nothing=True)
_REPLACE: Final[batch.Statement[SearchDocument, Any]] = batch.update(SearchDocument, "words")
_REMOVE: Final = """
DELETE FROM search_documents d USING unnest(CAST(:ids AS uuid[])) AS gone (id)
WHERE d.company_id = :company AND d.message_id = gone.id
"""


async def active(session: AsyncSession, after: UUID, limit: int) -> list[UUID]:
    """Return the next companies in which something happened that was not looked at."""
    return [row.company_id for row in await execute(session, _ACTIVE, after=after, limit=limit)]


async def next_companies(
    session: AsyncSession, after: UUID, settled_before: datetime, limit: int
) -> list[tuple[UUID, bool]]:
    """Return the next companies with messages, and whether there is anything to do for each."""
    found = await execute(session, _NEXT, after=after, settled_before=settled_before, limit=limit)
    return [(row.id, row.due) for row in found]


async def lock(session: AsyncSession, company_id: UUID, now: datetime) -> tuple[SearchProgress, int] | None:
    """Return how far a company is, and the last number of its event log; None if another worker has it."""
    await execute(session, _BEGIN, company=company_id, nobody=NOBODY, now=now)
    for row in await execute(session, _LOCK, company=company_id):
        values = dict(row._mapping)
        last_seq = values.pop("last_seq")
        return batch.read(SearchProgress, [*values], [*values.values()]), last_seq
    return None


async def advance(session: AsyncSession, progress: SearchProgress, **changes: Any) -> None:
    """Store how far a company is."""
    values = progress.model_dump() | changes
    await execute(session, _ADVANCE, company=values.pop("company_id"), **values)


async def after(session: AsyncSession, company_id: UUID, head: UUID, limit: int) -> list[Any]:
    """Return the messages behind ``head``, in the order of their ids."""
    return [*await execute(session, _AFTER, company=company_id, head=head, limit=limit)]


async def appeared(
    session: AsyncSession, company_id: UUID, settled: UUID, until: UUID, limit: int
) -> list[Any]:
    """Return messages between two ids that are not in the index; some have no words."""
    return [*await execute(session, _APPEARED, company=company_id, settled=settled, until=until, limit=limit)]


async def take_changes(
    session: AsyncSession, company_id: UUID, limit: int
) -> tuple[list[UUID], list[tuple[UUID, str]]]:
    """Take the oldest changes: of messages by our ids, and by channel and the provider's."""
    taken = [*await execute(session, _TAKE_CHANGES, company=company_id, limit=limit)]
    ids = [row.message_id for row in taken if row.message_id is not None]
    return ids, [(row.channel_id, row.target) for row in taken if row.message_id is None]


async def messages(
    session: AsyncSession,
    company_id: UUID,
    ids: Collection[UUID],
    targets: Collection[tuple[UUID, str]] = (),
) -> list[Message]:
    """Return the messages of these names that there are."""
    found: list[Message] = []
    if ids:
        found += await fetch(session, Message, _MESSAGES, company=company_id, ids=[*ids])
    if targets:
        channels, names = zip(*targets, strict=True)
        found += await fetch(
            session, Message, _TARGETS, company=company_id, channels=[*channels], targets=[*names]
        )
    return list({message.id: message for message in found}.values())


async def open_segments(session: AsyncSession, company_id: UUID) -> list[SearchSegment]:
    return await fetch(session, SearchSegment, _OPEN, company=company_id)


async def new_segment(session: AsyncSession, company_id: UUID, at: datetime, *, late: bool) -> SearchSegment:
    [segment] = await fetch(session, SearchSegment, _NEW_SEGMENT, company=company_id, late=late, at=at)
    return segment


async def update_segments(session: AsyncSession, segments: Sequence[SearchSegment]) -> None:
    await _UPDATE_SEGMENTS.run(session, segments)


async def segments_of(session: AsyncSession, company_id: UUID, ids: Collection[UUID]) -> dict[UUID, int]:
    """Return in which segments messages are that are in the index."""
    found = await execute(session, _SEGMENTS_OF, company=company_id, ids=[*ids])
    return {row.message_id: row.segment_id for row in found}


async def insert(session: AsyncSession, documents: Sequence[Row]) -> None:
    """Put messages into the index that are not in it."""
    await _INSERT.run(session, documents)


async def replace(session: AsyncSession, documents: Sequence[Row]) -> None:
    """Have messages found by other words."""
    await _REPLACE.run(session, documents)


async def remove(session: AsyncSession, company_id: UUID, ids: Collection[UUID]) -> None:
    if ids:
        await execute(session, _REMOVE, company=company_id, ids=[*ids])
