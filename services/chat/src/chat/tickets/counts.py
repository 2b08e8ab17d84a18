"""How many tickets stand in the lists of many users at once: what their sockets get."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from chat.policies.scope import Scope
from chat.tickets.events import CountsChanged, QueueCounts
from chat.tickets.repository import counts as repository

_SUMS: Final = ("tickets", "snoozed", "waiting", "unread")


@dataclass(frozen=True, slots=True)
class Counts:
    """How many of a company's tickets are not closed, by queue and agent, and by who participates in them."""

    _groups: Sequence[Any]

    def of(self, scope: Scope) -> CountsChanged:
        """Return the counts of what a user sees, as `chat.tickets.lists.count_tickets` does."""
        sums = dict.fromkeys((*_SUMS, "mine", "unassigned", "participating"), 0)
        queues: dict[UUID | None, QueueCounts] = {}
        waiting_since = None
        for group in self._groups:
            if group.participant_id is not None:
                if group.participant_id != scope.user_id:
                    continue
                sums["participating"] += group.tickets
            # What they see as participants only; the rest has been counted, or is, without participants.
            if scope.sees(group.queue_id, group.assignee_id) is (group.participant_id is not None):
                continue
            for name in _SUMS:
                sums[name] += getattr(group, name)
            unassigned = group.tickets if group.assignee_id is None else 0
            sums["unassigned"] += unassigned
            sums["mine"] += group.tickets if group.assignee_id == scope.user_id else 0
            queue = queues.setdefault(group.queue_id, QueueCounts(id=group.queue_id, tickets=0, unassigned=0))
            queue.tickets += group.tickets
            queue.unassigned += unassigned
            if group.waiting_since is not None:
                waiting_since = min(waiting_since or group.waiting_since, group.waiting_since)
        all_ = sums.pop("tickets")
        return CountsChanged(**sums, all=all_, waiting_since=waiting_since, queues=[*queues.values()])


async def count(session: AsyncSession, company_id: UUID) -> Counts:
    """Return the counts of a company, for as many users as there are: one statement."""
    return Counts(await repository.count(session, company_id))
