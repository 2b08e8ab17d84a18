"""Opt-outs."""

from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator

from atende_platform.http import ApiModel
from campaign.schemas.content import NoNul

Source = Literal["api", "agent", "keyword", "provider", "import"]
"""Who said it: an API key, a user, the person by a message or at WhatsApp, or a file."""


class OptOutCreate(ApiModel):
    """Who is to get no more broadcasts: a contact, or a phone number that may not be a contact yet."""

    contact_id: UUID | None = None
    phone: Annotated[str, StringConstraints(min_length=3, max_length=40), NoNul] | None = None
    channel_id: UUID | None = Field(default=None, description="Absent: every channel of the company")

    @model_validator(mode="after")
    def _one_person(self) -> Self:
        if (self.contact_id is None) == (self.phone is None):
            raise ValueError("give either contactId or phone")
        return self


class OptOutRead(ApiModel):
    id: UUID
    contact_id: UUID | None
    phone: str | None
    channel_id: UUID | None
    source: str
    by: UUID | None
    """The user or API key that said it for the person; absent when they said it themselves."""
    active: bool
    """Whether the person is out; false once they came back."""
    at: datetime


class OptOutWishRead(ApiModel):
    """What was said of broadcasts at some time."""

    id: UUID
    leave: bool
    """Whether to leave; otherwise to come back."""
    source: str
    by: UUID | None
    at: datetime
    recorded_at: datetime
    """When we heard of it. The last word by ``at`` counts, however late it came."""
