"""What can be sent, and what is said of what cannot: the field and why."""

from collections.abc import Iterator
from typing import Any, get_args

import pytest

from atende_contracts.content import MessageContent, shown_kind, shown_text
from atende_contracts.event import Media, MediaContent, TextContent
from atende_contracts.limits import MEDIA, ContentInvalid, problems, read_content
from atende_contracts.reasons import PAUSING, REASONS, ReasonCode, words_of

BUTTONS = {"type": "button", "buttons": [{"id": "y", "title": "Sim"}, {"id": "n", "title": "Não"}]}
ROWS = [{"id": str(n), "title": f"Opção {n}"} for n in range(10)]
LIST = {"type": "list", "button": "Ver", "sections": [{"rows": ROWS}]}
LINK = {"type": "cta_url", "display_text": "Abrir", "url": "https://loja.example/p"}
FLOW = {"type": "flow", "flow_id": "1", "flow_cta": "Agendar", "screen": "START", "data": {"camelCase": 1}}
CARD = {"name": {"formatted_name": "Ana Lima", "first_name": "Ana"}, "phones": [{"phone": "+5511987654321"}]}


def interactive(action: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"kind": "interactive", "body": "Escolha", "action": action, **more}


def media(kind: str, **more: Any) -> dict[str, Any]:
    caption = {"caption": more.pop("caption")} if "caption" in more else {}
    return {"kind": "media", "media_type": kind, "media": {"provider_media_id": "1", **more}, **caption}


def template(*components: dict[str, Any], **more: Any) -> dict[str, Any]:
    document = {"kind": "template", "name": "promo", "language": "pt_BR", "components": list(components)}
    return {**document, **more}


def body(*parameters: dict[str, Any]) -> dict[str, Any]:
    return {"type": "body", "parameters": list(parameters)}


def button(sub_type: str, parameter: dict[str, Any] | None, index: Any = "0") -> dict[str, Any]:
    parameters = [parameter] if parameter else []
    return {"type": "button", "sub_type": sub_type, "index": index, "parameters": parameters}


GOOD: list[dict[str, Any]] = [
    {"kind": "text", "body": "x" * 4096, "previewUrl": True},
    media("image", caption="x" * 1024, mime_type="image/png", size=5 * 1024 * 1024),
    media("audio", mime_type="audio/ogg; codecs=opus", voice=True),
    media("document", filename="nota.pdf", mime_type="application/pdf"),
    media("document", filename="foto.png", mime_type="image/png"),
    {"kind": "media", "mediaType": "sticker", "media": {"url": "https://cdn.example/s.webp"}},
    {"kind": "media", "mediaType": "image", "media": {"id": "01a20b8c-7821-71fc-aae0-6fef7acca4e0"}},
    interactive(BUTTONS, header={"type": "image", "media": {"url": "https://x.example/i.png"}}, footer="f"),
    interactive(LIST, body="x" * 4096, header={"text": "Menu"}),
    interactive(LINK),
    interactive({"type": "location_request_message"}),
    interactive(FLOW),
    {"kind": "location", "latitude": -23.5, "longitude": -46.6, "name": "Loja", "address": "Rua 1"},
    {"kind": "contacts", "contacts": [CARD] * 257},
    {"kind": "reaction", "message_id": "wamid.1", "emoji": "👍"},
    {"kind": "reaction", "messageId": "wamid.1", "emoji": ""},
    {"kind": "reaction", "message_id": "wamid.1"},
    template(
        {"type": "header", "parameters": [{"type": "image", "image": {"id": "1"}}]},
        body(
            {"type": "text", "text": "Ana", "parameter_name": "nome"},
            {"type": "currency", "currency": {"fallback_value": "R$ 9", "code": "BRL", "amount_1000": 9000}},
            {"type": "date_time", "date_time": {"fallback_value": "1 de maio"}},
        ),
        button("quick_reply", {"type": "payload", "payload": "sim"}, 0),
        button("url", {"type": "text", "text": "pedido/1"}, "1"),
        button("copy_code", {"type": "coupon_code", "coupon_code": "MAIO10"}, "2"),
        button("flow", {"type": "action", "action": {"flow_token": "t"}}, "3"),
        button("flow", None, "4"),
    ),
]

BAD: list[tuple[dict[str, Any], str]] = [
    ({"body": "no kind"}, "kind"),
    ({"kind": "poll"}, "kind"),
    ({"kind": "text"}, "body"),
    ({"kind": "text", "body": "  "}, "body"),
    ({"kind": "text", "body": "x" * 4097}, "body"),
    ({"kind": "text", "body": "a\0"}, "body"),
    ({"kind": "text", "body": "\ud83d"}, "body"),
    ({"kind": "text", "body": "a", "colour": "red"}, "colour"),
    (media("image", caption="x" * 1025), "caption"),
    (media("audio", caption="x"), "caption"),
    (media("sticker", caption="x"), "caption"),
    (media("image", mime_type="image/gif"), "media.mime_type"),
    (media("document", mime_type="application/zip"), "media.mime_type"),
    (media("document", mime_type="text/csv"), "media.mime_type"),
    (media("image", size=5 * 1024 * 1024 + 1), "media.size"),
    (media("document", size=100 * 1024 * 1024 + 1), "media.size"),
    (media("document", size=0), "media.size"),
    (media("sticker", size=500 * 1024 + 1), "media.size"),
    (media("image", url="https://x.example/both"), "media"),
    (media("video", voice=True), "media.voice"),
    (media("audio", voice=True, mime_type="audio/mpeg"), "media.mime_type"),
    (media("document", filename="x" * 241), "media.filename"),
    ({"kind": "media", "media_type": "image", "media": {"url": "file:///etc/passwd"}}, "media.url"),
    ({"kind": "media", "media_type": "image", "media": {"url": "https://[x"}}, "media.url"),
    ({"kind": "media", "media_type": "gif", "media": {}}, "media_type"),
    (interactive(BUTTONS, body=""), "body"),
    (interactive(BUTTONS, body="x" * 1025), "body"),
    (interactive(BUTTONS, footer="x" * 61), "footer"),
    (interactive(BUTTONS, header={"text": "x" * 61}), "header.text"),
    (interactive(BUTTONS, header={"text": "x", "media": {"url": "https://x.example"}}), "header.media"),
    (interactive(BUTTONS, header={"type": "image"}), "header.media"),
    (
        interactive(
            BUTTONS, header={"type": "image", "text": "x", "media": {"url": "https://x.example/i.png"}}
        ),
        "header.text",
    ),
    (interactive({"type": "button", "buttons": []}), "action.buttons"),
    (interactive({"type": "button", "buttons": [{"id": str(n), "title": str(n)} for n in range(4)]}),
     "action.buttons"),
    (interactive({"type": "button", "buttons": [{"id": "a"}]}), "action.buttons.0.title"),
    (interactive({"type": "button", "buttons": [{"id": "a", "title": "x" * 21}]}), "action.buttons.0.title"),
    (interactive({"type": "button", "buttons": [{"id": "x" * 257, "title": "x"}]}), "action.buttons.0.id"),
    (interactive({"type": "button", "buttons": [{"id": "a", "title": "x"}, {"id": "a", "title": "y"}]}),
     "action.buttons.1.id"),
    (interactive(LIST, header={"type": "image", "media": {"url": "https://x.example"}}), "header.type"),
    (interactive({**LIST, "button": "x" * 21}), "action.button"),
    (interactive({**LIST, "sections": []}), "action.sections"),
    (interactive({**LIST, "sections": [{"rows": []}]}), "action.sections.0.rows"),
    (interactive({**LIST, "sections": [{"rows": [*ROWS, {"id": "11", "title": "x"}]}]}), "action.sections"),
    (interactive({**LIST, "sections": [{"title": "a", "rows": ROWS[:1]}, {"rows": ROWS[1:2]}]}),
     "action.sections.1.title"),
    (interactive({**LIST, "sections": [{"title": "x" * 25, "rows": ROWS}]}), "action.sections.0.title"),
    (interactive({**LIST, "sections": [{"rows": [{"id": "1", "title": "x" * 25}]}]}),
     "action.sections.0.rows.0.title"),
    (interactive({**LIST, "sections": [{"rows": [{"id": "x" * 201, "title": "x"}]}]}),
     "action.sections.0.rows.0.id"),
    (interactive({**LIST, "sections": [{"rows": [{"id": "1", "title": "x", "description": "x" * 73}]}]}),
     "action.sections.0.rows.0.description"),
    (interactive({**LIST, "sections": [{"rows": [ROWS[0], ROWS[0]]}]}), "action.sections.0.rows.1.id"),
    (interactive({**LINK, "display_text": "x" * 21}), "action.display_text"),
    (interactive({**LINK, "url": "javascript:alert(1)"}), "action.url"),
    (interactive({**LINK, "url": "https://x.example/" + "a" * 2000}), "action.url"),
    (interactive({"type": "location_request_message"}, footer="x"), "footer"),
    (interactive({**FLOW, "flow_name": "x"}), "action.flow_id"),
    (interactive({**FLOW, "flow_cta": "x" * 31}), "action.flow_cta"),
    (interactive({**FLOW, "screen": None}), "action.screen"),
    (interactive({**FLOW, "flow_action": "data_exchange"}), "action.flow_action"),
    (interactive({**FLOW, "data": {"x": "y" * 40_000}}), "action.data.x"),
    (interactive({**FLOW, "data": {"x": "y" * 20_000, "z": "y" * 20_000}}), "action.data"),
    (interactive({"type": "poll"}), "action"),
    ({"kind": "location", "latitude": 91, "longitude": 0}, "latitude"),
    ({"kind": "location", "latitude": 0, "longitude": -181}, "longitude"),
    ({"kind": "location", "latitude": float("nan"), "longitude": 0}, "latitude"),
    ({"kind": "location", "latitude": 0, "longitude": 0, "address": "x"}, "name"),
    ({"kind": "contacts", "contacts": []}, "contacts"),
    ({"kind": "contacts", "contacts": [CARD] * 258}, "contacts"),
    ({"kind": "contacts", "contacts": [{"name": {"formatted_name": "Ana"}}]}, "contacts.0.name"),
    ({"kind": "contacts", "contacts": [{**CARD, "phones": [{"phone": ""}]}]}, "contacts.0.phones.0.phone"),
    ({"kind": "contacts", "contacts": [{**CARD, "emails": [{"email": ""}]}]}, "contacts.0.emails.0.email"),
    ({"kind": "contacts", "contacts": [{**CARD, "urls": [{"url": ""}]}]}, "contacts.0.urls.0.url"),
    ({"kind": "contacts", "contacts": [{**CARD, "birthday": "x" * 40_000}]}, "contacts.0.birthday"),
    ({"kind": "contacts", "contacts": [{**CARD, "birthday": "x" * 30_000}] * 20}, "contacts"),
    ({"kind": "reaction", "message_id": ""}, "message_id"),
    ({"kind": "reaction", "message_id": "w", "emoji": "x" * 17}, "emoji"),
    (template(name="Promo!"), "name"),
    (template(language=""), "language"),
    (template(*[body()] * 21), "components"),
    (template(body({"type": "text", "text": "x" * 40_000})), "components.0.parameters.0.text"),
    (template(body(*[{"type": "text", "text": "x" * 20_000}] * 2)), "components"),
    (template({"type": "footer"}), "components.0.type"),
    (template(body(), body()), "components.1.type"),
    (template({"type": "body", "parameters": "x"}), "components.0.parameters"),
    (template({"type": "body", "parameters": ["x"]}), "components.0.parameters.0"),
    (template(body({"type": "emoji"})), "components.0.parameters.0.type"),
    (template(body({"type": "text"})), "components.0.parameters.0.text"),
    (template(body({"type": "image", "image": {"id": "1"}})), "components.0.parameters.0.type"),
    (template(body({"type": "currency", "currency": {"code": "BRL"}})), "components.0.parameters.0.currency"),
    (template(body({"type": "date_time", "date_time": {}})),
     "components.0.parameters.0.date_time.fallback_value"),
    (template({"type": "header", "parameters": [{"type": "text", "text": "x" * 61}]}),
     "components.0.parameters.0.text"),
    (template({"type": "header", "parameters": [{"type": "video", "video": {}}]}),
     "components.0.parameters.0.video"),
    (template({"type": "header", "parameters": [{"type": "image", "image": {"link": "x"}}]}),
     "components.0.parameters.0.image.link"),
    (template({"type": "header", "parameters": [{"type": "location", "location": 1}]}),
     "components.0.parameters.0.location"),
    (template(button("copy_code", {"type": "coupon_code", "coupon_code": "x" * 16})),
     "components.0.parameters.0.coupon_code"),
    (template(button("url", None)), "components.0.parameters"),
    (template(button("url", {"type": "payload", "payload": "x"})), "components.0.parameters.0.type"),
    (template(button("call", None)), "components.0.sub_type"),
    (template(button("url", {"type": "text", "text": "x"}, 10)), "components.0.index"),
    (template(*[button("url", {"type": "text", "text": "x"}, 1)] * 2), "components.1.index"),
    (template({"type": "carousel"}), "components.0.cards"),
]  # fmt: skip


@pytest.mark.parametrize("document", GOOD, ids=lambda document: str(document["kind"]))
def test_good_content_is_read(document: dict[str, Any]) -> None:
    content = read_content(document)

    assert list(problems(content)) == []
    assert content.kind == document["kind"]


@pytest.mark.parametrize(("document", "field"), BAD, ids=[f"{n}-{field}" for n, (_, field) in enumerate(BAD)])
def test_bad_content_is_refused_by_its_field(document: dict[str, Any], field: str) -> None:
    with pytest.raises(ContentInvalid) as caught:
        read_content(document)

    assert caught.value.problems[0].field == field
    assert caught.value.problems[0].message


def test_content_nested_too_deeply_is_refused() -> None:
    deep: Any = "x"
    for _ in range(40):
        deep = {"a": deep}
    with pytest.raises(ContentInvalid, match="nested"):
        read_content(template(body({"type": "text", "text": "x", "more": deep})))


def endless(value: Any) -> Iterator[Any]:
    """Yield the value with one place in it, each in its turn, that has no end."""
    match value:
        case bool() | None:
            pass
        case str():
            yield "x" * 100_000
        case int() | float():
            yield 10**400
        case list():
            yield [value[0] if value else "x"] * 2000
            for index, each in enumerate(value[:5]):
                yield from ([*value[:index], one, *value[index + 1 :]] for one in endless(each))
        case dict():
            yield value | dict.fromkeys(map(str, range(2000)), "x")
            yield value | {"x" * 100_000: "x"}
            for name, each in value.items():
                yield from ({**value, name: one} for one in endless(each))


@pytest.mark.parametrize("document", GOOD)
def test_no_place_in_content_is_without_a_bound(document: dict[str, Any]) -> None:
    for endless_document in endless(document):
        with pytest.raises(ContentInvalid):
            read_content(endless_document)


@pytest.mark.parametrize("name", ["mime_type", "sha256", "error", "size"])
def test_also_what_whatsapp_names_no_limit_of_has_one(name: str) -> None:
    more: dict[str, Any] = {name: 10**20 if name == "size" else "x" * 100_000}
    with pytest.raises(ContentInvalid, match=name):
        read_content(media("document", **more))


def test_every_kind_of_media_has_a_limit() -> None:
    assert set(MEDIA) == set(get_args(MediaContent.model_fields["media_type"].annotation))


def test_a_file_of_a_wrong_type_is_told_in_plain_english() -> None:
    for kind, words in (
        ("audio", "An audio must be"),
        ("image", "An image must be"),
        ("video", "A video must"),
    ):
        with pytest.raises(ContentInvalid, match=words):
            read_content(media(kind, mime_type="text/csv"))


def test_conversations_show_whatsapps_own_kinds() -> None:
    shown: dict[str, Any] = {}
    for document in GOOD:
        content: MessageContent = read_content(document)
        shown[shown_kind(content)] = shown_text(content)
    assert shown.keys() >= {"image", "audio", "document", "sticker", "interactive", "location", "contacts"}
    assert "media" not in shown
    assert shown["location"] == "Loja"
    assert shown["template"] is None
    assert shown_text(MediaContent(media_type="image", media=Media(), caption="c")) == "c"
    assert shown_text(TextContent(body="b")) == "b"


def test_every_reason_has_words_in_both_languages() -> None:
    assert set(REASONS) == set(get_args(ReasonCode))
    assert set(REASONS) >= PAUSING
    for words in REASONS.values():
        assert words.pt.endswith(".")
        assert words.en.endswith(".")
    window = words_of("window_closed")
    assert window is not None
    assert "24" in window.pt
    assert words_of(None) is None
    assert words_of("from_a_newer_writer") is None
