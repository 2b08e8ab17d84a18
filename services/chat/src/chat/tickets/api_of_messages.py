"""What agents do with single messages of tickets, and what they choose them from."""

from typing import Annotated, Any, Final
from uuid import UUID

from fastapi import APIRouter, Query, Response

from atende_contracts.permissions import Permission
from atende_platform.data.db import now
from atende_platform.http.access import TenantSession, requires
from atende_platform.http.pagination import Cursor, Limit, Page
from atende_platform.identity.context import TenantContext
from chat.messages.schemas import MessageForward, MessageRead, MessageResend
from chat.templates import service as templates
from chat.templates.schemas import SendableTemplate
from chat.tickets import again
from chat.tickets.service import get_with_contact

router = APIRouter(prefix="/messages")
of_tickets = APIRouter(prefix="/tickets")

Reader = Annotated[TenantContext, requires(Permission.TICKETS_READ)]
Agent = Annotated[TenantContext, requires(Permission.TICKETS_WRITE)]
TemplateName = Annotated[str | None, Query(min_length=1, max_length=512, description="A part of the name")]
Language = Annotated[str | None, Query(min_length=1, max_length=16, description="Such as `pt_BR`")]


_REPEATED: Final[dict[int | str, dict[str, Any]]] = {
    200: {"model": MessageRead, "description": "It was sent before"}
}


@router.post("/{message_id}/resend", operation_id="messages.resend", status_code=201, responses=_REPEATED)
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
async def forward(
    actor: Agent, session: TenantSession, message_id: UUID, body: MessageForward, response: Response
) -> MessageRead:
    """Send what a message says in another ticket. Safe to repeat.

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
    ticket, _ = await get_with_contact(session, actor.company_id, ticket_id)
    return await templates.list_sendable(
        session, actor.company_id, ticket.channel_id, q, language, cursor, limit
    )
