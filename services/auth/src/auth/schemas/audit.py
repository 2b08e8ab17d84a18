"""Bodies of responses about the audit log."""

from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from atende_contracts.audit_actions import Action, object_type
from atende_platform.http.fields import one_of
from atende_platform.http.models import ApiModel


class AuditRead(ApiModel):
    """Something that was done. ``actorId`` is absent if the system did it by itself."""

    id: UUID
    at: datetime
    actor_id: UUID | None
    actor_kind: Literal["user", "api-key", "installation"]
    action: Annotated[str, one_of(Action)]
    object_type: Annotated[str, one_of({object_type(action) for action in Action})]
    object_id: str | None
    address: str | None
    details: dict[str, Any]
