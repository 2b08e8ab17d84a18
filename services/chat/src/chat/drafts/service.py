"""What agents have begun to write: one draft for each agent and ticket."""

from datetime import datetime
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.errors import NotFound
from atende_platform.identity.context import TenantContext
from chat.drafts.domain import MAX_DRAFTS
from chat.drafts.events import DraftChanged
from chat.drafts.repository import Drafts, purge
from chat.drafts.schemas import DraftRead, DraftWrite
from chat.tickets import service as tickets
from chat.updates import service as updates

__all__ = ["get", "list_own", "purge", "remove", "write"]


def _drafts(session: AsyncSession, actor: TenantContext) -> Drafts:
    return Drafts(session, actor.company_id, actor.user_id)


async def list_own(session: AsyncSession, actor: TenantContext) -> list[DraftRead]:
    """Return the actor's drafts, the last changed first."""
    return [DraftRead.of(draft) for draft in await _drafts(session, actor).newest(MAX_DRAFTS)]


async def get(session: AsyncSession, actor: TenantContext, ticket_id: UUID) -> DraftRead:
    """Return the actor's draft in a ticket. Raises `NotFound`."""
    draft = await _drafts(session, actor).find(ticket_id)
    if draft is None:
        raise NotFound("draft-not-found")
    return DraftRead.of(draft)


async def write(
    session: AsyncSession, actor: TenantContext, ticket_id: UUID, body: DraftWrite, now: datetime
) -> DraftRead:
    """Store the actor's draft in place of the one before. Raises `NotFound` if they see no such ticket."""
    await tickets.get_ticket(session, actor, ticket_id)
    drafts = _drafts(session, actor)
    draft = await drafts.write(ticket_id, body.text, body.reply_to, body.attachment_ids, now)
    if draft is None:
        raise NotFound("ticket-not-found")
    if draft.revision == 1:
        await drafts.remove_oldest(MAX_DRAFTS)
    await _tell(session, actor, ticket_id, draft.revision)
    return DraftRead.of(draft)


async def remove(session: AsyncSession, actor: TenantContext, ticket_id: UUID) -> None:
    """Remove the actor's draft in a ticket, if there is one. Raises `NotFound` if they see no such ticket."""
    await tickets.get_ticket(session, actor, ticket_id)
    if await _drafts(session, actor).remove(ticket_id):
        await _tell(session, actor, ticket_id, None)


async def _tell(session: AsyncSession, actor: TenantContext, ticket_id: UUID, revision: int | None) -> None:
    changed = DraftChanged(ticket_id=ticket_id, revision=revision)
    await updates.notify(session, actor.company_id, actor.user_id, changed)
