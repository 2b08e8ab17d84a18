"""What WhatsApp takes: lengths, counts and formats, checked before anything leaves.

    for problem in problems(content): print(problem.field, problem.message)
    content = read_content(document)  # raises ContentInvalid

The numbers are Meta's (message, media and template references). They are rules and not types: a limit
that Meta moves must not become a new version of an event, and an event already written must be read as
failed and not be unreadable. Each kind's rules have a file of their own.
"""

import json
from collections.abc import Iterator, Sequence
from typing import Any, Final

from pydantic import TypeAdapter, ValidationError

from atende_contracts.content import (
    ContactsContent,
    InteractiveContent,
    LocationContent,
    MessageContent,
    ReactionContent,
)
from atende_contracts.event import MediaContent, TemplateContent, TextContent
from atende_contracts.field_errors import FieldError
from atende_contracts.limits.interactive import MAX_BODY, MAX_FOOTER, interactive
from atende_contracts.limits.media import (
    FILE_TYPES,
    MAX_FILENAME,
    MEDIA,
    MEDIA_ID,
    MediaKind,
    file_problems,
    media_problems,
    of_known_file,
)
from atende_contracts.limits.rules import (
    MAX_DOCUMENT_BYTES,
    MAX_HEADER,
    MAX_ID,
    MAX_TEXT,
    MAX_URL,
    count,
    is_web_address,
    optional,
    text,
)
from atende_contracts.limits.templates import MAX_COUPON, MAX_TEMPLATE_BUTTONS, fits_parameter, template
from atende_contracts.storable import unstorable
from atende_contracts.type_errors import field_error

__all__ = [
    "FILE_TYPES",
    "MAX_BODY",
    "MAX_CAPTION",
    "MAX_COUPON",
    "MAX_FILENAME",
    "MAX_FOOTER",
    "MAX_HEADER",
    "MAX_ID",
    "MAX_TEMPLATE_BUTTONS",
    "MAX_TEXT",
    "MAX_URL",
    "MEDIA",
    "MEDIA_ID",
    "ContentInvalid",
    "MediaKind",
    "file_problems",
    "fits_parameter",
    "is_web_address",
    "of_known_file",
    "problems",
    "read_content",
]

MAX_CAPTION: Final = 1024
MAX_CONTACTS: Final = 257
_MAX_LINE: Final = 1000  # Names and addresses, of which Meta names no limit.


class ContentInvalid(ValueError):
    """The content cannot be sent; ``problems`` says why, one at least."""

    def __init__(self, problems: Sequence[FieldError]) -> None:
        super().__init__(f"{problems[0].field}: {problems[0].message}")
        self.problems = problems


_CONTENT: Final[TypeAdapter[MessageContent]] = TypeAdapter(MessageContent)


def read_content(document: Any) -> MessageContent:
    """Return the content that a request describes. Raises `ContentInvalid`, also for unknown fields."""
    unreadable = list(unstorable(document))
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
    unreadable = list(unstorable(content.model_dump()))
    if unreadable:
        yield from unreadable
        return
    match content:
        case TextContent():
            yield from text("body", content.body, MAX_TEXT)
        case TemplateContent():
            yield from template(content)
        case MediaContent():
            yield from _media_message(content)
        case InteractiveContent():
            yield from interactive(content)
        case LocationContent():
            yield from _location(content)
        case ContactsContent():
            yield from _contacts(content)
        case ReactionContent():
            yield from text("message_id", content.message_id, MAX_ID)
            yield from optional("emoji", content.emoji, 16, empty=True)


def _media_message(content: MediaContent) -> Iterator[FieldError]:
    yield from media_problems("media", content.media_type, content.media)
    if content.caption is not None and content.media_type in ("audio", "sticker"):
        yield FieldError.of("caption", "caption_of_kind", kind=content.media_type)
    yield from optional("caption", content.caption, MAX_CAPTION)


def _location(content: LocationContent) -> Iterator[FieldError]:
    for field, value, most in (("latitude", content.latitude, 90), ("longitude", content.longitude, 180)):
        if not -most <= value <= most:
            yield FieldError.of(field, "not_between", least=-most, most=most)
    yield from optional("name", content.name, _MAX_LINE)
    yield from optional("address", content.address, _MAX_LINE)
    if content.address is not None and content.name is None:
        yield FieldError.of("name", "address_without_name")


def _contacts(content: ContactsContent) -> Iterator[FieldError]:
    yield from count("contacts", content.contacts, MAX_CONTACTS)
    for index, card in enumerate(content.contacts):
        field = f"contacts.{index}"
        yield from text(f"{field}.name.formatted_name", card.name.formatted_name, _MAX_LINE)
        if not any(card.name.model_dump(exclude={"formatted_name"}).values()):
            yield FieldError.of(f"{field}.name", "name_part_missing")
        for place, phone in enumerate(card.phones):
            yield from text(f"{field}.phones.{place}.phone", phone.phone, 40)
        for place, email in enumerate(card.emails):
            yield from text(f"{field}.emails.{place}.email", email.email, 254)
        for place, url in enumerate(card.urls):
            yield from text(f"{field}.urls.{place}.url", url.url, MAX_URL)
    if len(json.dumps(content.model_dump())) > 16 * MAX_DOCUMENT_BYTES:
        yield FieldError.of("contacts", "too_much_text")


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
