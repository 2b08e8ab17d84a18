"""Reads the body of a send the way the Cloud API does, or refuses it with Meta's code.

Limits are those of Meta's message reference: text 4,096, caption 1,024, three buttons of 20 characters,
lists of ten rows, 257 contacts, `biz_opaque_callback_data` 512.
"""

import base64
import os
import re
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from atende_sandbox.simulator.fields import Content, need, objects
from atende_sandbox.simulator.graph_errors import GraphError
from atende_sandbox.simulator.interactive import read_interactive
from atende_sandbox.simulator.numbers import Number, Template
from atende_sandbox.simulator.phones import normalise_phone
from atende_sandbox.simulator.template_message import read_template

MEDIA_TYPES = frozenset({"image", "audio", "video", "document", "sticker"})
GROUP_TYPES = frozenset({"text", "template", "image", "audio", "video", "document", "sticker"})
CAPTIONED = frozenset({"image", "video", "document"})
BUSINESS_SCOPED_USER_ID = re.compile(r"[A-Z]{2}\.[A-Za-z0-9]{1,128}")


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
    rendered: str | None = None
    media_id: str | None = None
    group: bool = False
    voice: bool = False

    @property
    def recipient(self) -> str:
        return self.to or self.user_id or ""


@dataclass(slots=True, frozen=True)
class Known:
    """What Meta knows when it validates. Without registered templates every template is good."""

    number: Number
    templates: Mapping[tuple[str, str], Template]
    has_media: Callable[[str], bool]
    wa_id: Callable[[str], str]
    """The WhatsApp id of a phone: the same digits, but for some Brazilian mobiles."""
    has_phone: bool = True


def read_message(body: dict[str, Any], known: Known) -> Outbound:
    """Validate a send. Raises GraphError with the code Meta answers."""
    to, user_id, group = _read_recipient(body, known)
    if to is None:
        known = replace(known, has_phone=False)
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
        rendered=content.rendered,
        media_id=content.media_id,
        group=group,
        voice=content.voice,
    )


def new_wamid() -> str:
    return "wamid." + base64.b64encode(b"\x1d\x18\x0c\x15\x02\x00\x11\x18\x12" + os.urandom(21)).decode()


def _read_recipient(body: dict[str, Any], known: Known) -> tuple[str | None, str | None, bool]:
    """`to` is a phone and wins; `recipient` is a business-scoped user id (BSUID, 2026). Or a group's id."""
    kind = body.get("recipient_type", "individual")
    to, recipient = body.get("to"), body.get("recipient")
    if to is None and recipient is None:
        raise GraphError(100, message="(#100) The parameter to is required.")
    if kind == "group":
        if body.get("type", "text") not in GROUP_TYPES:
            raise GraphError(131009, f"{body.get('type')} messages cannot be sent to a group")
        return need(to, "to", 256), None, True
    if kind != "individual":
        raise GraphError(131009, "recipient_type must be individual or group")
    phone = None
    if to is not None:
        phone = normalise_phone(to) if isinstance(to, str) else None
        if phone is None:
            raise GraphError(131009, "Parameter value is not valid: to must be a phone number")
        if phone == known.number.digits:
            raise GraphError(131021, "Sender and recipient are the same phone number")
        phone = known.wa_id(phone)
    if recipient is not None and not (
        isinstance(recipient, str) and BUSINESS_SCOPED_USER_ID.fullmatch(recipient)
    ):
        raise GraphError(131009, "Parameter value is not valid: recipient must be a business-scoped user id")
    return phone, None if phone is not None else recipient, False


def _read_context(body: dict[str, Any]) -> str | None:
    context = body.get("context")
    if context is None:
        return None
    message_id = context.get("message_id") if isinstance(context, dict) else None
    if not isinstance(message_id, str) or not message_id.startswith("wamid."):
        raise GraphError(131009, "context.message_id is not a message id")
    return message_id


def _read_text(section: dict[str, Any], known: Known, kind: str) -> Content:  # noqa: ARG001
    if not isinstance(section.get("preview_url", False), bool):
        raise GraphError(100, message="(#100) Param text['preview_url'] must be a boolean.")
    return Content(need(section.get("body"), "text['body']", 4096))


def _read_media(section: dict[str, Any], known: Known, kind: str) -> Content:
    media_id, link = section.get("id"), section.get("link")
    if (media_id is None) == (link is None):
        raise GraphError(131008, f"Give exactly one of {kind}['id'] and {kind}['link']")
    if media_id is not None and not known.has_media(need(media_id, f"{kind}['id']")):
        raise GraphError(131009, f"{media_id} is not a valid whatsapp business account media attachment ID")
    if link is not None and not need(link, f"{kind}['link']").startswith(("http://", "https://")):
        raise GraphError(131009, f"{kind}['link'] is not a valid URI")
    caption = section.get("caption")
    content = Content(f"[{kind}] {section.get('filename') or media_id or link}", media_id=media_id)
    content.voice = kind == "audio" and section.get("voice") is True
    if caption is not None:
        if kind not in CAPTIONED:
            raise GraphError(100, message=f'(#100) Unexpected key "caption" on param "{kind}".')
        content.text = need(caption, f"{kind}['caption']", 1024)
    return content


def _read_template(section: dict[str, Any], known: Known, kind: str) -> Content:  # noqa: ARG001
    return read_template(section, known.templates, has_phone=known.has_phone)


def _read_interactive(section: dict[str, Any], known: Known, kind: str) -> Content:  # noqa: ARG001
    return read_interactive(section)


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
    for contact in objects(section, "contacts"):
        name = contact.get("name")
        names.append(need(name.get("formatted_name") if isinstance(name, dict) else None, "formatted_name"))
    if len(names) > 257:
        raise GraphError(131009, "Too many contacts. Max: 257")
    return Content(f"[contacts] {', '.join(names)}")


def _read_reaction(section: dict[str, Any], known: Known, kind: str) -> Content:  # noqa: ARG001
    if not need(section.get("message_id"), "reaction['message_id']").startswith("wamid."):
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
