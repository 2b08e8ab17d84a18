"""Templates: which components a message may fill in, and with what."""

import re
from collections.abc import Iterator
from typing import Any, Final
from uuid import UUID

from atende_contracts.event import TemplateContent
from atende_contracts.field_errors import FieldError
from atende_contracts.limits.media import MEDIA_ID
from atende_contracts.limits.rules import MAX_HEADER, MAX_ID, MAX_TEXT, MAX_URL, distinct, document, text, url

MAX_COUPON: Final = 15
MAX_TEMPLATE_BUTTONS: Final = 10
_UNFIT_PARAMETER: Final = re.compile(r"[\n\r\t]| {5}")
_PARAMETERS: Final = frozenset(
    {"text", "currency", "date_time", "image", "video", "document", "location", "payload", "coupon_code"}
    | {"action", "limited_time_offer"}
)
_BUTTONS: Final[dict[str, str]] = {
    "quick_reply": "payload",
    "url": "text",
    "copy_code": "coupon_code",
    "flow": "action",
}
"""The kinds of template buttons that take a parameter, and the kind of parameter each takes."""
_COMPONENTS: Final = frozenset({"header", "body", "button", "limited_time_offer", "carousel"})


def template(content: TemplateContent) -> Iterator[FieldError]:
    if not (1 <= len(content.name) <= 512 and set(content.name) <= _NAME):
        yield FieldError.of("name", "bad_template_name")
    yield from text("language", content.language, 16)
    if len(content.components) > 20:
        yield FieldError.of("components", "too_many_components", most=20)
        return
    too_deep = list(document("components", content.components))
    if too_deep:
        yield from too_deep
        return
    places: list[tuple[str, str]] = []
    for index, component in enumerate(content.components):
        field = f"components.{index}"
        kind = str(component.get("type", "")).lower()
        if kind not in _COMPONENTS:
            yield FieldError.of(f"{field}.type", "not_one_of", values=sorted(_COMPONENTS))
            continue
        if kind == "button":
            yield from _template_button(field, component)
        elif kind == "carousel":
            if not isinstance(component.get("cards"), list):
                yield FieldError.of(f"{field}.cards", "cards_missing")
            continue
        else:
            yield from _parameters(field, kind, component.get("parameters", []))
        place = f"{kind} {component.get('index')}" if kind == "button" else kind
        places.append((f"{field}.{'index' if kind == 'button' else 'type'}", place))
    yield from distinct(places)


_NAME: Final = frozenset("abcdefghijklmnopqrstuvwxyz0123456789_")


def _template_button(field: str, component: dict[str, Any]) -> Iterator[FieldError]:
    index = str(component.get("index", ""))
    if not (index.isascii() and index.isdigit() and int(index) < MAX_TEMPLATE_BUTTONS):
        yield FieldError.of(f"{field}.index", "not_within", least=0, most=MAX_TEMPLATE_BUTTONS - 1)
    sub_type = str(component.get("sub_type", "")).lower()
    takes = _BUTTONS.get(sub_type)
    if takes is None:
        yield FieldError.of(f"{field}.sub_type", "not_one_of", values=sorted(_BUTTONS))
        return
    parameters = component.get("parameters", [])
    if sub_type != "flow" and not parameters:
        yield FieldError.of(f"{field}.parameters", "button_parameter_missing", kind=sub_type)
        return
    yield from _parameters(field, "button", parameters, takes=takes)


def _parameters(field: str, kind: str, parameters: Any, *, takes: str | None = None) -> Iterator[FieldError]:
    if not isinstance(parameters, list):
        yield FieldError.of(f"{field}.parameters", "not_a_list")
        return
    if takes is not None and len(parameters) > 1:
        yield FieldError.of(f"{field}.parameters", "button_parameters")
    for index, parameter in enumerate(parameters):
        path = f"{field}.parameters.{index}"
        if not isinstance(parameter, dict):
            yield FieldError.of(path, "not_an_object")
            continue
        type_ = str(parameter.get("type", "")).lower()
        allowed = {takes} if takes is not None else _PARAMETERS
        # A quick reply's payload has been written as a text, too, and Meta takes both.
        if type_ not in allowed and not (takes == "payload" and type_ == "text"):
            yield FieldError.of(f"{path}.type", "not_one_of", values=sorted(allowed))
        else:
            yield from _parameter(path, kind, type_, parameter)


def _parameter(path: str, kind: str, type_: str, parameter: dict[str, Any]) -> Iterator[FieldError]:
    value = parameter.get(type_)
    match type_:
        case "text" | "payload" | "coupon_code":
            most = {"payload": MAX_ID, "coupon_code": MAX_COUPON}.get(type_, MAX_TEXT)
            if kind == "header":
                most = MAX_HEADER
            elif kind == "button" and type_ == "text":
                most = MAX_URL
            yield from text(f"{path}.{type_}", value if isinstance(value, str) else "", most)
            if type_ == "text" and isinstance(value, str) and not fits_parameter(value):
                yield FieldError.of(f"{path}.text", "unfit_parameter")
        case "image" | "video" | "document":
            if kind != "header":
                yield FieldError.of(f"{path}.type", "file_outside_header")
            else:
                yield from _file_parameter(f"{path}.{type_}", value)
        case "currency":
            needed = ("fallback_value", "code", "amount_1000")
            if not isinstance(value, dict) or any(name not in value for name in needed):
                yield FieldError.of(f"{path}.currency", "fields_missing", fields=needed)
        case "date_time":
            if not isinstance(value, dict) or not value.get("fallback_value"):
                yield FieldError.of(f"{path}.date_time.fallback_value", "empty")
        case _:
            if not isinstance(value, dict):
                yield FieldError.of(f"{path}.{type_}", "not_an_object")


def _file_parameter(field: str, value: Any) -> Iterator[FieldError]:
    if not isinstance(value, dict) or sum(name in value for name in ("id", "link", MEDIA_ID)) != 1:
        yield FieldError.of(field, "give_one_of", fields=["id", "link", MEDIA_ID])
    elif "link" in value:
        yield from url(f"{field}.link", str(value["link"]))
    elif MEDIA_ID in value and not _is_uuid(value[MEDIA_ID]):
        yield FieldError.of(f"{field}.{MEDIA_ID}", "not_a_file_id")


def _is_uuid(value: Any) -> bool:
    try:
        UUID(value)
    except (ValueError, TypeError, AttributeError):
        return False
    return True


def fits_parameter(text: str) -> bool:
    """Tell whether a text may be a template's parameter: Meta takes no line breaks, tabs and wide gaps."""
    return _UNFIT_PARAMETER.search(text) is None
