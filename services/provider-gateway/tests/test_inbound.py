"""Every type of message that Meta's documentation lists, and what we make of it."""

from datetime import UTC, datetime
from typing import Any

import pytest

from atende_contracts.event import Party
from atende_contracts.ids import uuid7
from atende_contracts.messages import MessageReceivedV1, ProviderStatusReportedV1
from gateway.providers import cloud_webhook

from .gateway_stage import CONTACT, message, webhook

COMPANY, CHANNEL = uuid7(), uuid7()
MEDIA = {"id": "1003383421387256", "mime_type": "image/jpeg", "sha256": "ab/c=", "url": "https://lookaside/x"}


def read(*messages: Any, contacts: Any = (CONTACT,), **value: Any) -> list[Any]:
    """Return the events of a webhook with these messages."""
    body = webhook("106540352242922", {"contacts": list(contacts), "messages": list(messages), **value})
    return [
        event
        for update in cloud_webhook.parse(body)
        for event in cloud_webhook.normalise(update, COMPANY, CHANNEL).events
    ]


def only(*messages: Any, **value: Any) -> MessageReceivedV1:
    [event] = read(*messages, **value)
    assert isinstance(event, MessageReceivedV1)
    return event


def test_a_text() -> None:
    event = only(message(id="wamid.1", timestamp="1790000000", text={"body": "Bom dia! ☀️ ção"}))

    assert (event.kind, event.text, event.provider_message_id) == ("text", "Bom dia! ☀️ ção", "wamid.1")
    assert event.sent_at == datetime.fromtimestamp(1790000000, UTC)
    assert event.sender == Party(phone="+5511987654321", wa_id="5511987654321", name="Maria Conceição")
    assert event.raw is None
    assert event.key() == f"{COMPANY}:{CHANNEL}:wa_id:5511987654321"


@pytest.mark.parametrize("kind", ["image", "video", "audio", "document", "sticker"])
def test_media(kind: str) -> None:
    event = only(message(kind, **{kind: {**MEDIA, "caption": "olha", "filename": "nota.pdf", "voice": True}}))

    assert (event.kind, event.text) == (kind, "olha")
    assert event.media is not None
    assert event.media.provider_media_id == "1003383421387256"
    assert (event.media.mime_type, event.media.sha256) == ("image/jpeg", "ab/c=")
    assert (event.media.url, event.media.filename) == ("https://lookaside/x", "nota.pdf")
    assert event.media.voice is True


def test_a_caption_may_be_absent() -> None:
    event = only(message("sticker", sticker={**MEDIA, "animated": True}))

    assert event.text is None
    assert event.content == {"animated": True}


def test_choices() -> None:
    button = only(
        message(
            "interactive",
            interactive={"type": "button_reply", "button_reply": {"id": "yes", "title": "Sim"}},
            context={"from": "551140000000", "id": "wamid.asked"},
        )
    )
    row = {"id": "r1", "title": "Vendas", "description": "Fale com vendas"}
    listed = only(message("interactive", interactive={"type": "list_reply", "list_reply": row}))
    template = only(message("button", button={"payload": "STOP", "text": "Parar promoções"}))

    assert (button.text, button.reply_to) == ("Sim", "wamid.asked")
    assert button.reply is not None
    assert (button.reply.id, button.reply.title) == ("yes", "Sim")
    assert listed.content["interactive"]["list_reply"]["description"] == "Fale com vendas"
    assert template.text == "Parar promoções"
    assert template.reply is not None
    assert template.reply.payload == "STOP"


def test_a_form() -> None:
    flow = {"name": "flow", "body": "Sent", "response_json": '{"a": 1}'}
    event = only(message("interactive", interactive={"type": "nfm_reply", "nfm_reply": flow}))

    assert (event.kind, event.text) == ("interactive", "Sent")
    assert event.content["interactive"]["nfm_reply"]["response_json"] == '{"a": 1}'


def test_a_reaction_and_its_removal() -> None:
    given = only(message("reaction", reaction={"message_id": "wamid.9", "emoji": "👍"}))
    taken_back = only(message("reaction", reaction={"message_id": "wamid.9"}))

    assert (given.reply_to, given.content["reaction"]["emoji"]) == ("wamid.9", "👍")
    assert taken_back.content["reaction"]["emoji"] is None


@pytest.mark.parametrize(
    ("kind", "content"),
    [
        ("location", {"latitude": -23.5, "longitude": -46.6, "name": "Sé"}),
        ("contacts", [{"name": {"formatted_name": "João"}, "phones": [{"phone": "+5511"}]}]),
        ("order", {"catalog_id": "1", "product_items": [{"quantity": 2}], "text": "por favor"}),
        ("edit", {"original_message_id": "wamid.1", "message": {"type": "text", "text": {"body": "b"}}}),
        ("revoke", {"original_message_id": "wamid.1"}),
    ],
)
def test_structured_content_is_kept_as_it_came(kind: str, content: Any) -> None:
    event = only(message(kind, **{kind: content}))

    assert event.kind == kind
    assert event.content[kind] == content
    assert event.raw is None
    assert event.text == ("por favor" if kind == "order" else None)


def test_a_changed_number_comes_without_a_contact() -> None:
    body = "User A changed from ‎5511987654321 to 5511912345678"
    system = {"body": body, "type": "user_changed_number", "wa_id": "5511912345678"}
    event = only(message("system", system=system), contacts=())

    assert (event.kind, event.text) == ("system", body)
    assert event.content["system"]["wa_id"] == "5511912345678"
    assert event.sender == Party(phone="+5511987654321", wa_id="5511987654321")


def test_what_meta_does_not_support_is_kept_raw() -> None:
    errors = [{"code": 131051, "title": "Message type unknown"}]
    raw = message("unsupported", errors=errors, unsupported={"type": "poll"})
    event = only(raw)

    assert (event.kind, event.raw) == ("unsupported", raw)


def test_a_type_of_the_future_is_kept_raw() -> None:
    raw = message("hologram", hologram={"id": 1})
    event = only(raw)

    assert (event.kind, event.raw) == ("unsupported", raw)


def test_extras_of_any_type() -> None:
    event = only(
        message(
            context={
                "forwarded": True,
                "frequently_forwarded": True,
                "referred_product": {"catalog_id": "1"},
            },
            referral={"source_url": "https://fb.me/1", "source_type": "ad", "ctwa_clid": "abc"},
            identity_key_hash="hash",
            group_id="group",
        )
    )

    assert event.kind == "text"
    assert event.reply_to is None
    assert event.content["context"]["forwarded"] is True
    assert event.content["referral"]["ctwa_clid"] == "abc"
    assert (event.content["identity_key_hash"], event.content["group_id"]) == ("hash", "group")


def test_a_customer_with_a_username_has_no_phone() -> None:
    hidden = {key: value for key, value in message().items() if key != "from"}
    contact = {"profile": {"name": "Ana", "username": "@ana"}, "user_id": "BR.1A2B"}
    event = only({**hidden, "from_user_id": "BR.1A2B"}, contacts=[contact])

    assert event.sender == Party(bsuid="BR.1A2B", name="Ana")
    assert event.sender.identity() == "bsuid:BR.1A2B"


def test_each_message_has_its_own_sender() -> None:
    contacts = [
        {"profile": {"name": name}, "wa_id": number}
        for name, number in (("A", "5511900000001"), ("B", "5511900000002"))
    ]
    events = read(
        message(**{"from": "5511900000002"}),
        message(**{"from": "5511900000001"}),
        message(**{"from": "5511900000003"}),
        contacts=contacts,
    )

    assert [(event.sender.wa_id, event.sender.name) for event in events] == [
        ("5511900000002", "B"),
        ("5511900000001", "A"),
        ("5511900000003", None),
    ]


def test_what_no_database_can_hold_is_replaced() -> None:
    body = webhook("1", {"messages": [message(text={"body": "cut CUT nul NUL"})]})
    body = body.replace(b"CUT", b"\\ud83d").replace(b"NUL", b"\\u0000")

    [update] = cloud_webhook.parse(body)
    [event] = cloud_webhook.normalise(update, COMPANY, CHANNEL).events

    assert isinstance(event, MessageReceivedV1)
    assert event.text == "cut ? nul \N{REPLACEMENT CHARACTER}"


def test_other_fields_are_passed_over() -> None:
    body = webhook("1", {"messages": [message()]}).replace(b'"field":"messages"', b'"field":"account_update"')

    assert cloud_webhook.parse(body) == []


def test_the_same_message_has_the_same_event_id_in_its_channel_only() -> None:
    one = message()
    [update] = cloud_webhook.parse(webhook("1", {"messages": [one]}))
    ids = [
        cloud_webhook.normalise(update, COMPANY, channel).events[0].id
        for channel in (CHANNEL, CHANNEL, uuid7())
    ]

    assert ids[0] == ids[1] != ids[2]


def test_statuses() -> None:
    send_id = uuid7()
    status = {
        "id": "wamid.s",
        "status": "read",
        "timestamp": "1790000005",
        "recipient_id": "5511987654321",
        "recipient_user_id": "BR.9",
        "biz_opaque_callback_data": str(send_id),
        "conversation": {"id": "c"},
    }
    group = {**status, "status": "delivered", "recipient_type": "group", "recipient_id": "g"}
    first, second = read(contacts=(), statuses=[status, group])

    assert isinstance(first, ProviderStatusReportedV1)
    assert (first.send_id, first.state, first.provider_message_id) == (send_id, "read", "wamid.s")
    assert first.recipient == Party(wa_id="5511987654321", bsuid="BR.9")
    assert first.at == datetime.fromtimestamp(1790000005, UTC)
    assert second.recipient is None
