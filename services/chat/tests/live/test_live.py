"""What stands now, by REST: the same as is counted ticket by ticket, and only what one may see."""

from datetime import UTC, datetime, timedelta
from math import ceil
from typing import Any
from uuid import UUID

import httpx
import pytest

from atende_contracts.channels import CompanyChangedV1
from atende_contracts.ids import uuid7
from atende_platform.data.db import Database, execute
from atende_platform.testing.plugin import AsUser, Handle
from chat.live import repository, service

from ..factories import Inbound, Rows, create_queue, create_reply, create_user

LIVE = "/api/v1/live"
TICKETS = "/api/v1/tickets"


@pytest.fixture(autouse=True)
def counted_each_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "_FRESH", timedelta(0))


async def at_midday(handle: Handle, company_id: UUID) -> None:
    """Let the company be where it is midday, so that what was half an hour ago was today."""
    behind = datetime.now(UTC).hour - 12
    zone = f"Etc/GMT{behind:+}" if behind else "UTC"
    await handle(
        [CompanyChangedV1(company_id=company_id, name="X", reopen_hours=2, time_zone=zone, revision=1)]
    )


async def live(http: httpx.AsyncClient, **asked: str) -> dict[str, Any]:
    response = await http.get(LIVE, params=asked)
    assert response.status_code == 200, response.text
    found: dict[str, Any] = response.json()
    return found


async def test_an_empty_company_has_zeros(as_user: AsUser) -> None:
    found = await live(as_user("viewer"))
    assert datetime.fromisoformat(found.pop("at")) <= datetime.now(UTC)
    assert found == {
        **dict.fromkeys(("open", "pending", "snoozed", "waiting", "messagesPerMinute", "agentsOnline"), 0),
        **dict.fromkeys(("channelId", "queueId", "longestWaitSince")),
        "agents": [],
        "queues": [],
        "today": {"opened": 0, "closed": 0, "received": 0, "sent": 0},
    }


async def test_it_is_what_the_tickets_are(
    as_user: AsUser, handle: Handle, inbound: Inbound, company_id: UUID, channel_id: UUID
) -> None:
    await at_midday(handle, company_id)
    boss, ana = as_user("admin"), await create_user(handle, company_id)
    queue = (await create_queue(boss, name="Vendas"))["id"]
    await boss.put(f"/api/v1/queues/{queue}/members/{ana}")
    long_ago = datetime.now(UTC) - timedelta(minutes=30)
    await handle([inbound(wa_id=f"55119999900{number}") for number in range(10, 14)])
    await handle([inbound(wa_id="5511999990020", sent_at=long_ago, channel_id=uuid7())])
    own = [each for each in (await boss.get(TICKETS)).json()["items"] if each["channelId"] == str(channel_id)]
    first, second, third, _ = [each["id"] for each in own]
    taken = {"queueId": queue, "assigneeId": str(ana)}
    assert (await boss.post(f"{TICKETS}/{first}/transfer", json=taken)).status_code == 200
    assert (await boss.post(f"{TICKETS}/{second}/snooze", json={})).status_code == 200
    assert (await boss.post(f"{TICKETS}/{third}/close", json={})).status_code == 200

    whole = await live(boss)

    assert (whole["open"], whole["pending"], whole["snoozed"], whole["waiting"]) == (1, 2, 1, 4)
    assert datetime.fromisoformat(whole["longestWaitSince"]) == long_ago
    assert whole["agents"] == [{"userId": str(ana), "status": "offline", "open": 1, "waiting": 1}]
    assert [(each["queueId"], each["open"], each["pending"]) for each in whole["queues"]] == [
        (queue, 1, 0),
        (None, 0, 2),
    ]
    assert whole["today"] == {"opened": 5, "closed": 1, "received": 5, "sent": 0}
    assert whole["messagesPerMinute"] == 5
    of_channel = await live(boss, channelId=str(channel_id))
    assert (of_channel["pending"], of_channel["today"]["received"]) == (1, 4)
    of_queue = await live(boss, queueId=queue)
    assert (of_queue["open"], of_queue["pending"], of_queue["today"]["opened"]) == (1, 0, 1)
    assert [each["queueId"] for each in of_queue["queues"]] == [queue]
    unknown = await live(boss, channelId=str(uuid7()), queueId=str(uuid7()))
    assert (unknown["open"], unknown["queues"], unknown["agents"]) == (0, [], [])


async def test_agents_get_what_they_may_see(
    as_user: AsUser, handle: Handle, inbound: Inbound, company_id: UUID
) -> None:
    boss = as_user("admin")
    ana, rui = [await create_user(handle, company_id, name) for name in ("Ana", "Rui")]
    hers, his = [(await create_queue(boss, name=name))["id"] for name in ("Dela", "Dele")]
    await boss.put(f"/api/v1/queues/{hers}/members/{ana}")
    await boss.put(f"/api/v1/queues/{his}/members/{rui}")
    await handle([inbound(wa_id=f"551199999000{number}") for number in range(5)])
    ids = [each["id"] for each in (await boss.get(TICKETS)).json()["items"]]
    moves = (
        {"queueId": his, "assigneeId": str(rui)},
        {"queueId": his, "assigneeId": str(ana)},
        {"queueId": hers},
        {"queueId": his},
    )
    for id_, body in zip(ids, moves, strict=False):
        assert (await boss.post(f"{TICKETS}/{id_}/transfer", json=body)).status_code == 200
    agent = as_user("agent", user_id=ana)

    seen = await live(agent)

    assert (seen["open"], seen["pending"]) == (1, 2), "her own, her queue's, and that of no queue"
    assert [line["userId"] for line in seen["agents"]] == [str(ana)]
    assert {each["queueId"] for each in seen["queues"]} == {hers, his, None}
    assert (await live(agent, queueId=his))["pending"] == 0
    listed = (await agent.get(f"{TICKETS}/counts")).json()
    assert seen["open"] + seen["pending"] == listed["all"]
    await boss.put(f"{TICKETS}/{ids[0]}/participants/{ana}")
    assert (await live(agent))["open"] == 2
    for everybody in (boss, as_user("viewer"), as_user("owner")):
        assert ((await live(everybody))["open"], (await live(everybody))["pending"]) == (2, 3)
    await boss.patch("/api/v1/policies", json={"visibility": "all"})
    seen = await live(agent)
    assert (seen["open"], seen["pending"]) == (2, 3)
    assert [line["userId"] for line in seen["agents"]] == [str(ana)]


async def test_messages_are_followed_in_the_log_and_counted_anew_alike(
    as_user: AsUser,
    handle: Handle,
    inbound: Inbound,
    ticket: dict[str, Any],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Notes, reactions and what was written elsewhere are none; what comes twice is one."""
    boss = as_user("admin")
    assert (await live(boss))["today"]["received"] == 1
    twice = inbound("outra")
    await handle([twice])
    await handle([twice, inbound("🙂", kind="reaction", content={"message_id": "wamid.x", "emoji": "🙂"})])
    await create_reply(as_user, ticket["id"])
    await boss.post(f"{TICKETS}/{ticket['id']}/notes", json={"text": "cuidado", "clientNoteId": str(uuid7())})
    followed = await live(boss)
    assert (followed["today"]["received"], followed["today"]["sent"]) == (2, 1)
    assert followed["messagesPerMinute"] == 3
    monkeypatch.setattr(repository, "MOST_BEHIND", -1)
    anew = await live(boss)
    assert (anew["today"], anew["messagesPerMinute"]) == (followed["today"], followed["messagesPerMinute"])


async def test_a_long_log_is_followed_in_portions(
    as_user: AsUser,
    handle: Handle,
    inbound: Inbound,
    rows: Rows,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """What was read of it is known, also if the next portion takes too long."""
    boss, counted, read = as_user("admin"), 0, 0
    traffic, follow = repository.Now.traffic, repository.Now._all

    async def counting_calls(now: repository.Now, *given: Any) -> Any:
        nonlocal counted
        counted += 1
        return await traffic(now, *given)

    async def failing_at_the_third(now: repository.Now, statement: str, **named: Any) -> Any:
        nonlocal read
        if statement == repository._FROM_LOG:
            read += 1
            if read == 3:
                raise TimeoutError
        return await follow(now, statement, **named)

    monkeypatch.setattr(repository.Now, "traffic", counting_calls)
    monkeypatch.setattr(repository, "PORTION", 4)
    assert (await live(boss))["today"]["received"] == 0
    await handle([inbound(wa_id=f"55119999900{number}") for number in range(10, 30)])
    [(entries,)] = await rows("SELECT count(*) FROM event_log")
    monkeypatch.setattr(repository.Now, "_all", failing_at_the_third)
    assert (await boss.get(LIVE)).status_code == 503
    assert (await live(boss))["today"]["received"] == 20
    assert (counted, read) == (1, 3 + ceil(entries / 4) - 2)


async def test_today_begins_at_midnight_in_the_company_s_zone(
    as_user: AsUser,
    handle: Handle,
    inbound: Inbound,
    company_id: UUID,
    database: Database,
    rows: Rows,
) -> None:
    zone = "Pacific/Kiritimati"  # Fourteen hours ahead.
    await handle(
        [CompanyChangedV1(company_id=company_id, name="X", reopen_hours=2, time_zone=zone, revision=1)]
    )
    await handle([inbound(wa_id="5511999990001"), inbound(wa_id="5511999990002")])
    boss = as_user("admin")
    assert (await live(boss))["today"]["opened"] == 2
    for ticket in (await boss.get(TICKETS)).json()["items"]:
        assert (await boss.post(f"{TICKETS}/{ticket['id']}/close", json={})).status_code == 200
    [(day,)] = await rows("SELECT date_trunc('day', now(), :zone)", zone=zone)
    async with database.worker() as session:
        await execute(
            session,
            "UPDATE tickets SET opened_at = :before, closed_at = :before"
            " WHERE id IN (SELECT id FROM tickets WHERE company_id = :company LIMIT 1)",
            before=day - timedelta(seconds=1),
            company=company_id,
        )
    today = (await live(boss))["today"]
    assert (today["opened"], today["closed"]) == (1, 1)


async def test_whoever_asks_within_a_second_gets_the_same_count(
    as_user: AsUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(service, "_FRESH", timedelta(seconds=60))
    asked = 0
    count = repository.Now.tickets

    async def counting_calls(now: repository.Now, day: datetime) -> Any:
        nonlocal asked
        asked += 1
        return await count(now, day)

    monkeypatch.setattr(repository.Now, "tickets", counting_calls)
    counted = {(await live(as_user(role)))["at"] for role in ("owner", "admin", "viewer", "agent")}
    assert (len(counted), asked) == (1, 1)
