"""Reads an outgoing `template` section against the registered template, and renders it for the page."""

import re
from collections.abc import Mapping
from typing import Any

from atende_sandbox.simulator.fields import Content, need, objects
from atende_sandbox.simulator.graph_errors import GraphError
from atende_sandbox.simulator.numbers import Template

PLACEHOLDER = re.compile(r"\{\{\s*([^{}\s]+)\s*\}\}")
MAX_BODY = 1024
MEDIA_HEADERS = frozenset({"IMAGE", "VIDEO", "DOCUMENT", "LOCATION"})
REFUSED_STATUSES = {"PAUSED": 132015, "DISABLED": 132016}
USABLE_STATUSES = frozenset({"APPROVED", "FLAGGED", "LIMIT_EXCEEDED"})

Json = dict[str, Any]


def read_template(
    section: Json, templates: Mapping[tuple[str, str], Template], *, has_phone: bool
) -> Content:
    """Without registered templates every template is good. Raises GraphError with the code Meta answers."""
    name = need(section.get("name"), "template['name']", 512)
    language = section.get("language")
    code = need(language.get("code") if isinstance(language, dict) else None, "template['language']['code']")
    components = objects(section.get("components") or [], "template['components']")
    given = _parameters(components, "body")
    content = Content(f"{name} [{code}] {' | '.join(map(_value, given))}".rstrip(), "marketing")
    if not templates:
        return content
    template = templates.get((name, code))
    if template is None or template.status.upper() not in USABLE_STATUSES | REFUSED_STATUSES.keys():
        raise GraphError(132001, f"template name ({name}) does not exist in {code}")
    refused = REFUSED_STATUSES.get(template.status.upper())
    if refused is not None:
        raise GraphError(refused, f"template ({name})")
    content.category = template.category.lower()
    if content.category == "authentication" and not has_phone:
        raise GraphError(131062, "Authentication templates need a phone number")
    _fill(template, components, content)
    return content


def _fill(template: Template, components: list[Json], content: Content) -> None:
    lines = []
    for component in template.components:
        kind = str(component.get("type", "")).upper()
        text = str(component.get("text", ""))
        if kind == "HEADER":
            lines.append(_header(component, _parameters(components, "header")))
        elif kind == "BODY":
            body = _hydrate(text, _parameters(components, "body"), "body")
            if len(body) > MAX_BODY:
                raise GraphError(132005, f"body: hydrated text of {len(body)} characters, at most {MAX_BODY}")
            lines.append(body)
        elif kind == "FOOTER":
            lines.append(text)
        elif kind == "BUTTONS":
            content.options = _buttons(objects(component.get("buttons") or [], "buttons"), components)
    content.rendered = "\n".join(filter(None, lines)) or None


def _header(component: Json, given: list[Json]) -> str:
    shape = str(component.get("format", "TEXT")).upper()
    if shape not in MEDIA_HEADERS:
        return _hydrate(str(component.get("text", "")), given, "header")
    if len(given) != 1:
        raise GraphError(
            132012,
            f"header: Format mismatch, expected {shape}, received {len(given)} parameters",
        )
    received = str(given[0].get("type", "")).upper()
    if received != shape:
        raise GraphError(132012, f"header: Format mismatch, expected {shape}, received {received}")
    return f"[{shape.lower()}]"


def _hydrate(text: str, given: list[Json], where: str) -> str:
    """Put the values in by position, or by name when the template names its parameters."""
    wanted = list(dict.fromkeys(PLACEHOLDER.findall(text)))
    if len(wanted) != len(given):
        raise GraphError(
            132000,
            f"{where}: number of localizable_params ({len(given)}) does not match the expected number of"
            f" params ({len(wanted)})",
        )
    if not wanted:
        return text
    if wanted[0].isdigit():
        ordered = sorted(wanted, key=lambda name: int(name) if name.isdigit() else 0)
        values = dict(zip(ordered, map(_value, given), strict=True))
    else:
        values = {str(parameter.get("parameter_name")): _value(parameter) for parameter in given}
        missing = [name for name in wanted if name not in values]
        if missing:
            raise GraphError(132012, f"{where}: parameter_name {missing[0]} is missing")
    if any(not value for value in values.values()):
        raise GraphError(131008, f"{where}: Parameter of type text is missing text value")
    return PLACEHOLDER.sub(lambda match: values[match[1]], text)


def _buttons(buttons: list[Json], components: list[Json]) -> list[dict[str, str]]:
    payloads = {
        str(component.get("index")): next(iter(objects(component.get("parameters") or [], "parameters")), {})
        for component in components
        if str(component.get("type", "")).lower() == "button"
    }
    options = []
    for position, button in enumerate(buttons):
        title = str(button.get("text", ""))
        given = payloads.get(str(position), {})
        kind = str(button.get("type", "")).upper()
        if kind == "QUICK_REPLY":
            payload = str(given.get("payload") or title)
            options.append({"kind": "quick_reply", "id": payload, "title": title})
        elif kind == "URL":
            url = str(button.get("url", ""))
            if PLACEHOLDER.search(url) and not given:
                raise GraphError(131008, f"buttons: Button at index {position} requires a parameter")
            url = PLACEHOLDER.sub(lambda _, given=given: _value(given), url)  # type: ignore[misc]
            options.append({"kind": "url", "id": url, "title": title})
        else:
            options.append({"kind": kind.lower(), "id": title, "title": title or kind.title()})
    return options


def _parameters(components: list[Json], kind: str) -> list[Json]:
    return [
        parameter
        for component in components
        if str(component.get("type", "")).lower() == kind
        for parameter in objects(component.get("parameters") or [], "template['components']['parameters']")
    ]


def _value(parameter: Json) -> str:
    if parameter.get("type") in ("currency", "date_time"):
        return str((parameter.get(parameter["type"]) or {}).get("fallback_value", ""))
    return str(parameter.get("text", parameter.get("type", "")))
