"""What an agent has begun to write is theirs alone."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from atende_contracts.ids import uuid7
from atende_platform.data.db import Database, execute
from atende_platform.testing.plugin import AsUser, Handle
from chat.drafts import repository, service

from ..factories import Inbound, Rows

DRAFTS = "/api/v1/drafts"


async def test_a_draft_is_kept_for_its_agent_and_ticket(as_user: AsUser, ticket: dict[str, Any]) -> None:
    ana, rui, path = as_user("agent"), as_user("agent", user_id=uuid7()), f"{DRAFTS}/{ticket['id']}"
    assert (await ana.get(path)).json()["detail"] == "There is no draft in this ticket."
    file = str(uuid7())
    body = {"text": "Bom dia! Seu", "replyTo": "wamid.x", "attachmentIds": [file]}

    first = (await ana.put(path, json=body)).json()
    second = (await ana.put(path, json={"text": "Bom dia! Seu pedido"})).json()

    assert {name: first[name] for name in body} == body
    assert (second["text"], second["replyTo"], second["attachmentIds"]) == ("Bom dia! Seu pedido", None, [])
    assert (first["revision"], second["revision"]) == (1, 2)
    assert (await ana.get(path)).json() == second
    assert (await ana.get(DRAFTS)).json()["items"] == [second]
    assert (await rui.get(path)).status_code == 404
    assert (await rui.get(DRAFTS)).json()["items"] == []
    assert (await rui.delete(path)).status_code == 204
    assert (await ana.delete(path)).status_code == 204
    assert (await ana.delete(path)).status_code == 204
    assert (await ana.get(path)).status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        {"text": "x" * 4097},
        {"text": "a\0b"},
        {"text": None},
        {"text": "x", "y": 1},
        {"attachmentIds": ["x"]},
        {"attachmentIds": [str(uuid7()) for _ in range(11)]},
        {"replyTo": "x" * 257},
        {"replyTo": ""},
    ],
)
async def test_what_is_too_much_is_refused(as_user: AsUser, ticket: dict[str, Any], body: Any) -> None:
    answer = await as_user("agent").put(f"{DRAFTS}/{ticket['id']}", json=body)
    assert answer.status_code == 422


async def test_tickets_of_nobody_and_of_others_have_no_drafts(
    as_user: AsUser, ticket: dict[str, Any]
) -> None:
    stranger = as_user("agent", company_id=uuid7())
    for http, ticket_id in ((stranger, ticket["id"]), (as_user("agent"), str(uuid7()))):
        path = f"{DRAFTS}/{ticket_id}"
        assert (await http.put(path, json={"text": "x"})).json()["detail"] == "There is no such ticket."
        assert (await http.delete(path)).status_code == 404
    assert (await as_user("viewer").put(f"{DRAFTS}/{ticket['id']}", json={"text": "x"})).status_code == 403


async def test_of_too_many_drafts_the_oldest_goes(
    as_user: AsUser, handle: Handle, inbound: Inbound, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "MAX_DRAFTS", 2)
    await handle([inbound(wa_id=f"551199999000{number}") for number in range(3)])
    agent = as_user("agent")
    ids = [each["id"] for each in (await agent.get("/api/v1/tickets")).json()["items"]]
    for id_ in (*ids, ids[1]):
        await agent.put(f"{DRAFTS}/{id_}", json={"text": "x"})
    assert [each["ticketId"] for each in (await agent.get(DRAFTS)).json()["items"]] == [ids[1], ids[2]]


async def test_old_drafts_go_and_so_do_those_of_a_ticket_that_is_gone(
    as_user: AsUser, ticket: dict[str, Any], database: Database, rows: Rows
) -> None:
    path = f"{DRAFTS}/{ticket['id']}"
    draft = (await as_user("agent").put(path, json={"text": "x"})).json()
    expires_at = datetime.fromisoformat(draft["expiresAt"])
    assert expires_at - datetime.fromisoformat(draft["updatedAt"]) == timedelta(days=30)
    async with database.worker() as session:
        assert await repository.purge(session, 10, expires_at - timedelta(seconds=1)) == 0
        assert await repository.purge(session, 10, expires_at + timedelta(seconds=1)) == 1
    await as_user("agent").put(path, json={"text": "x"})
    async with database.worker() as session:
        await execute(session, "DELETE FROM messages")
        await execute(session, "DELETE FROM tickets WHERE id = :id", id=UUID(ticket["id"]))
    assert await rows("SELECT FROM drafts") == []
    assert datetime.now(UTC) < expires_at
