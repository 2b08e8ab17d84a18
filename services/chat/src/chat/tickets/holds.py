"""Tickets that a program holds: people are not offered them before it gives them away.

A program signs in with an API key. It holds a ticket for so long at most, then people may take it: one that
has died keeps no customer waiting.
"""

from datetime import datetime, timedelta
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_platform.identity.context import TenantContext
from chat.tickets import domain, moves
from chat.tickets.domain import OnlyPrograms, TicketState
from chat.tickets.schemas import HandOver, Hold, TicketRead


async def hold(
    session: AsyncSession, actor: TenantContext, ticket_id: UUID, body: Hold, now: datetime
) -> TicketRead:
    """Hold a ticket that no agent has; again: for longer.

    Raises `TicketTaken`, `TicketHeld`, `TicketClosed`, and `OnlyPrograms` for a user: people take tickets.
    """

    def rule(state: TicketState) -> TicketState:
        if actor.kind != "api-key":
            raise OnlyPrograms()
        return domain.held(state, actor.user_id, now + timedelta(minutes=body.minutes))

    return await moves.change(session, actor, ticket_id, rule, now)


async def hand_over(
    session: AsyncSession, actor: TenantContext, ticket_id: UUID, body: HandOver, now: datetime
) -> TicketRead:
    """Give a ticket that is held to people: to a queue, there to an agent or to all, with a note for them.

    What is not named stays as it is. Raises `TicketClosed`, `InvalidInput`, and `TicketNotHeld` unless the
    actor holds it, or manages the inbox.
    """
    await moves.require_queue(session, actor.company_id, body.queue_id)
    await moves.require_agent(session, actor.company_id, body.assignee_id)
    return await moves.change(
        session,
        actor,
        ticket_id,
        lambda state: domain.handed_over(
            state,
            actor.user_id if actor.kind == "api-key" else None,
            body.queue_id or state.queue_id,
            body.assignee_id,
        ),
        now,
        note=body.note,
    )
