"""What the API takes and gives of contacts; the same shape goes into the event log and so to the sockets."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field, StringConstraints

from atende_platform.http.fields import ONE_LINE, STORABLE
from atende_platform.http.models import ApiModel, example
from chat.contacts.domain import MAX_CUSTOM_FIELDS, MAX_FIELD_NAME, MAX_TAGS

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), ONE_LINE]
Phone = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40), ONE_LINE]
Tag = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=50), ONE_LINE]
Tags = Annotated[list[Tag], Field(max_length=MAX_TAGS)]
FieldName = Annotated[str, StringConstraints(min_length=1, max_length=MAX_FIELD_NAME), ONE_LINE]
FieldValue = Annotated[str, StringConstraints(max_length=1000), STORABLE]
CustomFields = Annotated[dict[FieldName, FieldValue], Field(max_length=MAX_CUSTOM_FIELDS)]
CustomFieldChanges = Annotated[dict[FieldName, FieldValue | None], Field(max_length=2 * MAX_CUSTOM_FIELDS)]


class ContactCreate(ApiModel):
    model_config = example(
        {
            "name": "Ana Souza",
            "phone": "+55 11 98765-4321",
            "tags": ["vip"],
            "customFields": {"cidade": "Santos"},
        }
    )

    name: Name
    phone: Phone
    """With country code, or as dialled in the company's own country."""
    tags: Tags = Field(default_factory=list)
    custom_fields: CustomFields = Field(default_factory=dict)


class ContactUpdate(ApiModel):
    """What is absent stays as it is. ``tags`` replaces all tags, ``customFields`` changes those it names."""

    model_config = example({"tags": ["vip"], "customFields": {"cidade": None}})

    name: Name = ""
    phone: Phone = ""
    tags: Tags = Field(default_factory=list)
    custom_fields: CustomFieldChanges = Field(default_factory=dict)
    """Each field with its new value, or with null to remove it; a contact has 50 at most."""


class ContactRead(ApiModel):
    id: UUID
    name: str | None
    phone: str | None
    wa_id: str | None
    bsuid: str | None
    tags: list[str]
    custom_fields: dict[str, str]
    opted_out: bool
    revision: int
    created_at: datetime
    updated_at: datetime
