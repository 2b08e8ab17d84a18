"""Figures of tickets: in total, by agent, by queue and by tag."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.identity.context import TenantContext
from reporting.domain.campaigns import ratio
from reporting.domain.filters import EVERYTHING, Filter
from reporting.domain.measures import METRICS, percentile
from reporting.domain.periods import Period
from reporting.repository import measures
from reporting.repository.directory import Directory
from reporting.repository.measures import EMPTY, Figures, Histogram
from reporting.repository.reports import Reports
from reporting.schemas.tickets import (
    AgentFigures,
    AgentsReport,
    Duration,
    Durations,
    Promises,
    QueueFigures,
    QueuesReport,
    Satisfaction,
    TagFigures,
    TagsReport,
    TicketFigures,
)
from reporting.service.periods import period_of
from reporting.service.visibility import narrowed, sees_a_share

Report = TypeVar("Report", AgentsReport, QueuesReport, TagsReport)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a report is asked for."""

    first: date | None = None
    last: date | None = None
    only: Filter = EVERYTHING
    compare: bool = False


async def report_agents(
    session: AsyncSession, actor: TenantContext, asked: Asked, at: datetime
) -> AgentsReport:
    """Return figures by agent; an agent sees their own. Raises as `narrowed` does."""
    only = await narrowed(session, actor, asked.only)
    if sees_a_share(actor):
        only = replace(only, agent_id=actor.user_id, share=None)
    names = Directory(session, actor.company_id)

    async def of(period: Period) -> AgentsReport:
        found = await measures.read(session, actor.company_id, METRICS, period, only, "agent")
        called = await names.names("user", found)
        items = [
            AgentFigures(agent_id=one, name=called.get(one), **dict(figures_of(found[one])))
            for one in _most_first(found)
        ]
        return AgentsReport(**period_read(period), items=items)

    return await _compared(session, actor.company_id, asked, at, of)


async def report_queues(
    session: AsyncSession, actor: TenantContext, asked: Asked, at: datetime
) -> QueuesReport:
    """Return figures by queue; an agent sees those of the queues they belong to, or of their own tickets.

    Raises as `narrowed` does.
    """
    only = await narrowed(session, actor, asked.only)
    names = Directory(session, actor.company_id)

    async def of(period: Period) -> QueuesReport:
        found = await measures.read(session, actor.company_id, METRICS, period, only, "queue")
        if only.share is not None:
            # Of other queues there are only the agent's own tickets: less than the queue's figures.
            found = {one: figures for one, figures in found.items() if one in only.share.queue_ids}
        called = await names.names("queue", found)
        items = [
            QueueFigures(queue_id=one, name=called.get(one), **dict(figures_of(found[one])))
            for one in _most_first(found)
        ]
        return QueuesReport(**period_read(period), items=items)

    return await _compared(session, actor.company_id, asked, at, of)


async def report_tags(session: AsyncSession, actor: TenantContext, asked: Asked, at: datetime) -> TagsReport:
    """Return figures by tag. Raises as `narrowed` does."""
    only = await narrowed(session, actor, asked.only)
    names = Directory(session, actor.company_id)

    async def of(period: Period) -> TagsReport:
        found = await measures.read(session, actor.company_id, METRICS, period, only, "tag")
        called = await names.names("tag", found)
        items = [
            TagFigures(tag_id=one, name=called.get(one), **dict(figures_of(found[one])))
            for one in _most_first(found)
            if one is not None
        ]
        return TagsReport(**period_read(period), items=items)

    return await _compared(session, actor.company_id, asked, at, of)


async def _compared(
    session: AsyncSession,
    company_id: UUID,
    asked: Asked,
    at: datetime,
    of: Callable[[Period], Awaitable[Report]],
) -> Report:
    period = await period_of(Reports(session, company_id), at, asked.first, asked.last)
    report = await of(period)
    if asked.compare:
        report.previous = await of(period.previous())
    return report


async def figures(session: AsyncSession, company_id: UUID, period: Period, only: Filter) -> TicketFigures:
    """Return the figures of all tickets that a filter leaves."""
    found = await measures.read(session, company_id, METRICS, period, only)
    return figures_of(found.get(None, {}))


def figures_of(found: Figures) -> TicketFigures:
    """Return what is shown of figures."""

    def count(metric: str) -> int:
        return found.get(metric, EMPTY).count

    def durations(metric: str) -> Durations:
        business = found.get(f"{metric}_business", EMPTY)
        return Durations(calendar=_duration(found.get(metric, EMPTY)), business=_duration(business))

    kept, broken = count("sla_kept"), count("sla_broken")
    return TicketFigures(
        opened=count("opened"),
        closed=count("closed"),
        closed_by_rule=count("closed_by_rule"),
        reopened=count("reopened"),
        first_reply=durations("first_reply"),
        next_reply=durations("next_reply"),
        resolution=durations("resolution"),
        promises=Promises(kept=kept, broken=broken, rate=ratio(kept, kept + broken)),
        satisfaction=_satisfaction(found.get("rating", EMPTY)),
    )


def _duration(found: Histogram) -> Duration:
    count = found.count
    return Duration(
        count=count,
        median_seconds=percentile(found.buckets, 0.5),
        p90_seconds=percentile(found.buckets, 0.9),
        average_seconds=round(found.total / count, 1) if count else None,
    )


def _satisfaction(found: Histogram) -> Satisfaction:
    count = found.count
    return Satisfaction(
        ratings=count,
        average=round(found.total / count, 2) if count else None,
        satisfied=ratio(found.buckets.get(4, 0) + found.buckets.get(5, 0), count),
        scores={str(score): found.buckets.get(score, 0) for score in range(1, 6)},
    )


def _most_first(found: dict[UUID | None, Figures]) -> list[UUID | None]:
    def order(key: UUID | None) -> tuple[int, int, str]:
        shown = found[key]
        return -shown.get("closed", EMPTY).count, -shown.get("opened", EMPTY).count, str(key)

    return sorted(found, key=order)


def period_read(period: Period) -> dict[str, Any]:
    """Return how a period is shown."""
    return {"time_zone": period.zone.key, "first_day": period.first, "last_day": period.last}
