"""What users do with automations."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Final
from uuid import UUID

from sqlmodel.ext.asyncio.session import AsyncSession

from atende_contracts.audit_actions import Action as Audited
from atende_platform.errors import InvalidInput, NotFound
from atende_platform.http.pagination import Page, decode_cursor, next_cursor
from atende_platform.http.revisions import ANY, Expected
from atende_platform.identity import audit
from atende_platform.identity.context import TenantContext
from atende_platform.limits.quotas import take_turns
from chat.actions import service as actions
from chat.actions.schemas import Action, Take, from_stored, stored
from chat.automations import engine, repository
from chat.automations.domain import MAX_AUTOMATIONS, AutomationExists, TooManyAutomations
from chat.automations.events import automation_changed
from chat.automations.repository import Automations, new
from chat.automations.schemas import (
    AutomationCreate,
    AutomationTest,
    AutomationTested,
    AutomationUpdate,
    RunRead,
    stored_conditions,
)
from chat.tickets.service import get_with_contact
from chat.updates import service as updates

if TYPE_CHECKING:
    from chat.automations.models import Automation

_TURNS: Final = "automations"


async def list_automations(session: AsyncSession, company_id: UUID) -> "Sequence[Automation]":
    return await Automations(session, company_id).all()


async def get_automation(session: AsyncSession, company_id: UUID, automation_id: UUID) -> "Automation":
    """Return an automation. Raises `NotFound`."""
    return await _existing(Automations(session, company_id), automation_id)


async def create_automation(
    session: AsyncSession, actor: TenantContext, body: AutomationCreate, now: datetime
) -> "Automation":
    """Add an automation, behind the others.

    Raises `AutomationExists`, `TooManyAutomations` and `InvalidInput`.
    """
    automations = Automations(session, actor.company_id)
    await take_turns(session, actor.company_id, _TURNS)
    others = await automations.all()
    if len(others) >= MAX_AUTOMATIONS:
        raise TooManyAutomations(most=MAX_AUTOMATIONS)
    _require_free(body.name, others)
    await _require_known(session, actor.company_id, body.actions)
    automation = new(
        actor.company_id,
        name=body.name,
        position=max((other.position for other in others), default=0) + 1,
        event=body.event.value,
        match=body.match,
        conditions=stored_conditions(body.conditions),
        actions=stored(body.actions),
        active_since=now if body.active else None,
        created_at=now,
        updated_at=now,
    )
    await automations.store(automation)
    await _follow(session, automations, actor.company_id, now)
    await _publish(session, automation, actor, Audited.AUTOMATION_CREATED)
    return automation


async def update_automation(
    session: AsyncSession,
    actor: TenantContext,
    automation_id: UUID,
    body: AutomationUpdate,
    now: datetime,
    expected: Expected = ANY,
) -> "Automation":
    """Change what is given. Raises `NotFound`, `AutomationExists` and `InvalidInput`."""
    automations = Automations(session, actor.company_id)
    await take_turns(session, actor.company_id, _TURNS)
    automation = await _existing(automations, automation_id, lock=True)
    expected.require(automation.revision)
    given = body.changes()
    if "actions" in given:
        await _require_known(session, actor.company_id, body.actions)
        given["actions"] = stored(body.actions)
    if "conditions" in given:
        given["conditions"] = stored_conditions(body.conditions)
    if "event" in given:
        given["event"] = body.event.value
    if "active" in given and given.pop("active") is not (automation.active_since is not None):
        given["active_since"] = now if body.active else None
    changes = {name: value for name, value in given.items() if value != getattr(automation, name)}
    if "name" in changes:
        _require_free(body.name, [one for one in await automations.all() if one.id != automation.id])
    if changes:
        automation.sqlmodel_update(changes)
        automation.revision += 1
        automation.updated_at = now
        await automations.store(automation)
        await _follow(session, automations, actor.company_id, now)
        await _publish(session, automation, actor, Audited.AUTOMATION_CHANGED)
    return automation


async def order_automations(
    session: AsyncSession, actor: TenantContext, ids: Sequence[UUID], now: datetime
) -> "Sequence[Automation]":
    """Have automations act in another order. Raises `InvalidInput` unless all are named, each once."""
    automations = Automations(session, actor.company_id)
    await take_turns(session, actor.company_id, _TURNS)
    found = {automation.id: automation for automation in await automations.all()}
    if len(ids) != len(found) or set(ids) != found.keys():
        raise InvalidInput("not_all_automations", field="ids", count=len(found))
    moved = [found[id_] for place, id_ in enumerate(ids, 1) if found[id_].position != place]
    for place, id_ in enumerate(ids, 1):
        if found[id_].position != place:
            found[id_].position = place
            found[id_].revision += 1
            found[id_].updated_at = now
    await automations.store(*moved)
    for automation in moved:
        await audit.record(
            session, actor, Audited.AUTOMATION_CHANGED, automation.id, {"name": automation.name}
        )
    await updates.append(session, [automation_changed(automation) for automation in moved])
    return [found[id_] for id_ in ids]


async def delete_automation(
    session: AsyncSession,
    actor: TenantContext,
    automation_id: UUID,
    now: datetime,
    expected: Expected = ANY,
) -> None:
    """Delete an automation; what it did stays. Raises `NotFound`."""
    automations = Automations(session, actor.company_id)
    await take_turns(session, actor.company_id, _TURNS)
    automation = await _existing(automations, automation_id, lock=True)
    expected.require(automation.revision)
    await automations.delete(automation)
    await _follow(session, automations, actor.company_id, now)
    details: audit.Details = {"name": automation.name}
    await audit.record(session, actor, Audited.AUTOMATION_DELETED, automation.id, details)
    await updates.append(session, [automation_changed(automation, deleted=True)])


async def list_runs(
    session: AsyncSession, company_id: UUID, automation_id: UUID, cursor: str | None, limit: int
) -> Page[RunRead]:
    """Return a page of what an automation did, the last first. Raises `NotFound`."""
    automations = Automations(session, company_id)
    await _existing(automations, automation_id)
    found = await automations.runs(automation_id, decode_cursor(cursor), limit + 1)
    shown = {*RunRead.model_fields}
    return Page(
        items=[RunRead.model_validate(run.model_dump(include=shown)) for run in found[:limit]],
        next_cursor=next_cursor(found, limit, lambda run: (run.at, run.id)),
    )


async def try_out(
    session: AsyncSession, actor: TenantContext, automation_id: UUID, body: AutomationTest, now: datetime
) -> AutomationTested:
    """Return what an automation would do to a ticket; nothing is done. Raises `NotFound`."""
    automation = await _existing(Automations(session, actor.company_id), automation_id)
    await get_with_contact(session, actor, body.ticket_id)
    found = await repository.situations(session, actor.company_id, [body.ticket_id])
    facts = engine.facts_of(found[body.ticket_id], body.text, now, is_first=body.first_message)
    matches, results = engine.Rule(automation).acts_on(facts)
    would = from_stored(automation.actions) if matches else []
    return AutomationTested(matches=matches, conditions=results, actions=would)


async def _follow(session: AsyncSession, automations: Automations, company_id: UUID, now: datetime) -> None:
    """Read the company's log while one of its automations is active."""
    if any(one.active_since is not None for one in await automations.all()):
        await updates.follow(session, company_id, engine.KIND, now)
    else:
        await updates.unfollow(session, company_id, engine.KIND)


async def _require_known(session: AsyncSession, company_id: UUID, given: Sequence[Action]) -> None:
    for number, action in enumerate(given):
        if isinstance(action, Take):
            raise InvalidInput("action_of_macros", field=f"actions.{number}.type")
    await actions.require_known(session, company_id, given)


async def _existing(automations: Automations, automation_id: UUID, *, lock: bool = False) -> "Automation":
    automation = await automations.find(automation_id, lock=lock)
    if automation is None:
        raise NotFound("automation-not-found")
    return automation


def _require_free(name: str, others: "Sequence[Automation]") -> None:
    if name.casefold() in {other.name.casefold() for other in others}:
        raise AutomationExists()


async def _publish(
    session: AsyncSession, automation: "Automation", actor: TenantContext, action: Audited
) -> None:
    details: audit.Details = {"name": automation.name, "active": automation.active_since is not None}
    await audit.record(session, actor, action, automation.id, details)
    await updates.append(session, [automation_changed(automation)])
