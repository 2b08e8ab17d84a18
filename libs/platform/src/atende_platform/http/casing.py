"""Names of JSON members: ours are in camelCase, the provider's come in snake_case."""

import re
from collections.abc import Mapping
from typing import Any, Final

_SNAKE: Final = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)+")
_WORD: Final = re.compile(r"_([a-z0-9])")


def camel_name(name: str) -> str:
    """Return a name in camelCase; one that is not in snake_case stays as it is."""
    return _WORD.sub(lambda match: match[1].upper(), name) if _SNAKE.fullmatch(name) else name


def in_camel_case(value: Any, *, kept: frozenset[str]) -> Any:
    """Return a JSON value with the names of its members in camelCase; below members of ``kept`` all stays."""
    if isinstance(value, Mapping):
        return {
            camel_name(name): each if name in kept else in_camel_case(each, kept=kept)
            for name, each in value.items()
        }
    if isinstance(value, list):
        return [in_camel_case(each, kept=kept) for each in value]
    return value
