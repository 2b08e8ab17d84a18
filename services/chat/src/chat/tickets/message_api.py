"""What agents do with single messages of tickets, and what they choose them from."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from atende_contracts.permissions import Permission
from atende_platform.http.access import TenantSession, requires
from atende_platform.http.pagination import Cursor, Limit, Page
from atende_platform.identity.context import TenantContext
from chat.templates import service as templates
from chat.templates.schemas import SendableTemplate
from chat.tickets.service import get_with_contact

of_tickets = APIRouter(prefix="/tickets")

Reader = Annotated[TenantContext, requires(Permission.TICKETS_READ)]
Agent = Annotated[TenantContext, requires(Permission.TICKETS_WRITE)]
TemplateName = Annotated[str | None, Query(min_length=1, max_length=512, description="A part of the name")]
Language = Annotated[str | None, Query(min_length=1, max_length=16, description="Such as `pt_BR`")]


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
