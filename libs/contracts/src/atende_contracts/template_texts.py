"""What a message made of a template says, as its recipient reads it."""

import re
from collections.abc import Iterable
from typing import Any, Final

from atende_contracts.bounds import MAX_INBOUND_TEXT

Json = dict[str, Any]

VARIABLE: Final = re.compile(r"\{\{\s*([^{}]*?)\s*\}\}")
"""A place in a text that a message fills in: a number or a name between braces."""
_SHOWN: Final = ("HEADER", "BODY", "FOOTER")


def text_of(template: Iterable[Any], given: Iterable[Any]) -> str | None:
    """Return the text of a message: header, body and footer, filled in with what the message gives.

    ``template`` are the template's components, ``given`` those of the message. None without any text.
    """
    texts = {_type(part): part["text"] for part in _objects(template) if isinstance(part.get("text"), str)}
    values = {_type(part): _values(part.get("parameters")) for part in _objects(given)}
    shown = [_filled(texts[kind], values.get(kind, {})) for kind in _SHOWN if kind in texts]
    return "\n\n".join(shown)[:MAX_INBOUND_TEXT] or None


def _filled(text: str, values: dict[str, str]) -> str:
    return VARIABLE.sub(lambda variable: values.get(variable[1], variable[0]), text)


def _values(parameters: Any) -> dict[str, str]:
    """Return what parameters say, by their name or number."""
    values: dict[str, str] = {}
    for number, parameter in enumerate(_objects(parameters), start=1):
        name = parameter.get("parameter_name")
        value = parameter.get("text")
        if not isinstance(value, str):  # An amount or a date has a fallback text.
            detail = parameter.get(str(parameter.get("type")))
            value = detail.get("fallback_value") if isinstance(detail, dict) else None
        if isinstance(value, str):
            values[name if isinstance(name, str) else str(number)] = value
    return values


def _type(part: Json) -> str:
    return str(part.get("type")).upper()


def _objects(value: Any) -> list[Json]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []
