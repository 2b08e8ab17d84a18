"""What users do with service levels."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.audit_actions import Action
from atende_platform.errors import Conflict, InvalidInput, NotFound
from atende_platform.http.revisions import ANY, Expected
from atende_platform.identity import audit
from atende_platform.identity.context import TenantContext
from chat.policies.of_queues import Kind
from chat.sla import domain, following, repository
from chat.sla.schemas import SlaClockRead, SlaPolicyCreate, SlaPolicyUpdate, TicketSlaRead
from chat.tickets.service import get_with_contact

if TYPE_CHECKING:
    from chat.sla.models import SlaPolicy


def _details(policy: "SlaPolicy") -> audit.Details:
    return {
        "firstReplyMinutes": policy.first_reply_minutes,
        "nextReplyMinutes": policy.next_reply_minutes,
        "resolutionMinutes": policy.resolution_minutes,
    }


_POLICIES: Final = Kind(
    "sla_policies",
    lambda: Conflict("sla-policy-exists"),
    lambda most: Conflict("too-many-sla-policies", most=most),
    lambda: NotFound("sla-policy-not-found"),
    following.KIND,
    repository.policies,
    _details,
    Action.SLA_POLICY_CREATED,
    Action.SLA_POLICY_CHANGED,
    Action.SLA_POLICY_DELETED,
)


async def list_policies(session: AsyncSession, company_id: UUID) -> "Sequence[SlaPolicy]":
    return await repository.policies(session, company_id).all()


async def create_policy(
    session: AsyncSession, actor: TenantContext, body: SlaPolicyCreate, now: datetime
) -> "SlaPolicy":
    """Promise something from now on. Raises `Conflict` and `InvalidInput`."""
    return await _POLICIES.create(session, actor, body, body.queue_id, now)


async def update_policy(
    session: AsyncSession,
    actor: TenantContext,
    policy_id: UUID,
    body: SlaPolicyUpdate,
    now: datetime,
    expected: Expected = ANY,
) -> "SlaPolicy":
    """Change what is given, for tickets from their next change on. Raises `NotFound` and `InvalidInput`."""
    return await _POLICIES.update(session, actor, policy_id, body, now, expected, _require_promise)


def _require_promise(columns: dict[str, Any]) -> None:
    promises = ("first_reply_minutes", "next_reply_minutes", "resolution_minutes")
    if not any(columns[name] for name in promises):
        fields = "firstReplyMinutes, nextReplyMinutes, resolutionMinutes"
        raise InvalidInput("give_some_of", field="firstReplyMinutes", fields=fields)


async def delete_policy(
    session: AsyncSession, actor: TenantContext, policy_id: UUID, expected: Expected = ANY
) -> None:
    """Promise nothing any more; a ticket's clocks end with its next change. Raises `NotFound`."""
    await _POLICIES.delete(session, actor, policy_id, expected)


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
