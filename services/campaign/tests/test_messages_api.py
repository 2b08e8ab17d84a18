"""Messages before they are sent, over HTTP: preview, test, estimate; and how variants do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from atende_contracts.event import Party, TextContent
from atende_contracts.ids import uuid7
from atende_contracts.permissions import Role
from atende_platform.testing.plugin import AsUser
from campaign.imports import Importer

if TYPE_CHECKING:
    from conftest import World

VARIANTS = [
    {"name": "a", "weight": 1, "message": "Oi {{first_name}}"},
    {"name": "b", "weight": 1, "message": "Pedido {{pedido}}"},
]


async def people(world: World, *parties: Party, **fields: Any) -> list[UUID]:
    contacts = [world.contact(party, **fields) for party in parties]
    await world.handle(contacts)
    return [contact.contact_id for contact in contacts]


async def ask(world: World, campaign_id: UUID, what: str, body: Any) -> Any:
    return await world.http.post(f"/api/v1/campaigns/{campaign_id}/{what}", json=body)


async def test_a_preview_shows_each_variant_or_why_it_cannot_be_made(world: World) -> None:
    [ana] = await people(world, Party(phone="+5511987654321", name="Ana Souza"))
    campaign_id = await world.draft([ana], message=None, variants=VARIANTS)
    shown = (await ask(world, campaign_id, "preview", {"contactId": str(ana)})).json()["messages"]
    assert [(one["variant"], one["message"], one["problem"]) for one in shown] == [
        ("a", "Oi Ana", None),
        ("b", None, "no value for {{pedido}}"),
    ]
    [chosen] = [one["variant"] for one in shown if one["chosen"]]
    await world.act(campaign_id, "start")
    await world.planner().run()
    counts = (await world.http.get(f"/api/v1/campaigns/{campaign_id}/variants")).json()["items"]
    got = {one["name"]: one["counts"] for one in counts}
    assert got[chosen] == {"pending" if chosen == "a" else "skipped": 1}
    unknown = await ask(world, campaign_id, "preview", {"contactId": str(uuid7())})
    assert unknown.json()["errors"][0]["field"] == "contactId"


async def test_variants_are_counted_by_state(world: World) -> None:
    contacts = await world.contacts(40)
    variants = [{"name": "a", "message": "Oi"}, {"name": "b", "weight": 3, "message": "Olá"}]
    campaign_id = await world.running(contacts, message=None, variants=variants)
    await world.dispatcher().run()
    await world.tell(await world.requests(), "delivered")
    url = f"/api/v1/campaigns/{campaign_id}/variants"
    first = (await world.http.get(url, params={"limit": 1})).json()
    second = (await world.http.get(url, params={"limit": 1, "cursor": first["nextCursor"]})).json()
    assert second["nextCursor"] is None
    [one], [other] = first["items"], second["items"]
    assert (one["name"], one["weight"], other["weight"]) == ("a", 1, 3)
    assert one["total"] + other["total"] == 40
    assert one["counts"] == {"delivered": one["total"]}
    plain = await world.draft()
    assert (await world.http.get(f"/api/v1/campaigns/{plain}/variants")).json() == {
        "items": [],
        "nextCursor": None,
    }


async def test_a_test_goes_to_one_phone_and_counts_nowhere(world: World) -> None:
    await people(world, Party(phone="+5511987654321", name="Ana Souza"))
    campaign_id = await world.draft(message="Oi {{first_name}}")
    response = await ask(world, campaign_id, "test-send", {"phone": "(11) 98765-4321"})
    assert response.status_code == 202, response.text
    sent = response.json()
    assert (sent["phone"], sent["message"]) == ("+5511987654321", "Oi Ana")
    [request] = await world.requests()
    assert request.campaign_id == request.send_id == UUID(sent["sendId"])
    assert request.channel_id == world.channel_id
    assert request.content == TextContent(body="Oi Ana")
    await world.tell([request], "delivered")
    assert await world.counts(campaign_id) == {}
    assert await world.state(campaign_id) == "draft"


async def test_a_test_fills_in_whose_values_are_asked_for(world: World) -> None:
    [ana] = await people(
        world, Party(phone="+5511987654321", name="Ana Souza"), custom_fields={"pedido": "7"}
    )
    campaign_id = await world.draft([ana], message=None, variants=VARIANTS)
    body = {"phone": "+5511912345678", "contactId": str(ana), "variant": "b"}
    assert (await ask(world, campaign_id, "test-send", body)).json()["message"] == "Pedido 7"
    for wrong, field in [
        ({"variant": "c"}, "variant"),
        ({"contactId": None}, "contactId"),
        ({"phone": "nobody"}, "phone"),
    ]:
        refused = await ask(world, campaign_id, "test-send", {**body, **wrong})
        assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, field)
    await world.channel(status="disabled", revision=2)
    refused = await ask(world, campaign_id, "test-send", body)
    assert (refused.status_code, refused.json()["code"]) == (409, "channel-not-active")


async def test_what_became_of_a_test_is_seen(world: World) -> None:
    campaign_id = await world.draft(message="Oi")
    url = f"/api/v1/campaigns/{campaign_id}/test-sends"
    for digit in (1, 2, 3):
        await ask(world, campaign_id, "test-send", {"phone": f"+551198765432{digit}"})
    other = await world.draft(message="Oi")
    await ask(world, other, "test-send", {"phone": "+5511987654329"})
    first, second, *_ = await world.requests()
    refused = world.status(second, "failed", code=131026)
    unread = [world.status(first, state) for state in ("delivered", "sent", "accepted")]
    await world.handle([*unread, refused])
    await world.handle([world.status(first, "sent", seconds=9)])

    page = (await world.http.get(url, params={"limit": 2})).json()
    rest = (await world.http.get(url, params={"limit": 2, "cursor": page["nextCursor"]})).json()
    items = page["items"] + rest["items"]
    assert [(item["phone"][-1], item["state"]) for item in items] == [
        ("3", "dispatched"),
        ("2", "failed"),
        ("1", "delivered"),
    ]
    assert items[1]["error"] == {"code": 131026, "title": "Undeliverable"}
    assert (items[2]["error"], items[2]["sendId"]) == (None, str(first.send_id))
    assert await world.counts(campaign_id) == {}
    assert (await world.http.delete(f"/api/v1/campaigns/{campaign_id}")).status_code == 204
    assert (await world.http.get(url)).status_code == 404


async def test_tests_are_few_an_hour(world: World) -> None:
    campaign_id = await world.draft()
    body = {"phone": "+5511987654321"}
    answers = [(await ask(world, campaign_id, "test-send", body)).status_code for _ in range(11)]
    assert answers == [202] * 10 + [429]
    assert len(await world.requests()) == 10


async def test_an_estimate_counts_people_once_and_says_who_cannot_be_written_to(world: World) -> None:
    named = await people(
        world, *(Party(phone=f"+55119876543{number}", name="Ana") for number in range(10, 30))
    )
    twice = await people(
        world, Party(phone="+5511987654399", name="B"), Party(wa_id="551187654399", name="B")
    )
    nameless = await people(world, Party(phone="+5511987654398"))
    gone = await people(world, Party(phone="+5511987654397"), deleted=True)
    await world.http.post("/api/v1/opt-outs", json={"contactId": str(named[0])})
    targets = [*named, *twice, *nameless, *gone, uuid7()]
    await world.channel(rate=80, revision=2)
    campaign_id = await world.draft(targets, message="Oi {{name}}", messagesPerSecond=2)
    estimate = (await world.http.get(f"/api/v1/campaigns/{campaign_id}/estimate")).json()
    rendering = estimate.pop("rendering")
    assert estimate == {
        "targets": 25,
        "notFound": 2,
        "duplicates": 1,
        "optedOut": 1,
        "recipients": 21,
        "outOfWindow": 21,
        "templateNeeded": True,
        "messagesPerSecond": 2,
        "seconds": 10.5,
        "problems": [],
    }
    assert rendering == {
        "checked": 25,
        "all": True,
        "notRenderable": 1,
        "examples": [
            {
                "contactId": str(nameless[0]),
                "phone": "+5511987654398",
                "problem": "no value for {{name}}",
                "problemReason": {
                    "code": "value_missing",
                    "params": {"name": "name"},
                    "pt": "não há valor para {{name}}",
                    "en": "no value for {{name}}",
                },
            }
        ],
    }
    # As it then is: all but who is counted twice have a row that says their outcomes.
    await world.act(campaign_id, "start")
    await world.planner(campaign_contact_grace_seconds=0).run()
    assert await world.counts(campaign_id) == {"pending": 20, "skipped": 4}


async def test_of_a_large_audience_a_sample_is_rendered(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("campaign.service.messages.SAMPLE", 20)
    campaign_id = await world.draft(await world.contacts(200), message="{{pedido}}")
    estimate = (await world.http.get(f"/api/v1/campaigns/{campaign_id}/estimate")).json()["rendering"]
    assert not estimate["all"]
    assert 1 <= estimate["checked"] <= 40
    assert estimate["notRenderable"] == estimate["checked"]
    assert len(estimate["examples"]) <= 10


async def test_an_estimate_tries_the_messages_of_all_parts_of_the_audience(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    fields = {"tags": ["vip"], "custom_fields": {"pedido": "7"}}
    await people(world, Party(phone="+5511987654310", name="A"), **fields)
    await people(world, Party(phone="+5511987654311", name="B"), tags=["vip"])
    await people(world, Party(phone="+5511987654312", name="C"))
    campaign_id = await world.draft(message="{{pedido}}")
    url = f"/api/v1/campaigns/{campaign_id}"
    await world.http.post(f"{url}/targets", json={"segment": {"tag": "vip"}})
    rows = "phone,pedido\n+5511987654311,8\n+5511987654312,\n+5511987654313,\n"
    files = {"file": ("lista.csv", rows.encode(), "text/csv")}
    assert (await world.http.post(f"{url}/targets/import", files=files)).status_code == 202
    estimate = (await world.http.get(f"{url}/estimate")).json()["rendering"]
    assert (estimate["checked"], estimate["all"]) == (2, False), "the file is not read yet"
    await Importer(world.database, world.settings).run_due()

    rendering = (await world.http.get(f"{url}/estimate")).json()["rendering"]
    assert (rendering["checked"], rendering["all"], rendering["notRenderable"]) == (5, True, 3)
    told = {(one["phone"], one["contactId"] is None) for one in rendering["examples"]}
    assert told == {("+5511987654311", False), ("+5511987654312", False), ("+5511987654313", True)}

    # Of many parts as of one, a sample.
    monkeypatch.setattr("campaign.service.messages.SAMPLE", 2)
    some = (await world.http.get(f"{url}/estimate")).json()["rendering"]
    assert not some["all"]
    assert some["checked"] <= 4


async def test_only_those_who_may_run_campaigns_send_tests_and_strangers_see_nothing(
    world: World, as_user: AsUser
) -> None:
    [ana] = await world.contacts(1)
    campaign_id = await world.draft([ana])
    url = f"/api/v1/campaigns/{campaign_id}"
    viewer = as_user(Role.VIEWER)
    assert (await viewer.post(f"{url}/preview", json={"contactId": str(ana)})).status_code == 200
    assert (await viewer.post(f"{url}/test-send", json={"phone": "+5511987654321"})).status_code == 403
    stranger = as_user("owner", company_id=uuid7())
    for method, path, body in [
        ("POST", "preview", {"contactId": str(ana)}),
        ("POST", "test-send", {"phone": "+5511987654321"}),
        ("GET", "estimate", None),
        ("GET", "variants", None),
        ("GET", "test-sends", None),
    ]:
        response = await stranger.request(method, f"{url}/{path}", json=body)
        assert response.status_code == 404, path
