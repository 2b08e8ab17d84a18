"""Who asks. Set once at the edge from a verified token; everything below receives it."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from atende_contracts.permissions import Permission, Role, permissions_of
from atende_platform.errors import Forbidden


@dataclass(frozen=True, slots=True)
class TenantContext:
    """The company a request acts for, and on whose authority. Never built from a request's body.

    For an API key ``user_id`` and ``session_id`` are the key's id, so that the audit log can name who did
    something, and what ends a session ends it; ``scopes`` says what it may, and ``role`` is the least.
    """

    company_id: UUID
    user_id: UUID
    role: Role
    session_id: UUID
    kind: Literal["user", "api-key"] = "user"
    scopes: frozenset[Permission] = frozenset()
    """Of an API key; empty for a user."""
    generation: UUID | None = None
    """Of a user's rights: a changed role or state begins another, and ends what speaks for the one before."""
    address: str | None = None
    """Where the request comes from; None for a socket."""

    def may(self, permission: Permission) -> bool:
        """Tell whether the user's role, or the API key, holds the permission."""
        return permission in (permissions_of(self.role) if self.kind == "user" else self.scopes)

    def require(self, permission: Permission) -> None:
        """Raise `Forbidden` without the permission: for what a route's own permission does not decide."""
        if self.may(permission):
            return
        if self.kind == "api-key":
            raise Forbidden("key-lacks-permission", permission=permission)
        raise Forbidden("role-lacks-permission", permission=permission, role=self.role)

    @property
    def authority(self) -> str:
        """What says what may be done, in words for the refused caller."""
        return f"Your role ({self.role})" if self.kind == "user" else "This API key"


@dataclass(frozen=True, slots=True)
class Verified:
    """Who a token or an API key speaks for, and until when."""

    context: TenantContext
    expires_at: float
    """In seconds since the epoch; infinity if it does not expire by itself."""
