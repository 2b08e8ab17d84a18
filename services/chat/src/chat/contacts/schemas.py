"""What the API takes and gives of contacts; the same shape goes into the event log and so to the sockets."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints

from atende_contracts.field_errors import invalid
from atende_platform.http.fields import ONE_LINE, STORABLE, Color, one_of
from atende_platform.http.models import ApiModel, example
from chat.contacts.domain import (
    DEFAULT_COLOR,
    MAX_CUSTOM_FIELDS,
    MAX_EMAIL,
    MAX_EXTERNAL_ID,
    MAX_FIELD_NAME,
    MAX_NOTES,
    MAX_OPTION,
    MAX_OPTIONS,
    MAX_ORGANIZATION,
    MAX_TAGS,
    MAX_URL,
    FieldKind,
    is_picture_url,
    normalised_email,
)


def _email(value: str) -> str:
    email = normalised_email(value)
    if email is None:
        raise invalid("not_an_email", error="it has no name, one @ and a domain")
    return email


def _picture(value: str) -> str:
    if not is_picture_url(value):
        raise invalid("not_an_https_url")
    return value


Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200), ONE_LINE]
Phone = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=40), ONE_LINE]
Tag = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=50), ONE_LINE]
Tags = Annotated[list[Tag], Field(max_length=MAX_TAGS)]
FieldName = Annotated[str, StringConstraints(min_length=1, max_length=MAX_FIELD_NAME), ONE_LINE]
FieldValue = Annotated[str, StringConstraints(max_length=1000), STORABLE]
EmailText = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_EMAIL), ONE_LINE
]
"""What an e-mail address may be compared with."""
Email = Annotated[str, StringConstraints(max_length=MAX_EMAIL), ONE_LINE, AfterValidator(_email)]
Organization = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_ORGANIZATION), ONE_LINE
]
ExternalId = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_EXTERNAL_ID), ONE_LINE
]
AvatarUrl = Annotated[str, StringConstraints(max_length=MAX_URL), ONE_LINE, AfterValidator(_picture)]
Notes = Annotated[str, StringConstraints(min_length=1, max_length=MAX_NOTES), STORABLE]
CustomFields = Annotated[dict[FieldName, FieldValue], Field(max_length=MAX_CUSTOM_FIELDS)]
CustomFieldChanges = Annotated[dict[FieldName, FieldValue | None], Field(max_length=2 * MAX_CUSTOM_FIELDS)]


class ContactCreate(ApiModel):
    model_config = example(
        {
            "name": "Ana Souza",
            "phone": "+55 11 98765-4321",
            "tags": ["vip"],
            "customFields": {"cidade": "Santos"},
            "email": "ana@aurora.example",
            "organization": "Padaria Aurora",
            "externalId": "C-1042",
        }
    )

    name: Name
    phone: Phone
    """With country code, or as dialled in the company's own country."""
    tags: Tags = Field(default_factory=list)
    custom_fields: CustomFields = Field(default_factory=dict)
    email: Email | None = None
    organization: Organization | None = None
    """The firm that the person belongs to."""
    external_id: ExternalId | None = None
    """What another system calls the person; only one contact of a company has it."""
    avatar_url: AvatarUrl | None = None
    notes: Notes | None = None


class ContactUpdate(ApiModel):
    """What is absent stays as it is. ``tags`` replaces all tags, ``customFields`` changes those it names.

    Null removes what may be missing: ``email``, ``organization``, ``externalId``, ``avatarUrl``, ``notes``.
    """

    model_config = example({"tags": ["vip"], "customFields": {"cidade": None}})

    name: Name = ""
    phone: Phone = ""
    tags: Tags = Field(default_factory=list)
    custom_fields: CustomFieldChanges = Field(default_factory=dict)
    """Each field with its new value, or with null to remove it; a contact has 50 at most."""
    email: Email | None = None
    organization: Organization | None = None
    external_id: ExternalId | None = None
    avatar_url: AvatarUrl | None = None
    notes: Notes | None = None


class ContactRead(ApiModel):
    id: UUID
    name: str | None
    phone: str | None
    wa_id: str | None
    bsuid: str | None
    lid: str | None
    """WhatsApp's own id of the person on channels of WhatsApp Web, where the phone may stay hidden."""
    tags: list[str]
    custom_fields: dict[str, str]
    opted_out: bool
    email: str | None
    organization: str | None
    external_id: str | None
    avatar_url: str | None
    notes: str | None
    blocked_at: datetime | None
    """Since when nothing is sent to the person, and what they write asks for no answer."""
    revision: int
    created_at: datetime
    updated_at: datetime


DefinedName = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_FIELD_NAME), ONE_LINE
]
Label = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=100), ONE_LINE]
Option = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=MAX_OPTION), ONE_LINE
]
Options = Annotated[list[Option], Field(max_length=MAX_OPTIONS)]
Position = Annotated[int, Field(ge=0, le=1000)]


class ContactAlias(ApiModel):
    """A name under which somebody who writes is this contact."""

    kind: Annotated[str, one_of(("phone", "wa_id", "bsuid", "lid"))]
    value: str
    """Of numbers the digits, with the country code and the Brazilian 9."""


class ContactFieldCreate(ApiModel):
    """A field that contacts have. ``name`` and ``kind`` stay: values and templates refer to them."""

    model_config = example(
        {"name": "plano", "label": "Plano", "kind": "list", "options": ["ouro", "prata", "bronze"]}
    )

    name: DefinedName
    """Under which `customFields` has the values, and templates and segments name them."""
    kind: FieldKind
    label: Label | None = None
    """What people see; the name unless told."""
    options: Options = Field(default_factory=list)
    """Of a list, what can be chosen."""
    position: Position = 0


class ContactFieldUpdate(ApiModel):
    """What is absent stays as it is. An option that is gone stays on contacts that have it."""

    model_config = example({"label": "Plano contratado", "options": ["ouro", "prata", "bronze", "platina"]})

    label: Label = ""
    options: Options = Field(default_factory=list)
    position: Position = 0


class ContactFieldRead(ApiModel):
    id: UUID
    name: str
    label: str
    kind: Annotated[str, one_of(FieldKind)]
    options: list[str]
    position: int
    revision: int
    created_at: datetime
    updated_at: datetime


class ContactTagCreate(ApiModel):
    model_config = example({"name": "vip", "color": "#0a7d4f"})

    name: Tag
    color: Color = DEFAULT_COLOR


class ContactTagUpdate(ApiModel):
    """What is absent stays as it is."""

    model_config = example({"name": "cliente vip"})

    name: Tag = ""
    color: Color = ""


class ContactTagMerge(ApiModel):
    """Which tag contacts get for this one."""

    model_config = example({"into": "019ab1d3-7e0c-7c43-b5d1-0e8c7a6b5d20"})

    into: UUID


class ContactTagRead(ApiModel):
    id: UUID
    name: str
    color: str
    moving: bool
    """Contacts are still getting this name for another one."""
    revision: int
    created_at: datetime
    updated_at: datetime
