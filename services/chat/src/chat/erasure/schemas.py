"""An erasure as the API shows it."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from atende_platform.http.fields import one_of
from atende_platform.http.models import ApiModel
from chat.erasure.domain import ErasureStatus


class ErasureRead(ApiModel):
    """That a contact was deleted, and how far: what can be shown to the person who asked for it."""

    id: UUID
    contact_id: UUID
    status: Annotated[str, one_of(ErasureStatus)]
    requested_by: UUID
    requested_at: datetime
    messages: int
    """Messages and notes that were deleted so far."""
    tickets: int
    erased_at: datetime | None
    """When the inbox had nothing of the person any more."""
    confirmations: dict[str, datetime]
    """By service, when it had nothing any more."""
