"""Notes that agents write for each other, and mentions in them."""

import asyncio
from typing import Any
from uuid import UUID

import httpx

from atende_contracts.ids import uuid7
from atende_contracts.messages import MessageSendRequestedV2
from atende_platform.testing.plugin import AsUser, Handle, Published

from ..factories import Rows, create_queue, create_user


async def write(http: httpx.AsyncClient, ticket: dict[str, Any], **body: Any) -> dict[str, Any]:
    body = {"text": "Quer a fatura.", "clientMessageId": str(uuid7()), **body}
    response = await http.post(f"/api/v1/tickets/{ticket['id']}/notes", json=body)
    assert response.status_code == 201, response.text
    note: dict[str, Any] = response.json()
    return note


async def test_a_note_stands_in_the_conversation_and_is_never_sent(
    as_user: AsUser, ticket: dict[str, Any], published: Published, logged: Any
) -> None:
    agent = uuid7()
    http = as_user("agent", user_id=agent)
    path = f"/api/v1/tickets/{ticket['id']}"
    body = {"text": "Quer a fatura.", "clientMessageId": "1"}
    answers = await asyncio.gather(*(http.post(f"{path}/notes", json=body) for _ in range(3)))
    assert sorted(answer.status_code for answer in answers) == [200, 200, 201]
    other = await http.post(f"{path}/notes", json={**body, "text": "Outra"})
    assert other.json()["code"] == "client-message-id-reused"
    items = (await http.get(f"{path}/messages")).json()["items"]
    assert [item["kind"] for item in items] == ["note", "text"]
    assert (items[0]["authorId"], items[0]["origin"], items[0]["ticketId"]) == (
        str(agent),
        "note",
        ticket["id"],
    )
    assert await published(MessageSendRequestedV2) == []
    after = (await http.get(path)).json()
    assert (after["unread"], after["waitingSince"]) == (ticket["unread"], ticket["waitingSince"])
    assert (await logged())[-1] == "message.created"


async def test_who_is_mentioned_follows_the_ticket_and_finds_the_note(
    as_user: AsUser, ticket: dict[str, Any], colleague: UUID, handle: Handle, company_id: UUID, rows: Rows
) -> None:
    http = as_user("admin")
    queue = await create_queue(http, name="Cobrança")
    await http.patch("/api/v1/policies", json={"visibility": "queues"})
    await http.post(f"/api/v1/tickets/{ticket['id']}/transfer", json={"queueId": queue["id"]})
    note = await write(http, ticket, mentions=[str(colleague), str(colleague)])
    assert note["content"]["note"]["mentions"] == [str(colleague)]
    theirs = as_user("agent", user_id=colleague)
    seen = (await theirs.get(f"/api/v1/tickets/{ticket['id']}")).json()
    assert seen["participantIds"] == [str(colleague)]
    [mention] = (await theirs.get("/api/v1/mentions", params={"unread": True})).json()["items"]
    assert (mention["messageId"], mention["ticketNumber"], mention["text"]) == (
        note["id"],
        ticket["number"],
        "Quer a fatura.",
    )
    assert (await theirs.get("/api/v1/mentions/counts")).json() == {"unread": 1}
    for _ in range(3):
        await write(http, ticket, mentions=[str(colleague)])
    first = (await theirs.get("/api/v1/mentions", params={"limit": 3})).json()
    rest = (await theirs.get("/api/v1/mentions", params={"cursor": first["nextCursor"]})).json()["items"]
    assert [one["messageId"] for one in rest] == [note["id"]]
    await theirs.post("/api/v1/mentions/read", params={"ticketId": str(uuid7())})
    assert (await theirs.get("/api/v1/mentions/counts")).json() == {"unread": 4}
    await theirs.post("/api/v1/mentions/read", params={"ticketId": ticket["id"]})
    assert (await theirs.get("/api/v1/mentions/counts")).json() == {"unread": 0}
    assert (await as_user("agent").get("/api/v1/mentions")).json()["items"] == []
    bia = await create_user(handle, company_id, role="viewer")
    bad = await http.post(
        f"/api/v1/tickets/{ticket['id']}/notes",
        json={"text": "x", "clientMessageId": "9", "mentions": [str(colleague), str(bia)]},
    )
    assert bad.json()["errors"][0]["field"] == "mentions.1"
    assert await rows("SELECT count(*) FROM mentions") == [(4,)]


async def test_a_note_is_changed_by_its_author_and_removed_by_who_manages(
    as_user: AsUser, ticket: dict[str, Any], colleague: UUID
) -> None:
    author, other = as_user("agent", user_id=uuid7()), as_user("agent", user_id=uuid7())
    note = await write(author, ticket, mentions=[str(colleague)])
    path = f"/api/v1/notes/{note['id']}"
    for refused in (await other.patch(path, json={"text": "x"}), await other.delete(path)):
        assert (refused.status_code, refused.json()["code"]) == (403, "not-your-note")
    changed = (await author.patch(path, json={"text": "Quer o boleto."})).json()
    assert changed["text"] == "Quer o boleto."
    assert changed["content"]["note"]["editedAt"] is not None
    stranger = as_user("admin", company_id=uuid7())
    assert (await stranger.delete(path)).status_code == 404
    assert (await as_user("admin").delete(path)).status_code == 204
    items = (await author.get(f"/api/v1/tickets/{ticket['id']}/messages")).json()["items"]
    removed = next(item for item in items if item["id"] == note["id"])
    assert removed["text"] is None
    assert removed["content"]["note"]["removedAt"] is not None
    assert (await as_user("agent", user_id=colleague).get("/api/v1/mentions")).json()["items"] == []
    assert (await author.patch(path, json={"text": "x"})).status_code == 404
    message = next(item for item in items if item["kind"] == "text")
    assert (await author.delete(f"/api/v1/notes/{message['id']}")).status_code == 404


async def test_mentions_in_tickets_that_one_no_longer_sees_are_not_shown(
    as_user: AsUser, ticket: dict[str, Any], colleague: UUID
) -> None:
    http, theirs = as_user("admin"), as_user("agent", user_id=colleague)
    queue = await create_queue(http, name="Jurídico")
    await http.patch("/api/v1/policies", json={"visibility": "queues"})
    path = f"/api/v1/tickets/{ticket['id']}"
    await http.post(f"{path}/transfer", json={"queueId": queue["id"]})
    await write(http, ticket, text="Sigiloso", mentions=[str(colleague)])
    gone = await http.delete(f"{path}/participants/{colleague}")
    assert gone.is_success, gone.text
    assert (await theirs.get(path)).status_code == 404
    assert (await theirs.get("/api/v1/mentions")).json()["items"] == []
    assert (await theirs.get("/api/v1/mentions/counts")).json() == {"unread": 0}
    as_manager = as_user("admin", user_id=colleague)
    assert (await as_manager.get("/api/v1/mentions/counts")).json() == {"unread": 1}
