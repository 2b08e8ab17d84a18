"""What users do with service levels."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.audit_actions import Action
from atende_platform.errors import Conflict, InvalidInput, NotFound
from atende_platform.http.revisions import ANY, Expected
from atende_platform.identity import audit
from atende_platform.identity.context import TenantContext
from atende_platform.limits.quotas import take_turns
from chat.queues import service as queues
from chat.sla import domain, following, repository
from chat.sla.domain import MAX_POLICIES, SlaPolicyExists
from chat.sla.repository import Policies, new_policy
from chat.sla.schemas import SlaClockRead, SlaPolicyCreate, SlaPolicyUpdate, TicketSlaRead
from chat.tickets.service import get_with_contact
from chat.updates import service as updates

if TYPE_CHECKING:
    from chat.sla.models import SlaPolicy


async def list_policies(session: AsyncSession, company_id: UUID) -> "Sequence[SlaPolicy]":
    return await Policies(session, company_id).all()


async def create_policy(
    session: AsyncSession, actor: TenantContext, body: SlaPolicyCreate, now: datetime
) -> "SlaPolicy":
    """Promise something from now on. Raises `SlaPolicyExists` and `InvalidInput`."""
    policies = Policies(session, actor.company_id)
    await take_turns(session, actor.company_id, "sla_policies")
    others = await policies.all()
    if any(other.queue_id == body.queue_id for other in others):
        raise SlaPolicyExists()
    if len(others) >= MAX_POLICIES:
        raise Conflict("too-many-sla-policies", most=MAX_POLICIES)
    if body.queue_id is not None:
        await queues.require_usable(session, actor.company_id, body.queue_id)
    values = {name: getattr(body, name) for name in SlaPolicyCreate.model_fields}
    policy = new_policy(actor.company_id, **values, created_at=now, updated_at=now)
    await policies.store(policy)
    await updates.follow(session, actor.company_id, following.KIND, now)
    await _record(session, actor, Action.SLA_POLICY_CREATED, policy)
    return policy


async def update_policy(
    session: AsyncSession,
    actor: TenantContext,
    policy_id: UUID,
    body: SlaPolicyUpdate,
    now: datetime,
    expected: Expected = ANY,
) -> "SlaPolicy":
    """Change what is given, for tickets from their next change on. Raises `NotFound` and `InvalidInput`."""
    policies = Policies(session, actor.company_id)
    policy = await _existing(policies, policy_id)
    expected.require(policy.revision)
    changes = {name: value for name, value in body.changes().items() if value != getattr(policy, name)}
    promises = ("first_reply_minutes", "next_reply_minutes", "resolution_minutes")
    if not any(changes.get(name, getattr(policy, name)) for name in promises):
        fields = "firstReplyMinutes, nextReplyMinutes, resolutionMinutes"
        raise InvalidInput("give_some_of", field="firstReplyMinutes", fields=fields)
    if changes:
        policy.sqlmodel_update(changes)
        policy.revision += 1
        policy.updated_at = now
        await policies.store(policy)
        await _record(session, actor, Action.SLA_POLICY_CHANGED, policy)
    return policy


async def delete_policy(
    session: AsyncSession,
    actor: TenantContext,
    policy_id: UUID,
    expected: Expected = ANY,
) -> None:
    """Promise nothing any more; a ticket's clocks end with its next change. Raises `NotFound`."""
    policies = Policies(session, actor.company_id)
    policy = await _existing(policies, policy_id)
    expected.require(policy.revision)
    await policies.delete(policy)
    await _record(session, actor, Action.SLA_POLICY_DELETED, policy)


async def of_ticket(
    session: AsyncSession, actor: TenantContext, ticket_id: UUID, now: datetime
) -> TicketSlaRead:
    """Return what is promised to a ticket's customer. Raises `NotFound`."""
    await get_with_contact(session, actor, ticket_id)
    row = await repository.find_ticket(session, actor.company_id, ticket_id)
    if row is None:
        return TicketSlaRead(ticket_id=ticket_id, due_at=None, targets=[])
    hours = await following.hours_for(session, row)
    clocks = following.clocks_of(row)
    targets = [SlaClockRead.of(target, clock, now, hours) for target, clock in clocks.items()]
    return TicketSlaRead(ticket_id=ticket_id, due_at=domain.due_at(clocks, hours), targets=targets)


async def _existing(policies: Policies, policy_id: UUID) -> "SlaPolicy":
    policy = await policies.lock(policy_id)
    if policy is None:
        raise NotFound("sla-policy-not-found")
    return policy


async def _record(session: AsyncSession, actor: TenantContext, action: Action, policy: "SlaPolicy") -> None:
    details: audit.Details = {
        "queueId": str(policy.queue_id) if policy.queue_id else None,
        "firstReplyMinutes": policy.first_reply_minutes,
        "nextReplyMinutes": policy.next_reply_minutes,
        "resolutionMinutes": policy.resolution_minutes,
    }
    await audit.record(session, actor, action, policy.id, details)
