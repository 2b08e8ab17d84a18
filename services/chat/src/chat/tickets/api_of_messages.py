"""What stands in conversations, what agents do with single messages, and what they choose them from."""

from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Query, Response

from atende_contracts.permissions import Permission
from atende_platform.data.db import now
from atende_platform.http.access import TenantSession, requires
from atende_platform.http.idempotency import idempotent
from atende_platform.http.pagination import Cursor, Limit, Page
from atende_platform.identity.context import TenantContext
from chat.messages.domain import FileKind
from chat.messages.schemas import MessageForward, MessagePage, MessageRead, MessageResend
from chat.templates import service as templates
from chat.templates.schemas import SendableTemplate
from chat.tickets import again, conversations
from chat.tickets.conversations import Stretch
from chat.tickets.service import get_with_contact

router = APIRouter(prefix="/messages")
of_tickets = APIRouter(prefix="/tickets")
of_contacts = APIRouter(prefix="/contacts")

Reader = Annotated[TenantContext, requires(Permission.TICKETS_READ)]
Agent = Annotated[TenantContext, requires(Permission.TICKETS_WRITE)]
TemplateName = Annotated[str | None, Query(min_length=1, max_length=512, description="A part of the name")]
Language = Annotated[str | None, Query(min_length=1, max_length=16, description="Such as `pt_BR`")]
Newer = Annotated[
    str | None, Query(max_length=200, description="`previousCursor` of a page: what is newer than that")
]
Around = Annotated[
    UUID | None, Query(description="The id of a message: half of the page is newer, the rest it and older")
]
Kind = Annotated[FileKind | None, Query(description="Files of this kind only")]


@of_tickets.get("/{ticket_id}/messages", operation_id="tickets.listMessages")
async def list_messages(
    actor: Reader,
    session: TenantSession,
    ticket_id: UUID,
    cursor: Cursor = None,
    newer: Newer = None,
    around: Around = None,
    limit: Limit = 50,
) -> MessagePage:
    """The conversation, newest first: from its end, from a cursor on, or around a message."""
    stretch = Stretch(limit, cursor, newer, around)
    return await conversations.of_ticket(session, actor, ticket_id, stretch)


@of_tickets.get("/{ticket_id}/attachments", operation_id="tickets.listAttachments")
async def list_attachments(
    actor: Reader,
    session: TenantSession,
    ticket_id: UUID,
    kind: Kind = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[MessageRead]:
    """The messages of the conversation that have a file, newest first, with its type and size."""
    return await conversations.files_of_ticket(session, actor, ticket_id, kind, cursor, limit)


@of_contacts.get("/{contact_id}/messages", operation_id="contacts.listMessages")
async def list_messages_of_contact(
    actor: Reader,
    session: TenantSession,
    contact_id: UUID,
    cursor: Cursor = None,
    newer: Newer = None,
    around: Around = None,
    limit: Limit = 50,
) -> MessagePage:
    """All that stands in the conversations with a contact, newest first, with and without a ticket.

    Also campaigns' messages, and what was written on the phone.
    """
    stretch = Stretch(limit, cursor, newer, around)
    return await conversations.of_contact(session, actor, contact_id, stretch)


@of_contacts.get("/{contact_id}/attachments", operation_id="contacts.listAttachments")
async def list_attachments_of_contact(
    actor: Reader,
    session: TenantSession,
    contact_id: UUID,
    kind: Kind = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[MessageRead]:
    """The messages with a file in all conversations with a contact, newest first."""
    return await conversations.files_of_contact(session, actor, contact_id, kind, cursor, limit)


_REPEATED: Final[dict[int | str, dict[str, Any]]] = {
    200: {"model": MessageRead, "description": "It was sent before"}
}


@router.post("/{message_id}/resend", operation_id="messages.resend", status_code=201, responses=_REPEATED)
@idempotent()
async def resend(
    actor: Agent, session: TenantSession, message_id: UUID, body: MessageResend, response: Response
) -> MessageRead:
    """Send a message again that did not arrive. Safe to repeat: it is sent again once, by anyone.

    The new message has `resendOf`, the first one `resentAs`. One of which it is not known whether it arrived
    (`unconfirmed`) needs `confirm`.
    """
    message, is_new = await again.resend(session, actor, message_id, body, now())
    if not is_new:
        response.status_code = 200
    return message


@router.post("/{message_id}/forward", operation_id="messages.forward", status_code=201, responses=_REPEATED)
@idempotent()
async def forward(
    actor: Agent, session: TenantSession, message_id: UUID, body: MessageForward, response: Response
) -> MessageRead:
    """Send what a message says in another ticket, or to a contact on a channel. Safe to repeat.

    Files are not copied. Of templates, buttons and choices the text is sent.
    """
    message, is_new = await again.forward(session, actor, message_id, body, now())
    if not is_new:
        response.status_code = 200
    return message


@of_tickets.get("/{ticket_id}/templates", operation_id="tickets.listTemplates")
async def list_templates(
    actor: Reader,
    session: TenantSession,
    ticket_id: UUID,
    q: TemplateName = None,
    language: Language = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[SendableTemplate]:
    """The approved templates of the ticket's channel, by name: which values each takes, and what it says.

    `GET /channels/{channelId}/templates` has those of any channel, in any state.
    """
    ticket, _ = await get_with_contact(session, actor, ticket_id)
    return await templates.list_sendable(
        session, actor.company_id, ticket.channel_id, q, language, cursor, limit
    )
