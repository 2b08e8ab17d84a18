"""What each kind of a message says, in the fields of the event and with the Cloud API's kinds and names.

What has no kind of its own there and can be read becomes a text. A reader raises for what it cannot read;
what none reads is ``unsupported`` (`gateway.providers.web.writing`).
"""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final, NamedTuple

from atende_contracts.bounds import MAX_PROVIDER_ID
from atende_contracts.event import Media
from atende_contracts.limits import MAX_FILENAME
from atende_contracts.messages import Reply
from gateway.providers.reading import Json, get, items, line, provider_id, text
from gateway.providers.web.files import checksum, name_of_file, number, read_place
from gateway.providers.web.vcards import read_card

_MAX_FILE_WORDS: Final = 255
_MAX_CARDS: Final = 50
_MAX_CHOICES: Final = 20
"""Options of a poll and buttons of a message that are shown."""
_OFTEN: Final = 5
"""From so many times on WhatsApp says that a message was forwarded often."""
_INVITE: Final = "https://chat.whatsapp.com/"


class Parts(NamedTuple):
    """The part of a message that says what it is, and its name."""

    name: str
    section: Any


def _words(*parts: Any) -> str | None:
    """Return the lines of what consists of several."""
    return "\n".join(part for part in parts if isinstance(part, str) and part) or None


def _read_conversation(parts: Parts) -> Json:
    if not isinstance(parts.section, str):
        raise TypeError("not a text")
    return {"kind": "text", "text": parts.section}


def _read_extended_text(parts: Parts) -> Json:
    written = parts.section
    if not isinstance(written["text"], str):
        raise TypeError("not a text")
    preview = {
        name: line(written.get(of))
        for name, of in (("url", "matchedText"), ("title", "title"), ("description", "description"))
        if text(written.get(of))
    }
    return {
        "kind": "text",
        "text": written["text"],
        "content": {"link": preview} if "url" in preview else {},
    }


def _read_file(parts: Parts, kind: str) -> Json:
    file: Json = parts.section
    place = read_place(file, kind)
    filename = line(file.get("fileName") or file.get("title"), MAX_FILENAME) if kind == "document" else None
    known = {
        "mime_type": line(file.get("mimetype"), _MAX_FILE_WORDS),
        "sha256": checksum(file),
        "filename": filename,
        "size": number(file.get("fileLength")),
        "voice": file.get("ptt") is True,
    }
    # Of one that WhatsApp has not there is nothing to wait for.
    where = {"provider_media_id": name_of_file(place)} if place else {"state": "failed", "error": "gone"}
    content: Json = {}
    if file.get("isAnimated") is True or file.get("gifPlayback") is True:
        content["animated"] = True
    if file.get("viewOnce") is True:
        content["view_once"] = True
    return {
        "kind": kind,
        "text": text(file.get("caption")),
        "media": Media.model_validate({**known, **where}),
        "media_place": place,
        "content": content,
    }


def _read_location(parts: Parts) -> Json:
    place: Json = parts.section
    latitude, longitude = float(place["degreesLatitude"]), float(place["degreesLongitude"])
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        raise ValueError("nowhere on earth")
    told = {name: line(place.get(name)) for name in ("name", "address", "url") if text(place.get(name))}
    words = text(place.get("caption")) or text(place.get("comment"))
    live = {"live": True} if parts.name == "liveLocationMessage" or place.get("isLive") is True else {}
    location = {"latitude": latitude, "longitude": longitude, **told, **live}
    return {"kind": "location", "text": words, "content": {"location": location}}


def _read_contact(parts: Parts) -> Json:
    card = read_card(parts.section.get("vcard"), parts.section.get("displayName"))
    return {"kind": "contacts", "content": {"contacts": [card]}}


def _read_contacts(parts: Parts) -> Json:
    cards = [
        read_card(one.get("vcard"), one.get("displayName"))
        for one in items(parts.section.get("contacts"))[:_MAX_CARDS]
        if isinstance(one, dict)
    ]
    if not cards:
        raise ValueError("nobody's card")
    return {"kind": "contacts", "content": {"contacts": cards}}


def _choice(kind: str, choice_id: Any, title: Any, description: Any = None) -> Json:
    shown = line(title) or line(choice_id)
    if shown is None:
        raise ValueError("nothing was chosen")
    chosen_id = line(choice_id, MAX_PROVIDER_ID)
    chosen = {"id": chosen_id or "", "title": shown}
    if text(description):
        chosen["description"] = str(line(description))
    return {
        "kind": "interactive",
        "text": shown,
        "reply": Reply(id=chosen_id, title=shown),
        "content": {"interactive": {"type": kind, kind: chosen}},
    }


def _read_button(parts: Parts) -> Json:
    answer: Json = parts.section
    return _choice("button_reply", answer.get("selectedButtonId"), answer.get("selectedDisplayText"))


def _read_row(parts: Parts) -> Json:
    answer: Json = parts.section
    row = get(answer.get("singleSelectReply"), "selectedRowId")
    return _choice("list_reply", row, answer.get("title"), answer.get("description"))


def _read_template_button(parts: Parts) -> Json:
    answer: Json = parts.section
    shown = line(answer["selectedDisplayText"])
    if shown is None:
        raise ValueError("nothing was chosen")
    reply = Reply(title=shown, payload=line(answer.get("selectedId")))
    return {"kind": "button", "text": shown, "reply": reply}


def _read_flow(parts: Parts) -> Json:
    answer = parts.section["nativeFlowResponseMessage"]
    body = line(get(parts.section.get("body"), "text"))
    if not isinstance(answer["paramsJson"], str):
        raise TypeError("no answer")
    flow = {"name": line(answer.get("name")), "body": body, "response_json": answer["paramsJson"]}
    told = {name: part for name, part in flow.items() if part is not None}
    return {
        "kind": "interactive",
        "text": body,
        "content": {"interactive": {"type": "nfm_reply", "nfm_reply": told}},
    }


def _read_poll(parts: Parts) -> Json:
    poll: Json = parts.section
    options = [line(get(option, "optionName")) for option in items(poll.get("options"))[:_MAX_CHOICES]]
    shown = [option for option in options if option]
    if not text(poll["name"]):
        raise ValueError("no question")
    content = {"poll": {"name": line(poll["name"]), "options": shown}}
    return {"kind": "text", "text": _words(poll["name"], *(f"▫ {one}" for one in shown)), "content": content}


def _read_event(parts: Parts) -> Json:
    event: Json = parts.section
    if not text(event["name"]):
        raise ValueError("no name")
    place = get(event.get("location"), "name") or get(event.get("location"), "address")
    begins = number(event.get("startTime"))
    at = datetime.fromtimestamp(begins, UTC).strftime("%Y-%m-%d %H:%M UTC") if begins else None
    told = _words(event["name"], at, text(place), text(event.get("description")), text(event.get("joinLink")))
    return {"kind": "text", "text": told}


def _read_invitation(parts: Parts) -> Json:
    invite: Json = parts.section
    code = provider_id(invite["inviteCode"])
    if code is None:
        raise ValueError("no invitation")
    told = _words(text(invite.get("groupName")), text(invite.get("caption")), _INVITE + code)
    return {"kind": "text", "text": told}


def _read_order(parts: Parts) -> Json:
    order: Json = parts.section
    count, total = number(order.get("itemCount")), number(order.get("totalAmount1000"))
    # How much each thing costs is not told, only what all of them do.
    item = {
        "product_retailer_id": line(order.get("orderTitle")) or line(order.get("orderId")),
        "quantity": count,
        "item_price": total / 1000 if total is not None else None,
        "currency": line(order.get("totalCurrencyCode"), 10),
    }
    if count:
        item["item_price"] = total / 1000 / count if total is not None else None
    told = {"text": line(order.get("message")), "catalog_id": line(order.get("orderId"), MAX_PROVIDER_ID)}
    known = {name: part for name, part in item.items() if part is not None}
    section = {name: part for name, part in told.items() if part is not None} | {"product_items": [known]}
    return {"kind": "order", "text": text(order.get("message")), "content": {"order": section}}


def _read_product(parts: Parts) -> Json:
    product = parts.section["product"]
    price, currency = number(product.get("priceAmount1000")), line(product.get("currencyCode"), 10)
    cost = f"{currency} {price / 1000:.2f}" if price and currency else None
    told = _words(
        text(parts.section.get("body")),
        text(product.get("title")),
        cost,
        text(product.get("description")),
        text(product.get("url")),
    )
    if told is None:
        raise ValueError("no product")
    # As the Cloud API tells which product a customer asks about.
    asked = {"product_retailer_id": line(product.get("retailerId") or product.get("productId"))}
    return {"kind": "text", "text": told, "content": {"context": {"referred_product": asked}}}


def _read_buttons(parts: Parts) -> Json:
    """Read what a business wrote with buttons, whichever of the forms it has."""
    asked: Json = parts.section
    inner = get(asked, "hydratedTemplate") or get(asked, "hydratedFourRowTemplate") or asked
    choices = [
        *(get(get(one, "buttonText"), "displayText") for one in items(get(inner, "buttons"))),
        *(
            get(part, "displayText")
            for one in items(get(inner, "hydratedButtons"))
            if isinstance(one, dict)
            for part in one.values()
        ),
        *(get(row, "title") for one in items(get(inner, "sections")) for row in items(get(one, "rows"))),
    ]
    told = _words(
        text(get(inner, "text")) or text(get(inner, "title")) or text(get(get(inner, "header"), "title")),
        text(get(inner, "hydratedTitleText")),
        text(get(inner, "contentText")) or text(get(get(inner, "body"), "text")),
        text(get(inner, "hydratedContentText")) or text(get(inner, "description")),
        text(get(inner, "footerText")) or text(get(inner, "hydratedFooterText")),
        text(get(get(inner, "footer"), "text")),
        *(f"▫ {choice}" for choice in choices[:_MAX_CHOICES] if text(choice)),
    )
    if told is None:
        raise ValueError("no words")
    return {"kind": "text", "text": told}


def _read_call(parts: Parts) -> Json:
    """Read the outcome of a call, as the phone tells its other devices."""
    call: Json = parts.section
    outcome = call.get("callOutcome")
    missed = outcome in (1, 3, 6, 7, "MISSED", "REJECTED", "SILENCED_BY_DND", "SILENCED_UNKNOWN_CALLER")
    told: Json = {"missed": missed, "video": call.get("isVideo") is True}
    seconds = number(call.get("durationSecs"))
    if seconds:
        told["duration"] = seconds
    return {"kind": "call", "content": {"call": told}, "activity": not missed}


def _target(key: Any) -> str:
    named = provider_id(get(key, "id"))
    if named is None:
        raise ValueError("not an id of a message")
    return named


def _read_reaction(parts: Parts) -> Json:
    target = _target(parts.section["key"])
    # An empty text takes the reaction back.
    content = {"message_id": target, "emoji": line(parts.section.get("text"), MAX_PROVIDER_ID)}
    return {"kind": "reaction", "reply_to": target, "target": target, "content": {"reaction": content}}


def _read_comment(parts: Parts) -> Json:
    """Read what somebody writes below an announcement: an answer to it."""
    inner = parts.section["message"]
    name, section = next((one for one in inner.items() if one[0] in READERS and one[1]), ("", None))
    return {**READERS[name](Parts(name, section)), "reply_to": _target(parts.section["targetMessageKey"])}


def read_edit(key: Any, edited: Json) -> Json:
    """Return what an edit says: the new text, or new words below a file, of an earlier message."""
    told: Json = {"kind": "edit", "target": _target(key), "text": None, "content": {"edit": {}}}
    for name, section in edited.items():
        if name in _WRITTEN and section:
            told["text"] = READERS[name](Parts(name, section))["text"]
    return told


def read_revoke(key: Any) -> Json:
    """Return what takes an earlier message back."""
    return {
        "kind": "revoke",
        "target": _target(key),
        "content": {"revoke": {"original_message_id": _target(key)}},
    }


def context_of(section: Any) -> Json:
    """Return what any message may have: what it answers, if it was forwarded, an advertisement."""
    context = get(section, "contextInfo")
    told: Json = {"reply_to": provider_id(get(context, "stanzaId")), "content": {}}
    forwards = number(get(context, "forwardingScore")) or 0
    if get(context, "isForwarded") is True or forwards:
        often = {"frequently_forwarded": True} if forwards >= _OFTEN else {}
        told["content"]["context"] = {"forwarded": True, **often}
    advertisement = get(context, "externalAdReply")
    # Link previews have the same form, and no source.
    if text(get(advertisement, "sourceId")) or text(get(advertisement, "ctwaClid")):
        told["content"]["referral"] = {
            name: line(advertisement.get(of))
            for name, of in (
                ("source_url", "sourceUrl"),
                ("source_id", "sourceId"),
                ("source_type", "sourceType"),
                ("headline", "title"),
                ("body", "body"),
                ("ctwa_clid", "ctwaClid"),
            )
            if text(advertisement.get(of))
        }
    return told


def _files(kind: str) -> Callable[[Parts], Json]:
    return lambda parts: _read_file(parts, kind)


READERS: Final[dict[str, Callable[[Parts], Json]]] = {
    "conversation": _read_conversation,
    "extendedTextMessage": _read_extended_text,
    "imageMessage": _files("image"),
    "videoMessage": _files("video"),
    "ptvMessage": _files("video"),
    "audioMessage": _files("audio"),
    "documentMessage": _files("document"),
    "stickerMessage": _files("sticker"),
    "locationMessage": _read_location,
    "liveLocationMessage": _read_location,
    "contactMessage": _read_contact,
    "contactsArrayMessage": _read_contacts,
    "buttonsResponseMessage": _read_button,
    "listResponseMessage": _read_row,
    "templateButtonReplyMessage": _read_template_button,
    "interactiveResponseMessage": _read_flow,
    "pollCreationMessage": _read_poll,
    "pollCreationMessageV2": _read_poll,
    "pollCreationMessageV3": _read_poll,
    "pollCreationMessageV5": _read_poll,
    "eventMessage": _read_event,
    "groupInviteMessage": _read_invitation,
    "orderMessage": _read_order,
    "productMessage": _read_product,
    "buttonsMessage": _read_buttons,
    "listMessage": _read_buttons,
    "templateMessage": _read_buttons,
    "interactiveMessage": _read_buttons,
    "callLogMesssage": _read_call,  # So spelled by WhatsApp.
    "reactionMessage": _read_reaction,
    "commentMessage": _read_comment,
}
_WRITTEN: Final = frozenset(
    {"conversation", "extendedTextMessage", "imageMessage", "videoMessage", "documentMessage"}
)
"""What can be edited."""
