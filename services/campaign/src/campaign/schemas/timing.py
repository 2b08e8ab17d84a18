"""When a campaign runs: its time, its recurrence, its windows and its daily cap."""

from datetime import UTC, datetime
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from atende_contracts.field_errors import invalid
from atende_platform.http.fields import WITH_TIME
from atende_platform.http.models import ApiModel
from campaign.domain.timing import LAST_INSTANT, is_zone
from campaign.domain.windows import minutes

CampaignType = Literal["broadcast", "scheduled", "recurring"]
WindowZone = Literal["campaign", "recipient"]

_CLOCK = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"


def _known_zone(name: str) -> str:
    if not is_zone(name):
        raise invalid("not_a_time_zone")
    return name


def _in_this_century(time: datetime) -> datetime:
    if not 2000 <= time.year < LAST_INSTANT.year:
        raise invalid("year_out_of_range", first=2000, last=LAST_INSTANT.year - 1)
    return time if time.tzinfo is None else time.astimezone(UTC)


ZoneName = Annotated[str, StringConstraints(max_length=64), AfterValidator(_known_zone)]
LocalOrInstant = Annotated[datetime, WITH_TIME, AfterValidator(_in_this_century)]
"""A date and time. Without an offset it is a local time of the campaign's time zone."""


class Window(ApiModel):
    """Hours of some days of the week. Across midnight: two windows."""

    days: Annotated[list[Annotated[int, Field(ge=1, le=7)]], Field(min_length=1, max_length=7)] = Field(
        description="1 is Monday, 7 is Sunday"
    )
    from_: Annotated[str, Field(max_length=5, pattern=_CLOCK)] = Field(alias="from", examples=["09:00"])
    to: Annotated[str, Field(max_length=5, pattern=rf"{_CLOCK}|^24:00$")] = Field(examples=["20:00"])

    @model_validator(mode="after")
    def _forward(self) -> Self:
        if minutes(self.from_) >= minutes(self.to):
            raise invalid("reversed", first="from", then="to")
        return self


class Timing(ApiModel):
    """The part of a campaign's body that says when it runs."""

    time_zone: ZoneName | None = Field(
        default=None, description="Of all its local times; absent or null: the company's"
    )
    scheduled_at: LocalOrInstant | None = Field(
        default=None, description="When a scheduled campaign starts: local time, or with an offset"
    )
    cron: Annotated[str, StringConstraints(max_length=100, strip_whitespace=True)] | None = Field(
        default=None, description="When a recurring campaign runs: five fields", examples=["0 9 * * 1"]
    )
    ends_at: LocalOrInstant | None = Field(default=None, description="No run comes after it")
    max_runs: Annotated[int, Field(ge=1, le=10_000)] | None = None
    windows: Annotated[list[Window], Field(max_length=21)] | None = Field(
        default=None, description="When it may send; absent, null or empty: at any time"
    )
    window_zone: WindowZone | None = Field(
        default=None,
        description="Whose clocks the windows mean: the campaign's time zone (as when absent or null), or"
        " the recipient's where it follows from the phone",
    )
    max_per_day: Annotated[int, Field(ge=1, le=1_000_000)] | None = Field(
        default=None, description="Most recipients on one day of the campaign's time zone"
    )
