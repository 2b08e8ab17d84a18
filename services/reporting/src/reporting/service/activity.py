"""What happened in a period: in total and by day."""

from collections import Counter
from datetime import date, datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from reporting.domain import periods
from reporting.repository.reports import Reports
from reporting.schemas.activity import Activity, DailyReport, DayReport, FirstReply, Funnel, SummaryReport
from reporting.service.periods import asked_period, company_zone


async def report_days(
    session: AsyncSession,
    company_id: UUID,
    at: datetime,
    *,
    first: date | None,
    last: date | None,
    channel_id: UUID | None,
) -> DailyReport:
    """Return what happened on each day of a period; the last 30 days if none is given."""
    reports = Reports(session, company_id)
    zone = await company_zone(reports)
    days = periods.days_between(*asked_period(first, last, at.astimezone(zone).date()), zone)
    counters = await reports.counters_of_days(days, channel_id)
    return DailyReport(
        time_zone=zone.key,
        days=[
            DayReport(day=day.day, **dict(_activity(counts)))
            for day, counts in zip(days, counters, strict=True)
        ],
    )


async def report_summary(
    session: AsyncSession,
    company_id: UUID,
    at: datetime,
    *,
    first: date | None,
    last: date | None,
    channel_id: UUID | None,
) -> SummaryReport:
    """Return what happened in a period; the last 30 days if none is given."""
    reports = Reports(session, company_id)
    zone = await company_zone(reports)
    first, last = asked_period(first, last, at.astimezone(zone).date())
    days = periods.days_between(first, last, zone)
    totals: Counter[str] = Counter()
    for counts in await reports.counters_of_days(days, channel_id):
        totals.update(counts)
    times = await reports.reply_times(days[0].start, days[-1].end, channel_id)
    return SummaryReport(
        time_zone=zone.key,
        first_day=first,
        last_day=last,
        totals=_activity(totals),
        first_reply=FirstReply(
            tickets=times.tickets, median_seconds=times.median, average_seconds=times.average
        ),
    )


def _activity(counts: dict[str, int]) -> Activity:
    def funnel(kind: str) -> Funnel:
        return Funnel(
            sent=counts[f"{kind}_sent"],
            delivered=counts[f"{kind}_delivered"],
            read=counts[f"{kind}_read"],
            failed=counts[f"{kind}_failed"],
        )

    return Activity(
        inbound=counts["inbound"],
        replies=funnel("replies"),
        campaigns=funnel("campaign"),
        opt_outs=counts["opt_outs"],
        tickets_opened=counts["tickets_opened"],
        tickets_closed=counts["tickets_closed"],
    )
