"""JSON as the Graph API sends it, and its errors, which answers and status webhooks have in common."""

import json
from math import isfinite
from typing import Any, Final

import msgspec

from atende_contracts.event import ProviderError
from gateway.domain.errors import OWN_ERROR, Rule, rule_of

_MAX_CODE: Final = 2**31 - 1


def decode(body: bytes) -> Any:
    """Decode JSON into what UTF-8 and PostgreSQL can hold. Raises ``ValueError``.

    A cut-off emoji leaves half a surrogate pair, which strict decoders refuse together with all else.
    """
    try:
        try:
            document = msgspec.json.decode(body)
        except (msgspec.DecodeError, UnicodeDecodeError):
            document = _scrub(json.loads(body.decode(errors="replace")))
        return _scrub(document) if b"\\u0000" in body else document
    except RecursionError:
        raise ValueError("nested too deeply") from None


def printable(text: str) -> str:
    """Return the text without what cannot be stored."""
    return text.encode("utf-8", "replace").decode().replace("\x00", "\N{REPLACEMENT CHARACTER}")


def _scrub(value: Any) -> Any:
    if isinstance(value, str):
        return printable(value)
    if isinstance(value, float) and not isfinite(value):
        return None  # JSON knows neither NaN nor numbers without end, but Python's decoder does.
    if isinstance(value, list):
        return [_scrub(item) for item in value]
    if isinstance(value, dict):
        return {printable(name): _scrub(item) for name, item in value.items()}
    return value


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
