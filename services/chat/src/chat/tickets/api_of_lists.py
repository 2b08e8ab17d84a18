"""Lists of tickets and their counts."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request

from atende_contracts.permissions import Permission
from atende_platform.http.access import TenantSession, requires, runtime_of
from atende_platform.http.fields import Instant
from atende_platform.http.pagination import Cursor, Limit, Page
from atende_platform.identity.context import TenantContext
from chat.contacts.service import find_contacts
from chat.tickets import lists
from chat.tickets.domain import Priority, TicketFilter, TicketOrder, TicketStatus
from chat.tickets.schemas import TicketCounts, TicketRow

router = APIRouter(prefix="/tickets")

Reader = Annotated[TenantContext, requires(Permission.TICKETS_READ)]
Search = Annotated[
    str | None, Query(min_length=1, max_length=100, description="In names and phones of their contacts")
]


def ticket_filter(
    status: Annotated[list[TicketStatus] | None, Query(max_length=4, description="Any of these")] = None,
    assignee_id: Annotated[UUID | None, Query(alias="assigneeId")] = None,
    unassigned: bool = False,
    participant_id: Annotated[UUID | None, Query(alias="participantId")] = None,
    queue_id: Annotated[UUID | None, Query(alias="queueId")] = None,
    no_queue: Annotated[bool, Query(alias="noQueue")] = False,
    channel_id: Annotated[UUID | None, Query(alias="channelId")] = None,
    contact_id: Annotated[UUID | None, Query(alias="contactId")] = None,
    tag_id: Annotated[UUID | None, Query(alias="tagId")] = None,
    priority: Priority | None = None,
    number: Annotated[int | None, Query(ge=1, le=2**63 - 1)] = None,
    waiting: Annotated[bool, Query(description="The customer waits for an answer")] = False,
    unread: bool = False,
    since: Annotated[Instant | None, Query(description="Last written to at this time or later")] = None,
    until: Annotated[Instant | None, Query(description="Last written to before this time")] = None,
) -> TicketFilter:
    """Return which tickets the parameters of a request ask for."""
    return TicketFilter(
        statuses=frozenset(status or ()),
        assignee_id=assignee_id,
        is_unassigned=unassigned,
        participant_id=participant_id,
        queue_id=queue_id,
        has_no_queue=no_queue,
        channel_id=channel_id,
        contact_id=contact_id,
        tag_id=tag_id,
        priority=priority,
        number=number,
        is_waiting=waiting,
        is_unread=unread,
        since=since,
        until=until,
    )


@router.get("", operation_id="tickets.list")
async def list_tickets(
    actor: Reader,
    session: TenantSession,
    request: Request,
    wanted: Annotated[TicketFilter, Depends(ticket_filter)],
    q: Search = None,
    sort: TicketOrder = TicketOrder.RECENT,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[TicketRow]:
    """The tickets that the caller may see and for which all that is asked holds, each with its last message.

    With `q` those of contacts in whose name or phone it is found, of the 500 newest such contacts. By
    `waiting` only those are listed whose customer waits for an answer, by `priority` none that is closed.
    """
    contact_ids = ticket_ids = None
    if q is not None or lists.needs_tagged(wanted, sort):
        async with runtime_of(request).database.worker() as finder:
            if q is not None:
                contact_ids = await find_contacts(finder, actor.company_id, q)
            ticket_ids = await lists.find_tagged(finder, actor.company_id, wanted, sort)
    return await lists.list_tickets(session, actor, wanted, sort, cursor, limit, contact_ids, ticket_ids)


@router.get("/counts", operation_id="tickets.count")
async def count_tickets(actor: Reader, session: TenantSession) -> TicketCounts:
    """How many tickets that are not closed stand in each list that the caller may see."""
    return await lists.count_tickets(session, actor)
