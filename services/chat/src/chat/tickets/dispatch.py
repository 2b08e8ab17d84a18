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

COMPANIES: Final = 50
EACH: Final = 20
"""Tickets of a company in a round."""


async def candidates(session: AsyncSession, after: UUID, now: datetime) -> list[User]:
    """Return whom tickets of some companies behind one could be given to, in the order of companies."""
    found = await repository.candidates(session, after, now - MENU_FOR, COMPANIES)
    return sorted(User(company_id, user_id) for company_id, user_id in found)


async def give(session: AsyncSession, here: Collection[User], now: datetime) -> int:
    """Give some tickets that wait to those who are here; return how many it was."""
    if not here:
        return 0
    rules = await repository.lock_assigning(session, {user.company_id for user in here})
    if not rules:
        return 0
    companies = [row.company_id for row in rules]
    tickets = await repository.lock_waiting(session, companies, now - MENU_FOR, EACH)
    if not tickets:
        return 0
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
        return 0
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
    return len(taken)


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


async def holders(session: AsyncSession, after: UUID) -> tuple[list[User], UUID | None]:
    """Return who has open tickets in some companies behind one that take those of absent agents.

    And the last of these companies; None if there are none.
    """
    found, last = await repository.holders(session, after, COMPANIES)
    return sorted(User(company_id, user_id) for company_id, user_id in found), last


async def release(
    session: AsyncSession, asked: Collection[User], here: Collection[User], now: datetime
) -> int:
    """Let some open tickets of users wait for others who have been away for too long; return how many."""
    await repository.note_present(session, sorted(here))
    away = await repository.note_absent(session, sorted({*asked} - {*here}), now)
    if not away:
        return 0
    return len(await assignment.free(session, [User(*one) for one in away], now))
