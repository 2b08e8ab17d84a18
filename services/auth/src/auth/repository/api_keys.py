"""API keys."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import inf
from typing import Any, Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.permissions import Permission
from atende_platform.data import batch
from atende_platform.data.db import execute
from atende_platform.identity.api_keys import Entry, Use
from auth.domain import ApiKey
from auth.models import ApiKey as ApiKeyRow

_COLUMNS: Final = "id, name, scopes, created_by, created_at, expires_at, last_used_at, revoked_at"
_LIVE: Final = "revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())"


_ADD: Final = f"""
INSERT INTO api_keys (company_id, id, name, key_hash, scopes, created_by, expires_at)
VALUES (:company_id, :id, :name, :key_hash, CAST(:scopes AS text[]), :created_by,
CAST(:expires_at AS timestamptz)) RETURNING {_COLUMNS}
"""  # noqa: S608 (a constant)
_COUNT_LIVE: Final = f"SELECT count(*) FROM api_keys WHERE company_id = :company_id AND {_LIVE}"  # noqa: S608 (a constant)
_FIND: Final = f"SELECT {_COLUMNS} FROM api_keys WHERE company_id = :company_id AND id = :id"  # noqa: S608 (a constant)
_LOCK_LIVE: Final = f"""
SELECT scopes FROM api_keys
WHERE company_id = :company_id AND id = :id AND {_LIVE} FOR NO KEY UPDATE
"""  # noqa: S608 (a constant)
_LIVE_OF: Final = f"""
SELECT {_COLUMNS} FROM api_keys WHERE company_id = :company_id AND created_by = :user_id
AND {_LIVE} ORDER BY created_at DESC, id DESC LIMIT :limit
"""  # noqa: S608 (a constant)
_REVOKE_EXCEEDING: Final = f"""
UPDATE api_keys SET revoked_at = now() WHERE company_id = :company_id AND created_by = :user_id
AND {_LIVE} AND NOT scopes <@ CAST(:permissions AS text[]) RETURNING id, name
"""  # noqa: S608 (a constant)
_PAGE: Final = f"""
SELECT {_COLUMNS} FROM api_keys WHERE company_id = :company_id
AND (CAST(:at AS timestamptz) IS NULL OR (created_at, id) < (:at, CAST(:id AS uuid)))
ORDER BY created_at DESC, id DESC LIMIT :limit
"""  # noqa: S608 (a constant)
_API_KEYS_LIVE: Final = f"""
SELECT {_COLUMNS} FROM api_keys WHERE company_id = :company_id AND {_LIVE}
ORDER BY created_at DESC, id DESC LIMIT :limit
"""  # noqa: S608 (a constant)
_REVOKE: Final = """
UPDATE api_keys SET revoked_at = now()
WHERE company_id = :company_id AND id = :id AND revoked_at IS NULL
"""


class ApiKeys:
    """The API keys of one company."""

    def __init__(self, session: AsyncSession, company_id: UUID) -> None:
        self._session = session
        self._company_id = company_id

    async def add(
        self,
        key_id: UUID,
        *,
        name: str,
        key_hash: bytes,
        scopes: Collection[Permission],
        created_by: UUID,
        expires_at: datetime | None,
    ) -> ApiKey:
        """Store a key."""
        result = await execute(
            self._session,
            _ADD,
            company_id=self._company_id,
            id=key_id,
            name=name,
            key_hash=key_hash,
            scopes=sorted(scopes),
            created_by=created_by,
            expires_at=expires_at,
        )
        return _key(result.mappings().one())

    async def count_live(self) -> int:
        """Return how many keys can be used."""
        result = await execute(
            self._session,
            _COUNT_LIVE,
            company_id=self._company_id,
        )
        return int(result.scalar_one())

    async def find(self, key_id: UUID) -> ApiKey | None:
        """Return a key in whatever state."""
        result = await execute(
            self._session,
            _FIND,
            company_id=self._company_id,
            id=key_id,
        )
        row = result.mappings().one_or_none()
        return _key(row) if row else None

    async def lock_live(self, key_id: UUID) -> frozenset[Permission] | None:
        """Return what a key may do, and hold off a revocation; None if it cannot be used."""
        result = await execute(self._session, _LOCK_LIVE, company_id=self._company_id, id=key_id)
        scopes = result.scalar_one_or_none()
        return None if scopes is None else frozenset(Permission(scope) for scope in scopes)

    async def live_of(self, user_id: UUID, limit: int) -> Sequence[ApiKey]:
        """Return up to ``limit`` keys that a user made and that can be used, newest first."""
        result = await execute(
            self._session, _LIVE_OF, company_id=self._company_id, user_id=user_id, limit=limit
        )
        return [_key(row) for row in result.mappings()]

    async def revoke_exceeding(
        self, user_id: UUID, permissions: Collection[Permission]
    ) -> Sequence[tuple[UUID, str]]:
        """Revoke the keys that a user made and that may do more than this; return their ids and names."""
        result = await execute(
            self._session,
            _REVOKE_EXCEEDING,
            company_id=self._company_id,
            user_id=user_id,
            permissions=sorted(permissions),
        )
        return [(row.id, row.name) for row in result]

    async def page(self, before: tuple[datetime, UUID] | None, limit: int) -> Sequence[ApiKey]:
        """Return up to ``limit`` keys in whatever state behind a position, newest first."""
        at, id_ = before or (None, None)
        result = await execute(self._session, _PAGE, company_id=self._company_id, at=at, id=id_, limit=limit)
        return [_key(row) for row in result.mappings()]

    async def live(self, limit: int) -> Sequence[ApiKey]:
        """Return up to ``limit`` keys that can be used, newest first."""
        result = await execute(self._session, _API_KEYS_LIVE, company_id=self._company_id, limit=limit)
        return [_key(row) for row in result.mappings()]

    async def revoke(self, key_id: UUID) -> bool:
        """Revoke a key; return whether it was not revoked before."""
        result = await execute(self._session, _REVOKE, company_id=self._company_id, id=key_id)
        return result.rowcount > 0


def _key(row: Any) -> ApiKey:
    return ApiKey(**{**row, "scopes": [Permission(scope) for scope in row["scopes"]]})


# --- over all companies: to tell the other services, and to tidy up ----------------------------


_LIVE_IDS: Final = f"SELECT id FROM api_keys WHERE {_LIVE}"  # noqa: S608 (a constant)


async def live_ids(session: AsyncSession) -> set[UUID]:
    """Return the keys that can be used."""
    result = await execute(session, _LIVE_IDS)
    return set(result.scalars())


_ENTRIES: Final = """
SELECT id, company_id, key_hash, scopes, expires_at FROM api_keys
WHERE id = ANY(CAST(:ids AS uuid[]))
"""


async def entries(session: AsyncSession, keys: Collection[UUID]) -> list[Entry]:
    """Return what a process has to know of these keys."""
    result = await execute(session, _ENTRIES, ids=list(keys))
    return [
        Entry(
            id=row.id,
            company_id=row.company_id,
            key_hash=row.key_hash,
            scopes=frozenset(Permission(scope) for scope in row.scopes),
            expires_at=row.expires_at.timestamp() if row.expires_at else inf,
        )
        for row in result
    ]


_FIND_REVOKED: Final = """
SELECT id, revoked_at + make_interval(secs => :seconds) AS over FROM api_keys
WHERE revoked_at > now() - make_interval(secs => :seconds) ORDER BY revoked_at DESC LIMIT :limit
"""


async def find_revoked(session: AsyncSession, *, seconds: float, limit: int) -> dict[UUID, datetime]:
    """Return the latest keys revoked within ``seconds``, and when that will be so long ago."""
    result = await execute(session, _FIND_REVOKED, seconds=seconds, limit=limit)
    return {row.id: row.over for row in result}


@dataclass(frozen=True, slots=True)
class _Used:
    company_id: UUID
    id: UUID
    last_used_at: datetime


_NOTE_USES: Final = batch.update(
    ApiKeyRow, _Used, last_used_at="greatest(stored.last_used_at, least(given.last_used_at, now()))"
)


async def note_uses(session: AsyncSession, uses: Sequence[Use]) -> None:
    """Store when keys were used; what is stored never goes back."""
    await _NOTE_USES.run(session, [_Used(use.company_id, use.key_id, use.at) for use in uses])


_PURGE_KEYS: Final = """
DELETE FROM api_keys AS key USING (
    SELECT company_id, id FROM api_keys
    WHERE expires_at < now() - make_interval(secs => :seconds)
    OR revoked_at < now() - make_interval(secs => :seconds)
    LIMIT :limit FOR UPDATE SKIP LOCKED
) AS old WHERE key.company_id = old.company_id AND key.id = old.id
"""


async def purge_keys(session: AsyncSession, *, over_for_seconds: float, limit: int) -> int:
    """Delete up to ``limit`` keys that could no longer be used for so long; return how many."""
    result = await execute(session, _PURGE_KEYS, seconds=over_for_seconds, limit=limit)
    return result.rowcount
