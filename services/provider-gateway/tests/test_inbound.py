"""Every type of message that Meta's documentation lists, and what we make of it."""

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from atende_contracts.channels import ProviderUpdateReportedV1
from atende_contracts.contacts import ContactPreferenceReportedV1
from atende_contracts.event import Event, Party
from atende_contracts.ids import uuid7
from atende_contracts.messages import MessageReceivedV1, ProviderStatusReportedV1
from atende_contracts.registry import decode, encode
from gateway.domain.media import media_id
from gateway.providers.cloud.messages import READERS
from gateway.providers.cloud.webhook import normalise, parse

from .gateway_stage import CONTACT, account_update, message, webhook

COMPANY, CHANNEL = uuid7(), uuid7()
MEDIA = {"id": "1003383421387256", "mime_type": "image/jpeg", "sha256": "ab/c=", "url": "https://lookaside/x"}


def read(*messages: Any, contacts: Any = (CONTACT,), **value: Any) -> list[Any]:
    """Return the events of a webhook with these messages."""
    body = webhook("106540352242922", {"contacts": list(contacts), "messages": list(messages), **value})
    return [event for update in parse(body) for event in normalise(update, COMPANY, CHANNEL).events]


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
    file_id = media_id(COMPANY, CHANNEL, event.provider_message_id, event.sent_at)
    assert (event.media.id, event.media.state) == (file_id, "pending")


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
    put = only(message("reaction", reaction={"message_id": "wamid.9", "emoji": "👍"}))
    taken_back = only(message("reaction", reaction={"message_id": "wamid.9"}))

    assert (put.target, put.content["reaction"]["emoji"]) == ("wamid.9", "👍")
    assert put.reply_to == "wamid.9"
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
    assert event.text == {"order": "por favor", "edit": "b"}.get(kind)
    assert event.target == ("wamid.1" if kind in {"edit", "revoke"} else None)


def test_a_changed_number_comes_without_a_contact() -> None:
    body = "User A changed from ‎5511987654321 to 5511912345678"
    system = {"body": body, "type": "user_changed_number", "wa_id": "5511912345678"}
    event = only(message("system", system=system), contacts=())

    assert (event.kind, event.text) == ("system", body)
    assert event.content["system"]["wa_id"] == "5511912345678"
    assert event.sender == Party(phone="+5511912345678", wa_id="5511912345678")
    assert event.former == Party(phone="+5511987654321", wa_id="5511987654321")


def test_what_meta_does_not_support_is_kept_raw() -> None:
    errors = [{"code": 131051, "title": "Message type unknown"}]
    raw = message("unsupported", errors=errors, unsupported={"type": "poll"})
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

    [update] = parse(body)
    [event] = normalise(update, COMPANY, CHANNEL).events

    assert isinstance(event, MessageReceivedV1)
    assert event.text == "cut ? nul \N{REPLACEMENT CHARACTER}"


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
    assert first.conversation == {"id": "c"}
    assert first.recipient == Party(wa_id="5511987654321", bsuid="BR.9")
    assert first.at == datetime.fromtimestamp(1790000005, UTC)
    assert second.recipient is None


def test_a_status_names_its_recipient_as_its_contact_does() -> None:
    status = {"id": "wamid.s", "status": "sent", "timestamp": "1790000005", "recipient_id": "5511987654321"}
    contact = {"wa_id": "5511987654321", "user_id": "BR.9", "profile": {"name": "Ana"}}
    [told] = read(contacts=[contact], statuses=[status])

    assert told.recipient == Party(wa_id="5511987654321", bsuid="BR.9")


def test_a_time_that_cannot_be_is_the_time_of_receipt() -> None:
    before = datetime.now(UTC)
    for stamp in ("99999999999", "0", "-5", "soon", None, "1" * 40):
        assert before <= only(message(timestamp=stamp)).sent_at <= datetime.now(UTC)


def test_a_user_id_of_a_parent_business_is_kept() -> None:
    contact = {"user_id": "BR.1", "parent_user_id": "BR.ENT.2", "profile": {"name": "Ana"}}
    hidden = {key: value for key, value in message().items() if key != "from"}

    assert only({**hidden, "from_user_id": "BR.1"}, contacts=[contact]).sender == Party(
        bsuid="BR.1", parent_bsuid="BR.ENT.2", name="Ana"
    )


ANA, NEW_NUMBER = "5511987654321", "5511912345678"
NEW_ID = {"type": "user_changed_user_id", "body": "…", "user_id": "BR.NEW"}
NAMED = {**NEW_ID, "previous_user_id": "BR.OLD"}
IN_WORDS = {**NEW_ID, "body": "User BR.X changed from BR.Y to BR.Z changed from BR.OLD to BR.NEW"}
BOTH_IDS = {"type": "user_changed_number", "body": "…", "wa_id": NEW_NUMBER, "user_id": "BR.NEW"}


@pytest.mark.parametrize(
    ("beside", "system", "sender", "former"),
    [
        ({}, NAMED, (None, "BR.NEW"), (None, "BR.OLD")),
        ({"from_user_id": "BR.OLD"}, NAMED, (None, "BR.NEW"), (None, "BR.OLD")),
        ({"from_user_id": "BR.OLD"}, NEW_ID, (None, "BR.NEW"), (None, "BR.OLD")),
        ({"from_user_id": "BR.NEW"}, NAMED, (None, "BR.NEW"), (None, "BR.OLD")),
        ({"from": ANA, "from_user_id": "BR.OLD"}, NEW_ID, (ANA, "BR.NEW"), (None, "BR.OLD")),
        ({"from": ANA, "from_user_id": "BR.NEW"}, NAMED, (ANA, "BR.NEW"), (None, "BR.OLD")),
        ({"from": ANA}, NAMED, (ANA, "BR.NEW"), (None, "BR.OLD")),
        ({"from": ANA}, NEW_ID, (ANA, "BR.NEW"), None),
        ({}, IN_WORDS, (None, "BR.NEW"), (None, "BR.OLD")),
        ({}, {**IN_WORDS, "user_id": "BR.OTHER"}, (None, "BR.OTHER"), None),
        ({"from": ANA, "from_user_id": "BR.OLD"}, BOTH_IDS, (NEW_NUMBER, "BR.NEW"), (ANA, "BR.OLD")),
        ({"from": ANA, "from_user_id": "BR.NEW"}, BOTH_IDS, (NEW_NUMBER, "BR.NEW"), (ANA, None)),
        (
            {"from": ANA},
            {**BOTH_IDS, "previous_user_id": "BR.OLD"},
            (NEW_NUMBER, "BR.NEW"),
            (ANA, "BR.OLD"),
        ),
        ({"from_user_id": "BR.OLD"}, BOTH_IDS, (NEW_NUMBER, "BR.NEW"), (None, "BR.OLD")),
        ({"from": ANA, "from_user_id": "BR.A"}, {"type": "other", "user_id": "BR.B"}, (ANA, "BR.A"), None),
    ],
)
def test_who_has_new_names_is_told_with_those_they_had(
    beside: dict[str, str],
    system: dict[str, str],
    sender: tuple[str | None, str | None],
    former: tuple[str | None, str | None] | None,
) -> None:
    bare = {key: value for key, value in message("system", system=system).items() if key != "from"}
    event = only({**bare, **beside}, contacts=())

    assert (event.sender.wa_id, event.sender.bsuid) == sender
    assert (event.former and (event.former.wa_id, event.former.bsuid)) == former


def test_a_field_of_the_future_is_kept_beside_what_is_known() -> None:
    event = only(message(text={"body": "oi"}, hologram={"size": 3}))

    assert (event.text, event.content) == ("oi", {"hologram": {"size": 3}})


def test_what_is_nested_too_deeply_is_kept_as_text() -> None:
    deep: Any = "end"
    for _ in range(300):
        deep = {"a": deep}
    good, bad = read(message(), message("location", location=deep))

    assert good.kind == "text"
    assert (bad.kind, bad.raw["truncated"]) == ("unsupported", True)
    assert len(encode(bad)) > 300


# --- what is about no message ----------------------------------------------------------------

ACCOUNT_FIELDS: dict[str, dict[str, Any]] = {
    "message_template_status_update": {"event": "PAUSED", "message_template_id": 12, "reason": "NONE"},
    "message_template_quality_update": {"previous_quality_score": "GREEN", "new_quality_score": "RED"},
    "message_template_components_update": {"message_template_id": 12, "message_template_element": "Olá"},
    "template_category_update": {"previous_category": "UTILITY", "new_category": "MARKETING"},
    "phone_number_quality_update": {"event": "FLAGGED", "current_limit": "TIER_10K"},
    "phone_number_name_update": {"decision": "APPROVED", "requested_verified_name": "Loja"},
    "business_capability_update": {"max_daily_conversations_per_business": 2000},
    "account_update": {"event": "ACCOUNT_RESTRICTION", "restriction_info": []},
    "account_alerts": {"alert_severity": "CRITICAL", "alert_type": "OBA_APPROVED"},
    "account_review_update": {"decision": "APPROVED"},
    "security": {"event": "PIN_CHANGED", "requester": "1"},
    "smb_message_echoes": {"message_echoes": [{"id": "wamid.e"}]},
    "of_the_future": {"x": 1},
}


@pytest.mark.parametrize(("field", "value"), ACCOUNT_FIELDS.items())
def test_updates_of_the_account_are_kept_as_they_came(field: str, value: dict[str, Any]) -> None:
    body = account_update(field, value)
    [update] = parse(body)
    [event] = normalise(update, COMPANY, CHANNEL).events
    [again] = normalise(parse(body)[0], COMPANY, CHANNEL).events

    assert isinstance(event, ProviderUpdateReportedV1)
    assert (update.account_id, update.phone_number_id) == ("waba", None)
    assert (event.field, event.value) == (field, value)
    assert event.at == datetime.fromtimestamp(1790000000, UTC)
    assert event.id == again.id


def test_who_stops_marketing_at_whatsapp() -> None:
    wish = {"wa_id": "5511987654321", "user_id": "BR.1", "category": "marketing_messages", "value": "stop"}
    body = webhook(
        "106540352242922", {"user_preferences": [{**wish, "timestamp": "1790000000"}, {"value": 1}]}
    )
    [update] = parse(body.replace(b'"field":"messages"', b'"field":"user_preferences"'))
    stop, unread = normalise(update, COMPANY, CHANNEL).events

    assert isinstance(stop, ContactPreferenceReportedV1)
    assert stop.party == Party(wa_id="5511987654321", phone="+5511987654321", bsuid="BR.1")
    assert (stop.category, stop.preference, stop.wish) == ("marketing_messages", "stop", "stop")
    assert stop.at == datetime.fromtimestamp(1790000000, UTC)
    assert stop.key() == f"{COMPANY}:{CHANNEL}:wa_id:5511987654321"
    assert isinstance(unread, ProviderUpdateReportedV1)


def test_errors_of_the_number_and_what_has_no_sender_go_into_the_journal() -> None:
    nobody = {key: value for key, value in message().items() if key != "from"}
    events = read(nobody, "a string", contacts=(), errors=[{"code": 131000}], statuses=[{"status": "new"}])

    assert [event.field for event in events] == [
        "messages",
        "messages",
        "messages.statuses",
        "messages.errors",
    ]


# --- batches ---------------------------------------------------------------------------------

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**25), 10**25)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
KINDS = [*sorted(READERS), "hologram"]


@st.composite
def broken_elements(draw: st.DrawFn) -> Any:
    """Return a message or status of which any part may be anything."""
    if draw(st.booleans()):
        return draw(json_values)
    kind = draw(st.sampled_from(KINDS))
    element = {**message(kind, **{kind: draw(json_values)}), "status": "sent", "recipient_id": "5511"}
    for name in draw(st.lists(st.sampled_from([*element, "context", "errors", "pricing"]), max_size=3)):
        element[name] = draw(json_values)
    return element


@given(broken=broken_elements(), place=st.integers(0, 3))
def test_one_broken_element_changes_nothing_about_the_others(broken: Any, place: int) -> None:
    good = [message(id=f"wamid.{n}", text={"body": str(n)}) for n in range(3)]
    statuses = [{"id": f"wamid.{n}", "status": "read", "timestamp": "1790000000"} for n in range(3)]

    def told(messages: list[Any], reported: list[Any]) -> list[Event]:
        return read(*messages, contacts=(), statuses=reported)

    expected = told(good, statuses)
    actual = told([*good[:place], broken, *good[place:]], [*statuses[:place], broken, *statuses[place:]])

    assert len(actual) == len(expected) + 2
    for event in actual:
        assert decode(event.type, encode(event)).id == event.id
    ids = {event.id for event in expected}
    rest = [event.model_dump(exclude={"occurred_at"}) for event in actual if event.id in ids]
    for event in expected:
        assert event.model_dump(exclude={"occurred_at"}) in rest
