"""Conversations as agents read them: of a ticket, and of all tickets with a contact."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.errors import InvalidInput, NotFound
from atende_platform.http.pagination import Page, decode_cursor, encode_cursor, next_cursor
from atende_platform.identity.context import TenantContext
from chat.contacts import service as contacts
from chat.messages import service as messages
from chat.messages.domain import FileKind
from chat.messages.schemas import MessagePage, MessageRead
from chat.messages.service import Messages
from chat.policies.scope import viewer_of
from chat.tickets.repository.conversations import START, Conversations, Place, Position
from chat.tickets.service import get_with_contact

if TYPE_CHECKING:
    from chat.messages.models import Message

Read = Callable[[Place, int], "Awaitable[Sequence[Message]]"]
"""Returns so many messages of a conversation from a place on."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Which part of a conversation is asked for; without any of the three its newest messages."""

    limit: int
    cursor: str | None = None
    """What is older than the page that had it as ``nextCursor``."""
    newer: str | None = None
    """What is newer than the page that had it as ``previousCursor``."""
    around: UUID | None = None
    """What stands before and after a message, with it."""

    def __post_init__(self) -> None:
        if sum(one is not None for one in (self.cursor, self.newer, self.around)) > 1:
            raise InvalidInput("give_one_of", field="cursor", fields="cursor, newer, around")


async def of_ticket(
    session: AsyncSession, actor: TenantContext, ticket_id: UUID, stretch: Stretch
) -> MessagePage:
    """Return a page of a ticket's conversation, newest first. Raises `NotFound`."""
    ticket, _ = await get_with_contact(session, actor, ticket_id)
    conversations = Conversations(session, actor.company_id, viewer_of(actor))

    async def read(place: Place, limit: int) -> "Sequence[Message]":
        return await conversations.of_ticket(ticket, place, limit)

    # What was sent to a name before it was a contact's is the contact's all the same.
    contact_id = ticket.contact_id if ticket.group_id is None else None
    return await _page(session, actor.company_id, stretch, read, contact_id)


async def of_contact(
    session: AsyncSession, actor: TenantContext, contact_id: UUID, stretch: Stretch
) -> MessagePage:
    """Return a page of what stands in the conversations with a contact, newest first. Raises `NotFound`."""
    await contacts.get_contact(session, actor.company_id, contact_id)
    conversations = Conversations(session, actor.company_id, viewer_of(actor))

    async def read(place: Place, limit: int) -> "Sequence[Message]":
        return await conversations.of_contact(contact_id, place, limit)

    return await _page(session, actor.company_id, stretch, read, contact_id)


async def files_of_ticket(
    session: AsyncSession,
    actor: TenantContext,
    ticket_id: UUID,
    kind: FileKind | None,
    cursor: str | None,
    limit: int,
) -> Page[MessageRead]:
    """Return a page of the messages with a file in a ticket's conversation, newest first."""
    ticket, _ = await get_with_contact(session, actor, ticket_id)
    place = START.behind(decode_cursor(cursor)).of_kind(kind)
    found = await Conversations(session, actor.company_id, viewer_of(actor)).of_ticket(
        ticket, place, limit + 1
    )
    return await _files(session, found, limit)


async def files_of_contact(
    session: AsyncSession,
    actor: TenantContext,
    contact_id: UUID,
    kind: FileKind | None,
    cursor: str | None,
    limit: int,
) -> Page[MessageRead]:
    """Return a page of the messages with a file in the conversations with a contact, newest first."""
    await contacts.get_contact(session, actor.company_id, contact_id)
    place = START.behind(decode_cursor(cursor)).of_kind(kind)
    found = await Conversations(session, actor.company_id, viewer_of(actor)).of_contact(
        contact_id, place, limit + 1
    )
    return await _files(session, found, limit)


async def _files(session: AsyncSession, found: "Sequence[Message]", limit: int) -> Page[MessageRead]:
    shown = await messages.show(session, found[:limit])
    # What was taken back has no file any more.
    return Page(
        items=[message for message in shown if message.root.media is not None],
        next_cursor=next_cursor(found, limit, _position),
    )


async def _page(
    session: AsyncSession, company_id: UUID, stretch: Stretch, read: Read, contact_id: UUID | None
) -> MessagePage:
    if stretch.around is not None:
        found = await _around(session, company_id, stretch.around, read, stretch.limit)
    elif stretch.newer is not None:
        found = await _newer(decode_cursor(stretch.newer), read, stretch.limit)
    else:
        older = await read(START.behind(decode_cursor(stretch.cursor)), stretch.limit + 1)
        items = older[: stretch.limit]
        found = _Found(items, len(older) > stretch.limit, stretch.cursor is not None and bool(items))
    shown = await messages.show(session, found.items)
    if contact_id is not None:
        shown = [message.with_contact(contact_id) for message in shown]
    return MessagePage(
        items=shown,
        next_cursor=encode_cursor(*_position(found.items[-1])) if found.has_older else None,
        previous_cursor=encode_cursor(*_position(found.items[0])) if found.has_newer else None,
    )


class _Found(NamedTuple):
    """Messages, newest first, and whether there may be more on either side."""

    items: "Sequence[Message]"
    has_older: bool
    has_newer: bool


async def _newer(position: Position | None, read: Read, limit: int) -> _Found:
    newer = await read(START.before(position), limit + 1)
    items = [*reversed(newer[:limit])]
    return _Found(items, bool(items), len(newer) > limit)


async def _around(
    session: AsyncSession, company_id: UUID, message_id: UUID, read: Read, limit: int
) -> _Found:
    message = await Messages(session, company_id).find(message_id)
    if message is None:
        raise NotFound("message-not-found")
    above = limit // 2
    older = await read(START.since(_position(message)), limit - above + 1)
    if not older or older[0].id != message_id:  # It stands in another conversation.
        raise NotFound("message-not-found")
    newer = await read(START.before(_position(message)), above + 1)
    items = [*reversed(newer[:above]), *older[: limit - above]]
    return _Found(items, len(older) > limit - above, len(newer) > above)


def _position(message: "Message") -> Position:
    return message.sent_at, message.id
