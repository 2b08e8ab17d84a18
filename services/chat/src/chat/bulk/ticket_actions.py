"""Bulk actions on tickets: what agents do with one, done with many."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.permissions import Permission
from atende_platform.errors import AppError
from atende_platform.http.pagination import decode_id, encode_id
from atende_platform.identity.context import TenantContext
from chat.bulk import repository
from chat.bulk.action import Work
from chat.bulk.domain import Done, Outcome, Parameters, Portion
from chat.tags import service as tags
from chat.tickets import details, moves
from chat.tickets import service as tickets
from chat.tickets.schemas import TicketRead

Move = Callable[[Work, UUID], Awaitable[TicketRead]]
Check = Callable[[AsyncSession, TenantContext, Parameters], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class MoveTickets:
    """Does with each ticket what ``move`` does with one; ``check`` raises when it could be done with none."""

    move: Move
    check: Check | None = None

    needs: ClassVar[Permission] = Permission.TICKETS_WRITE
    needs_by_filter: ClassVar[Permission] = Permission.TICKETS_MANAGE
    portion: ClassVar[int] = 50

    async def prepare(
        self, session: AsyncSession, actor: TenantContext, parameters: Parameters
    ) -> Parameters:
        if self.check is not None:
            await self.check(session, actor, parameters)
        return parameters

    async def find(
        self,
        finder: AsyncSession,
        company_id: UUID,
        wanted: dict[str, Any],
        position: str | None,
        at: datetime,
    ) -> Portion:
        ids = await repository.find_tickets(finder, company_id, wanted, decode_id(position), at, self.portion)
        return Portion(ids, encode_id(ids[-1]) if len(ids) == self.portion else None)

    async def apply(self, work: Work) -> Done:
        # All at once and in their order: each move appends to the event log, behind which nobody may wait.
        revisions = await repository.lock_tickets(work.session, work.company_id, work.portion.ids)
        outcomes: dict[UUID, Outcome] = {}
        for ticket_id, revision in revisions.items():
            try:
                after = await self.move(work, ticket_id)
            except AppError as refusal:
                outcomes[ticket_id] = refusal.at("id")
            else:
                outcomes[ticket_id] = "unchanged" if after.revision == revision else "changed"
        return Done(outcomes)


def _id(parameters: Parameters, name: str) -> UUID | None:
    return UUID(parameters[name]) if parameters.get(name) else None


async def _close(work: Work, ticket_id: UUID) -> TicketRead:
    return await moves.close(work.session, work.actor, ticket_id, work.now, work.parameters.get("reason"))


async def _assign(work: Work, ticket_id: UUID) -> TicketRead:
    assignee = _id(work.parameters, "assignee_id")
    return await moves.assign(work.session, work.actor, ticket_id, assignee, work.now)


async def _transfer(work: Work, ticket_id: UUID) -> TicketRead:
    queue, assignee = _id(work.parameters, "queue_id"), _id(work.parameters, "assignee_id")
    return await moves.transfer(work.session, work.actor, ticket_id, queue, assignee, None, work.now)


async def _tag(work: Work, ticket_id: UUID) -> TicketRead:
    tag_id = UUID(work.parameters["tag_id"])
    return await details.add_tag(work.session, work.actor, ticket_id, tag_id, work.now)


async def _untag(work: Work, ticket_id: UUID) -> TicketRead:
    tag_id = UUID(work.parameters["tag_id"])
    return await details.remove_tag(work.session, work.actor, ticket_id, tag_id, work.now)


async def _read(work: Work, ticket_id: UUID) -> TicketRead:
    return await tickets.read(work.session, work.actor, ticket_id)


async def _agent_is_there(session: AsyncSession, actor: TenantContext, parameters: Parameters) -> None:
    await moves.require_agent(session, actor.company_id, _id(parameters, "assignee_id"))


async def _tag_is_there(session: AsyncSession, actor: TenantContext, parameters: Parameters) -> None:
    await tags.get_usable(session, actor.company_id, UUID(parameters["tag_id"]))


CLOSE: Final = MoveTickets(_close)
ASSIGN: Final = MoveTickets(_assign, _agent_is_there)
TRANSFER: Final = MoveTickets(_transfer, _agent_is_there)
TAG: Final = MoveTickets(_tag, _tag_is_there)
UNTAG: Final = MoveTickets(_untag)
READ: Final = MoveTickets(_read)
