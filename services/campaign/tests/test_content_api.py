"""What a campaign may say, over HTTP: texts, files, templates in both forms, variants."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from atende_contracts.event import MediaContent, Party, TemplateContent, TextContent
from atende_contracts.ids import uuid7
from atende_contracts.messages import CampaignSendRequestedV1

if TYPE_CHECKING:
    from conftest import World


async def shown(world: World, **content: Any) -> dict[str, Any]:
    campaign_id = await world.draft(**{"message": None, **content})
    body: dict[str, Any] = (await world.http.get(f"/api/v1/campaigns/{campaign_id}")).json()
    return body


async def sent(world: World, *parties: Party, **content: Any) -> list[CampaignSendRequestedV1]:
    contacts = [world.contact(party, custom_fields={"pedido": "BR-1"}) for party in parties]
    await world.handle(contacts)
    await world.running([contact.contact_id for contact in contacts], **{"message": None, **content})
    await world.dispatcher().run()
    return await world.requests()


ANA = Party(phone="+5511987654321", name="Ana Souza")
FRIENDLY = {
    "name": "promo",
    "language": "pt_BR",
    "parameters": {"2": "{{pedido}}", "1": "{{first_name}}"},
    "header": {"type": "document", "url": "https://x.example/{{pedido}}.pdf", "filename": "{{pedido}}.pdf"},
    "buttons": [
        {"index": 0, "type": "url", "value": "{{pedido}}"},
        {"index": 1, "type": "quick_reply", "value": "yes"},
        {"index": 2, "type": "copy_code", "value": "NATAL"},
    ],
}


def text(value: str, **more: str) -> dict[str, str]:
    return {"type": "text", **more, "text": value}


def components(name: str, order: str) -> list[dict[str, Any]]:
    file = {"link": f"https://x.example/{order}.pdf", "filename": f"{order}.pdf"}

    def button(index: str, sub_type: str, parameter: dict[str, str]) -> dict[str, Any]:
        return {"type": "button", "sub_type": sub_type, "index": index, "parameters": [parameter]}

    return [
        {"type": "header", "parameters": [{"type": "document", "document": file}]},
        {"type": "body", "parameters": [text(name), text(order)]},
        button("0", "url", text(order)),
        button("1", "quick_reply", {"type": "payload", "payload": "yes"}),
        button("2", "copy_code", {"type": "coupon_code", "coupon_code": "NATAL"}),
    ]


async def test_a_templates_values_become_the_components_that_whatsapp_defines(world: World) -> None:
    body = await shown(world, template=FRIENDLY)
    assert body["template"]["components"] == components("{{first_name}}", "{{pedido}}")
    assert (body["message"], body["media"], body["variants"]) == (None, None, None)
    [request] = await sent(world, ANA, template=FRIENDLY)
    assert request.content == TemplateContent(
        name="promo", language="pt_BR", components=components("Ana", "BR-1")
    )


async def test_named_parameters_and_a_text_in_the_header(world: World) -> None:
    header = {"type": "text", "text": "{{name}}", "parameterName": "who"}
    parameters = {"order": "{{pedido}}", "day": "sexta"}
    body = await shown(
        world, template={"name": "x", "language": "pt", "header": header, "parameters": parameters}
    )
    assert body["template"]["components"] == [
        {"type": "header", "parameters": [text("{{name}}", parameter_name="who")]},
        {
            "type": "body",
            "parameters": [text("{{pedido}}", parameter_name="order"), text("sexta", parameter_name="day")],
        },
    ]


async def test_a_file_with_a_caption_goes_out_as_it_is_for_each(world: World) -> None:
    media = {"type": "image", "url": "https://x.example/{{pedido}}.png", "caption": "Oi {{first_name}}"}
    body = await shown(world, media=media)
    assert body["media"] == {**media, "id": None, "providerMediaId": None, "filename": None}
    [request] = await sent(world, ANA, media=media)
    assert isinstance(request.content, MediaContent)
    assert request.content.caption == "Oi Ana"
    assert request.content.media.url == "https://x.example/BR-1.png"


async def test_a_file_of_ours_goes_out_by_its_id(world: World) -> None:
    file = uuid7()
    [request] = await sent(
        world, ANA, media={"type": "document", "id": str(file), "filename": "{{pedido}}.pdf"}
    )
    assert isinstance(request.content, MediaContent)
    assert (request.content.media.id, request.content.media.filename) == (file, "BR-1.pdf")


async def test_a_file_of_ours_stands_above_a_template(world: World) -> None:
    file = uuid7()
    header = {"type": "document", "id": str(file), "filename": "{{pedido}}.pdf"}
    [request] = await sent(world, ANA, template={"name": "promo", "language": "pt", "header": header})
    document = {"media_id": str(file), "filename": "BR-1.pdf"}
    assert isinstance(request.content, TemplateContent)
    assert request.content.components == [
        {"type": "header", "parameters": [{"type": "document", "document": document}]}
    ]


async def test_each_recipient_gets_one_variant_and_a_copy_has_them_all(world: World) -> None:
    variants = [
        {"name": "curta", "weight": 3, "message": "Oi"},
        {"name": "longa", "weight": 1, "message": "Olá {{first_name}}"},
        {"name": "foto", "media": {"type": "image", "providerMediaId": "123"}},
    ]
    body = await shown(world, variants=variants)
    read = body["variants"]
    assert [(one["name"], one["weight"]) for one in read] == [("curta", 3), ("longa", 1), ("foto", 1)]
    assert read[2]["media"]["providerMediaId"] == "123"
    people = [Party(phone=f"+55119876543{number}", name=f"P{number} X") for number in range(10, 60)]
    requests = await sent(world, *people, variants=variants)
    assert len(requests) == 50
    said = [one.content.body if isinstance(one.content, TextContent) else "" for one in requests]
    assert 20 <= said.count("Oi") <= 40
    assert any(one.content.kind == "media" for one in requests)
    for one in requests:
        if isinstance(one.content, TextContent) and one.content.body != "Oi":
            assert one.content.body == f"Olá {(one.recipient.name or '').split(' ')[0]}"
    copy = await world.http.post(f"/api/v1/campaigns/{requests[0].campaign_id}/duplicate")
    assert copy.json()["variants"] == read


async def test_who_would_get_a_broken_message_is_skipped_and_told_why(world: World) -> None:
    broken = Party(phone="+5511987654322", name="Ana\nSouza")
    template = {"name": "x", "language": "pt", "parameters": {"1": "{{name}}"}}
    assert len(await sent(world, ANA, broken, template=template)) == 1
    [campaign] = (await world.http.get("/api/v1/campaigns")).json()["items"]
    [skipped] = await world.recipients(UUID(campaign["id"]), state="skipped")
    assert skipped["reason"] == "invalid"
    assert skipped["error"]["title"].startswith("{{name}} has a line break")


A_TEMPLATE = {"name": "x", "language": "pt"}
A_VARIANT = {"name": "a", "message": "Oi"}


@pytest.mark.parametrize(
    ("content", "field"),
    [
        ({}, "body"),
        ({"message": "x", "media": {"type": "image", "url": "https://x.example"}}, "body"),
        ({"message": "x", "variants": [A_VARIANT, {**A_VARIANT, "name": "b"}]}, "body"),
        ({"media": {"type": "image"}}, "media"),
        ({"media": {"type": "image", "url": "nothing"}}, "media.url"),
        ({"media": {"type": "audio", "url": "https://x.example", "caption": "x"}}, "media.caption"),
        ({"media": {"type": "image", "url": "https://x.example", "caption": "x" * 1025}}, "media.caption"),
        ({"template": {**A_TEMPLATE, "parameters": {"1": "x", "3": "x"}}}, "template"),
        ({"template": {**A_TEMPLATE, "parameters": {"1": "x", "name": "x"}}}, "template"),
        (
            {"template": {**A_TEMPLATE, "parameters": {"1": "x"}, "components": [{"type": "body"}]}},
            "template",
        ),
        (
            {"template": {**A_TEMPLATE, "parameters": {"1": "a\nb {{name}}"}}},
            "template.components.0.parameters.0.text",
        ),
        ({"template": {**A_TEMPLATE, "header": {"type": "image", "text": "x"}}}, "template.header"),
        (
            {"template": {**A_TEMPLATE, "header": {"type": "image", "id": str(uuid7()), "url": "https://x"}}},
            "template.header",
        ),
        (
            {
                "template": {
                    **A_TEMPLATE,
                    "components": [
                        {"type": "header", "parameters": [{"type": "image", "image": {"media_id": "x"}}]}
                    ],
                }
            },
            "template.components.0.parameters.0.image.media_id",
        ),
        ({"variants": [A_VARIANT]}, "variants"),
        ({"variants": [A_VARIANT, A_VARIANT]}, "variants"),
        ({"variants": [A_VARIANT, {"name": "b"}]}, "variants.1"),
        ({"variants": [A_VARIANT, {"name": "b", "message": "x", "weight": 0}]}, "variants.1.weight"),
        (
            {"variants": [A_VARIANT, {"name": "b", "media": {"type": "image", "url": "x"}}]},
            "variants.1.media.url",
        ),
    ],
)
async def test_what_whatsapp_would_refuse_is_refused_by_its_field(
    world: World, content: dict[str, Any], field: str
) -> None:
    body = {"name": "x", "channelId": str(world.channel_id), **content}
    response = await world.http.post("/api/v1/campaigns", json=body)
    assert response.status_code == 422
    assert response.json()["errors"][0]["field"] == field
