"""Campaigns are checked against the templates that they name, as far as the gateway published them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

import pytest

from atende_contracts.channels import TemplateChangedV1, TemplateNeeds
from atende_contracts.ids import uuid7
from atende_contracts.limits.known_templates import Known, misfits

if TYPE_CHECKING:
    from conftest import World

ACCOUNT = "102290129340398"
NEEDS: dict[str, Any] = {
    "header": {"format": "DOCUMENT"},
    "body": ["1", "2"],
    "buttons": [
        {"index": 0, "type": "URL", "variables": ["1"]},
        {"index": 1, "type": "QUICK_REPLY"},
        {"index": 3, "type": "COPY_CODE"},
    ],
}
GOOD: dict[str, Any] = {
    "name": "pedido",
    "language": "pt_BR",
    "header": {"type": "document", "url": "https://x.example/a.pdf"},
    "parameters": {"1": "{{first_name}}", "2": "{{pedido|x}}"},
    "buttons": [
        {"index": 0, "type": "url", "value": "x"},
        {"index": 3, "type": "copy_code", "value": "NATAL"},
    ],
}


def told(world: World, **fields: Any) -> TemplateChangedV1:
    default = {
        "company_id": world.company_id,
        "template_id": uuid7(),
        "account_id": ACCOUNT,
        "name": "pedido",
        "language": "pt_BR",
        "category": "MARKETING",
        "status": "APPROVED",
        "parameter_format": "POSITIONAL",
        "needs": NEEDS,
        "revision": 1,
    }
    return TemplateChangedV1.model_validate({**default, **fields})


async def known(world: World, **fields: Any) -> TemplateChangedV1:
    event = told(world, **fields)
    await world.handle([event])
    return event


@pytest.fixture
async def shop(world: World) -> World:
    await world.channel(revision=2, account_id=ACCOUNT)
    return world


async def refused(world: World, content: dict[str, Any]) -> list[dict[str, str]]:
    body = {"name": "x", "channelId": str(world.channel_id), **content}
    response = await world.http.post("/api/v1/campaigns", json=body)
    assert response.status_code in (201, 422), response.text
    errors: list[dict[str, str]] = response.json().get("errors", [])
    return errors


def document(**values: Any) -> dict[str, str]:
    return {"type": "document", "url": "https://x.example/a.pdf", **values}


@pytest.mark.parametrize(
    ("change", "field", "says"),
    [
        ({}, None, ""),
        ({"parameters": {"1": "x"}}, "parameters", "{{1}}, {{2}}; 1 are given"),
        ({"parameters": {}}, "parameters", "0 are given"),
        ({"parameters": {"1": "a", "2": "b", "3": "c"}}, "parameters", "3 are given"),
        ({"header": None}, "header", "document; given is: nothing"),
        ({"header": {"type": "image", "url": "https://x.example/a.png"}}, "header", "given is: image"),
        ({"header": {"type": "text", "text": "x"}}, "header", "given is: text"),
        ({"buttons": GOOD["buttons"][:1]}, "buttons", "button 3 needs a value"),
        ({"buttons": GOOD["buttons"][1:]}, "buttons", "button 0 needs a value"),
        (
            {"buttons": [*GOOD["buttons"], {"index": 2, "type": "url", "value": "x"}]},
            "buttons",
            "no button 2",
        ),
        (
            {"buttons": [*GOOD["buttons"], {"index": 1, "type": "url", "value": "x"}]},
            "buttons",
            "button 1 is of type quick_reply, not url",
        ),
    ],
)
async def test_other_values_than_the_template_takes_are_refused_by_the_field(
    shop: World, change: dict[str, Any], field: str | None, says: str
) -> None:
    await known(shop)
    errors = await refused(shop, {"template": {**GOOD, **change}})
    assert [error["field"] for error in errors] == ([] if field is None else [f"template.{field}"])
    assert all(says in error["message"] for error in errors)


async def test_components_and_variants_are_checked_too_and_a_draft_when_it_changes(shop: World) -> None:
    await known(shop)
    bare = {"name": "pedido", "language": "pt_BR", "components": []}
    variants = [{"name": "a", "message": "Oi"}, {"name": "b", "template": bare}]
    fields = [error["field"] for error in await refused(shop, {"variants": variants})]
    assert fields == [
        f"variants.1.template.{name}" for name in ("header", "parameters", "buttons", "buttons")
    ]

    campaign_id = await shop.draft(message=None, template=GOOD)
    url = f"/api/v1/campaigns/{campaign_id}"
    response = await shop.http.patch(url, json={"template": bare})
    assert (response.status_code, response.json()["errors"][0]["field"]) == (422, "template.header")
    # What the template has become meanwhile keeps nobody from renaming the draft.
    await known(shop, needs={"body": ["1"]}, template_id=uuid7())
    assert (await shop.http.patch(url, json={"name": "y"})).status_code == 200


async def test_named_parameters_go_by_their_names(shop: World) -> None:
    needs = {"header": {"format": "TEXT", "variables": ["loja"]}, "body": ["nome", "pedido"]}
    await known(shop, parameter_format="NAMED", needs=needs)
    header = {"type": "text", "text": "Centro", "parameterName": "loja"}
    good = {"name": "pedido", "language": "pt_BR", "header": header}
    given = {"pedido": "{{pedido|x}}", "nome": "{{name}}"}
    assert await refused(shop, {"template": {**good, "parameters": given}}) == []
    bad = {**good, "header": {**header, "parameterName": "shop"}, "parameters": {**given, "dia": "x"}}
    assert [error["field"] for error in await refused(shop, {"template": bad})] == [
        "template.header",
        "template.parameters",
    ]
    numbered = await refused(shop, {"template": {**good, "parameters": {"1": "a", "2": "b"}}})
    assert [error["field"] for error in numbered] == ["template.parameters"]


async def test_what_cannot_be_sent_does_not_start_and_the_estimate_says_so_before(shop: World) -> None:
    template = await known(shop, status="PENDING")
    campaign_id = await shop.draft(await shop.contacts(1), message=None, template=GOOD)
    url = f"/api/v1/campaigns/{campaign_id}"

    async def problems() -> list[str]:
        estimate = (await shop.http.get(f"{url}/estimate")).json()
        return [problem["field"] for problem in estimate["problems"]]

    assert await problems() == ["template.name"]
    response = await shop.http.post(f"{url}/start")
    assert (response.status_code, response.json()["code"]) == (409, "template-not-sendable")
    [error] = response.json()["errors"]
    assert (error["field"], "PENDING" in error["message"]) == ("template.name", True)
    assert await shop.state(campaign_id) == "draft"

    changed = {"template_id": template.template_id, "revision": 2, "needs": {**NEEDS, "body": ["1"]}}
    await shop.handle([told(shop, **changed), template])
    assert await problems() == ["template.parameters"]
    refusal = (await shop.http.post(f"{url}/start")).json()
    assert refusal["errors"][0]["field"] == "template.parameters"

    await known(shop, template_id=template.template_id, revision=3)
    assert await problems() == []
    await shop.act(campaign_id, "start")


async def test_what_nobody_told_of_is_not_judged(shop: World) -> None:
    nothing = {"name": "pedido", "language": "pt_BR"}
    stranger = told(shop, company_id=uuid7())
    other_account = told(shop, account_id="4711")
    other_language = told(shop, language="en_US")
    await shop.handle([stranger, other_account, other_language])
    campaign_id = await shop.draft(await shop.contacts(1), message=None, template=nothing)
    estimate = (await shop.http.get(f"/api/v1/campaigns/{campaign_id}/estimate")).json()
    assert [problem["field"] for problem in estimate["problems"]] == ["template.name"]
    await shop.act(campaign_id, "start")

    unknown_account = await shop.channel(channel_id=UUID(int=uuid7().int))
    assert await refused(shop, {"template": nothing, "channelId": str(unknown_account)}) == []


async def test_a_template_that_was_made_again_is_what_it_now_is(shop: World) -> None:
    await known(shop, status="DELETED", revision=7)
    await known(shop, needs={"body": []})
    campaign_id = await shop.draft(
        await shop.contacts(1), message=None, template={"name": "pedido", "language": "pt_BR"}
    )
    await shop.act(campaign_id, "start")


def test_codes_of_whatsapps_own_offers_and_carousels() -> None:
    def found(components: list[dict[str, Any]], category: str = "MARKETING", **needs: Any) -> list[str]:
        template = Known(category, "APPROVED", False, TemplateNeeds.model_validate(needs))
        return [problem.field for problem in misfits({"components": components}, template)]

    code = {"type": "button", "sub_type": "url", "index": "0", "parameters": [{"type": "text", "text": "1"}]}
    assert found([code], "AUTHENTICATION") == []
    assert found([code]) == ["buttons"]
    assert found([], limited_time_offer=True) == ["components"]
    assert found([{"type": "limited_time_offer"}], limited_time_offer=True) == []
    assert found([{"type": "CAROUSEL", "cards": [{}, {}]}], cards=2) == []
    assert found([{"type": "carousel", "cards": [{}]}], cards=2) == ["components"]
    animation = {"type": "header", "parameters": [{"type": "video", "video": {"id": "1"}}]}
    assert found([animation], header={"format": "GIF"}) == []
    assert found([animation]) == ["header"]
