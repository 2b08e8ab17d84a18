"""An import as the API and the sockets show it."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, Self
from uuid import UUID

from pydantic import Field

from atende_contracts.field_errors import FieldError
from atende_platform.files.rejects import RowCode, stored_error
from atende_platform.files.tables import MAX_COLUMNS, Encoding
from atende_platform.http.models import ApiModel, example
from atende_platform.http.problems import field_problem
from atende_platform.languages import Language
from chat.contacts.schemas import FieldName
from chat.imports.domain import JobStatus, OnExisting

if TYPE_CHECKING:
    from chat.imports.models import ContactImport


Use = Literal[
    "phone", "areaCode", "name", "tags", "userId", "email", "organization", "externalId", "notes", "field",
    "ignored",
]  # fmt: skip
"""Of several phones of a row the one most likely on WhatsApp counts; the others become fields."""


class ColumnUse(ApiModel):
    """What a column of a file is used for."""

    column: str
    use: Use


class ColumnMapping(ApiModel):
    """What a column is to be used for."""

    position: int = Field(ge=0, lt=MAX_COLUMNS)
    """From 0."""
    use: Use
    field: FieldName | None = None
    """The name of the custom field, of columns that are used as one; absent: the column's own name."""


class ImportReading(ApiModel):
    """How a file is to be read. Columns that are not named stay as they were guessed."""

    model_config = example({"columns": [{"position": 2, "use": "field", "field": "cidade"}]})

    has_header: bool = True
    """False: the first row is one of data, and columns are called by their numbers."""
    columns: list[ColumnMapping] = Field(default_factory=list, max_length=MAX_COLUMNS)


class ImportStart(ImportReading):
    model_config = example({"onExisting": "fillEmpty", "columns": []})

    on_existing: OnExisting = "update"
    """What happens to contacts that are there."""


class ImportAccepted(ApiModel):
    id: UUID
    status: JobStatus
    columns: list[ColumnUse]


class ImportProblem(ApiModel):
    line: int
    field: str
    message: str
    """In the language that the request prefers."""
    code: RowCode
    params: dict[str, Any]
    """The values in the message, by name."""


class PreviewColumn(ApiModel):
    """A column of a file, what it is used for, and what is in it."""

    position: int
    column: str
    use: Use
    field: str | None
    """The name of the custom field that it becomes."""
    examples: list[str]
    """The first three that are not empty, cut after 100 characters."""


class PreviewRow(ApiModel):
    """A row as it would be stored."""

    line: int
    name: str | None
    phone: str | None
    user_id: str | None
    email: str | None
    organization: str | None
    external_id: str | None
    notes: str | None
    tags: list[str]
    custom_fields: dict[str, str]
    is_known: bool
    """There is a contact with this phone, user ID or external ID."""
    is_repeated: bool
    """An earlier row has the same person: it would count as a duplicate."""


class ImportPreview(ApiModel):
    """What a file would become, as far as its first rows show it."""

    format: Literal["csv", "xlsx"]
    encoding: Encoding | None
    """Of CSV."""
    delimiter: str | None
    """Of CSV."""
    has_header: bool
    header_line: int
    """0 if there is none."""
    columns: list[PreviewColumn]
    rows: list[PreviewRow]
    """The first twenty that would be taken."""
    problems: list[ImportProblem]
    """Of the first twenty rows that would be refused."""
    rows_read: int
    """Of the file's rows, the first thousand at most."""
    rows_refused: int
    """Of those that were read."""


class ImportProgress(ApiModel):
    """How far an import is."""

    id: UUID
    status: JobStatus
    on_existing: OnExisting
    """What happens to contacts that are there."""
    rows: int = Field(validation_alias="total")
    """Rows dealt with so far; always the sum of the four counts below."""
    total: int
    """The same as `rows`, by its old name."""
    created: int
    updated: int
    duplicates: int
    """Rows that repeat a person of the file, change nothing about a contact, or are of one and skipped."""
    invalid: int
    """Rows that were refused: `/contacts/imports/{id}/rejected` has all of them."""
    created_at: datetime
    finished_at: datetime | None
    """When it ended, also by failing or being cancelled."""


class ImportSummary(ImportProgress):
    """An import as a list shows it."""

    file_name: str | None
    """As the client called the file."""
    file_bytes: int | None
    """As it was sent; of imports from before this was kept there is none."""
    created_by: UUID | None
    """The user or API key that handed it in."""


class ImportRead(ImportSummary):
    columns: list[ColumnUse]
    errors: list[ImportProblem]
    """The first hundred."""

    @classmethod
    def of(cls, job: "ContactImport", language: Language = "en") -> Self:
        """Return an import as it is shown, its errors in a language."""
        shown = {name: getattr(job, name) for name in cls.model_fields if name not in ("rows", "errors")}
        errors = [{"line": error["line"], **field_problem(_stored(error), language)} for error in job.errors]
        return cls.model_validate({**shown, "errors": errors})


class ImportDraft(ImportSummary):
    """A file that was handed in, before its import is started."""

    expires_at: datetime
    """When the file is dropped unless its import is started."""
    preview: ImportPreview

    @classmethod
    def of(cls, job: "ContactImport", expires_at: datetime, preview: ImportPreview) -> Self:
        shown = {name: getattr(job, name) for name in ImportSummary.model_fields if name != "rows"}
        return cls.model_validate({**shown, "expires_at": expires_at, "preview": preview})


def _stored(error: Mapping[str, Any]) -> FieldError:
    """Return a refused row's error; one from before there were codes has its words only."""
    reason = error if "code" in error else None
    return stored_error(error["field"], reason, en=error["message"], pt=error.get("pt"))
