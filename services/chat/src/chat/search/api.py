"""Searching in messages."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request

from atende_contracts.permissions import Permission
from atende_platform.http.access import TenantSession, requires, runtime_of
from atende_platform.http.fields import Instant
from atende_platform.http.pagination import Cursor, Limit, Page
from atende_platform.identity.context import TenantContext
from chat.search import service
from chat.search.domain import MAX_QUERY, Filters
from chat.search.schemas import FoundMessage

router = APIRouter(prefix="/search", tags=["search"])

Reader = Annotated[TenantContext, requires(Permission.TICKETS_READ)]
Words = Annotated[
    str,
    Query(
        max_length=MAX_QUERY,
        description='Words, of which a message has all; `"in quotes"` in this order. Without any: nothing',
        examples=["entrega atrasada"],
    ),
]


@router.get("/messages", operation_id="search.messages")
async def search_messages(
    actor: Reader,
    session: TenantSession,
    request: Request,
    q: Words = "",
    contact_id: Annotated[UUID | None, Query(alias="contactId")] = None,
    ticket_id: Annotated[UUID | None, Query(alias="ticketId")] = None,
    channel_id: Annotated[UUID | None, Query(alias="channelId")] = None,
    author_id: Annotated[UUID | None, Query(alias="authorId", description="The agent who wrote it")] = None,
    assignee_id: Annotated[UUID | None, Query(alias="assigneeId", description="Who has its ticket")] = None,
    queue_id: Annotated[UUID | None, Query(alias="queueId", description="Of its ticket")] = None,
    tag_id: Annotated[UUID | None, Query(alias="tagId", description="Of its ticket")] = None,
    kind: Annotated[
        str | None, Query(pattern="^[a-z_]{1,32}$", max_length=32, description="As of messages")
    ] = None,
    since: Annotated[Instant | None, Query(alias="from", description="Sent then or later")] = None,
    until: Annotated[Instant | None, Query(alias="to", description="Sent before")] = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[FoundMessage]:
    """Messages and notes by their words, the newest first, each with where it was found in it.

    Upper and lower case and accents make no difference. A word is also found as the beginning of a longer
    one, and in singular or plural. Of a message counts what it says now, of a file its name, of a contact
    card the names. What campaigns sent is not searched.

    A page may hold fewer messages than `limit`, even none, while there is a `nextCursor`: then older messages
    were not looked through yet. New messages are found within a few seconds.
    """
    filters = Filters(
        contact_id=contact_id,
        ticket_id=ticket_id,
        channel_id=channel_id,
        author_id=author_id,
        assignee_id=assignee_id,
        queue_id=queue_id,
        tag_id=tag_id,
        kind=kind,
        since=since,
        until=until,
    )
    async with runtime_of(request).database.worker() as finder:
        return await service.search(session, finder, actor, q, filters, cursor, limit)
