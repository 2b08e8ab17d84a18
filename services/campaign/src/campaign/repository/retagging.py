"""Stored filters in which a tag is."""

from typing import Any, Final, Literal, NamedTuple
from uuid import UUID

import orjson
from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data.db import execute

_MOST: Final = 5000


class StoredFilter(NamedTuple):
    """A filter of a saved segment, or of a part of an audience that was not looked up yet."""

    table: Literal["segments", "audience_sources"]
    id: UUID
    filter: Any


_FIND: Final = """
(SELECT 'segments' AS place, id, filter FROM segments
 WHERE company_id = :company AND strpos(CAST(filter AS text), :tag) > 0 ORDER BY id LIMIT :most)
UNION ALL
(SELECT 'audience_sources', id, filter FROM audience_sources
 WHERE company_id = :company AND kind = 'segment' AND NOT expanded
   AND strpos(CAST(filter AS text), :tag) > 0 ORDER BY id LIMIT :most)
"""
_STORE: Final = {
    "segments": """
UPDATE segments SET filter = CAST(:filter AS jsonb) WHERE company_id = :company AND id = :id
""",
    "audience_sources": """
UPDATE audience_sources SET filter = CAST(:filter AS jsonb)
WHERE company_id = :company AND id = :id AND NOT expanded
""",
}


async def filters_with(session: AsyncSession, company_id: UUID, tag: str) -> list[StoredFilter]:
    """Return the filters of a company in which a tag may be."""
    named = orjson.dumps(tag).decode()
    result = await execute(session, _FIND, company=company_id, tag=named, most=_MOST)
    return [StoredFilter(row.place, row.id, row.filter) for row in result]


async def store(session: AsyncSession, company_id: UUID, stored: StoredFilter, changed: Any) -> None:
    """Write a filter anew."""
    await execute(
        session,
        _STORE[stored.table],
        company=company_id,
        id=stored.id,
        filter=orjson.dumps(changed).decode(),
    )
