"""Tickets that wait in queues are given to agents who are here, and those of absent agents wait again.

Who is here is asked outside of any transaction. Of each company one transaction at a time assigns, so that
two workers never exceed an agent's capacity together, nor assign a ticket twice.
"""

from collections.abc import Awaitable, Callable, Collection, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from chat.directory.domain import User
from chat.policies.domain import Assignment
from chat.tickets import assignment, domain
from chat.tickets.answering import MENU_FOR
from chat.tickets.repository import routing as repository
from chat.tickets.sharing import Member, Share, Waiting, share_out

if TYPE_CHECKING:
    from chat.tickets.models import Ticket

Users = Callable[[Collection[User]], Awaitable[set[User]]]
"""Returns those of some users who are here: for new tickets, or at all."""

EACH: Final = 20
"""Tickets of a company in a round."""


async def assigning(session: AsyncSession, after: UUID, most: int, now: datetime) -> list[UUID]:
    """Return some companies behind one, in their order, that have tickets to assign."""
    return await repository.assigning(session, after, now - MENU_FOR, most)


async def candidates(session: AsyncSession, companies: Sequence[UUID]) -> list[User]:
    """Return whom tickets of companies could be given to."""
    found = await repository.candidates(session, companies)
    return sorted(User(company_id, user_id) for company_id, user_id in found)


async def give(session: AsyncSession, _: Collection[User], here: Collection[User], now: datetime) -> bool:
    """Give some tickets that wait to those who are here; tell whether there were any."""
    if not here:
        return False
    rules = await repository.lock_assigning(session, {user.company_id for user in here})
    if not rules:
        return False
    companies = [row.company_id for row in rules]
    tickets = await repository.lock_waiting(session, companies, now - MENU_FOR, EACH)
    if not tickets:
        return False
    members = await repository.lock_members(
        session, {(one.company_id, one.queue_id) for one in tickets if one.queue_id is not None}
    )
    shares: list[Share] = []
    for row in rules:
        shares += _shares(
            [one for one in tickets if one.company_id == row.company_id],
            [one for one in members if one.company_id == row.company_id],
            {user.id for user in here if user.company_id == row.company_id},
            Assignment(row.assignment),
            row.agent_capacity,
        )
    given = {share.ticket_id: share for share in shares}
    taken = [one for one in tickets if one.id in given]
    if not taken:
        return False
    # Later than all turns before, whatever the clocks of other workers say.
    last = max((one.last_assigned_at for one in members if one.last_assigned_at is not None), default=now)
    turns = [max(now, last) + timedelta(microseconds=nth) for nth in range(1, len(taken) + 1)]
    # Of who gets several, the last turn counts.
    at = {
        (one.company_id, given[one.id].queue_id, given[one.id].user_id): turn
        for one, turn in zip(taken, turns, strict=True)
    }
    await repository.take_turns(session, [(*member, turn) for member, turn in at.items()])
    await assignment.move(
        session, taken, lambda ticket, state: domain.assigned(state, given[ticket.id].user_id), now
    )
    return True


def _shares(
    tickets: "Sequence[Ticket]",
    members: Sequence[repository.QueueAgent],
    here: Collection[UUID],
    mode: Assignment,
    capacity: int | None,
) -> list[Share]:
    return share_out(
        [Waiting(one.id, one.queue_id) for one in tickets if one.queue_id is not None],
        [Member(one.queue_id, one.user_id, one.last_assigned_at) for one in members],
        {one.user_id: one.load for one in members},
        here,
        mode,
        capacity,
    )


async def releasing(session: AsyncSession, after: UUID, most: int, _: datetime) -> list[UUID]:
    """Return some companies behind one, in their order, that take tickets of absent agents."""
    return await repository.releasing(session, after, most)


async def holders(session: AsyncSession, companies: Sequence[UUID]) -> list[User]:
    """Return who has open tickets in companies."""
    found = await repository.holders(session, companies)
    return sorted(User(company_id, user_id) for company_id, user_id in found)


async def release(
    session: AsyncSession, asked: Collection[User], here: Collection[User], now: datetime
) -> bool:
    """Let some open tickets of users wait for others who have been away for too long."""
    await repository.note_present(session, sorted(here))
    away = await repository.note_absent(session, sorted({*asked} - {*here}), now)
    return bool(away) and await assignment.free(session, [User(*one) for one in away], now)
