"""What the API takes and gives of merges."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from atende_platform.http.models import ApiModel, example
from chat.contacts.schemas import ContactRead
from chat.merges.domain import Choice


class MergeCreate(ApiModel):
    """Which contact is to become a part of this one."""

    model_config = example({"contactId": "019ab1d3-7e0c-7c43-b5d1-0e8c7a6b5d20", "take": ["email"]})

    contact_id: UUID
    """Who goes. Their tickets, messages and numbers become this contact's."""
    take: Annotated[list[Choice], Field(max_length=7)] = Field(default_factory=list)
    """What this contact gets of the other where both have it; what only the other has it gets anyway."""


class MergePreview(ApiModel):
    """What a merge would come to. Nothing has changed."""

    contact: ContactRead
    """The contact that stays, as it would be."""
    gone: ContactRead
    tickets: int
    """Tickets that would move."""
    messages: int
    """Messages that would move, counted up to what can be moved."""
    possible: bool
    """False: the contact that goes has too much to be moved; the other way round may do."""


class MergeRead(ApiModel):
    id: UUID
    contact_id: UUID
    gone_id: UUID
    merged_by: UUID | None
    """Null: they became one by themselves, since WhatsApp told that they are one person."""
    merged_at: datetime
    undone_by: UUID | None
    undone_at: datetime | None
    undoable_until: datetime | None
    """Until when it can be taken back; null when it was, or can no longer be."""
