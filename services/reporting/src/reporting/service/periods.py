"""The period that a request means, in its company's time zone."""

from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from atende_contracts.channels import CompanyChangedV1
from atende_platform.errors import InvalidInput
from reporting.domain import periods
from reporting.domain.periods import Period
from reporting.repository.reports import Reports

LONGEST_PERIOD_DAYS: Final = 366

_DEFAULT_PERIOD_DAYS: Final = 30

DEFAULT_TIME_ZONE: Final = CompanyChangedV1.model_fields["time_zone"].default


async def company_zone(reports: Reports) -> ZoneInfo:
    """Return the time zone of the company's clocks."""
    return periods.zone_of(await reports.time_zone() or DEFAULT_TIME_ZONE)


async def zone_of_days(reports: Reports) -> ZoneInfo:
    """Return the time zone by whose days the company is reported: for a while after a move the one before."""
    return periods.zone_of(await reports.zone_of_days() or DEFAULT_TIME_ZONE)


async def period_of(reports: Reports, at: datetime, first: date | None, last: date | None) -> Period:
    """Return the period that is meant; the last 30 days if none is.

    Raises `InvalidInput` for one that is reversed or too long.
    """
    zone = await zone_of_days(reports)
    today = at.astimezone(zone).date()
    last = last or (first + timedelta(days=_DEFAULT_PERIOD_DAYS - 1) if first else today)
    first = first or last - timedelta(days=_DEFAULT_PERIOD_DAYS - 1)
    if first > last:
        raise InvalidInput("period_reversed", field="to")
    if (last - first).days >= LONGEST_PERIOD_DAYS:
        raise InvalidInput("period_too_long", field="to", most=LONGEST_PERIOD_DAYS)
    return Period(first, last, zone)
