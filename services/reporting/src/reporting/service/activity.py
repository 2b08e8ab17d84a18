"""What happened in a period: in total and by day."""

from collections import Counter
from datetime import datetime
from typing import Final

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.identity.context import TenantContext
from reporting.domain.campaigns import ratio
from reporting.domain.filters import Filter
from reporting.domain.periods import Period
from reporting.repository import measures
from reporting.repository.reports import Reports
from reporting.schemas.activity import (
    Activity,
    DailyReport,
    DayReport,
    FirstReply,
    Funnel,
    HourlyReport,
    HourReport,
    SummaryReport,
)
from reporting.service.periods import period_of
from reporting.service.tickets import Asked, figures, period_read
from reporting.service.visibility import narrowed

_TICKETS: Final = ("opened", "closed")


async def report_days(session: AsyncSession, actor: TenantContext, asked: Asked, at: datetime) -> DailyReport:
    """Return what happened on each day of a period. Raises as `narrowed` does."""
    only = await narrowed(session, actor, asked.only)
    reports = Reports(session, actor.company_id)
    period = await period_of(reports, at, asked.first, asked.last)

    async def of(period: Period) -> list[DayReport]:
        days = period.days
        counters = await reports.counters_of_days(days, only.channel_id)
        if only.of_tickets:
            counts = await measures.counts_of_days(session, actor.company_id, _TICKETS, period, only)
            for known, found in zip(counters, counts, strict=True):
                known.update({f"tickets_{metric}": found[metric] for metric in _TICKETS})
        return [
            DayReport(day=day.day, **dict(activity_of(counts)))
            for day, counts in zip(days, counters, strict=True)
        ]

    return DailyReport(
        time_zone=period.zone.key,
        days=await of(period),
        previous=await of(period.previous()) if asked.compare else None,
    )


async def report_summary(
    session: AsyncSession, actor: TenantContext, asked: Asked, at: datetime
) -> SummaryReport:
    """Return what happened in a period. Raises as `narrowed` does."""
    only = await narrowed(session, actor, asked.only)
    reports = Reports(session, actor.company_id)
    period = await period_of(reports, at, asked.first, asked.last)
    summary = await _summary(session, reports, period, only)
    if asked.compare:
        summary.previous = await _summary(session, reports, period.previous(), only)
    return summary


async def _summary(session: AsyncSession, reports: Reports, period: Period, only: Filter) -> SummaryReport:
    totals = await reports.counters(period.start, period.end, only.channel_id)
    shown = await figures(session, reports.company_id, period, only)
    if only.of_tickets:
        totals |= {"tickets_opened": shown.opened, "tickets_closed": shown.closed}
    activity = activity_of(totals)
    first = shown.first_reply.calendar
    return SummaryReport(
        **period_read(period),
        totals=activity,
        success_rate=success_rate(activity),
        first_reply=FirstReply(
            tickets=first.count, median_seconds=first.median_seconds, average_seconds=first.average_seconds
        ),
        tickets=shown,
    )


async def report_hours(
    session: AsyncSession, actor: TenantContext, asked: Asked, at: datetime
) -> HourlyReport:
    """Return what happened by weekday and hour. Raises as `narrowed` does."""
    only = await narrowed(session, actor, asked.only)
    reports = Reports(session, actor.company_id)
    period = await period_of(reports, at, asked.first, asked.last)

    async def of(period: Period) -> list[HourReport]:
        start, end, zone = period.start, period.end, period.zone.key
        counters = await reports.counters_of_hours(start, end, zone, only.channel_id)
        if only.of_tickets:
            counts = await measures.counts_of_hours(session, actor.company_id, _TICKETS, period, only)
            for key, known in counters.items():
                found = counts.get(key, Counter())
                known.update({f"tickets_{metric}": found[metric] for metric in _TICKETS})
        return [
            HourReport(weekday=weekday, hour=hour, **dict(activity_of(counts)))
            for (weekday, hour), counts in counters.items()
        ]

    return HourlyReport(
        **period_read(period),
        hours=await of(period),
        previous=await of(period.previous()) if asked.compare else None,
    )


def activity_of(counts: dict[str, int]) -> Activity:
    """Return what is shown of counters."""

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


def success_rate(activity: Activity) -> float | None:
    """Return how many messages were sent, of those that were or failed."""
    sent = activity.replies.sent + activity.campaigns.sent
    return ratio(sent, sent + activity.replies.failed + activity.campaigns.failed)
