"""What lines of the bridge say. Its messages were made by Baileys' own encoders (``web_messages.json``)."""

import json
import os
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from atende_contracts.channels import ProviderUpdateReportedV1
from atende_contracts.contacts import ContactNamesReportedV1
from atende_contracts.event import Event, Party
from atende_contracts.ids import uuid7
from atende_contracts.messages import (
    HistoryRecordedV1,
    MessageReceivedV1,
    MessagesRecordedV1,
    ProviderStatusReportedV1,
    RecordedMessage,
)
from atende_contracts.registry import decode, encode
from gateway.providers.web.account import LinkedAccount, Reading
from gateway.providers.web.files import unseal
from gateway.providers.web.history import HistoryBounds
from gateway.providers.web.ids import message_id_of, send_id_of
from gateway.providers.web.inbound import WebInbound
from gateway.sealing import Sealer

MESSAGES: Final[dict[str, dict[str, Any]]] = json.loads(
    Path(__file__).with_name("web_messages.json").read_text()
)
GROUP: Final = "120363025246125486@g.us"
LID: Final = "184623870134293"
PHONE: Final = "5511987654321"
MARIA: Final = Party(wa_id=PHONE, phone=f"+{PHONE}", lid=LID, name="Maria Souza")
NOW: Final = datetime(2026, 9, 22, tzinfo=UTC)
ACCOUNT: Final = LinkedAccount(
    uuid7(), uuid7(), phone="551140028922:3@s.whatsapp.net", lid="99887766554433:3@lid", history_left=1000
)
WITH_GROUPS: Final = replace(ACCOUNT, groups=True, group_names={GROUP: "Clientes"})
SEALER: Final = Sealer((os.urandom(32),))
INBOUND: Final = WebInbound(SEALER, HistoryBounds())


def read(value: Mapping[str, Any], op: str = "messages", account: LinkedAccount = ACCOUNT) -> Reading:
    """Return what a line says, its events as others will read them: within their bounds."""
    reading = INBOUND.read(account, op, dict(value), NOW)
    reading.events = [decode(event.type, encode(event)) for event in reading.events]
    return reading


def events_of(name: str, account: LinkedAccount = ACCOUNT, **changes: Any) -> list[Event]:
    return read({"items": [{**MESSAGES[name], **changes}]}, account=account).events


def received(name: str, account: LinkedAccount = ACCOUNT) -> MessageReceivedV1:
    [event] = events_of(name, account)
    assert isinstance(event, MessageReceivedV1)
    return event


def recorded(name: str, account: LinkedAccount = ACCOUNT, **changes: Any) -> tuple[str, RecordedMessage]:
    [event] = events_of(name, account, **changes)
    assert isinstance(event, MessagesRecordedV1)
    [message] = event.messages
    return event.origin, message


# --- what is said ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "kind", "text"),
    [
        ("text", "text", "Bom dia ☀️"),
        ("answer", "text", "Sim"),
        ("link", "text", "veja https://example.com/a"),
        ("ephemeral", "text", "some em um dia"),
        ("image", "image", "olha"),
        ("view_once", "image", None),
        ("album_child", "image", None),
        ("video", "video", "filme"),
        ("gif", "video", None),
        ("ptv", "video", None),
        ("audio", "audio", None),
        ("voice", "audio", None),
        ("document", "document", None),
        ("document_with_caption", "document", "segue a nota"),
        ("sticker", "sticker", None),
        ("location", "location", None),
        ("live_location", "location", "a caminho"),
        ("contact", "contacts", None),
        ("button_reply", "interactive", "Confirmo"),
        ("list_reply", "interactive", "Entrega"),
        ("flow_reply", "interactive", "Enviado"),
        ("template_button_reply", "button", "Parar"),
        ("poll", "text", "Que dia?\n▫ Sexta\n▫ Sábado"),
        ("event", "text", "Reunião\n2026-09-22 18:00 UTC\nLoja\nSobre o pedido"),
        ("group_invite", "text", "Clientes\nEntre aqui\nhttps://chat.whatsapp.com/AbCdEf123"),
        ("order", "order", "Quero estes"),
        ("product", "text", "Caneca\nBRL 29.90\nAzul"),
        ("comment", "text", "Parabéns"),
        ("list", "text", "Cardápio\nEscolha\naté 22h\n▫ Margherita"),
        ("template", "text", "Seu pedido\nSaiu para entrega\nLoja\n▫ Ok"),
        ("call_log", "call", None),
        ("missed_call", "call", None),
        ("identity_changed", "system", "Their security code has changed"),
        ("poll_vote", "unsupported", None),
        ("payment", "unsupported", None),
        ("sticker_pack", "unsupported", None),
        ("undecrypted", "unsupported", None),
        ("phone_only", "text", "sem lid"),
        ("lid_only", "text", "sem telefone"),
        ("broadcast", "text", "para muitos"),
    ],
)
def test_what_a_customer_writes_is_of_the_kinds_that_there_are(
    name: str, kind: str, text: str | None
) -> None:
    event = received(name)
    assert (event.kind, event.text, event.group_id) == (kind, text, None)
    assert event.sender.name == "Maria Souza"
    assert event.sent_at.year == 2026


def test_an_answer_says_what_it_answers_and_a_comment_what_it_is_below() -> None:
    assert received("answer").reply_to == "3EB0AAAA"
    assert received("comment").reply_to == "3AANNOUNCED"
    assert received("text").reply_to is None


def test_what_any_message_may_say_besides() -> None:
    assert received("forwarded").content["context"] == {"forwarded": True, "frequently_forwarded": True}
    referral = received("advertisement").content["referral"]
    assert (referral["headline"], referral["source_id"]) == ("Promoção", "120211")
    assert received("view_once").content == {"view_once": True}
    assert received("link").content["link"]["title"] == "Exemplo"


def test_choices_are_those_of_the_cloud_api() -> None:
    button, row = received("button_reply"), received("list_reply")
    assert button.content["interactive"]["button_reply"] == {"id": "yes", "title": "Confirmo"}
    assert button.reply is not None
    assert (button.reply.id, button.reply.title) == ("yes", "Confirmo")
    assert row.content["interactive"]["list_reply"]["description"] == "até sexta"
    pressed = received("template_button_reply").reply
    assert pressed is not None
    assert (pressed.title, pressed.payload) == ("Parar", "stop")
    assert json.loads(received("flow_reply").content["interactive"]["nfm_reply"]["response_json"])


def test_places_cards_and_orders_have_the_fields_of_the_cloud_api() -> None:
    place = received("location").content["location"]
    assert (place["latitude"], place["name"]) == (-23.5614, "MASP")
    assert received("live_location").content["location"]["live"] is True

    [card] = received("contact").content["contacts"]
    assert card["name"]["formatted_name"] == "João Silva"
    assert card["phones"][0] == {"phone": "+55 11 91234-5678", "wa_id": "5511912345678"}
    assert card["phones"][1]["type"] == "WORK"
    assert card["emails"][0]["email"] == "joao@example.com"
    assert card["addresses"][0]["street"] == "Rua A, 1"
    assert card["org"] == {"company": "Padaria Silva", "department": "Vendas", "title": "Dono"}
    _, nameless = received("contacts").content["contacts"]
    assert nameless["name"]["formatted_name"] == "Só nome"

    order = received("order").content["order"]
    [item] = order["product_items"]
    assert (item["quantity"], item["item_price"], item["currency"]) == (2, 29.9, "BRL")
    assert received("missed_call").content["call"] == {"missed": True, "video": True}


def test_changes_name_the_message_that_they_change() -> None:
    for name, kind, target, text in (
        ("reaction", "reaction", "3EB0CCCC", None),
        ("reaction_removed", "reaction", "3EB0CCCC", None),
        ("edit", "edit", "3AEDITED", "Bom dia, corrigido"),
        ("edit_wrapped", "edit", "3AEDITED", "De novo"),
        ("edit_caption", "edit", "3AIMAGE", "nova legenda"),
        ("revoke", "revoke", "3AREVOKED", None),
    ):
        event = received(name)
        assert (event.kind, event.target, event.text) == (kind, target, text), name
    assert received("reaction").content["reaction"]["emoji"] == "👍"
    assert received("reaction_removed").content["reaction"]["emoji"] is None


def test_what_has_no_kind_is_kept_without_its_keys() -> None:
    event = received("sticker_pack")
    assert event.content == {"unsupported": {"type": "stickerPack"}}
    assert event.raw is not None
    assert event.raw["stickerPackMessage"]["name"] == "Gatos"
    assert "mediaKey" not in json.dumps(event.raw)


def test_what_could_not_be_decrypted_is_shown_and_comes_again_under_its_own_id() -> None:
    event = received("undecrypted")
    assert event.content == {"unsupported": {"type": "undecrypted"}}
    own = MESSAGES["undecrypted"]["key"]["id"]
    assert event.provider_message_id == f"undecrypted:{own}"
    again = {**MESSAGES["text"], "key": MESSAGES["undecrypted"]["key"]}
    [decrypted] = read({"items": [again]}).events
    assert isinstance(decrypted, MessageReceivedV1)
    assert (decrypted.provider_message_id, decrypted.id != event.id) == (own, True)


@pytest.mark.parametrize(
    "name",
    [
        "album",
        "keep",
        "pin",
        "disappearing",
        "business_account",
        "keys_of_a_group",
        "status_post",
        "newsletter",
        "group_text",
        "group_own",
        "group_renamed",
    ],
)
def test_what_says_nothing_to_an_agent_becomes_nothing(name: str) -> None:
    assert events_of(name) == []


def test_an_answered_call_is_something_that_happened() -> None:
    origin, call = recorded("answered_call")
    assert (origin, call.kind, call.content["call"]["missed"]) == ("activity", "call", False)


def test_what_is_very_long_is_cut_and_kept_whole() -> None:
    item = MESSAGES["text"] | {"message": {"conversation": "á" * 50_000}}
    reading = read({"items": [item]})
    [event], [file] = reading.events, reading.files
    assert isinstance(event, MessageReceivedV1)
    assert event.whole is not None
    assert (event.whole.id, file.data.decode()) == (file.id, "á" * 50_000)

    item = MESSAGES["text"] | {"message": {"hologramMessage": {"body": "x" * 300_000}}}
    reading = read({"items": [item]})
    [event], [file] = reading.events, reading.files
    assert isinstance(event, MessageReceivedV1)
    assert (event.kind, event.raw is not None and event.raw["truncated"]) == ("unsupported", True)
    assert json.loads(file.data) == item["message"]


def test_what_the_bridge_has_left_out_is_shown_as_missing() -> None:
    item = {name: MESSAGES["text"][name] for name in ("key", "messageTimestamp")} | {"oversized": True}
    [event] = read({"items": [item]}).events
    assert isinstance(event, MessageReceivedV1)
    assert (event.kind, event.content) == ("unsupported", {"unsupported": {"type": "oversized"}})


# --- files -----------------------------------------------------------------------------------


def test_a_file_is_named_and_its_place_sealed() -> None:
    event = received("voice")
    assert event.media is not None
    assert event.media_place is not None
    assert (event.media.state, event.media.voice, event.media.size) == ("pending", True, 4)
    assert event.media.mime_type == "audio/ogg; codecs=opus"
    section = MESSAGES["voice"]["message"]["audioMessage"]
    assert section["directPath"] not in event.media_place
    place = unseal(event.media_place, SEALER, ACCOUNT.company_id, ACCOUNT.channel_id)
    assert (place.path, place.purpose, place.size) == (section["directPath"], "Audio", 4)
    with pytest.raises(ValueError, match="sealed"):
        unseal(event.media_place, SEALER, ACCOUNT.company_id, uuid7())
    assert received("document").media.filename == "boleto.pdf"  # type: ignore[union-attr]
    assert received("sticker").content == {"animated": True}


@pytest.mark.parametrize(
    "changes",
    [
        {"mediaKey": "AAAA"},
        {"mediaKey": None},
        {"directPath": None, "url": None},
        {"directPath": "//elsewhere.example/x"},
        {"directPath": "@elsewhere.example/x"},
        {"directPath": "/x y"},
        {"directPath": "/" + "x" * 600},
    ],
)
def test_a_file_that_cannot_be_fetched_is_said_to_be_gone(changes: dict[str, Any]) -> None:
    section = MESSAGES["image"]["message"]["imageMessage"] | changes
    [event] = read({"items": [MESSAGES["image"] | {"message": {"imageMessage": section}}]}).events
    assert isinstance(event, MessageReceivedV1)
    assert event.media is not None
    assert (event.kind, event.text) == ("image", "olha")
    assert (event.media.state, event.media.error, event.media_place) == ("failed", "gone", None)


# --- whose it is -----------------------------------------------------------------------------


def test_people_have_the_names_that_the_message_tells_and_are_answered_where_they_wrote() -> None:
    reading = read({"items": [MESSAGES["text"], MESSAGES["phone_only"], MESSAGES["lid_only"]]})
    both, phone, lid = (event.sender for event in reading.events if isinstance(event, MessageReceivedV1))
    assert both == MARIA
    assert phone == MARIA.model_copy(update={"lid": None})
    assert lid == MARIA.model_copy(update={"wa_id": None, "phone": None})
    assert [(chat.alias, chat.jid) for chat in reading.chats] == [
        (f"phone:{PHONE}", f"{PHONE}@s.whatsapp.net"),  # Their later message came from there.
        (f"lid:{LID}", f"{LID}@lid"),
    ]


def test_one_message_by_both_addresses_is_one() -> None:
    by_phone = MESSAGES["text"] | {
        "key": MESSAGES["text"]["key"]
        | {"remoteJid": f"{PHONE}@s.whatsapp.net", "remoteJidAlt": f"{LID}@lid"}
    }
    first, again = read({"items": [MESSAGES["text"], by_phone]}).events
    assert (first.id, first.key()) == (again.id, again.key())


def test_what_the_account_itself_wrote_is_the_business_s() -> None:
    origin, message = recorded("phone_text")
    assert (origin, message.direction, message.state) == ("phone_app", "out", "sent")
    assert message.party == MARIA.model_copy(update={"name": None})  # The name there is the account's.
    assert recorded("phone_read")[1].state == "read"
    # As its other address a message may have the account's own.
    own = MESSAGES["phone_text"] | {
        "key": MESSAGES["phone_text"]["key"] | {"remoteJidAlt": "551140028922@s.whatsapp.net"}
    }
    [event] = read({"items": [own]}).events
    assert isinstance(event, MessagesRecordedV1)
    assert event.messages[0].party == Party(lid=LID)
    note = {**MESSAGES["text"], "key": {"remoteJid": ACCOUNT.phone, "fromMe": True, "id": "1"}}
    assert read({"items": [note]}).events == []


def test_our_own_messages_are_known_and_only_their_state_is_news() -> None:
    send_id = uuid7()
    key = MESSAGES["phone_text"]["key"] | {"id": message_id_of(send_id)}
    for status, states in ((None, []), (1, []), ("DELIVERY_ACK", ["delivered"]), (4, ["read"])):
        told = events_of("phone_text", key=key, status=status)
        assert all(isinstance(event, ProviderStatusReportedV1) for event in told)
        assert [event.state for event in told] == states  # type: ignore[attr-defined]
    assert send_id_of(message_id_of(send_id)) == send_id
    assert send_id_of("3EB0" + "A" * 18) is None


# --- groups ----------------------------------------------------------------------------------


def test_a_group_s_message_is_its_member_s_in_the_group() -> None:
    event = received("group_text", WITH_GROUPS)
    assert (event.group_id, event.group_name, event.sender) == (GROUP, "Clientes", MARIA)
    assert read({"items": [MESSAGES["group_text"]]}, account=WITH_GROUPS).chats == []
    origin, own = recorded("group_own", WITH_GROUPS)
    assert (origin, own.group_id, own.party.wa_id, own.direction) == ("phone_app", GROUP, GROUP, "out")
    assert received("group_added", WITH_GROUPS).text == "added +5511900001111"
    assert received("group_renamed", WITH_GROUPS).text == "renamed the group Clientes VIP"


def test_groups_whose_name_is_not_known_are_asked_for() -> None:
    line = {"items": [MESSAGES["text"], MESSAGES["group_text"], MESSAGES["group_own"]]}
    assert INBOUND.groups_in(ACCOUNT, "messages", line) == []
    assert INBOUND.groups_in(replace(ACCOUNT, groups=True), "messages", line) == [GROUP]
    assert INBOUND.groups_in(WITH_GROUPS, "messages", line) == []


# --- receipts, names, history ----------------------------------------------------------------


def receipt(status: int, message_id: str = message_id_of(uuid7()), **fields: Any) -> dict[str, Any]:
    key = {"remoteJid": f"{LID}@lid", "fromMe": True, "id": message_id}
    return {"key": key | fields.pop("key", {}), "status": status, "at": 1790000000, **fields}


def test_receipts_are_statuses_of_the_send() -> None:
    send_id = uuid7()
    line = {"items": [receipt(status, message_id_of(send_id)) for status in range(6)]}
    told = [event for event in read(line, "statuses").events if isinstance(event, ProviderStatusReportedV1)]
    assert [event.state for event in told] == ["sent", "delivered", "read", "played"]
    assert {event.send_id for event in told} == {send_id}
    assert told[0].at == datetime(2026, 9, 21, 14, 13, 20, tzinfo=UTC)


def test_receipts_of_others_say_nothing_of_our_messages() -> None:
    line = {
        "items": [
            receipt(4, key={"fromMe": False}),  # Somebody read a customer's message on the phone.
            receipt(4, "3EB0AAAA"),  # Of what was written on the phone.
            receipt(3, participant="551140028922:7@s.whatsapp.net"),  # Another device of the account has it.
        ]
    }
    assert read(line, "statuses").events == []
    in_group = receipt(3, key={"remoteJid": GROUP}, participant=f"{PHONE}@s.whatsapp.net")
    assert len(read({"items": [in_group, {"key": 1}]}, "statuses").events) == 2


def test_names_of_one_person_are_told_together() -> None:
    pairs = [
        {"lid": f"{LID}@lid", "phone": f"{PHONE}@s.whatsapp.net"},
        {"lid": "99887766554433@lid", "phone": "551140028922@s.whatsapp.net"},
        {"lid": "nonsense"},
    ]
    names, unreadable = sorted(read({"pairs": pairs}, "lids").events, key=lambda event: event.type)
    assert isinstance(names, ContactNamesReportedV1)
    assert names.people == [MARIA.model_copy(update={"name": None})]
    assert isinstance(unreadable, ProviderUpdateReportedV1)


def test_a_history_is_bounded_in_age_and_number_and_its_old_files_stay_on_the_phone() -> None:
    def old(name: str, days: int) -> dict[str, Any]:
        at = int((NOW - timedelta(days=days)).timestamp())
        key = MESSAGES[name]["key"] | {"remoteJid": f"{LID}@lid", "id": f"{name}{days}"}
        key.pop("remoteJidAlt", None)
        return MESSAGES[name] | {"messageTimestamp": str(at), "key": key, "pushName": None}

    contacts = [{"id": f"{LID}@lid", "phone": f"{PHONE}@s.whatsapp.net", "name": "Maria da Loja"}]
    items = [old("image", 1), old("image", 30), old("text", 89), old("text", 91), old("phone_read", 2)]
    reading = read({"items": items, "contacts": contacts}, "history")
    [event] = reading.events
    assert isinstance(event, HistoryRecordedV1)
    assert [(one.kind, one.direction, one.state) for one in event.messages] == [
        ("image", "in", "received"),
        ("media_placeholder", "in", "received"),
        ("text", "in", "received"),
        ("text", "out", "read"),
    ]
    assert {one.party.phone for one in event.messages} == {f"+{PHONE}"}
    assert event.messages[0].party.name == "Maria da Loja"  # Messages of a history have no name.
    # Whom it names may be said in a line before.
    people = read({"items": [], "contacts": contacts}, "history").people
    [later] = read({"items": items[:1]}, "history", replace(ACCOUNT, people=people)).events
    assert isinstance(later, HistoryRecordedV1)
    assert later.messages[0].party == event.messages[0].party
    assert (event.messages[0].media_place is not None, event.messages[1].media) == (True, None)
    assert reading.history == 4
    assert event.as_received()[0].media_place == event.messages[0].media_place

    few = read({"items": items}, "history", replace(ACCOUNT, history_left=2))
    assert few.history == 2
    assert read({"items": items}, "history", replace(ACCOUNT, history_left=0)).events == []


def test_a_large_history_is_divided() -> None:
    items = [MESSAGES["text"] | {"key": MESSAGES["text"]["key"] | {"id": f"H{n}"}} for n in range(250)]
    told = read({"items": items}, "history").events
    assert [len(event.messages) for event in told if isinstance(event, HistoryRecordedV1)] == [100, 100, 50]


# --- whatever comes --------------------------------------------------------------------------

_names = st.sampled_from(
    [
        *("key", "message", "remoteJid", "remoteJidAlt", "participant", "fromMe", "id", "status", "pushName"),
        *("messageTimestamp", "messageStubType", "messageStubParameters", "contextInfo", "type", "items"),
        *(name for item in MESSAGES.values() for name in item.get("message", {})),
        *("text", "caption", "contacts", "vcard", "editedMessage", "product", "options", "mediaKey"),
    ]
)
_values = (
    st.none()
    | st.booleans()
    | st.integers(-(10**20), 10**20)
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from([f"{LID}@lid", f"{PHONE}@s.whatsapp.net", GROUP, "REVOKE", "MESSAGE_EDIT", "3EB0"])
)
anything = st.recursive(
    _values,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(_names, inner, max_size=4),
    max_leaves=10,
)


@settings(max_examples=300, deadline=None)
@given(
    op=st.sampled_from(["messages", "history", "statuses", "lids", "other"]),
    items=st.lists(anything, max_size=3),
    changed=st.tuples(st.sampled_from(sorted(MESSAGES)), _names, anything),
)
def test_whatever_comes_gives_bounded_events_and_hurts_no_neighbour(
    op: str, items: list[Any], changed: tuple[str, str, Any]
) -> None:
    name, field, value = changed
    message = MESSAGES[name]
    inner = {
        of: {**part, field: value}
        for of, part in message.get("message", {}).items()
        if isinstance(part, dict)
    }
    items = [*items, {**message, field: value}, {**message, "message": inner}, MESSAGES["text"]]
    line = {"items": items, "pairs": items, "contacts": items}
    reading = read(line, op, WITH_GROUPS)
    assert all(len(encode(event)) < 400_000 for event in reading.events)
    if op == "messages":
        assert any(getattr(event, "text", None) == "Bom dia ☀️" for event in reading.events)


def test_what_is_nested_without_an_end_is_kept_too() -> None:
    deep: Any = "x"
    for _ in range(300):
        deep = {"message": {"commentMessage": deep}}
    [event] = read({"items": [MESSAGES["text"] | {"message": {"commentMessage": deep}}]}).events
    assert isinstance(event, MessageReceivedV1)
    assert event.kind == "unsupported"
