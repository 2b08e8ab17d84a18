"""What a message says, as it is given to the bridge; what WhatsApp Web cannot say is refused before."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from atende_contracts.content import (
    ContactsContent,
    InteractiveContent,
    LocationContent,
    MessageContent,
    ReactionContent,
)
from atende_contracts.event import Media, MediaContent, Party, TemplateContent, TextContent
from atende_contracts.ids import uuid7
from atende_contracts.messages import Quoted
from gateway.bridge import protocol
from gateway.domain.errors import Treatment
from gateway.domain.sends import Order
from gateway.providers.web.cards import vcard_of
from gateway.providers.web.content import (
    VOICE,
    FileFacts,
    LocalFile,
    build_content,
    file_of,
    quoted_of,
    refused_content,
)
from gateway.providers.web.errors import ACKS, refusal_of
from gateway.providers.web.ids import message_id_of

CHAT = "184600000000001@lid"
FILE = LocalFile(
    Path("/files/1"),
    FileFacts(
        mime_type="image/png",
        filename="praia.png",
        width=640,
        height=480,
        duration_ms=2499,
        thumbnail="aGk=",
    ),
)


def an_order(content: MessageContent, **fields: Any) -> Order:
    return Order(
        company_id=uuid7(),
        send_id=uuid7(),
        channel_id=uuid7(),
        origin="reply",
        recipient=Party(lid="1"),
        content=content,
        **fields,
    )


def interactive(action: dict[str, Any], **fields: Any) -> InteractiveContent:
    return InteractiveContent.model_validate({"body": "Como podemos ajudar?", "action": action, **fields})


BUTTONS = {"type": "button", "buttons": [{"id": "1", "title": "Boleto"}, {"id": "2", "title": "Suporte"}]}
LIST = {
    "type": "list",
    "button": "Ver",
    "sections": [
        {"title": "Planos", "rows": [{"id": "a", "title": "Básico", "description": "R$ 10"}]},
        {"title": "Outros", "rows": [{"id": "b", "title": "Falar com alguém"}]},
    ],
}


def told(content: MessageContent, file: LocalFile | None = None, **fields: Any) -> dict[str, Any]:
    """Return what the bridge reads, having checked it against the protocol."""
    assert refused_content(content) is None
    built = build_content(an_order(content, **fields), CHAT, file)
    line = protocol.Send(session=uuid7(), generation=1, id=1, message_id="3EB0", to=CHAT, content=built)
    sent = protocol.DOWN.validate_json(protocol.to_line(line))
    assert isinstance(sent, protocol.Send)
    return sent.content.model_dump(exclude_none=True, by_alias=False)


def test_a_text_goes_as_it_is_and_without_a_preview() -> None:
    assert told(TextContent(body="Olá *Ana*\nhttps://a.example", preview_url=True)) == {
        "kind": "text",
        "text": "Olá *Ana*\nhttps://a.example",
        "mentions": (),
    }


@pytest.mark.parametrize(
    ("kind", "extra", "expected"),
    [
        ("image", {}, {"kind": "image", "caption": "Oi", "width": 640, "height": 480, "thumbnail": "aGk="}),
        ("video", {}, {"kind": "video", "caption": "Oi", "seconds": 2, "width": 640}),
        ("document", {"filename": "conta.pdf"}, {"kind": "document", "file_name": "conta.pdf"}),
        ("document", {}, {"kind": "document", "file_name": "praia.png", "mime_type": "image/png"}),
        ("sticker", {}, {"kind": "sticker", "mime_type": "image/png"}),
        ("audio", {"voice": True}, {"kind": "audio", "voice": True, "mime_type": VOICE, "seconds": 2}),
        ("audio", {}, {"kind": "audio", "voice": False, "mime_type": "image/png"}),
    ],
)
def test_files_of_each_kind(kind: Any, extra: dict[str, Any], expected: dict[str, Any]) -> None:
    caption = "Oi" if kind in ("image", "video", "document") else None
    content = MediaContent(media_type=kind, media=Media(id=uuid7(), **extra), caption=caption)
    assert file_of(content) == content.media
    sent = told(content, FILE)
    assert sent["path"] == "/files/1"
    assert expected.items() <= sent.items()


def test_buttons_become_numbers_that_can_be_answered() -> None:
    content = interactive(BUTTONS, header={"type": "text", "text": "Oi"}, footer="Seg a sex")
    assert told(content)["text"] == ("*Oi*\n\nComo podemos ajudar?\n\n1. Boleto\n2. Suporte\n\n_Seg a sex_")


def test_a_list_is_numbered_across_its_sections() -> None:
    assert told(interactive(LIST))["text"] == (
        "Como podemos ajudar?\n\n*Planos*\n1. Básico (R$ 10)\n\n*Outros*\n2. Falar com alguém"
    )


def test_a_link_is_written_out_and_a_location_asked_for_in_words() -> None:
    link = {"type": "cta_url", "displayText": "Pagar", "url": "https://pay.example/1"}
    assert told(interactive(link))["text"] == "Como podemos ajudar?\n\nPagar: https://pay.example/1"
    assert told(interactive({"type": "location_request_message"}))["text"] == "Como podemos ajudar?"


def test_a_header_with_a_file_is_that_file_with_the_rest_under_it() -> None:
    content = interactive(BUTTONS, header={"type": "image", "media": {"id": str(uuid7())}})
    assert file_of(content) is not None
    sent = told(content, FILE)
    assert (sent["kind"], sent["caption"]) == ("image", "Como podemos ajudar?\n\n1. Boleto\n2. Suporte")


def test_places_and_reactions() -> None:
    assert told(LocationContent(latitude=-23.5, longitude=-46.6, name="Loja", address="Rua A, 1")) == {
        "kind": "location",
        "latitude": -23.5,
        "longitude": -46.6,
        "name": "Loja",
        "address": "Rua A, 1",
    }
    ours = message_id_of(uuid7())
    reaction = told(ReactionContent(message_id=ours, emoji="👍"))
    assert (reaction["key"]["from_me"], reaction["key"]["remote_jid"]) == (True, CHAT)
    taken_back = told(ReactionContent(message_id="3A00FF", emoji=None))
    assert (taken_back["emoji"], taken_back["key"]["from_me"]) == ("", False)


def test_cards_are_vcards() -> None:
    content = ContactsContent.model_validate(
        {
            "contacts": [
                {
                    "name": {"formattedName": "Ana; Souza", "firstName": "Ana", "lastName": "Souza"},
                    "phones": [{"phone": "+55 11 98765-4321", "type": "CELL", "waId": "5511987654321"}],
                    "emails": [{"email": "ana@a.example"}],
                    "urls": [{"url": "https://a.example"}],
                    "addresses": [{"street": "Rua A, 1", "city": "São Paulo"}],
                    "org": {"company": "A\nB", "title": "Chefe"},
                    "birthday": "1990-01-02",
                }
            ]
        }
    )
    sent = told(content)
    assert (sent["kind"], sent["display_name"]) == ("contacts", "Ana; Souza")
    assert vcard_of(content.contacts[0]).split("\n") == [
        "BEGIN:VCARD",
        "VERSION:3.0",
        "N:Souza;Ana;;;",
        "FN:Ana\\; Souza",
        "ORG:A\\nB;",
        "TITLE:Chefe",
        "TEL;type=CELL;waid=5511987654321:+55 11 98765-4321",
        "EMAIL:ana@a.example",
        "URL:https://a.example",
        "ADR:;;Rua A\\, 1;São Paulo;;;",
        "BDAY:1990-01-02",
        "END:VCARD",
    ]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (TemplateContent(name="oi", language="pt_BR"), "unsupported"),
        (interactive({"type": "flow", "flowId": "1", "flowCta": "Abrir"}), "unsupported"),
        (TextContent.model_construct(kind="text", body="", preview_url=False), "invalid_content"),
        (LocationContent(latitude=200, longitude=0), "invalid_content"),
    ],
)
def test_what_it_cannot_say_is_refused_for_good(content: MessageContent, reason: str) -> None:
    refused = refused_content(content)
    assert refused is not None
    assert (refused.treatment, refused.error.reason) == (Treatment.PERMANENT, reason)


def test_an_answer_shows_the_message_it_answers() -> None:
    answer = an_order(TextContent(body="Sim"), reply_to="3A00FF")
    quoted = quoted_of(answer, CHAT)
    assert quoted is not None
    assert (quoted.key.id, quoted.key.remote_jid, quoted.key.from_me) == ("3A00FF", CHAT, False)
    assert quoted.message is None

    known = Quoted(from_us=True, text="Posso ligar?")
    quoted = quoted_of(replace(answer, quoted=known), CHAT)
    assert quoted is not None
    assert (quoted.key.from_me, quoted.message) == (True, {"conversation": "Posso ligar?"})


def test_a_reaction_stands_under_what_the_phone_wrote_as_well() -> None:
    content = ReactionContent(message_id="3A00FF", emoji="👍")
    assert told(content, quoted=Quoted(from_us=True))["key"]["from_me"]


@pytest.mark.parametrize("code", ACKS)
def test_each_number_of_an_ack_has_its_treatment(code: int) -> None:
    refused = refusal_of(str(code))
    assert (refused.error.code, refused.treatment, refused.error.reason) == (
        code,
        ACKS[code].treatment,
        ACKS[code].reason,
    )


@pytest.mark.parametrize("told", ["999", "", "x", "-1", "463x", "9" * 32, "٤٦٣"])
def test_a_number_that_nobody_knows_is_never_tried_again(told: str) -> None:
    refused = refusal_of(told)
    assert (refused.treatment, refused.error.reason) == (Treatment.PERMANENT, "provider_refused")
    assert refused.error.details is not None
