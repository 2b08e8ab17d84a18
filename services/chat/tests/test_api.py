"""The REST API at its edge."""

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from atende_contracts.channels import ChannelChangedV1
from atende_contracts.contacts import ContactChangedV1, TicketChangedV1
from atende_contracts.event import ProviderError
from atende_contracts.ids import uuid7
from atende_contracts.limits import read_content
from atende_contracts.messages import DeliveryStatusChangedV1, MessageReceivedV1, MessageSendRequestedV2
from atende_platform.testing import AsUser, Published
from chat.handlers import Handlers

Inbound = Callable[..., MessageReceivedV1]
Rows = Callable[..., Any]


async def _create(http: httpx.AsyncClient, **body: Any) -> dict[str, Any]:
    response = await http.post("/api/v1/contacts", json={"name": "João", "phone": "+5511999999999", **body})
    assert response.status_code == 201, response.text
    contact: dict[str, Any] = response.json()
    return contact


@pytest.fixture
async def ticket(handlers: Handlers, inbound: Inbound, as_user: AsUser) -> dict[str, Any]:
    """A pending ticket with one message."""
    await handlers.messages_received([inbound()])
    [found] = (await as_user("viewer").get("/api/v1/tickets")).json()["items"]
    pending: dict[str, Any] = found
    return pending


# --- contacts --------------------------------------------------------------------------------


async def test_a_contact_is_created_read_and_told(as_user: AsUser, published: Published, logged: Any) -> None:
    http = as_user("agent")
    contact = await _create(http, tags=["vip", "vip"], customFields={"city": "Recife"})
    assert contact["phone"] == "+5511999999999"
    assert contact["tags"] == ["vip"]
    assert contact["customFields"] == {"city": "Recife"}
    assert contact["optedOut"] is False
    assert (await http.get(f"/api/v1/contacts/{contact['id']}")).json() == contact
    [event] = await published(ContactChangedV1)
    assert (str(event.contact_id), event.party.phone, event.revision) == (contact["id"], "+5511999999999", 1)
    assert event.custom_fields == {"city": "Recife"}
    assert await logged() == ["contact.updated"]


async def test_a_phone_belongs_to_one_contact_in_either_form(as_user: AsUser) -> None:
    http = as_user("agent")
    contact = await _create(http)
    response = await http.post("/api/v1/contacts", json={"name": "Outro", "phone": "11 9999-9999"})
    assert response.status_code == 409
    assert response.json()["code"] == "contact-exists"
    assert response.json()["contactId"] == contact["id"]
    both = await asyncio.gather(
        *(
            http.post("/api/v1/contacts", json={"name": "Ana", "phone": phone})
            for phone in ("+5521988887777", "+552188887777") * 5
        )
    )
    assert sorted(response.status_code for response in both) == [201] + [409] * 9


async def test_a_contact_is_changed_in_part(as_user: AsUser, published: Published, rows: Rows) -> None:
    http = as_user("agent")
    contact = await _create(http, tags=["vip"])
    path = f"/api/v1/contacts/{contact['id']}"
    changed = (await http.patch(path, json={"name": "João Silva"})).json()
    assert (changed["name"], changed["tags"], changed["revision"]) == ("João Silva", ["vip"], 2)
    assert (await http.patch(path, json={"name": "João Silva"})).json()["revision"] == 2
    changed = (await http.patch(path, json={"phone": "11 98888-7777", "tags": []})).json()
    assert (changed["phone"], changed["tags"], changed["revision"]) == ("+5511988887777", [], 3)
    assert [event.revision for event in await published(ContactChangedV1)] == [1, 2, 3]
    found = await rows("SELECT value FROM contact_identities ORDER BY value")
    assert found == [("5511988887777",)]
    other = await _create(http)  # The old phone is free again …
    response = await http.patch(path, json={"phone": other["phone"]})  # … and now somebody else's.
    assert response.status_code == 409


async def test_custom_fields_are_changed_one_by_one(as_user: AsUser) -> None:
    http = as_user("agent")
    contact = await _create(http, customFields={"city": "Recife", "plan": "ouro"})
    path = f"/api/v1/contacts/{contact['id']}"
    changed = (await http.patch(path, json={"customFields": {"city": "Olinda", "since": "2024"}})).json()
    assert changed["customFields"] == {"city": "Olinda", "plan": "ouro", "since": "2024"}
    changed = (await http.patch(path, json={"customFields": {"plan": None, "never": None}})).json()
    assert changed["customFields"] == {"city": "Olinda", "since": "2024"}
    for nothing in ({}, {"never": None}, {"city": "Olinda"}):
        assert (await http.patch(path, json={"customFields": nothing})).json() == changed
    assert (await http.patch(path, json={"customFields": None})).status_code == 422
    full = {f"field {number}": "x" for number in range(48)}
    assert (await http.patch(path, json={"customFields": full})).status_code == 200
    response = await http.patch(path, json={"customFields": {"one more": "x"}})
    assert (response.status_code, response.json()["errors"][0]["field"]) == (422, "customFields")
    swapped = await http.patch(path, json={"customFields": {"one more": "x", "city": None}})
    assert len(swapped.json()["customFields"]) == 50


async def test_changes_at_once_lose_none_of_each_other(as_user: AsUser) -> None:
    http = as_user("agent")
    path = f"/api/v1/contacts/{(await _create(http))['id']}"
    await asyncio.gather(*(http.patch(path, json={"customFields": {f"f{n}": str(n)}}) for n in range(10)))
    assert (await http.get(path)).json()["customFields"] == {f"f{n}": str(n) for n in range(10)}


async def test_a_change_may_ask_for_the_revision_that_was_seen(as_user: AsUser) -> None:
    http = as_user("agent")
    created = await http.post("/api/v1/contacts", json={"name": "João", "phone": "+5511999999999"})
    path = f"/api/v1/contacts/{created.json()['id']}"
    assert created.headers["etag"] == (await http.get(path)).headers["etag"] == '"1"'

    def change(name: str, if_match: str) -> Any:
        return http.patch(path, json={"name": name}, headers={"If-Match": if_match})

    first = await change("Ana", '"1"')
    assert (first.status_code, first.headers["etag"], first.json()["revision"]) == (200, '"2"', 2)
    late = await change("Bia", '"1"')
    assert (late.status_code, late.json()["code"], late.json()["revision"]) == (412, "revision-mismatch", 2)
    assert (await http.get(path)).json()["name"] == "Ana"
    for number, taken in enumerate(("*", 'W/"3"', '"1", "4"')):
        assert (await change(f"Caio {number}", taken)).status_code == 200
    assert (await change("Duda", '"1", "x"')).status_code == 412
    for malformed in ("5", '"5', "", '"5",'):
        response = await change("Eva", malformed)
        assert (response.status_code, response.json()["errors"][0]["field"]) == (422, "If-Match")
    answers = await asyncio.gather(*(change(f"Eva {number}", '"5"') for number in range(5)))
    assert sorted(answer.status_code for answer in answers) == [200, 412, 412, 412, 412]


async def test_contacts_are_paged_and_found(as_user: AsUser) -> None:
    http = as_user("viewer")
    writer = as_user("agent")
    for number in range(5):
        await _create(writer, name=f"Pessoa 10% {number}", phone=f"+551199999000{number}")
    seen: list[str] = []
    cursor: str | None = None
    while True:
        params = {"limit": 2, **({"cursor": cursor} if cursor else {})}
        page = (await http.get("/api/v1/contacts", params=params)).json()
        seen += [contact["name"] for contact in page["items"]]
        cursor = page.get("nextCursor")
        if cursor is None:
            break
    assert seen == [f"Pessoa 10% {number}" for number in (4, 3, 2, 1, 0)]

    async def found(q: str) -> int:
        return len((await http.get("/api/v1/contacts", params={"q": q})).json()["items"])

    assert await found("pessoa") == 5
    assert await found("10%") == 5
    assert await found("0%0") == 0
    assert await found("99999-0003") == 1
    assert await found("nobody") == 0


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"phone": "+5511999999999"}, "name"),
        ({"name": "A"}, "phone"),
        ({"name": " ", "phone": "+5511999999999"}, "name"),
        ({"name": "A\0", "phone": "+5511999999999"}, "name"),
        ({"name": "A", "phone": "12"}, "phone"),
        ({"name": "A", "phone": "+5511999999999", "tags": ["x" * 51]}, "tags.0"),
        ({"name": "A", "phone": "+5511999999999", "tags": ["x"] * 51}, "tags"),
        ({"name": "A", "phone": "+5511999999999", "customFields": {"a": "\0"}}, "customFields.a"),
        ({"name": "A", "phone": "+5511999999999", "extra": 1}, "extra"),
    ],
)
async def test_invalid_contacts_name_the_field(as_user: AsUser, body: dict[str, Any], field: str) -> None:
    response = await as_user("agent").post("/api/v1/contacts", json=body)
    assert response.status_code == 422
    assert response.json()["errors"][0]["field"] == field


async def test_bad_queries_are_refused(as_user: AsUser) -> None:
    http = as_user("agent")
    for path in (
        "/api/v1/contacts?q=%00",
        "/api/v1/contacts?cursor=x",
        "/api/v1/contacts?limit=101",
        "/api/v1/tickets?status=lost",
        "/api/v1/tickets?cursor=%00",
        "/api/v1/events?after=-1",
        "/api/v1/events?namespace=other",
    ):
        assert (await http.get(path)).status_code == 422, path


# --- tickets ---------------------------------------------------------------------------------


async def test_an_agent_s_reply_goes_out_once(
    as_user: AsUser, ticket: dict[str, Any], published: Published, logged: Any, channel_id: UUID
) -> None:
    agent = uuid7()
    http = as_user("agent", user_id=agent)
    path = f"/api/v1/tickets/{ticket['id']}/messages"
    body = {"text": "Olá, Maria!", "clientMessageId": str(uuid4())}
    answers = await asyncio.gather(*(http.post(path, json=body) for _ in range(10)))
    assert sorted(answer.status_code for answer in answers) == [200] * 9 + [201]
    assert len({answer.text for answer in answers}) == 1
    message = answers[0].json()
    assert (message["state"], message["direction"], message["authorId"]) == ("queued", "out", str(agent))

    [request] = await published(MessageSendRequestedV2)
    assert request.channel_id == channel_id
    assert str(request.message_id) == message["id"]
    assert request.recipient.wa_id == "5511999990001"
    assert request.content.model_dump()["body"] == "Olá, Maria!"
    after = (await http.get(f"/api/v1/tickets/{ticket['id']}")).json()
    assert (after["status"], after["assigneeId"], after["unread"]) == ("open", str(agent), 0)
    assert after["firstReplyAt"] is not None
    assert after["contact"]["name"] == "Maria"
    assert [event.status for event in await published(TicketChangedV1)] == ["pending", "open"]
    assert (await logged())[-2:] == ["ticket.updated", "message.created"]

    await http.post(path, json={**body, "clientMessageId": "second"})
    assert len(await published(TicketChangedV1)) == 2
    page = (await http.get(path)).json()["items"]
    assert [item["direction"] for item in page] == ["out", "out", "in"]


async def test_a_ticket_is_taken_by_one_agent_and_closed(
    as_user: AsUser, ticket: dict[str, Any], published: Published
) -> None:
    path = f"/api/v1/tickets/{ticket['id']}"
    first, second = as_user("agent"), as_user("agent")
    answers = await asyncio.gather(first.post(f"{path}/accept"), second.post(f"{path}/accept"))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    winner = first if answers[0].status_code == 200 else second
    assert (await winner.post(f"{path}/accept")).status_code == 200
    assert (await second.post(f"{path}/close")).json()["status"] == "closed"
    assert (await first.post(f"{path}/close")).status_code == 200
    assert [event.status for event in await published(TicketChangedV1)] == ["pending", "open", "closed"]
    for action in ("accept", "messages"):
        response = await first.post(f"{path}/{action}", json={"text": "x", "clientMessageId": "1"})
        assert (response.status_code, response.json()["code"]) == (409, "ticket-closed")


async def test_a_channel_that_is_off_takes_no_reply(
    as_user: AsUser, ticket: dict[str, Any], handlers: Handlers, company_id: UUID, channel_id: UUID
) -> None:
    off = ChannelChangedV1(
        company_id=company_id,
        channel_id=channel_id,
        name="x",
        provider="meta_cloud",
        status="disabled",
        messages_per_second=1,
        revision=1,
    )
    await handlers.channels_changed([off])
    response = await as_user("agent").post(
        f"/api/v1/tickets/{ticket['id']}/messages", json={"text": "x", "clientMessageId": "1"}
    )
    assert (response.status_code, response.json()["code"]) == (409, "channel-unavailable")


async def test_tickets_are_listed_by_status_and_page(
    as_user: AsUser, handlers: Handlers, inbound: Inbound
) -> None:
    for number in range(3):
        await handlers.messages_received([inbound(wa_id=f"551199999000{number}")])
    http = as_user("agent")
    first = (await http.get("/api/v1/tickets", params={"limit": 2})).json()
    assert len(first["items"]) == 2
    rest = (await http.get("/api/v1/tickets", params={"cursor": first["nextCursor"]})).json()
    assert len({item["id"] for item in first["items"] + rest["items"]}) == 3
    await http.post(f"/api/v1/tickets/{first['items'][0]['id']}/accept")
    for status, count in (("open", 1), ("pending", 2), ("closed", 0)):
        page = (await http.get("/api/v1/tickets", params={"status": status})).json()
        assert len(page["items"]) == count


@pytest.mark.parametrize(
    "body",
    [
        {"text": "x"},
        {"clientMessageId": "1"},
        {"text": "  \n", "clientMessageId": "1"},
        {"text": "a\0", "clientMessageId": "1"},
        {"text": "x" * 4097, "clientMessageId": "1"},
        {"text": "x", "clientMessageId": "1" * 65},
        {"text": "x", "clientMessageId": ""},
    ],
)
async def test_invalid_replies_are_refused(
    as_user: AsUser, ticket: dict[str, Any], body: dict[str, Any]
) -> None:
    response = await as_user("agent").post(f"/api/v1/tickets/{ticket['id']}/messages", json=body)
    assert response.status_code == 422


async def test_a_client_message_id_stands_for_one_message(
    as_user: AsUser, ticket: dict[str, Any], published: Published
) -> None:
    http = as_user("agent")
    path = f"/api/v1/tickets/{ticket['id']}/messages"
    [asked] = (await http.get(path)).json()["items"]
    first = await http.post(path, json={"text": "Abrimos às 8h", "clientMessageId": "1"})
    assert first.status_code == 201
    for same in ({"text": "Abrimos às 8h"}, {"content": {"kind": "text", "body": "Abrimos às 8h"}}):
        again = await http.post(path, json={**same, "clientMessageId": "1"})
        assert (again.status_code, again.json()) == (200, first.json())
    for other in (
        {"text": "Abrimos às 9h"},
        {"text": "Abrimos às 8h", "replyTo": asked["providerMessageId"]},
        {"content": {"kind": "text", "body": "Abrimos às 8h", "previewUrl": True}},
        {"content": {"kind": "reaction", "messageId": asked["providerMessageId"], "emoji": "👍"}},
    ):
        refused = await http.post(path, json={**other, "clientMessageId": "1"})
        assert (refused.status_code, refused.json()["code"]) == (409, "client-message-id-reused")
        assert refused.json()["messageId"] == first.json()["id"]
    assert len(await published(MessageSendRequestedV2)) == 1


_BUTTONS = {"type": "button", "buttons": [{"id": "y", "title": "Sim"}]}
SENDABLE: list[tuple[dict[str, Any], dict[str, Any]]] = [
    (
        {"kind": "text", "body": "https://x.example", "previewUrl": True},
        {"kind": "text", "text": "https://x.example", "content": {}},
    ),
    (
        {"kind": "media", "mediaType": "image", "media": {"providerMediaId": "7"}, "caption": "Nota"},
        {"kind": "image", "text": "Nota", "content": {}},
    ),
    (
        {"kind": "interactive", "body": "Escolha", "action": _BUTTONS},
        {
            "kind": "interactive",
            "text": "Escolha",
            "content": {"interactive": {"body": "Escolha", "action": _BUTTONS}},
        },
    ),
    (
        {"kind": "template", "name": "promo", "language": "pt_BR"},
        {
            "kind": "template",
            "text": None,
            "content": {"template": {"name": "promo", "language": "pt_BR", "components": []}},
        },
    ),
    (
        {"kind": "location", "latitude": -23.5, "longitude": -46.6, "name": "Loja"},
        {
            "kind": "location",
            "text": "Loja",
            "content": {"location": {"latitude": -23.5, "longitude": -46.6, "name": "Loja"}},
        },
    ),
]


@pytest.mark.parametrize(("content", "shown"), SENDABLE, ids=[str(c["kind"]) for c, _ in SENDABLE])
async def test_content_of_every_kind_is_sent_and_shown(
    as_user: AsUser,
    ticket: dict[str, Any],
    published: Published,
    content: dict[str, Any],
    shown: dict[str, Any],
) -> None:
    http = as_user("agent")
    path = f"/api/v1/tickets/{ticket['id']}/messages"
    response = await http.post(path, json={"content": content, "clientMessageId": "1"})

    assert response.status_code == 201, response.text
    assert {name: response.json()[name] for name in shown} == shown
    assert (await http.get(path)).json()["items"][0] == response.json()
    [request] = await published(MessageSendRequestedV2)
    assert request.content == read_content(content)


async def test_content_is_in_camel_case_whatever_the_provider_says(
    as_user: AsUser, handlers: Handlers, inbound: Inbound
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
    await handlers.messages_received([inbound(kind="contacts", text=None, content=content)])
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


async def test_an_answer_and_a_reaction_name_a_message_of_this_contact(
    as_user: AsUser, ticket: dict[str, Any], published: Published, handlers: Handlers, inbound: Inbound
) -> None:
    http = as_user("agent")
    path = f"/api/v1/tickets/{ticket['id']}/messages"
    [asked] = (await http.get(path)).json()["items"]
    known = asked["providerMessageId"]
    await handlers.messages_received([inbound(wa_id="551199999009")])
    others = (await http.get("/api/v1/tickets")).json()["items"]
    [other] = [one["id"] for one in others if one["id"] != ticket["id"]]
    [foreign] = (await http.get(f"/api/v1/tickets/{other}/messages")).json()["items"]

    answer = await http.post(path, json={"text": "Sim", "replyTo": known, "clientMessageId": "1"})
    assert (answer.status_code, answer.json()["replyTo"]) == (201, known)
    for number, emoji in enumerate(["👍", ""], start=2):
        reaction = {"kind": "reaction", "messageId": known, "emoji": emoji}
        body = {"content": reaction, "clientMessageId": str(number)}
        response = await http.post(path, json=body)
        assert response.status_code == 201, response.text
        assert response.json()["content"]["reaction"]["messageId"] == known
    assert [request.reply_to for request in await published(MessageSendRequestedV2)] == [known, None, None]

    for body, field in (
        ({"text": "x", "replyTo": "wamid.unknown"}, "replyTo"),
        ({"text": "x", "replyTo": foreign["providerMessageId"]}, "replyTo"),
        ({"content": {"kind": "reaction", "messageId": "wamid.unknown"}}, "content.messageId"),
        ({"content": {"kind": "reaction", "messageId": known}, "replyTo": known}, ""),
    ):
        response = await http.post(path, json={**body, "clientMessageId": "9"})
        assert response.status_code == 422, response.text
        assert response.json()["errors"][0]["field"].endswith(field)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"content": {"kind": "text", "body": "x" * 4097}}, "content.body"),
        ({"content": {"kind": "poll"}}, "content.kind"),
        ({"content": {"kind": "text", "body": "x", "colour": 1}}, "content.colour"),
        ({"content": {"kind": "text", "body": "x\0"}}, "content.body"),
        (
            {"content": {"kind": "interactive", "body": "x", "action": {"type": "button", "buttons": []}}},
            "content.action.buttons",
        ),
        (
            {"content": {"kind": "media", "mediaType": "image", "media": {"url": "file:///etc/passwd"}}},
            "content.media.url",
        ),
        ({"text": "x", "content": {"kind": "text", "body": "x"}}, "body"),
    ],
)
async def test_what_whatsapp_would_refuse_is_refused_by_its_field(
    as_user: AsUser, ticket: dict[str, Any], published: Published, body: dict[str, Any], field: str
) -> None:
    path = f"/api/v1/tickets/{ticket['id']}/messages"
    response = await as_user("agent").post(path, json={**body, "clientMessageId": "1"})

    assert response.status_code == 422
    assert response.json()["errors"][0]["field"] == field
    assert await published(MessageSendRequestedV2) == []


async def test_a_failure_is_explained_in_words(
    as_user: AsUser, ticket: dict[str, Any], handlers: Handlers, company_id: UUID, channel_id: UUID
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
    await handlers.deliveries_changed([failed])

    told = (await http.get(path)).json()["items"][0]["error"]
    assert (told["code"], told["reason"]) == (131047, "window_closed")
    assert set(told["words"]) == {"pt", "en"}
    assert "24 horas" in told["words"]["pt"]


# --- events ----------------------------------------------------------------------------------


async def test_the_event_log_fills_gaps(as_user: AsUser, rows: Rows) -> None:
    http = as_user("agent")
    for number in range(4):
        await _create(http, phone=f"+551199999000{number}")
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


# --- who may do what -------------------------------------------------------------------------


async def test_roles(as_user: AsUser, ticket: dict[str, Any], client: httpx.AsyncClient) -> None:
    viewer, agent = as_user("viewer"), as_user("agent")
    path = f"/api/v1/tickets/{ticket['id']}"
    assert (await viewer.post(f"{path}/accept")).status_code == 403
    assert (await viewer.post("/api/v1/contacts", json={"name": "A", "phone": "1"})).status_code == 403
    files = {"file": ("c.csv", b"name,phone\n")}
    assert (await agent.post("/api/v1/contacts/import", files=files)).status_code == 403
    assert (await client.get("/api/v1/tickets")).status_code == 401


async def test_another_company_finds_nothing(
    as_user: AsUser, ticket: dict[str, Any], rows: Rows, logged: Any
) -> None:
    owner, stranger = as_user("owner"), as_user("owner", company_id=uuid7())
    files = {"file": ("c.csv", b"name,phone\nA,+5511999990009\n")}
    job = (await owner.post("/api/v1/contacts/import", files=files)).json()
    contact = f"/api/v1/contacts/{ticket['contact']['id']}"
    path = f"/api/v1/tickets/{ticket['id']}"
    before = await logged()
    for method, url, body in (
        ("GET", contact, None),
        ("PATCH", contact, {"name": "x"}),
        ("GET", f"/api/v1/contacts/imports/{job['id']}", None),
        ("GET", path, None),
        ("GET", f"{path}/messages", None),
        ("POST", f"{path}/messages", {"text": "x", "clientMessageId": "1"}),
        ("POST", f"{path}/accept", None),
        ("POST", f"{path}/close", None),
    ):
        response = await stranger.request(method, url, json=body)
        assert response.status_code == 404, (method, url)
    for url in ("/api/v1/contacts", "/api/v1/tickets", "/api/v1/events"):
        assert (await stranger.get(url)).json()["items"] == []
    assert await logged() == before
    # The same phone may be a contact of each company.
    await _create(stranger, phone="+5511999990001")
    assert await rows("SELECT count(*) FROM contacts WHERE phone = '+5511999990001'") == [(2,)]


async def test_every_table_is_under_forced_row_level_security(rows: Rows, client: object) -> None:  # noqa: ARG001
    found = await rows(
        "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
        " WHERE n.nspname = current_schema() AND c.relkind = 'r' AND c.relname <> 'alembic_version'"
        " AND NOT (c.relrowsecurity AND c.relforcerowsecurity)"
    )
    assert found == []
