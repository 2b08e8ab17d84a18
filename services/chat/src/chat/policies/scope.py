"""What of the inbox a user may see."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.permissions import Permission
from atende_platform.identity.context import TenantContext
from chat.policies import repository


@dataclass(frozen=True, slots=True)
class Scope:
    """Which tickets a user may see: all, or those that concern them.

    These are the tickets of no queue and of theirs, those assigned to them, and where they participate.
    """

    everything: bool
    user_id: UUID
    queue_ids: frozenset[UUID] = frozenset()

    @property
    def viewer(self) -> UUID | None:
        """The user whose tickets are looked for; None: all of the company's."""
        return None if self.everything else self.user_id

    def sees(
        self, queue_id: UUID | None, assignee_id: UUID | None, participant_ids: Collection[UUID] = ()
    ) -> bool:
        """Tell whether a ticket with these is among them."""
        return (
            self.everything
            or queue_id is None
            or queue_id in self.queue_ids
            or assignee_id == self.user_id
            or self.user_id in participant_ids
        )


EVERYTHING: Final = Scope(everything=True, user_id=UUID(int=0))
"""What the system itself sees."""


def viewer_of(actor: TenantContext) -> UUID | None:
    """Return as whom a single ticket is looked for; None: as somebody who sees all of the company's.

    Whether the company's policy lets all agents see all is asked by the statement that looks for it.
    """
    if actor.kind == "api-key" or actor.may(Permission.TICKETS_MANAGE):
        return None
    return actor.user_id


async def scope_of(session: AsyncSession, actor: TenantContext) -> Scope:
    """Return what the actor may see. Those who manage the inbox and API keys see all of it.

    An agent or viewer sees what the company's policy says; that takes one statement.
    """
    if viewer_of(actor) is None:
        return Scope(everything=True, user_id=actor.user_id)
    found = await repository.scope_of(session, actor.company_id, actor.user_id)
    return Scope(found.everything, actor.user_id, frozenset(found.queues))
