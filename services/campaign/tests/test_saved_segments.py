"""Filters that are kept under a name, and given to campaigns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from atende_contracts.audit import AuditRecordedV1
from atende_contracts.event import Party
from atende_contracts.ids import uuid7
from atende_contracts.permissions import Role
from atende_platform.identity.company_limits import Limits
from atende_platform.testing.plugin import AsUser, Installation, Published
from campaign.repository import saved_segments

if TYPE_CHECKING:
    from uuid import UUID

    import httpx
    from conftest import World

URL = "/api/v1/segments"
VIP = {"tag": "vip"}


async def kept(world: World, name: str = "VIP", wanted: Any = None) -> dict[str, Any]:
    response = await world.http.post(URL, json={"name": name, "filter": wanted or VIP})
    assert response.status_code == 201, response.text
    body: dict[str, Any] = response.json()
    return body


async def give(world: World, campaign_id: UUID, segment: dict[str, Any]) -> httpx.Response:
    body = {"segmentId": segment["id"]}
    return await world.http.post(f"/api/v1/campaigns/{campaign_id}/targets", json=body)


async def test_a_segment_is_kept_changed_and_deleted_and_each_is_recorded(
    world: World, published: Published
) -> None:
    deep = {"and": [VIP, {"not": {"lastSeen": {"withinDays": 90}}}, {"field": "city", "equals": "Recife"}]}
    made = await kept(world, "  VIP ", deep)
    assert (made["name"], made["filter"]) == ("VIP", deep)
    url = f"{URL}/{made['id']}"
    assert (await world.http.get(url)).json() == made

    for unchanged in ({}, {"name": "VIP", "filter": deep}):
        assert (await world.http.patch(url, json=unchanged)).json() == made
    changed = (await world.http.patch(url, json={"filter": VIP})).json()
    assert (changed["name"], changed["filter"]) == ("VIP", VIP)
    assert (await world.http.delete(url)).status_code == 204
    assert (await world.http.get(url)).status_code == 404
    entries = [event for event in await published(AuditRecordedV1) if event.object_type == "segment"]
    assert [(entry.action, entry.details) for entry in entries] == [
        ("segment.created", {"name": "VIP"}),
        ("segment.changed", {"name": "VIP", "fields": "filter"}),
        ("segment.deleted", {"name": "VIP"}),
    ]


async def test_a_name_is_one_segments_of_a_company(world: World, as_user: AsUser) -> None:
    await kept(world)
    other = await kept(world, "Outro")
    for response in (
        await world.http.post(URL, json={"name": "VIP", "filter": VIP}),
        await world.http.patch(f"{URL}/{other['id']}", json={"name": "VIP"}),
    ):
        assert (response.status_code, response.json()["code"]) == (409, "segment-name-taken")
    elsewhere = as_user("owner", company_id=uuid7())
    assert (await elsewhere.post(URL, json={"name": "VIP", "filter": VIP})).status_code == 201


async def test_segments_are_listed_in_pages_newest_first(world: World) -> None:
    for number in range(3):
        await kept(world, f"S{number}")
    first = (await world.http.get(URL, params={"limit": 2})).json()
    rest = (await world.http.get(URL, params={"limit": 2, "cursor": first["nextCursor"]})).json()
    names = [item["name"] for item in (*first["items"], *rest["items"])]
    assert (names, rest["nextCursor"]) == (["S2", "S1", "S0"], None)


async def test_so_many_segments_and_no_more(
    world: World, installation: Installation, monkeypatch: Any
) -> None:
    monkeypatch.setattr(installation.runtime.company_limits, "of", lambda _: Limits(segments=1))
    await kept(world)
    refused = await world.http.post(URL, json={"name": "x", "filter": VIP})
    assert (refused.status_code, refused.json()["code"]) == (409, "too-many-segments")


async def test_who_would_be_found_is_counted(world: World) -> None:
    people = [
        world.contact(Party(phone=f"+551198888000{number}"), tags=["vip"] if number else [])
        for number in range(4)
    ]
    gone = world.contact(Party(phone="+5511988880009"), tags=["vip"], deleted=True)
    stranger = world.contact(Party(phone="+5511988880008"), tags=["vip"]).model_copy(
        update={"company_id": uuid7()}
    )
    await world.handle([*people, gone, stranger])
    await world.http.post("/api/v1/opt-outs", json={"contactId": str(people[1].contact_id)})
    on_one_channel = {"contactId": str(people[2].contact_id), "channelId": str(world.channel_id)}
    await world.http.post("/api/v1/opt-outs", json=on_one_channel)
    segment = await kept(world)
    response = await world.http.get(f"{URL}/{segment['id']}/estimate")
    assert response.json() == {"contacts": 3, "optedOut": 1}


async def test_a_campaign_keeps_the_segment_as_it_was_given_to_it(world: World) -> None:
    vip = world.contact(Party(phone="+5511988880001"), tags=["vip"])
    await world.handle([vip, world.contact(Party(phone="+5511988880002"), tags=["new"])])
    segment = await kept(world)
    campaign_id = await world.draft()
    added = (await give(world, campaign_id, segment)).json()
    assert (added["added"], added["source"]["segment"], added["source"]["name"]) == (1, VIP, "VIP")
    again = (await give(world, campaign_id, segment)).json()
    assert (again["added"], again["already"]) == (0, 1)

    await world.http.patch(f"{URL}/{segment['id']}", json={"filter": {"tag": "new"}, "name": "Novos"})
    assert (await world.http.delete(f"{URL}/{segment['id']}")).status_code == 204
    assert (await give(world, campaign_id, segment)).json()["errors"][0]["field"] == "segmentId"
    targets = (await world.http.get(f"/api/v1/campaigns/{campaign_id}/targets")).json()
    assert [(one["segment"], one["name"]) for one in targets["sources"]] == [(VIP, "VIP")]
    await world.act(campaign_id, "start")
    await world.planner().run()
    assert [one["contactId"] for one in await world.recipients(campaign_id)] == [str(vip.contact_id)]


async def test_segments_are_of_their_company_and_of_those_who_write_campaigns(
    world: World, as_user: AsUser
) -> None:
    segment = await kept(world)
    url, stranger = f"{URL}/{segment['id']}", as_user("owner", company_id=uuid7())
    for method, path in (("GET", url), ("PATCH", url), ("DELETE", url), ("GET", f"{url}/estimate")):
        body = {"name": "x"} if method == "PATCH" else None
        assert (await stranger.request(method, path, json=body)).status_code == 404
    assert (await stranger.get(URL)).json()["items"] == []
    viewer = as_user(Role.VIEWER)
    assert (await viewer.get(f"{url}/estimate")).status_code == 200
    for method, path in (("POST", URL), ("PATCH", url), ("DELETE", url)):
        body = {"name": "x", "filter": VIP} if method != "DELETE" else None
        assert (await viewer.request(method, path, json=body)).status_code == 403


async def test_a_bad_segment_is_refused_by_its_field(world: World) -> None:
    deep: Any = VIP
    for _ in range(5):
        deep = {"not": deep}
    for body, field in (
        ({"filter": VIP}, "name"),
        ({"name": " ", "filter": VIP}, "name"),
        ({"name": "x" * 101, "filter": VIP}, "name"),
        ({"name": "x\x00", "filter": VIP}, "name"),
        ({"name": "x"}, "filter"),
        ({"name": "x", "filter": {}}, "filter"),
        ({"name": "x", "filter": deep}, "filter"),
    ):
        response = await world.http.post(URL, json=body)
        assert (response.status_code, response.json()["errors"][0]["field"]) == (422, field)


# --- who is in it


async def members(world: World, segment: dict[str, Any], limit: int = 100) -> list[dict[str, Any]]:
    """Follow the pages to the end."""
    found: list[dict[str, Any]] = []
    cursor: str | None = None
    while True:
        query: dict[str, Any] = {"limit": limit, **({"cursor": cursor} if cursor else {})}
        response = await world.http.get(f"{URL}/{segment['id']}/contacts", params=query)
        assert response.status_code == 200, response.text
        page = response.json()
        assert len(page["items"]) <= limit
        found += page["items"]
        cursor = page["nextCursor"]
        if cursor is None:
            return found


async def test_who_is_in_a_segment_is_listed_in_pages(world: World, as_user: AsUser) -> None:
    people = [
        world.contact(
            Party(phone=f"+551199{number:07}", name=f"C{number}"),
            tags=["vip"] if number % 3 == 0 else ["novo"],
            custom_fields={"city": "Natal"},
        )
        for number in range(20)
    ]
    gone = world.contact(Party(phone="+5511988880001", name="Ida"), tags=["vip"], deleted=True)
    hidden = world.contact(Party(bsuid="BR.1A2B", name="Léo"), tags=["vip"])
    await world.handle([*people, gone, hidden])
    vip = await kept(world)
    found = await members(world, vip, limit=3)
    assert [item["name"] for item in found] == ["Léo", "C18", "C15", "C12", "C9", "C6", "C3", "C0"]
    assert found[0] == {
        "id": str(hidden.contact_id),
        "name": "Léo",
        "phone": None,
        "userId": "BR.1A2B",
        "tags": ["vip"],
        "customFields": {},
        "optedOut": False,
    }
    assert (found[1]["phone"], found[1]["customFields"]) == ("+5511990000018", {"city": "Natal"})
    estimate = (await world.http.get(f"{URL}/{vip['id']}/estimate")).json()
    assert estimate["contacts"] == len(found) == len(await members(world, vip))
    await world.http.post("/api/v1/opt-outs", json={"phone": "+5511990000018"})
    assert [item["optedOut"] for item in await members(world, vip)][:3] == [False, True, False]

    stranger = as_user("owner", company_id=uuid7())
    assert (await stranger.get(f"{URL}/{vip['id']}/contacts")).status_code == 404
    theirs = (await stranger.post(URL, json={"name": "VIP", "filter": VIP})).json()
    assert (await stranger.get(f"{URL}/{theirs['id']}/contacts")).json() == {"items": [], "nextCursor": None}
    bad = await world.http.get(f"{URL}/{vip['id']}/contacts", params={"cursor": "x"})
    assert (bad.status_code, bad.json()["errors"][0]["code"]) == (422, "bad_cursor")


async def test_a_segment_of_few_among_many_is_looked_for_a_part_at_a_time(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saved_segments, "LOOKED_AT", 4)
    monkeypatch.setattr(saved_segments, "LOOKED_AT_FOR_LAST_SEEN", 3)
    await world.handle([world.contact(Party(phone="+5511988880001", name="Ana"), tags=["vip"])])
    await world.contacts(11)
    vip = await kept(world)
    first = (await world.http.get(f"{URL}/{vip['id']}/contacts")).json()
    assert (first["items"], first["nextCursor"] is None) == ([], False)
    assert [item["name"] for item in await members(world, vip)] == ["Ana"]
    unseen = await kept(world, "Sumidos", {"not": {"lastSeen": {"withinDays": 90}}})
    for limit in (1, 3, 5):
        assert len(await members(world, unseen, limit)) == 12
