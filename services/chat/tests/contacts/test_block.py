"""Contacts whom a company has blocked: nothing goes out, and what comes in asks for nothing."""

from typing import Any

from atende_contracts.contacts import ContactChangedV1, TicketChangedV1
from atende_contracts.ids import uuid7
from atende_contracts.messages import MessageSendRequestedV2
from atende_platform.testing.plugin import AsUser, Handle, Published

from ..factories import Inbound, Rows


async def test_who_is_blocked_gets_nothing_and_is_kept(
    as_user: AsUser,
    handle: Handle,
    inbound: Inbound,
    published: Published,
    rows: Rows,
    logged: Any,
    ticket: dict[str, Any],
) -> None:
    http = as_user("agent")
    path = f"/api/v1/contacts/{ticket['contact']['id']}"
    blocked = await http.post(f"{path}/block")
    assert blocked.status_code == 200
    assert blocked.json()["blockedAt"]
    assert blocked.headers["etag"] == f'"{blocked.json()["revision"]}"'
    assert (await http.post(f"{path}/block")).json() == blocked.json(), "safe to repeat"
    assert (await published(ContactChangedV1))[-1].blocked
    listed = (await http.get("/api/v1/contacts", params={"blocked": True})).json()["items"]
    assert [one["id"] for one in listed] == [ticket["contact"]["id"]]
    shown = (await http.get(f"/api/v1/tickets/{ticket['id']}")).json()
    assert shown["contact"]["blockedAt"] == blocked.json()["blockedAt"]

    body = {"text": "Olá!", "clientMessageId": str(uuid7())}
    refused = await http.post(f"/api/v1/tickets/{ticket['id']}/messages", json=body)
    assert (refused.status_code, refused.json()["code"]) == (409, "contact-blocked")
    assert await published(MessageSendRequestedV2) == []

    before = await logged()
    message = inbound("Oi?")
    for _ in range(2):
        await handle([message])
    assert await logged() == before
    assert (await http.get(f"/api/v1/tickets/{ticket['id']}")).json()["unread"] == ticket["unread"]
    assert len(await published(TicketChangedV1)) == 1
    conversation = (await http.get(f"{path}/messages")).json()["items"]
    assert {(one["text"], one["origin"]) for one in conversation} == {("Bom dia", None), ("Oi?", "blocked")}

    assert (await http.delete(f"{path}/block")).json()["blockedAt"] is None
    await handle([message, inbound("E agora?")])
    assert (await http.get(f"/api/v1/tickets/{ticket['id']}")).json()["unread"] == ticket["unread"] + 1
    actions = await rows("SELECT payload FROM outbox WHERE type LIKE 'audit.%' ORDER BY id")
    assert ["contact.blocked" in str(one) or "contact.unblocked" in str(one) for one in actions] == [
        True,
        True,
    ]


async def test_somebody_blocked_opens_no_ticket_but_in_a_group_others_are_heard(
    as_user: AsUser, handle: Handle, inbound: Inbound, ticket: dict[str, Any]
) -> None:
    http = as_user("agent")
    await http.post(f"/api/v1/tickets/{ticket['id']}/close")
    await http.post(f"/api/v1/contacts/{ticket['contact']['id']}/block")
    await handle([inbound("Oi?"), inbound("Oi, grupo", group_id="120363@g.us")])
    tickets = (await http.get("/api/v1/tickets")).json()["items"]
    assert sorted((one["status"], one["groupId"]) for one in tickets) == [
        ("closed", None),
        ("pending", "120363@g.us"),
    ]


async def test_only_the_own_companys_contacts_are_blocked(as_user: AsUser, ticket: dict[str, Any]) -> None:
    path = f"/api/v1/contacts/{ticket['contact']['id']}/block"
    stranger = as_user("agent", company_id=uuid7())
    assert (await stranger.post(path)).status_code == (await stranger.delete(path)).status_code == 404
    assert (await as_user("viewer").post(path)).status_code == 403
