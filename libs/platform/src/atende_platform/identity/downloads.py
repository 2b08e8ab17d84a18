"""Links to files for browsers: a link speaks for who asked for it, at one address, once, for a minute.

A link that a browser follows carries no token, and a token has no place in an address: it would stand in
histories and logs. So who may get a file asks for a link (`atende_platform.http.downloads`), which is
remembered in Redis under a digest of its code until it is used. What it stands for is a request to the very
same path and query: the route decides again whether that is allowed.
"""

import hashlib
import json
import secrets
from typing import Final
from uuid import UUID

from redis.asyncio import Redis
from redis.exceptions import RedisError

from atende_contracts.permissions import Permission, Role
from atende_platform.errors import Unauthenticated, Unavailable
from atende_platform.identity.context import TenantContext

LINK_SECONDS: Final = 60
PARAMETER: Final = "download"
_MARK: Final = f"{PARAMETER}="
_MOST_CHARS: Final = 100
"""Of a code; longer ones are nobody's."""


class DownloadLinks:
    """The links to files of one service."""

    def __init__(self, redis: "Redis", service: str) -> None:
        self._redis = redis
        self._service = service

    async def make(self, actor: TenantContext, path: str, query: str) -> str:
        """Return the address under which a browser may get what ``actor`` gets at this path and query.

        Raises `Unavailable` while Redis is away.
        """
        code = secrets.token_urlsafe(32)
        kept = json.dumps({"path": path, "query": query, "actor": _written(actor)})
        try:
            await self._redis.set(self._key(code), kept, ex=LINK_SECONDS)
        except (RedisError, OSError):
            raise Unavailable(retry_after=2) from None
        return f"{path}?{query}{'&' if query else ''}{_MARK}{code}"

    async def redeem(self, path: str, query: str, code: str) -> TenantContext:
        """Return for whom a link speaks, which ends with this. Raises `Unauthenticated` for one that is none.

        Raises `Unavailable` while Redis is away.
        """
        try:
            kept = await self._redis.getdel(self._key(code)) if len(code) <= _MOST_CHARS else None
        except (RedisError, OSError):
            raise Unavailable(retry_after=2) from None
        link = json.loads(kept) if kept is not None else {}
        if (link.get("path"), link.get("query")) != (path, query):
            raise Unauthenticated("download-link-expired")
        return _read(link["actor"])

    def _key(self, code: str) -> str:
        digest = hashlib.sha256(code.encode(errors="replace")).hexdigest()
        return f"{self._service}:download:{digest}"


def split(query: str) -> tuple[str, str] | None:
    """Return the query that a link stands for and the link's code; None of a query without one."""
    asked, mark, code = query.rpartition(_MARK)
    if not mark or not (asked == "" or asked.endswith("&")) or "&" in code:
        return None
    return asked.removesuffix("&"), code


def _written(actor: TenantContext) -> dict[str, object]:
    return {
        "company": str(actor.company_id),
        "user": str(actor.user_id),
        "role": actor.role,
        "session": str(actor.session_id),
        "kind": actor.kind,
        "scopes": sorted(actor.scopes),
        "generation": str(actor.generation) if actor.generation else None,
    }


def _read(written: dict[str, str]) -> TenantContext:
    return TenantContext(
        company_id=UUID(written["company"]),
        user_id=UUID(written["user"]),
        role=Role(written["role"]),
        session_id=UUID(written["session"]),
        kind="user" if written["kind"] == "user" else "api-key",
        scopes=frozenset(Permission(scope) for scope in written["scopes"]),
        generation=UUID(written["generation"]) if written["generation"] else None,
    )
