"""Whether a message fits the template that it names, as far as the gateway has published it.

Problems are named by the part of the template that they are about: ``name``, ``header``, ``body``,
``buttons`` or ``components``. Each edge says where in its own requests that part is given (`placed`).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from atende_contracts.channels import TemplateNeeds
from atende_contracts.field_errors import FieldError

UNSENDABLE: Final = frozenset({"PENDING", "IN_APPEAL", "REJECTED", "PAUSED", "DISABLED", "DELETED"})
"""In which of Meta's states a template cannot be sent. In one that it invents later, it may be."""

_SUB_TYPES: Final = {"URL": "url", "QUICK_REPLY": "quick_reply", "COPY_CODE": "copy_code", "FLOW": "flow"}
_OF_THEIR_OWN: Final = "AUTHENTICATION"
"""The category whose buttons are WhatsApp's own: they need values that their definition does not show."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a template."""

    category: str
    status: str
    is_named: bool
    """Whether its variables have names, and not numbers."""
    needs: TemplateNeeds


def unsendable(known: Known | None) -> FieldError | None:
    """Return why messages of a template cannot be sent now; None when they can, or it is not known."""
    if known is None or known.status not in UNSENDABLE:
        return None
    return FieldError.of("name", "template_not_sent_now", status=known.status)


def placed(problems: Iterable[FieldError], fields: Mapping[str, str]) -> list[FieldError]:
    """Return problems of a template under the fields of a request that give its parts."""
    return [replace(problem, field=fields.get(problem.field, problem.field)) for problem in problems]


def misfits(content: Mapping[str, Any], known: Known) -> Iterator[FieldError]:
    """Yield where a `TemplateContent` gives other values than its template takes."""
    components = [(str(each.get("type", "")).lower(), each) for each in content["components"]]
    needs = known.needs
    header = _parameters(next((each for kind, each in components if kind == "header"), None))
    yield from _header(header, known)
    body = _parameters(next((each for kind, each in components if kind == "body"), None))
    yield from _texts("body", "text", body, needs.body, known)
    if known.category != _OF_THEIR_OWN:
        yield from _buttons([each for kind, each in components if kind == "button"], needs)
    if needs.limited_time_offer and all(kind != "limited_time_offer" for kind, _ in components):
        yield FieldError.of("components", "offer_missing")
    cards = next((each.get("cards") for kind, each in components if kind == "carousel"), None)
    given = len(cards) if isinstance(cards, list) else 0
    if given != needs.cards:
        yield FieldError.of("components", "card_count", count=needs.cards, given=given)


def _header(given: list[Mapping[str, Any]], known: Known) -> Iterator[FieldError]:
    needs = known.needs.header
    if needs is None:
        if given:
            yield FieldError.of("header", "header_takes_nothing")
        return
    if needs.format == "TEXT":
        yield from _texts("header", "header", given, needs.variables, known)
        return
    wanted = needs.format.lower()
    kinds = [str(parameter.get("type", "")).lower() for parameter in given]
    # How WhatsApp wants an animation to be given is not known for sure: any file will do.
    if len(kinds) != 1 or (kinds != [wanted] and wanted != "gif"):
        found = kinds[0] if kinds else "nothing"
        yield FieldError.of("header", "header_of_other_kind", kind=wanted, given=found)


def _texts(
    field: str, place: str, given: list[Mapping[str, Any]], variables: list[str], known: Known
) -> Iterator[FieldError]:
    """Yield what is wrong with the values of a text's variables."""
    takes = ", ".join(f"{{{{{name}}}}}" for name in variables) or "none"
    if known.is_named:
        names = [str(parameter.get("parameter_name") or "without a name") for parameter in given]
        if sorted(names) != sorted(variables):
            listed = ", ".join(names) or "none"
            yield FieldError.of(field, "values_by_name", place=place, takes=takes, given=listed)
    elif len(given) != len(variables):
        yield FieldError.of(field, "values_by_number", place=place, takes=takes, given=len(given))


def _buttons(given: list[Mapping[str, Any]], needs: TemplateNeeds) -> Iterator[FieldError]:
    takers = {button.index: button for button in needs.buttons}
    indexes = set()
    for component in given:
        index, sub_type = str(component.get("index")), str(component.get("sub_type", "")).lower()
        button = takers.get(int(index)) if index.isdecimal() else None
        if button is None:
            yield FieldError.of("buttons", "button_unknown", index=index)
            continue
        indexes.add(button.index)
        if sub_type != _SUB_TYPES.get(button.type, sub_type):
            yield FieldError.of(
                "buttons",
                "button_of_other_type",
                index=index,
                type=_SUB_TYPES[button.type],
                given=sub_type,
            )
    for button in needs.buttons:
        must = button.type == "COPY_CODE" or (button.type == "URL" and button.variables)
        if must and button.index not in indexes:
            yield FieldError.of("buttons", "button_value_missing", index=button.index)


def _parameters(component: Mapping[str, Any] | None) -> list[Mapping[str, Any]]:
    return [] if component is None else list(component.get("parameters") or [])
