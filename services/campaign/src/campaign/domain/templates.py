"""Whether a message fits the template that it names, as far as that is known: what the gateway told."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from atende_contracts.channels import TemplateNeeds
from atende_contracts.limits import Problem

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


def unsendable(known: Known | None) -> Problem | None:
    """Return why messages of a template cannot be sent now; None when they can, or nobody knows."""
    if known is None or known.status not in UNSENDABLE:
        return None
    return Problem("template.name", f"WhatsApp does not send this template now: it is {known.status}.")


def misfits(content: Mapping[str, Any], known: Known) -> Iterator[Problem]:
    """Yield where a `TemplateContent` gives other values than its template takes, by the body's fields."""
    components = [(str(each.get("type", "")).lower(), each) for each in content["components"]]
    needs = known.needs
    header = _parameters(next((each for kind, each in components if kind == "header"), None))
    yield from _header(header, known)
    body = _parameters(next((each for kind, each in components if kind == "body"), None))
    if problem := _texts("text", body, needs.body, known):
        yield Problem("template.parameters", problem)
    if known.category != _OF_THEIR_OWN:
        yield from _buttons([each for kind, each in components if kind == "button"], needs)
    if needs.limited_time_offer and all(kind != "limited_time_offer" for kind, _ in components):
        yield Problem("template.components", "The template needs a limited_time_offer.")
    cards = next((each.get("cards") for kind, each in components if kind == "carousel"), None)
    given = len(cards) if isinstance(cards, list) else 0
    if given != needs.cards:
        yield Problem(
            "template.components", f"The template's carousel has {needs.cards} cards; {given} are given."
        )


def _header(given: list[Mapping[str, Any]], known: Known) -> Iterator[Problem]:
    needs = known.needs.header
    if needs is None:
        if given:
            yield Problem("template.header", "The template's header takes no value.")
        return
    if needs.format == "TEXT":
        if problem := _texts("header", given, needs.variables, known):
            yield Problem("template.header", problem)
        return
    wanted = needs.format.lower()
    kinds = [str(parameter.get("type", "")).lower() for parameter in given]
    # How WhatsApp wants an animation to be given is not known for sure: any file will do.
    if len(kinds) != 1 or (kinds != [wanted] and wanted != "gif"):
        found = kinds[0] if kinds else "nothing"
        yield Problem("template.header", f"The template's header takes: {wanted}; given is: {found}.")


def _texts(place: str, given: list[Mapping[str, Any]], variables: list[str], known: Known) -> str | None:
    """Return what is wrong with the values of a text's variables."""
    takes = ", ".join(f"{{{{{name}}}}}" for name in variables) or "none"
    if known.is_named:
        names = [str(parameter.get("parameter_name") or "without a name") for parameter in given]
        if sorted(names) != sorted(variables):
            return (
                f"The values that the template's {place} takes: {takes}; given: {', '.join(names) or 'none'}."
            )
    elif len(given) != len(variables):
        return f"The values that the template's {place} takes: {takes}; {len(given)} are given."
    return None


def _buttons(given: list[Mapping[str, Any]], needs: TemplateNeeds) -> Iterator[Problem]:
    takers = {button.index: button for button in needs.buttons}
    indexes = set()
    for component in given:
        index, sub_type = str(component.get("index")), str(component.get("sub_type", "")).lower()
        button = takers.get(int(index)) if index.isdecimal() else None
        if button is None:
            yield Problem("template.buttons", f"The template has no button {index} that takes a value.")
            continue
        indexes.add(button.index)
        if sub_type != _SUB_TYPES.get(button.type, sub_type):
            yield Problem(
                "template.buttons",
                f"The template's button {index} is of type {_SUB_TYPES[button.type]}, not {sub_type}.",
            )
    for button in needs.buttons:
        must = button.type == "COPY_CODE" or (button.type == "URL" and button.variables)
        if must and button.index not in indexes:
            yield Problem("template.buttons", f"The template's button {button.index} needs a value.")


def _parameters(component: Mapping[str, Any] | None) -> list[Mapping[str, Any]]:
    return [] if component is None else list(component.get("parameters") or [])
