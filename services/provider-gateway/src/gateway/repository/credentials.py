"""Sealed credentials of all companies, for the change of the key that seals them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data import batch
from atende_platform.data.db import execute
from gateway.models import Credential


@dataclass(frozen=True, slots=True)
class Sealed:
    """A credential as it is stored."""

    company_id: UUID
    channel_id: UUID
    kind: str
    sealed: bytes


_SEALED_BEFORE: Final = """
SELECT company_id, channel_id, kind, sealed FROM credentials
WHERE substr(sealed, 1, :length) <> CAST(:mark AS bytea)
  AND (NOT :continued OR (company_id, channel_id, kind) > (:company_id, :channel_id, :kind))
ORDER BY company_id, channel_id, kind LIMIT :limit FOR UPDATE
"""


async def sealed_before(
    session: AsyncSession, mark: bytes, *, after: Sealed | None, limit: int
) -> list[Sealed]:
    """Return and lock credentials that do not begin with the mark of the current key, in their order."""
    result = await execute(
        session,
        _SEALED_BEFORE,
        length=len(mark),
        mark=mark,
        continued=after is not None,
        company_id=after.company_id if after else UUID(int=0),
        channel_id=after.channel_id if after else UUID(int=0),
        kind=after.kind if after else "",
        limit=limit,
    )
    return [Sealed(row.company_id, row.channel_id, row.kind, row.sealed) for row in result]


_REPLACE: Final = batch.update(Credential, Sealed)


async def replace(session: AsyncSession, credentials: Sequence[Sealed]) -> None:
    """Store credentials in their new form. They are no newer for it: a replaced secret ends when it did."""
    await _REPLACE.run(session, credentials)
