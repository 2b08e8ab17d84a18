"""Opt-outs."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator

from atende_platform.http import ApiModel
from campaign.schemas.content import NoNul


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
    at: datetime
