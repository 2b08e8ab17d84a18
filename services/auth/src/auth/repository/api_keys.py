"""API keys."""

from collections.abc import Collection, Sequence
from datetime import datetime
from math import inf
from typing import Any, Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.permissions import Permission
from atende_platform.api_keys import Entry, Use
from atende_platform.db import execute
from auth.domain import ApiKey

_COLUMNS: Final = "id, name, scopes, created_by, created_at, expires_at, last_used_at, revoked_at"
_LIVE: Final = "revoked_at IS NULL AND (expires_at IS NULL OR expires_at > now())"


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
            "INSERT INTO api_keys (company_id, id, name, key_hash, scopes, created_by, expires_at)"  # noqa: S608
            " VALUES (:company_id, :id, :name, :key_hash, CAST(:scopes AS text[]), :created_by,"
            f" CAST(:expires_at AS timestamptz)) RETURNING {_COLUMNS}",
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
            f"SELECT count(*) FROM api_keys WHERE company_id = :company_id AND {_LIVE}",  # noqa: S608
            company_id=self._company_id,
        )
        return int(result.scalar_one())

    async def find(self, key_id: UUID) -> ApiKey | None:
        """Return a key in whatever state."""
        result = await execute(
            self._session,
            f"SELECT {_COLUMNS} FROM api_keys WHERE company_id = :company_id AND id = :id",  # noqa: S608
            company_id=self._company_id,
            id=key_id,
        )
        row = result.mappings().one_or_none()
        return _key(row) if row else None

    async def lock_live(self, key_id: UUID) -> frozenset[Permission] | None:
        """Return what a key may do, and hold off a revocation; None if it cannot be used."""
        result = await execute(
            self._session,
            "SELECT scopes FROM api_keys"  # noqa: S608 (a constant)
            f" WHERE company_id = :company_id AND id = :id AND {_LIVE} FOR NO KEY UPDATE",
            company_id=self._company_id,
            id=key_id,
        )
        scopes = result.scalar_one_or_none()
        return None if scopes is None else frozenset(Permission(scope) for scope in scopes)

    async def live_of(self, user_id: UUID, limit: int) -> Sequence[ApiKey]:
        """Return up to ``limit`` keys that a user made and that can be used, newest first."""
        result = await execute(
            self._session,
            f"SELECT {_COLUMNS} FROM api_keys WHERE company_id = :company_id AND created_by = :user_id"  # noqa: S608
            f" AND {_LIVE} ORDER BY created_at DESC, id DESC LIMIT :limit",
            company_id=self._company_id,
            user_id=user_id,
            limit=limit,
        )
        return [_key(row) for row in result.mappings()]

    async def revoke_exceeding(
        self, user_id: UUID, permissions: Collection[Permission]
    ) -> Sequence[tuple[UUID, str]]:
        """Revoke the keys that a user made and that may do more than this; return their ids and names."""
        result = await execute(
            self._session,
            "UPDATE api_keys SET revoked_at = now() WHERE company_id = :company_id AND created_by = :user_id"  # noqa: S608
            f" AND {_LIVE} AND NOT scopes <@ CAST(:permissions AS text[]) RETURNING id, name",
            company_id=self._company_id,
            user_id=user_id,
            permissions=sorted(permissions),
        )
        return [(row.id, row.name) for row in result]

    async def page(self, before: tuple[datetime, UUID] | None, limit: int) -> Sequence[ApiKey]:
        """Return up to ``limit`` keys in whatever state behind a position, newest first."""
        at, id_ = before or (None, None)
        result = await execute(
            self._session,
            f"SELECT {_COLUMNS} FROM api_keys WHERE company_id = :company_id"  # noqa: S608
            " AND (CAST(:at AS timestamptz) IS NULL OR (created_at, id) < (:at, CAST(:id AS uuid)))"
            " ORDER BY created_at DESC, id DESC LIMIT :limit",
            company_id=self._company_id,
            at=at,
            id=id_,
            limit=limit,
        )
        return [_key(row) for row in result.mappings()]

    async def live(self, limit: int) -> Sequence[ApiKey]:
        """Return up to ``limit`` keys that can be used, newest first."""
        result = await execute(
            self._session,
            f"SELECT {_COLUMNS} FROM api_keys WHERE company_id = :company_id AND {_LIVE}"  # noqa: S608
            " ORDER BY created_at DESC, id DESC LIMIT :limit",
            company_id=self._company_id,
            limit=limit,
        )
        return [_key(row) for row in result.mappings()]

    async def revoke(self, key_id: UUID) -> bool:
        """Revoke a key; return whether it was not revoked before."""
        result = await execute(
            self._session,
            "UPDATE api_keys SET revoked_at = now()"
            " WHERE company_id = :company_id AND id = :id AND revoked_at IS NULL",
            company_id=self._company_id,
            id=key_id,
        )
        return result.rowcount > 0


def _key(row: Any) -> ApiKey:
    return ApiKey(**{**row, "scopes": [Permission(scope) for scope in row["scopes"]]})


# --- over all companies: to tell the other services, and to tidy up ----------------------------


async def live_ids(session: AsyncSession) -> set[UUID]:
    """Return the keys that can be used."""
    result = await execute(session, f"SELECT id FROM api_keys WHERE {_LIVE}")  # noqa: S608
    return set(result.scalars())


async def entries(session: AsyncSession, keys: Collection[UUID]) -> list[Entry]:
    """Return what a process has to know of these keys."""
    result = await execute(
        session,
        "SELECT id, company_id, key_hash, scopes, expires_at FROM api_keys"
        " WHERE id = ANY(CAST(:ids AS uuid[]))",
        ids=list(keys),
    )
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


async def find_revoked(session: AsyncSession, *, seconds: float, limit: int) -> dict[UUID, datetime]:
    """Return the latest keys revoked within ``seconds``, and when that will be so long ago."""
    result = await execute(
        session,
        "SELECT id, revoked_at + make_interval(secs => :seconds) AS over FROM api_keys"
        " WHERE revoked_at > now() - make_interval(secs => :seconds) ORDER BY revoked_at DESC LIMIT :limit",
        seconds=seconds,
        limit=limit,
    )
    return {row.id: row.over for row in result}


async def note_uses(session: AsyncSession, uses: Sequence[Use]) -> None:
    """Store when keys were used; what is stored never goes back."""
    await execute(
        session,
        "UPDATE api_keys AS key SET last_used_at = greatest(key.last_used_at, least(use.at, now()))"
        " FROM unnest(CAST(:companies AS uuid[]), CAST(:ids AS uuid[]), CAST(:times AS timestamptz[]))"
        " AS use (company_id, id, at) WHERE key.company_id = use.company_id AND key.id = use.id",
        companies=[use.company_id for use in uses],
        ids=[use.key_id for use in uses],
        times=[use.at for use in uses],
    )


async def purge_keys(session: AsyncSession, *, over_for_seconds: float, limit: int) -> int:
    """Delete up to ``limit`` keys that could no longer be used for so long; return how many."""
    result = await execute(
        session,
        "DELETE FROM api_keys AS key USING ("
        "  SELECT company_id, id FROM api_keys"
        "  WHERE expires_at < now() - make_interval(secs => :seconds)"
        "  OR revoked_at < now() - make_interval(secs => :seconds)"
        "  LIMIT :limit FOR UPDATE SKIP LOCKED"
        ") AS old WHERE key.company_id = old.company_id AND key.id = old.id",
        seconds=over_for_seconds,
        limit=limit,
    )
    return result.rowcount
