"""The event that tells who works in a company."""

from typing import ClassVar, Literal
from uuid import UUID

from atende_contracts.event import Event


class UserChangedV1(Event):
    """A user of a company as they now are; the last one per user is the truth (compacted)."""

    topic: ClassVar[str] = "user.changed"
    type: Literal["user.changed.v1"] = "user.changed.v1"
    user_id: UUID
    name: str
    role: Literal["owner", "admin", "agent", "viewer"]
    state: Literal["active", "disabled"]
    """Of a disabled user the open tickets become pending."""
    revision: int
    email: str | None = None
    """Where they are written to; absent until they accept the invitation, and of disabled users."""

    def key(self) -> str:
        return str(self.user_id)
