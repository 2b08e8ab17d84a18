"""How many tickets stand in the lists of many users at once: what their sockets get."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from chat.policies.scope import Scope
from chat.tickets.events import CountsChanged, QueueCounts
from chat.tickets.repository import counts as repository


@dataclass(slots=True)
class _Sum:
    """How many tickets some groups have."""

    tickets: int = 0
    unassigned: int = 0
    snoozed: int = 0
    snoozed_unassigned: int = 0
    waiting: int = 0
    unread: int = 0
    waiting_since: datetime | None = None

    def add(self, group: Any) -> None:
        """Count a group, or another sum, too."""
        self.tickets += group.tickets
        self.unassigned += group.unassigned
        self.snoozed += group.snoozed
        self.snoozed_unassigned += group.snoozed_unassigned
        self.waiting += group.waiting
        self.unread += group.unread
        if group.waiting_since is not None:
            self.waiting_since = min(self.waiting_since or group.waiting_since, group.waiting_since)


class Counts:
    """How many of a company's tickets are not closed, for any of its users."""

    def __init__(self, groups: Sequence[Any]) -> None:
        """Take the groups of `chat.tickets.repository.counts`."""
        self._of_queue: dict[UUID | None, _Sum] = {}
        self._of_assignee: dict[UUID, list[Any]] = {}
        self._of_participant: dict[UUID, list[Any]] = {}
        for group in groups:
            if group.participant_id is not None:
                self._of_participant.setdefault(group.participant_id, []).append(group)
                continue
            self._of_queue.setdefault(group.queue_id, _Sum()).add(group)
            if group.assignee_id is not None:
                self._of_assignee.setdefault(group.assignee_id, []).append(group)

    def of(self, scope: Scope) -> CountsChanged:
        """Return the counts of what a user sees, as `chat.tickets.lists.count_tickets` does.

        It takes a step for each queue and each group of the user's own.
        """
        queues: dict[UUID | None, _Sum] = {}
        for queue_id, each in self._of_queue.items():
            if scope.sees(queue_id, None):
                queues[queue_id] = replace(each)
        seen = set(queues)
        own = self._of_assignee.get(scope.user_id, [])
        followed = self._of_participant.get(scope.user_id, [])
        for group in (*own, *(one for one in followed if one.assignee_id != scope.user_id)):
            if group.queue_id not in seen:
                queues.setdefault(group.queue_id, _Sum()).add(group)
        total = _Sum()
        for each in queues.values():
            total.add(each)
        return CountsChanged(
            all=total.tickets,
            mine=sum(group.tickets for group in own),
            unassigned=total.unassigned,
            participating=sum(group.tickets for group in followed),
            waiting=total.waiting,
            unread=total.unread,
            snoozed=total.snoozed,
            snoozed_mine=sum(group.snoozed for group in own),
            snoozed_unassigned=total.snoozed_unassigned,
            waiting_since=total.waiting_since,
            queues=[
                QueueCounts(id=queue_id, tickets=each.tickets, unassigned=each.unassigned)
                for queue_id, each in queues.items()
            ],
        )


async def count(session: AsyncSession, company_id: UUID) -> Counts:
    """Return the counts of a company, for as many users as there are: one statement."""
    return Counts(await repository.count(session, company_id))
