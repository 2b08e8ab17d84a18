"""What agents decide about tickets: who has one, where it stands, what it is called."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from atende_contracts.contacts import TicketChangedV1
from atende_contracts.ids import uuid7
from atende_contracts.messages import MessageSendRequestedV2
from atende_platform.data.db import Database
from atende_platform.testing.plugin import AsUser, Handle, Published
from chat.tickets import worker as tickets

from ..factories import Inbound, Rows, create_queue, create_user


async def act(http: httpx.AsyncClient, ticket: dict[str, Any], action: str, **body: Any) -> dict[str, Any]:
    response = await http.post(f"/api/v1/tickets/{ticket['id']}/{action}", json=body)
    assert response.status_code == 200, response.text
    after: dict[str, Any] = response.json()
    return after


async def timeline(as_user: AsUser, ticket: dict[str, Any]) -> list[dict[str, Any]]:
    """Return what was done with a ticket, in its order, without the messages."""
    items = (await as_user("admin").get(f"/api/v1/tickets/{ticket['id']}/messages")).json()["items"]
    return [item["content"]["timeline"] for item in items[::-1] if item["kind"] == "timeline"]


async def test_tickets_have_numbers_of_their_company(
    handle: Handle, inbound: Inbound, as_user: AsUser, rows: Rows
) -> None:
    await handle([inbound(wa_id=f"551199999000{number}") for number in range(3)])
    await handle([inbound(wa_id="5511999990009"), inbound(company_id=uuid7())])
    items = (await as_user("agent").get("/api/v1/tickets")).json()["items"]
    assert sorted(item["number"] for item in items) == [1, 2, 3, 4]
    assert await rows("SELECT last_number FROM ticket_counters ORDER BY last_number") == [(1,), (4,)]


async def test_the_second_to_take_a_ticket_learns_who_has_it(as_user: AsUser, ticket: dict[str, Any]) -> None:
    winner = uuid7()
    await act(as_user("agent", user_id=winner), ticket, "accept")
    refused = await as_user("agent").post(f"/api/v1/tickets/{ticket['id']}/accept")
    assert (refused.status_code, refused.json()["code"]) == (409, "ticket-taken")
    assert refused.json()["params"]["assigneeId"] == str(winner)
    assert (await as_user("agent").post(f"/api/v1/tickets/{ticket['id']}/take-over")).status_code == 403
    lead = uuid7()
    taken = await act(as_user("admin", user_id=lead), ticket, "take-over")
    assert taken["assigneeId"] == str(lead)
    assert [entry["event"] for entry in await timeline(as_user, ticket)] == ["accepted", "accepted"]


async def test_a_ticket_is_given_to_a_colleague_and_back_to_all(
    as_user: AsUser, ticket: dict[str, Any], colleague: UUID, published: Published
) -> None:
    http = as_user("agent")
    given = await act(http, ticket, "assign", assigneeId=str(colleague))
    assert (given["status"], given["assigneeId"]) == ("open", str(colleague))
    assert await act(http, ticket, "assign", assigneeId=str(colleague)) == given, "safe to repeat"
    free = await act(http, ticket, "assign", assigneeId=None)
    assert (free["status"], free["assigneeId"]) == ("pending", None)
    assert await timeline(as_user, ticket) == [
        {"event": "assigned", "assigneeId": str(colleague)},
        {"event": "unassigned", "formerAssigneeId": str(colleague)},
    ]
    assert [event.status for event in await published(TicketChangedV1)] == ["pending", "open", "pending"]


@pytest.mark.parametrize("fields", [{}, {"role": "viewer"}, {"state": "disabled"}, {"company_id": uuid7()}])
async def test_a_ticket_goes_to_nobody_who_cannot_have_it(
    as_user: AsUser, handle: Handle, ticket: dict[str, Any], company_id: UUID, fields: dict[str, Any]
) -> None:
    user_id = uuid7()
    if fields:
        await create_user(handle, **{"company_id": company_id, "user_id": user_id, **fields})
    http = as_user("agent")
    for action in ("assign", "transfer"):
        response = await http.post(
            f"/api/v1/tickets/{ticket['id']}/{action}", json={"assigneeId": str(user_id)}
        )
        assert response.status_code == 422
        assert response.json()["errors"][0]["code"] == "agent_unknown"
    joined = await http.put(f"/api/v1/tickets/{ticket['id']}/participants/{user_id}")
    assert (joined.status_code, joined.json()["reason"]) == (404, "user-not-found")


async def test_a_ticket_is_transferred_with_a_note_that_the_customer_never_gets(
    as_user: AsUser, ticket: dict[str, Any], colleague: UUID, published: Published
) -> None:
    queue = (await create_queue(as_user("admin"), name="Vendas"))["id"]
    http = as_user("agent")
    moved = await act(
        http, ticket, "transfer", queueId=queue, assigneeId=str(colleague), note="Quer a fatura."
    )
    assert (moved["queueId"], moved["assigneeId"], moved["status"]) == (queue, str(colleague), "open")
    items = (await as_user("admin").get(f"/api/v1/tickets/{ticket['id']}/messages")).json()["items"]
    [note] = [item for item in items if item["kind"] == "note"]
    assert (note["text"], note["origin"], note["status"]) == ("Quer a fatura.", "note", "internal")
    [entry] = await timeline(as_user, ticket)
    assert entry == {"event": "transferred", "queueId": queue, "assigneeId": str(colleague)}
    assert await published(MessageSendRequestedV2) == []
    assert (await published(TicketChangedV1))[-1].queue_id == UUID(queue)


async def test_a_transfer_to_an_agent_alone_leaves_the_ticket_in_its_queue(
    as_user: AsUser, ticket: dict[str, Any], colleague: UUID
) -> None:
    http = as_user("admin")
    queue = await create_queue(http, name="Vendas")
    await act(http, ticket, "transfer", queueId=queue["id"])
    moved = await act(http, ticket, "transfer", assigneeId=str(colleague), note="Pode ver?")
    assert (moved["queueId"], moved["assigneeId"]) == (queue["id"], str(colleague))
    assert (await act(http, ticket, "transfer", queueId=None))["queueId"] is None


async def test_a_closed_ticket_is_reopened_unless_the_customer_has_a_later_one(
    as_user: AsUser, handle: Handle, inbound: Inbound, ticket: dict[str, Any]
) -> None:
    http = as_user("agent")
    closed = await act(http, ticket, "close", reason="Resolvido")
    assert (closed["status"], closed["closeReason"]) == ("closed", "Resolvido")
    again = await act(http, ticket, "reopen")
    assert (again["status"], again["closeReason"], again["closedAt"]) == ("pending", None, None)
    assert await act(http, ticket, "reopen") == again, "safe to repeat"
    await act(http, ticket, "close")
    await handle([inbound(sent_at=datetime.now(UTC) + timedelta(days=3))])
    items = (await http.get("/api/v1/tickets", params={"status": "pending"})).json()["items"]
    [later] = items
    assert later["id"] != ticket["id"]
    refused = await http.post(f"/api/v1/tickets/{ticket['id']}/reopen")
    assert (refused.status_code, refused.json()["code"]) == (409, "ticket-active")
    assert refused.json()["params"]["ticketId"] == later["id"]


async def test_a_ticket_sleeps_until_its_time_or_the_next_message(
    as_user: AsUser, handle: Handle, inbound: Inbound, ticket: dict[str, Any], database: Database, rows: Rows
) -> None:
    http = as_user("agent")
    past = await http.post(f"/api/v1/tickets/{ticket['id']}/snooze", json={"until": "2020-01-01T00:00:00Z"})
    assert past.json()["errors"][0]["code"] == "must_be_later"
    until = datetime.now(UTC) + timedelta(hours=1)
    asleep = await act(http, ticket, "snooze", until=until.isoformat())
    assert (asleep["status"], asleep["unread"]) == ("snoozed", 0)
    assert await tickets.alarm(database).step() is False
    assert (await http.get(f"/api/v1/tickets/{ticket['id']}")).json()["status"] == "snoozed"
    await rows("UPDATE tickets SET snoozed_until = now() - interval '1 minute' RETURNING id")
    await asyncio.gather(tickets.alarm(database).step(), tickets.alarm(database).step())
    awake = (await http.get(f"/api/v1/tickets/{ticket['id']}")).json()
    assert (awake["status"], awake["snoozedUntil"]) == ("pending", None)
    await act(http, ticket, "snooze")
    await handle([inbound("Oi?")])
    awake = (await http.get(f"/api/v1/tickets/{ticket['id']}")).json()
    assert (awake["status"], awake["unread"], awake["inboundCount"]) == ("pending", 1, 2)
    assert [entry["event"] for entry in await timeline(as_user, ticket)] == ["snoozed", "woken", "snoozed"]


async def test_what_waits_for_an_answer_says_since_when(
    as_user: AsUser, handle: Handle, inbound: Inbound, ticket: dict[str, Any]
) -> None:
    since = ticket["waitingSince"]
    assert since == ticket["openedAt"]
    http = as_user("agent")
    path = f"/api/v1/tickets/{ticket['id']}"
    await handle([inbound("Alguém?")])
    assert (await http.get(path)).json()["waitingSince"] == since
    await http.post(f"{path}/read")
    assert (await http.get(path)).json()["waitingSince"] == since, "to read is not to answer"
    await http.post(f"{path}/messages", json={"text": "Olá", "clientMessageId": "1"})
    assert (await http.get(path)).json()["waitingSince"] is None


async def test_priority_subject_tags_and_participants_change_and_are_in_the_timeline(
    as_user: AsUser, ticket: dict[str, Any], colleague: UUID
) -> None:
    http = as_user("agent")
    path = f"/api/v1/tickets/{ticket['id']}"
    body = {"priority": "urgent", "subject": "Pedido 4711"}
    changed = (await http.patch(path, json=body)).json()
    assert (changed["priority"], changed["subject"]) == ("urgent", "Pedido 4711")
    assert (await http.patch(path, json=body)).json() == changed, "nothing changed"
    cleared = (await http.patch(path, json={"subject": None})).json()
    assert (cleared["priority"], cleared["subject"]) == ("urgent", None)
    joined = (await http.put(f"{path}/participants/{colleague}")).json()
    assert joined["participantIds"] == [str(colleague)]
    assert (await http.delete(f"{path}/participants/{colleague}")).json()["participantIds"] == []
    events = [entry["event"] for entry in await timeline(as_user, ticket)]
    assert events == ["priority", "subject", "subject", "joined", "left"]
    for bad in ({"priority": "asap"}, {"subject": "x" * 201}, {"subject": "a\nb"}, {"status": "closed"}):
        assert (await http.patch(path, json=bad)).status_code == 422


async def test_a_ticket_has_twenty_participants_at_most(
    as_user: AsUser, handle: Handle, ticket: dict[str, Any], company_id: UUID
) -> None:
    users = [await create_user(handle, company_id) for _ in range(21)]
    http = as_user("agent")
    answers = [await http.put(f"/api/v1/tickets/{ticket['id']}/participants/{user}") for user in users]
    assert [answer.status_code for answer in answers] == [200] * 20 + [409]
    assert answers[-1].json()["code"] == "too-many-participants"


async def test_a_ticket_is_marked_unread(as_user: AsUser, ticket: dict[str, Any]) -> None:
    http = as_user("agent")
    assert (await act(http, ticket, "read"))["unread"] == 0
    assert (await act(http, ticket, "unread"))["unread"] == 1
    assert (await act(http, ticket, "unread"))["unread"] == 1
