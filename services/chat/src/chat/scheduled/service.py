"""What agents do with messages that wait for their time."""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.content import MessageContent
from atende_contracts.event import TextContent
from atende_contracts.ids import uuid7
from atende_contracts.permissions import Permission
from atende_platform.errors import NotFound
from atende_platform.http.pagination import Page, decode_cursor, next_cursor
from atende_platform.http.revisions import ANY, Expected
from atende_platform.identity.context import TenantContext
from atende_platform.limits.quotas import take_turns
from chat.directory import service as directory
from chat.messages.domain import digest_of
from chat.scheduled import domain
from chat.scheduled.domain import (
    MAX_PENDING,
    ScheduledOver,
    ScheduledStatus,
    TooManyScheduled,
)
from chat.scheduled.events import scheduled_updated
from chat.scheduled.repository import ScheduledMessages
from chat.scheduled.schemas import ScheduledMessageCreate, ScheduledMessageRead, ScheduledMessageUpdate
from chat.tickets.domain import ClientMessageIdReused
from chat.tickets.reply import Outgoing, require_fitting
from chat.tickets.service import get_with_contact, require_private, require_working
from chat.updates import service as updates

if TYPE_CHECKING:
    from chat.scheduled.models import ScheduledMessage

_DEFAULT_ZONE = "America/Sao_Paulo"


async def create(
    session: AsyncSession,
    actor: TenantContext,
    ticket_id: UUID,
    body: ScheduledMessageCreate,
    now: datetime,
) -> tuple[ScheduledMessageRead, bool]:
    """Have a message sent in a ticket at a time.

    Returns it, and whether it is new: the same ``client_message_id`` of an agent gives the first one. Raises
    `ClientMessageIdReused`, `TooManyScheduled`, `Unauthenticated`, `InvalidInput` for a time that has passed,
    and what `chat.tickets.reply.require_fitting` raises. Whether the customer's window is open is only known
    when the time comes.
    """
    await require_working(session, actor)
    content = body.message()
    zone = body.time_zone or await _zone(session, actor.company_id)
    digest = digest_of(content.kind, content.model_dump_json(exclude_defaults=True), body.reply_to)
    scheduled = ScheduledMessages(session, actor.company_id)
    earlier = await scheduled.find_by_client(actor.user_id, body.client_message_id)
    if earlier is None:
        send_at = domain.moment(body.send_at, zone, now)
        text = await _fitting(session, actor, ticket_id, content, body.reply_to)
        await take_turns(session, actor.company_id, "scheduled_messages")
        if await scheduled.waiting() >= MAX_PENDING:
            raise TooManyScheduled(most=MAX_PENDING)
        row = await scheduled.insert(
            {
                "company_id": actor.company_id,
                "id": uuid7(),
                "ticket_id": ticket_id,
                "author_id": actor.user_id,
                "client_message_id": body.client_message_id,
                "client_digest": digest,
                "content": _stored(content),
                "text": text,
                "reply_to": body.reply_to,
                "send_at": send_at,
                "time_zone": zone,
                "created_at": now,
                "updated_at": now,
            }
        )
        if row is not None:
            await updates.append(session, [scheduled_updated(row)])
            return ScheduledMessageRead.of(row), True
        earlier = await scheduled.find_by_client(actor.user_id, body.client_message_id)
    if earlier is None or earlier.client_digest != digest or earlier.ticket_id != ticket_id:
        raise ClientMessageIdReused(message_id=str(earlier.id if earlier else ticket_id))
    return ScheduledMessageRead.of(earlier), False


async def list_of_ticket(
    session: AsyncSession,
    actor: TenantContext,
    ticket_id: UUID,
    status: ScheduledStatus | None,
    cursor: str | None,
    limit: int,
) -> Page[ScheduledMessageRead]:
    """Return a page of those of a ticket's customer on its channel, the earliest first. Raises `NotFound`."""
    ticket, _ = await get_with_contact(session, actor, ticket_id)
    conversation = (ticket.contact_id, ticket.channel_id)
    found = await ScheduledMessages(session, actor.company_id).page(
        status, None, conversation, decode_cursor(cursor), limit + 1
    )
    return _page(found, limit)


async def list_all(
    session: AsyncSession,
    actor: TenantContext,
    status: ScheduledStatus | None,
    author_id: UUID | None,
    cursor: str | None,
    limit: int,
) -> Page[ScheduledMessageRead]:
    """Return a page of the actor's own, or of all for who manages tickets, the earliest first."""
    if not actor.may(Permission.TICKETS_MANAGE):
        author_id = actor.user_id
    found = await ScheduledMessages(session, actor.company_id).page(
        status, author_id, None, decode_cursor(cursor), limit + 1
    )
    return _page(found, limit)


def _page(found: Any, limit: int) -> Page[ScheduledMessageRead]:
    return Page(
        items=[ScheduledMessageRead.of(row) for row in found[:limit]],
        next_cursor=next_cursor(found, limit, lambda row: (row.send_at, row.id)),
    )


async def get(session: AsyncSession, actor: TenantContext, id_: UUID) -> ScheduledMessageRead:
    """Return one. Raises `NotFound`, also when its ticket is not the actor's to see."""
    row = await _find(session, actor, id_)
    return ScheduledMessageRead.of(row)


async def update(
    session: AsyncSession,
    actor: TenantContext,
    id_: UUID,
    body: ScheduledMessageUpdate,
    now: datetime,
    *,
    expected: Expected = ANY,
) -> ScheduledMessageRead:
    """Change what is given of one that waits.

    Raises `NotFound`, `ScheduledOver`, `PreconditionFailed` and what `create` raises.
    """
    row = await _lock_waiting(session, actor, id_)
    expected.require(row.revision)
    changes: dict[str, Any] = {}
    content = body.content or (TextContent(body=body.text) if body.text is not None else None)
    if content is not None:
        text = await _fitting(session, actor, row.ticket_id, content, row.reply_to)
        changes |= {"content": _stored(content), "text": text}
    zone = body.time_zone or row.time_zone
    if body.send_at is not None:
        changes["send_at"] = domain.moment(body.send_at, zone, now)
    if zone != row.time_zone:
        changes["time_zone"] = zone
    if all(getattr(row, name) == value for name, value in changes.items()):
        return ScheduledMessageRead.of(row)
    return await _store(session, row, changes | {"claimed_until": None, "attempts": 0}, now)


async def cancel(
    session: AsyncSession, actor: TenantContext, id_: UUID, now: datetime, *, expected: Expected = ANY
) -> None:
    """Have one not sent; one that was cancelled stays so.

    Raises `NotFound`, `ScheduledOver` and `PreconditionFailed`.
    """
    found = await _find(session, actor, id_)
    if found.status == ScheduledStatus.CANCELLED:
        return
    row = await _lock_waiting(session, actor, id_)
    expected.require(row.revision)
    await _store(session, row, {"status": ScheduledStatus.CANCELLED}, now)


async def _store(
    session: AsyncSession, row: "ScheduledMessage", changes: dict[str, Any], now: datetime
) -> ScheduledMessageRead:
    scheduled = ScheduledMessages(session, row.company_id)
    stored = await scheduled.update({**row.model_dump(), **changes, "updated_at": now})
    await updates.append(session, [scheduled_updated(stored)])
    return ScheduledMessageRead.of(stored)


async def _find(session: AsyncSession, actor: TenantContext, id_: UUID) -> "ScheduledMessage":
    row = await ScheduledMessages(session, actor.company_id).find(id_)
    if row is None:
        raise NotFound("scheduled-message-not-found")
    await get_with_contact(session, actor, row.ticket_id)
    return row


async def _lock_waiting(session: AsyncSession, actor: TenantContext, id_: UUID) -> "ScheduledMessage":
    await _find(session, actor, id_)
    row = await ScheduledMessages(session, actor.company_id).find(id_, lock=True)
    if row is None:
        raise NotFound("scheduled-message-not-found")
    if row.status != ScheduledStatus.SCHEDULED:
        raise ScheduledOver(status=row.status)
    return row


async def _fitting(
    session: AsyncSession,
    actor: TenantContext,
    ticket_id: UUID,
    content: MessageContent,
    reply_to: str | None,
) -> str | None:
    """Return what of a message can be read, having checked all that can be before its time."""
    ticket, contact = await get_with_contact(session, actor, ticket_id)
    require_private(ticket)
    written, _ = await require_fitting(session, ticket, contact, Outgoing(content, "", reply_to))
    text: str | None = written["text"]
    return text


async def _zone(session: AsyncSession, company_id: UUID) -> str:
    company = await directory.find_company(session, company_id)
    return _DEFAULT_ZONE if company is None else company.time_zone


def _stored(content: MessageContent) -> dict[str, Any]:
    stored: dict[str, Any] = content.model_dump(mode="json", exclude_none=True)
    return stored
