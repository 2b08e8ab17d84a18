"""Bulk actions on tickets: each action of macros and automations that writes to no customer."""

from datetime import datetime
from typing import Any, ClassVar, Final, get_args
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.permissions import Permission
from atende_platform.errors import AppError
from atende_platform.http.pagination import decode_id, encode_id
from atende_platform.identity.context import TenantContext
from chat.actions import service as actions
from chat.actions.schemas import QuietAction, Reopen, from_stored
from chat.bulk import repository
from chat.bulk.action import Work
from chat.bulk.domain import Done, Outcome, Parameters, Portion
from chat.contacts import service as contacts

TYPES: Final[tuple[str, ...]] = tuple(
    get_args(one.model_fields["type"].annotation)[0] for one in get_args(get_args(QuietAction)[0])
)
"""The names of these actions."""


class OnTickets:
    """Does an action with each ticket as it is done with one."""

    needs: ClassVar[Permission] = Permission.TICKETS_WRITE
    needs_by_filter: ClassVar[Permission] = Permission.TICKETS_MANAGE
    portion: ClassVar[int] = 50

    async def prepare(
        self, session: AsyncSession, actor: TenantContext, parameters: Parameters
    ) -> Parameters:
        [action] = from_stored([parameters])
        await actions.require_one_known(session, actor.company_id, action, "action.")
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
        session, company_id, ids = work.session, work.company_id, work.portion.ids
        [action] = from_stored([work.parameters])
        if isinstance(action, Reopen):
            # Contacts before tickets, as customers' messages do: neither waits for the other then.
            people = await repository.contacts_of_tickets(session, company_id, ids)
            await contacts.lock(session, [(company_id, contact_id) for contact_id in people])
        # All at once and in their order: each action appends to the event log, behind which nobody may wait.
        before = await repository.lock_tickets(session, company_id, ids)
        refusals: dict[UUID, Outcome] = {}
        for ticket_id in before:
            try:
                await actions.do(session, work.actor, ticket_id, action, work.now)
            except AppError as refusal:
                refusals[ticket_id] = refusal.at("id")
        after = await repository.lock_tickets(session, company_id, ids)
        outcomes: dict[UUID, Outcome] = {
            ticket_id: "unchanged" if after.get(ticket_id) == revision else "changed"
            for ticket_id, revision in before.items()
        }
        if action.type == "add_note":  # It stands in the conversation; the ticket is as it was.
            outcomes = dict.fromkeys(before, "changed")
        return Done(outcomes | refusals)


ON_TICKETS: Final = OnTickets()
