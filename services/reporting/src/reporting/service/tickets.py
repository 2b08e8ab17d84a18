"""Figures of tickets: in total, by agent and by queue."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, TypeVar
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.permissions import Permission, Role
from atende_platform.identity.context import TenantContext
from reporting.domain.campaigns import ratio
from reporting.domain.filters import EVERYTHING, Filter
from reporting.domain.measures import METRICS, percentile
from reporting.domain.periods import Period
from reporting.repository import measures
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
    TicketFigures,
)
from reporting.service.periods import period_of

Report = TypeVar("Report", AgentsReport, QueuesReport)


@dataclass(frozen=True, slots=True)
class Asked:
    """What a report is asked for."""

    first: date | None = None
    last: date | None = None
    only: Filter = EVERYTHING
    compare: bool = False


def allowed(actor: TenantContext, asked: Asked) -> Asked:
    """Return what is asked for, if the actor may see it. Raises `Forbidden` for another agent's figures."""
    if _sees_own_only(actor) and asked.only.agent_id not in (None, actor.user_id):
        actor.require(Permission.TICKETS_MANAGE)
    return asked


def _sees_own_only(actor: TenantContext) -> bool:
    return actor.kind == "user" and actor.role is Role.AGENT


async def report_agents(
    session: AsyncSession, actor: TenantContext, asked: Asked, at: datetime
) -> AgentsReport:
    """Return figures by agent; an agent sees their own. Raises `Forbidden` for another's."""
    asked = allowed(actor, asked)
    if _sees_own_only(actor):
        asked = replace(asked, only=replace(asked.only, agent_id=actor.user_id))

    def shown(period: Period, found: dict[UUID | None, Figures]) -> AgentsReport:
        items = [
            AgentFigures(agent_id=agent_id, **dict(figures_of(found[agent_id])))
            for agent_id in _most_first(found)
        ]
        return AgentsReport(**period_read(period), items=items)

    return await _compared(session, actor.company_id, asked, at, "agent", shown)


async def report_queues(
    session: AsyncSession, actor: TenantContext, asked: Asked, at: datetime
) -> QueuesReport:
    """Return figures by queue. Raises `Forbidden` for another agent's."""

    def shown(period: Period, found: dict[UUID | None, Figures]) -> QueuesReport:
        items = [
            QueueFigures(queue_id=queue_id, **dict(figures_of(found[queue_id])))
            for queue_id in _most_first(found)
        ]
        return QueuesReport(**period_read(period), items=items)

    return await _compared(session, actor.company_id, allowed(actor, asked), at, "queue", shown)


async def _compared(
    session: AsyncSession,
    company_id: UUID,
    asked: Asked,
    at: datetime,
    by: measures.Key,
    shown: Callable[[Period, dict[UUID | None, Figures]], Report],
) -> Report:
    period = await period_of(Reports(session, company_id), at, asked.first, asked.last)

    async def of(period: Period) -> Report:
        found = await measures.read(session, company_id, METRICS, period.start, period.end, asked.only, by)
        return shown(period, found)

    report = await of(period)
    if asked.compare:
        report.previous = await of(period.previous())
    return report


async def figures(
    session: AsyncSession, company_id: UUID, start: datetime, end: datetime, only: Filter
) -> TicketFigures:
    """Return the figures of all tickets that a filter leaves."""
    found = await measures.read(session, company_id, METRICS, start, end, only)
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
