"""The bodies that we POST, one of each kind, as Meta's message reference writes them."""

from typing import Any

import pytest

from atende_contracts.event import Party
from atende_contracts.ids import uuid7
from atende_contracts.limits import read_content
from gateway.providers.cloud.content import build_message, build_read

from .gateway_stage import Connected, order

CHANNEL = Connected(uuid7(), uuid7(), "106540352242922", "", "")
BUTTONS = {"type": "button", "buttons": [{"id": "y", "title": "Sim"}, {"id": "n", "title": "Não"}]}
COMPONENTS: list[dict[str, Any]] = [
    {"type": "header", "parameters": [{"type": "image", "image": {"id": "77"}}]},
    {
        "type": "body",
        "parameters": [
            {"type": "text", "text": "Ana"},
            {"type": "currency", "currency": {"fallback_value": "R$ 9", "code": "BRL", "amount_1000": 9000}},
            {"type": "date_time", "date_time": {"fallback_value": "1 de maio"}},
        ],
    },
    {
        "type": "button",
        "sub_type": "quick_reply",
        "index": "0",
        "parameters": [{"type": "payload", "payload": "yes"}],
    },
    {
        "type": "button",
        "sub_type": "copy_code",
        "index": "1",
        "parameters": [{"type": "coupon_code", "coupon_code": "MAIO10"}],
    },
]

GOLDEN: list[tuple[dict[str, Any], dict[str, Any]]] = [
    (
        {"kind": "text", "body": "Oi https://x.example", "preview_url": True},
        {"type": "text", "text": {"body": "Oi https://x.example", "preview_url": True}},
    ),
    (
        {"kind": "media", "media_type": "image", "media": {"provider_media_id": "7"}, "caption": "Nota"},
        {"type": "image", "image": {"id": "7", "caption": "Nota"}},
    ),
    (
        {"kind": "media", "media_type": "video", "media": {"url": "https://x.example/v.mp4"}},
        {"type": "video", "video": {"link": "https://x.example/v.mp4"}},
    ),
    (
        {
            "kind": "media",
            "media_type": "document",
            "media": {"url": "https://x.example/y.pdf", "filename": "y.pdf"},
            "caption": "Nota",
        },
        {
            "type": "document",
            "document": {"link": "https://x.example/y.pdf", "caption": "Nota", "filename": "y.pdf"},
        },
    ),
    (
        {"kind": "media", "media_type": "audio", "media": {"provider_media_id": "7"}},
        {"type": "audio", "audio": {"id": "7"}},
    ),
    (
        {"kind": "media", "media_type": "audio", "media": {"provider_media_id": "7", "voice": True}},
        {"type": "audio", "audio": {"id": "7", "voice": True}},
    ),
    (
        {"kind": "media", "media_type": "sticker", "media": {"provider_media_id": "7"}},
        {"type": "sticker", "sticker": {"id": "7"}},
    ),
    (
        {"kind": "template", "name": "promo", "language": "pt_BR", "components": COMPONENTS},
        {
            "type": "template",
            "template": {"name": "promo", "language": {"code": "pt_BR"}, "components": COMPONENTS},
        },
    ),
    (
        {
            "kind": "interactive",
            "body": "Escolha",
            "footer": "Loja",
            "header": {"type": "image", "media": {"provider_media_id": "7"}},
            "action": BUTTONS,
        },
        {
            "type": "interactive",
            "interactive": {
                "type": "button",
                "header": {"type": "image", "image": {"id": "7"}},
                "body": {"text": "Escolha"},
                "footer": {"text": "Loja"},
                "action": {
                    "buttons": [
                        {"type": "reply", "reply": {"id": "y", "title": "Sim"}},
                        {"type": "reply", "reply": {"id": "n", "title": "Não"}},
                    ]
                },
            },
        },
    ),
    (
        {
            "kind": "interactive",
            "body": "Escolha",
            "header": {"text": "Menu"},
            "action": {
                "type": "list",
                "button": "Ver",
                "sections": [{"title": "A", "rows": [{"id": "1", "title": "Um", "description": "…"}]}],
            },
        },
        {
            "type": "interactive",
            "interactive": {
                "type": "list",
                "header": {"type": "text", "text": "Menu"},
                "body": {"text": "Escolha"},
                "action": {
                    "button": "Ver",
                    "sections": [{"title": "A", "rows": [{"id": "1", "title": "Um", "description": "…"}]}],
                },
            },
        },
    ),
    (
        {
            "kind": "interactive",
            "body": "Veja",
            "header": {
                "type": "document",
                "media": {"url": "https://x.example/y.pdf", "filename": "y.pdf"},
            },
            "action": {"type": "cta_url", "display_text": "Abrir", "url": "https://x.example"},
        },
        {
            "type": "interactive",
            "interactive": {
                "type": "cta_url",
                "header": {
                    "type": "document",
                    "document": {"link": "https://x.example/y.pdf", "filename": "y.pdf"},
                },
                "body": {"text": "Veja"},
                "action": {
                    "name": "cta_url",
                    "parameters": {"display_text": "Abrir", "url": "https://x.example"},
                },
            },
        },
    ),
    (
        {"kind": "interactive", "body": "Onde?", "action": {"type": "location_request_message"}},
        {
            "type": "interactive",
            "interactive": {
                "type": "location_request_message",
                "body": {"text": "Onde?"},
                "action": {"name": "send_location"},
            },
        },
    ),
    (
        {
            "kind": "interactive",
            "body": "Agende",
            "action": {
                "type": "flow",
                "flow_id": "1",
                "flow_cta": "Agendar",
                "flow_token": "t",
                "screen": "START",
                "data": {"someKey": 1},
            },
        },
        {
            "type": "interactive",
            "interactive": {
                "type": "flow",
                "body": {"text": "Agende"},
                "action": {
                    "name": "flow",
                    "parameters": {
                        "flow_message_version": "3",
                        "flow_id": "1",
                        "flow_token": "t",
                        "flow_cta": "Agendar",
                        "mode": "published",
                        "flow_action": "navigate",
                        "flow_action_payload": {"screen": "START", "data": {"someKey": 1}},
                    },
                },
            },
        },
    ),
    (
        {
            "kind": "interactive",
            "body": "Agende",
            "action": {
                "type": "flow",
                "flow_name": "agenda",
                "flow_cta": "Agendar",
                "flow_action": "data_exchange",
            },
        },
        {
            "type": "interactive",
            "interactive": {
                "type": "flow",
                "body": {"text": "Agende"},
                "action": {
                    "name": "flow",
                    "parameters": {
                        "flow_message_version": "3",
                        "flow_name": "agenda",
                        "flow_token": "unused",
                        "flow_cta": "Agendar",
                        "mode": "published",
                        "flow_action": "data_exchange",
                    },
                },
            },
        },
    ),
    (
        {"kind": "location", "latitude": -23.5, "longitude": -46.6, "name": "Loja"},
        {"type": "location", "location": {"latitude": -23.5, "longitude": -46.6, "name": "Loja"}},
    ),
    (
        {
            "kind": "contacts",
            "contacts": [
                {
                    "name": {"formatted_name": "Ana Lima", "first_name": "Ana"},
                    "phones": [{"phone": "+5511987654321", "type": "CELL", "wa_id": "5511987654321"}],
                    "org": {"company": "Loja"},
                }
            ],
        },
        {
            "type": "contacts",
            "contacts": [
                {
                    "name": {"formatted_name": "Ana Lima", "first_name": "Ana"},
                    "phones": [{"phone": "+5511987654321", "type": "CELL", "wa_id": "5511987654321"}],
                    "org": {"company": "Loja"},
                }
            ],
        },
    ),
    (
        {"kind": "reaction", "message_id": "wamid.q", "emoji": "👍"},
        {"type": "reaction", "reaction": {"message_id": "wamid.q", "emoji": "👍"}},
    ),
    (
        {"kind": "reaction", "message_id": "wamid.q"},
        {"type": "reaction", "reaction": {"message_id": "wamid.q", "emoji": ""}},
    ),
]


@pytest.mark.parametrize("reply_to", [None, "wamid.before"])
@pytest.mark.parametrize(("content", "section"), GOLDEN, ids=[str(c["kind"]) for c, _ in GOLDEN])
def test_what_is_posted(content: dict[str, Any], section: dict[str, Any], reply_to: str | None) -> None:
    party = Party(phone="+5511987654321")
    one = order(CHANNEL, recipient=party, content=read_content(content), reply_to=reply_to)

    assert build_message(one) == {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": "+5511987654321",
        **section,
        **({"context": {"message_id": reply_to}} if reply_to else {}),
        "biz_opaque_callback_data": str(one.send_id),
    }


def test_marking_as_read_and_typing() -> None:
    read = {"messaging_product": "whatsapp", "status": "read", "message_id": "wamid.1"}

    assert build_read("wamid.1", typing=False) == read
    assert build_read("wamid.1", typing=True) == {**read, "typing_indicator": {"type": "text"}}
