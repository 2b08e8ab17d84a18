"""Tickets that programs hold: people are not offered them before they are handed over."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from atende_contracts.ids import uuid7
from atende_contracts.permissions import Permission, Role
from atende_platform.data.db import Database
from atende_platform.identity.context import TenantContext
from atende_platform.testing.plugin import AsUser, Handle
from chat.messages.schemas import MessageCreate
from chat.tickets import holds
from chat.tickets import reply as replies
from chat.tickets import worker as tickets
from chat.tickets.domain import TicketHeld, TicketNotHeld, TicketTaken
from chat.tickets.schemas import HandOver, Hold, TicketRead

from ..factories import create_queue, create_user


@pytest.fixture
def program(company_id: UUID) -> TenantContext:
    return _program(company_id)


def _program(company_id: UUID) -> TenantContext:
    key = uuid7()
    scopes = frozenset({Permission.TICKETS_READ, Permission.TICKETS_WRITE})
    return TenantContext(company_id, key, Role.VIEWER, key, "api-key", scopes)


async def _hold(
    database: Database, actor: TenantContext, ticket: dict[str, Any], minutes: int = 30
) -> TicketRead:
    async with database.tenant(actor.company_id) as session:
        return await holds.hold(session, actor, UUID(ticket["id"]), Hold(minutes=minutes), datetime.now(UTC))


async def _hand_over(
    database: Database, actor: TenantContext, ticket: dict[str, Any], **body: Any
) -> TicketRead:
    async with database.tenant(actor.company_id) as session:
        return await holds.hand_over(session, actor, UUID(ticket["id"]), HandOver(**body), datetime.now(UTC))


async def test_a_program_holds_a_ticket_answers_in_it_and_hands_it_over(
    database: Database,
    as_user: AsUser,
    handle: Handle,
    ticket: dict[str, Any],
    program: TenantContext,
    company_id: UUID,
) -> None:
    http, path = as_user("agent"), f"/api/v1/tickets/{ticket['id']}"
    held = await _hold(database, program, ticket)
    assert (held.held_by, held.status, held.assignee_id) == (program.user_id, "pending", None)
    refused = await http.post(f"{path}/accept")
    assert (refused.status_code, refused.json()["code"]) == (409, "ticket-held")

    async with database.tenant(company_id) as session:
        body = MessageCreate(text="Qual é o seu CEP?", client_message_id="1")
        await replies.reply(session, program, UUID(ticket["id"]), body, datetime.now(UTC))
    shown = (await http.get(path)).json()
    assert (shown["heldBy"], shown["status"], shown["assigneeId"]) == (str(program.user_id), "pending", None)
    assert shown["waitingSince"] is None

    queue = await create_queue(as_user("admin"), name="Vendas")
    bia = await create_user(handle, company_id)
    given = await _hand_over(
        database, program, ticket, queue_id=queue["id"], assignee_id=bia, note="Quer trocar o endereço."
    )
    assert (given.held_by, given.status, given.assignee_id) == (None, "open", bia)
    items = (await as_user("admin").get(f"{path}/messages")).json()["items"]
    events = [one["content"]["timeline"]["event"] for one in items if one["kind"] == "timeline"]
    assert events[::-1] == ["held", "transferred"]
    assert [one["text"] for one in items if one["kind"] == "note"] == ["Quer trocar o endereço."]
    with pytest.raises(TicketNotHeld):
        await _hand_over(database, program, ticket)


async def test_what_an_agent_or_another_program_has_is_not_held(
    database: Database, as_user: AsUser, ticket: dict[str, Any], program: TenantContext
) -> None:
    await _hold(database, program, ticket)
    await _hold(database, program, ticket, 60)
    other = _program(program.company_id)
    with pytest.raises(TicketHeld):
        await _hold(database, other, ticket)
    with pytest.raises(TicketNotHeld):
        await _hand_over(database, other, ticket)
    taken = await as_user("admin").post(f"/api/v1/tickets/{ticket['id']}/take-over")
    assert (taken.json()["heldBy"], taken.json()["status"]) == (None, "open")
    with pytest.raises(TicketTaken):
        await _hold(database, program, ticket)


async def test_an_agent_who_answers_takes_a_ticket_from_the_program(
    database: Database, as_user: AsUser, ticket: dict[str, Any], program: TenantContext
) -> None:
    await _hold(database, program, ticket)
    agent, path = uuid7(), f"/api/v1/tickets/{ticket['id']}"
    body = {"text": "Eu assumo.", "clientMessageId": "1"}
    assert (await as_user("agent", user_id=agent).post(f"{path}/messages", json=body)).status_code == 201
    shown = (await as_user("agent").get(path)).json()
    assert (shown["heldBy"], shown["assigneeId"]) == (None, str(agent))


async def test_users_hold_nothing_and_give_what_is_held(
    database: Database, as_user: AsUser, ticket: dict[str, Any], program: TenantContext
) -> None:
    http, path = as_user("agent"), f"/api/v1/tickets/{ticket['id']}"
    refused = await http.post(f"{path}/hold", json={})
    assert (refused.status_code, refused.json()["code"]) == (409, "only-programs")
    refused = await http.post(f"{path}/hand-over", json={})
    assert (refused.status_code, refused.json()["code"]) == (409, "ticket-not-held")
    await _hold(database, program, ticket)
    given = await http.post(f"{path}/hand-over", json={})
    assert (given.status_code, given.json()["heldBy"]) == (200, None)


async def test_what_a_program_holds_for_too_long_is_for_people(
    database: Database, as_user: AsUser, ticket: dict[str, Any], program: TenantContext
) -> None:
    await _hold(database, program, ticket, 10)
    now = datetime.now(UTC)
    for minutes, holder in ((9, str(program.user_id)), (11, None)):
        await tickets.end_of_holds(database, lambda late=minutes: now + timedelta(minutes=late)).step()
        shown = (await as_user("agent").get(f"/api/v1/tickets/{ticket['id']}")).json()
        assert shown["heldBy"] == holder
    assert (await as_user("agent").post(f"/api/v1/tickets/{ticket['id']}/accept")).status_code == 200
