"""Lists of tickets: which, in which order, with what beside them, how many, and who may see them."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from atende_contracts.ids import uuid7
from atende_contracts.messages import MessageReceivedV1
from atende_platform.testing.plugin import AsUser, Handle

from ..factories import Inbound, create_queue, create_tag

PATH = "/api/v1/tickets"
NOW = datetime.now(UTC).replace(microsecond=0)


@pytest.fixture
async def five(handle: Handle, inbound: Inbound, as_user: AsUser) -> list[dict[str, Any]]:
    """Five pending tickets, the first of them written to first."""
    messages: list[MessageReceivedV1] = [
        inbound(f"Mensagem {nth}", wa_id=f"551199999000{nth}", sent_at=NOW - timedelta(minutes=10 - nth))
        for nth in range(5)
    ]
    await handle(messages)
    return await listed(as_user)


async def listed(as_user: AsUser, role: str = "admin", **params: Any) -> list[dict[str, Any]]:
    """Return all pages of a list, of two rows each, oldest ticket first if no order is asked for."""
    items: list[dict[str, Any]] = []
    cursor: dict[str, Any] = {}
    http = as_user(role)
    while True:
        response = await http.get(PATH, params={"limit": 2, **params, **cursor})
        assert response.status_code == 200, response.text
        page = response.json()
        items += page["items"]
        if page["nextCursor"] is None:
            return items if "sort" in params else items[::-1]
        cursor = {"cursor": page["nextCursor"]}


def ids(tickets: list[dict[str, Any]]) -> list[str]:
    return [ticket["id"] for ticket in tickets]


async def test_a_row_has_its_last_message_and_what_the_caller_has_not_read(
    as_user: AsUser, five: list[dict[str, Any]], handle: Handle, inbound: Inbound
) -> None:
    assert [ticket["lastMessage"]["text"] for ticket in five] == [f"Mensagem {nth}" for nth in range(5)]
    me, other = as_user("agent", user_id=uuid7()), as_user("agent", user_id=uuid7())
    path = f"{PATH}/{five[0]['id']}"
    await me.post(f"{path}/read")
    await me.post(f"{path}/messages", json={"text": "x" * 500, "clientMessageId": "1"})
    await me.post(f"{path}/close")
    later = datetime.now(UTC)
    await handle([inbound(text, wa_id="5511999990000", sent_at=later) for text in ("E agora?", "Oi?")])
    await other.post(f"{path}/read")

    def row(items: list[dict[str, Any]]) -> dict[str, Any]:
        return next(item for item in items if item["id"] == five[0]["id"])

    mine = row((await me.get(PATH)).json()["items"])
    assert (mine["unread"], mine["myUnread"]) == (0, 2)
    assert mine["lastMessage"]["text"] in ("E agora?", "Oi?")
    assert row((await other.get(PATH)).json()["items"])["myUnread"] == 0
    await other.post(f"{path}/unread")
    assert row((await other.get(PATH)).json()["items"])["myUnread"] == 1
    await me.post(f"{path}/messages", json={"text": "x" * 500, "clientMessageId": "2"})
    assert len(row((await me.get(PATH)).json()["items"])["lastMessage"]["text"]) == 160


async def test_what_was_taken_back_is_not_in_the_row(
    as_user: AsUser, handle: Handle, inbound: Inbound
) -> None:
    message = inbound("Meu cartão é 1234")
    await handle([message])
    await handle([inbound(kind="revoke", text=None, target=message.provider_message_id)])
    [ticket] = await listed(as_user)
    assert ticket["lastMessage"]["text"] is None
    assert ticket["lastMessage"]["revokedAt"] is not None


async def test_each_filter_finds_its_tickets(
    as_user: AsUser, five: list[dict[str, Any]], colleague: UUID
) -> None:
    http = as_user("admin")
    one, two, three, four, five_ = ids(five)
    queue = await create_queue(http, name="Vendas")
    tag = await create_tag(http, name="Entrega")
    await http.post(f"{PATH}/{one}/transfer", json={"queueId": queue["id"]})
    await http.post(f"{PATH}/{two}/assign", json={"assigneeId": str(colleague)})
    await http.post(f"{PATH}/{three}/close")
    await http.post(f"{PATH}/{four}/snooze", json={})
    await http.put(f"{PATH}/{four}/tags/{tag['id']}")
    await http.patch(f"{PATH}/{five_}", json={"priority": "urgent"})
    await http.put(f"{PATH}/{five_}/participants/{colleague}")
    await http.post(f"{PATH}/{five_}/read")
    expected: list[tuple[dict[str, Any], list[str]]] = [
        ({}, [one, two, three, four, five_]),
        ({"status": "open"}, [two]),
        ({"status": ["open", "snoozed"]}, [two, four]),
        ({"status": ["pending", "open", "snoozed"], "unassigned": True}, [one, four, five_]),
        ({"assigneeId": str(colleague)}, [two]),
        ({"participantId": str(colleague)}, [five_]),
        ({"queueId": queue["id"]}, [one]),
        ({"noQueue": True, "status": "pending"}, [five_]),
        ({"tagId": tag["id"]}, [four]),
        ({"priority": "urgent"}, [five_]),
        ({"number": five[2]["number"]}, [three]),
        ({"contactId": five[3]["contact"]["id"]}, [four]),
        ({"channelId": five[0]["channelId"]}, [one, two, three, four, five_]),
        ({"channelId": str(uuid7())}, []),
        ({"waiting": True}, [one, two, four, five_]),
        ({"unread": True}, [one, two]),
        ({"since": five[3]["lastMessageAt"]}, [four, five_]),
        ({"until": five[1]["lastMessageAt"]}, [one]),
        ({"q": five[1]["contact"]["phone"][-4:]}, [two]),
        ({"q": "Maria", "status": "closed"}, [three]),
    ]
    for params, tickets in expected:
        assert ids(await listed(as_user, **params)) == tickets, params
    stranger = as_user("admin", company_id=uuid7())
    assert (await stranger.get(PATH, params={"tagId": tag["id"]})).json()["items"] == []


async def test_each_order_pages_through_all_of_its_tickets(
    as_user: AsUser, five: list[dict[str, Any]]
) -> None:
    http = as_user("admin")
    one, two, three, four, five_ = ids(five)
    await http.post(f"{PATH}/{three}/close")
    await http.patch(f"{PATH}/{two}", json={"priority": "urgent"})
    await http.patch(f"{PATH}/{one}", json={"priority": "low"})
    await http.post(f"{PATH}/{four}/messages", json={"text": "Já vai", "clientMessageId": "1"})
    assert ids(await listed(as_user, sort="recent")) == [four, five_, three, two, one]
    assert ids(await listed(as_user, sort="waiting")) == [one, two, five_]
    assert ids(await listed(as_user, sort="priority")) == [two, four, five_, one]
    for cursor in ("x", "asap.x", "urgent."):
        bad = await http.get(PATH, params={"sort": "priority", "cursor": cursor})
        assert (bad.status_code, bad.json()["errors"][0]["field"]) == (422, "cursor")


async def test_agents_see_and_count_what_concerns_them(
    as_user: AsUser, five: list[dict[str, Any]], colleague: UUID
) -> None:
    http = as_user("admin")
    one, two, three, four, five_ = ids(five)
    theirs, foreign = [await create_queue(http, name=name) for name in ("Vendas", "Cobrança")]
    await http.put(f"/api/v1/queues/{theirs['id']}/members/{colleague}")
    await http.patch("/api/v1/policies", json={"visibility": "queues"})
    await http.post(f"{PATH}/{one}/transfer", json={"queueId": theirs["id"]})
    for ticket in (two, three, four):
        await http.post(f"{PATH}/{ticket}/transfer", json={"queueId": foreign["id"]})
    await http.post(f"{PATH}/{three}/assign", json={"assigneeId": str(colleague)})
    await http.put(f"{PATH}/{four}/participants/{colleague}")
    agent = as_user("agent", user_id=colleague)
    seen = ids((await agent.get(PATH)).json()["items"])
    assert sorted(seen) == sorted([one, three, four, five_])
    counts = (await agent.get(f"{PATH}/counts")).json()
    named = {
        name: counts[name] for name in ("all", "mine", "unassigned", "participating", "waiting", "unread")
    }
    assert named == {"all": 4, "mine": 1, "unassigned": 3, "participating": 1, "waiting": 4, "unread": 4}
    await agent.post(f"{PATH}/{three}/snooze", json={"until": "2099-01-01T00:00:00Z"})
    counts = (await agent.get(f"{PATH}/counts")).json()
    assert (counts["snoozed"], counts["snoozedMine"], counts["snoozedUnassigned"]) == (1, 1, 0)
    queues = {queue["id"]: (queue["tickets"], queue["unassigned"]) for queue in counts["queues"]}
    assert queues == {theirs["id"]: (1, 1), foreign["id"]: (2, 1), None: (1, 1)}
    assert counts["assignees"] == [{"id": str(colleague), "tickets": 1}]
    assert counts["waitingSince"] == five[0]["waitingSince"]
    assert (await http.get(f"{PATH}/counts")).json()["all"] == 5
    other = (await as_user("admin", company_id=uuid7()).get(f"{PATH}/counts")).json()
    assert (other["all"], other["queues"], other["waitingSince"]) == (0, [], None)
