"""Content with ``{{name}}`` in it becomes the content of one recipient.

``{{name}}``, ``{{first_name}}``, ``{{phone}}`` and any custom field of the contact are known;
``{{name|friend}}`` gives a fallback. A placeholder without a value is an error of that recipient:
it is better to skip one person than to greet them with a hole.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

from atende_contracts.event import Party

MAX_TEXT: Final = 4096
"""WhatsApp's limit for the body of a text message."""

_PLACEHOLDER: Final = re.compile(r"\{\{\s*([^{}|]{1,100}?)\s*(?:\|([^{}]{0,200}))?\}\}")


class CannotRender(ValueError):
    """This recipient's message cannot be made; the text says why."""


def has_placeholders(content: Any) -> bool:
    """Tell whether the content differs from recipient to recipient."""
    if isinstance(content, str):
        return _PLACEHOLDER.search(content) is not None
    if isinstance(content, dict):
        return any(has_placeholders(value) for value in content.values())
    if isinstance(content, list):
        return any(has_placeholders(value) for value in content)
    return False


def variables(party: Party, custom_fields: Mapping[str, str]) -> dict[str, str]:
    """Return what placeholders may stand for."""
    name = (party.name or "").strip()
    own = {
        "name": name,
        "first_name": name.split(" ", 1)[0],
        "phone": party.phone or (f"+{party.wa_id}" if party.wa_id else ""),
    }
    return {**custom_fields, **own}


def render(content: Any, values: Mapping[str, str]) -> Any:
    """Return the content with every placeholder replaced. Raises `CannotRender`."""
    if isinstance(content, str):
        return _PLACEHOLDER.sub(lambda match: _value_of(match, values), content)
    if isinstance(content, dict):
        return {key: render(value, values) for key, value in content.items()}
    if isinstance(content, list):
        return [render(value, values) for value in content]
    return content


def render_message(content: dict[str, Any], values: Mapping[str, str]) -> dict[str, Any]:
    """Return one recipient's content. Raises `CannotRender`, also when it became too long."""
    rendered: dict[str, Any] = render(content, values)
    if len(rendered.get("body", "")) > MAX_TEXT:
        raise CannotRender(f"the text is longer than {MAX_TEXT} characters")
    return rendered


def _value_of(match: re.Match[str], values: Mapping[str, str]) -> str:
    value = values.get(match[1], "").strip() or (match[2] or "").strip()
    if not value:
        raise CannotRender(f"no value for {{{{{match[1]}}}}}")
    return value
