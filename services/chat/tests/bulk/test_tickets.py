"""Bulk actions on tickets: each ticket changes as if it were done with that one."""

from typing import Any
from uuid import UUID

import httpx

from atende_contracts.ids import uuid7
from atende_platform.testing.plugin import AsUser, Handle
from chat.bulk.worker import BulkWorker

from ..factories import Inbound, Rows, create_tag
from .test_bulk import PATH, counts, job_of


async def ask(
    http: httpx.AsyncClient, action: dict[str, Any], status: int = 202, **which: Any
) -> dict[str, Any]:
    response = await http.post(f"{PATH}/tickets", json={"action": action, **which})
    assert response.status_code == status, response.text
    answer: dict[str, Any] = response.json()
    return answer


async def tickets(as_user: AsUser, handle: Handle, inbound: Inbound, count: int) -> list[dict[str, Any]]:
    for number in range(count):
        await handle([inbound(wa_id=f"55119999900{number:02}")])
    items = (await as_user("viewer").get("/api/v1/tickets", params={"limit": 100})).json()["items"]
    return sorted(items, key=lambda item: str(item["id"]))


async def test_tickets_that_are_named_are_closed(
    as_user: AsUser, handle: Handle, inbound: Inbound, bulk_worker: BulkWorker, logged: Any
) -> None:
    first, second, third = await tickets(as_user, handle, inbound, 3)
    await as_user("agent").post(f"/api/v1/tickets/{second['id']}/close")
    ids = [third["id"], first["id"], second["id"], str(uuid7())]
    job = await ask(as_user("agent"), {"type": "close", "reason": "Feriado"}, ids=ids)
    await bulk_worker.run_due()
    assert counts(await job_of(as_user, job)) == ("finished", 4, 2, 1, 0, 1)
    seen = (await as_user("viewer").get(f"/api/v1/tickets/{first['id']}")).json()
    assert (seen["status"], seen["closeReason"]) == ("closed", "Feriado")
    messages = (await as_user("viewer").get(f"/api/v1/tickets/{third['id']}/messages")).json()["items"]
    assert messages[0]["kind"] == "timeline"
    assert (await logged()).count("bulk.updated") == 3


async def test_all_that_a_filter_finds_get_an_agent_a_tag_and_are_read(
    as_user: AsUser, handle: Handle, inbound: Inbound, bulk_worker: BulkWorker, rows: Rows, company_id: UUID
) -> None:
    found = await tickets(as_user, handle, inbound, 60)
    bia = uuid7()
    await rows(
        "WITH made AS (INSERT INTO users_copy (company_id, id, name, state, role, revision)"
        " VALUES (:company, :id, 'Bia', 'active', 'agent', 1) RETURNING 1) SELECT 1 FROM made",
        company=company_id,
        id=bia,
    )
    job = await ask(as_user("admin"), {"type": "assign", "assigneeId": str(bia)}, filter={"unassigned": True})
    assert job["action"] == "assign"
    await bulk_worker.run_due()
    assert counts(await job_of(as_user, job)) == ("finished", 60, 60, 0, 0, 0)
    tag = await create_tag(as_user("admin"), name="Lote")
    for action in (
        {"type": "add_tag", "tagId": tag["id"]},
        {"type": "mark_read"},
        {"type": "set_priority", "priority": "high"},
        {"type": "remove_tag", "tagId": tag["id"]},
        {"type": "add_note", "text": "Campanha de domingo"},
    ):
        job = await ask(as_user("admin"), action, ids=[one["id"] for one in found])
        await bulk_worker.run_due()
        assert counts(await job_of(as_user, job)) == ("finished", 60, 60, 0, 0, 0), action
    job = await ask(as_user("admin"), {"type": "unassign"}, filter={"status": "open"})
    await bulk_worker.run_due()
    assert counts(await job_of(as_user, job))[2] == 60
    for name, status in (("take", "pending"), ("snooze", "open"), ("close", "snoozed"), ("reopen", "closed")):
        job = await ask(as_user("admin"), {"type": name}, filter={"status": status})
        await bulk_worker.run_due()
        assert counts(await job_of(as_user, job))[2] == 60, name
    job = await ask(as_user("admin"), {"type": "close"}, filter={"tagId": tag["id"]})
    await bulk_worker.run_due()
    assert counts(await job_of(as_user, job)) == ("finished", 0, 0, 0, 0, 0)
    assert {row.unread for row in await rows("SELECT unread FROM tickets")} == {0}
    assert len(found) == 60


async def test_what_cannot_be_done_is_said(
    as_user: AsUser, handle: Handle, inbound: Inbound, bulk_worker: BulkWorker
) -> None:
    first, second = await tickets(as_user, handle, inbound, 2)
    await as_user("agent").post(f"/api/v1/tickets/{first['id']}/close")
    ids = [first["id"], second["id"]]
    job = await ask(as_user("agent"), {"type": "transfer", "queueId": None}, ids=ids)
    await bulk_worker.run_due()
    done = await job_of(as_user, job)
    assert counts(done) == ("finished", 2, 0, 1, 1, 0)
    assert [(error["id"], error["code"]) for error in done["errors"]] == [(first["id"], "ticket-closed")]
    for unknown in (
        {"type": "assign", "assigneeId": str(uuid7())},
        {"type": "add_tag", "tagId": str(uuid7())},
        {"type": "assign"},
        {"type": "send_message", "text": "Promoção!"},
    ):
        problem = await ask(as_user("agent"), unknown, 422, ids=ids)
        assert problem["errors"][0]["field"].startswith("action"), "nothing is sent to many by this way"
    await ask(as_user("agent"), {"type": "close"}, 403, filter={})
    await ask(as_user("viewer"), {"type": "close"}, 403, ids=ids)
    stranger = as_user("owner", company_id=uuid7())
    theirs = await ask(stranger, {"type": "close"}, ids=ids)
    await bulk_worker.run_due()
    assert counts((await stranger.get(f"{PATH}/{theirs['id']}")).json()) == ("finished", 2, 0, 0, 0, 2)
