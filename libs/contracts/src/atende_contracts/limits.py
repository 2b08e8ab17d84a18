"""What WhatsApp takes: lengths, counts and formats, checked before anything leaves.

    for problem in problems(content): print(problem.field, problem.message)
    content = read_content(document)  # raises ContentInvalid

The numbers are Meta's (message, media and template references). They are rules and not types: a limit
that Meta moves must not become a new version of an event, and an event already written must be read as
failed and not be unreadable.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import isfinite
from typing import Any, Final, Literal
from urllib.parse import urlsplit
from uuid import UUID

from pydantic import TypeAdapter, ValidationError

from atende_contracts.content import (
    ContactsContent,
    FlowButton,
    Header,
    InteractiveContent,
    LinkButton,
    ListMenu,
    LocationContent,
    LocationRequest,
    MessageContent,
    ReactionContent,
    ReplyButtons,
)
from atende_contracts.event import Media, MediaContent, TemplateContent, TextContent
from atende_contracts.field_errors import FieldError
from atende_contracts.type_errors import field_error
from atende_contracts.words import Words

MAX_TEXT: Final = 4096
MAX_CAPTION: Final = 1024
MAX_FILENAME: Final = 240
MAX_URL: Final = 2000
MAX_ID: Final = 256
MAX_HEADER: Final = 60
MAX_FOOTER: Final = 60
MAX_BODY: Final = 1024
MAX_BUTTONS: Final = 3
MAX_BUTTON_TITLE: Final = 20
MAX_SECTIONS: Final = 10
MAX_ROWS: Final = 10
MAX_ROW_ID: Final = 200
MAX_ROW_TITLE: Final = 24
MAX_ROW_DESCRIPTION: Final = 72
MAX_FLOW_BUTTON: Final = 30
MAX_CONTACTS: Final = 257
MAX_COUPON: Final = 15
MAX_TEMPLATE_BUTTONS: Final = 10
_UNFIT_PARAMETER: Final = re.compile(r"[\n\r\t]| {5}")
_MAX_LINE: Final = 1000  # Names and addresses, of which Meta names no limit.
_MAX_DOCUMENT_BYTES: Final = 32 * 1024
_MAX_DEPTH: Final = 16
_MAX_ENTRIES: Final = 1000
_MAX_INTEGER: Final = 2**53 - 1
"""Beyond it JSON's readers do not agree (RFC 8259, section 6)."""

MEDIA_ID: Final = "media_id"
"""How a template's header names a file of ours, where Meta has ``id`` and ``link`` only."""

MediaKind = Literal["image", "audio", "video", "document", "sticker"]
_MB: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class MediaLimit:
    """The largest size in bytes and the types of a kind of media."""

    size: int
    mime_types: frozenset[str]


MEDIA: Final[dict[MediaKind, MediaLimit]] = {
    "image": MediaLimit(5 * _MB, frozenset({"image/jpeg", "image/png"})),
    "audio": MediaLimit(
        16 * _MB, frozenset({"audio/aac", "audio/amr", "audio/mpeg", "audio/mp4", "audio/ogg"})
    ),
    "video": MediaLimit(16 * _MB, frozenset({"video/mp4", "video/3gpp"})),
    "document": MediaLimit(
        100 * _MB,
        frozenset(
            {
                "application/msword",
                "application/pdf",
                "application/vnd.ms-excel",
                "application/vnd.ms-powerpoint",
                "application/vnd.openxmlformats-officedocument.presentationml.presentation",
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
                "text/plain",
            }
        ),
    ),
    "sticker": MediaLimit(500 * 1024, frozenset({"image/webp"})),
}
FILE_TYPES: Final = frozenset().union(*(limit.mime_types for limit in MEDIA.values()))
"""All types that Meta's media endpoint takes. A file of any of them can also be sent as a document."""


class ContentInvalid(ValueError):
    """The content cannot be sent; ``problems`` says why, one at least."""

    def __init__(self, problems: Sequence[FieldError]) -> None:
        super().__init__(f"{problems[0].field}: {problems[0].message}")
        self.problems = problems


_CONTENT: Final[TypeAdapter[MessageContent]] = TypeAdapter(MessageContent)


def read_content(document: Any) -> MessageContent:
    """Return the content that a request describes. Raises `ContentInvalid`, also for unknown fields."""
    unreadable = list(_unstorable(document, ""))
    if unreadable:
        raise ContentInvalid(unreadable[:20])
    try:
        content = _CONTENT.validate_python(document, extra="forbid")
    except ValidationError as error:
        raise ContentInvalid(
            [field_error(item, _field(document, item["loc"])) for item in error.errors()[:20]]
        ) from None
    found = list(problems(content))
    if found:
        raise ContentInvalid(found)
    return content


def problems(content: MessageContent) -> Iterator[FieldError]:
    """Yield what WhatsApp would refuse of a message, nothing when it would take it."""
    unstorable = list(_unstorable(content.model_dump(), ""))
    if unstorable:
        yield from unstorable
        return
    match content:
        case TextContent():
            yield from _text("body", content.body, MAX_TEXT)
        case TemplateContent():
            yield from _template(content)
        case MediaContent():
            yield from _media_message(content)
        case InteractiveContent():
            yield from _interactive(content)
        case LocationContent():
            yield from _location(content)
        case ContactsContent():
            yield from _contacts(content)
        case ReactionContent():
            yield from _text("message_id", content.message_id, MAX_ID)
            yield from _optional("emoji", content.emoji, 16, empty=True)


def is_web_address(value: str) -> bool:
    """Tell whether WhatsApp may fetch or open it."""
    try:
        parts = urlsplit(value)
        good = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False
    return good and not any(char.isspace() for char in value)


def fits_parameter(text: str) -> bool:
    """Tell whether a text may be a template's parameter: Meta takes no line breaks, tabs and wide gaps."""
    return _UNFIT_PARAMETER.search(text) is None


def media_problems(field: str, kind: MediaKind, media: Media) -> Iterator[FieldError]:
    """Yield what is wrong with a file as one of its kind, as far as it is known."""
    if sum(name is not None for name in (media.id, media.provider_media_id, media.url)) != 1:
        yield FieldError.of(field, "media_reference")
    yield from _optional(f"{field}.provider_media_id", media.provider_media_id, MAX_ID)
    if media.url is not None:
        yield from _url(f"{field}.url", media.url)
    yield from _optional(f"{field}.filename", media.filename, MAX_FILENAME)
    yield from file_problems(field, kind, mime_type=media.mime_type, size=media.size)
    if media.voice and kind != "audio":
        yield FieldError.of(f"{field}.voice", "voice_not_audio")
    elif media.voice and media.mime_type is not None and _bare(media.mime_type) != "audio/ogg":
        yield FieldError.of(f"{field}.mime_type", "voice_not_ogg")


def file_problems(
    field: str, kind: MediaKind, *, mime_type: str | None, size: int | None
) -> Iterator[FieldError]:
    """Yield what WhatsApp would refuse of a file's type and size."""
    limit = MEDIA[kind]
    types = FILE_TYPES if kind == "document" else limit.mime_types
    if mime_type is not None and _bare(mime_type) not in types:
        yield FieldError.of(f"{field}.mime_type", f"type_of_{kind}", types=sorted(types))
    if size is not None and not 0 < size <= limit.size:
        yield FieldError.of(f"{field}.size", f"size_of_{kind}", most=limit.size)


def of_known_file(error: FieldError, field: str, mime_type: str, size: int) -> FieldError:
    """Return what is wrong with a file of ours that a field names, and what file it is."""
    words = Words(
        f"{error.words.pt} Este arquivo é {mime_type} e tem {size} bytes.",
        f"{error.words.en} This file is {mime_type} and has {size} bytes.",
    )
    return FieldError(field, error.code, {**error.params, "type": mime_type, "size": size}, words)


# --- kinds -----------------------------------------------------------------------------------


def _media_message(content: MediaContent) -> Iterator[FieldError]:
    yield from media_problems("media", content.media_type, content.media)
    if content.caption is not None and content.media_type in ("audio", "sticker"):
        yield FieldError.of("caption", "caption_of_kind", kind=content.media_type)
    yield from _optional("caption", content.caption, MAX_CAPTION)


def _location(content: LocationContent) -> Iterator[FieldError]:
    for field, value, most in (("latitude", content.latitude, 90), ("longitude", content.longitude, 180)):
        if not -most <= value <= most:
            yield FieldError.of(field, "not_between", least=-most, most=most)
    yield from _optional("name", content.name, _MAX_LINE)
    yield from _optional("address", content.address, _MAX_LINE)
    if content.address is not None and content.name is None:
        yield FieldError.of("name", "address_without_name")


def _contacts(content: ContactsContent) -> Iterator[FieldError]:
    yield from _count("contacts", content.contacts, MAX_CONTACTS)
    for index, card in enumerate(content.contacts):
        field = f"contacts.{index}"
        yield from _text(f"{field}.name.formatted_name", card.name.formatted_name, _MAX_LINE)
        if not any(card.name.model_dump(exclude={"formatted_name"}).values()):
            yield FieldError.of(f"{field}.name", "name_part_missing")
        for place, phone in enumerate(card.phones):
            yield from _text(f"{field}.phones.{place}.phone", phone.phone, 40)
        for place, email in enumerate(card.emails):
            yield from _text(f"{field}.emails.{place}.email", email.email, 254)
        for place, url in enumerate(card.urls):
            yield from _text(f"{field}.urls.{place}.url", url.url, MAX_URL)
    if len(json.dumps(content.model_dump())) > 16 * _MAX_DOCUMENT_BYTES:
        yield FieldError.of("contacts", "too_much_text")


def _interactive(content: InteractiveContent) -> Iterator[FieldError]:
    action = content.action
    yield from _text("body", content.body, MAX_TEXT if isinstance(action, ListMenu) else MAX_BODY)
    yield from _optional("footer", content.footer, MAX_FOOTER)
    if content.header is not None:
        yield from _header(content.header)
        if isinstance(action, ListMenu) and content.header.type != "text":
            yield FieldError.of("header.type", "list_header_not_text")
    match action:
        case ReplyButtons():
            yield from _reply_buttons(action)
        case ListMenu():
            yield from _list_menu(action)
        case LinkButton():
            yield from _text("action.display_text", action.display_text, MAX_BUTTON_TITLE)
            yield from _url("action.url", action.url)
        case LocationRequest():
            for field in ("header", "footer"):
                if getattr(content, field) is not None:
                    yield FieldError.of(field, "location_request_part", part=field)
        case FlowButton():
            yield from _flow(action)


def _header(header: Header) -> Iterator[FieldError]:
    if header.type == "text":
        yield from _text("header.text", header.text or "", MAX_HEADER)
        if header.media is not None:
            yield FieldError.of("header.media", "text_header_with_file")
        return
    if header.text is not None:
        yield FieldError.of("header.text", "header_with_text", type=header.type)
    if header.media is None:
        yield FieldError.of("header.media", "header_without_file", type=header.type)
    else:
        yield from media_problems("header.media", header.type, header.media)


def _reply_buttons(action: ReplyButtons) -> Iterator[FieldError]:
    yield from _count("action.buttons", action.buttons, MAX_BUTTONS)
    for index, button in enumerate(action.buttons):
        yield from _text(f"action.buttons.{index}.id", button.id, MAX_ID)
        yield from _text(f"action.buttons.{index}.title", button.title, MAX_BUTTON_TITLE)
    for name in ("id", "title"):
        yield from _distinct(
            [(f"action.buttons.{i}.{name}", getattr(each, name)) for i, each in enumerate(action.buttons)]
        )


def _list_menu(action: ListMenu) -> Iterator[FieldError]:
    yield from _text("action.button", action.button, MAX_BUTTON_TITLE)
    yield from _count("action.sections", action.sections, MAX_SECTIONS)
    rows: list[tuple[str, str]] = []
    for place, section in enumerate(action.sections):
        field = f"action.sections.{place}"
        if len(action.sections) > 1 and not section.title:
            yield FieldError.of(f"{field}.title", "section_title_missing")
        yield from _optional(f"{field}.title", section.title, MAX_ROW_TITLE)
        if not section.rows:
            yield FieldError.of(f"{field}.rows", "rows_missing")
        for index, row in enumerate(section.rows):
            yield from _text(f"{field}.rows.{index}.id", row.id, MAX_ROW_ID)
            yield from _text(f"{field}.rows.{index}.title", row.title, MAX_ROW_TITLE)
            yield from _optional(f"{field}.rows.{index}.description", row.description, MAX_ROW_DESCRIPTION)
            rows.append((f"{field}.rows.{index}.id", row.id))
    if len(rows) > MAX_ROWS:
        yield FieldError.of("action.sections", "too_many_rows_of_sections", most=MAX_ROWS)
    yield from _distinct(rows)


def _flow(action: FlowButton) -> Iterator[FieldError]:
    if (action.flow_id is None) == (action.flow_name is None):
        yield FieldError.of("action.flow_id", "give_one_of", fields=["flow_id", "flow_name"])
    yield from _optional("action.flow_id", action.flow_id, MAX_ID)
    yield from _optional("action.flow_name", action.flow_name, MAX_ID)
    yield from _text("action.flow_cta", action.flow_cta, MAX_FLOW_BUTTON)
    yield from _text("action.flow_token", action.flow_token, MAX_ID)
    if action.flow_action == "navigate" and action.data is not None and action.screen is None:
        yield FieldError.of("action.screen", "screen_missing")
    if action.flow_action == "data_exchange" and (action.screen is not None or action.data is not None):
        yield FieldError.of("action.flow_action", "exchange_with_data")
    yield from _document("action.data", action.data)


# --- templates -------------------------------------------------------------------------------

_PARAMETERS: Final = frozenset(
    {"text", "currency", "date_time", "image", "video", "document", "location", "payload", "coupon_code"}
    | {"action", "limited_time_offer"}
)
_BUTTONS: Final[dict[str, str]] = {
    "quick_reply": "payload",
    "url": "text",
    "copy_code": "coupon_code",
    "flow": "action",
}
"""The kinds of template buttons that take a parameter, and the kind of parameter each takes."""
_COMPONENTS: Final = frozenset({"header", "body", "button", "limited_time_offer", "carousel"})


def _template(content: TemplateContent) -> Iterator[FieldError]:
    if not (1 <= len(content.name) <= 512 and set(content.name) <= _NAME):
        yield FieldError.of("name", "bad_template_name")
    yield from _text("language", content.language, 16)
    if len(content.components) > 20:
        yield FieldError.of("components", "too_many_components", most=20)
        return
    too_deep = list(_document("components", content.components))
    if too_deep:
        yield from too_deep
        return
    places: list[tuple[str, str]] = []
    for index, component in enumerate(content.components):
        field = f"components.{index}"
        kind = str(component.get("type", "")).lower()
        if kind not in _COMPONENTS:
            yield FieldError.of(f"{field}.type", "not_one_of", values=sorted(_COMPONENTS))
            continue
        if kind == "button":
            yield from _template_button(field, component)
        elif kind == "carousel":
            if not isinstance(component.get("cards"), list):
                yield FieldError.of(f"{field}.cards", "cards_missing")
            continue
        else:
            yield from _parameters(field, kind, component.get("parameters", []))
        place = f"{kind} {component.get('index')}" if kind == "button" else kind
        places.append((f"{field}.{'index' if kind == 'button' else 'type'}", place))
    yield from _distinct(places)


_NAME: Final = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_")


def _template_button(field: str, component: dict[str, Any]) -> Iterator[FieldError]:
    index = str(component.get("index", ""))
    if not (index.isascii() and index.isdigit() and int(index) < MAX_TEMPLATE_BUTTONS):
        yield FieldError.of(f"{field}.index", "not_within", least=0, most=MAX_TEMPLATE_BUTTONS - 1)
    sub_type = str(component.get("sub_type", "")).lower()
    takes = _BUTTONS.get(sub_type)
    if takes is None:
        yield FieldError.of(f"{field}.sub_type", "not_one_of", values=sorted(_BUTTONS))
        return
    parameters = component.get("parameters", [])
    if sub_type != "flow" and not parameters:
        yield FieldError.of(f"{field}.parameters", "button_parameter_missing", kind=sub_type)
        return
    yield from _parameters(field, "button", parameters, takes=takes)


def _parameters(field: str, kind: str, parameters: Any, *, takes: str | None = None) -> Iterator[FieldError]:
    if not isinstance(parameters, list):
        yield FieldError.of(f"{field}.parameters", "not_a_list")
        return
    if takes is not None and len(parameters) > 1:
        yield FieldError.of(f"{field}.parameters", "button_parameters")
    for index, parameter in enumerate(parameters):
        path = f"{field}.parameters.{index}"
        if not isinstance(parameter, dict):
            yield FieldError.of(path, "not_an_object")
            continue
        type_ = str(parameter.get("type", "")).lower()
        allowed = {takes} if takes is not None else _PARAMETERS
        # A quick reply's payload has been written as a text, too, and Meta takes both.
        if type_ not in allowed and not (takes == "payload" and type_ == "text"):
            yield FieldError.of(f"{path}.type", "not_one_of", values=sorted(allowed))
        else:
            yield from _parameter(path, kind, type_, parameter)


def _parameter(path: str, kind: str, type_: str, parameter: dict[str, Any]) -> Iterator[FieldError]:
    value = parameter.get(type_)
    match type_:
        case "text" | "payload" | "coupon_code":
            most = {"payload": MAX_ID, "coupon_code": MAX_COUPON}.get(type_, MAX_TEXT)
            if kind == "header":
                most = MAX_HEADER
            elif kind == "button" and type_ == "text":
                most = MAX_URL
            yield from _text(f"{path}.{type_}", value if isinstance(value, str) else "", most)
            if type_ == "text" and isinstance(value, str) and not fits_parameter(value):
                yield FieldError.of(f"{path}.text", "unfit_parameter")
        case "image" | "video" | "document":
            if kind != "header":
                yield FieldError.of(f"{path}.type", "file_outside_header")
            else:
                yield from _file_parameter(f"{path}.{type_}", value)
        case "currency":
            needed = ("fallback_value", "code", "amount_1000")
            if not isinstance(value, dict) or any(name not in value for name in needed):
                yield FieldError.of(f"{path}.currency", "fields_missing", fields=needed)
        case "date_time":
            if not isinstance(value, dict) or not value.get("fallback_value"):
                yield FieldError.of(f"{path}.date_time.fallback_value", "empty")
        case _:
            if not isinstance(value, dict):
                yield FieldError.of(f"{path}.{type_}", "not_an_object")


def _file_parameter(field: str, value: Any) -> Iterator[FieldError]:
    if not isinstance(value, dict) or sum(name in value for name in ("id", "link", MEDIA_ID)) != 1:
        yield FieldError.of(field, "give_one_of", fields=["id", "link", MEDIA_ID])
    elif "link" in value:
        yield from _url(f"{field}.link", str(value["link"]))
    elif MEDIA_ID in value and not _is_uuid(value[MEDIA_ID]):
        yield FieldError.of(f"{field}.{MEDIA_ID}", "not_a_file_id")


# --- what the rules are made of --------------------------------------------------------------


def _text(field: str, value: str, most: int) -> Iterator[FieldError]:
    if not value.strip():
        yield FieldError.of(field, "empty")
    elif len(value) > most:
        yield FieldError.of(field, "too_many_characters", most=most)


def _is_uuid(value: Any) -> bool:
    try:
        UUID(value)
    except (ValueError, TypeError, AttributeError):
        return False
    return True


def _optional(field: str, value: str | None, most: int, *, empty: bool = False) -> Iterator[FieldError]:
    if value is not None and not (empty and not value):
        yield from _text(field, value, most)


def _url(field: str, value: str) -> Iterator[FieldError]:
    if not is_web_address(value):
        yield FieldError.of(field, "not_a_web_address")
    elif len(value) > MAX_URL:
        yield FieldError.of(field, "too_many_characters", most=MAX_URL)


def _count(field: str, values: Sequence[Any], most: int) -> Iterator[FieldError]:
    if not 1 <= len(values) <= most:
        yield FieldError.of(field, "count_out_of_range", most=most)


def _distinct(values: Sequence[tuple[str, str]]) -> Iterator[FieldError]:
    seen: set[str] = set()
    for field, value in values:
        if value in seen:
            yield FieldError.of(field, "repeated")
        seen.add(value)


def _document(field: str, value: Any) -> Iterator[FieldError]:
    if len(json.dumps(value)) > _MAX_DOCUMENT_BYTES:
        yield FieldError.of(field, "too_many_bytes", most=_MAX_DOCUMENT_BYTES)


def _unstorable(value: Any, field: str, depth: int = _MAX_DEPTH) -> Iterator[FieldError]:
    """Yield what Python takes for JSON, and PostgreSQL or the provider does not, and what has no end.

    The rules of each kind bound what they name; this bounds all that they do not.
    """
    if depth == 0:
        yield FieldError.of(field, "too_deep", most=_MAX_DEPTH)
        return
    match value:
        case str() if "\0" in value or any("\ud800" <= char <= "\udfff" for char in value):
            yield FieldError.of(field, "not_storable")
        case str() if len(value) > _MAX_DOCUMENT_BYTES:
            yield FieldError.of(field, "too_many_characters", most=_MAX_DOCUMENT_BYTES)
        case int() if abs(value) > _MAX_INTEGER:
            yield FieldError.of(field, "not_between", least=-_MAX_INTEGER, most=_MAX_INTEGER)
        case float() if not isfinite(value):
            yield FieldError.of(field, "number_not_finite")
        case dict() | list() if len(value) > _MAX_ENTRIES:
            yield FieldError.of(field, "too_many_entries", most=_MAX_ENTRIES)
        case dict():
            for name, each in value.items():
                inner = f"{field}.{name}" if field else str(name)
                yield from _unstorable(str(name), field or "content", depth)
                yield from _unstorable(each, inner, depth - 1)
        case list():
            for index, each in enumerate(value):
                yield from _unstorable(each, f"{field}.{index}", depth - 1)


def _bare(mime_type: str) -> str:
    return mime_type.partition(";")[0].strip().lower()


def _field(document: Any, location: tuple[int | str, ...]) -> str:
    """Return a pydantic location without the names of the unions' members, which no request contains."""
    parts: list[str] = []
    inside = document
    # The first names the member of the union by kind; without a kind there is nothing more.
    for position, part in enumerate(location[1:], start=1):
        known = (isinstance(inside, dict) and part in inside) or (
            isinstance(inside, list) and isinstance(part, int) and part < len(inside)
        )
        if known:
            inside = inside[part]
        if known or position == len(location) - 1:
            parts.append(str(part))
    return ".".join(parts) or "kind"
