"""What is left of people whose contact was deleted: rows of the ledger, and files."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple
from uuid import UUID

import orjson
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.contacts import ContactErasureRequestedV1
from atende_platform.data.db import execute

# A provider's id of a message is made of the number that it went to.
_FORGET_SENDS: Final = """
WITH mine AS MATERIALIZED (
    SELECT s.company_id, s.send_id
    FROM unnest(CAST(:companies AS uuid[]), CAST(:sends AS uuid[])) AS g (company_id, send_id)
    JOIN sends s ON s.company_id = g.company_id AND s.send_id = g.send_id
    WHERE s.recipient_keys <> '{}' OR s.provider_message_id IS NOT NULL OR s.request IS NOT NULL
       OR s.error IS NOT NULL
    ORDER BY s.company_id, s.send_id FOR UPDATE OF s
)
UPDATE sends s SET recipient_keys = '{}', request = NULL, error = NULL, provider_message_id = NULL,
    lease_until = NULL, next_attempt_at = NULL, updated_at = :now
FROM mine WHERE s.company_id = mine.company_id AND s.send_id = mine.send_id
RETURNING s.company_id, s.send_id
"""


async def forget_sends(
    session: AsyncSession, sends: Sequence[tuple[UUID, UUID]], now: datetime
) -> set[tuple[UUID, UUID]]:
    """Leave nothing of a person in sends, given as (company, send id); return those that there are."""
    if not sends:
        return set()
    companies, ids = zip(*sends, strict=True)
    found = await execute(session, _FORGET_SENDS, companies=list(companies), sends=list(ids), now=now)
    return {(row.company_id, row.send_id) for row in found}


# Bounded for each channel: its journal has a thousand entries at most.
_FORGET_REPORTS: Final = """
UPDATE channel_events SET value = '{}' WHERE company_id = :company AND CAST(value AS text) ~ :pattern
"""
# Sessions' keys are stored under the address of the person whom they are for, such as 5511…@s.whatsapp.net
# and 5511….0: with the next message there is another one.
_FORGET_KEYS: Final = """
DELETE FROM session_keys WHERE company_id = :company AND key_id ~ :addresses
"""


async def forget_reports(session: AsyncSession, company_id: UUID, pattern: str) -> int:
    """Empty what providers reported about channels where it names a person; return how many entries."""
    found = await execute(session, _FORGET_REPORTS, company=company_id, pattern=pattern)
    return int(found.rowcount)


async def forget_keys(session: AsyncSession, company_id: UUID, addresses: str) -> int:
    """Delete keys of sessions that are for a person; return how many."""
    found = await execute(session, _FORGET_KEYS, company=company_id, addresses=addresses)
    return int(found.rowcount)


# One that is being fetched goes when the lease has passed: its bytes may still arrive.
_MARK_FILES: Final = """
WITH mine AS MATERIALIZED (
    SELECT m.company_id, m.id
    FROM unnest(CAST(:companies AS uuid[]), CAST(:channels AS uuid[]), CAST(:messages AS text[]))
        AS g (company_id, channel_id, message)
    JOIN media m ON m.company_id = g.company_id AND m.channel_id = g.channel_id
        AND m.provider_message_id = g.message
    ORDER BY m.company_id, m.id FOR UPDATE OF m
), named AS MATERIALIZED (
    SELECT m.company_id, m.id
    FROM unnest(CAST(:owners AS uuid[]), CAST(:files AS uuid[])) AS g (company_id, id)
    JOIN media m ON m.company_id = g.company_id AND m.id = g.id AND m.channel_id IS NULL
    ORDER BY m.company_id, m.id FOR UPDATE OF m
)
UPDATE media m SET state = 'erasing', sender = NULL, filename = NULL, sha256 = NULL,
    next_attempt_at = CASE WHEN m.state = 'pending' THEN greatest(m.next_attempt_at, :now) ELSE :now END,
    updated_at = :now
FROM (SELECT * FROM mine UNION SELECT * FROM named) AS mine
WHERE m.company_id = mine.company_id AND m.id = mine.id AND m.state <> 'erasing'
RETURNING m.company_id, m.id, m.channel_id, m.provider_message_id
"""


async def mark_files(
    session: AsyncSession, events: Sequence[ContactErasureRequestedV1], now: datetime
) -> Sequence[Any]:
    """Have the files of deleted messages deleted; return those that there are."""
    messages = [(event.company_id, one) for event in events for one in event.messages]
    files = [(event.company_id, file) for event in events for file in event.files]
    if not messages and not files:
        return ()
    found = await execute(
        session,
        _MARK_FILES,
        companies=[company_id for company_id, _ in messages],
        channels=[one.channel_id for _, one in messages],
        messages=[one.provider_message_id for _, one in messages],
        owners=[company_id for company_id, _ in files],
        files=[file for _, file in files],
        now=now,
    )
    return found.all()


class ErasingFile(NamedTuple):
    """A file whose bytes are to be deleted, and then its row."""

    company_id: UUID
    id: UUID


_TAKE_FILES: Final = """
WITH turn AS (
    SELECT company_id FROM media WHERE state = 'erasing' AND next_attempt_at <= :now AND company_id > :after
    ORDER BY company_id LIMIT 1
), mine AS MATERIALIZED (
    SELECT m.company_id, m.id FROM media m JOIN turn ON turn.company_id = m.company_id
    WHERE m.state = 'erasing' AND m.next_attempt_at <= :now
    ORDER BY m.next_attempt_at LIMIT :limit FOR UPDATE OF m SKIP LOCKED
)
UPDATE media m SET next_attempt_at = :lease FROM mine
WHERE m.company_id = mine.company_id AND m.id = mine.id RETURNING m.company_id, m.id
"""


async def take_files(
    session: AsyncSession, after: UUID, now: datetime, *, lease: timedelta, limit: int
) -> list[ErasingFile]:
    """Take files that are to be deleted, of the next company that has some, for as long as the lease."""
    result = await execute(session, _TAKE_FILES, after=after, now=now, lease=now + lease, limit=limit)
    return [ErasingFile(row.company_id, row.id) for row in result]


_REMOVE_FILES: Final = """
DELETE FROM media m USING unnest(CAST(:companies AS uuid[]), CAST(:ids AS uuid[])) AS g (company_id, id)
WHERE m.company_id = g.company_id AND m.id = g.id AND m.state = 'erasing'
"""


async def remove_files(session: AsyncSession, files: Sequence[ErasingFile]) -> None:
    """Delete the rows of files whose bytes are gone."""
    await execute(
        session,
        _REMOVE_FILES,
        companies=[file.company_id for file in files],
        ids=[file.id for file in files],
    )


class Part(NamedTuple):
    """What went of a person with an event, and whether it was the last one of their erasure."""

    event: ContactErasureRequestedV1
    erased: dict[str, int]


_STORE: Final = """
INSERT INTO erasures AS stored (company_id, erasure_id, contact_id, requested_at, complete, erased)
VALUES (:company, :id, :contact, :now, :complete, CAST(:erased AS jsonb))
ON CONFLICT (company_id, erasure_id) DO UPDATE SET
    complete = stored.complete OR excluded.complete,
    requested_at = excluded.requested_at,
    erased = stored.erased || (
        SELECT coalesce(jsonb_object_agg(
            key, CAST(value AS int) + coalesce(CAST(stored.erased ->> key AS int), 0)), '{}')
        FROM jsonb_each_text(excluded.erased)
    )
"""


async def store(session: AsyncSession, parts: Sequence[Part], now: datetime) -> None:
    """Write down what went of people; once nothing more will be published of one, what is left are files."""
    for event, erased in sorted(parts, key=lambda part: (part.event.company_id, part.event.erasure_id)):
        await execute(
            session,
            _STORE,
            company=event.company_id,
            id=event.erasure_id,
            contact=event.contact_id,
            complete=event.last,
            erased=orjson.dumps(erased).decode(),
            now=now,
        )


_TAKE_DONE: Final = """
WITH done AS MATERIALIZED (
    SELECT e.company_id, e.erasure_id FROM erasures e
    WHERE e.complete AND NOT EXISTS (
        SELECT FROM media m WHERE m.company_id = e.company_id AND m.state = 'erasing'
          AND m.updated_at <= e.requested_at)
    ORDER BY e.company_id, e.erasure_id LIMIT :limit FOR UPDATE OF e SKIP LOCKED
)
DELETE FROM erasures e USING done WHERE e.company_id = done.company_id AND e.erasure_id = done.erasure_id
RETURNING e.company_id, e.erasure_id, e.contact_id, e.erased
"""


async def take_done(session: AsyncSession, limit: int) -> Sequence[Any]:
    """Return erasures whose files are all gone, and forget them."""
    return (await execute(session, _TAKE_DONE, limit=limit)).all()


_MARK_COMPANY: Final = """
WITH mine AS MATERIALIZED (
    SELECT id FROM media WHERE company_id = :company AND state <> 'erasing' LIMIT :limit FOR UPDATE
)
UPDATE media m SET state = 'erasing', sender = NULL, filename = NULL, sha256 = NULL,
    next_attempt_at = CASE WHEN m.state = 'pending' THEN greatest(m.next_attempt_at, :now) ELSE :now END,
    updated_at = :now
FROM mine WHERE m.company_id = :company AND m.id = mine.id
"""
_HAS_FILES: Final = "SELECT EXISTS (SELECT FROM media WHERE company_id = :company)"


async def mark_files_of_company(session: AsyncSession, company_id: UUID, now: datetime, limit: int) -> bool:
    """Have some more of a company's files deleted; tell whether any is left."""
    await execute(session, _MARK_COMPANY, company=company_id, now=now, limit=limit)
    return bool((await execute(session, _HAS_FILES, company=company_id)).scalar_one())
