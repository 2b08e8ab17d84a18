"""Who sees which tickets: an agent those of their queues, of none, and their own; or all, if so decided."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

import httpx
import pytest

from atende_contracts.ids import uuid7
from atende_platform.testing.plugin import AsUser, Handle

from ..factories import Inbound, create_queue, create_user

TICKETS = "/api/v1/tickets"
Sees = Callable[[httpx.AsyncClient], Awaitable[bool]]


@pytest.fixture
async def bia(handle: Handle, company_id: UUID) -> UUID:
    return await create_user(handle, company_id, "Bia")


@pytest.fixture
async def queue(as_user: AsUser) -> dict[str, Any]:
    return await create_queue(as_user("admin"), name="Vendas")


@pytest.fixture
def sees(ticket: dict[str, Any]) -> Sees:
    """Tells whether a client sees the ticket, everywhere alike."""

    async def everywhere(http: httpx.AsyncClient) -> bool:
        path = f"{TICKETS}/{ticket['id']}"
        answers = {(await http.get(path + part)).status_code for part in ("", "/messages", "/attachments")}
        listed = [one["id"] for one in (await http.get(TICKETS)).json()["items"]]
        told = (await http.get(f"/api/v1/contacts/{ticket['contact']['id']}/messages")).json()
        assert answers in ({200}, {404})
        found = {
            answers == {200},
            ticket["id"] in listed,
            any(one["ticketId"] for one in told.get("items", ())),
        }
        assert len(found) == 1
        return found.pop()

    return everywhere


async def test_an_agent_sees_the_tickets_of_their_queues_of_none_and_their_own(
    as_user: AsUser, ticket: dict[str, Any], sees: Sees, queue: dict[str, Any], bia: UUID
) -> None:
    manager, agent = as_user("admin"), as_user("agent", user_id=bia)
    path = f"{TICKETS}/{ticket['id']}"
    assert await sees(agent), "it is in no queue"
    moved = await manager.post(f"{path}/transfer", json={"queueId": queue["id"]})
    assert moved.status_code == 200
    assert not await sees(agent)
    assert not await sees(as_user("viewer"))
    assert await sees(manager)
    assert await sees(as_user("owner"))

    members = f"/api/v1/queues/{queue['id']}/members/{bia}"
    await manager.put(members)
    assert await sees(agent)
    await manager.delete(members)
    assert not await sees(agent)

    await manager.post(f"{path}/assign", json={"assigneeId": str(bia)})
    assert await sees(agent)
    await manager.post(f"{path}/assign", json={"assigneeId": None})
    assert not await sees(agent)
    await manager.put(f"{path}/participants/{bia}")
    assert await sees(agent)
    await manager.delete(f"{path}/participants/{bia}")
    assert not await sees(agent)

    await manager.patch("/api/v1/policies", json={"visibility": "all"})
    assert await sees(agent)
    assert not await sees(as_user("owner", company_id=uuid7()))


async def test_what_an_agent_does_not_see_they_cannot_change(
    as_user: AsUser, ticket: dict[str, Any], queue: dict[str, Any], bia: UUID
) -> None:
    agent = as_user("agent", user_id=bia)
    path = f"{TICKETS}/{ticket['id']}"
    await as_user("admin").post(f"{path}/transfer", json={"queueId": queue["id"]})
    for part, body in (
        ("accept", None),
        ("close", None),
        ("read", None),
        ("unread", None),
        ("typing", None),
        ("reopen", None),
        ("snooze", {}),
        ("assign", {"assigneeId": str(bia)}),
        ("transfer", {"queueId": None}),
        ("messages", {"text": "Oi", "clientMessageId": "1"}),
    ):
        refused = await agent.post(f"{path}/{part}", json=body)
        assert (refused.status_code, refused.json()["code"]) == (404, "not-found"), part
    assert (await agent.patch(path, json={"subject": "x"})).status_code == 404


async def test_a_ticket_is_moved_to_no_queue_that_takes_none(
    as_user: AsUser, ticket: dict[str, Any], queue: dict[str, Any]
) -> None:
    manager = as_user("admin")
    foreign = await create_queue(as_user("admin", company_id=uuid7()), name="Vendas")
    await manager.delete(f"/api/v1/queues/{queue['id']}")
    for queue_id in (queue["id"], foreign["id"], str(uuid7())):
        refused = await manager.post(f"{TICKETS}/{ticket['id']}/transfer", json={"queueId": queue_id})
        assert refused.status_code == 422
        assert refused.json()["errors"][0]["code"] == "queue_unknown"


async def test_what_somebody_may_not_read_they_cannot_forward_either(
    as_user: AsUser,
    ticket: dict[str, Any],
    queue: dict[str, Any],
    handle: Handle,
    inbound: Inbound,
    bia: UUID,
) -> None:
    manager, agent = as_user("admin"), as_user("agent", user_id=bia)
    path = f"{TICKETS}/{ticket['id']}"
    [message] = (await agent.get(f"{path}/messages")).json()["items"]
    await manager.post(f"{path}/transfer", json={"queueId": queue["id"]})
    await handle([inbound("Olá", wa_id="5511988880000")])
    [own] = (await agent.get(TICKETS)).json()["items"]
    body = {"ticketId": own["id"], "clientMessageId": str(uuid7())}
    answer = await agent.post(f"/api/v1/messages/{message['id']}/forward", json=body)
    assert (answer.status_code, answer.json()["code"]) == (404, "not-found")
    sent = await manager.post(f"/api/v1/messages/{message['id']}/forward", json=body)
    assert sent.status_code == 201, sent.text


async def test_a_transfer_says_where_to(
    as_user: AsUser, ticket: dict[str, Any], queue: dict[str, Any]
) -> None:
    manager = as_user("admin")
    path = f"{TICKETS}/{ticket['id']}"
    await manager.post(f"{path}/transfer", json={"queueId": queue["id"]})
    for body in ({}, {"note": "Quer falar sobre a fatura."}):
        refused = await manager.post(f"{path}/transfer", json=body)
        assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "give_some_of")
        assert (await manager.get(path)).json()["queueId"] == queue["id"]
    assert (await manager.post(f"{path}/transfer", json={"queueId": None})).json()["queueId"] is None
