"""What users do with macros."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.audit_actions import Action as Audited
from atende_platform.errors import NotFound
from atende_platform.http.revisions import ANY, Expected
from atende_platform.identity import audit
from atende_platform.identity.context import TenantContext
from atende_platform.limits.quotas import take_turns
from chat.actions import service as actions
from chat.actions.schemas import from_stored, stored
from chat.macros.domain import MAX_MACROS, MacroExists, TooManyMacros
from chat.macros.events import macro_changed
from chat.macros.repository import Macros, new
from chat.macros.schemas import MacroCreate, MacroUpdate
from chat.tickets.schemas import TicketRead
from chat.tickets.service import get_with_contact
from chat.updates import service as updates

if TYPE_CHECKING:
    from chat.macros.models import Macro

_TURNS = "macros"


async def list_macros(session: AsyncSession, company_id: UUID) -> "Sequence[Macro]":
    return await Macros(session, company_id).all()


async def get_macro(session: AsyncSession, company_id: UUID, macro_id: UUID) -> "Macro":
    """Return a macro. Raises `NotFound`."""
    return await _existing(Macros(session, company_id), macro_id)


async def create_macro(
    session: AsyncSession, actor: TenantContext, body: MacroCreate, now: datetime
) -> "Macro":
    """Add a macro. Raises `MacroExists`, `TooManyMacros` and `InvalidInput`."""
    macros = Macros(session, actor.company_id)
    await take_turns(session, actor.company_id, _TURNS)
    others = await macros.all()
    if len(others) >= MAX_MACROS:
        raise TooManyMacros(most=MAX_MACROS)
    _require_free(body.name, others)
    await actions.require_known(session, actor.company_id, body.actions)
    macro = new(
        actor.company_id,
        name=body.name,
        actions=stored(body.actions),
        queue_ids=[*dict.fromkeys(body.queue_ids)],
        created_at=now,
        updated_at=now,
    )
    await _store(session, macros, macro, actor, Audited.MACRO_CREATED)
    return macro


async def update_macro(
    session: AsyncSession,
    actor: TenantContext,
    macro_id: UUID,
    body: MacroUpdate,
    now: datetime,
    expected: Expected = ANY,
) -> "Macro":
    """Change what is given. Raises `NotFound`, `MacroExists` and `InvalidInput`."""
    macros = Macros(session, actor.company_id)
    await take_turns(session, actor.company_id, _TURNS)
    macro = await _existing(macros, macro_id, lock=True)
    expected.require(macro.revision)
    given = body.changes()
    if "actions" in given:
        await actions.require_known(session, actor.company_id, body.actions)
        given["actions"] = stored(body.actions)
    changes = {name: value for name, value in given.items() if value != getattr(macro, name)}
    if "name" in changes:
        _require_free(body.name, [other for other in await macros.all() if other.id != macro.id])
    if changes:
        macro.sqlmodel_update(changes)
        macro.revision += 1
        macro.updated_at = now
        await _store(session, macros, macro, actor, Audited.MACRO_CHANGED)
    return macro


async def delete_macro(
    session: AsyncSession,
    actor: TenantContext,
    macro_id: UUID,
    expected: Expected = ANY,
) -> None:
    """Delete a macro; what was done with it stays. Raises `NotFound`."""
    macros = Macros(session, actor.company_id)
    macro = await _existing(macros, macro_id, lock=True)
    expected.require(macro.revision)
    await macros.delete(macro)
    await audit.record(session, actor, Audited.MACRO_DELETED, macro.id, {"name": macro.name})
    await updates.append(session, [macro_changed(macro, deleted=True)])


async def run(
    session: AsyncSession, actor: TenantContext, ticket_id: UUID, macro_id: UUID, now: datetime
) -> TicketRead:
    """Do all that a macro says to a ticket, as the actor, or nothing; return the ticket as it then is.

    Raises `NotFound`, and what the action raises that cannot be done, with its place as ``action``.
    """
    macro = await get_macro(session, actor.company_id, macro_id)
    await actions.perform(
        session,
        actor,
        ticket_id,
        from_stored(macro.actions),
        now,
        rule="macro",
        rule_id=macro.id,
        name=macro.name,
    )
    return TicketRead.of(*await get_with_contact(session, actor, ticket_id))


async def _existing(macros: Macros, macro_id: UUID, *, lock: bool = False) -> "Macro":
    macro = await macros.find(macro_id, lock=lock)
    if macro is None:
        raise NotFound("macro-not-found")
    return macro


def _require_free(name: str, others: "Sequence[Macro]") -> None:
    if name.casefold() in {other.name.casefold() for other in others}:
        raise MacroExists()


async def _store(
    session: AsyncSession, macros: Macros, macro: "Macro", actor: TenantContext, action: Audited
) -> None:
    await macros.store(macro)
    await audit.record(session, actor, action, macro.id, {"name": macro.name})
    await updates.append(session, [macro_changed(macro)])
