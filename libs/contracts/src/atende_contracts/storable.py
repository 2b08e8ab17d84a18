"""JSON that can be kept and passed on: by PostgreSQL, by every client, and by the provider."""

import re
from collections.abc import Iterator
from math import isfinite
from typing import Any, Final

from atende_contracts.field_errors import FieldError

_NOT_STORABLE: Final = re.compile("[\x00\ud800-\udfff]")
"""What PostgreSQL does not keep, and halves of surrogate pairs, which JSON can carry and UTF-8 cannot."""
MAX_CHARS: Final = 32 * 1024
_MAX_DEPTH: Final = 16
_MAX_ENTRIES: Final = 1000
_MAX_INTEGER: Final = 2**53 - 1
"""Beyond it JSON's readers do not agree (RFC 8259, section 6)."""


def is_storable(text: str) -> bool:
    """Tell whether PostgreSQL and UTF-8 can hold a text."""
    return _NOT_STORABLE.search(text) is None


def unstorable(value: Any, field: str = "", depth: int = _MAX_DEPTH) -> Iterator[FieldError]:
    """Yield what Python takes for JSON, and PostgreSQL or the provider does not, and what has no end.

    The rules of each kind bound what they name; this bounds all that they do not.
    """
    if depth == 0:
        yield FieldError.of(field, "too_deep", most=_MAX_DEPTH)
        return
    match value:
        case str() if not is_storable(value):
            yield FieldError.of(field, "not_storable")
        case str() if len(value) > MAX_CHARS:
            yield FieldError.of(field, "too_many_characters", most=MAX_CHARS)
        case int() if abs(value) > _MAX_INTEGER:
            yield FieldError.of(field, "not_between", least=-_MAX_INTEGER, most=_MAX_INTEGER)
        case float() if not isfinite(value):
            yield FieldError.of(field, "number_not_finite")
        case dict() | list() if len(value) > _MAX_ENTRIES:
            yield FieldError.of(field, "too_many_entries", most=_MAX_ENTRIES)
        case dict():
            for name, each in value.items():
                inner = f"{field}.{name}" if field else str(name)
                yield from unstorable(str(name), field or "content", depth)
                yield from unstorable(each, inner, depth - 1)
        case list():
            for index, each in enumerate(value):
                yield from unstorable(each, f"{field}.{index}", depth - 1)
