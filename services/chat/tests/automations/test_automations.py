"""Automations through the API, the event log and the worker."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import httpx
import pytest

from atende_contracts.contacts import TicketChangedV1
from atende_contracts.ids import uuid7
from atende_contracts.messages import MessageSendRequestedV2
from atende_platform.data import direct
from atende_platform.data.db import Database
from atende_platform.process import tracing
from atende_platform.testing.plugin import AsUser, Handle, Published
from atende_platform.testing.spans import Recorded, place_of
from chat.actions import service as actions
from chat.automations import repository
from chat.automations.domain import RUNS_OF_A_TICKET
from chat.automations.worker import Automations

from ..factories import Inbound, Rows, create_tag

PATH = "/api/v1/automations"
HIGH = {"type": "set_priority", "priority": "high"}


@pytest.fixture
def follow(database: Database) -> Callable[[], Any]:
    """Has the worker do all that there is to do."""

    async def run() -> None:
        worker = Automations(database)
        while await worker.step():
            pass

    return run


async def create(http: httpx.AsyncClient, *actions: dict[str, Any], **body: Any) -> dict[str, Any]:
    document = {"name": str(uuid7()), "event": "message.received", "actions": [*actions], **body}
    response = await http.post(PATH, json=document)
    assert response.status_code == 201, response.text
    automation: dict[str, Any] = response.json()
    return automation


async def runs(http: httpx.AsyncClient, automation: dict[str, Any]) -> list[dict[str, Any]]:
    response = await http.get(f"{PATH}/{automation['id']}/runs")
    assert response.status_code == 200, response.text
    found: list[dict[str, Any]] = response.json()["items"]
    return found


async def the_ticket(http: httpx.AsyncClient) -> dict[str, Any]:
    [ticket] = (await http.get("/api/v1/tickets")).json()["items"]
    found: dict[str, Any] = ticket
    return found


async def test_what_they_do_is_in_the_trace_of_what_they_act_on(
    as_user: AsUser, handle: Handle, inbound: Inbound, follow: Callable[[], Any], spans: Recorded
) -> None:
    await create(as_user("admin"), HIGH)
    with tracing.begun("cause"):
        await handle([inbound()])
    await follow()
    act, cause = spans.one("automations act"), spans.one("cause")
    assert act.parent is not None
    assert act.parent.span_id == place_of(cause).span_id


async def test_they_are_managed(as_user: AsUser) -> None:
    http = as_user("admin")
    first = await create(http, HIGH, name="Boleto", conditions=[{"type": "first_message"}])
    second = await create(http, {"type": "close"}, active=False, match="any")
    path = f"{PATH}/{first['id']}"
    taken = await http.post(PATH, json={"name": "BOLETO", "event": "ticket.closed", "actions": [HIGH]})
    assert (taken.status_code, taken.json()["code"]) == (409, "automation-exists")
    assert [first["position"], second["position"], second["activeSince"]] == [1, 2, None]
    off = (await http.patch(path, json={"active": False})).json()
    assert (off["active"], off["revision"], off["conditions"]) == (False, 2, first["conditions"])
    assert (await http.patch(path, json={"active": False})).json() == off, "nothing has changed"
    order = [second["id"], first["id"]]
    listed = (await http.put(f"{PATH}/order", json={"ids": order})).json()["items"]
    assert [one["id"] for one in listed] == order
    assert [one["id"] for one in (await http.get(PATH)).json()["items"]] == order
    for ids in ([first["id"]], [first["id"], first["id"]], [*order, str(uuid7())]):
        assert (await http.put(f"{PATH}/order", json={"ids": ids})).status_code == 422
    for refused in (
        {"event": "ticket.exploded"},
        {"conditions": [{"type": "status", "statuses": []}]},
        {"conditions": [{"type": "contact_field", "name": "x"}]},
        {"actions": [{"type": "take"}]},
        {"actions": [{"type": "add_tag", "tagId": str(uuid7())}]},
    ):
        assert (await http.patch(path, json=refused)).status_code == 422, refused
    assert (await as_user("agent").get(PATH)).status_code == 403
    assert (await as_user("owner", company_id=uuid7()).get(path)).status_code == 404
    assert (await http.delete(path)).status_code == 204
    assert (await http.get(path)).status_code == 404


async def test_a_message_sets_one_off_once(
    as_user: AsUser,
    handle: Handle,
    inbound: Inbound,
    follow: Callable[[], Any],
    published: Published,
    rows: Rows,
) -> None:
    http = as_user("admin")
    tag = await create_tag(http, name="Financeiro")
    words = [{"type": "text_has_word", "terms": ["boleto"]}]
    acting = await create(
        http,
        {"type": "add_tag", "tagId": tag["id"]},
        {"type": "send_message", "text": "Olá, {{contact.firstName}}! Um instante."},
        conditions=words,
    )
    other = await create(http, {"type": "close"}, conditions=[{**words[0], "negated": True}])
    await handle([inbound("Quero o BOLETO")])
    await follow()
    await follow()
    ticket = await the_ticket(http)
    assert (ticket["tagIds"], ticket["status"]) == ([tag["id"]], "pending")
    [sent] = await published(MessageSendRequestedV2)
    assert sent.content.body == "Olá, Maria! Um instante."  # type: ignore[union-attr]
    [run] = await runs(http, acting)
    assert (run["status"], run["ticketId"], run["error"]) == ("done", ticket["id"], None)
    assert await runs(http, other) == []
    said = (await http.get(f"/api/v1/tickets/{ticket['id']}/messages")).json()["items"]
    [entry] = [one for one in said if one["content"].get("timeline", {}).get("event") == "automation"]
    assert entry["authorId"] == entry["content"]["timeline"]["ruleId"] == acting["id"]
    [automatic] = [one for one in said if one["origin"] == "automatic"]
    assert (automatic["text"], automatic["authorId"]) == ("Olá, Maria! Um instante.", None)
    assert await rows("SELECT 1 FROM log_followers WHERE kind = 'automations'") == [(1,)]


async def test_what_an_automation_closes_was_closed_by_no_person(
    as_user: AsUser, handle: Handle, inbound: Inbound, follow: Callable[[], Any], published: Published
) -> None:
    await create(as_user("admin"), {"type": "close"})
    await handle([inbound()])
    await follow()
    [closing] = [event.closing for event in await published(TicketChangedV1) if event.closing]
    assert closing.closed_by is None


async def test_what_happened_before_or_while_it_was_off_does_not_count(
    as_user: AsUser, handle: Handle, inbound: Inbound, follow: Callable[[], Any], rows: Rows
) -> None:
    http = as_user("admin")
    await handle([inbound()])
    automation = await create(http, HIGH)
    await follow()
    path = f"{PATH}/{automation['id']}"
    await http.patch(path, json={"active": False})
    assert await rows("SELECT 1 FROM log_followers") == []
    await handle([inbound()])
    await http.patch(path, json={"active": True})
    await follow()
    assert await runs(http, automation) == []
    await handle([inbound()])
    await follow()
    assert len(await runs(http, automation)) == 1


async def test_what_an_agent_does_sets_one_off(
    as_user: AsUser, handle: Handle, inbound: Inbound, follow: Callable[[], Any]
) -> None:
    http = as_user("admin")
    events = ["ticket.created", "ticket.assigned", "ticket.closed", "ticket.reopened"]
    made = {event: await create(http, {"type": "add_note", "text": event}, event=event) for event in events}
    await handle([inbound()])
    await follow()
    ticket = await the_ticket(http)
    for move in ("accept", "close", "reopen"):
        assert (await http.post(f"/api/v1/tickets/{ticket['id']}/{move}")).status_code == 200
        await follow()
    assert [len(await runs(http, made[event])) for event in events] == [1, 1, 1, 1]


async def test_they_act_in_their_order_on_the_ticket_as_it_is(
    as_user: AsUser, handle: Handle, inbound: Inbound, follow: Callable[[], Any]
) -> None:
    http = as_user("admin")
    last = await create(http, {"type": "set_priority", "priority": "low"})
    first = await create(http, {"type": "set_priority", "priority": "urgent"})
    await http.put(f"{PATH}/order", json={"ids": [first["id"], last["id"]]})
    await handle([inbound()])
    await follow()
    assert (await the_ticket(http))["priority"] == "low"


async def test_two_that_answer_each_other_end(
    as_user: AsUser, handle: Handle, inbound: Inbound, follow: Callable[[], Any]
) -> None:
    http = as_user("admin")
    up, down = HIGH, {"type": "set_priority", "priority": "low"}
    first = await create(
        http, up, event="ticket.priority_changed", conditions=[{"type": "priority", "priorities": ["low"]}]
    )
    second = await create(
        http, down, event="ticket.priority_changed", conditions=[{"type": "priority", "priorities": ["high"]}]
    )
    await handle([inbound()])
    ticket = await the_ticket(http)
    await http.patch(f"/api/v1/tickets/{ticket['id']}", json={"priority": "low"})
    await follow()
    assert len(await runs(http, first)) == 1
    assert len(await runs(http, second)) == 1, "what an automation did sets off one more, which is the last"


async def test_a_ticket_has_so_many_runs_in_an_hour(
    as_user: AsUser, handle: Handle, inbound: Inbound, follow: Callable[[], Any], database: Database
) -> None:
    http = as_user("admin")
    automation = await create(http, {"type": "add_note", "text": "Oi"})
    await handle([inbound(str(number)) for number in range(RUNS_OF_A_TICKET + 2)])
    await follow()
    found = await runs(http, automation)
    assert [run["status"] for run in found].count("done") == RUNS_OF_A_TICKET
    assert [(run["status"], run["error"]) for run in found[:2]] == [("skipped", "rate")] * 2
    page = (await http.get(f"{PATH}/{automation['id']}/runs", params={"limit": 20})).json()
    rest = await http.get(f"{PATH}/{automation['id']}/runs", params={"cursor": page["nextCursor"]})
    assert len(rest.json()["items"]) == 2
    async with database.worker() as session:
        assert await repository.purge_many(session, datetime.now(UTC), 2, 100) > 0, "beyond the newest two"
    assert len(await runs(http, automation)) == 2
    async with database.worker() as session:
        assert await repository.purge_old(session, datetime.now(UTC), 1) == 1
        assert await repository.purge_old(session, datetime.now(UTC), 10) == 1
    assert await runs(http, automation) == []


async def test_what_cannot_be_done_is_noted_and_nothing_of_it_done(
    as_user: AsUser, handle: Handle, inbound: Inbound, follow: Callable[[], Any], logged: Any
) -> None:
    http = as_user("admin")
    tag = await create_tag(http, name="x")
    broken = await create(http, HIGH, {"type": "add_tag", "tagId": tag["id"]})
    after = await create(http, {"type": "add_note", "text": "Oi"})
    await http.delete(f"/api/v1/tags/{tag['id']}")
    await handle([inbound()])
    await follow()
    [run] = await runs(http, broken)
    assert (run["status"], run["error"], run["action"]) == ("failed", "not-found", 1)
    assert (await the_ticket(http))["priority"] == "normal"
    assert [run["status"] for run in await runs(http, after)] == ["done"]
    await logged()


async def test_an_entry_that_fails_for_our_own_reasons_is_given_up(
    as_user: AsUser,
    handle: Handle,
    inbound: Inbound,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    http = as_user("admin")
    automation = await create(http, HIGH)
    await handle([inbound("um")])
    worker = Automations(database)
    with monkeypatch.context() as patch:

        async def fail(*_: object, **__: object) -> None:
            raise RuntimeError("broken")

        patch.setattr(actions, "perform", fail)
        for _ in range(3):
            assert not await worker.step()
        while await worker.step():
            pass
    [run] = await runs(http, automation)
    assert (run["status"], run["error"]) == ("failed", "internal-error")
    await handle([inbound("dois")])
    while await worker.step():
        pass
    assert [run["status"] for run in await runs(http, automation)] == ["done", "failed"]


async def test_a_company_with_much_to_read_does_not_keep_others_waiting(
    as_user: AsUser, handle: Handle, inbound: Inbound, database: Database, company_id: UUID
) -> None:
    other = uuid7()
    busy, quiet = as_user("admin"), as_user("admin", company_id=other)
    await create(busy, {"type": "add_note", "text": "Oi"})
    automation = await create(quiet, HIGH)
    await handle([inbound(str(number), wa_id=f"55119999{number:05}") for number in range(60)])
    await handle([inbound(company_id=other)])
    worker = Automations(database)
    for _ in range(4):
        await worker.step()
    assert len(await runs(quiet, automation)) == 1
    assert company_id != other


class Killed(BaseException):
    """Stands for the end of a process."""


async def test_a_worker_that_is_killed_before_any_statement_leaves_nothing_undone_or_done_twice(
    as_user: AsUser,
    handle: Handle,
    inbound: Inbound,
    database: Database,
    monkeypatch: pytest.MonkeyPatch,
    published: Published,
    logged: Any,
) -> None:
    http = as_user("admin")
    automation = await create(http, HIGH, {"type": "send_message", "text": "Oi!"})
    await handle([inbound()])
    run, left = direct.run, 0

    async def until_killed(*arguments: Any) -> Any:
        nonlocal left
        left -= 1
        if left < 0:
            raise Killed
        return await run(*arguments)

    kills, more = 0, True
    while more:
        with monkeypatch.context() as patch:
            patch.setattr(direct, "run", until_killed)
            left = kills
            try:
                more = await Automations(database).step()
            except Killed:
                kills += 1
    assert kills > 10
    assert [run["status"] for run in await runs(http, automation)] == ["done"]
    assert len(await published(MessageSendRequestedV2)) == 1
    await logged()


async def test_several_workers_act_once(
    as_user: AsUser, handle: Handle, inbound: Inbound, database: Database, published: Published
) -> None:
    http = as_user("admin")
    automation = await create(http, {"type": "send_message", "text": "Oi!"})
    await handle([inbound(str(number), wa_id=f"55119999{number:05}") for number in range(12)])

    async def work() -> None:
        worker = Automations(database)
        while len(await runs(http, automation)) < 12:
            await worker.step()

    await asyncio.gather(*(work() for _ in range(3)))
    assert [run["status"] for run in await runs(http, automation)] == ["done"] * 12
    assert len(await published(MessageSendRequestedV2)) == 12


async def test_it_is_tried_out(
    as_user: AsUser, ticket: dict[str, Any], follow: Callable[[], Any], logged: Any
) -> None:
    http = as_user("admin")
    conditions = [{"type": "text_contains", "terms": ["pix"]}, {"type": "first_message"}]
    automation = await create(http, HIGH, conditions=conditions)
    path = f"{PATH}/{automation['id']}/test"
    before = await logged()
    body = {"ticketId": ticket["id"], "text": "Aceitam PIX?"}
    half = (await http.post(path, json=body)).json()
    assert half == {"matches": False, "conditions": [True, False], "actions": []}
    whole = (await http.post(path, json={**body, "firstMessage": True})).json()
    assert (whole["matches"], whole["actions"]) == (True, [HIGH])
    assert (await http.post(path, json={"ticketId": str(uuid7())})).status_code == 404
    await follow()
    assert await logged() == before


async def test_a_company_whose_entries_cannot_be_read_keeps_no_other_waiting(
    as_user: AsUser,
    handle: Handle,
    inbound: Inbound,
    database: Database,
    company_id: UUID,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    other = uuid7()
    broken, whole = as_user("admin"), as_user("admin", company_id=other)
    stuck, automation = await create(broken, HIGH), await create(whole, HIGH)
    await handle([inbound()])
    await handle([inbound(company_id=other)])
    active = repository.active
    with monkeypatch.context() as patch:

        async def fail(session: Any, company: UUID) -> Any:
            if company == company_id:
                raise RuntimeError("broken")
            return await active(session, company)

        patch.setattr(repository, "active", fail)
        worker = Automations(database)
        for _ in range(2):
            await worker.step()
        assert len(await runs(whole, automation)) == 1
        for _ in range(10):
            await worker.step()
    await handle([inbound("dois")])
    while await worker.step():
        pass
    assert [run["status"] for run in await runs(broken, stuck)] == ["done"], "what could not be read is over"
