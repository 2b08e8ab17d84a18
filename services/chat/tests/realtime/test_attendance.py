"""Agents see each other: who is here, who looks at which ticket, who types."""

import asyncio
from collections.abc import AsyncIterator
from math import inf
from typing import Any
from uuid import UUID

import pytest
from redis.asyncio import Redis

from atende_contracts.ids import uuid7
from atende_contracts.permissions import Permission
from atende_platform.identity.api_keys import Directory, Entry, hash_key, id_of, new_key
from atende_platform.testing.plugin import SIGNER, AsUser, Eventually, Installation
from chat.realtime import attendance

from .consoles import Connect, Console, closes, replica


@pytest.fixture
async def other_url(installation: Installation) -> AsyncIterator[str]:
    async with replica(installation) as address:
        yield address


class Agent:
    """An agent with a console."""

    def __init__(self, console: Console, user_id: UUID) -> None:
        self.console = console
        self.id = str(user_id)

    async def view(self, ticket_id: str | None) -> dict[str, Any]:
        return await self.console.ask("view", {"ticketId": ticket_id})

    async def type(self, ticket_id: str, **fields: Any) -> dict[str, Any]:
        return await self.console.ask("typing", {"ticketId": ticket_id, **fields})


@pytest.fixture
def agent(connect: Connect) -> Any:
    async def make(**fields: Any) -> Agent:
        user_id = fields.pop("user_id", None) or uuid7()
        console = await connect(user_id=user_id, **fields)
        await console.until("ready")
        return Agent(console, user_id)

    return make


async def test_agents_come_and_go_on_any_replica(
    agent: Any, other_url: str, as_user: AsUser, eventually: Eventually, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, rui = await agent(), await agent(address=other_url)
    both = {ana.id: "online", rui.id: "online"}

    async def see_both() -> None:
        assert ana.console.present() == both
        assert rui.console.present() == both

    await eventually(see_both)
    await as_user("agent", user_id=UUID(rui.id)).put("/api/v1/presence", json={"status": "away"})

    async def sees_him_away() -> None:
        assert ana.console.present() == {ana.id: "online", rui.id: "away"}

    await eventually(sees_him_away)
    late = await agent()

    async def is_told() -> None:
        assert late.console.present() == {ana.id: "online", rui.id: "away", late.id: "online"}

    await eventually(is_told)
    monkeypatch.setattr(attendance, "HELD_SECONDS", 1.0)
    monkeypatch.setattr(attendance, "REPORTED_SECONDS", 0.2)
    await rui.console.client.disconnect()
    assert ana.console.present()[rui.id] == "away", "he may come back at once"


async def test_an_agent_whose_last_socket_is_gone_is_offline_after_a_while(
    agent: Any, eventually: Eventually, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(attendance, "HELD_SECONDS", 1.5)
    monkeypatch.setattr(attendance, "REPORTED_SECONDS", 0.3)
    ana, rui = await agent(), await agent()
    again = await agent(user_id=UUID(rui.id))

    async def sees(*others: Agent) -> None:
        assert ana.console.present().keys() == {ana.id, *(other.id for other in others)}

    await eventually(lambda: sees(rui))
    await rui.console.client.disconnect()
    await asyncio.sleep(1.8)
    await sees(rui)
    await again.console.client.disconnect()
    await eventually(lambda: sees())
    assert ana.console.client.connected


async def test_colleagues_see_who_looks_at_a_ticket_and_types(
    agent: Any,
    other_url: str,
    ticket: dict[str, Any],
    eventually: Eventually,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ana, rui, eva = await agent(), await agent(address=other_url), await agent()
    id_ = ticket["id"]
    assert await ana.view(id_) == {"ok": True}
    assert await rui.view(id_) == {"ok": True}

    def seen(viewing: set[str], typing: set[str], *by: Agent) -> Any:
        async def check() -> None:
            for each in by:
                assert each.console.attended(id_) == (viewing, typing)

        return check

    await eventually(seen({ana.id, rui.id}, set(), ana, rui))
    assert await rui.type(id_) == {"ok": True}
    await eventually(seen({ana.id, rui.id}, {rui.id}, ana, rui))
    assert await rui.type(id_, isTyping=False) == {"ok": True}
    await eventually(seen({ana.id, rui.id}, set(), ana, rui))
    monkeypatch.setattr(attendance, "TYPING_SECONDS", 1.0)
    await rui.type(id_)
    await eventually(seen({ana.id, rui.id}, {rui.id}, ana))
    await eventually(seen({ana.id, rui.id}, set(), ana))
    await rui.console.client.disconnect()
    await eventually(seen({ana.id}, set(), ana))
    await ana.view(None)
    assert eva.console.attended(id_) == (set(), set()), "she does not look at it"
    await eva.view(id_)
    await eventually(seen({eva.id}, set(), eva))
    again = await agent(user_id=UUID(eva.id))
    await again.view(id_)
    await eventually(seen({eva.id}, set(), again))


async def test_tickets_that_are_not_one_s_own_cannot_be_looked_at(agent: Any, ticket: dict[str, Any]) -> None:
    ana, viewer = await agent(), await agent(role="viewer")
    stranger = await agent(company_id=uuid7())
    assert (await stranger.view(ticket["id"]))["code"] == "not-found"
    assert (await ana.view(str(uuid7())))["code"] == "not-found"
    assert (await ana.view("x" * 500))["code"] == "invalid-input"
    assert (await ana.console.ask("view", {}))["code"] == "invalid-input"
    assert (await ana.type(ticket["id"]))["code"] == "conflict"
    assert (await viewer.view(ticket["id"]))["ok"]
    assert (await viewer.type(ticket["id"]))["code"] == "forbidden"
    assert viewer.id not in viewer.console.present(), "who cannot answer is no agent"


async def test_floods_of_views_and_typing_are_refused(agent: Any, ticket: dict[str, Any]) -> None:
    ana = await agent()
    answers = [await ana.view(ticket["id"] if number % 2 else None) for number in range(40)]
    assert sum(answer.get("code") == "too-many-requests" for answer in answers) > 5
    typing = [await ana.type(ticket["id"]) for _ in range(30)]
    assert "too-many-requests" in {answer.get("code") for answer in typing}
    for number in range(400):
        await ana.console.client.emit("view", {"ticketId": str(number)}, namespace="/chat")
    await closes(ana.console)


async def test_a_redis_that_lost_everything_learns_it_again(
    agent: Any, installation: Installation, ticket: dict[str, Any], company_id: UUID, eventually: Eventually
) -> None:
    ana, rui = await agent(), await agent()
    await ana.view(ticket["id"])
    redis = installation.runtime.redis
    keys = [f"chat:presence:{{{company_id}}}:{name}" for name in ("here", "marks", "version")]

    async def stored() -> None:
        assert await redis.exists(*keys) == 3

    await eventually(stored)
    await redis.delete(*keys)
    await eventually(stored)
    await rui.view(ticket["id"])

    async def sees_her() -> None:
        assert rui.console.attended(ticket["id"])[0] == {ana.id, rui.id}

    await eventually(sees_her)


async def test_a_draft_that_has_changed_is_news_for_its_agent_s_sockets_alone(
    agent: Any, other_url: str, as_user: AsUser, ticket: dict[str, Any], eventually: Eventually
) -> None:
    ana, rui = await agent(), await agent()
    there = await agent(user_id=UUID(ana.id), address=other_url)
    http, path = as_user("agent", user_id=UUID(ana.id)), f"/api/v1/drafts/{ticket['id']}"

    def drafts(of: Agent) -> list[Any]:
        return [data for event, data in of.console.notices if event == "draft.changed"]

    await http.put(path, json={"text": "segredo"})
    await http.delete(path)
    expected = [{"ticketId": ticket["id"], "revision": revision} for revision in (1, None)]

    async def both_windows_learn_it() -> None:
        assert drafts(ana) == drafts(there) == expected

    await eventually(both_windows_learn_it)
    assert drafts(rui) == []


async def test_an_api_key_s_socket_is_nobody_s(
    agent: Any,
    connect: Connect,
    redis: Redis,
    company_id: UUID,
    ticket: dict[str, Any],
    eventually: Eventually,
) -> None:
    key = new_key(uuid7())
    scopes = frozenset({Permission.TICKETS_READ, Permission.TICKETS_WRITE})
    await Directory(redis, SIGNER).put([Entry(id_of(key), company_id, hash_key(key), scopes, inf)])
    console, ana = await connect(token=key), await agent()
    await console.until("ready")
    assert (await console.ask("view", {"ticketId": ticket["id"]}))["code"] == "forbidden"
    assert (await console.ask("typing", {"ticketId": ticket["id"]}))["code"] == "conflict"
    assert (await console.ask("renew", {"token": key})) == {"ok": True, "expiresAt": None}

    async def only_ana_is_here() -> None:
        assert console.present() == ana.console.present() == {ana.id: "online"}

    await eventually(only_ana_is_here)
