"""Automations, what they did, and what they would do."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter

from atende_contracts.permissions import Permission
from atende_platform.data.db import now
from atende_platform.http.access import TenantSession, requires
from atende_platform.http.idempotency import idempotent
from atende_platform.http.pagination import Cursor, Limit, Page
from atende_platform.http.revisions import IfMatch, Tagged
from atende_platform.identity.context import TenantContext
from chat.automations import service
from chat.automations.schemas import (
    AutomationCreate,
    AutomationOrder,
    AutomationRead,
    AutomationTest,
    AutomationTested,
    AutomationUpdate,
    RunRead,
)

router = APIRouter(prefix="/automations", tags=["automations"])

Manager = Annotated[TenantContext, requires(Permission.TICKETS_MANAGE)]


@router.get("", operation_id="automations.list")
async def list_automations(actor: Manager, session: TenantSession) -> Page[AutomationRead]:
    """The company's automations, in the order in which they act. All of them: there is one page."""
    found = await service.list_automations(session, actor.company_id)
    return Page(items=[AutomationRead.of(automation) for automation in found], next_cursor=None)


@router.post("", status_code=201, operation_id="automations.create")
@idempotent()
async def create_automation(
    actor: Manager, session: TenantSession, body: AutomationCreate, tagged: Tagged
) -> AutomationRead:
    """Add an automation, behind the others; 409 when there is one of this name. It acts from now on."""
    return tagged(AutomationRead.of(await service.create_automation(session, actor, body, now())))


@router.put("/order", operation_id="automations.order")
async def order_automations(
    actor: Manager, session: TenantSession, body: AutomationOrder
) -> Page[AutomationRead]:
    """Have automations act in another order. Name all of them."""
    found = await service.order_automations(session, actor, body.ids, now())
    return Page(items=[AutomationRead.of(automation) for automation in found], next_cursor=None)


@router.get("/{automation_id}", operation_id="automations.get")
async def get_automation(
    actor: Manager, session: TenantSession, automation_id: UUID, tagged: Tagged
) -> AutomationRead:
    """One automation."""
    return tagged(AutomationRead.of(await service.get_automation(session, actor.company_id, automation_id)))


@router.patch("/{automation_id}", operation_id="automations.update")
async def update_automation(
    actor: Manager,
    session: TenantSession,
    automation_id: UUID,
    body: AutomationUpdate,
    expected: IfMatch,
    tagged: Tagged,
) -> AutomationRead:
    """Change an automation, or switch it on or off. Conditions and actions are replaced as a whole."""
    return tagged(
        AutomationRead.of(
            await service.update_automation(session, actor, automation_id, body, now(), expected=expected)
        )
    )


@router.delete("/{automation_id}", status_code=204, operation_id="automations.delete")
async def delete_automation(
    actor: Manager, session: TenantSession, automation_id: UUID, expected: IfMatch
) -> None:
    """Delete an automation; what it did stays."""
    await service.delete_automation(session, actor, automation_id, now(), expected=expected)


@router.get("/{automation_id}/runs", operation_id="automations.listRuns")
async def list_runs(
    actor: Manager, session: TenantSession, automation_id: UUID, cursor: Cursor = None, limit: Limit = 50
) -> Page[RunRead]:
    """What an automation did, the last first: the newest 1,000 of 30 days."""
    return await service.list_runs(session, actor.company_id, automation_id, cursor, limit)


@router.post("/{automation_id}/test", operation_id="automations.test")
async def try_out(
    actor: Manager, session: TenantSession, automation_id: UUID, body: AutomationTest
) -> AutomationTested:
    """What an automation would do to a ticket as it now is. Nothing is done."""
    return await service.try_out(session, actor, automation_id, body, now())
