"""Who moved a campaign when; copies and the archive."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from atende_platform.testing.plugin import AsUser

if TYPE_CHECKING:
    from conftest import World


async def history(world: World, campaign_id: UUID, **query: Any) -> list[dict[str, Any]]:
    response = await world.http.get(f"/api/v1/campaigns/{campaign_id}/history", params=query)
    assert response.status_code == 200, response.text
    items: list[dict[str, Any]] = response.json()["items"]
    return items


async def listed(world: World, **query: Any) -> list[str]:
    response = await world.http.get("/api/v1/campaigns", params=query)
    return [item["id"] for item in response.json()["items"]]


async def test_every_move_tells_who_made_it_and_when(world: World, as_user: AsUser) -> None:
    campaign_id = await world.running(await world.contacts(1))
    await as_user("admin").post(f"/api/v1/campaigns/{campaign_id}/pause")
    await world.act(campaign_id, "pause")  # Changes nothing, so it is not told.
    await world.act(campaign_id, "resume")
    await world.channel(status="deleted", revision=2)
    moves = await history(world, campaign_id)
    assert [move["state"] for move in moves] == [
        "draft", "expanding", "running", "paused", "running", "failed",
    ]  # fmt: skip
    owner = moves[0]["by"]
    assert owner is not None
    assert [move["by"] == owner for move in moves] == [True, True, False, False, True, False]
    assert moves[2]["by"] is None
    assert moves[3]["by"] is not None
    assert (moves[5]["by"], moves[5]["reason"]) == (None, "The channel was deleted.")
    assert [move["at"] for move in moves] == sorted(move["at"] for move in moves)


async def test_history_comes_in_pages(world: World) -> None:
    campaign_id = await world.running(await world.contacts(1))
    url = f"/api/v1/campaigns/{campaign_id}/history"
    first = (await world.http.get(url, params={"limit": 2})).json()
    rest = (await world.http.get(url, params={"limit": 2, "cursor": first["nextCursor"]})).json()
    states = [move["state"] for move in first["items"] + rest["items"]]
    assert states == ["draft", "expanding", "running"]
    assert rest["nextCursor"] is None


async def test_a_copy_is_a_draft_with_the_same_content_options_and_audience(world: World) -> None:
    people = await world.contacts(3)
    source = await world.running(people, messagesPerSecond=7)
    response = await world.http.post(f"/api/v1/campaigns/{source}/duplicate")
    assert response.status_code == 201
    copy, original = response.json(), (await world.http.get(f"/api/v1/campaigns/{source}")).json()
    same = ("name", "type", "message", "template", "channelId", "messagesPerSecond", "targets")
    assert {key: copy[key] for key in same} == {key: original[key] for key in same}
    assert (copy["state"], copy["counts"], copy["startedAt"]) == ("draft", {}, None)
    copy_id = UUID(copy["id"])
    await world.act(copy_id, "start")
    await world.planner().run()
    assert await world.counts(copy_id) == {"pending": 3}


async def test_drafts_and_ended_campaigns_can_leave_the_list_and_come_back(world: World) -> None:
    draft, ended = await world.draft(), await world.running(await world.contacts(1))
    await world.act(ended, "cancel")
    for campaign_id in (draft, ended):
        first = await world.act(campaign_id, "archive")
        assert first["archivedAt"] is not None
        assert (await world.act(campaign_id, "archive"))["revision"] == first["revision"]
    assert await listed(world) == []
    assert await listed(world, archived=True) == [str(ended), str(draft)]
    assert await listed(world, archived=True, state="draft") == [str(draft)]
    await world.act(draft, "unarchive")
    assert (await world.act(draft, "unarchive"))["archivedAt"] is None
    assert await listed(world) == [str(draft)]


async def test_what_is_under_way_cannot_be_archived_and_what_starts_is_seen_again(world: World) -> None:
    campaign_id = await world.draft(await world.contacts(1))
    await world.act(campaign_id, "archive")
    started = await world.act(campaign_id, "start")
    assert started["archivedAt"] is None
    refused = await world.http.post(f"/api/v1/campaigns/{campaign_id}/archive")
    assert (refused.status_code, refused.json()["allowed"]) == (409, ["pause", "cancel"])
