"""Service levels: policies, and where the promises to a ticket's customer stand."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter

from atende_contracts.permissions import Permission
from atende_platform.data.db import now
from atende_platform.http.access import TenantSession, requires
from atende_platform.http.idempotency import idempotent
from atende_platform.http.pagination import Page
from atende_platform.http.revisions import IfMatch, Tagged
from atende_platform.identity.context import TenantContext
from chat.sla import service
from chat.sla.schemas import SlaPolicyCreate, SlaPolicyRead, SlaPolicyUpdate, TicketSlaRead

router = APIRouter(prefix="/sla/policies", tags=["sla"])
of_tickets = APIRouter(prefix="/tickets", tags=["sla"])

Reader = Annotated[TenantContext, requires(Permission.TICKETS_READ)]
Manager = Annotated[TenantContext, requires(Permission.TICKETS_MANAGE)]


@router.get("", operation_id="sla.listPolicies")
async def list_policies(actor: Reader, session: TenantSession) -> Page[SlaPolicyRead]:
    """The company's policies: for all tickets first, then those of queues. All of them: one page."""
    found = await service.list_policies(session, actor.company_id)
    return Page(items=[SlaPolicyRead.model_validate(policy) for policy in found], next_cursor=None)


@router.post("", status_code=201, operation_id="sla.createPolicy")
@idempotent()
async def create_policy(
    actor: Manager, session: TenantSession, body: SlaPolicyCreate, tagged: Tagged
) -> SlaPolicyRead:
    """Promise something to customers who write from now on; 409 where the queue has a policy."""
    return tagged(SlaPolicyRead.model_validate(await service.create_policy(session, actor, body, now())))


@router.patch("/{sla_policy_id}", operation_id="sla.updatePolicy")
async def update_policy(
    actor: Manager,
    session: TenantSession,
    sla_policy_id: UUID,
    body: SlaPolicyUpdate,
    expected: IfMatch,
    tagged: Tagged,
) -> SlaPolicyRead:
    """Change a policy. It holds for a ticket from its next change on."""
    return tagged(
        SlaPolicyRead.model_validate(
            await service.update_policy(session, actor, sla_policy_id, body, now(), expected=expected)
        )
    )


@router.delete("/{sla_policy_id}", status_code=204, operation_id="sla.deletePolicy")
async def delete_policy(
    actor: Manager, session: TenantSession, sla_policy_id: UUID, expected: IfMatch
) -> None:
    """Delete a policy. What runs by it ends with the next change of each ticket."""
    await service.delete_policy(session, actor, sla_policy_id, expected=expected)


@of_tickets.get("/{ticket_id}/sla", operation_id="sla.ofTicket")
async def of_ticket(actor: Reader, session: TenantSession, ticket_id: UUID) -> TicketSlaRead:
    """What is promised to the ticket's customer: when it is due, and how much of the time has passed."""
    return await service.of_ticket(session, actor, ticket_id, now())
