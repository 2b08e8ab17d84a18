"""What an operator has parked in an outbox goes with the person it names.

An event that is parked (``atende outbox park``) may stay for months, and published later it would bring an
erased person back. Of an event that is many in one, only what names the person goes.
"""

import re
from collections.abc import Iterator
from typing import Any, Final
from uuid import UUID

from pydantic import ValidationError
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.event import Event
from atende_contracts.registry import UnknownEvent, decode, encode
from atende_contracts.topics import AUDIT_RECORDED, CONTACT_ERASED, CONTACT_ERASURE, CONTACT_OPTOUT
from atende_platform.data.db import execute
from atende_platform.messaging.outbox import PARKED

_KEPT: Final = tuple(
    PARKED + topic.name for topic in (CONTACT_ERASURE, CONTACT_ERASED, CONTACT_OPTOUT, AUDIT_RECORDED)
)
"""What others have to hear all the same: that the person is erased, that they left broadcasts; and what the
audit log keeps."""

# All of them: each was parked by hand. Tombstones have no payload, and wait on.
_NAMING: Final = """
SELECT id, event_id, topic, type, payload, created_at FROM outbox
WHERE company_id = :company AND starts_with(topic, :parked) AND payload ~ CAST(:pattern AS text)
  AND topic <> ALL (CAST(:kept AS text[]))
ORDER BY id FOR UPDATE
"""
_REPLACE: Final = """
WITH gone AS (DELETE FROM outbox WHERE id = ANY (CAST(:ids AS bigint[])))
INSERT INTO outbox (company_id, event_id, topic, key, type, payload, created_at)
SELECT CAST(:company AS uuid), event_id, topic, key, type, payload, created_at
FROM unnest(CAST(:event_ids AS uuid[]), CAST(:topics AS text[]), CAST(:keys AS text[]),
            CAST(:types AS text[]), CAST(:payloads AS text[]), CAST(:times AS timestamptz[]))
     AS rest (event_id, topic, key, type, payload, created_at)
"""


async def erase(session: AsyncSession, company_id: UUID, pattern: str) -> int:
    """Delete what is parked and names a person, by a regular expression; return how many events did."""
    found = await execute(session, _NAMING, company=company_id, parked=PARKED, pattern=pattern, kept=[*_KEPT])
    rows = found.all()
    if not rows:
        return 0
    rest = [(row, part) for row in rows for part in _of_others(row, re.compile(pattern))]
    await execute(
        session,
        _REPLACE,
        company=company_id,
        ids=[row.id for row in rows],
        event_ids=[row.event_id for row, _ in rest],
        topics=[row.topic for row, _ in rest],
        keys=[part.key() for _, part in rest],
        types=[part.type for _, part in rest],
        payloads=[encode(part).decode() for _, part in rest],
        times=[row.created_at for row, _ in rest],
    )
    return len(rows)


def _of_others(row: Any, names: re.Pattern[str]) -> Iterator[Event]:
    """Yield the parts of an event that is many in one, but those that name the person."""
    try:
        parts = decode(row.type, row.payload.encode()).parts()
    except (UnknownEvent, ValidationError):
        return  # Whom it names cannot be read out of it.
    if len(parts) > 1:
        yield from (part for part in parts if not names.search(encode(part).decode()))
