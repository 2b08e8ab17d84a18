"""Customers are asked once after closing, and what they answer belongs to the ticket."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from atende_contracts.contacts import TicketRatedV1
from atende_contracts.ids import uuid7
from atende_contracts.messages import MessageSendRequestedV2, Reply
from atende_platform.data.db import Database, execute
from atende_platform.testing.plugin import AsUser, Handle, Published
from chat.satisfaction import following
from chat.satisfaction.worker import Satisfaction
from chat.tickets.answers import rating_choice

from ..factories import Inbound, Rows, create_queue, create_reply, create_tag

PATH = "/api/v1/satisfaction"
POLICIES = f"{PATH}/policies"


class Time:
    """A clock that tests turn."""

    def __init__(self) -> None:
        self.later = timedelta()

    def __call__(self) -> datetime:
        return datetime.now(UTC) + self.later


@pytest.fixture
def time() -> Time:
    return Time()


@pytest.fixture
def follow(database: Database, time: Time) -> Callable[[], Any]:
    """Has the worker do all that there is to do."""

    async def run() -> None:
        worker = Satisfaction(database, time)
        while await worker.step():
            pass

    return run


async def ask(as_user: AsUser, **body: Any) -> dict[str, Any]:
    response = await as_user("admin").post(POLICIES, json={"question": "Como foi?", **body})
    assert response.status_code == 201, response.text
    policy: dict[str, Any] = response.json()
    return policy


async def tickets(as_user: AsUser) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await as_user("admin").get("/api/v1/tickets")).json()["items"]
    return found


@pytest.fixture
def asked(as_user: AsUser, handle: Handle, inbound: Inbound, follow: Callable[[], Any]) -> Callable[..., Any]:
    """Has a customer asked about a ticket that an agent answered and closed; returns the ticket."""

    async def make(**policy: Any) -> dict[str, Any]:
        await ask(as_user, **policy)
        await handle([inbound(sent_at=datetime.now(UTC))])
        [ticket] = await tickets(as_user)
        await create_reply(as_user, ticket["id"])
        await as_user("agent").post(f"/api/v1/tickets/{ticket['id']}/close")
        await follow()
        return ticket

    return make


async def rating(as_user: AsUser, ticket_id: str) -> httpx.Response:
    return await as_user("viewer").get(f"/api/v1/tickets/{ticket_id}/satisfaction")


def now() -> datetime:
    return datetime.now(UTC)


async def test_policies_are_managed(as_user: AsUser) -> None:
    http = as_user("admin")
    policy = await ask(as_user)
    twice = await http.post(POLICIES, json={"question": "?"})
    assert (twice.status_code, twice.json()["code"]) == (409, "satisfaction-policy-exists")
    for body in ({}, {"question": " "}, {"question": "?", "answerHours": 0}, {"question": "?", "style": "x"}):
        assert (await http.post(POLICIES, json=body)).status_code == 422, body
    unknown = await http.post(POLICIES, json={"question": "?", "queueId": str(uuid7())})
    assert unknown.json()["errors"][0]["code"] == "queue_unknown"
    changed = (await http.patch(f"{POLICIES}/{policy['id']}", json={"style": "faces"})).json()
    assert (changed["style"], changed["question"], changed["revision"]) == ("faces", "Como foi?", 2)
    assert (await as_user("viewer").get(POLICIES)).json()["items"] == [changed]
    assert (await as_user("agent").post(POLICIES, json={"question": "?"})).status_code == 403
    assert (await http.delete(f"{POLICIES}/{policy['id']}")).status_code == 204
    assert (await http.delete(f"{POLICIES}/{policy['id']}")).status_code == 404


async def test_the_answer_is_the_tickets_and_opens_nothing(
    as_user: AsUser,
    handle: Handle,
    inbound: Inbound,
    follow: Callable[[], Any],
    asked: Callable[..., Any],
    published: Published,
    logged: Any,
) -> None:
    ticket = await asked()
    question = (await published(MessageSendRequestedV2))[-1].content
    [section] = question.action.sections  # type: ignore[union-attr]
    assert [row.title for row in section.rows] == [  # type: ignore[union-attr]
        "5 · Ótimo",
        "4 · Bom",
        "3 · Regular",
        "2 · Ruim",
        "1 · Péssimo",
    ]
    assert (await rating(as_user, ticket["id"])).json()["status"] == "asked"
    chosen = section.rows[1].id  # type: ignore[union-attr]
    answer = inbound("4 · Bom", kind="interactive", reply=Reply(id=chosen, title="4 · Bom"), sent_at=now())
    await handle([answer])
    await handle([answer])
    await follow()
    await follow()
    [same] = await tickets(as_user)
    assert (same["id"], same["status"], same["unread"]) == (ticket["id"], "closed", 0)
    shown = (await rating(as_user, ticket["id"])).json()
    assert (shown["status"], shown["score"], shown["contact"]["name"]) == ("rated", 4, "Maria")
    [event] = await published(TicketRatedV1)
    assert (event.score, event.commented, str(event.ticket_id)) == (4, False, ticket["id"])
    assert (await logged()).count("ticket.rated") == 1
    said = (await as_user("viewer").get(f"/api/v1/tickets/{ticket['id']}/messages")).json()["items"]
    spoken = [message for message in reversed(said) if message["kind"] != "timeline"]
    assert [(one["direction"], one["origin"], one["text"]) for one in spoken] == [
        ("in", None, "Bom dia"),
        ("out", None, "Olá!"),
        ("out", "automatic", "Como foi?"),
        ("in", None, "4 · Bom"),
    ], "the question stands above the answer"
    assert {one["ticketId"] for one in spoken} == {ticket["id"]}
    again = inbound("5 · Ótimo", kind="interactive", reply=Reply(id=section.rows[0].id), sent_at=now())  # type: ignore[union-attr]
    await handle([again])
    await follow()
    assert (await rating(as_user, ticket["id"])).json()["score"] == 4, "the first counts"
    assert len(await tickets(as_user)) == 1


async def test_the_next_ticket_of_the_customer_does_not_show_what_was_asked_in_this_one(
    as_user: AsUser, handle: Handle, inbound: Inbound, asked: Callable[..., Any]
) -> None:
    ticket = await asked()
    await as_user("admin").patch("/api/v1/policies", json={"reopenRule": "never"})
    await handle([inbound("Outra coisa", sent_at=now() + timedelta(seconds=1))])
    [later, _] = await tickets(as_user)
    assert later["id"] != ticket["id"]
    said = (await as_user("viewer").get(f"/api/v1/tickets/{later['id']}/messages")).json()["items"]
    assert [message["text"] for message in said] == ["Outra coisa"]


async def test_a_number_is_an_answer_and_the_next_words_are_the_comment(
    as_user: AsUser,
    handle: Handle,
    inbound: Inbound,
    follow: Callable[[], Any],
    asked: Callable[..., Any],
    published: Published,
) -> None:
    ticket = await asked(style="text", commentQuestion="Quer comentar?", thanks="Obrigado!")
    await handle([inbound("5", sent_at=now())])
    await follow()
    await handle([inbound("Muito rápido!", sent_at=now())])
    await follow()
    shown = (await rating(as_user, ticket["id"])).json()
    assert (shown["score"], shown["comment"]) == (5, "Muito rápido!")
    assert (await tickets(as_user))[0]["status"] == "closed"
    sent = [one.content.body for one in await published(MessageSendRequestedV2)]  # type: ignore[union-attr]
    assert sent[-3:] == ["Como foi?", "Quer comentar?", "Obrigado!"]
    assert [one.commented for one in await published(TicketRatedV1)] == [False, True]
    await handle([inbound("Tenho outra dúvida", sent_at=now())])
    assert (await tickets(as_user))[0]["status"] != "closed"


async def test_who_asks_something_else_has_a_conversation_again(
    as_user: AsUser,
    handle: Handle,
    inbound: Inbound,
    follow: Callable[[], Any],
    asked: Callable[..., Any],
    published: Published,
) -> None:
    ticket = await asked()
    await handle([inbound("Faltou uma peça", sent_at=now())])
    [same] = await tickets(as_user)
    assert (same["id"], same["status"], same["unread"]) == (ticket["id"], "open", 1)
    await handle([inbound("5", sent_at=now())])
    await follow()
    assert (await rating(as_user, ticket["id"])).json()["score"] is None, "five of something else"
    pressed = Reply(id=rating_choice(UUID(ticket["id"]), 2))
    await handle([inbound("2 · Ruim", kind="interactive", reply=pressed, sent_at=now())])
    await follow()
    assert (await rating(as_user, ticket["id"])).json()["score"] == 2
    requests = len(await published(MessageSendRequestedV2))
    await as_user("agent").post(f"/api/v1/tickets/{ticket['id']}/close")
    await follow()
    assert len(await published(MessageSendRequestedV2)) == requests, "never asked twice"


async def test_an_answer_that_comes_too_late_begins_a_conversation(
    as_user: AsUser, handle: Handle, inbound: Inbound, asked: Callable[..., Any], rows: Rows
) -> None:
    await asked(answerHours=1)
    await rows("UPDATE tickets SET awaited_until = now() - interval '1 minute' RETURNING id")
    await handle([inbound("5", sent_at=now())])
    assert (await tickets(as_user))[0]["status"] != "closed"


async def test_who_cannot_be_written_to_is_not_asked(
    as_user: AsUser,
    handle: Handle,
    inbound: Inbound,
    follow: Callable[[], Any],
    published: Published,
) -> None:
    await ask(as_user)
    await handle([inbound(sent_at=now() - timedelta(hours=30))])
    [ticket] = await tickets(as_user)
    await as_user("agent").post(f"/api/v1/tickets/{ticket['id']}/close")
    await follow()
    shown = (await rating(as_user, ticket["id"])).json()
    assert (shown["status"], shown["refusal"]) == ("not_asked", "window-closed")
    assert await published(MessageSendRequestedV2) == []


async def test_queues_have_rules_of_their_own(
    as_user: AsUser,
    handle: Handle,
    inbound: Inbound,
    follow: Callable[[], Any],
    published: Published,
) -> None:
    await ask(as_user)
    queue = (await as_user("admin").post("/api/v1/queues", json={"name": "Cobrança"})).json()
    await ask(as_user, queueId=queue["id"], active=False)
    await handle([inbound(sent_at=now())])
    [ticket] = await tickets(as_user)
    agent = as_user("admin")
    await agent.post(f"/api/v1/tickets/{ticket['id']}/transfer", json={"queueId": queue["id"]})
    await agent.post(f"/api/v1/tickets/{ticket['id']}/close")
    await follow()
    assert (await rating(as_user, ticket["id"])).status_code == 404
    assert await published(MessageSendRequestedV2) == []


async def test_a_ticket_that_is_held_or_goes_on_is_not_asked_about(
    as_user: AsUser,
    handle: Handle,
    inbound: Inbound,
    follow: Callable[[], Any],
    database: Database,
    published: Published,
) -> None:
    await ask(as_user, style="faces")
    await handle([inbound(sent_at=now())])
    [ticket] = await tickets(as_user)
    await as_user("agent").post(f"/api/v1/tickets/{ticket['id']}/close")
    async with database.worker() as session:
        await execute(session, "SELECT 1 FROM tickets WHERE id = :id FOR UPDATE", id=UUID(ticket["id"]))
        await follow()
    assert await published(MessageSendRequestedV2) == []
    await as_user("agent").post(f"/api/v1/tickets/{ticket['id']}/reopen")
    await follow()
    assert await published(MessageSendRequestedV2) == []
    await as_user("agent").post(f"/api/v1/tickets/{ticket['id']}/close")
    await follow()
    [request] = await published(MessageSendRequestedV2)
    buttons = request.content.action.buttons  # type: ignore[union-attr]
    assert [button.title for button in buttons] == ["😞 Ruim", "😐 Regular", "😀 Bom"]  # type: ignore[union-attr]


async def test_ratings_are_listed(
    as_user: AsUser, handle: Handle, inbound: Inbound, follow: Callable[[], Any]
) -> None:
    await ask(as_user, style="text")
    bia = uuid7()
    agent = as_user("agent", user_id=bia)
    phones = [f"55119999900{number:02}" for number in range(3)]
    for phone in phones:
        await handle([inbound(wa_id=phone, sent_at=now())])
    for ticket in await tickets(as_user):
        await agent.post(f"/api/v1/tickets/{ticket['id']}/accept")
        await agent.post(f"/api/v1/tickets/{ticket['id']}/close")
    await follow()
    for score, phone in enumerate(phones, 3):
        await handle([inbound(str(score), wa_id=phone, sent_at=now())])
    await follow()
    viewer = as_user("viewer")

    async def scores(**params: Any) -> list[int]:
        page = await viewer.get(PATH, params=params)
        assert page.status_code == 200, page.text
        return [one["score"] for one in page.json()["items"]]

    assert await scores() == [5, 4, 3]
    assert await scores(score=[3, 5]) == [5, 3]
    assert await scores(agentId=str(bia)) == [5, 4, 3]
    assert await scores(agentId=str(uuid7())) == []
    assert await scores(commented=True) == []
    assert await scores(to=(now() - timedelta(minutes=1)).isoformat()) == []
    first = (await viewer.get(PATH, params={"limit": 2})).json()
    assert await scores(cursor=first["nextCursor"]) == [3]
    assert (await viewer.get(PATH, params={"score": 6})).status_code == 422
    assert (await as_user("owner", company_id=uuid7()).get(PATH)).json()["items"] == []


async def test_ratings_of_tickets_that_one_no_longer_sees_are_not_listed(
    as_user: AsUser,
    handle: Handle,
    inbound: Inbound,
    follow: Callable[[], Any],
    asked: Callable[..., Any],
) -> None:
    ticket = await asked()
    await handle([inbound("5", sent_at=now())])
    await follow()
    agent, manager = as_user("agent"), as_user("admin")
    assert len((await agent.get(PATH)).json()["items"]) == 1
    path = f"/api/v1/tickets/{ticket['id']}"
    queue = await create_queue(manager, name="Jurídico")
    await manager.patch("/api/v1/policies", json={"visibility": "queues"})
    await manager.post(f"{path}/reopen")
    moved = await manager.post(f"{path}/transfer", json={"queueId": queue["id"], "assigneeId": None})
    assert moved.status_code == 200, moved.text
    other = as_user("agent", user_id=uuid7())
    assert (await other.get(path)).status_code == 404
    assert (await other.get(f"{path}/satisfaction")).status_code == 404
    assert (await other.get(PATH)).json()["items"] == []
    assert len((await manager.get(PATH)).json()["items"]) == 1


async def test_what_a_company_says_that_customers_chose_keeps_no_other_waiting(
    as_user: AsUser,
    handle: Handle,
    inbound: Inbound,
    follow: Callable[[], Any],
    asked: Callable[..., Any],
) -> None:
    ticket = await asked()
    for chosen in ("x", ["x"], 5, {"id": 5}, {"id": {}}, {"id": ["a"]}):
        content = {"interactive": {"type": "button_reply", "button_reply": chosen, "list_reply": chosen}}
        await handle([inbound("?", kind="interactive", content=content, sent_at=now())])
        await handle([inbound("?", kind="interactive", content={"interactive": chosen}, sent_at=now())])
        await follow()
    assert (await rating(as_user, ticket["id"])).status_code == 200


async def test_a_company_whose_log_cannot_be_read_keeps_no_other_waiting(
    as_user: AsUser,
    handle: Handle,
    inbound: Inbound,
    follow: Callable[[], Any],
    asked: Callable[..., Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    broken = UUID(int=1)
    made = await as_user("admin", company_id=broken).post(POLICIES, json={"question": "?"})
    assert made.status_code == 201
    closed = following._closed

    def fail(entries: Any, policies: Any) -> Any:
        if any(entry.company_id == broken for entry in entries):
            raise RuntimeError("broken")
        return closed(entries, policies)

    monkeypatch.setattr(following, "_closed", fail)
    await handle([inbound(company_id=broken)])
    await follow()
    ticket = await asked()
    await handle([inbound("5", sent_at=now())])
    await follow()
    assert (await rating(as_user, ticket["id"])).json()["score"] == 5


async def test_a_rating_has_the_tags_that_its_ticket_had_when_it_was_closed(
    as_user: AsUser, handle: Handle, inbound: Inbound, follow: Callable[[], Any], published: Published
) -> None:
    await ask(as_user, style="text")
    http = as_user("agent")
    kept, late = await create_tag(http, name="Entrega"), await create_tag(http, name="Atraso")
    await handle([inbound(sent_at=now())])
    [ticket] = await tickets(as_user)
    path = f"/api/v1/tickets/{ticket['id']}"
    await create_reply(as_user, ticket["id"])
    await http.put(f"{path}/tags/{kept['id']}")
    await http.post(f"{path}/close")
    await follow()
    await http.put(f"{path}/tags/{late['id']}")
    await handle([inbound("5", sent_at=now())])
    await follow()
    [event] = await published(TicketRatedV1)
    assert (event.score, [str(tag_id) for tag_id in event.tag_ids]) == (5, [kept["id"]])
