"""What the first people of an audience would get, of a content and an audience that need not be stored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from atende_contracts.event import Party
from atende_contracts.ids import uuid7
from atende_platform.testing.plugin import AsUser
from campaign.imports import Importer

if TYPE_CHECKING:
    from conftest import World

PATH = "/api/v1/campaigns/preview"
GREETING = {"message": "Olá {{first_name|cliente}}, pedido {{pedido}}"}


async def people(world: World) -> list[str]:
    """Return Ana, who has an order and is a VIP, and Bia, who is neither."""
    ana = world.contact(
        Party(phone="+5511987654321", name="Ana Souza"), custom_fields={"pedido": "7"}, tags=["vip"]
    )
    bia = world.contact(Party(phone="+5511987654322", name="Bia Lima"))
    await world.handle([ana, bia])
    return [str(ana.contact_id), str(bia.contact_id)]


async def ask(world: World, **body: Any) -> Any:
    return await world.http.post(PATH, json=body)


def texts(answer: Any) -> list[tuple[str, str | None]]:
    assert answer.status_code == 200, answer.text
    return [(one["name"], one["messages"][0]["message"]) for one in answer.json()["items"]]


async def test_nothing_need_be_stored(world: World) -> None:
    ana, bia = await people(world)
    found = await ask(world, **GREETING, segment={"tag": "vip"})
    assert texts(found) == [("Ana Souza", "Olá Ana, pedido 7")]
    [item] = found.json()["items"]
    assert (item["contactId"], item["phone"]) == (ana, "+5511987654321")
    assert item["variables"] == {
        "pedido": "7", "name": "Ana Souza", "first_name": "Ana", "phone": "+5511987654321"
    }  # fmt: skip
    assert found.json()["uses"] == ["first_name", "pedido"]
    both = await ask(world, **GREETING, contactIds=[bia, ana])
    assert texts(both) == [("Bia Lima", None), ("Ana Souza", "Olá Ana, pedido 7")]
    reason = both.json()["items"][0]["messages"][0]["problemReason"]
    assert (reason["code"], reason["params"]) == ("value_missing", {"name": "pedido"})
    assert reason["pt"] != reason["en"]
    assert await world.requests() == []
    assert (await world.http.get("/api/v1/campaigns")).json()["items"] == []


async def test_a_saved_segment_and_a_draft_are_sampled_too(world: World) -> None:
    ana, bia = await people(world)
    kept = await world.http.post("/api/v1/segments", json={"name": "VIPs", "filter": {"tag": "vip"}})
    saved = await ask(world, message="Oi {{first_name}}", segmentId=kept.json()["id"])
    assert texts(saved) == [("Ana Souza", "Oi Ana")]
    draft = await world.draft([UUID(ana), UUID(bia)], message="Olá, {{name}}!")
    assert texts(await ask(world, campaignId=str(draft), limit=1)) == [("Ana Souza", "Olá, Ana Souza!")]
    changed = await ask(world, campaignId=str(draft), message="Tchau, {{first_name}}")
    assert texts(changed) == [("Ana Souza", "Tchau, Ana"), ("Bia Lima", "Tchau, Bia")]
    others = await ask(world, campaignId=str(draft), segment={"tag": "vip"})
    assert texts(others) == [("Ana Souza", "Olá, Ana Souza!")]


async def test_the_rows_of_a_file_are_filled_in(world: World) -> None:
    draft = await world.draft(message="Oi")
    url = f"/api/v1/campaigns/{draft}/targets/import"
    table = b"telefone,nome,pedido\n11987650001,Caio,41\n11987650002,Davi,42\n"
    source = (await world.http.post(url, files={"file": ("lista.csv", table)})).json()
    await Importer(world.database, world.settings).run_due()
    found = await ask(world, campaignId=str(draft), sourceId=source["id"], **GREETING)
    assert texts(found) == [("Caio", "Olá Caio, pedido 41"), ("Davi", "Olá Davi, pedido 42")]
    assert [item["contactId"] for item in found.json()["items"]] == [None, None]
    unknown = await ask(world, campaignId=str(draft), sourceId=str(uuid7()), **GREETING)
    assert unknown.status_code == 404


async def test_each_variant_is_shown_and_which_one_a_recipient_gets(world: World) -> None:
    [ana, _] = await people(world)
    variants = [{"name": "a", "message": "Oi {{first_name}}"}, {"name": "b", "message": "Pedido {{pedido}}"}]
    draft = await world.draft([UUID(ana)], message=None, variants=variants)
    [item] = (await ask(world, campaignId=str(draft))).json()["items"]
    assert [(one["variant"], one["message"]) for one in item["messages"]] == [
        ("a", "Oi Ana"),
        ("b", "Pedido 7"),
    ]
    preview = await world.http.post(f"/api/v1/campaigns/{draft}/preview", json={"contactId": ana})
    chosen = [one["chosen"] for one in preview.json()["messages"]]
    assert [one["chosen"] for one in item["messages"]] == chosen


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"message": "Oi"}, "give_one_of"),
        ({"segment": {"tag": "vip"}}, "give_one_of"),
        ({"message": "Oi", "segment": {"tag": "vip"}, "contactIds": [str(uuid7())]}, "give_one_of"),
        ({"message": "Oi", "segment": {"tag": "vip"}, "sourceId": str(uuid7())}, "give_some_of"),
        ({"message": "Oi", "contactIds": [str(uuid7())]}, "contact_unknown"),
        ({"message": "Oi", "segmentId": str(uuid7())}, "segment_unknown"),
        ({"message": "x" * 4097, "segment": {"tag": "vip"}}, "string_too_long"),
    ],
)
async def test_what_makes_no_sample_is_refused(world: World, body: Any, code: str) -> None:
    refused = await ask(world, **body)
    assert refused.status_code == 422, refused.text
    assert refused.json()["errors"][0]["code"] == code, refused.text


async def test_another_company_has_no_part_in_it(world: World, as_user: AsUser) -> None:
    ana, _ = await people(world)
    draft = await world.draft([UUID(ana)])
    stranger = as_user("owner", company_id=uuid7())
    assert (await stranger.post(PATH, json={"campaignId": str(draft)})).status_code == 404
    refused = await stranger.post(PATH, json={**GREETING, "contactIds": [ana]})
    assert refused.json()["errors"][0]["code"] == "contact_unknown"
    assert (await stranger.post(PATH, json={**GREETING, "segment": {"tag": "vip"}})).json()["items"] == []
