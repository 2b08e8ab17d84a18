"""Reads the body of a send the way the Cloud API does, or refuses it with Meta's code.

Limits are those of Meta's message reference: text 4,096, caption 1,024, three buttons of 20 characters,
lists of ten rows, 257 contacts, `biz_opaque_callback_data` 512.
"""

import base64
import os
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from atende_sandbox.simulator.graph_errors import GraphError
from atende_sandbox.simulator.numbers import Number, Template

MEDIA_TYPES = frozenset({"image", "audio", "video", "document", "sticker"})
CAPTIONED = frozenset({"image", "video", "document"})
BUSINESS_SCOPED_USER_ID = re.compile(r"[A-Z]{2}\.[A-Za-z0-9]{1,128}")
PHONE_PUNCTUATION = str.maketrans("", "", "+ -().")
PLACEHOLDER = re.compile(r"\{\{[^{}]+\}\}")


@dataclass(slots=True)
class Outbound:
    """A message we accepted. `status` moves as webhooks are emitted, and the page shows this very object."""

    wamid: str
    phone_number_id: str
    to: str | None
    user_id: str | None
    type: str
    text: str
    callback_data: str | None
    category: str
    accepted_at: float
    reply_to: str | None = None
    options: list[dict[str, str]] | None = None
    status: str = "accepted"
    error_code: int | None = None

    @property
    def recipient(self) -> str:
        return self.to or self.user_id or ""


@dataclass(slots=True)
class Content:
    """What a message says, reduced to what the log and the page show."""

    text: str
    category: str = "service"
    options: list[dict[str, str]] | None = None


@dataclass(slots=True, frozen=True)
class Known:
    """What Meta knows when it validates. Without registered templates every template is good."""

    number: Number
    templates: Mapping[tuple[str, str], Template]
    has_media: Callable[[str], bool]


def read_message(body: dict[str, Any], known: Known) -> Outbound:
    """Validate a send. Raises GraphError with the code Meta answers."""
    to, user_id = _read_recipient(body, known.number)
    kind = body.get("type", "text")
    reader = _READERS.get(kind) if isinstance(kind, str) else None
    if reader is None:
        raise GraphError(
            100, message=f"(#100) Param type must be one of {{{', '.join(_READERS)}}} - got {kind!r}."
        )
    section = body.get(kind)
    if not section or not isinstance(section, list if kind == "contacts" else dict):
        raise GraphError(131008, f"Required parameter {kind} is missing")
    callback_data = body.get("biz_opaque_callback_data")
    if callback_data is not None and (not isinstance(callback_data, str) or len(callback_data) > 512):
        raise GraphError(
            100, message="(#100) Param biz_opaque_callback_data must be a string of at most 512 characters."
        )
    content = reader(section, known, kind)
    return Outbound(
        wamid=new_wamid(),
        phone_number_id=known.number.phone_number_id,
        to=to,
        user_id=user_id,
        type=kind,
        text=content.text,
        callback_data=callback_data,
        category=content.category,
        accepted_at=time.time(),
        reply_to=_read_context(body),
        options=content.options,
    )


def new_wamid() -> str:
    return "wamid." + base64.b64encode(b"\x1d\x18\x0c\x15\x02\x00\x11\x18\x12" + os.urandom(21)).decode()


def normalise_phone(value: str) -> str | None:
    """Digits of a phone number written with or without +, spaces and dashes; None when it is none."""
    digits = value.translate(PHONE_PUNCTUATION)
    return digits if digits.isascii() and digits.isdigit() and 7 <= len(digits) <= 15 else None


def _read_recipient(body: dict[str, Any], number: Number) -> tuple[str | None, str | None]:
    """`to` is a phone and wins; `recipient` is a business-scoped user id (BSUID, 2026)."""
    if body.get("recipient_type", "individual") != "individual":
        raise GraphError(131009, "recipient_type must be individual")
    to, recipient = body.get("to"), body.get("recipient")
    if to is None and recipient is None:
        raise GraphError(100, message="(#100) The parameter to is required.")
    phone = None
    if to is not None:
        phone = normalise_phone(to) if isinstance(to, str) else None
        if phone is None:
            raise GraphError(131009, "Parameter value is not valid: to must be a phone number")
        if phone == number.digits:
            raise GraphError(131021, "Sender and recipient are the same phone number")
    if recipient is not None and not (
        isinstance(recipient, str) and BUSINESS_SCOPED_USER_ID.fullmatch(recipient)
    ):
        raise GraphError(131009, "Parameter value is not valid: recipient must be a business-scoped user id")
    return phone, None if phone is not None else recipient


def _read_context(body: dict[str, Any]) -> str | None:
    context = body.get("context")
    if context is None:
        return None
    message_id = context.get("message_id") if isinstance(context, dict) else None
    if not isinstance(message_id, str) or not message_id.startswith("wamid."):
        raise GraphError(131009, "context.message_id is not a message id")
    return message_id


def _need(value: Any, name: str, limit: int | None = None) -> str:
    """A non-empty string of at most `limit` characters."""
    if value is None or value == "":
        raise GraphError(131008, f"Required parameter {name} is missing")
    if not isinstance(value, str):
        raise GraphError(100, message=f"(#100) Param {name} must be a string.")
    if limit is not None and len(value) > limit:
        raise GraphError(100, message=f"(#100) Param {name} must be at most {limit} characters long.")
    return value


def _objects(value: Any, name: str) -> list[dict[str, Any]]:
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise GraphError(100, message=f"(#100) Param {name} must be a list of objects.")
    return value


def _read_text(section: dict[str, Any], known: Known, kind: str) -> Content:  # noqa: ARG001
    return Content(_need(section.get("body"), "text['body']", 4096))


def _read_media(section: dict[str, Any], known: Known, kind: str) -> Content:
    media_id, link = section.get("id"), section.get("link")
    if (media_id is None) == (link is None):
        raise GraphError(131008, f"Give exactly one of {kind}['id'] and {kind}['link']")
    if media_id is not None and not known.has_media(_need(media_id, f"{kind}['id']")):
        raise GraphError(131009, f"{media_id} is not a valid whatsapp business account media attachment ID")
    if link is not None and not _need(link, f"{kind}['link']").startswith(("http://", "https://")):
        raise GraphError(131009, f"{kind}['link'] is not a valid URI")
    caption = section.get("caption")
    if caption is None:
        return Content(f"[{kind}] {section.get('filename') or media_id or link}")
    if kind not in CAPTIONED:
        raise GraphError(100, message=f'(#100) Unexpected key "caption" on param "{kind}".')
    return Content(_need(caption, f"{kind}['caption']", 1024))


def _read_template(section: dict[str, Any], known: Known, kind: str) -> Content:  # noqa: ARG001
    name = _need(section.get("name"), "template['name']", 512)
    language = section.get("language")
    code = _need(language.get("code") if isinstance(language, dict) else None, "template['language']['code']")
    components = _objects(section.get("components") or [], "template['components']")
    parameters = [
        parameter
        for component in components
        if str(component.get("type", "")).lower() == "body"
        for parameter in _objects(component.get("parameters") or [], "template['components']['parameters']")
    ]
    category = "marketing"
    if known.templates:
        template = known.templates.get((name, code))
        if template is None:
            raise GraphError(132001, f"template name ({name}) does not exist in {code}")
        _check_template(template, len(parameters))
        category = template.category.lower()
    values = " | ".join(str(parameter.get("text", parameter.get("type", ""))) for parameter in parameters)
    return Content(f"{name} [{code}] {values}".rstrip(), category)


def _check_template(template: Template, given: int) -> None:
    if template.status.upper() in ("PAUSED", "DISABLED"):
        raise GraphError(
            132015 if template.status.upper() == "PAUSED" else 132016, f"template ({template.name})"
        )
    for component in template.components:
        if str(component.get("type", "")).upper() == "BODY":
            expected = len(set(PLACEHOLDER.findall(str(component.get("text", "")))))
            if expected != given:
                raise GraphError(
                    132000,
                    f"body: number of localizable_params ({given}) does not match the expected number of"
                    f" params ({expected})",
                )


def _read_interactive(section: dict[str, Any], known: Known, kind: str) -> Content:  # noqa: ARG001
    shape = _need(section.get("type"), "interactive['type']")
    action = section.get("action")
    if not isinstance(action, dict):
        raise GraphError(131008, "Required parameter interactive['action'] is missing")
    body = section.get("body")
    text = _need(
        body.get("text") if isinstance(body, dict) else None,
        "interactive['body']['text']",
        4096 if shape == "list" else 1024,
    )
    if shape == "button":
        return Content(text, options=_read_buttons(action))
    if shape == "list":
        return Content(text, options=_read_rows(action))
    return Content(text)


def _read_buttons(action: dict[str, Any]) -> list[dict[str, str]]:
    buttons = _objects(action.get("buttons"), "interactive['action']['buttons']")
    if not 1 <= len(buttons) <= 3:
        raise GraphError(131009, "Invalid buttons count. Min allowed buttons: 1, Max allowed buttons: 3")
    options = []
    for button in buttons:
        reply = button.get("reply")
        if not isinstance(reply, dict):
            raise GraphError(131008, "Required parameter reply is missing")
        options.append(
            {
                "kind": "button",
                "id": _need(reply.get("id"), "buttons['reply']['id']", 256),
                "title": _need(reply.get("title"), "buttons['reply']['title']", 20),
            }
        )
    if len({option["id"] for option in options}) < len(options):
        raise GraphError(131009, "Button ids must be unique")
    return options


def _read_rows(action: dict[str, Any]) -> list[dict[str, str]]:
    _need(action.get("button"), "interactive['action']['button']", 20)
    sections = _objects(action.get("sections"), "interactive['action']['sections']")
    if not 1 <= len(sections) <= 10:
        raise GraphError(131009, "Invalid sections count. Min allowed sections: 1, Max allowed sections: 10")
    rows = [row for section in sections for row in _objects(section.get("rows"), "sections['rows']")]
    if not 1 <= len(rows) <= 10:
        raise GraphError(131009, "Total row count exceed max allowed count: 10")
    for row in rows:
        if len(str(row.get("description") or "")) > 72:
            raise GraphError(131009, "Row description is too long. Max length: 72")
    return [
        {
            "kind": "list",
            "id": _need(row.get("id"), "rows['id']", 200),
            "title": _need(row.get("title"), "rows['title']", 24),
        }
        for row in rows
    ]


def _read_location(section: dict[str, Any], known: Known, kind: str) -> Content:  # noqa: ARG001
    for axis, limit in (("latitude", 90), ("longitude", 180)):
        try:
            inside = abs(float(section[axis])) <= limit
        except KeyError:
            raise GraphError(131008, f"Required parameter location['{axis}'] is missing") from None
        except (TypeError, ValueError):
            inside = False
        if not inside:
            raise GraphError(131009, f"location['{axis}'] is not valid")
    name = section.get("name") or section.get("address") or ""
    return Content(f"[location] {section['latitude']}, {section['longitude']} {name}".rstrip())


def _read_contacts(section: list[Any], known: Known, kind: str) -> Content:  # noqa: ARG001
    names = []
    for contact in _objects(section, "contacts"):
        name = contact.get("name")
        names.append(_need(name.get("formatted_name") if isinstance(name, dict) else None, "formatted_name"))
    if len(names) > 257:
        raise GraphError(131009, "Too many contacts. Max: 257")
    return Content(f"[contacts] {', '.join(names)}")


def _read_reaction(section: dict[str, Any], known: Known, kind: str) -> Content:  # noqa: ARG001
    if not _need(section.get("message_id"), "reaction['message_id']").startswith("wamid."):
        raise GraphError(131009, "reaction['message_id'] is not a message id")
    return Content(str(section.get("emoji") or ""))


_READERS: dict[str, Callable[[Any, Known, str], Content]] = {
    "text": _read_text,
    **dict.fromkeys(sorted(MEDIA_TYPES), _read_media),
    "template": _read_template,
    "interactive": _read_interactive,
    "location": _read_location,
    "contacts": _read_contacts,
    "reaction": _read_reaction,
}
