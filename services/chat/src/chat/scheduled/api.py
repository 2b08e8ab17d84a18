"""Messages to be sent at a time."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Response

from atende_contracts.permissions import Permission
from atende_platform.data.db import now
from atende_platform.http.access import TenantSession, requires
from atende_platform.http.idempotency import idempotent
from atende_platform.http.pagination import Cursor, Limit, Page
from atende_platform.http.revisions import IfMatch, Tagged
from atende_platform.identity.context import TenantContext
from chat.scheduled import service
from chat.scheduled.domain import ScheduledStatus
from chat.scheduled.schemas import ScheduledMessageCreate, ScheduledMessageRead, ScheduledMessageUpdate

router = APIRouter(prefix="/scheduled-messages")
of_tickets = APIRouter(prefix="/tickets")

Reader = Annotated[TenantContext, requires(Permission.TICKETS_READ)]
Agent = Annotated[TenantContext, requires(Permission.TICKETS_WRITE)]


@of_tickets.post(
    "/{ticket_id}/scheduled-messages",
    operation_id="scheduledMessages.create",
    status_code=201,
    responses={
        200: {"model": ScheduledMessageRead, "description": "This client message id was used for it before"}
    },
)
@idempotent()
async def create(
    actor: Agent,
    session: TenantSession,
    ticket_id: UUID,
    body: ScheduledMessageCreate,
    response: Response,
) -> ScheduledMessageRead:
    """Have a message sent in a ticket at a time, a year ahead at most. Safe to repeat.

    It is sent by the rules of a reply at that time, within seconds: what is no template needs an open 24-hour
    window then. What cannot be sent fails with a reason, in the ticket and here. 1000 of a company may wait.
    """
    scheduled, is_new = await service.create(session, actor, ticket_id, body, now())
    if not is_new:
        response.status_code = 200
    return scheduled


@of_tickets.get("/{ticket_id}/scheduled-messages", operation_id="scheduledMessages.listOfTicket")
async def list_of_ticket(
    actor: Reader,
    session: TenantSession,
    ticket_id: UUID,
    status: ScheduledStatus | None = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[ScheduledMessageRead]:
    """Those of the ticket's customer on its channel, the earliest first."""
    return await service.list_of_ticket(session, actor, ticket_id, status, cursor, limit)


@router.get("", operation_id="scheduledMessages.list")
async def list_scheduled(
    actor: Reader,
    session: TenantSession,
    status: ScheduledStatus | None = None,
    author_id: Annotated[UUID | None, Query(alias="authorId")] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[ScheduledMessageRead]:
    """Your own, the earliest first; with `tickets:manage` all of the company, or those of `authorId`."""
    return await service.list_all(session, actor, status, author_id, cursor, limit)


@router.get("/{scheduled_id}", operation_id="scheduledMessages.get")
async def get_scheduled(
    actor: Reader, session: TenantSession, scheduled_id: UUID, tagged: Tagged
) -> ScheduledMessageRead:
    """One scheduled message."""
    return tagged(await service.get(session, actor, scheduled_id))


@router.patch("/{scheduled_id}", operation_id="scheduledMessages.update")
async def update(
    actor: Agent,
    session: TenantSession,
    scheduled_id: UUID,
    body: ScheduledMessageUpdate,
    expected: IfMatch,
    tagged: Tagged,
) -> ScheduledMessageRead:
    """Change what a message says or when it is sent, while it waits."""
    return tagged(await service.update(session, actor, scheduled_id, body, now(), expected=expected))


@router.delete("/{scheduled_id}", operation_id="scheduledMessages.cancel", status_code=204)
async def cancel(actor: Agent, session: TenantSession, scheduled_id: UUID, expected: IfMatch) -> None:
    """Have a message not sent that waits. Safe to repeat."""
    await service.cancel(session, actor, scheduled_id, now(), expected=expected)
