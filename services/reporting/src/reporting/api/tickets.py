"""Reports of agents, queues and tags."""

from fastapi import APIRouter

from atende_platform.data.db import now
from atende_platform.http.access import TenantSession
from reporting.api.parameters import Question, Reader
from reporting.schemas.tickets import AgentsReport, QueuesReport, TagsReport
from reporting.service import tickets

router = APIRouter()


@router.get("/agents", operation_id="reports.getAgents")
async def get_agents(actor: Reader, session: TenantSession, asked: Question) -> AgentsReport:
    """What each agent did in a period: tickets, how long customers waited, promises, ratings.

    Agents see their own figures, all others everybody's.
    """
    return await tickets.report_agents(session, actor, asked, now())


@router.get("/queues", operation_id="reports.getQueues")
async def get_queues(actor: Reader, session: TenantSession, asked: Question) -> QueuesReport:
    """What happened in each queue in a period: tickets, how long customers waited, promises, ratings.

    Agents see the queues that they belong to; with `agentId`, their own tickets in any.
    """
    return await tickets.report_queues(session, actor, asked, now())


@router.get("/tags", operation_id="reports.getTags")
async def get_tags(actor: Reader, session: TenantSession, asked: Question) -> TagsReport:
    """What happened to the tickets of each tag in a period. A ticket counts under each of its tags.

    Agents see this of their own tickets, and of those of their queues.
    """
    return await tickets.report_tags(session, actor, asked, now())
