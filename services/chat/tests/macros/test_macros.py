"""Macros: several actions under one name, all or none."""

import asyncio
from typing import Any
from uuid import UUID

import httpx

from atende_contracts.ids import uuid7
from atende_contracts.messages import MessageSendRequestedV2
from atende_contracts.users import UserChangedV1
from atende_platform.data.db import Database, execute
from atende_platform.testing.plugin import AsUser, Handle, Published
from chat.contacts import service as contacts

from ..factories import create_tag

PATH = "/api/v1/macros"


async def create(http: httpx.AsyncClient, *actions: dict[str, Any], name: str = "Fechar") -> dict[str, Any]:
    response = await http.post(PATH, json={"name": name, "actions": [*actions]})
    assert response.status_code == 201, response.text
    macro: dict[str, Any] = response.json()
    return macro


async def conversation(http: httpx.AsyncClient, ticket_id: str) -> list[dict[str, Any]]:
    found = (await http.get(f"/api/v1/tickets/{ticket_id}/messages")).json()["items"]
    return [*reversed(found)]


async def test_they_are_managed(as_user: AsUser, logged: Any) -> None:
    http = as_user("admin")
    macro = await create(http, {"type": "close", "reason": "Resolvido"})
    path = f"{PATH}/{macro['id']}"
    taken = await http.post(PATH, json={"name": "FECHAR", "actions": [{"type": "close"}]})
    assert (taken.status_code, taken.json()["code"]) == (409, "macro-exists")
    changed = (await http.patch(path, json={"actions": [{"type": "snooze", "minutes": 60}]})).json()
    assert changed["actions"] == [{"type": "snooze", "minutes": 60}]
    assert (await as_user("viewer").get(path)).json() == changed
    assert (await http.patch(path, json={"name": "Fechar"})).json() == changed, "nothing has changed"
    agent = as_user("agent")
    assert (await agent.patch(path, json={"name": "x"})).status_code == 403
    assert (await http.delete(path)).status_code == 204
    assert (await http.get(path)).status_code == 404
    assert await logged() == ["macro.changed"] * 3


async def test_what_actions_name_must_exist(as_user: AsUser) -> None:
    http, nobody = as_user("admin"), str(uuid7())
    for action, field in (
        ({"type": "assign", "assigneeId": nobody}, "actions.0.assigneeId"),
        ({"type": "transfer", "queueId": nobody}, "actions.0.queueId"),
        ({"type": "add_tag", "tagId": nobody}, "actions.0.tagId"),
        ({"type": "send_quick_reply", "quickReplyId": nobody}, "actions.0.quickReplyId"),
        ({"type": "send_message"}, "actions.0.text"),
    ):
        refused = await http.post(PATH, json={"name": "x", "actions": [action]})
        assert refused.status_code == 422, refused.text
        assert refused.json()["errors"][0]["field"] == field
    for actions in ([], [{"type": "close"}] * 11, [{"type": "explode"}], [{"type": "close", "x": 1}]):
        refused = await http.post(PATH, json={"name": "x", "actions": actions})
        assert refused.status_code == 422, actions


async def test_an_agent_does_all_of_it_at_once(
    as_user: AsUser, handle: Handle, ticket: dict[str, Any], published: Published, company_id: UUID
) -> None:
    bia, admin = uuid7(), as_user("admin")
    user = UserChangedV1(
        company_id=company_id, user_id=bia, name="Bia Lima", role="agent", state="active", revision=1
    )
    await handle([user])
    tag = await create_tag(admin, name="Resolvido")
    quick = {"shortcut": "/tchau", "title": "x", "text": "Tchau, {{contact.firstName}}!", "shared": True}
    reply = (await admin.post("/api/v1/quick-replies", json=quick)).json()
    macro = await create(
        admin,
        {"type": "take"},
        {"type": "add_tag", "tagId": tag["id"]},
        {"type": "set_priority", "priority": "high"},
        {"type": "add_note", "text": "Ligou ontem."},
        {"type": "send_quick_reply", "quickReplyId": reply["id"]},
        {"type": "close", "reason": "Resolvido"},
    )
    agent = as_user("agent", user_id=bia)
    done = await agent.post(f"/api/v1/tickets/{ticket['id']}/macros/{macro['id']}")
    assert done.status_code == 200, done.text
    after = done.json()
    assert (after["status"], after["assigneeId"], after["priority"]) == ("closed", str(bia), "high")
    assert (after["tagIds"], after["closeReason"]) == ([tag["id"]], "Resolvido")
    [sent] = await published(MessageSendRequestedV2)
    assert sent.content.body == "Tchau, Maria!"  # type: ignore[union-attr]
    said = await conversation(agent, ticket["id"])
    [entry] = [one for one in said if one["content"].get("timeline", {}).get("event") == "macro"]
    assert (entry["content"]["timeline"]["name"], entry["authorId"]) == ("Fechar", str(bia))
    assert [one["text"] for one in said if one["kind"] == "note"] == ["Ligou ontem."]
    events = [one["content"]["timeline"]["event"] for one in said if one["kind"] == "timeline"]
    assert {"macro", "accepted", "tagged", "priority", "closed"} <= set(events)


async def test_or_nothing(as_user: AsUser, ticket: dict[str, Any], logged: Any, published: Published) -> None:
    admin = as_user("admin")
    macro = await create(
        admin,
        {"type": "set_priority", "priority": "urgent"},
        {"type": "close"},
        {"type": "send_message", "text": "Até!"},
    )
    before = await logged()
    refused = await as_user("agent").post(f"/api/v1/tickets/{ticket['id']}/macros/{macro['id']}")
    assert (refused.status_code, refused.json()["code"]) == (409, "ticket-closed")
    assert refused.json()["action"] == 2
    assert await logged() == before
    same = (await admin.get(f"/api/v1/tickets/{ticket['id']}")).json()
    assert {same[name] == ticket[name] for name in ("revision", "status", "priority")} == {True}
    assert await published(MessageSendRequestedV2) == []


async def test_of_another_company_there_is_none(as_user: AsUser, ticket: dict[str, Any]) -> None:
    macro = await create(as_user("admin"), {"type": "close"})
    stranger = as_user("owner", company_id=uuid7())
    assert (await stranger.get(f"{PATH}/{macro['id']}")).status_code == 404
    for path in (f"{ticket['id']}/macros/{macro['id']}", f"{ticket['id']}/macros/{uuid7()}"):
        assert (await stranger.post(f"/api/v1/tickets/{path}")).status_code == 404
    assert (await as_user("viewer").post(f"/api/v1/tickets/{path}")).status_code == 403


async def test_one_that_reopens_takes_the_contact_before_the_ticket_as_customers_do(
    as_user: AsUser, ticket: dict[str, Any], database: Database, company_id: UUID
) -> None:
    http = as_user("admin")
    macro = await create(http, {"type": "reopen"}, {"type": "set_priority", "priority": "high"})
    path = f"/api/v1/tickets/{ticket['id']}"
    await http.post(f"{path}/close")
    async with database.worker() as session:
        await contacts.lock(session, [(company_id, UUID(ticket["contact"]["id"]))])
        run = asyncio.create_task(http.post(f"{path}/macros/{macro['id']}"))
        await asyncio.wait([run], timeout=0.5)
        found = await execute(
            session,
            "SELECT id FROM tickets WHERE company_id = :company AND id = :id FOR UPDATE NOWAIT",
            company=company_id,
            id=UUID(ticket["id"]),
        )
        assert len(found.all()) == 1
    answer = await run
    assert (answer.status_code, answer.json()["status"]) == (200, "pending"), answer.text


async def test_what_is_wrong_is_named_by_the_path_in_the_body(as_user: AsUser) -> None:
    actions = [{"type": "add_tag", "tagId": "x"}, {"type": "add_tag"}, {"type": "close", "x": 1}, {}]
    refused = (await as_user("admin").post(PATH, json={"name": "Fechar", "actions": actions})).json()
    assert [(each["field"], each["code"]) for each in refused["errors"]] == [
        ("actions.0.tagId", "uuid_parsing"),
        ("actions.1.tagId", "missing"),
        ("actions.2.x", "extra_forbidden"),
        ("actions.3", "union_tag_not_found"),
    ]
