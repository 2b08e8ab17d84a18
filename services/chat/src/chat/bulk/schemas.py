"""Bulk actions as they are asked for, and as the API and the sockets show them."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self, TypeVar
from uuid import UUID

from pydantic import Field, StringConstraints, model_validator

from atende_contracts.field_errors import invalid
from atende_platform.files.rejects import stored_error
from atende_platform.files.spreadsheets import Separator
from atende_platform.http.fields import ONE_LINE
from atende_platform.http.models import ApiModel, example
from atende_platform.http.problems import field_problem
from atende_platform.languages import Language
from chat.actions.schemas import QuietAction, stored
from chat.bulk.domain import MAX_IDS, JobStatus, Parameters, Subject
from chat.contacts.schemas import EmailText, ExternalId, Tag
from chat.tickets.domain import TicketStatus

if TYPE_CHECKING:
    from chat.bulk.models import BulkJob

ClientKey = Annotated[str, StringConstraints(min_length=1, max_length=100), ONE_LINE]
Ids = Annotated[list[UUID], Field(min_length=1, max_length=MAX_IDS)]
ChosenTags = Annotated[list[Tag], Field(min_length=1, max_length=20)]


class ContactFilter(ApiModel):
    """Contacts as the list of contacts finds them. Without any condition it is all of them."""

    q: Annotated[str, StringConstraints(min_length=1, max_length=100)] | None = None
    tag: Tag | None = None
    email: EmailText | None = None
    external_id: ExternalId | None = None
    blocked: bool | None = None


class OfContacts(ApiModel):
    """Which contacts an action is about: those of ``ids``, or all that ``filter`` finds at that moment."""

    action: str
    ids: Ids | None = None
    filter: ContactFilter | None = None
    client_key: ClientKey | None = None
    """The same request with the same key is done once; it answers with the job that there is."""

    @model_validator(mode="after")
    def _one(self) -> Self:
        return _one_of(self)

    def asked(self) -> tuple[str, Parameters]:
        """Return the action's name and its parameters."""
        others = {"action", "ids", "filter", "client_key"}
        return self.action, self.model_dump(mode="json", exclude_none=True, by_alias=False, exclude=others)


class TagContacts(OfContacts):
    """Put tags on contacts."""

    model_config = example({"action": "tag", "tags": ["vip"], "filter": {"tag": "novo"}})

    action: Literal["tag"]
    tags: ChosenTags


class UntagContacts(OfContacts):
    """Take tags from contacts."""

    model_config = example({"action": "untag", "tags": ["novo"], "filter": {"tag": "novo"}})

    action: Literal["untag"]
    tags: ChosenTags


class BlockContacts(OfContacts):
    """Block people, or let them be written to again."""

    model_config = example({"action": "block", "filter": {"tag": "golpe"}})

    action: Literal["block", "unblock"]


class DeleteContacts(OfContacts):
    """Delete contacts with everything of the persons. It cannot be undone; opt-outs stay."""

    model_config = example({"action": "delete", "filter": {"tag": "apagar"}})

    action: Literal["delete"]


class ExportContacts(OfContacts):
    """Write contacts into a CSV file, which can be downloaded for a day and imported again."""

    model_config = example({"action": "export", "filter": {"q": "Souza"}})

    action: Literal["export"]
    separator: Separator | None = None
    """Absent: as spreadsheets in the company's country have it."""


OnContacts = TagContacts | UntagContacts | BlockContacts | DeleteContacts | ExportContacts
BulkContactsBody = Annotated[OnContacts, Field(discriminator="action")]


class TicketFilter(ApiModel):
    """Tickets that fulfil all of these. Without any condition it is all of them."""

    status: TicketStatus | None = None
    assignee_id: UUID | None = None
    unassigned: bool = False
    queue_id: UUID | None = None
    channel_id: UUID | None = None
    tag_id: UUID | None = None


class BulkTicketsBody(ApiModel):
    """One action for many tickets: those of ``ids``, or all that ``filter`` finds at that moment."""

    model_config = example(
        {"action": {"type": "close", "reason": "Campanha encerrada"}, "filter": {"status": "open"}}
    )

    action: QuietAction
    """As in macros and automations. Messages are not sent to many: campaigns do that."""
    ids: Ids | None = None
    filter: TicketFilter | None = None
    client_key: ClientKey | None = None
    """The same request with the same key is done once; it answers with the job that there is."""

    @model_validator(mode="after")
    def _one(self) -> Self:
        return _one_of(self)

    def asked(self) -> tuple[str, Parameters]:
        """Return the action's name and how it is stored."""
        return self.action.type, stored([self.action])[0]


B = TypeVar("B", bound="OfContacts | BulkTicketsBody")


def _one_of(body: B) -> B:
    if (body.ids is None) == (body.filter is None):
        raise invalid("give_one_of", fields="ids, filter")
    return body


class BulkProblem(ApiModel):
    id: UUID
    """Of the contact or ticket."""
    field: str
    message: str
    """In the language that the request prefers."""
    code: str
    params: dict[str, Any]


class BulkProgress(ApiModel):
    """How far a bulk action is."""

    id: UUID
    subject: Subject
    action: str
    """Of tickets the ``type`` of the action."""
    status: JobStatus
    total: int | None
    """How many things it is about; of a filter that is known at the end."""
    done: int = Field(validation_alias="next_row")
    """Things dealt with so far."""
    changed: int
    unchanged: int
    """Things that were so already, and of an export those that are in the file."""
    failed: int
    """Things with which it could not be done: `errors` has the first hundred."""
    missing: int
    """Things that are not there (any more)."""
    has_file: bool
    """`/bulk/{id}/file` has what an export wrote."""
    created_by: UUID
    created_at: datetime
    finished_at: datetime | None
    """When it ended, also by failing or being cancelled."""

    @classmethod
    def shown(cls, job: "BulkJob") -> dict[str, Any]:
        own = {name: getattr(job, name) for name in BulkProgress.model_fields if name not in _COMPUTED}
        missing = job.next_row - job.changed - job.unchanged - job.failed
        has_file = job.action == "export" and job.status == "finished"
        return {**own, "next_row": job.next_row, "missing": missing, "has_file": has_file}

    @classmethod
    def of(cls, job: "BulkJob") -> Self:
        return cls.model_validate(cls.shown(job))


_COMPUTED = ("done", "missing", "has_file")


class BulkRead(BulkProgress):
    errors: list[BulkProblem]
    """The first hundred."""

    @classmethod
    def in_language(cls, job: "BulkJob", language: Language) -> Self:
        """Return a job as it is shown, its errors in a language."""
        return cls.model_validate(
            {**cls.shown(job), "errors": [_problem(error, language) for error in job.errors]}
        )


def _problem(error: Mapping[str, Any], language: Language) -> dict[str, Any]:
    stored = stored_error(error["field"], error, en=error["message"], pt=error["pt"])
    return {"id": error["id"], **field_problem(stored, language)}
