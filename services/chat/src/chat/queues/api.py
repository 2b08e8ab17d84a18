"""Queues: teams, who belongs to them, when they work."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from atende_contracts.permissions import Permission
from atende_platform.data.db import now
from atende_platform.http.access import TenantSession, requires
from atende_platform.http.idempotency import idempotent
from atende_platform.http.pagination import Page
from atende_platform.http.revisions import IfMatch, Tagged
from atende_platform.identity.context import TenantContext
from chat.queues import service
from chat.queues.schemas import MemberRead, OpeningRead, QueueCreate, QueueRead, QueueUpdate

router = APIRouter(prefix="/queues", tags=["queues"])

Reader = Annotated[TenantContext, requires(Permission.TICKETS_READ)]
Manager = Annotated[TenantContext, requires(Permission.TICKETS_MANAGE)]


@router.get("", operation_id="queues.list")
async def list_queues(
    actor: Reader,
    session: TenantSession,
    archived: Annotated[bool, Query(description="Those that are archived instead")] = False,
) -> Page[QueueRead]:
    """The company's queues, in the order in which they are shown. All of them: there is one page."""
    queues = await service.list_queues(session, actor.company_id, archived=archived)
    return Page(items=queues, next_cursor=None)


@router.post("", status_code=201, operation_id="queues.create")
@idempotent()
async def create_queue(
    actor: Manager, session: TenantSession, body: QueueCreate, tagged: Tagged
) -> QueueRead:
    """Add a queue; 409 when there is one of this name, in upper or lower case."""
    return tagged(await service.create_queue(session, actor, body))


@router.get("/{queue_id}", operation_id="queues.get")
async def get_queue(actor: Reader, session: TenantSession, queue_id: UUID, tagged: Tagged) -> QueueRead:
    """A queue, archived or not."""
    return tagged(await service.get_queue(session, actor.company_id, queue_id))


@router.patch("/{queue_id}", operation_id="queues.update")
async def update_queue(
    actor: Manager,
    session: TenantSession,
    queue_id: UUID,
    body: QueueUpdate,
    expected: IfMatch,
    tagged: Tagged,
) -> QueueRead:
    """Change what is given: absent fields stay as they are."""
    return tagged(await service.update_queue(session, actor, queue_id, body, expected=expected))


@router.delete("/{queue_id}", status_code=204, operation_id="queues.archive")
async def archive_queue(
    actor: Manager,
    session: TenantSession,
    queue_id: UUID,
    expected: IfMatch,
    target_queue_id: Annotated[
        UUID | None, Query(alias="targetQueueId", description="Where its tickets move; absent: to no queue")
    ] = None,
) -> None:
    """Archive a queue. It takes no further tickets, and those that are not closed move within seconds."""
    await service.archive_queue(session, actor, queue_id, target_queue_id, now(), expected=expected)


@router.get("/{queue_id}/opening", operation_id="queues.opening")
async def get_opening(actor: Reader, session: TenantSession, queue_id: UUID) -> OpeningRead:
    """Whether the queue's team works now, and when that changes."""
    return await service.opening(session, actor.company_id, queue_id, now())


@router.get("/{queue_id}/members", operation_id="queues.listMembers")
async def list_members(actor: Reader, session: TenantSession, queue_id: UUID) -> Page[MemberRead]:
    """The users who belong to the queue, by name. All of them: there is one page."""
    members = await service.list_members(session, actor.company_id, queue_id)
    return Page(items=members, next_cursor=None)


@router.put("/{queue_id}/members/{member_id}", operation_id="queues.addMember")
async def add_member(actor: Manager, session: TenantSession, queue_id: UUID, member_id: UUID) -> QueueRead:
    """Have a user belong to the queue. Safe to repeat."""
    return await service.add_member(session, actor, queue_id, member_id, now())


@router.delete("/{queue_id}/members/{member_id}", operation_id="queues.removeMember")
async def remove_member(actor: Manager, session: TenantSession, queue_id: UUID, member_id: UUID) -> QueueRead:
    """Have a user no longer belong to the queue. Tickets that they have stay theirs. Safe to repeat."""
    return await service.remove_member(session, actor, queue_id, member_id)
