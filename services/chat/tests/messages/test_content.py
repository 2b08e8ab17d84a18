"""How content and failures are shown."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest

from atende_contracts.event import ProviderError
from atende_contracts.ids import uuid7
from atende_contracts.messages import DeliveryStatusChangedV1
from atende_platform.http.casing import in_camel_case
from atende_platform.testing.plugin import AsUser, Handle

from ..factories import Inbound


async def test_content_is_in_camel_case_whatever_the_provider_says(
    as_user: AsUser, handle: Handle, inbound: Inbound
) -> None:
    card = {"name": {"formatted_name": "Ana", "first_name": "Ana"}, "phones": [{"wa_id": "5511"}]}
    content = {
        "contacts": [card],
        "order": {"catalog_id": "1", "product_items": [{"product_retailer_id": "x", "item_price": 2}]},
        "referral": {"source_url": "https://x.example", "ctwa_clid": "c"},
        "context": {"frequently_forwarded": True},
        "interactive": {"nfm_reply": {"response_json": '{"flow_field": 1}'}},
        "group_id": "g",
    }
    await handle([inbound(kind="contacts", text=None, content=content)])
    http = as_user("viewer")
    [ticket] = (await http.get("/api/v1/tickets")).json()["items"]
    [message] = (await http.get(f"/api/v1/tickets/{ticket['id']}/messages")).json()["items"]
    assert message["content"] == {
        "contacts": [{"name": {"formattedName": "Ana", "firstName": "Ana"}, "phones": [{"waId": "5511"}]}],
        "order": {"catalogId": "1", "productItems": [{"productRetailerId": "x", "itemPrice": 2}]},
        "referral": {"sourceUrl": "https://x.example", "ctwaClid": "c"},
        "context": {"frequentlyForwarded": True},
        "interactive": {"nfmReply": {"responseJson": '{"flow_field": 1}'}},
        "groupId": "g",
    }
    told = (await http.get("/api/v1/events")).json()["items"]
    assert [event["payload"]["message"] for event in told if event["type"] == "message.created"] == [message]


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("poll", {"poll": {"options": ["a"]}}),
        ("location", {"location": {"latitude": "south", "longitude": 1}}),
        ("location", {"context": {"forwarded": "often"}}),
        ("contacts", {"contacts": [{"name": "Ana"}]}),
        ("interactive", {"interactive": {"type": "button_reply", "button_reply": ["x"]}}),
        ("unsupported", {"unsupported": {"type": 5}}),
        ("unsupported", {"unsupported": "poll"}),
    ],
)
async def test_what_is_not_as_its_kind_is_unsupported_with_all_that_came(
    as_user: AsUser, handle: Handle, inbound: Inbound, kind: str, content: dict[str, Any]
) -> None:
    await handle([inbound(kind=kind, text="Oi", content=content)])
    http = as_user("viewer")
    [ticket] = (await http.get("/api/v1/tickets")).json()["items"]
    [message] = (await http.get(f"/api/v1/tickets/{ticket['id']}/messages")).json()["items"]
    assert (message["kind"], message["text"]) == ("unsupported", "Oi")
    rest = {name: part for name, part in content.items() if name != "unsupported"}
    shown = in_camel_case(rest, kept=frozenset())
    assert message["content"] == {**shown, "unsupported": {"type": kind}}


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("location", {"location": {"latitude": -23, "longitude": -46.6, "name": None, "new": {"member": 1}}}),
        ("call", {"call": {"missed": True, "direction": "USER_INITIATED"}}),
        ("sticker", {"animated": True}),
        ("button", {}),
        ("unsupported", {"unsupported": {"type": "poll"}, "errors": [{"code": 131051}]}),
        ("media_placeholder", {}),
    ],
)
async def test_a_message_is_of_the_kind_that_it_came_with(
    as_user: AsUser, handle: Handle, inbound: Inbound, kind: str, content: dict[str, Any]
) -> None:
    await handle([inbound(kind=kind, text=None, content=content)])
    http = as_user("viewer")
    [ticket] = (await http.get("/api/v1/tickets")).json()["items"]
    [message] = (await http.get(f"/api/v1/tickets/{ticket['id']}/messages")).json()["items"]
    assert (message["kind"], message["content"]) == (kind, in_camel_case(content, kept=frozenset()))


async def test_old_spellings_of_content_are_read_and_shown_in_the_new_one(
    as_user: AsUser, ticket: dict[str, Any]
) -> None:
    http = as_user("agent")
    path = f"/api/v1/tickets/{ticket['id']}/messages"
    flow = {"flow_id": "1", "flow_cta": "Abrir", "screen": "A", "data": {"first_name": "Ana"}}
    old = {"kind": "interactive", "body": "Oi", "action": {"type": "flow", **flow}}
    sent = await http.post(path, json={"content": old, "clientMessageId": "1"})
    assert sent.status_code == 201, sent.text
    action = sent.json()["content"]["interactive"]["action"]
    assert action["flowId"] == "1"
    assert action["data"] == {"first_name": "Ana"}  # A flow's fields are named by the company.
    assert not {name for name in action if "_" in name}
    new = {**old, "action": {"type": "flow", "flowId": "1", "flowCta": "Abrir", **flow}}
    for name in ("flow_id", "flow_cta"):
        del new["action"][name]
    again = await http.post(path, json={"content": new, "clientMessageId": "1"})
    assert (again.status_code, again.json()) == (200, sent.json())
    wrong = {**new, "action": {**new["action"], "flowId": ""}}
    refused = await http.post(path, json={"content": wrong, "clientMessageId": "2"})
    assert refused.json()["errors"][0]["field"] == "content.action.flowId"


async def test_a_failure_is_explained_in_words(
    as_user: AsUser, ticket: dict[str, Any], handle: Handle, company_id: UUID, channel_id: UUID
) -> None:
    http = as_user("agent")
    path = f"/api/v1/tickets/{ticket['id']}/messages"
    message = (await http.post(path, json={"text": "x", "clientMessageId": "1"})).json()
    error = ProviderError(code=131047, title="Re-engagement message", reason="window_closed")
    failed = DeliveryStatusChangedV1(
        company_id=company_id,
        send_id=uuid7(),
        channel_id=channel_id,
        message_id=UUID(message["id"]),
        state="failed",
        error=error,
        at=datetime.now(UTC),
    )
    await handle([failed])

    told = (await http.get(path)).json()["items"][0]["error"]
    assert (told["code"], told["reason"]) == (131047, "window_closed")
    assert set(told["words"]) == {"pt", "en"}
    assert "24 horas" in told["words"]["pt"]
