"""Message templates: which values they need, and what Meta refuses in a new one.

``components`` have the shape of Meta's reference. What is here reads them without trusting them: they
come from the provider, or from a user who writes a template.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import Any, Final, Literal

from atende_contracts.field_errors import FieldError
from atende_contracts.limits import (
    MAX_BODY,
    MAX_COUPON,
    MAX_FOOTER,
    MAX_HEADER,
    MAX_TEMPLATE_BUTTONS,
    MAX_URL,
)
from atende_contracts.template_texts import VARIABLE

Json = dict[str, Any]
Format = Literal["POSITIONAL", "NAMED"]

DELETED: Final = "DELETED"
"""The status of a template that the provider has no more, or never will again."""
PENDING: Final = "PENDING"
"""The status while the provider reviews it."""

MAX_BUTTON_TEXT: Final = 25
MAX_PHONE: Final = 20
MAX_EXPIRY_MINUTES: Final = 90
_MAX_OF_A_KIND: Final = {"URL": 2, "PHONE_NUMBER": 1, "COPY_CODE": 1, "FLOW": 1}
_MEDIA: Final = ("IMAGE", "VIDEO", "DOCUMENT", "GIF")
HEADERS: Final = ("TEXT", *_MEDIA, "LOCATION")
BUTTONS: Final = ("QUICK_REPLY", "URL", "PHONE_NUMBER", "COPY_CODE", "FLOW", "OTP")
_TAKES_PARAMETER: Final = ("QUICK_REPLY", "COPY_CODE", "FLOW")
_COMPONENTS: Final = ("HEADER", "BODY", "FOOTER", "BUTTONS", "CAROUSEL", "LIMITED_TIME_OFFER")
_NAMED: Final = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Template:
    """A template as the provider has it. Status, category and quality are in its words."""

    provider_template_id: str
    name: str
    language: str
    category: str
    status: str
    parameter_format: Format = "POSITIONAL"
    components: list[Json] = field(default_factory=list)
    quality: str | None = None
    rejected_reason: str | None = None


@dataclass(frozen=True, slots=True)
class Draft:
    """A template that is to be made."""

    name: str
    language: str
    category: str
    components: list[Json]
    parameter_format: Format = "POSITIONAL"


@dataclass(frozen=True, slots=True)
class TemplateReport:
    """What a provider's update says of a template; None: nothing about that."""

    provider_template_id: str
    status: str | None = None
    quality: str | None = None
    category: str | None = None
    rejected_reason: str | None = None


# --- what a template needs -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class HeaderNeeds:
    format: str
    """``TEXT``, or what has to be given: ``IMAGE``, ``VIDEO``, ``DOCUMENT``, ``GIF``, ``LOCATION``."""
    variables: list[str]


@dataclass(frozen=True, slots=True)
class ButtonNeeds:
    index: int
    type: str
    variables: list[str]


@dataclass(frozen=True, slots=True)
class Needs:
    """Which values a message made of a template has to give. A variable is a number or a name."""

    header: HeaderNeeds | None = None
    body: list[str] = field(default_factory=list)
    buttons: list[ButtonNeeds] = field(default_factory=list)
    """Those that take a parameter. A quick reply may be given a payload, and a flow a token; neither must."""
    limited_time_offer: bool = False
    cards: list["Needs"] = field(default_factory=list)


def needs_of(components: Iterable[Any]) -> Needs:
    """Return what a template needs, by its components."""
    header, body, buttons, offer, cards = None, [], [], False, []
    for component in components:
        if not isinstance(component, dict):
            continue
        match _kind(component):
            case "HEADER":
                shape = str(component.get("format", "TEXT")).upper()
                header = HeaderNeeds(shape, variables_of(component.get("text")) if shape == "TEXT" else [])
            case "BODY":
                body = variables_of(component.get("text"))
            case "BUTTONS":
                buttons = list(_buttons_needed(_objects(component.get("buttons"))))
            case "LIMITED_TIME_OFFER":
                offer = True
            case "CAROUSEL":
                cards = [
                    needs_of(inner if isinstance(inner := card.get("components"), list) else [])
                    for card in _objects(component.get("cards"))
                ]
    if header is not None and header.format == "TEXT" and not header.variables:
        header = None
    return Needs(header, body, buttons, offer, cards)


def variables_of(text: Any) -> list[str]:
    """Return the variables of a text in the order of their numbers, or as they come if they have names."""
    found = list(dict.fromkeys(VARIABLE.findall(text))) if isinstance(text, str) else []
    return sorted(found, key=int) if all(_is_number(name) for name in found) else found


def _buttons_needed(buttons: list[Json]) -> Iterator[ButtonNeeds]:
    for index, button in enumerate(buttons):
        kind, variables = _kind(button), variables_of(button.get("url"))
        if kind in _TAKES_PARAMETER or variables:
            yield ButtonNeeds(index, kind, variables)


# --- what Meta refuses in a new one ----------------------------------------------------------


def problems(components: list[Json], *, category: str, parameter_format: Format) -> Iterator[FieldError]:
    """Yield what Meta would refuse for its form, each by its field, before anything leaves."""
    kinds = [_kind(component) for component in components]
    for index, (kind, component) in enumerate(zip(kinds, components, strict=True)):
        path = f"components.{index}"
        if kind not in _COMPONENTS:
            yield FieldError.of(f"{path}.type", "not_one_of", values=list(_COMPONENTS))
        elif kind in kinds[:index]:
            yield FieldError.of(f"{path}.type", "one_component_only", kind=kind)
        else:
            yield from _component(path, kind, component, category, parameter_format)
    if "BODY" not in kinds:
        yield FieldError.of("components", "body_component_missing")
    if category == "AUTHENTICATION" and "BUTTONS" not in kinds:
        yield FieldError.of("components", "otp_button_missing")


def _component(
    path: str, kind: str, component: Json, category: str, parameter_format: Format
) -> Iterator[FieldError]:
    match kind:
        case "HEADER":
            yield from _header(path, component, parameter_format)
        case "BODY" if category == "AUTHENTICATION":
            if "text" in component:
                yield FieldError.of(f"{path}.text", "authentication_text")
        case "BODY":
            yield from _body(path, component, parameter_format)
        case "FOOTER" if category == "AUTHENTICATION":
            minutes = component.get("code_expiration_minutes")
            if type(minutes) is not int or not 1 <= minutes <= MAX_EXPIRY_MINUTES:
                yield FieldError.of(
                    f"{path}.code_expiration_minutes", "not_within", least=1, most=MAX_EXPIRY_MINUTES
                )
        case "FOOTER":
            yield from _text(f"{path}.text", component.get("text"), MAX_FOOTER)
            if variables_of(component.get("text")):
                yield FieldError.of(f"{path}.text", "footer_with_variables")
        case "BUTTONS":
            yield from _buttons(path, component.get("buttons"))


def _header(path: str, header: Json, parameter_format: Format) -> Iterator[FieldError]:
    shape = str(header.get("format", "")).upper()
    if shape not in HEADERS:
        yield FieldError.of(f"{path}.format", "not_one_of", values=list(HEADERS))
    elif shape == "TEXT":
        yield from _text(f"{path}.text", header.get("text"), MAX_HEADER)
        yield from _variables(path, header, parameter_format, "header_text")
        if len(variables_of(header.get("text"))) > 1:
            yield FieldError.of(f"{path}.text", "header_with_variables")
    elif shape in _MEDIA and not _strings(_example(header).get("header_handle")):
        yield FieldError.of(f"{path}.example.header_handle", "example_file_missing")


def _body(path: str, body: Json, parameter_format: Format) -> Iterator[FieldError]:
    text = body.get("text")
    yield from _text(f"{path}.text", text, MAX_BODY)
    yield from _variables(path, body, parameter_format, "body_text")
    if isinstance(text, str):
        stripped = text.strip()
        spans = [match.span() for match in VARIABLE.finditer(stripped)]
        if spans and (spans[0][0] == 0 or spans[-1][1] == len(stripped)):
            yield FieldError.of(f"{path}.text", "variable_at_edge")
        if any(not stripped[end:start].strip() for (_, end), (start, _) in pairwise(spans)):
            yield FieldError.of(f"{path}.text", "variables_without_text")


def _variables(path: str, component: Json, parameter_format: Format, name: str) -> Iterator[FieldError]:
    """Check the variables of a text, and that each has an example."""
    variables = variables_of(component.get("text"))
    if not variables:
        return
    example = _example(component)
    if parameter_format == "NAMED":
        if not all(_NAMED.fullmatch(variable) for variable in variables):
            yield FieldError.of(f"{path}.text", "bad_variable_name")
        given = {str(one.get("param_name")) for one in _objects(example.get(f"{name}_named_params"))}
        if set(variables) - given:
            yield FieldError.of(f"{path}.example.{name}_named_params", "example_missing")
        return
    if variables != [str(number) for number in range(1, len(variables) + 1)]:
        yield FieldError.of(f"{path}.text", "variables_not_numbered")
    examples = example.get(name)
    if name == "body_text" and isinstance(examples, list) and len(examples) == 1:
        examples = examples[0]
    if len(_strings(examples)) != len(variables):
        yield FieldError.of(f"{path}.example.{name}", "example_missing")


def _buttons(path: str, buttons: Any) -> Iterator[FieldError]:
    if not isinstance(buttons, list) or not 1 <= len(buttons) <= MAX_TEMPLATE_BUTTONS:
        yield FieldError.of(f"{path}.buttons", "count_out_of_range", most=MAX_TEMPLATE_BUTTONS)
        return
    kinds: list[str] = []
    for index, button in enumerate(buttons):
        field_ = f"{path}.buttons.{index}"
        kind = _kind(button) if isinstance(button, dict) else ""
        if kind not in BUTTONS:
            yield FieldError.of(f"{field_}.type", "not_one_of", values=list(BUTTONS))
            continue
        kinds.append(kind)
        if kinds.count(kind) > _MAX_OF_A_KIND.get(kind, MAX_TEMPLATE_BUTTONS):
            yield FieldError.of(
                f"{field_}.type", "too_many_buttons_of_type", most=_MAX_OF_A_KIND[kind], type=kind
            )
        yield from _button(field_, kind, button)
    # Meta takes the quick replies first or last, not between others.
    if len(list(groupby(kind == "QUICK_REPLY" for kind in kinds))) > 2:
        yield FieldError.of(f"{path}.buttons", "quick_replies_apart")


def _button(path: str, kind: str, button: Json) -> Iterator[FieldError]:
    if kind not in ("COPY_CODE", "OTP"):  # Those have a text of WhatsApp's own.
        yield from _text(f"{path}.text", button.get("text"), MAX_BUTTON_TEXT)
    match kind:
        case "URL":
            url = button.get("url")
            yield from _text(f"{path}.url", url, MAX_URL)
            variables = variables_of(url)
            if variables and (len(variables) > 1 or not str(url).rstrip().endswith("}}")):
                yield FieldError.of(f"{path}.url", "url_variable")
            elif variables and not _strings(button.get("example")):
                yield FieldError.of(f"{path}.example", "example_url_missing")
        case "PHONE_NUMBER":
            yield from _text(f"{path}.phone_number", button.get("phone_number"), MAX_PHONE)
        case "COPY_CODE":
            example = button.get("example")
            yield from _text(
                f"{path}.example",
                example[0] if isinstance(example, list) and example else example,
                MAX_COUPON,
            )


# --- reading what is not trusted -------------------------------------------------------------


def _kind(part: Json) -> str:
    return str(part.get("type", "")).upper()


def _example(component: Json) -> Json:
    example = component.get("example")
    return example if isinstance(example, dict) else {}


def _objects(value: Any) -> list[Json]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _strings(value: Any) -> list[str]:
    return (
        [item for item in value if isinstance(item, str) and item.strip()] if isinstance(value, list) else []
    )


def _is_number(name: str) -> bool:
    return name.isascii() and name.isdigit() and len(name) < 10


def _text(path: str, value: Any, most: int) -> Iterator[FieldError]:
    if not isinstance(value, str) or not value.strip():
        yield FieldError.of(path, "empty")
    elif len(value) > most:
        yield FieldError.of(path, "too_many_characters", most=most)
