"""Reads the settings of a process, and says all that is wrong with them at once.

Operators should not need a start for each mistake: what contradicts something else is looked for also where
single values are wrong, among those that are right.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from pydantic import ValidationError, model_validator

from atende_platform.process.settings import ServiceSettings

S = TypeVar("S", bound=ServiceSettings)

_PREFIX: Final = re.compile(r"^Value error, ")
_WORDS: Final = {"missing": "is missing"}
"""Of kinds of errors for which pydantic has words for programmers."""


@dataclass(frozen=True)
class Configuration(Generic[S]):
    """What the environment says. ``settings`` are None where anything is wrong."""

    settings: S | None
    problems: tuple[str, ...] = ()
    readable: ServiceSettings | None = None
    """The settings, with defaults in the place of wrong values: to look at the rest, not to run with."""


def read(kind: type[S], whose: str) -> Configuration[S]:
    """Return a service's settings, or everything that is wrong with them, in words, under setting's names."""
    try:
        settings = kind()
    except ValidationError as error:
        readable, wrong = _readable(kind, _wrong(error))
    else:
        return Configuration(settings, readable=settings)
    problems = [f"{name.upper()}: {words}" for name, words in wrong.items()]
    # What a stand-in contradicts is not the operator's doing.
    problems += [
        f"{whose}: {_with_names(kind, words)}"
        for words in _contradictions(kind, readable)
        if not any(name.upper() in words.upper() for name in wrong)
    ]
    return Configuration(None, tuple(problems), readable)


def _wrong(error: ValidationError) -> dict[str, str]:
    """Return what is wrong with single settings, by name."""
    return {str(each["loc"][0]): _words(each) for each in error.errors() if each["loc"]}


def _readable(kind: type[S], wrong: dict[str, str]) -> tuple[S, dict[str, str]]:
    """Return the settings with stand-ins, and all that is wrong: values are found after unreadable files."""
    unchecked = _unchecked(kind)
    while True:
        try:
            return unchecked(**{name: _stand_in(kind, name) for name in wrong}), wrong
        except ValidationError as error:
            further = _wrong(error)
            if further.keys() <= wrong.keys():
                raise
            wrong |= further


def _words(error: Any) -> str:
    return _WORDS.get(error["type"]) or _PREFIX.sub("", str(error["msg"])).replace("Input should", "should")


def _stand_in(kind: type[ServiceSettings], name: str) -> Any:
    field = kind.model_fields[name]
    return "" if field.is_required() else field.get_default(call_default_factory=True)


def _unchecked(kind: type[S]) -> type[S]:
    """Return the same settings without the checks of several values together."""

    def take(self: S) -> S:
        return self

    names = kind.__pydantic_decorators__.model_validators
    checks = {name: model_validator(mode="after")(take) for name in names}
    return type(kind.__name__, (kind,), {"__module__": kind.__module__, **checks})


def _contradictions(kind: type[ServiceSettings], settings: ServiceSettings) -> Iterator[str]:
    for check in kind.__pydantic_decorators__.model_validators.values():
        try:
            check.func(settings)
        except ValueError as error:
            yield str(error)


def _with_names(kind: type[ServiceSettings], words: str) -> str:
    """Return words with the names of settings as the environment has them."""
    return re.sub(r"\b[a-z0-9]+(_[a-z0-9]+)+\b", lambda found: _name(kind, found[0]), words)


def _name(kind: type[ServiceSettings], word: str) -> str:
    return word.upper() if word in kind.model_fields else word
