"""Templates in tickets: chosen from what the gateway told, checked before they are sent, shown filled in."""

from typing import Any
from uuid import UUID

import pytest

from atende_contracts.channels import ChannelChangedV1, TemplateChangedV1
from atende_contracts.event import Media
from atende_contracts.ids import uuid7
from atende_contracts.messages import MediaStoredV1, MessageSendRequestedV2
from atende_platform.testing.plugin import AsUser, Handle, Published

from ..factories import create_template

BODY = {"type": "body", "parameters": [{"type": "text", "text": "Maria"}, {"type": "text", "text": "1234"}]}


def template(**fields: Any) -> dict[str, Any]:
    return {"kind": "template", "name": "pedido", "language": "pt_BR", "components": [BODY], **fields}


@pytest.fixture
async def channel(handle: Handle, company_id: UUID, channel_id: UUID) -> str:
    """The account of the channel, as it is published."""
    told = ChannelChangedV1(
        company_id=company_id,
        channel_id=channel_id,
        name="Loja",
        provider="whatsapp_cloud",
        status="active",
        messages_per_second=80,
        account_id="102290129340398",
        revision=1,
    )
    await handle([told])
    return "102290129340398"


async def send(as_user: AsUser, ticket: dict[str, Any], content: dict[str, Any]) -> Any:
    body = {"content": content, "clientMessageId": str(uuid7())}
    return await as_user("agent").post(f"/api/v1/tickets/{ticket['id']}/messages", json=body)


async def test_agents_choose_from_the_approved_templates_of_the_channel(
    as_user: AsUser, ticket: dict[str, Any], channel: str, handle: Handle, company_id: UUID
) -> None:
    for name in ("b_outro", "a_pedido", "c_pedido"):
        await create_template(handle, company_id, channel, name=name)
    await create_template(handle, company_id, channel, name="em_analise", status="PENDING")
    await create_template(handle, company_id, "other-account", name="alheio")
    path = f"/api/v1/tickets/{ticket['id']}/templates"
    http = as_user("viewer")
    page = (await http.get(path, params={"limit": 2})).json()
    assert [one["name"] for one in page["items"]] == ["a_pedido", "b_outro"]
    assert page["items"][0]["text"] == "Olá {{1}}, o pedido {{2}} já saiu.\n\nLoja"
    assert page["items"][0]["parameters"]["body"] == ["1", "2"]
    rest = (await http.get(path, params={"limit": 2, "cursor": page["nextCursor"]})).json()
    assert ([one["name"] for one in rest["items"]], rest["nextCursor"]) == (["c_pedido"], None)
    found = (await http.get(path, params={"q": "pedido", "language": "pt_BR"})).json()["items"]
    assert [one["name"] for one in found] == ["a_pedido", "c_pedido"]
    assert (await http.get(path, params={"language": "en"})).json()["items"] == []


async def test_a_template_is_shown_as_it_is_read(
    as_user: AsUser,
    ticket: dict[str, Any],
    channel: str,
    handle: Handle,
    company_id: UUID,
    published: Published,
) -> None:
    await create_template(handle, company_id, channel)
    sent = await send(as_user, ticket, template())
    assert sent.status_code == 201, sent.text
    assert sent.json()["text"] == "Olá Maria, o pedido 1234 já saiu.\n\nLoja"
    assert sent.json()["content"]["template"]["components"] == [BODY]
    [request] = await published(MessageSendRequestedV2)
    assert request.content.model_dump()["components"] == [BODY]


@pytest.mark.parametrize(
    ("components", "field", "code"),
    [
        ([], "content.components", "values_by_number"),
        ([{**BODY, "parameters": BODY["parameters"][:1]}], "content.components", "values_by_number"),
        (
            [BODY, {"type": "header", "parameters": [{"type": "text", "text": "x"}]}],
            "content.components",
            "header_takes_nothing",
        ),
        (
            [
                BODY,
                {
                    "type": "button",
                    "sub_type": "url",
                    "index": 0,
                    "parameters": [{"type": "text", "text": "x"}],
                },
            ],
            "content.components",
            "button_unknown",
        ),
    ],
)
async def test_values_that_a_template_does_not_take_are_refused_by_the_field(
    components: list[Any],
    field: str,
    code: str,
    as_user: AsUser,
    ticket: dict[str, Any],
    channel: str,
    handle: Handle,
    company_id: UUID,
) -> None:
    await create_template(handle, company_id, channel)
    refused = await send(as_user, ticket, template(components=components))
    assert refused.status_code == 422, refused.text
    [error] = refused.json()["errors"]
    assert (error["field"], error["code"]) == (field, code)


@pytest.mark.parametrize("status", ["REJECTED", "PAUSED", "DELETED", "PENDING"])
async def test_a_template_that_whatsapp_does_not_send_now_is_refused(
    status: str, as_user: AsUser, ticket: dict[str, Any], channel: str, handle: Handle, company_id: UUID
) -> None:
    await create_template(handle, company_id, channel, status=status)
    refused = await send(as_user, ticket, template())
    assert (refused.status_code, refused.json()["code"]) == (409, "template-not-sendable")
    assert refused.json()["errors"][0]["field"] == "content.name"


async def test_a_template_that_is_not_known_yet_is_left_to_whatsapp(
    as_user: AsUser, ticket: dict[str, Any], channel: str, handle: Handle, company_id: UUID
) -> None:
    """As campaigns do: it may have been approved a moment ago."""
    sent = await send(as_user, ticket, template(name="novo"))
    assert (sent.status_code, sent.json()["text"]) == (201, None)
    await create_template(handle, company_id, channel, name="antigo", components=None)
    sent = await send(as_user, ticket, template(name="antigo"))
    assert (sent.status_code, sent.json()["text"]) == (201, None)


async def test_a_header_takes_files_of_its_kind_only(
    as_user: AsUser, ticket: dict[str, Any], channel: str, handle: Handle, company_id: UUID
) -> None:
    file = Media(id=uuid7(), state="stored", mime_type="application/pdf", size=100)
    needs = {"header": {"format": "IMAGE"}, "body": ["1", "2"]}
    await create_template(handle, company_id, channel, needs=needs)
    await handle([MediaStoredV1(company_id=company_id, media=file)])
    header = {"type": "header", "parameters": [{"type": "image", "image": {"media_id": str(file.id)}}]}
    refused = await send(as_user, ticket, template(components=[header, BODY]))
    assert refused.status_code == 422, refused.text
    assert refused.json()["errors"][0]["field"] == "content.components.0.parameters.0.image.media_id"
    document = {
        "type": "header",
        "parameters": [{"type": "document", "document": {"media_id": str(file.id)}}],
    }
    refused = await send(as_user, ticket, template(components=[document, BODY]))
    assert refused.json()["errors"][0]["code"] == "header_of_other_kind"


async def test_an_older_report_of_a_template_changes_nothing(
    as_user: AsUser, ticket: dict[str, Any], channel: str, handle: Handle, company_id: UUID
) -> None:
    newer: TemplateChangedV1 = await create_template(handle, company_id, channel, revision=2)
    await handle([newer.model_copy(update={"id": uuid7(), "status": "REJECTED", "revision": 1})])
    assert (await send(as_user, ticket, template())).status_code == 201


async def test_clients_learn_that_a_template_has_changed(
    as_user: AsUser, handle: Handle, company_id: UUID, channel: str
) -> None:
    await create_template(handle, company_id, channel, name="pedido")
    told = (await as_user("viewer").get("/api/v1/events", params={"namespace": "channels"})).json()["items"]
    [changed] = [each["payload"] for each in told if each["type"] == "template.changed"]
    assert (changed["name"], changed["language"], changed["status"]) == ("pedido", "pt_BR", "APPROVED")
    assert changed["accountId"] == channel
