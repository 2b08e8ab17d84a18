"""Rooms by right: an agent's sockets get what happens in the tickets that they may see."""

import asyncio
import random
from typing import Any
from uuid import UUID

import httpx
import pytest

from atende_contracts.ids import uuid7
from atende_contracts.permissions import Role
from atende_platform.data.db import Database
from atende_platform.identity.context import TenantContext
from atende_platform.testing.plugin import AsUser, Handle, Installation, token_for
from chat.policies.scope import scope_of
from chat.realtime.domain import ticket_of
from chat.tickets.audience import audiences

from ..factories import Inbound, create_queue, create_user
from .consoles import Connect, Console

TICKETS = "/api/v1/tickets"


@pytest.fixture
async def ana(handle: Handle, company_id: UUID) -> UUID:
    """A member of the queue."""
    return await create_user(handle, company_id, "Ana")


@pytest.fixture
async def rui(handle: Handle, company_id: UUID) -> UUID:
    """A member of none."""
    return await create_user(handle, company_id, "Rui")


@pytest.fixture
def boss(as_user: AsUser) -> httpx.AsyncClient:
    return as_user("admin")


@pytest.fixture
async def queue(boss: httpx.AsyncClient, ana: UUID) -> str:
    created = await create_queue(boss, name="Vendas")
    joined = await boss.put(f"/api/v1/queues/{created['id']}/members/{ana}")
    assert joined.status_code == 200, joined.text
    return str(created["id"])


async def move(boss: httpx.AsyncClient, ticket: dict[str, Any], **where: Any) -> None:
    moved = await boss.post(f"{TICKETS}/{ticket['id']}/transfer", json=where)
    assert moved.status_code == 200, moved.text


async def heard(console: Console, text: str) -> None:
    async with asyncio.timeout(60):
        while text not in [  # noqa: ASYNC110
            data["message"]["text"] for type_, data in console.received if type_ == "message.created"
        ]:
            await asyncio.sleep(0.01)


async def settled(console: Console, boss: httpx.AsyncClient) -> list[str]:
    """Return what a console got, once it got what happens now."""
    created = await boss.post("/api/v1/tags", json={"name": str(uuid7())})
    async with asyncio.timeout(60):
        while created.json()["id"] not in str(console.received):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    return [type_ for type_ in console.types if type_ != "tag.updated"]


async def test_a_ticket_goes_to_its_queue_and_who_no_longer_sees_it_is_told(
    connect: Connect,
    handle: Handle,
    inbound: Inbound,
    boss: httpx.AsyncClient,
    ticket: dict[str, Any],
    queue: str,
    ana: UUID,
    rui: UUID,
) -> None:
    hers, his, all_ = await connect(user_id=ana), await connect(user_id=rui), await connect(role="admin")
    viewers = await connect(role="viewer")
    for console in (hers, his, all_, viewers):
        await console.until("ready")

    await move(boss, ticket, queueId=queue)
    await handle([inbound("segredo")])

    for console in (hers, all_):
        told = await settled(console, boss)
        assert told[-2:] == ["ticket.updated", "message.created"]
        assert "ticket.removed" not in told
    for console in (his, viewers):
        assert await settled(console, boss) == ["ready", "ticket.removed"]
        assert "segredo" not in str(console.received)
        assert (await console.until("ticket.removed"))["ticketId"] == ticket["id"]

    await move(boss, ticket, queueId=queue, assigneeId=str(rui))
    got = await his.until("ticket.updated")
    assert (got["ticket"]["id"], got["ticket"]["assigneeId"]) == (ticket["id"], str(rui))
    await handle([inbound("para o Rui")])
    await heard(his, "para o Rui")
    await move(boss, ticket, queueId=queue, assigneeId=str(ana))
    await his.until("ticket.removed", 2)
    await boss.put(f"{TICKETS}/{ticket['id']}/participants/{rui}")
    await his.until("ticket.updated", 2)
    await move(boss, ticket, queueId=None)
    await viewers.until("ticket.updated")


async def test_what_was_missed_is_what_may_be_seen_now(
    connect: Connect,
    handle: Handle,
    inbound: Inbound,
    as_user: AsUser,
    boss: httpx.AsyncClient,
    ticket: dict[str, Any],
    queue: str,
    ana: UUID,
    rui: UUID,
) -> None:
    await handle([inbound("antes")])
    await move(boss, ticket, queueId=queue)
    await handle([inbound("depois")])
    last = (await as_user("admin").get("/api/v1/events", params={"limit": 500})).json()["items"][-1]["id"]
    since = last - 14
    hers, his = (
        await connect(user_id=ana, lastEventId=max(since, 0)),
        await connect(user_id=rui, lastEventId=max(since, 0)),
    )
    for console in (hers, his):
        assert (await console.until("ready"))["lastEventId"] == last
    assert "message.created" in hers.types
    assert set(his.types) & {"message.created", "ticket.updated"} == set()
    assert "ticket.removed" in his.types
    for user, console in ((ana, hers), (rui, his)):
        http = as_user("agent", user_id=user)
        listed, cursor = [], max(since, 0)
        while cursor is not None:
            page = (await http.get("/api/v1/events", params={"cursor": cursor, "limit": 3})).json()
            listed += [(each["type"], each["id"]) for each in page["items"] if each["namespace"] == "chat"]
            cursor = page["nextCursor"]
        replayed = [(type_, data["id"]) for type_, data in console.received if "id" in data]
        assert listed == replayed


async def test_members_and_rules_change_what_open_sockets_see(
    connect: Connect,
    handle: Handle,
    inbound: Inbound,
    boss: httpx.AsyncClient,
    ticket: dict[str, Any],
    queue: str,
    ana: UUID,
    rui: UUID,
) -> None:
    await move(boss, ticket, queueId=queue)
    hers, his, bosses = await connect(user_id=ana), await connect(user_id=rui), await connect(role="owner")
    for console in (hers, his, bosses):
        await console.until("ready")
    members = f"/api/v1/queues/{queue}/members"

    await boss.put(f"{members}/{rui}")
    await his.until("resync")
    await handle([inbound("para os dois")])
    await heard(his, "para os dois")
    await boss.delete(f"{members}/{rui}")
    await his.until("resync", 2)
    await handle([inbound("só dela")])
    await heard(hers, "só dela")
    await boss.patch("/api/v1/policies", json={"visibility": "all"})
    await his.until("resync", 3)
    await handle([inbound("para todos")])
    await heard(his, "para todos")
    assert "só dela" not in str(his.received)
    await boss.patch("/api/v1/policies", json={"visibility": "queues"})
    await his.until("resync", 4)
    await move(boss, ticket, queueId=queue, assigneeId=str(ana))
    await his.until("ticket.removed")
    assert "resync" not in bosses.types, "sees everything all the time"
    assert hers.types.count("resync") == 2
    assert (await hers.until("resync"))["lastEventId"] > 0


async def test_who_loses_a_ticket_no_longer_attends_to_it(
    connect: Connect, boss: httpx.AsyncClient, ticket: dict[str, Any], queue: str, ana: UUID, rui: UUID
) -> None:
    hers, his = await connect(user_id=ana), await connect(user_id=rui)
    for console in (hers, his):
        await console.until("ready")
        assert (await console.ask("view", {"ticketId": ticket["id"]}))["ok"]
    await move(boss, ticket, queueId=queue)
    await his.until("ticket.removed")
    assert (await his.ask("typing", {"ticketId": ticket["id"]}))["code"] == "conflict"
    assert (await his.ask("view", {"ticketId": ticket["id"]}))["code"] == "not-found"
    assert (await hers.ask("typing", {"ticketId": ticket["id"]}))["ok"]
    async with asyncio.timeout(60):
        while hers.attended(ticket["id"]) != ({str(ana)}, {str(ana)}):  # noqa: ASYNC110
            await asyncio.sleep(0.01)
    assert (set(), set()) == his.attended(ticket["id"]) or str(ana) not in his.attended(ticket["id"])[1]


async def test_a_lesser_role_sees_less_at_once(
    connect: Connect,
    handle: Handle,
    inbound: Inbound,
    installation: Installation,
    company_id: UUID,
    boss: httpx.AsyncClient,
    ticket: dict[str, Any],
    queue: str,
    rui: UUID,
) -> None:
    await move(boss, ticket, queueId=queue)
    his = await connect(user_id=rui, role="admin")
    await his.until("ready")
    token = token_for(installation.settings, company_id=company_id, user_id=rui, role="agent")
    assert (await his.ask("renew", {"token": token}))["ok"]
    await his.until("resync")
    await handle([inbound("segredo")])
    await settled(his, boss)
    assert "segredo" not in str(his.received)


@pytest.mark.parametrize(
    ("payload", "found"),
    [
        ({"ticket": {"id": str(UUID(int=1))}}, 1),
        ({"message": {"ticketId": str(UUID(int=2))}}, 2),
        ({"ticketId": str(UUID(int=3)), "x": {"ticketId": str(UUID(int=4))}}, 3),
        ({"message": {"ticketId": None}}, None),
        ({"contact": {"id": str(UUID(int=1))}, "text": "x", "items": [1]}, None),
        ({}, None),
    ],
)
def test_an_update_s_ticket_is_found_wherever_it_stands(payload: dict[str, Any], found: int | None) -> None:
    assert ticket_of(payload) == (None if found is None else UUID(int=found))


async def something(
    boss: httpx.AsyncClient,
    chance: random.Random,
    queues: list[str],
    ids: list[str],
    users: tuple[UUID, UUID],
) -> None:
    """Change who sees what."""
    ticket, user = f"{TICKETS}/{chance.choice(ids)}", chance.choice(users)
    come_or_go = chance.choice((boss.put, boss.delete))
    match chance.randrange(4):
        case 0:
            await come_or_go(f"/api/v1/queues/{chance.choice(queues)}/members/{user}")
        case 1:
            await come_or_go(f"{ticket}/participants/{user}")
        case _:
            where = {
                "queueId": chance.choice((None, *queues)),
                "assigneeId": chance.choice((None, str(user))),
            }
            await boss.post(f"{ticket}/transfer", json=where)


@pytest.mark.parametrize("seed", range(2))
async def test_whatever_moves_a_console_that_follows_ends_with_what_its_user_sees(
    connect: Connect,
    handle: Handle,
    inbound: Inbound,
    boss: httpx.AsyncClient,
    company_id: UUID,
    database: Database,
    ana: UUID,
    rui: UUID,
    seed: int,
) -> None:
    """A console adds and removes tickets as updates say, and loads them all when it is to."""
    chance = random.Random(seed)
    queues = [(await create_queue(boss, name=name))["id"] for name in ("Vendas", "Suporte")]
    await handle([inbound(wa_id=f"551199999000{number}") for number in range(4)])
    ids = [each["id"] for each in (await boss.get(TICKETS)).json()["items"]]

    async def visible(user: UUID) -> set[str]:
        async with database.worker() as session:
            who = TenantContext(company_id, user, Role.AGENT, uuid7())
            scope = await scope_of(session, who)
            found = await audiences(session, company_id, list(map(UUID, ids)))
        return {str(id_) for id_, audience in found.items() if audience.is_seen_by(scope)}

    consoles: dict[UUID, Console] = {}
    for user in (ana, rui):
        consoles[user] = await connect(user_id=user)
        await consoles[user].until("ready")
    loaded = {user: [(0, await visible(user))] for user in consoles}

    async def resync(user: UUID) -> None:
        """Load afresh at every `resync`, as a console does."""
        count = consoles[user].types.count("resync")
        if count >= len(loaded[user]):
            place = [i for i, (type_, _) in enumerate(consoles[user].received) if type_ == "resync"][-1]
            loaded[user] += [(place, await visible(user))] * (count + 1 - len(loaded[user]))

    for _ in range(25):
        if chance.random() < 0.2:
            await handle([inbound("x", wa_id=f"551199999000{chance.randrange(4)}")])
        else:
            await something(boss, chance, queues, ids, (ana, rui))
        for user in consoles:
            await settled(consoles[user], boss)
            await resync(user)

    for user, console in consoles.items():
        place, shown = loaded[user][-1]
        for type_, data in console.received[place:]:
            if type_ == "ticket.updated":
                shown = shown | {data["ticket"]["id"]}
            elif type_ == "ticket.removed":
                shown = shown - {data["ticketId"]}
        assert shown == await visible(user)
