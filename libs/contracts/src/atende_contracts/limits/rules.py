"""What the limits are made of: numbers that several kinds share, and a rule for each kind of value."""

import json
from collections.abc import Iterator, Sequence
from typing import Any, Final
from urllib.parse import urlsplit

from atende_contracts.field_errors import FieldError

MAX_TEXT: Final = 4096
MAX_URL: Final = 2000
MAX_ID: Final = 256
MAX_HEADER: Final = 60
MAX_DOCUMENT_BYTES: Final = 32 * 1024


def text(field: str, value: str, most: int) -> Iterator[FieldError]:
    if not value.strip():
        yield FieldError.of(field, "empty")
    elif len(value) > most:
        yield FieldError.of(field, "too_many_characters", most=most)


def optional(field: str, value: str | None, most: int, *, empty: bool = False) -> Iterator[FieldError]:
    if value is not None and not (empty and not value):
        yield from text(field, value, most)


def is_web_address(value: str) -> bool:
    """Tell whether WhatsApp may fetch or open it."""
    try:
        parts = urlsplit(value)
        good = parts.scheme in ("http", "https") and bool(parts.hostname)
    except ValueError:
        return False
    return good and not any(char.isspace() for char in value)


def url(field: str, value: str) -> Iterator[FieldError]:
    if not is_web_address(value):
        yield FieldError.of(field, "not_a_web_address")
    elif len(value) > MAX_URL:
        yield FieldError.of(field, "too_many_characters", most=MAX_URL)


def count(field: str, values: Sequence[Any], most: int) -> Iterator[FieldError]:
    if not 1 <= len(values) <= most:
        yield FieldError.of(field, "count_out_of_range", most=most)


def distinct(values: Sequence[tuple[str, str]]) -> Iterator[FieldError]:
    seen: set[str] = set()
    for field, value in values:
        if value in seen:
            yield FieldError.of(field, "repeated")
        seen.add(value)


def document(field: str, value: Any) -> Iterator[FieldError]:
    if len(json.dumps(value)) > MAX_DOCUMENT_BYTES:
        yield FieldError.of(field, "too_many_bytes", most=MAX_DOCUMENT_BYTES)
