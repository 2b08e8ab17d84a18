"""Campaigns over HTTP: drafts, audience, actions, pages, permissions, other companies."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from atende_contracts.campaigns import CampaignControlChangedV1
from atende_contracts.event import Party
from atende_contracts.ids import uuid7
from atende_contracts.permissions import Role
from atende_platform.testing.plugin import AsUser

if TYPE_CHECKING:
    from conftest import World


async def test_the_product_descriptions_requests_work_as_written(world: World) -> None:
    contacts = await world.contacts(2)
    created = await world.http.post(
        "/api/v1/campaigns",
        json={
            "name": "Promoção Black Friday",
            "type": "broadcast",
            "message": "🎉 Ofertas especiais!",
            "channelId": str(world.channel_id),
        },
    )
    assert created.status_code == 201
    campaign = created.json()
    assert campaign["status"] == campaign["state"] == "draft"
    assert campaign["message"] == "🎉 Ofertas especiais!"
    assert campaign["allowed"] == ["start"]
    url = f"/api/v1/campaigns/{campaign['id']}"
    targets = await world.http.post(f"{url}/targets", json={"contactIds": [str(id_) for id_ in contacts]})
    assert targets.json() == {"added": 2, "already": 0, "total": 2}
    started = await world.http.post(f"{url}/start", json={"confirmOutOfWindow": True})
    assert started.json()["state"] == "expanding"
    assert (await world.http.get(url)).json()["startedAt"] is not None


async def test_targets_can_be_added_again_and_twice_in_one_call(world: World) -> None:
    one, two, three = await world.contacts(3)
    campaign_id = await world.draft([one, two])
    url = f"/api/v1/campaigns/{campaign_id}/targets"
    again = await world.http.post(url, json={"contactIds": [str(one), str(three), str(three)]})
    assert again.json() == {"added": 1, "already": 1, "total": 3}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"message": None}, "body"),
        ({"template": {"name": "x", "language": "pt_BR"}}, "body"),
        ({"message": "a\x00b"}, "message"),
        ({"message": "  "}, "message"),
        ({"message": "x" * 4097}, "message"),
        ({"name": " "}, "name"),
        ({"name": "x" * 201}, "name"),
        ({"type": "drip"}, "type"),
        ({"messagesPerSecond": 0}, "messagesPerSecond"),
        ({"channelId": str(uuid7())}, "channelId"),
        ({"surprise": 1}, "surprise"),
        *(
            ({"message": None, "template": {"name": "x", "language": "pt", "components": [part]}}, field)
            for field, part in (
                ("template.components", {"\ud800": 1}),
                ("template.components", {"text": "\ud800"}),
                ("template.components", {"number": float("nan")}),
                ("template.components", {"number": float("inf")}),
                ("template.components.0.type", {"type": "footer"}),
                (
                    "template.components.0.parameters.0.text",
                    {"type": "body", "parameters": [{"type": "text"}]},
                ),
                ("template.components", {"deep": json.loads("[" * 300 + "]" * 300)}),
            )
        ),
        (
            {"message": None, "template": {"name": "x", "language": "pt_BR", "components": [{"t": "\x00"}]}},
            "template.components",
        ),
        (
            {
                "message": None,
                "template": {"name": "x", "language": "pt", "components": [{"t": "x" * 40_000}]},
            },
            "template.components",
        ),
    ],
)
async def test_what_is_wrong_with_a_campaign_is_named(world: World, body: dict[str, Any], field: str) -> None:
    valid = {"name": "x", "message": "x", "channelId": str(world.channel_id)}
    # Not by `json=`, which refuses to send some of what others do send.
    content = json.dumps({**valid, **body})
    response = await world.http.post(
        "/api/v1/campaigns", content=content, headers={"Content-Type": "application/json"}
    )
    assert response.status_code == 422
    assert response.json()["errors"][0]["field"] == field


async def test_a_draft_can_be_changed_and_deleted(world: World) -> None:
    other = await world.channel(channel_id=uuid7())
    campaign_id = await world.draft(await world.contacts(1), messagesPerSecond=5)
    url = f"/api/v1/campaigns/{campaign_id}"
    template = {"name": "promo", "language": "pt_BR", "components": []}
    changed = await world.http.patch(
        url, json={"name": "Natal", "template": template, "channelId": str(other), "messagesPerSecond": None}
    )
    assert changed.status_code == 200
    body = changed.json()
    assert (body["name"], body["template"], body["message"]) == ("Natal", template, None)
    assert (body["channelId"], body["messagesPerSecond"]) == (str(other), None)
    unknown = await world.http.patch(url, json={"channelId": str(uuid7())})
    assert unknown.json()["errors"][0]["field"] == "channelId"
    both = await world.http.patch(url, json={"message": "x", "template": template})
    assert both.status_code == 422
    assert (await world.http.delete(url)).status_code == 204
    assert (await world.http.get(url)).status_code == 404


async def test_what_was_started_cannot_be_changed_any_more(world: World) -> None:
    campaign_id = await world.running(await world.contacts(1))
    url = f"/api/v1/campaigns/{campaign_id}"
    for response in (
        await world.http.patch(url, json={"name": "x"}),
        await world.http.delete(url),
        await world.http.post(f"{url}/targets", json={"contactIds": [str(uuid7())]}),
    ):
        assert response.status_code == 409
        assert response.json()["allowed"] == ["pause", "finish", "cancel"]


async def test_actions_can_be_repeated_and_illegal_ones_name_the_legal_ones(world: World) -> None:
    campaign_id = await world.draft(await world.contacts(1))
    url = f"/api/v1/campaigns/{campaign_id}"
    refused = await world.http.post(f"{url}/pause")
    assert (refused.status_code, refused.json()["allowed"]) == (409, ["start"])
    first = await world.act(campaign_id, "start")
    assert (await world.act(campaign_id, "start"))["revision"] == first["revision"]
    await world.planner().run()
    for action, state in [("pause", "paused"), ("resume", "running"), ("cancel", "cancelled")]:
        assert (await world.act(campaign_id, action))["state"] == state
        assert (await world.act(campaign_id, action))["state"] == state
    late = await world.http.post(f"{url}/finish")
    assert (late.status_code, late.json()["allowed"]) == (409, [])
    controls = await world.published(CampaignControlChangedV1)
    assert [control.state for control in controls] == ["running", "running", "paused", "running", "cancelled"]
    revisions = [control.revision for control in controls]
    assert revisions == sorted(set(revisions))


async def test_a_campaign_needs_an_audience_and_a_channel_to_start(world: World) -> None:
    empty = await world.draft()
    response = await world.http.post(f"/api/v1/campaigns/{empty}/start")
    assert (response.status_code, response.json()["code"]) == (409, "no-targets")
    campaign_id = await world.draft(await world.contacts(1))
    await world.channel(status="disabled", revision=2)
    response = await world.http.post(f"/api/v1/campaigns/{campaign_id}/start")
    assert (response.status_code, response.json()["code"]) == (409, "channel-not-active")


async def test_lists_come_in_pages(world: World) -> None:
    drafts = [await world.draft(name=f"c{number}") for number in range(5)]
    contacts = await world.contacts(5)
    running = await world.running(contacts)
    seen: list[str] = []
    cursor: str | None = None
    while True:
        query: dict[str, Any] = {"limit": 2, "status": "draft"} | ({"cursor": cursor} if cursor else {})
        page = (await world.http.get("/api/v1/campaigns", params=query)).json()
        seen += [item["id"] for item in page["items"]]
        cursor = page["nextCursor"]
        if cursor is None:
            break
    assert seen == [str(id_) for id_ in reversed(drafts)]
    people: list[str] = []
    cursor = None
    while True:
        query = {"limit": 2, "status": "pending"} | ({"cursor": cursor} if cursor else {})
        page = (await world.http.get(f"/api/v1/campaigns/{running}/recipients", params=query)).json()
        people += [item["contactId"] for item in page["items"]]
        cursor = page["nextCursor"]
        if cursor is None:
            break
    assert sorted(people) == sorted(str(id_) for id_ in contacts)
    assert len(people) == 5
    # The parameters' old names still count.
    for path, other in (("", "finished"), (f"/{running}/recipients", "failed")):
        by_old_name = await world.http.get(f"/api/v1/campaigns{path}", params={"state": other})
        assert by_old_name.json()["items"] == []
    bad = await world.http.get("/api/v1/campaigns", params={"cursor": "zzz"})
    assert bad.json()["errors"][0]["field"] == "cursor"


async def test_a_recipient_shows_who_it_is(world: World) -> None:
    await world.running(await world.contacts(1))
    [campaign] = (await world.http.get("/api/v1/campaigns")).json()["items"]
    [recipient] = await world.recipients(UUID(campaign["id"]))
    assert recipient["phone"] == "+5511910000000"
    assert recipient["name"] == "Cliente 10000000"
    assert (recipient["state"], recipient["reason"], recipient["error"]) == ("pending", None, None)


ACTIONS = ("start", "pause", "resume", "finish", "cancel", "duplicate", "archive", "unarchive")


def routes(campaign_id: UUID, opt_out_id: UUID) -> list[tuple[str, str, Any]]:
    url = f"/api/v1/campaigns/{campaign_id}"
    return [
        ("GET", url, None),
        ("PATCH", url, {"name": "x"}),
        ("DELETE", url, None),
        ("POST", f"{url}/targets", {"contactIds": [str(uuid7())]}),
        *[("POST", f"{url}/{action}", None) for action in ACTIONS],
        ("GET", f"{url}/history", None),
        ("GET", f"{url}/recipients", None),
        ("GET", f"{url}/progress", None),
        ("DELETE", f"/api/v1/opt-outs/{opt_out_id}", None),
    ]


async def test_another_companys_things_do_not_exist(world: World, as_user: AsUser) -> None:
    [contact] = await world.contacts(1)
    campaign_id = await world.draft([contact])
    opt_out = await world.http.post("/api/v1/opt-outs", json={"contactId": str(contact)})
    stranger = as_user("owner", company_id=uuid7())
    for method, url, body in routes(campaign_id, UUID(opt_out.json()["id"])):
        response = await stranger.request(method, url, json=body)
        assert response.status_code == 404, (method, url)
    assert (await stranger.get("/api/v1/campaigns")).json()["items"] == []
    assert (await stranger.get("/api/v1/opt-outs")).json()["items"] == []
    borrowed = await stranger.post(
        "/api/v1/campaigns", json={"name": "x", "message": "x", "channelId": str(world.channel_id)}
    )
    assert borrowed.json()["errors"][0]["field"] == "channelId"
    borrowed = await stranger.post("/api/v1/opt-outs", json={"contactId": str(contact)})
    assert borrowed.json()["errors"][0]["field"] == "contactId"
    assert await world.state(campaign_id) == "draft"


async def test_a_foreign_contact_in_the_audience_is_nobody(world: World) -> None:
    foreign = world.contact(Party(phone="+5511987654321")).model_copy(update={"company_id": uuid7()})
    await world.handle([foreign])
    campaign_id = await world.draft([foreign.contact_id])
    await world.act(campaign_id, "start")
    await world.planner(campaign_contact_grace_seconds=0).run()
    [recipient] = await world.recipients(campaign_id)
    assert (recipient["state"], recipient["reason"]) == ("skipped", "contact_not_found")


async def test_roles_may_what_the_table_says(world: World, as_user: AsUser) -> None:
    campaign_id = await world.draft(await world.contacts(1))
    for role in (Role.AGENT, Role.VIEWER):
        http = as_user(role)
        assert (await http.get(f"/api/v1/campaigns/{campaign_id}")).status_code == 200
        assert (await http.post(f"/api/v1/campaigns/{campaign_id}/start")).status_code == 403
        assert (await http.delete(f"/api/v1/campaigns/{campaign_id}")).status_code == 403
    phone = {"phone": "+5511987654321"}
    assert (await as_user(Role.AGENT).post("/api/v1/opt-outs", json=phone)).status_code == 201
    assert (await as_user(Role.VIEWER).post("/api/v1/opt-outs", json=phone)).status_code == 403


async def test_a_change_may_ask_for_the_revision_that_was_seen(world: World) -> None:
    draft = {"name": "Junho", "type": "broadcast", "message": "Oi", "channelId": str(world.channel_id)}
    created = await world.http.post("/api/v1/campaigns", json=draft)
    path = f"/api/v1/campaigns/{created.json()['id']}"
    seen = (await world.http.get(path)).headers["etag"]
    assert created.headers["etag"] == seen == '"1"'

    first = await world.http.patch(path, json={"name": "Julho"}, headers={"If-Match": seen})
    assert (first.status_code, first.headers["etag"]) == (200, f'"{first.json()["revision"]}"')
    late = await world.http.patch(path, json={"name": "Agosto"}, headers={"If-Match": seen})
    assert (late.status_code, late.json()["code"]) == (412, "revision-mismatch")
    assert (await world.http.get(path)).json()["name"] == "Julho"
