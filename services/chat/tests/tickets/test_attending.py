"""What customers are answered by themselves, through the worker: a menu, a greeting, that nobody works."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from atende_contracts.content import InteractiveContent
from atende_contracts.event import TextContent
from atende_contracts.ids import uuid7
from atende_contracts.messages import MessageSendRequestedV2, Reply
from atende_platform.data.db import Database
from atende_platform.data.rounds import Rounds
from atende_platform.testing.plugin import AsUser, Handle, Published
from chat.tickets import worker as tickets
from chat.tickets.answering import MOST_IN_AN_HOUR

from ..factories import Inbound, Rows, create_channel, create_queue

POLICIES = "/api/v1/policies"
CLOSED: dict[str, Any] = {"exceptions": []}
"""Hours without any."""


@pytest.fixture
def answer(database: Database) -> Callable[[], Awaitable[None]]:
    """Has two workers answer all that there is to answer."""

    async def run() -> None:
        async def work(attendant: Rounds) -> None:
            while await attendant.step():
                pass

        await asyncio.gather(*(work(tickets.attendant(database)) for _ in range(2)))

    return run


@pytest.fixture
def said(published: Published) -> Callable[[], Awaitable[list[str]]]:
    """Returns what customers were sent by themselves, in order."""

    async def read() -> list[str]:
        sent = await published(MessageSendRequestedV2)
        return [one.content.body for one in sent if isinstance(one.content, TextContent | InteractiveContent)]

    return read


@pytest.fixture
async def http(as_user: AsUser, handle: Handle, company_id: UUID, channel_id: UUID) -> httpx.AsyncClient:
    await create_channel(handle, company_id, channel_id)
    return as_user("admin")


async def _decide(http: httpx.AsyncClient, channel_id: UUID, **body: Any) -> None:
    answer = await http.patch(f"{POLICIES}/channels/{channel_id}", json=body)
    assert answer.status_code == 200, answer.text


async def test_a_new_ticket_gets_its_channel_s_queue_and_greeting_once_also_when_all_is_replayed(
    http: httpx.AsyncClient, handle: Handle, inbound: Inbound, channel_id: UUID, answer: Any, said: Any
) -> None:
    queue = await create_queue(http, name="Vendas", greeting="Olá! Já vamos atender.")
    await _decide(http, channel_id, defaultQueueId=queue["id"])
    events = [inbound("Oi"), inbound("Tudo bem?")]
    for _ in range(3):
        await handle(events)
        await answer()
    assert await said() == ["Olá! Já vamos atender."]
    [ticket] = (await http.get("/api/v1/tickets")).json()["items"]
    assert (ticket["queueId"], ticket["status"]) == (queue["id"], "pending")
    assert ticket["waitingSince"], "a greeting is no answer"
    items = (await http.get(f"/api/v1/tickets/{ticket['id']}/messages")).json()["items"]
    [greeting] = [item for item in items if item["direction"] == "out"]
    assert (greeting["origin"], greeting["status"]) == ("automatic", "queued")


async def test_a_company_without_rules_is_not_looked_at(
    http: httpx.AsyncClient, handle: Handle, inbound: Inbound, rows: Rows, answer: Any, said: Any
) -> None:
    await handle([inbound()])
    assert await rows("SELECT 1 FROM tickets WHERE attention_at IS NOT NULL") == []
    await answer()
    assert await said() == []
    assert (await http.get("/api/v1/tickets")).json()["items"][0]["queueId"] is None


async def test_a_greeting_of_the_company_is_that_of_channels_without_their_own(
    http: httpx.AsyncClient, handle: Handle, inbound: Inbound, channel_id: UUID, answer: Any, said: Any
) -> None:
    await http.patch(POLICIES, json={"greeting": "Da empresa"})
    await handle([inbound(wa_id="5511999990001")])
    await answer()
    await _decide(http, channel_id, greeting="Do canal")
    await handle([inbound(wa_id="5511999990002")])
    await answer()
    await _decide(http, channel_id, greetingEnabled=False)
    await handle([inbound(wa_id="5511999990003")])
    await answer()
    assert await said() == ["Da empresa", "Do canal"]


async def test_who_writes_outside_of_the_hours_learns_it_once(
    http: httpx.AsyncClient, handle: Handle, inbound: Inbound, channel_id: UUID, answer: Any, said: Any
) -> None:
    queue = await create_queue(
        http, name="Vendas", greeting="Olá!", awayMessage="Estamos fechados.", openingHours=CLOSED
    )
    await _decide(http, channel_id, defaultQueueId=queue["id"])
    for text in ("Oi", "Alguém?", "???"):
        await handle([inbound(text)])
        await answer()
    assert await said() == ["Estamos fechados."]


async def test_the_answer_to_a_menu_moves_the_ticket(
    http: httpx.AsyncClient,
    handle: Handle,
    inbound: Inbound,
    channel_id: UUID,
    answer: Any,
    said: Any,
) -> None:
    default = await create_queue(http, name="Geral")
    sales = await create_queue(http, name="Vendas", greeting="Vendas, bom dia!")
    support = await create_queue(http, name="Suporte")
    options = [
        {"queueId": sales["id"], "label": "Vendas"},
        {"queueId": support["id"], "label": "Suporte"},
    ]
    menu = {"text": "Com quem quer falar?", "style": "list", "options": options}
    await _decide(http, channel_id, defaultQueueId=default["id"], menu=menu)
    chosen = Reply(id=f"queue:{sales['id']}", title="Vendas")
    customers: dict[str, dict[str, Any]] = {
        "5511999990001": {"reply": chosen},
        "5511999990002": {"text": "2"},
    }
    await handle([inbound(wa_id=customer) for customer in customers])
    await answer()
    assert await said() == ["Com quem quer falar?"] * 2
    for customer, fields in customers.items():
        await handle([inbound(wa_id=customer, **fields)])
        await answer()
    assert (await said())[2:] == ["Vendas, bom dia!"]
    found = {one["contact"]["phone"]: one for one in (await http.get("/api/v1/tickets")).json()["items"]}
    assert {one["queueId"] for one in found.values()} == {sales["id"], support["id"]}

    stranger = "5511999990003"
    for minute in range(5):
        later = datetime.now(UTC) + timedelta(minutes=minute)
        await handle([inbound("não sei", wa_id=stranger, sent_at=later)])
        await answer()
    assert (await said())[3:] == ["Com quem quer falar?"] * 3
    [lost] = (await http.get("/api/v1/tickets", params={"queueId": default["id"]})).json()["items"]
    assert lost["status"] == "pending"


async def test_two_programs_that_answer_each_other_come_to_an_end(
    http: httpx.AsyncClient, handle: Handle, inbound: Inbound, channel_id: UUID, answer: Any, said: Any
) -> None:
    await _decide(http, channel_id, greeting="Olá!", reopenRule="never")
    for number in range(MOST_IN_AN_HOUR + 4):
        await handle([inbound(f"auto {number}", sent_at=datetime.now(UTC) + timedelta(seconds=number))])
        await answer()
        [ticket, *_] = (await http.get("/api/v1/tickets", params={"status": "pending"})).json()["items"]
        assert (await http.post(f"/api/v1/tickets/{ticket['id']}/close")).status_code == 200
    assert await said() == ["Olá!"] * MOST_IN_AN_HOUR


async def test_nobody_who_is_blocked_or_in_a_group_is_answered(
    http: httpx.AsyncClient, handle: Handle, inbound: Inbound, channel_id: UUID, answer: Any, said: Any
) -> None:
    await _decide(http, channel_id, greeting="Olá!")
    await handle([inbound(group_id="1234@g.us")])
    await answer()
    assert await said() == []


async def test_one_company_s_crowd_does_not_keep_others_waiting(
    http: httpx.AsyncClient,
    as_user: AsUser,
    handle: Handle,
    inbound: Inbound,
    database: Database,
    rows: Rows,
) -> None:
    other = uuid7()
    for company in (http, as_user("admin", company_id=other)):
        await company.patch(POLICIES, json={"greeting": "Olá!"})
    await handle([inbound(wa_id=f"55119999{number:05}") for number in range(40)])
    await handle([inbound(company_id=other)])
    assert await tickets.attendant(database).step()
    left = await rows("SELECT company_id FROM tickets WHERE attention_at IS NOT NULL")
    assert len(left) > 20
    assert other not in {row.company_id for row in left}
