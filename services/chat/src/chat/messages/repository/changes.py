"""What is done to messages after they were written, by the provider's ids of those messages."""

from collections.abc import Collection, Sequence
from typing import Final

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data import batch
from atende_platform.data.batch import fetch
from atende_platform.data.db import execute
from chat.messages.domain import UNDONE, Change, Target
from chat.messages.models import Message, MessageChange
from chat.rows import Row

_INSERT: Final = batch.insert(MessageChange, dict, or_nothing=True)


async def insert_new(session: AsyncSession, changes: Sequence[Row]) -> set[Target]:
    """Store the changes that are not stored yet; return what those change."""
    stored = await _INSERT.returning(session, changes)
    return {Target(row.company_id, row.channel_id, row.target) for row in stored}


_TARGETS: Final = (
    "unnest(CAST(:companies AS uuid[]), CAST(:channels AS uuid[]), CAST(:ids AS text[]))"
    " AS wanted (company_id, channel_id, target)"
)


def _columns(targets: Collection[Target]) -> dict[str, list[object]]:
    return {
        "companies": [target.company_id for target in targets],
        "channels": [target.channel_id for target in targets],
        "ids": [target.id for target in targets],
    }


_FIND_TARGETS: Final = f"""
SELECT m.* FROM {_TARGETS} JOIN messages m ON m.company_id = wanted.company_id
AND m.channel_id = wanted.channel_id AND m.provider_message_id = wanted.target ORDER BY m.id
"""  # noqa: S608 (a constant)


async def targets(session: AsyncSession, wanted: Collection[Target]) -> list[Message]:
    """Return the messages of those names that there are."""
    if not wanted:
        return []
    return await fetch(session, Message, _FIND_TARGETS, **_columns(wanted))


# An agent's reaction is a message of its own, because it is sent like one. It counts from when it was
# written, until it is known not to have arrived.
_CHANGES: Final = f"""
SELECT company_id, channel_id, target, kind, id, at, 'in' AS direction, contact_id AS by, text,
       CASE WHEN kind = 'media' THEN content END AS media,
       CASE WHEN kind = 'edit' THEN content -> 'whole' END AS whole,
       1 AS weight
FROM {_TARGETS} JOIN message_changes USING (company_id, channel_id, target)
UNION ALL
SELECT company_id, channel_id, target,
       CASE WHEN state IN ('failed', 'suppressed', 'returned') THEN '{UNDONE}' ELSE kind END,
       id::text, sent_at, direction, author_id, text, NULL, NULL, revision
FROM {_TARGETS} JOIN messages USING (company_id, channel_id, target)
"""  # noqa: S608 (our own constant)


async def changes_of(session: AsyncSession, wanted: Collection[Target]) -> dict[Target, list[Change]]:
    """Return what was done to each of those messages, in any order."""
    found: dict[Target, list[Change]] = {}
    if not wanted:
        return found
    for row in await execute(session, _CHANGES, **_columns(wanted)):
        change = Change(
            row.kind,
            row.id,
            row.at,
            row.direction,
            row.by,
            row.text,
            row.media,
            row.whole,
            row.weight,
        )
        found.setdefault(Target(row.company_id, row.channel_id, row.target), []).append(change)
    return found
