"""Satisfaction: how customers are asked, and what they answered."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import Field

from atende_contracts.permissions import Permission
from atende_platform.data.db import now
from atende_platform.http.access import TenantSession, requires
from atende_platform.http.fields import Instant
from atende_platform.http.idempotency import idempotent
from atende_platform.http.pagination import Cursor, Limit, Page
from atende_platform.http.revisions import IfMatch, Tagged
from atende_platform.identity.context import TenantContext
from chat.satisfaction import service
from chat.satisfaction.schemas import (
    RatingRead,
    SatisfactionPolicyCreate,
    SatisfactionPolicyRead,
    SatisfactionPolicyUpdate,
)

router = APIRouter(prefix="/satisfaction", tags=["satisfaction"])
of_tickets = APIRouter(prefix="/tickets", tags=["satisfaction"])

Reader = Annotated[TenantContext, requires(Permission.TICKETS_READ)]
Manager = Annotated[TenantContext, requires(Permission.TICKETS_MANAGE)]
Score = Annotated[int, Field(ge=1, le=5)]


@router.get("", operation_id="satisfaction.list")
async def list_ratings(
    actor: Reader,
    session: TenantSession,
    score: Annotated[list[Score] | None, Query(max_length=5, description="Some of 1 to 5")] = None,
    agent_id: Annotated[UUID | None, Query(alias="agentId")] = None,
    queue_id: Annotated[UUID | None, Query(alias="queueId")] = None,
    channel_id: Annotated[UUID | None, Query(alias="channelId")] = None,
    commented: Annotated[bool | None, Query(description="With a comment only, or without one")] = None,
    begin: Annotated[Instant | None, Query(alias="from", description="Inclusive")] = None,
    until: Annotated[Instant | None, Query(alias="to", description="Exclusive")] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[RatingRead]:
    """What customers said of tickets, the last first. Agent, queue and channel are those at the closing."""
    return await service.list_ratings(
        session,
        actor,
        now(),
        agent=agent_id,
        queue=queue_id,
        channel=channel_id,
        scores=score,
        commented=commented,
        begin=begin,
        until=until,
        cursor=cursor,
        limit=limit,
    )


@router.get("/policies", operation_id="satisfaction.listPolicies")
async def list_policies(actor: Reader, session: TenantSession) -> Page[SatisfactionPolicyRead]:
    """How customers are asked: in all queues first, then in queues of their own rules. One page."""
    found = await service.list_policies(session, actor.company_id)
    items = [SatisfactionPolicyRead.model_validate(policy) for policy in found]
    return Page(items=items, next_cursor=None)


@router.post("/policies", status_code=201, operation_id="satisfaction.createPolicy")
@idempotent()
async def create_policy(
    actor: Manager, session: TenantSession, body: SatisfactionPolicyCreate, tagged: Tagged
) -> SatisfactionPolicyRead:
    """Have customers asked after closing; 409 where the queue has a policy."""
    policy = await service.create_policy(session, actor, body, now())
    return tagged(SatisfactionPolicyRead.model_validate(policy))


@router.patch("/policies/{satisfaction_policy_id}", operation_id="satisfaction.updatePolicy")
async def update_policy(
    actor: Manager,
    session: TenantSession,
    satisfaction_policy_id: UUID,
    body: SatisfactionPolicyUpdate,
    expected: IfMatch,
    tagged: Tagged,
) -> SatisfactionPolicyRead:
    """Change how customers are asked from now on."""
    return tagged(
        SatisfactionPolicyRead.model_validate(
            await service.update_policy(
                session, actor, satisfaction_policy_id, body, now(), expected=expected
            )
        )
    )


@router.delete(
    "/policies/{satisfaction_policy_id}", status_code=204, operation_id="satisfaction.deletePolicy"
)
async def delete_policy(
    actor: Manager, session: TenantSession, satisfaction_policy_id: UUID, expected: IfMatch
) -> None:
    """Ask no more by this policy; what was asked can still be answered."""
    await service.delete_policy(session, actor, satisfaction_policy_id, expected=expected)


@of_tickets.get("/{ticket_id}/satisfaction", operation_id="satisfaction.ofTicket")
async def of_ticket(actor: Reader, session: TenantSession, ticket_id: UUID) -> RatingRead:
    """What the ticket's customer said; 404 while the customer is not to be asked."""
    return await service.of_ticket(session, actor, ticket_id, now())
