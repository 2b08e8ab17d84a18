"""JSON as the Graph API sends it, and its errors, which answers and status webhooks have in common."""

import json
from collections.abc import Iterable
from math import isfinite
from typing import Any, Final

import msgspec

from atende_contracts.event import ProviderError
from gateway.domain.errors import OWN_ERROR
from gateway.providers.cloud.errors import Rule, rule_of

_MAX_CODE: Final = 2**31 - 1
_MAX_DEPTH: Final = 500


def decode(body: bytes) -> Any:
    """Decode JSON into what UTF-8 and PostgreSQL can hold. Raises ``ValueError``.

    A cut-off emoji leaves half a surrogate pair, which strict decoders refuse together with all else.
    """
    try:
        try:
            document = msgspec.json.decode(body)
            strict = b"\\u0000" not in body
        except (msgspec.DecodeError, UnicodeDecodeError):
            document, strict = json.loads(body.decode(errors="replace")), False
    except RecursionError:
        raise ValueError("nested too deeply") from None
    return document if strict and _is_shallow(document, body) else _scrub(document)


def _is_shallow(document: Any, body: bytes) -> bool:
    """Tell whether all of it can be encoded again, by a caller that is itself some calls deep."""
    if body.count(b"{") + body.count(b"[") <= _MAX_DEPTH:
        return True
    level = [document]
    for _ in range(_MAX_DEPTH):
        level = [part for inside in level if isinstance(inside, dict | list) for part in _parts(inside)]
        if not level:
            return True
    return False


def _parts(inside: dict[str, Any] | list[Any]) -> Iterable[Any]:
    return inside.values() if isinstance(inside, dict) else inside


def printable(text: str) -> str:
    """Return the text without what cannot be stored."""
    return text.encode("utf-8", "replace").decode().replace("\x00", "\N{REPLACEMENT CHARACTER}")


def _scrub(document: Any) -> Any:
    """Make a document storable in place, level by level: recursion ends before the document does."""
    whole = [document]
    level: list[dict[str, Any] | list[Any]] = [whole]
    for depth in range(_MAX_DEPTH + 1):
        inner: list[dict[str, Any] | list[Any]] = []
        for inside in level:
            if isinstance(inside, dict):
                pairs = list(inside.items())
                inside.clear()
                inside.update((printable(name), _storable(part, depth)) for name, part in pairs)
            else:
                inside[:] = [_storable(part, depth) for part in inside]
            inner += [part for part in _parts(inside) if isinstance(part, dict | list)]
        level = inner
    return whole[0]


def _storable(part: Any, depth: int) -> Any:
    if isinstance(part, str):
        return printable(part)
    if isinstance(part, float) and not isfinite(part):
        return None  # JSON knows neither NaN nor numbers without end, but Python's decoder does.
    if depth == _MAX_DEPTH and isinstance(part, dict | list):
        return "nested too deeply"
    return part


def read_error(error: dict[str, Any], *, rule: Rule | None = None) -> ProviderError:
    """Return an error in our words. Its ``code`` decides, never its title or the HTTP status.

    ``rule`` is given by who knows more of it than its code.
    """
    number, data = error.get("code"), error.get("error_data")
    code = number if isinstance(number, int) and abs(number) <= _MAX_CODE else OWN_ERROR
    details = (data.get("details") if isinstance(data, dict) else None) or error.get("error_user_msg")
    title = error.get("title") or error.get("message") or "Unknown error"
    return ProviderError(
        code=code,
        title=str(title)[:500],
        details=str(details)[:1000] if details else None,
        reason=(rule or rule_of(code)).reason,
    )
