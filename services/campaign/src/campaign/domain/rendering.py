"""Content with ``{{name}}`` in it becomes the content of one recipient.

``{{name}}``, ``{{first_name}}``, ``{{phone}}`` and any custom field of the contact are known;
``{{name|friend}}`` gives a fallback. A placeholder without a value, or with one that makes the message
something that WhatsApp refuses, is an error of that recipient: it is better to skip one person than to
greet them with a hole.

A campaign's content is taken apart once (`Message`), as a million recipients are made of it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from json import dumps
from json.encoder import encode_basestring as quoted
from typing import Any, Final

from atende_contracts.field_errors import Invalid
from atende_contracts.limits import (
    MAX_CAPTION,
    MAX_COUPON,
    MAX_FILENAME,
    MAX_HEADER,
    MAX_ID,
    MAX_TEXT,
    MAX_URL,
    fits_parameter,
    is_web_address,
)

_PLACEHOLDER: Final = re.compile(r"\{\{\s*([^{}|]{1,100}?)\s*(?:\|([^{}]{0,200}))?\}\}")
OWN: Final = frozenset({"name", "first_name", "phone"})
"""The variables that every contact has; all others are custom fields."""


class CannotRender(Invalid):
    """This recipient's message cannot be made; the code and its parameters say why, and of which variable."""


def variables(name: str | None, phone: str | None, custom_fields: Mapping[str, str]) -> dict[str, str]:
    """Return what placeholders may stand for. Any white space ends the first name."""
    words = (name or "").split()
    first_name = words[0] if words else ""
    return {**custom_fields, "name": (name or "").strip(), "first_name": first_name, "phone": phone or ""}


@dataclass(frozen=True, slots=True)
class _Text:
    """A string of the content that has placeholders, and what WhatsApp demands of it."""

    literals: tuple[str, ...]
    """What stands before, between and behind the holes."""
    holes: tuple[tuple[str, str], ...]
    """The variables with their fallbacks."""
    label: str
    most: int
    is_parameter: bool
    is_address: bool

    def render(self, values: Mapping[str, str]) -> str:
        parts = [self.literals[0]]
        for index, (name, fallback) in enumerate(self.holes, start=1):
            value = values.get(name, "").strip() or fallback
            if not value:
                raise CannotRender("value_missing", name=name)
            if self.is_parameter and not fits_parameter(value):
                raise CannotRender("value_unfit", name=name)
            parts += (value, self.literals[index])
        text = "".join(parts)
        if len(text) > self.most:
            raise CannotRender("part_too_long", part=self.label, variables=self._names, most=self.most)
        if self.is_address and not is_web_address(text):
            raise CannotRender("part_no_web_address", part=self.label, variables=self._names)
        return text

    @property
    def _names(self) -> str:
        return ", ".join(dict.fromkeys(f"{{{{{name}}}}}" for name, _ in self.holes))

    def stand_in(self) -> str:
        """Return a text that is right wherever the literals are."""
        address = self.is_address and not self.literals[0]
        return "x".join(self.literals) if not address else "https://x" + "x".join(self.literals[1:])


class Message:
    """An `OutboundContent` with placeholders, taken apart once so that rendering it costs microseconds."""

    def __init__(self, content: Mapping[str, Any]) -> None:
        self._content = content
        self.is_template = content.get("kind") == "template"
        self._pieces: list[str] = []
        self._texts: list[_Text] = []
        for piece in _take_apart(content, "", str(content.get("kind", "message"))):
            if isinstance(piece, _Text):
                self._texts.append(piece)
                self._pieces.append("")
            elif self._pieces and len(self._pieces) % 2 == 1:
                self._pieces[-1] += piece
            else:
                self._pieces.append(piece)
        self.needs_custom_fields = any(name not in OWN for text in self._texts for name, _ in text.holes)

    @property
    def variables(self) -> frozenset[str]:
        """What its placeholders name."""
        return frozenset(name for text in self._texts for name, _ in text.holes)

    @property
    def personal(self) -> bool:
        """Whether it differs from recipient to recipient."""
        return bool(self._texts)

    def render(self, values: Mapping[str, str]) -> str:
        """Return one recipient's content, as JSON. Raises `CannotRender`."""
        pieces = self._pieces.copy()
        for index, text in enumerate(self._texts):
            pieces[2 * index + 1] = quoted(text.render(values))
        return "".join(pieces)

    def stand_in(self) -> Any:
        """Return the content with values that fit, to be checked before any recipient is known."""
        return _with_stand_ins(self._content)


def _take_apart(value: Any, key: str, part: str) -> Iterator[str | _Text]:
    """Yield JSON, with a `_Text` wherever a string differs by recipient; ``part`` is what it is a part of."""
    match value:
        case str():
            yield _text(value, key, part) or quoted(value)
        case dict():
            inner = str(value["type"]).lower() if "type" in value and key == "components" else part
            for number, (name, each) in enumerate(value.items()):
                yield f"{',' if number else '{'}{quoted(str(name))}:"
                yield from _take_apart(each, str(name), inner)
            yield "}" if value else "{}"
        case list():
            for number, each in enumerate(value):
                yield "," if number else "["
                yield from _take_apart(each, key, part)
            yield "]" if value else "[]"
        case _:
            yield dumps(value)


def _text(value: str, key: str, part: str) -> _Text | None:
    literals, holes, end = [], [], 0
    for match in _PLACEHOLDER.finditer(value):
        literals.append(value[end : match.start()])
        holes.append((match[1], (match[2] or "").strip()))
        end = match.end()
    if not holes:
        return None
    most = {
        "caption": MAX_CAPTION,
        "filename": MAX_FILENAME,
        "payload": MAX_ID,
        "coupon_code": MAX_COUPON,
        "url": MAX_URL,
        "link": MAX_URL,
    }.get(key, MAX_TEXT)
    is_parameter = key == "text"
    if is_parameter:
        most = {"header": MAX_HEADER, "button": MAX_URL}.get(part, MAX_TEXT)
    label = f"{part}'s {key}" if key not in ("body", "caption") else key
    return _Text(
        (*literals, value[end:]), tuple(holes), label, most, is_parameter, is_address=key in ("url", "link")
    )


def _with_stand_ins(value: Any, key: str = "") -> Any:
    match value:
        case str():
            text = _text(value, key, "")
            return text.stand_in() if text else value
        case dict():
            return {name: _with_stand_ins(each, str(name)) for name, each in value.items()}
        case list():
            return [_with_stand_ins(each, key) for each in value]
        case _:
            return value
