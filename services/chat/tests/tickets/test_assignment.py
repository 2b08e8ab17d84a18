"""Users who leave their company: their open tickets wait for others, and no ticket becomes theirs."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import pytest

from atende_contracts.contacts import TicketChangedV1
from atende_contracts.ids import uuid7
from atende_contracts.users import UserChangedV1
from atende_platform.data.db import Database
from atende_platform.testing.plugin import AsUser, Eventually, Handle, Publish, Published
from chat.tickets import worker as tickets

from ..factories import Inbound, Rows

TICKETS = "/api/v1/tickets"


def _told(company_id: UUID, user_id: UUID, state: str = "disabled", revision: int = 2) -> UserChangedV1:
    return UserChangedV1.model_validate(
        {
            "company_id": company_id,
            "user_id": user_id,
            "name": "Bia",
            "role": "agent",
            "state": state,
            "revision": revision,
        }
    )


@pytest.fixture
def take(handle: Handle, inbound: Inbound, as_user: AsUser, rows: Rows, company_id: UUID) -> Any:
    """Has an agent accept tickets of new customers; returns their ids."""
    customers = iter(range(5511999990001, 5511999999999))

    async def accepted(agent: UUID, count: int, company: UUID = company_id) -> list[str]:
        before = {row.id for row in await rows("SELECT id FROM tickets")}
        numbers = [str(next(customers)) for _ in range(count)]
        await handle([inbound(company_id=company, wa_id=number) for number in numbers])
        new = [str(row.id) for row in await rows("SELECT id FROM tickets") if row.id not in before]
        http = as_user("agent", user_id=agent, company_id=company)
        for ticket_id in new:
            answer = await http.post(f"{TICKETS}/{ticket_id}/accept")
            assert answer.status_code == 200, answer.text
        return new

    return accepted


async def _states(rows: Rows, ids: Sequence[str]) -> set[tuple[str, UUID | None]]:
    found = await rows(
        "SELECT status, assignee_id FROM tickets WHERE id = ANY (:ids)", ids=[UUID(one) for one in ids]
    )
    return {(row.status, row.assignee_id) for row in found}


async def test_tickets_of_who_leaves_become_pending_through_kafka_also_those_that_open_again(
    worker: object,  # noqa: ARG001 (runs the consumers, and frees the tickets)
    publish: Publish,
    eventually: Eventually,
    inbound: Inbound,
    as_user: AsUser,
    take: Any,
    rows: Rows,
    company_id: UUID,
) -> None:
    bia, caio = uuid7(), uuid7()
    [closed, *opened] = await take(bia, 4)
    kept = await take(caio, 1)
    http = as_user("agent", user_id=caio)
    assert (await http.post(f"{TICKETS}/{closed}/close")).status_code == 200

    async def held(user_id: UUID) -> list[str]:
        params = {"status": "open", "assigneeId": str(user_id)}
        page = (await http.get(TICKETS, params=params)).json()
        return sorted(ticket["id"] for ticket in page["items"])

    assert await held(bia) == sorted(opened)

    await publish(_told(company_id, bia), _told(company_id, caio, "active", 3), _told(company_id, caio))

    async def freed() -> None:
        assert await held(bia) == []

    await eventually(freed, timeout=40)
    assert await _states(rows, opened) == {("pending", None)}
    assert await _states(rows, [closed]) == {("closed", bia)}
    assert await held(caio) == kept
    shown = await rows(
        "SELECT payload -> 'ticket' ->> 'id' AS id, payload -> 'ticket' ->> 'status' AS status"
        " FROM event_log WHERE type = 'ticket.updated' ORDER BY seq"
    )
    assert {row.id: row.status for row in shown} == {
        **dict.fromkeys(opened, "pending"),
        closed: "closed",
        kept[0]: "open",
    }

    [[customer]] = await rows(
        "SELECT c.wa_id FROM contacts c JOIN tickets t ON t.contact_id = c.id WHERE t.id = :id",
        id=UUID(closed),
    )
    await publish(inbound("Ainda estou aqui", wa_id=customer))

    async def opened_again() -> None:
        assert await _states(rows, [closed]) == {("pending", None)}

    await eventually(opened_again, timeout=40)
    assert (await http.post(f"{TICKETS}/{closed}/accept")).json()["assigneeId"] == str(caio)


async def test_no_ticket_becomes_that_of_a_disabled_user(
    handle: Handle, inbound: Inbound, as_user: AsUser, take: Any, rows: Rows, company_id: UUID
) -> None:
    bia = uuid7()
    [own] = await take(bia, 1)
    await handle([inbound(wa_id="5521988887777")])
    [waiting] = [str(row.id) for row in await rows("SELECT id FROM tickets WHERE status = 'pending'")]
    http = as_user("agent", user_id=bia)
    reply = {"text": "Oi", "clientMessageId": "1"}
    await handle([_told(company_id, bia), _told(company_id, bia, "active", 1)])

    for path, body in ((f"{waiting}/accept", None), (f"{waiting}/messages", reply), (f"{own}/accept", None)):
        refused = await http.post(f"{TICKETS}/{path}", json=body)
        assert (refused.status_code, refused.json()["code"]) == (401, "account-gone"), path
    assert await _states(rows, [waiting]) == {("pending", None)}

    await handle([_told(company_id, bia, "active", 3)])
    assert (await http.post(f"{TICKETS}/{waiting}/accept")).status_code == 200


async def test_one_with_many_tickets_does_not_keep_those_of_others_waiting(
    handle: Handle, database: Database, take: Any, rows: Rows, published: Published, company_id: UUID
) -> None:
    other, many, few = uuid7(), uuid7(), uuid7()
    crowd = await take(many, 45)
    [single] = await take(few, 1, other)
    await handle([_told(company_id, many), _told(other, few)])
    release = tickets.release(database)
    before = len(await published(TicketChangedV1))

    assert await release.step()

    assert await _states(rows, [single]) == {("pending", None)}
    left = len(await rows("SELECT 1 FROM tickets WHERE status = 'open'"))
    assert 0 < left < len(crowd)
    while await release.step():
        pass
    assert await _states(rows, [*crowd, single]) == {("pending", None)}
    told = (await published(TicketChangedV1))[before:]
    assert {str(event.ticket_id) for event in told} == {*crowd, single}
    assert len(told) == len(crowd) + 1
    assert {(event.status, event.assignee_id) for event in told} == {("pending", None)}
    assert not await release.step()
