"""An import as the API and the sockets show it."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, Self
from uuid import UUID

from pydantic import Field

from atende_contracts.field_errors import FieldError
from atende_platform.files.rejects import RowCode, stored_error
from atende_platform.http.models import ApiModel
from atende_platform.http.problems import field_problem
from atende_platform.languages import Language
from chat.imports.domain import JobStatus, OnExisting

if TYPE_CHECKING:
    from chat.imports.models import ContactImport


class ColumnUse(ApiModel):
    """What a column of a file is used for."""

    column: str
    use: Literal["phone", "name", "tags", "userId", "field", "ignored"]
    """Of several phones of a row the one most likely on WhatsApp counts; the others become fields."""


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


def _stored(error: Mapping[str, Any]) -> FieldError:
    """Return a refused row's error; one from before there were codes has its words only."""
    reason = error if "code" in error else None
    return stored_error(error["field"], reason, en=error["message"], pt=error.get("pt"))
