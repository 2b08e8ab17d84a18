"""What users read, in the languages of the console: a code with parameters, and its words in tables.

A code never changes and is what programs compare; its words may be polished at any time. Where a reason is
stored or sent, the code and the parameters are; the words are added for who reads them (`fill`).
"""

import re
import string
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

Parameter = str | int | float | Sequence[str]

OTHER: Final = "other"
"""The code of a reason from before there were codes: its sentence is the parameter ``text``."""


@dataclass(frozen=True, slots=True)
class Words:
    """A sentence in each language. ``{name}`` stands for a parameter."""

    pt: str
    en: str


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is so: a code of one of the tables, and its parameters by name."""

    code: str
    params: Mapping[str, Parameter] = field(default_factory=dict)


def fill(words: Words, params: Mapping[str, Parameter]) -> Words:
    """Return words with the parameters in their places; one that is missing stays as ``{name}``."""
    if not params:
        return words
    values = _Values({name: _shown(value) for name, value in params.items()})
    return Words(words.pt.format_map(values), words.en.format_map(values))


class Sentences:
    """Knows the English sentences of tables again: how reasons were stored before there were codes."""

    def __init__(self, *tables: Mapping[Any, Words], prefix: str = "") -> None:
        self._patterns = [
            (code, re.compile(prefix + _pattern(words.en), re.DOTALL))
            for table in tables
            for code, words in table.items()
        ]

    def reason(self, text: str) -> Reason | None:
        """Return the reason that a sentence stands for; None for one of no table."""
        for code, pattern in self._patterns:
            if match := pattern.fullmatch(text):
                return Reason(code, {name: _value(value) for name, value in match.groupdict().items()})
        return None


def _pattern(sentence: str) -> str:
    parts = list(string.Formatter().parse(sentence))
    if not any(name for _, name, _, _ in parts):
        return re.escape(sentence)
    return "".join(re.escape(text) + (f"(?P<{name}>.+?)" if name else "") for text, name, _, _ in parts)


def _value(text: str) -> Parameter:
    return int(text) if text.isdecimal() and text.isascii() and len(text) < 16 else text


class _Values(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return f"{{{name}}}"


def _shown(value: Parameter) -> str:
    if isinstance(value, float):
        return f"{value:.15g}"
    return str(value) if isinstance(value, str | int) else ", ".join(value)
