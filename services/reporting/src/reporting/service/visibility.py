"""Who sees which figures of tickets: agents their own and those of the queues they belong to, others all.

Messages have a channel, and neither an agent nor a queue: their figures are for everybody who reads reports.
"""

from dataclasses import replace

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.permissions import Permission, Role
from atende_platform.identity.context import TenantContext
from reporting.domain.filters import Filter, Share
from reporting.repository.directory import Directory


def sees_a_share(actor: TenantContext) -> bool:
    """Tell whether the actor sees some figures of tickets only."""
    return actor.kind == "user" and actor.role is Role.AGENT


async def narrowed(session: AsyncSession, actor: TenantContext, only: Filter) -> Filter:
    """Return what the actor sees of what a filter leaves.

    Raises `Forbidden` for another agent's figures, and for those of a queue that the actor does not belong
    to; their own they see wherever the tickets are.
    """
    if not sees_a_share(actor) or only.agent_id == actor.user_id:
        return only
    if only.agent_id is not None:
        actor.require(Permission.TICKETS_MANAGE)
    queue_ids = await Directory(session, actor.company_id).queues_of(actor.user_id)
    if only.queue_id is None:
        return replace(only, share=Share(actor.user_id, tuple(queue_ids)))
    if only.queue_id not in queue_ids:
        actor.require(Permission.TICKETS_MANAGE)
    return only
