"""The event by which a service tells that somebody administered something."""

from typing import Any, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from atende_contracts.event import Event


class AuditRecordedV1(Event):
    """Somebody did something that others may ask about later; auth keeps it in the audit log.

    Its `id` is the entry's, so however often it arrives there is one entry.
    """

    topic: ClassVar[str] = "audit.recorded"
    type: Literal["audit.recorded.v1"] = "audit.recorded.v1"
    actor_id: UUID | None = None
    """Who did it; none if the system did it by itself."""
    actor_kind: Literal["user", "api-key"] = "user"
    """What `actor_id` names."""
    action: str = Field(max_length=100, pattern=r"^[a-z][a-z-]*(\.[a-z][a-z-]*)+$")
    """What was done, as `object.verb` in the past: `campaign.started`."""
    object_type: str = Field(max_length=50, pattern=r"^[a-z][a-z-]*$")
    object_id: str | None = Field(default=None, max_length=200)
    address: str | None = Field(default=None, max_length=100)
    """The network address that the actor came from."""
    details: dict[str, Any] = Field(default_factory=dict)
    """What changed, for people to read. Never secrets, never what customers wrote."""

    def key(self) -> str:
        return str(self.company_id)
