"""The log of what happened, and campaigns' progress in it."""

import asyncio
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from atende_contracts.campaigns import CampaignFinishedV1, CampaignProgressV1
from atende_contracts.ids import uuid7
from atende_platform.testing.plugin import AsUser, Handle

from ..factories import Inbound, Rows, create_contact, create_tag


async def test_the_event_log_fills_gaps(as_user: AsUser, rows: Rows) -> None:
    http = as_user("agent")
    for number in range(4):
        await create_contact(http, phone=f"+551199999000{number}")
    page = (await http.get("/api/v1/events", params={"after": 1, "limit": 2})).json()
    assert [event["id"] for event in page["items"]] == [2, 3]
    assert page["nextCursor"] == "3"
    rest = (await http.get("/api/v1/events", params={"cursor": page["nextCursor"]})).json()
    assert [event["id"] for event in rest["items"]] == [4]
    event = page["items"][0]
    assert (event["namespace"], event["type"]) == ("chat", "contact.updated")
    assert event["payload"]["contact"]["phone"] == "+5511999990001"
    assert datetime.fromisoformat(event["createdAt"]).tzinfo == UTC
    assert (await http.get("/api/v1/events", params={"after": 4})).json()["items"] == []
    assert (await http.get("/api/v1/events", params={"namespace": "channels"})).json()["items"] == []
    await rows("WITH gone AS (DELETE FROM event_log WHERE seq <= 2 RETURNING 1) SELECT count(*) FROM gone")
    assert (await http.get("/api/v1/events", params={"after": 2})).status_code == 200
    assert (await http.get("/api/v1/events", params={"after": 1})).json()["code"] == "events-expired"


async def test_campaigns_are_shown_once_each(
    handle: Handle, company_id: UUID, logged: Any, as_user: AsUser
) -> None:
    told: dict[str, Any] = {
        "company_id": company_id,
        "campaign_id": uuid7(),
        "channel_id": uuid7(),
        "name": "Black Friday",
        "total": 2,
    }
    progress = CampaignProgressV1(**told, state="running", counts={"sent": 1, "pending": 1})
    finished = CampaignFinishedV1(**told, state="finished", counts={"sent": 2}, finished_at=datetime.now(UTC))
    await handle([progress, progress])
    await handle([progress, finished])
    assert await logged() == ["campaign.progress", "campaign.finished"]
    events = (await as_user("viewer").get("/api/v1/events", params={"namespace": "campaigns"})).json()[
        "items"
    ]
    assert events[0]["payload"] == {
        "campaignId": str(told["campaign_id"]),
        "name": "Black Friday",
        "status": "running",
        "state": "running",
        "total": 2,
        "counts": {"sent": 1, "pending": 1},
        "replies": 0,
        "startedAt": None,
        "finishedAt": None,
    }


async def test_what_is_read_says_where_in_the_log_to_go_on(
    as_user: AsUser, handle: Handle, inbound: Inbound
) -> None:
    http = as_user("agent")
    assert (await http.get("/api/v1/tickets")).headers["Last-Event-Id"] == "0"
    await handle([inbound()])
    listed = await http.get("/api/v1/tickets")
    assert listed.headers["Last-Event-Id"] == "3"
    [ticket] = listed.json()["items"]
    read = await http.get(f"/api/v1/tickets/{ticket['id']}/messages")
    assert read.headers["Last-Event-Id"] == "3"
    closed = await http.post(f"/api/v1/tickets/{ticket['id']}/close", json={})
    assert "Last-Event-Id" not in closed.headers, "what it changed comes after it"
    assert (await http.get("/api/v1/queues")).headers["Last-Event-Id"] == "5"
    stranger = as_user("agent", company_id=uuid7())
    assert (await stranger.get("/api/v1/tickets")).headers["Last-Event-Id"] == "0"


async def test_what_is_missing_in_an_answer_comes_after_its_number(as_user: AsUser) -> None:
    http = as_user("admin")
    seen: list[tuple[int, int]] = []

    async def look() -> None:
        for _ in range(20):
            answer = await http.get("/api/v1/tags")
            seen.append((int(answer.headers["Last-Event-Id"]), len(answer.json()["items"])))

    async def write() -> None:
        for number in range(20):
            await create_tag(http, name=f"Tag {number}")

    await asyncio.gather(look(), write())
    assert all(tags >= position for position, tags in seen), seen
