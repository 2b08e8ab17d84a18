"""Filters that are kept under a name."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from atende_platform.http.fields import ONE_LINE
from atende_platform.http.models import ApiModel, example
from campaign.schemas.audience import Filter, Segment

SegmentName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100), ONE_LINE]


class SegmentCreate(ApiModel):
    model_config = example({"name": "Sumidos", "filter": {"not": {"lastSeen": {"withinDays": 90}}}})

    name: SegmentName
    filter: Segment


class SegmentUpdate(ApiModel):
    """What is absent stays as it is."""

    model_config = example(
        {"name": "Sumidos há 60 dias", "filter": {"not": {"lastSeen": {"withinDays": 60}}}}
    )

    name: SegmentName | None = None
    filter: Segment | None = None


class SegmentRead(ApiModel):
    id: UUID
    name: str
    filter: Filter
    created_by: UUID
    created_at: datetime
    updated_at: datetime


class SegmentContact(ApiModel):
    """A contact whom a segment finds."""

    id: UUID
    name: str | None
    phone: str | None
    user_id: str | None
    tags: list[str]
    custom_fields: dict[str, str]
    opted_out: bool
    """The person wants no broadcasts of any channel."""


class SegmentEstimateRead(ApiModel):
    """Whom a segment would find now."""

    contacts: int
    opted_out: int = Field(description="Those of them who want no broadcasts of any channel")
