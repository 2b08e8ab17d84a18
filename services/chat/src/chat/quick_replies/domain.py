"""How quick replies are found and filled in.

Pure: no database, no clock, no framework.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

from atende_platform.errors import Conflict

MAX_SHARED: Final = 500
"""Of a company."""
MAX_OWN: Final = 200
"""Of an agent."""
MAX_SHORTCUT: Final = 33
"""In characters, with the slash."""
MAX_TITLE: Final = 100
MAX_TEXT: Final = 4096
"""In characters, as WhatsApp counts them; of what is sent with a file 1024."""
MAX_QUEUES: Final = 50
MAX_VARIABLES: Final = 50
"""In one text."""
MAX_KEY: Final = 200
"""A letter may become several without its accents."""
MAX_FORM: Final = 8192


class QuickReplyExists(Conflict):
    """The agent, or the company, has another quick reply with this shortcut."""

    own_reason = "quick-reply-exists"


class TooManyQuickReplies(Conflict):
    own_reason = "too-many-quick-replies"


VARIABLES: Final = (
    "contact.name",
    "contact.firstName",
    "contact.phone",
    "agent.name",
    "agent.firstName",
    "ticket.number",
)
"""What a text may name; and ``contact.customFields.`` with the name of a field behind it."""
_CUSTOM_FIELD: Final = "contact.customFields."
_MAX_FIELD_NAME: Final = 50

_BLANK: Final = re.compile(r"\{\{([^{}|]*)(?:\|([^{}]*))?\}\}")
_MARKS: Final = re.compile("[\u0300-\u036f]")
_WORD: Final = re.compile(r"\w+")


class Filled(NamedTuple):
    """A text without blanks."""

    text: str
    missing: tuple[str, ...]
    """The variables that had neither a value nor something in their place, each once, in their order."""


def folded(text: str) -> str:
    """Return a text as it is compared: without accents and case."""
    return _MARKS.sub("", unicodedata.normalize("NFKD", text)).casefold()


def form_of(shortcut: str, title: str, text: str) -> str:
    """Return what the words of a search are looked for in."""
    return folded(f"{shortcut} {title} {text}")[:MAX_FORM]


def key_of(shortcut: str) -> str:
    """Return what is unique of a shortcut."""
    return folded(shortcut)[:MAX_KEY]


def words_of(query: str) -> list[str]:
    """Return the words that are looked for, as they are compared."""
    return _WORD.findall(folded(query))


def variables_of(text: str) -> list[str]:
    """Return what a text names between double braces, in its order, also what is no variable."""
    return [match[1].strip() for match in _BLANK.finditer(text)]


def unknown_variables(text: str) -> Iterator[str]:
    """Yield what a text names that is no variable."""
    for name in variables_of(text):
        field = name.removeprefix(_CUSTOM_FIELD) if name.startswith(_CUSTOM_FIELD) else ""
        if name not in VARIABLES and not 0 < len(field) <= _MAX_FIELD_NAME:
            yield name


def filled(text: str, values: Mapping[str, str | None]) -> Filled:
    """Fill in a text: each blank with its value, else with what stands behind its bar, else with nothing.

    What is filled in is not read again: a customer called ``{{agent.name}}`` stays that.
    """
    missing: dict[str, None] = {}

    def fill(match: re.Match[str]) -> str:
        name, instead = match[1].strip(), match[2]
        value = (values.get(name) or "").strip()
        if value:
            return value
        if instead is None:
            missing[name] = None
        return (instead or "").strip()

    return Filled(_BLANK.sub(fill, text), tuple(missing))


def first_name(name: str | None) -> str | None:
    """Return the first word of a name."""
    return next(iter((name or "").split()), None)


def values_of(
    contact_name: str | None,
    contact_phone: str | None,
    custom_fields: Mapping[str, object],
    agent_name: str | None,
    ticket_number: int | None,
) -> dict[str, str | None]:
    """Return the value of each variable; None and what is absent have none."""
    return {
        "contact.name": contact_name,
        "contact.firstName": first_name(contact_name),
        "contact.phone": contact_phone,
        "agent.name": agent_name,
        "agent.firstName": first_name(agent_name),
        "ticket.number": None if ticket_number is None else str(ticket_number),
        **{
            f"{_CUSTOM_FIELD}{name}": str(value) for name, value in custom_fields.items() if value is not None
        },
    }
