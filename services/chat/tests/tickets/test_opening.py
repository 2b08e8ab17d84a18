"""Writing first to a contact."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from atende_contracts.contacts import TicketChangedV1
from atende_contracts.ids import uuid7
from atende_contracts.messages import MessageSendRequestedV2
from atende_platform.testing.plugin import AsUser, Handle, Published

from ..factories import Inbound, Rows, create_channel, create_contact

TEMPLATE = {"kind": "template", "name": "oferta", "language": "pt_BR"}


@pytest.fixture
async def channel(handle: Handle, company_id: UUID, channel_id: UUID) -> UUID:
    """A channel that chat knows."""
    await create_channel(handle, company_id, channel_id)
    return channel_id


async def open_ticket(http: httpx.AsyncClient, channel: UUID, **body: Any) -> httpx.Response:
    message = {"content": TEMPLATE, "clientMessageId": "1"}
    return await http.post("/api/v1/tickets", json={"channelId": str(channel), "message": message, **body})


async def test_an_agent_writes_first_with_a_template(
    as_user: AsUser, channel: UUID, published: Published
) -> None:
    agent = uuid7()
    http = as_user("agent", user_id=agent)
    contact = await create_contact(http)
    answers = await asyncio.gather(
        *(open_ticket(http, channel, contactId=contact["id"], subject="Pedido 4711") for _ in range(3))
    )
    assert sorted(answer.status_code for answer in answers) == [200, 200, 201]
    opened = next(answer for answer in answers if answer.status_code == 201).json()
    assert {answer.json()["message"]["id"] for answer in answers} == {opened["message"]["id"]}
    ticket = opened["ticket"]
    assert (ticket["status"], ticket["assigneeId"], ticket["subject"]) == ("open", str(agent), "Pedido 4711")
    assert (ticket["windowOpenUntil"], ticket["waitingSince"]) == (ticket["openedAt"], None)
    [request] = await published(MessageSendRequestedV2)
    assert (str(request.ticket_id), str(request.contact_id)) == (ticket["id"], contact["id"])
    assert [event.status for event in await published(TicketChangedV1)] == ["pending", "open"]


async def test_who_has_a_phone_in_any_spelling_becomes_a_contact(
    as_user: AsUser, channel: UUID, rows: Rows
) -> None:
    http = as_user("agent")
    opened = (await open_ticket(http, channel, phone="(11) 98765-4321")).json()
    assert opened["ticket"]["contact"]["phone"] == "+5511987654321"
    message = {"content": TEMPLATE, "clientMessageId": "2"}
    again = await open_ticket(http, channel, phone="11 98765 4321", message=message)
    assert (again.status_code, again.json()["code"]) == (409, "ticket-active")
    assert again.json()["params"]["ticketId"] == opened["ticket"]["id"]
    assert await rows("SELECT count(*) FROM contacts") == [(1,)]
    bad = await open_ticket(http, channel, phone="12")
    assert bad.json()["errors"][0]["field"] == "phone"


async def test_the_window_of_the_last_ticket_goes_on_in_the_next(
    as_user: AsUser, handle: Handle, inbound: Inbound, channel: UUID
) -> None:
    http = as_user("agent")
    await handle([inbound(sent_at=datetime.now(UTC) - timedelta(hours=2))])
    [ticket] = (await http.get("/api/v1/tickets")).json()["items"]
    await http.post(f"/api/v1/tickets/{ticket['id']}/close")
    text = {"text": "Esqueci de dizer", "clientMessageId": "9"}
    opened = await open_ticket(http, channel, contactId=ticket["contact"]["id"], message=text)
    assert opened.status_code == 201, opened.text
    assert opened.json()["ticket"]["windowOpenUntil"] == ticket["windowOpenUntil"]


async def test_a_text_outside_the_window_opens_nothing(
    as_user: AsUser, handle: Handle, inbound: Inbound, channel: UUID, rows: Rows
) -> None:
    http = as_user("agent")
    await handle([inbound(sent_at=datetime.now(UTC) - timedelta(hours=30))])
    [ticket] = (await http.get("/api/v1/tickets")).json()["items"]
    await http.post(f"/api/v1/tickets/{ticket['id']}/close")
    text = {"text": "Oi", "clientMessageId": "9"}
    refused = await open_ticket(http, channel, contactId=ticket["contact"]["id"], message=text)
    assert (refused.status_code, refused.json()["code"]) == (409, "window-closed")
    assert await rows("SELECT count(*) FROM tickets") == [(1,)]


async def test_only_a_template_reaches_who_never_wrote(as_user: AsUser, channel: UUID, rows: Rows) -> None:
    http = as_user("agent")
    contact = (await create_contact(http))["id"]
    text = {"text": "Oi", "clientMessageId": "9"}
    refused = await open_ticket(http, channel, contactId=contact, message=text)
    assert (refused.status_code, refused.json()["code"]) == (409, "window-closed")
    assert await rows("SELECT count(*) FROM tickets") == [(0,)]
    opened = (await open_ticket(http, channel, contactId=contact)).json()
    path = f"/api/v1/tickets/{opened['ticket']['id']}/messages"
    assert (await http.post(path, json=text)).json()["code"] == "window-closed"


async def test_a_ticket_is_opened_for_a_colleague_with_whom_and_where_there_is(
    as_user: AsUser, channel: UUID, colleague: UUID
) -> None:
    http = as_user("agent")
    contact = (await create_contact(http))["id"]
    opened = await open_ticket(http, channel, contactId=contact, assigneeId=str(colleague))
    assert opened.json()["ticket"]["assigneeId"] == str(colleague)
    refused = [
        ((await open_ticket(http, channel, contactId=str(uuid7()))), 404),
        ((await open_ticket(http, uuid7(), contactId=contact)), 422),
        ((await open_ticket(http, channel, contactId=contact, phone="+5511987654321")), 422),
        ((await open_ticket(http, channel)), 422),
        ((await open_ticket(http, channel, contactId=contact, assigneeId=str(uuid7()))), 422),
        ((await open_ticket(as_user("viewer"), channel, contactId=contact)), 403),
        ((await open_ticket(as_user("agent", company_id=uuid7()), channel, contactId=contact)), 422),
    ]
    assert [answer.status_code for answer, _ in refused] == [status for _, status in refused]
