"""Who a campaign is for: the filter of a segment, what can be added to an audience, and what is in it.

A filter is a tree. Each leaf is about one contact and is true or false of every contact: of one without
the field, or never seen, it is false, so that ``not`` of it is true.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import Annotated, Any, Final, Literal, Self
from uuid import UUID

from pydantic import (
    AliasChoices,
    BeforeValidator,
    Discriminator,
    Field,
    StringConstraints,
    Tag,
    field_validator,
    model_validator,
)

from atende_contracts.field_errors import FIELD_ERRORS, invalid
from atende_platform.files.rejects import RejectedRow, RowCode
from atende_platform.http.fields import ONE_LINE, STORABLE, Instant
from atende_platform.http.models import ApiModel, example
from atende_platform.http.pagination import Page
from atende_platform.http.problems import field_problem
from atende_platform.languages import Language
from campaign.domain.audience import SourceKind

MAX_TARGETS_PER_CALL: Final = 10_000
MAX_DEPTH: Final = 5
MAX_LEAVES: Final = 50
_BRANCHES: Final = ("and", "or", "not")

TagName = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=50), ONE_LINE]
FieldName = Annotated[str, StringConstraints(min_length=1, max_length=50), ONE_LINE]
FieldValue = Annotated[str, StringConstraints(max_length=1000), STORABLE]
Part = Annotated[str, StringConstraints(min_length=1, max_length=1000), STORABLE]


def _is_absent(value: object) -> bool:
    return value is None


class HasTag(ApiModel):
    """Has this very tag."""

    tag: TagName


class FieldIs(ApiModel):
    """A custom field is there (or is not), is exactly this, or has this in it, whatever its letters' case."""

    field: FieldName
    equals: FieldValue | None = Field(default=None, exclude_if=_is_absent)
    exists: bool | None = Field(default=None, exclude_if=_is_absent)
    contains: Part | None = Field(default=None, exclude_if=_is_absent)

    @model_validator(mode="after")
    def _one(self) -> Self:
        if sum(each is not None for each in (self.equals, self.exists, self.contains)) != 1:
            raise invalid("give_one_of", fields="equals, exists, contains")
        return self


class Seen(ApiModel):
    """When the customer last wrote, as precise as some minutes; every bound that is given holds."""

    before: Instant | None = Field(default=None, exclude_if=_is_absent)
    after: Instant | None = Field(default=None, exclude_if=_is_absent)
    """At this time or later."""
    within_days: Annotated[int, Field(ge=1, le=3650)] | None = Field(default=None, exclude_if=_is_absent)
    """At most so many days before the audience is looked up."""

    @model_validator(mode="after")
    def _some(self) -> Self:
        if self.before is None and self.after is None and self.within_days is None:
            raise invalid("give_some_of", fields="before, after, withinDays")
        return self


class LastSeen(ApiModel):
    """Wrote to the company at all, and last at such a time."""

    last_seen: Seen


class AllOf(ApiModel):
    """All of these hold."""

    and_: Annotated[list["Filter"], Field(min_length=1, max_length=MAX_LEAVES, alias="and")]


class AnyOf(ApiModel):
    """One of these holds, or more."""

    or_: Annotated[list["Filter"], Field(min_length=1, max_length=MAX_LEAVES, alias="or")]


class Not(ApiModel):
    """This does not hold."""

    not_: Annotated["Filter", Field(alias="not")]


def _kind(value: Any) -> str | None:
    if isinstance(value, dict):
        return next((kind for kind in _KINDS if kind in value), None)
    return next((kind for kind, model in _KINDS.items() if isinstance(value, model)), None)


_KINDS: Final[dict[str, type[ApiModel]]] = {
    "and": AllOf, "or": AnyOf, "not": Not, "tag": HasTag, "field": FieldIs, "lastSeen": LastSeen,
}  # fmt: skip

Filter = Annotated[
    Annotated[AllOf, Tag("and")]
    | Annotated[AnyOf, Tag("or")]
    | Annotated[Not, Tag("not")]
    | Annotated[HasTag, Tag("tag")]
    | Annotated[FieldIs, Tag("field")]
    | Annotated[LastSeen, Tag("lastSeen")],
    Discriminator(
        _kind,
        custom_error_type="filter_kind",
        custom_error_message=FIELD_ERRORS["filter_kind"].en,
    ),
]


def _leaves(value: Any, depth: int) -> Iterator[None]:
    """Yield once per leaf of what may become a filter, and raise for one that is nested too deep."""
    inner = [value[name] for name in _BRANCHES if name in value] if isinstance(value, dict) else []
    if not inner:
        yield None
        return
    if depth == MAX_DEPTH:
        raise invalid("too_deep", most=MAX_DEPTH)
    for each in inner:
        for one in each if isinstance(each, list) else [each]:
            yield from _leaves(one, depth + 1)


def _bounded_filter(value: Any) -> Any:
    """Refuse what is too deep or too long before anything looks into it."""
    for count, _ in enumerate(_leaves(value, 1), start=1):
        if count > MAX_LEAVES:
            raise invalid("too_many_conditions", most=MAX_LEAVES)
    return value


Segment = Annotated[Filter, BeforeValidator(_bounded_filter)]
"""A filter as a body may have it."""

for _model in (AllOf, AnyOf, Not):
    _model.model_rebuild()


FollowUpState = Literal[
    "accepted", "sent", "delivered", "read", "failed", "unconfirmed", "cancelled", "unread"
]
UNREAD: Final = ("accepted", "sent", "delivered")


class RecipientsOf(ApiModel):
    """The recipients of another campaign who are in one of these states when this one starts."""

    campaign_id: UUID
    states: Annotated[list[FollowUpState], Field(min_length=1, max_length=10)] = Field(
        description="`unread` is short for accepted, sent and delivered"
    )

    @field_validator("states")
    @classmethod
    def _plain(cls, states: list[FollowUpState]) -> list[FollowUpState]:
        """Spell ``unread`` out, and name each state once."""
        return sorted({each for state in states for each in (UNREAD if state == "unread" else (state,))})


class TargetsAdd(ApiModel):
    """Who is to be in the audience, too: contacts by their ids, everybody, whom a filter finds, recipients.

    All but contacts by their ids are looked up at the start, so that who comes until then is in.
    """

    model_config = example({"segment": {"and": [{"tag": "vip"}, {"lastSeen": {"withinDays": 90}}]}})

    contact_ids: list[UUID] | None = Field(default=None, min_length=1, max_length=MAX_TARGETS_PER_CALL)
    all: Literal[True] | None = None
    segment: Segment | None = None
    segment_id: UUID | None = Field(default=None, description="A saved segment, as it is now")
    recipients_of: RecipientsOf | None = None

    @model_validator(mode="after")
    def _one(self) -> Self:
        given = (self.contact_ids, self.all, self.segment, self.segment_id, self.recipients_of)
        if sum(each is not None for each in given) != 1:
            raise invalid("give_one_of", fields="contactIds, all, segment, segmentId, recipientsOf")
        return self


class SourceRead(ApiModel):
    """A part of an audience that is no list of contacts."""

    id: UUID
    kind: SourceKind
    segment: Filter | None = Field(validation_alias=AliasChoices("segment", "filter"))
    recipients_of: RecipientsOf | None = Field(description="Of the recipients of another campaign")
    name: str | None = Field(description="Of a file, and of a saved segment when it was added")
    found: int
    """Contacts that were found at the start; of a draft none."""
    created_at: datetime
    file: "FileRead | None"


class ColumnUse(ApiModel):
    """What a column of a file is used for."""

    column: str
    use: Literal["phone", "areaCode", "name", "tags", "userId", "channelId", "field", "ignored"]
    """Of several phones of a row the one most likely on WhatsApp counts."""


class FileRead(ApiModel):
    """A file of phones: the campaign can start when all of them are ``finished``."""

    name: str | None
    status: Literal["queued", "running", "finished", "failed"]
    """A file that failed cannot be read to its end; take it out of the audience."""
    columns: list[str]
    """What its rows bring along, for use as ``{{column}}`` in the message."""
    uses: list[ColumnUse]
    """What each of the file's columns is used for; empty for files from before this was kept."""
    rows: int = Field(validation_alias=AliasChoices("rows", "rows_done"))
    """Read so far: the sum of created, updated, duplicates and invalid."""
    created: int
    """Rows that put a person into the audience."""
    updated: Literal[0] = 0
    """There is nothing to change about one person in the audience."""
    valid: int
    """The same as `created`, by its old name."""
    invalid: int
    duplicates: int


class TargetsAdded(ApiModel):
    added: int
    already: int = Field(description="How many of those asked for were in the audience before")
    total: int = Field(description="Contacts by their ids, and rows of files")
    source: SourceRead | None = Field(
        default=None, exclude_if=_is_absent, description="Of everybody and a segment"
    )


class TargetsRead(ApiModel):
    """What the audience is made of."""

    total: int = Field(description="Contacts by their ids, rows of files, and contacts found at the start")
    sources: list[SourceRead]


class RowProblemRead(ApiModel):
    """A row of a file that names no person."""

    line: int
    kind: Literal["invalid", "duplicate"]
    field: str
    message: str = Field(description="In the language that `Accept-Language` prefers")
    code: RowCode
    params: dict[str, Any] = Field(description="The values in the message, by name")

    @classmethod
    def of(cls, row: RejectedRow, kind: Literal["invalid", "duplicate"], language: Language) -> Self:
        """Return a row as it is shown to who reads a language."""
        return cls(line=row.line, kind=kind, **field_problem(row.error, language))


class RowProblemsRead(Page[RowProblemRead]):
    next_line: int | None = Field(
        default=None,
        description="`afterLine` of the next page; it goes with the next version: take `nextCursor`",
        deprecated=True,
    )
