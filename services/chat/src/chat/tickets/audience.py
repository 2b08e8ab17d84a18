"""Who sees which ticket, by what is known of it without the ticket itself: what sockets need to know."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Self
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from chat.policies.scope import Scope
from chat.tickets.repository import audiences as repository
from chat.tickets.repository.visibility import VISIBLE

__all__ = ["VISIBLE", "Audience", "audiences"]


@dataclass(frozen=True, slots=True)
class Audience:
    """Where a ticket belongs: what a user's scope decides by."""

    queue_id: UUID | None
    assignee_id: UUID | None
    participant_ids: frozenset[UUID] = frozenset()

    @classmethod
    def of_payload(cls, ticket: Mapping[str, Any]) -> Self:
        """Return that of a ticket as clients get it; before an upgrade it had no queue."""
        queue, assignee = ticket.get("queueId"), ticket.get("assigneeId")
        return cls(
            queue and UUID(queue),
            assignee and UUID(assignee),
            frozenset(map(UUID, ticket.get("participantIds", ()))),
        )

    def is_seen_by(self, scope: Scope) -> bool:
        return scope.sees(self.queue_id, self.assignee_id, self.participant_ids)


async def audiences(
    session: AsyncSession, company_id: UUID, ticket_ids: Collection[UUID]
) -> dict[UUID, Audience]:
    """Return who sees each of these tickets of a company, of those that there are: one statement."""
    if not ticket_ids:
        return {}
    return {
        row.id: Audience(row.queue_id, row.assignee_id, frozenset(row.participant_ids))
        for row in await repository.find(session, company_id, ticket_ids)
    }
