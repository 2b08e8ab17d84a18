"""Exports that are made in steps, on the wire."""

from datetime import date
from typing import Annotated, Final, Literal, Self
from uuid import UUID

from pydantic import AwareDatetime, Field, model_validator

from atende_contracts.field_errors import invalid
from atende_platform.files.spreadsheets import Separator
from atende_platform.http.models import ApiModel, example
from reporting.domain.filters import EVERYTHING
from reporting.schemas.schedules import FiltersBody, Format

ExportReport = Literal["campaign", "tickets", "daily"]
FIRST_DAY: Final = date(2000, 1, 1)
LAST_DAY: Final = date(2099, 12, 31)
Day = Annotated[date, Field(ge=FIRST_DAY, le=LAST_DAY)]


class ExportCreate(ApiModel):
    """What is exported. `campaign`: a row for each message of one; `tickets`: one for each ticket that was
    opened in the period; `daily`: one for each day."""

    model_config = example({"report": "tickets", "from": "2026-11-01", "to": "2026-11-30", "format": "csv"})

    report: ExportReport
    campaign_id: UUID | None = Field(
        None, description="Of `campaign`, which takes neither period nor filters"
    )
    first: Day | None = Field(None, alias="from", description="First day, in the company's time zone")
    last: Day | None = Field(None, alias="to", description="Last day, which belongs to the period")
    filters: FiltersBody = FiltersBody()
    format: Format = "csv"
    separator: Separator = Field("comma", description="Of CSV")
    bom: bool = Field(False, description="Of CSV: whether a byte order mark is in front, as Excel needs")

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.report == "campaign" and self.campaign_id is None:
            raise invalid("campaign_missing")
        narrowed = self.filters.filter() != EVERYTHING or self.first is not None or self.last is not None
        if self.report == "campaign" and narrowed:
            raise invalid("not_of_report")
        if self.report != "campaign" and self.campaign_id is not None:
            raise invalid("not_of_report")
        return self


class ExportRead(ApiModel):
    """An export, and how far it is."""

    id: UUID
    report: ExportReport
    campaign_id: UUID | None
    first_day: date | None
    last_day: date | None
    filters: FiltersBody
    format: Format
    status: Literal["queued", "running", "finished", "failed"]
    reason: Literal["too-large", "too-many-rows", "no-access", "given-up", "export-failed"] | None = Field(
        description="Why it failed. `no-access`: who asked was disabled meanwhile, or made an agent"
    )
    rows_done: int
    rows_total: int | None = Field(description="About how many there will be; null until that is known")
    stored_bytes: int = Field(description="What the file takes of the company's space")
    created_by: UUID
    created_at: AwareDatetime
    finished_at: AwareDatetime | None
    expires_at: AwareDatetime = Field(description="When it is deleted, with its file")
