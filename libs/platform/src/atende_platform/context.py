"""Who asks. Set once at the edge from a verified token; everything below receives it."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from atende_platform.permissions import Permission, Role, permissions_of


@dataclass(frozen=True, slots=True)
class TenantContext:
    """The company a request acts for, and on whose authority. Never built from a request's body."""

    company_id: UUID
    user_id: UUID
    role: Role
    session_id: UUID
    kind: Literal["user", "api-key"] = "user"
    address: str | None = None
    """Where the request comes from; None for a socket."""

    def may(self, permission: Permission) -> bool:
        """Tell whether the role holds the permission."""
        return permission in permissions_of(self.role)
