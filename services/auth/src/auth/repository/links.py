"""Links that are sent by e-mail to the person of a login: one of a kind, which using it up deletes."""

import json
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.data.db import execute
from auth.domain import LinkKind


@dataclass(frozen=True, slots=True)
class FoundLink:
    """A link that has not expired: whose it is, and what it is about."""

    login_id: UUID
    data: dict[str, Any]


_PUT: Final = """
INSERT INTO login_links (login_id, kind, token_hash, data, expires_at) VALUES
(:login_id, :kind, :token_hash, CAST(:data AS jsonb), now() + make_interval(secs => :seconds))
ON CONFLICT (login_id, kind) DO UPDATE SET token_hash = excluded.token_hash,
data = excluded.data, expires_at = excluded.expires_at
"""
_FIND: Final = """
SELECT login_id, data FROM login_links
WHERE token_hash = :token_hash AND kind = :kind AND expires_at > now()
"""
_FIND_OF: Final = """
SELECT login_id, data FROM login_links
WHERE login_id = :login_id AND kind = :kind AND expires_at > now()
"""
_USE: Final = """
DELETE FROM login_links WHERE token_hash = :token_hash AND kind = :kind AND expires_at > now()
RETURNING login_id, data
"""


class Links:
    """The links of one kind, of all logins."""

    def __init__(self, session: AsyncSession, kind: LinkKind) -> None:
        self._session = session
        self._kind = kind

    async def put(
        self, login_id: UUID, *, token_hash: bytes, seconds: float, data: dict[str, Any] | None = None
    ) -> None:
        """Give the login a link, in the place of one that it may have."""
        await execute(
            self._session,
            _PUT,
            login_id=login_id,
            kind=self._kind,
            token_hash=token_hash,
            seconds=seconds,
            data=json.dumps(data or {}),
        )

    async def find(self, token_hash: bytes) -> FoundLink | None:
        """Return the link of a token, unless it has expired."""
        result = await execute(self._session, _FIND, token_hash=token_hash, kind=self._kind)
        row = result.one_or_none()
        return FoundLink(row.login_id, row.data) if row else None

    async def find_of(self, login_id: UUID) -> FoundLink | None:
        """Return the link that a login has, unless it has expired."""
        result = await execute(self._session, _FIND_OF, login_id=login_id, kind=self._kind)
        row = result.one_or_none()
        return FoundLink(row.login_id, row.data) if row else None

    async def use(self, token_hash: bytes) -> FoundLink | None:
        """Use a link up; of any number of callers at the same time exactly one gets it."""
        result = await execute(self._session, _USE, token_hash=token_hash, kind=self._kind)
        row = result.one_or_none()
        return FoundLink(row.login_id, row.data) if row else None


_DROP_LINKS: Final = "DELETE FROM login_links WHERE login_id = :login_id"


async def drop_links(session: AsyncSession, login_id: UUID) -> None:
    """Make all links of a login worth nothing."""
    await execute(session, _DROP_LINKS, login_id=login_id)


_DELETE_EXPIRED_LINKS: Final = """
DELETE FROM login_links AS link USING (
    SELECT login_id, kind FROM login_links WHERE expires_at < now()
    ORDER BY expires_at LIMIT :limit FOR UPDATE SKIP LOCKED
) AS old WHERE link.login_id = old.login_id AND link.kind = old.kind
"""


async def delete_expired_links(session: AsyncSession, *, limit: int) -> int:
    """Delete up to ``limit`` links that have expired; return how many."""
    result = await execute(session, _DELETE_EXPIRED_LINKS, limit=limit)
    return result.rowcount
