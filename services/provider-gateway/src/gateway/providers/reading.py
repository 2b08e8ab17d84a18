"""Tolerant reading of what providers report: each part as what it should be, or nothing.

The bounds of `atende_contracts.bounds` are kept here: what is returned fits into events, tables and indexes.
"""

import hashlib
import re
import unicodedata
from datetime import UTC, datetime, timedelta
from typing import Any, Final
from uuid import UUID

import msgspec

from atende_contracts.bounds import MAX_LINE, MAX_NAME, MAX_PROVIDER_ID

Json = dict[str, Any]

_ID: Final = re.compile(rf"[!-~]{{1,{MAX_PROVIDER_ID}}}")
_UNSHOWN: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp", "Zs"})
_JOINERS: Final = frozenset("\u200c\u200d") | {chr(tag) for tag in range(0xE0020, 0xE0080)}
"""Persian names, families and some flags among the emoji are spelled with them."""
_MAX_DEPTH: Final = 64
"""What is nested deeper cannot be written as an event; it is kept as text."""
_MAX_DETAILS: Final = 4096
"""Bytes of what a provider reports about prices and conversations."""
_EARLIEST: Final = datetime(2009, 1, 1, tzinfo=UTC)
_CLOCK_SKEW: Final = timedelta(minutes=10)


def get(value: Any, name: str) -> Any:
    """Return a part of an object; None also of what is no object."""
    return value.get(name) if isinstance(value, dict) else None


def items(value: Any) -> list[Any]:
    """Return a list's items; none of what is no list."""
    return value if isinstance(value, list) else []


def text(value: Any) -> str | None:
    """Return a text that is not empty, of any length."""
    return value if isinstance(value, str) and value else None


def line(value: Any, most: int = MAX_LINE) -> str | None:
    """Return the first ``most`` characters of a text that is not empty."""
    return value[:most] if isinstance(value, str) and value else None


def provider_id(value: Any) -> str | None:
    """Return an id of the provider's; None for what cannot be one."""
    return value if isinstance(value, str) and _ID.fullmatch(value) else None


def name_of(value: Any) -> str | None:
    """Return what a person calls themselves as one line that shows as it is written.

    Line breaks, controls and marks that turn the direction of what follows become spaces: names stand
    in lists, files and logs.
    """
    if not isinstance(value, str):
        return None
    if value.isascii() and value.isprintable():
        return " ".join(value[: 2 * MAX_NAME].split())[:MAX_NAME] or None
    shown = "".join(
        " " if unicodedata.category(char) in _UNSHOWN and char not in _JOINERS else char
        for char in value[: 2 * MAX_NAME]
    )
    return " ".join(shown.split())[:MAX_NAME] or None


def uuid(value: Any) -> UUID | None:
    """Return an id of ours that the provider echoes."""
    try:
        return UUID(value)
    except (ValueError, TypeError, AttributeError):
        return None


def time(value: Any) -> datetime:
    """Return the provider's time (seconds, as text); ours, when it is unreadable or cannot be."""
    now = datetime.now(UTC)
    try:
        at = datetime.fromtimestamp(int(value), UTC)
    except (ValueError, TypeError, OverflowError, OSError):
        return now
    return at if _EARLIEST <= at <= now + _CLOCK_SKEW else now


def details(value: Any) -> Json | None:
    """Return a small object as it is."""
    return value if isinstance(value, dict) and fits(value, _MAX_DETAILS) else None


def digest(value: Any) -> str:
    """Return what stands for a value among others."""
    return hashlib.sha256(msgspec.json.encode(value, order="deterministic")).hexdigest()[:32]


def fits(value: Any, most: int) -> bool:
    """Tell whether a value has ``most`` bytes as JSON, and not too many levels."""
    encoded = msgspec.json.encode(value)
    if len(encoded) > most:
        return False
    return encoded.count(b"{") + encoded.count(b"[") <= _MAX_DEPTH or _is_shallow(value, _MAX_DEPTH)


def bounded(raw: Json, most: int) -> Json:
    """Return an object as it is, or its beginning as text when it does not fit."""
    if fits(raw, most):
        return raw
    # Quotes are escaped once more where this is written, which may double its length.
    return {"truncated": True, "json": msgspec.json.encode(raw)[: most // 2].decode(errors="ignore")}


def _is_shallow(value: Any, depth: int) -> bool:
    if isinstance(value, dict):
        value = list(value.values())
    if not isinstance(value, list):
        return True
    return depth > 0 and all(_is_shallow(item, depth - 1) for item in value)
