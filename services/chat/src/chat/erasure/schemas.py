"""An erasure as the API shows it."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import field_validator

from atende_platform.http.fields import one_of
from atende_platform.http.models import ApiModel
from chat.erasure.domain import ErasureStatus


class ErasedRows(ApiModel):
    """What was erased from one table."""

    service: str
    table: str
    rows: int
    """That were deleted, or lost what they said of the person."""


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
    erased: list[ErasedRows]
    """What went, so far: the proof."""

    @field_validator("erased", mode="before")
    @classmethod
    def _listed(cls, erased: object) -> object:
        if not isinstance(erased, dict):
            return erased
        return [
            {"service": service, "table": table, "rows": rows}
            for service, tables in sorted(erased.items())
            for table, rows in sorted(tables.items())
        ]
